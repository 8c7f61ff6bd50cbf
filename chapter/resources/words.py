"""What kinds of things are called, and why a link leads nowhere."""

from chapter.i18n import lazy
from chapter.resources.rules import Kind, Trouble

KINDS = {
    Kind.FILE: lazy("File"),
    Kind.FILM: lazy("Film"),
    Kind.LINK: lazy("Link"),
    Kind.SCRIPT: lazy("Script"),
}
MANY = {
    Kind.FILE: lazy("Files"),
    Kind.FILM: lazy("Films"),
    Kind.LINK: lazy("Links"),
    Kind.SCRIPT: lazy("Scripts and texts"),
}
ADD = {
    Kind.FILE: lazy("Add a file"),
    Kind.FILM: lazy("Add a film"),
    Kind.LINK: lazy("Add a link"),
}
ONLY = {"sv": lazy("In Swedish"), "nb": lazy("In Norwegian")}
"""What is said of a text that isn't there in the reader's language."""

WHY_NOT = {
    Trouble.GONE: lazy("The page isn’t there any more."),
    Trouble.UNKNOWN: lazy("There is no such address on the web."),
    Trouble.SILENT: lazy("Nobody answers there."),
    Trouble.BROKEN: lazy("Something is broken there."),
    Trouble.INSIDE: lazy("It leads into somebody’s own network, not out on the web."),
    Trouble.CIRCLES: lazy("It sends one round in circles."),
    Trouble.UNSAFE: lazy("Browsers warn of it: it can’t show that it is who it says."),
}
