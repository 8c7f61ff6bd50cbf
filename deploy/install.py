"""``./run install``: Chapter with all it needs, on a fresh Debian or Ubuntu. Run again, it mends what differs."""

import argparse
import errno
import os
import re
import secrets
import shutil
import socket
import sys
from email.utils import parseaddr

from deploy import machine as m
from deploy import questions, settings
from deploy.machine import HERE, Machine, Trouble, flask

PACKAGES = "caddy", "python3-venv"
ABOUT = {"name", "country", "admin"}


def add_to(parser: argparse.ArgumentParser) -> None:
    """What one can say beforehand."""
    questions.add_to(parser)
    parser.add_argument("--plain-database", action="store_true", help="Don't encrypt a new database.")
    parser.add_argument("--firewall", action="store_true", help="Let ufw close all ports but those of SSH and the web.")
    parser.add_argument("--dry-run", action="store_true", help="Print what would be done, and do nothing.")


def main(given: argparse.Namespace) -> None:
    """Ask, then do one thing after the other; each is safe to be done again."""
    machine = Machine(is_dry=given.dry_run)
    see_that_it_can(machine)
    see_that_nobody_is_in_the_way(machine)
    known = settings.read(read(machine, m.SETTINGS))
    looks_new = not (known.get("CHAPTER_DATABASE_URL") or (machine.at(m.DATA) / "chapter.db").exists())
    answers = questions.answers(vars(given), answered(known), {"domain", "smtp"} | (ABOUT if looks_new else set()))
    warn_about(answers["domain"])
    packages(machine)
    accounts(machine)
    chosen = settings_for(machine, known, answers, looks_new and not given.plain_database)
    write_settings(machine, chosen)
    if is_new := not has_chapter(machine, looks_new):
        answers = questions.answers(vars(given) | answers, {}, ABOUT)
        begin(machine, answers)
    if key := new_backup_key(machine, known):
        write_settings(machine, chosen | key)
    units(machine)
    start(machine, chosen.get("PORT", "8000"))
    caddy(machine, answers["domain"], chosen.get("PORT", "8000"))
    if given.firewall:
        firewall(machine)
    is_new = let_in(machine, answers, is_new)
    what_now(machine, answers, is_new, given.firewall)


def see_that_it_can(machine: Machine) -> None:
    """The program has to be where the service may read it, on a system that has what we use."""
    if not machine.is_dry:
        m.need_root("install")
    if missing := [name for name in ("apt-get", "systemctl") if not shutil.which(name)]:
        raise Trouble(f"This is for Debian and Ubuntu; {missing[0]} isn't here. README.md says how to do it by hand.")
    here, there = HERE.parent, machine.at(m.PROGRAM)
    if here != there.resolve():
        words = f"The program has to be in {m.PROGRAM}, where its service may read it. Move it, then try again:\n"
        raise Trouble(f"{words}cd / && mv {here} {m.PROGRAM} && {m.PROGRAM}/run install")


def see_that_nobody_is_in_the_way(machine: Machine) -> None:
    """Some servers come with a web server of their own."""
    if machine.ask("systemctl", "is-active", "caddy") is not None:
        return
    for port in (80, 443):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("", port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    words = f"Another program has port {port}, which the site needs. Take it away, then try again."
                    raise Trouble(f"{words} Which one it is: ss -ltnp 'sport = :{port}'") from error


def read(machine: Machine, path: str) -> str:
    """What a file says; nothing, if there is none."""
    try:
        return machine.at(path).read_text()
    except FileNotFoundError:
        return ""
    except PermissionError as error:
        raise Trouble(f"Only root can read {path}: sudo {m.PROGRAM}/run install --dry-run") from error


def answered(known: dict[str, str]) -> dict[str, str]:
    """The answers that the settings file holds already."""
    found = {"smtp": known["CHAPTER_SMTP_URL"]} if "CHAPTER_SMTP_URL" in known else {}
    return found | ({"domain": known["CHAPTER_URL"].partition("://")[2]} if known.get("CHAPTER_URL") else {})


def warn_about(domain: str) -> None:
    """Say if nobody would find the site yet; that can be put right later."""
    try:
        socket.getaddrinfo(domain, 443)
    except OSError:
        print(f"NOTE: {domain} leads nowhere yet. Point it to this server where you bought the name (an A record);")
        print("      Caddy gets the certificate as soon as it does.")


def packages(machine: Machine) -> None:
    """Caddy and what Python needs, from the distribution; and what the program needs, from its lock file."""
    if lacking := machine.lacks(PACKAGES):
        apt(machine, "update")
        apt(machine, "install", "--yes", "--no-install-recommends", *lacking)
    else:
        machine.there(f"packages {', '.join(PACKAGES)}")
    program = machine.at(m.PROGRAM)
    machine.do("chown", "-R", "root:root", program)
    machine.do("chmod", "-R", "u+rwX,go+rX,go-w", program)
    machine.do(program / "run", "prepare")


def apt(machine: Machine, *words: str) -> None:
    """Debian's packages, without questions and with few words."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    machine.do("apt-get", "-qq", *words, is_quiet=True)


def accounts(machine: Machine) -> None:
    """The user that the service runs as, and the folders."""
    if machine.ask("id", "-u", "chapter") is None:
        home = "--home-dir", m.DATA, "--no-create-home", "--shell", "/usr/sbin/nologin"
        machine.do("useradd", "--system", "--user-group", *home, "chapter")
        if machine.at(m.DATA).exists():
            machine.do("chown", "-R", "chapter:chapter", machine.at(m.DATA))
            machine.do("chown", "-R", "root:chapter", machine.at("/etc/chapter"))
    else:
        machine.there("user chapter")
    machine.folder("/etc/chapter", "root:chapter", 0o750)
    machine.folder(m.DATA, "chapter:chapter", 0o700)


def settings_for(machine: Machine, known: dict[str, str], answers: dict[str, str], is_secret: bool) -> dict[str, str]:
    """The settings that follow from the answers. A secret database is encrypted, with a key that is made here."""
    url = known.get("CHAPTER_URL", "")
    chosen = {
        "CHAPTER_DATA": known.get("CHAPTER_DATA") or str(machine.at(m.DATA)),
        "CHAPTER_URL": url if url.partition("://")[2] == answers["domain"] else f"https://{answers['domain']}",
        "CHAPTER_SMTP_URL": answers["smtp"],
        "CHAPTER_PROXIES": known.get("CHAPTER_PROXIES") or "1",
    }
    if port := known.get("PORT") or os.environ.get("PORT"):
        chosen["PORT"] = port
    if is_secret:
        if not machine.at(m.DATABASE_KEY).exists():
            machine.write(m.DATABASE_KEY, f"{secrets.token_hex(32)}\n", "root:chapter", 0o640)
        chosen["CHAPTER_DATABASE_KEY_FILE"] = str(machine.at(m.DATABASE_KEY))
    return chosen


def has_chapter(machine: Machine, looks_new: bool) -> bool:
    """Whether there is a chapter, brought up to date; one may have been begun and cut off."""
    if looks_new or machine.is_dry:
        return not looks_new
    done = machine.trial(*flask(machine, "check"))
    if done.returncode and "no chapter here yet" not in done.stderr:
        raise Trouble(f"{done.stderr.strip()}\nThe chapter that is here isn't well: {m.PROGRAM}/run flask check")
    print(done.stderr, end="")
    return not done.returncode


def begin(machine: Machine, answers: dict[str, str]) -> None:
    """A chapter. Who gets the first link is noted, so that they get it even if all else takes two attempts."""
    if not machine.is_dry:
        machine.write(m.FIRST_ADMIN, f"{answers['admin']}\n", "root:root", 0o600)
    words = "init", "--name", answers["name"], "--country", answers["country"]
    machine.do(*flask(machine, *words), is_quiet=True)


def new_backup_key(machine: Machine, known: dict[str, str]) -> dict[str, str]:
    """A pair of keys for backups: this machine keeps the half that locks, and shows the half that opens, once."""
    if known.get("CHAPTER_BACKUP_KEY"):
        return {}
    if machine.is_dry:
        machine.say("make a pair of keys for backups, and show the secret one, once")
        return {}
    said = machine.ask(*flask(machine, "backup", "keys")) or ""
    secret, public = (re.search(kind, said) for kind in (r"AGE-SECRET-KEY-\w+", r"age1\w+"))
    if not (secret and public):
        raise Trouble(f"There is no pair of keys for backups. See: {m.PROGRAM}/run flask backup keys")
    print(f"\nBackups are locked with a key. This one opens them, and isn't kept on the server:\n\n    {secret[0]}\n")
    print("Write it down or put it into your password manager NOW; without it no backup can be read. Nobody can")
    print("show it to you again.\n")
    if sys.stdin.isatty():
        input("Press Enter when you have it. ")
    return {"CHAPTER_BACKUP_KEY": public[0]}


def write_settings(machine: Machine, chosen: dict[str, str]) -> None:
    """See that the settings file says what was chosen."""
    text = settings.written(read(machine, m.SETTINGS), chosen)
    machine.write(m.SETTINGS, text, "root:chapter", 0o640)


def units(machine: Machine) -> None:
    """The service, and how long the log is kept."""
    if machine.copy("journald.conf", m.JOURNAL):
        machine.do("systemctl", "try-restart", "systemd-journald")
    machine.copy("chapter.service", m.UNIT)


def start(machine: Machine, port: str) -> None:
    """See that the service runs, now and after a reboot, as it is now, and that it is well."""
    machine.do("systemctl", "daemon-reload")
    machine.do("systemctl", "enable", "--quiet", "chapter")
    machine.do("systemctl", "restart", "chapter")
    if not machine.is_dry and not m.is_well(port, machine.patience):
        raise Trouble("Chapter doesn't answer. What it said: journalctl -u chapter -n 50")


def caddy(machine: Machine, domain: str, port: str) -> None:
    """The way in: HTTPS. A Caddyfile that somebody wrote keeps what it says, and gets one line more."""
    site = (HERE / "chapter.caddy").read_text().replace("{$CHAPTER_DOMAIN}", domain)
    machine.write(m.SITE, site.replace("{$CHAPTER_UPSTREAM:127.0.0.1:8000}", f"127.0.0.1:{port}"))
    there = read(machine, m.CADDYFILE)
    if not there or is_untouched(machine):
        machine.write(m.CADDY_BEFORE, there)
        machine.copy("Caddyfile", m.CADDYFILE)
    elif "import chapter.caddy" not in there:
        print("NOTE: your Caddyfile stays as it is but for a line at its end. Look at deploy/Caddyfile for what keeps")
        print("      sign-in links out of the log.")
        machine.write(m.CADDYFILE, f"{there.rstrip()}\n\nimport chapter.caddy\n")
    machine.do("caddy", "validate", "--adapter", "caddyfile", "--config", machine.at(m.CADDYFILE), is_quiet=True)
    machine.do("systemctl", "enable", "--quiet", "caddy")
    machine.do("systemctl", "reload-or-restart", "caddy")


def is_untouched(machine: Machine) -> bool:
    """Whether the Caddyfile is the one that the package brought."""
    files = machine.ask("dpkg-query", "--show", "--showformat=${Conffiles}", "caddy") or ""
    brought = {path: md5 for path, md5, *_ in (line.split() for line in files.splitlines() if line.strip())}
    now = (machine.ask("md5sum", machine.at(m.CADDYFILE)) or "").partition(" ")[0]
    return bool(now) and brought.get(m.CADDYFILE) == now


def firewall(machine: Machine) -> None:
    """Close what isn't needed; the port that one came in by stays open."""
    if machine.lacks(["ufw"]):
        apt(machine, "install", "--yes", "--no-install-recommends", "ufw")
    for rule in firewall_rules():
        machine.do("ufw", *rule)


def firewall_rules() -> list[tuple[str, ...]]:
    """What ufw is told."""
    ports = {"22", *os.environ.get("SSH_CONNECTION", "").split()[3:4]}
    return [*(("allow", f"{port}/tcp") for port in (*sorted(ports), "80", "443")), ("--force", "enable")]


def let_in(machine: Machine, answers: dict[str, str], is_new: bool) -> bool:
    """Show the first administrator's link, unless an earlier run has shown it; whether it had to be shown."""
    waiting = read(machine, m.FIRST_ADMIN).strip()
    if not (is_new or waiting):
        return False
    who, address = parseaddr(answers.get("admin") or waiting)
    machine.do(*flask(machine, "accounts", "create-admin", "--name", who, "--email", address))
    if not machine.is_dry:
        machine.at(m.FIRST_ADMIN).unlink(missing_ok=True)
    return True


def what_now(machine: Machine, answers: dict[str, str], is_new: bool, is_closed: bool) -> None:
    """Where things are, and what is left to do."""
    if machine.is_dry or not (is_new or sys.stdin.isatty()):
        return
    print(f"\nChapter is on https://{answers['domain']}")
    print(f"  A new link for an administrator:  {m.PROGRAM}/run flask accounts create-admin")
    print("  What it says, and whether it runs: journalctl -u chapter     systemctl status chapter")
    print(f"  The settings:                     {m.SETTINGS}")
    print(f"  The data:                         {m.DATA}")
    if not answers["smtp"]:
        print(f"No mail is sent yet. When you have a mail server: {m.PROGRAM}/run install --smtp smtp://…")
    if not is_closed and "active" not in (machine.ask("ufw", "status") or "").split():
        print("To close all ports but those of SSH and the web (see first that you come in by one of these):")
        print(f"  apt-get install -y ufw && {' && '.join(' '.join(('ufw', *rule)) for rule in firewall_rules())}")
