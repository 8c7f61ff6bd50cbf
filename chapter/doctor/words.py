"""What each check is called, what came of it, and what to do then, in words."""

from datetime import date
from typing import Any

from chapter.doctor.rules import Finding, State
from chapter.doctor.words_advice import ADVICE, COMMANDS
from chapter.i18n import date_only, lazy

STATES = {
    State.BROKEN: lazy("Broken"),
    State.LOOK: lazy("Look at it"),
    State.UNKNOWN: lazy("Couldn’t be asked"),
    State.WELL: lazy("Well"),
}
CHIPS = {State.BROKEN: "bad", State.LOOK: "warn", State.WELL: "good"}

TITLES = {
    "disk": lazy("Room on the disk"),
    "growth": lazy("How data grows"),
    "memory": lazy("Memory"),
    "open_files": lazy("Open files"),
    "clock": lazy("The clock"),
    "versions": lazy("Versions"),
    "certificate": lazy("The certificate of the address"),
    "mail_server": lazy("The mail server"),
    "spf": lazy("Who may send mail for you (SPF)"),
    "dmarc": lazy("Mail that pretends to be yours (DMARC)"),
    "mx": lazy("Answers to your mail (MX)"),
    "dkim": lazy("The signature of your mail (DKIM)"),
    "outbox": lazy("The outbox"),
    "worker": lazy("The background worker"),
    "jobs": lazy("Jobs"),
    "database": lazy("The database"),
    "migration": lazy("The database’s version"),
    "wal": lazy("The database’s log"),
    "backup": lazy("The nightly backup"),
    "backup_tried": lazy("Restoring a backup"),
    "backup_away": lazy("Backups elsewhere"),
    "backup_locked": lazy("Encrypted backups"),
    "backup_old": lazy("Old backups"),
    "read_log": lazy("The log of who reads what"),
    "factors": lazy("Administrators’ second step"),
    "modes": lazy("Who can read the files"),
    "settings": lazy("Settings that fit together"),
}

SENTENCES: dict[tuple[str, str], Any] = {
    ("disk", "well"): lazy("%(free)s are free."),
    ("disk", "filling"): lazy("Only %(free)s are free, and the data takes %(data)s."),
    ("disk", "full"): lazy("The disk is as good as full: %(free)s are free. Soon nothing can be saved."),
    ("disk", "no files"): lazy("The disk can’t take more files, though %(free)s are free."),
    ("growth", "well"): lazy("Data grows by %(a_month)s a month. There is room."),
    ("growth", "days left"): lazy("Data grows by %(a_month)s a month. Days until the disk is full: %(days)s."),
    ("growth", "too early"): lazy("It is too early to say."),
    ("memory", "well"): lazy("%(left)s are free."),
    ("memory", "little"): lazy("Only %(left)s are free. A large import may be too much."),
    ("memory", "none left"): lazy("There is hardly any memory left: %(left)s."),
    ("memory", "killed"): lazy("The server has ended a program for want of memory. Times: %(killed)s."),
    ("memory", "unknown"): lazy("How much is free can’t be seen from inside the site."),
    ("open_files", "well"): lazy("%(number)s are open, of %(limit)s."),
    ("open_files", "many"): lazy("Many are open: %(number)s, of %(limit)s."),
    ("open_files", "at the limit"): lazy("Nothing more can be opened: %(number)s, of %(limit)s."),
    ("clock", "well"): lazy("It is right."),
    ("clock", "off"): lazy("It is wrong. Minutes: %(minutes)s."),
    ("clock", "set back"): lazy("Files were written in the future: the clock has been set back. Minutes: %(minutes)s."),
    ("clock", "leapt"): lazy(
        "It may have leapt: by it, nothing has run here for a month. Until tomorrow nothing is deleted."
    ),
    ("clock", "not kept right"): lazy("Nothing keeps it right. It will drift, and codes for signing in stop working."),
    ("clock", "unknown"): lazy("Whether anything keeps it right can’t be seen from inside the site."),
    ("versions", "well"): lazy("All are as they should be. Python is %(python)s."),
    ("versions", "old sqlite"): lazy("SQLite is too old: %(sqlite)s."),
    ("versions", "old python"): lazy("Python %(python)s gets no more security fixes."),
    ("versions", "python ends"): lazy("Python %(python)s gets security fixes until %(day)s."),
    ("versions", "not as locked"): lazy("These aren’t the versions that were tried: %(others)s."),
    ("certificate", "well"): lazy("It is valid until %(day)s."),
    ("certificate", "ends"): lazy("It ends on %(day)s and hasn’t been renewed. Days left: %(days)s."),
    ("certificate", "expired"): lazy("It has expired. Visitors are warned and turn away."),
    ("certificate", "wrong name"): lazy("It belongs to another name than %(host)s."),
    ("certificate", "not trusted"): lazy("Browsers don’t trust it."),
    ("certificate", "no answer"): lazy("%(host)s didn’t answer from here."),
    ("certificate", "no https"): lazy("The address isn’t encrypted, so there is none."),
    ("mail_server", "well"): lazy("%(host)s answers and lets us in."),
    ("mail_server", "none"): lazy("There is none. Nobody can confirm their address."),
    ("mail_server", "demo"): lazy("In a demo, mail is read here and goes nowhere."),
    ("mail_server", "no answer"): lazy("%(host)s doesn’t answer."),
    ("mail_server", "refused"): lazy("%(host)s says no: %(said)s"),
    ("mail_server", "not let in"): lazy("%(host)s doesn’t take the password: %(said)s"),
    ("mail_server", "bad certificate"): lazy("%(host)s shows a certificate that can’t be trusted."),
    ("mail_server", "password in the open"): lazy("%(host)s doesn’t encrypt, so we don’t tell it the password."),
    ("mail_server", "not encrypted"): lazy("%(host)s doesn’t encrypt. Others on the way can read your mail."),
    ("spf", "well"): lazy("%(domain)s names %(host)s."),
    ("spf", "none"): lazy("%(domain)s doesn’t say who may send for it. Your mail easily ends up among spam."),
    ("spf", "several"): lazy("%(domain)s says it more than once, which counts as broken."),
    ("spf", "too long"): lazy("%(domain)s refers to too many others. Receivers give up after ten."),
    ("spf", "everybody"): lazy("%(domain)s lets everybody in the world send as you."),
    ("spf", "not named"): lazy(
        "%(domain)s doesn’t name %(host)s. It may be right all the same, if that server hands your mail on."
    ),
    ("dmarc", "well"): lazy("It is turned away."),
    ("dmarc", "watches"): lazy("There is a rule, and it only watches. That is a good beginning."),
    ("dmarc", "none"): lazy("%(domain)s has no rule. Large mail services want one."),
    ("dmarc", "several"): lazy("%(domain)s has more than one rule, so none counts."),
    ("mx", "well"): lazy("They arrive."),
    ("mx", "none"): lazy("%(domain)s takes no mail. Answers are lost, and so is what comes back."),
    ("dkim", "look"): lazy("It can’t be seen from here."),
    ("dkim", "no mail"): lazy("No mail is sent."),
    ("outbox", "well"): lazy("All mail has gone."),
    ("outbox", "stuck"): lazy("Mail waits: %(waiting)s. Hours since the oldest was written: %(hours)s."),
    ("outbox", "failed"): lazy("Mail that couldn’t be sent this week: %(failed)s."),
    ("outbox", "no mail"): lazy("No mail is sent."),
    ("worker", "well"): lazy("It is at work."),
    ("worker", "still"): lazy("It stands still. Minutes since it did anything: %(minutes)s."),
    ("worker", "never"): lazy("It has never run."),
    ("jobs", "well"): lazy("All end well."),
    ("jobs", "fail"): lazy("These fail: %(names)s. Times in a row, at most: %(times)s."),
    ("database", "well"): lazy("It is whole."),
    ("database", "damaged"): lazy("It is damaged: %(said)s"),
    ("database", "loose"): lazy("Rows point at what isn’t there: %(number)s."),
    ("database", "not opened"): lazy("It can’t be opened."),
    ("migration", "well"): lazy("It is the program’s: %(here)s."),
    ("migration", "other"): lazy("It is %(here)s, and the program’s is %(newest)s."),
    ("wal", "well"): lazy("It is small: %(wal)s."),
    ("wal", "large"): lazy("It is large, %(wal)s beside a database of %(whole)s: something reads without end."),
    ("backup", "well"): lazy("The last is fresh. Hours old: %(hours)s."),
    ("backup", "old"): lazy("The last is old. Hours: %(hours)s."),
    ("backup", "failed"): lazy("The last try failed: %(error)s"),
    ("backup", "none"): lazy("There is none. If the disk breaks, all is lost."),
    ("backup", "not here"): lazy("They aren’t taken by Chapter."),
    ("backup_tried", "well"): lazy("One has been restored for trial lately."),
    ("backup_tried", "not tried"): lazy("None has been tried lately. A backup that nobody has restored is a hope."),
    ("backup_away", "well"): lazy("They are taken elsewhere."),
    ("backup_away", "only here"): lazy("They lie on this server only. If it goes, they go too."),
    ("backup_away", "fails"): lazy("Taking them elsewhere fails."),
    ("backup_locked", "well"): lazy("They are encrypted."),
    ("backup_locked", "open"): lazy("They aren’t encrypted. Whoever finds one can read it."),
    ("backup_old", "well"): lazy("None is older than %(days)s days."),
    ("backup_old", "kept"): lazy("One is older than %(days)s days. In it are people who have been erased."),
    ("read_log", "well"): lazy("It is as it was written."),
    ("read_log", "changed"): lazy("Somebody has changed it, from entry %(number)s on."),
    ("factors", "well"): lazy("All have one."),
    ("factors", "without"): lazy("Administrators without one: %(number)s, of %(all)s."),
    ("factors", "nobody"): lazy("Nobody is an administrator."),
    ("modes", "well"): lazy("Nobody but Chapter."),
    ("modes", "open"): lazy("Others on the server can read: %(paths)s"),
    ("modes", "key within"): lazy("The database’s key lies beside the database. Whoever takes one has the other."),
    ("settings", "well"): lazy("They do."),
    ("settings", "demo"): lazy("This is a demo’s data in a live chapter: its password is known to all."),
    ("settings", "no url"): lazy("There is no CHAPTER_URL: mailed links lead nowhere."),
    ("settings", "no https"): lazy("The address isn’t encrypted: passwords travel in the open."),
    ("settings", "no proxies"): lazy("There is no CHAPTER_PROXIES: all visitors are taken for one."),
    ("settings", "no sender"): lazy("Mail has no sender."),
}

UNKNOWN = lazy("It couldn’t be asked.")
SILENT = lazy("The DNS didn’t answer.")
"""Where the DNS is asked."""


def title(finding: Finding) -> str:
    """What was looked at."""
    return str(TITLES[finding.check])


def sentence(finding: Finding) -> str:
    """What came of it."""
    words = SENTENCES.get((finding.check, finding.why)) or (SILENT if finding.why == "no answer" else UNKNOWN)
    return str(words) % _told(finding)


def _told(finding: Finding) -> dict[str, Any]:
    """Its facts, days in words."""
    facts = dict(finding.facts)
    return facts | {"day": date_only(date.fromisoformat(facts["day"]))} if "day" in facts else facts


def advice(finding: Finding) -> str:
    """What to do then; nothing, if all is well."""
    return str(ADVICE.get((finding.check, finding.why), "")) % finding.facts


def command(finding: Finding) -> str:
    """What one can copy: a command for the server, a setting or a line for the DNS."""
    return COMMANDS.get((finding.check, finding.why), "") % finding.facts
