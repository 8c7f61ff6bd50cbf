"""From a template to a mail: a subject, a text to read, and the same in HTML.

A mail is ``templates/<feature>/mail/<name>.md``: the subject, an empty line, then markdown. A link alone on its
line becomes a button. Whatever a template fills in is taken for plain words, never for markdown; so nobody can
put a link into somebody's mail by calling themselves one. Addresses on this site stay links.
"""

import re
from typing import Any, NamedTuple

from flask import current_app
from jinja2 import Environment
from markupsafe import Markup

from chapter import markdown
from chapter.i18n import gettext, ngettext, speaking
from chapter.origin import base_url

_SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ADDRESS = re.compile(r"https?://[\w./:?&=%#~+,;@-]+", re.ASCII)
_MARKS = re.compile(
    r"\\(?P<plain>[!-/:-@\[-`{-~])"  # an escaped character
    r"|!\[[^\[\]]*\]\([^()]*\)"  # a picture from elsewhere, which isn't shown
    r"|(?P<start>^)?\[(?P<label>(?:\\.|[^\[\]\\])+)\]"  # a link with words: alone on its line, or among others
    r"\(<?(?:mailto:|tel:)?(?P<address>[^\s<>()]+)>?\)(?P<end>[ ]*$)?"
    r"|<(?P<link>https?://[^\s<>]+)>"
    r"|\*\*|^#+[ ]",
    re.M,
)
_LONE_LINK = re.compile(r'<p><a href="([^"]+)"[^>]*>(.*?)</a></p>')


class Mail(NamedTuple):
    """What is sent."""

    subject: str
    text: str
    html: str


class Markdown(str):
    """A piece of markdown that we wrote ourselves."""

    __slots__ = ()


def is_set() -> bool:
    """Whether the installation has a mail server."""
    return bool(current_app.config["CHAPTER_SMTP_URL"])


def is_missing() -> bool:
    """Whether a live installation has none, so that nobody gets any mail."""
    return current_app.config["CHAPTER_MODE"] == "live" and not is_set()


def is_read_here() -> bool:
    """Whether this is a demo without a mail server, whose mail is read on its own pages."""
    return current_app.config["CHAPTER_MODE"] == "demo" and not is_set()


def write(template: str, language: str, frame: dict[str, Any], **context: Any) -> Mail:
    """The mail that ``template`` makes of ``context``, in ``language``; ``frame`` has the chapter and its colours."""
    with speaking(language):
        source = _environment().get_template(template).render(**{**frame, "language": language, **context})
        first, _line, rest = source.strip().partition("\n")
        return framed(_ESCAPED.sub(r"\1", first), rest, language, frame)


def framed(subject: str, body: str, language: str, frame: dict[str, Any]) -> Mail:
    """The mail whose words are the markdown ``body``, in ``language``; see :func:`write` for ``frame``."""
    with speaking(language):
        facts = {"picture": None, **frame, "subject": one_line(subject), "language": language}
        return Mail(facts["subject"], _readable(body), _framed(body, facts))


def with_its_lines(body: str) -> str:
    """``body``, as people write it in a box, with its line breaks: markdown would make one line of a signature."""
    return "\n".join(f"{line.rstrip()}  " if line.strip() else "" for line in body.splitlines())


def one_line(words: str | None) -> str:
    """``words`` fit for a header: one line without control characters, nor what hides them (“=?utf-8?q?=0A”)."""
    return _SPACE.sub(" ", words or "").replace("=?", "= ?").strip()


def plain(words: Any) -> Markdown:
    """``words`` as markdown that shows just those words, on one line; an address on this site stays a link."""
    if isinstance(words, Markdown):
        return words
    line = one_line(str(words))
    if _ADDRESS.fullmatch(line) and line.startswith(f"{base_url()}/"):
        return Markdown(f"<{line}>")
    return Markdown(_SPECIAL.sub(r"\\\1", line))


def quoted(words: str | None) -> Markdown:
    """Somebody's ``words``, which may be many lines, as a quotation."""
    lines = [plain(line) for line in (words or "").splitlines()]
    return Markdown("\n".join(f"> {line}  " if line else ">" for line in lines))


def _environment() -> Environment:
    """Jinja as the pages have it, but what a template fills in becomes plain words."""
    kept = current_app.extensions
    if "mail_environment" not in kept:
        made = current_app.jinja_env.overlay(autoescape=False, finalize=plain)
        made.globals = {**made.globals, "_": _gettext, "gettext": _gettext, "ngettext": _ngettext}
        made.filters = {**made.filters, "quoted": quoted}
        kept["mail_environment"] = made
    return kept["mail_environment"]


def _gettext(msgid: str, **values: Any) -> Markdown:
    return Markdown(gettext(msgid, **{name: plain(value) for name, value in values.items()}))


def _ngettext(one: str, many: str, n: int, **values: Any) -> Markdown:
    return Markdown(ngettext(one, many, n, **{name: plain(value) for name, value in values.items()}))


def _readable(source: str) -> str:
    """Markdown as one reads it in a text mail: a link's address follows its words."""
    words = "\n".join(line.rstrip() for line in _MARKS.sub(_unmarked, source.strip()).splitlines())
    return re.sub(r"\n{3,}", "\n\n", words) + "\n"


def _unmarked(found: re.Match[str]) -> str:
    if found["label"]:
        is_alone = found["start"] is not None and found["end"] is not None
        label, address = _ESCAPED.sub(r"\1", found["label"]), found["address"]
        return f"{label}:\n{address}" if is_alone else f"{label} ({address})"
    return found["plain"] or found["link"] or ""


def _framed(source: str, frame: dict[str, Any]) -> str:
    page = current_app.jinja_env.get_template("shared/mail.html")
    button = getattr(page.make_module({**frame, "body": ""}), "button")  # noqa: B009

    def as_button(found: re.Match[str]) -> str:
        address, words = Markup(found[1]).unescape(), Markup(found[2]).unescape()
        label = gettext("Open the page") if words == address else words
        return str(button(address, label, frame["accent"], frame["on_accent"]))

    body = Markup(_LONE_LINK.sub(as_button, str(markdown.html(source))))
    return page.render({**frame, "body": body})
