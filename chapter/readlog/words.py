"""What somebody did with other people's data, what is odd in it, and what can be wrong with the log, in words."""

from chapter.i18n import lazy
from chapter.people.rules_looks import What
from chapter.readlog import witness
from chapter.readlog.rules_chain import Fault
from chapter.readlog.rules_oddities import Odd

NAMES = {
    What.PERSON: lazy("Opened somebody’s page"),
    What.CHANGES: lazy("Read what was changed about somebody"),
    What.LIST: lazy("Had a list on the screen"),
    What.SEARCH: lazy("Searched"),
    What.ACCOUNT: lazy("Looked at accounts"),
    What.CALL: lazy("Had somebody to ring"),
    What.FLAG: lazy("Read a flagged call"),
    What.WELCOME: lazy("Looked at how new people are welcomed"),
    What.FOLLOW_UP: lazy("Opened a follow-up"),
    What.GROUP: lazy("Looked at the people of a group"),
    What.LETTER: lazy("Wrote or read a letter to somebody"),
    What.MAIL: lazy("Looked in the outbox"),
    What.FILE: lazy("Compared a file with the register"),
    What.REQUEST: lazy("Answered somebody who asks for their data"),
    What.EXPORTED: lazy("Took out a list"),
    What.CHANGED: lazy("Changed something"),
    What.IMPORTED: lazy("Brought in a file"),
    What.MERGED: lazy("Merged two who are one"),
    What.ERASED: lazy("Erased somebody"),
    What.TIDIED: lazy("Old lines of this log were deleted"),
    What.RESTORED: lazy("The site was put back from a backup"),
}
"""For those who read the log."""

DID = {
    What.PERSON: lazy("%(who)s opened your page."),
    What.CHANGES: lazy("%(who)s read what has been changed about you."),
    What.LIST: lazy("%(who)s had a list on the screen that you are on."),
    What.SEARCH: lazy("%(who)s searched, and you were among those found."),
    What.ACCOUNT: lazy("%(who)s saw your account: your name, your address and which offices you hold."),
    What.CALL: lazy("%(who)s had you to ring, or read about a call with you."),
    What.FLAG: lazy("%(who)s read what a caller passed on about you."),
    What.WELCOME: lazy("%(who)s looked at how you are welcomed as new."),
    What.FOLLOW_UP: lazy("%(who)s opened the page about how you have settled in."),
    What.GROUP: lazy("%(who)s looked at those who are in, or may join, a group of yours."),
    What.LETTER: lazy("%(who)s wrote, read or printed a letter to you."),
    What.MAIL: lazy("%(who)s saw a mail to you among the mail that the site has sent."),
    What.FILE: lazy("%(who)s compared a file with what is stored about you."),
    What.REQUEST: lazy("%(who)s worked on what you have asked for about your data."),
    What.EXPORTED: lazy("%(who)s took out a list that you are on."),
    What.CHANGED: lazy("%(who)s changed something about you."),
    What.IMPORTED: lazy("%(who)s brought in a file with news about you."),
    What.MERGED: lazy("%(who)s made two entries about you into one."),
    What.ERASED: lazy("%(who)s erased something about you."),
    What.TIDIED: lazy("%(who)s deleted old lines of this log."),
    What.RESTORED: lazy("%(who)s put the site back from a backup."),
}
"""For those who were looked at."""

ODD = {
    Odd.MANY: lazy("%(name)s opened %(num)s people one by one within an hour. That is quicker than one reads."),
    Odd.LISTED: lazy("%(name)s went through lists with %(num)s people within an hour."),
    Odd.AT_NIGHT: lazy("%(name)s took out a list with %(num)s people at night."),
    Odd.AGAIN: lazy("On %(num)s days of the last month %(name)s opened the page of one and the same person."),
    Odd.OWN_OFFICE: lazy("%(name)s took an office by themselves and used it at once, to look at people: %(num)s."),
}

FAULTS = {
    Fault.CHANGED: "isn't as it was written",
    Fault.REMOVED: "is missing: it was removed",
    Fault.PUT_IN: "was put in afterwards",
    Fault.CUT_OFF: "and what followed is missing: the end was cut off, or an older database put back",
    Fault.REWRITTEN: "was written anew, with all that follows on it",
    Fault.UNWITNESSED: f"can't be held against anything: the file {witness.FILE} in the data folder is gone",
    Fault.UNTIED: "tells of somebody else than it was written about",
    Fault.LOST: "names somebody who is gone from the tables beside it, though nobody was erased",
}
"""For the command line, which is English."""
