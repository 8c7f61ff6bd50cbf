"""Why an upload is refused and what to do instead; and what the kinds of files are called."""

from typing import Any

from chapter.i18n import lazy, number
from chapter.media.rules import ENDINGS, Family, Trouble, Wrong

WHY = {
    Trouble.NO_ROOM: lazy(
        "The server’s disk is nearly full, so nothing more can be uploaded. Delete what isn’t shown anywhere, and tell "
        "the administrator."
    ),
    Trouble.EMPTY: lazy("There is nothing in the file."),
    Trouble.TOO_LARGE: lazy(
        "The file is larger than 20 MB. Make it smaller; a film is better put where films are, and linked to."
    ),
    Trouble.DRAWING: lazy("This is an SVG drawing, which can hide programs. Save it as PNG, and upload that."),
    Trouble.WEB_PAGE: lazy("This is a web page. Save it as PDF and upload that, or link to where it is."),
    Trouble.PROGRAM: lazy("This is a program, and nobody should have to trust one. Link to where it comes from."),
    Trouble.MACROS: lazy(
        "There are macros in this document: programs that start when it is opened. Save it without them, or as PDF."
    ),
    Trouble.OLD_OFFICE: lazy(
        "This is an old kind of document, or it has a password. Open it, save it as PDF or .docx, and upload that."
    ),
    Trouble.HEIC: lazy("This picture is in a telephone’s own format (HEIC). Save it as JPEG, and upload that."),
    Trouble.MOV: lazy("Many can’t play this kind of film. Save it as MP4, and upload that."),
    Trouble.PACKED: lazy("This is packed. Unpack it, and upload what is in it, one file at a time."),
    Trouble.BROKEN: lazy("The file is broken. Open it, save it anew, and upload that."),
    Trouble.UNKNOWN: lazy(
        "We can’t take this kind of file. Save it as PDF, or as a JPEG if it’s a picture, and upload that."
    ),
}

FAMILIES = {
    Family.PICTURE: lazy("Pictures"),
    Family.DOCUMENT: lazy("Documents"),
    Family.SOUND: lazy("Sound"),
    Family.FILM: lazy("Films"),
}


def why(wrong: Wrong) -> Any:
    """Why an upload can’t be taken, and what to do."""
    if wrong.trouble is not Trouble.LIES:
        return WHY[wrong.trouble]
    ending = ENDINGS[wrong.kind][0]
    return lazy(
        "The name says something else than the file is: it’s a %(kind)s. Let its name end with .%(ending)s, and "
        "upload it again.",
        kind=ending.upper(),
        ending=ending,
    )


def size(length: int) -> str:
    """“240 kB”, “1,5 MB”, for people."""
    if length < 1_000_000:
        return f"{max(1, round(length / 1000))} kB"
    return f"{number(round(length / 1_000_000, 1))} MB"
