"""What goes wrong, said in the reader's language."""

import errno
import traceback
from contextlib import suppress

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from chapter.db import READING, db
from chapter.i18n import lazy

SAID = {
    400: (
        lazy("We couldn’t read that"),
        lazy("Something was missing in what your browser sent. Go back and try again."),
    ),
    403: (
        lazy("This page isn’t for you"),
        lazy("Your account doesn’t give access to this page. Ask the administrator if you think that it should."),
    ),
    404: (
        lazy("The page isn’t here"),
        lazy("The address may be misspelt, or what was here may have been removed."),
    ),
    405: (
        lazy("We couldn’t read that"),
        lazy("Go back and try again."),
    ),
    413: (
        lazy("That’s too much at once"),
        lazy("What you sent is larger than we can take. Try a smaller file or a shorter text."),
    ),
    422: (
        lazy("Something isn’t right"),
        lazy("Check what you filled in, and try again."),
    ),
    429: (
        lazy("Too many tries"),
        lazy("Wait a little and try again. It’s a protection for everybody’s accounts."),
    ),
    500: (
        lazy("Something went wrong here"),
        lazy("It’s our fault, not yours. Nothing that you had saved is lost. Try again in a while."),
    ),
    503: (
        lazy("We’re not open just now"),
        lazy("The site is being looked after. Try again in a few minutes."),
    ),
}


NOT_NOW = (
    lazy("We can’t get at our papers just now"),
    lazy("Nothing is lost. Wait a minute and load the page again."),
)
NOT_SAVED = (
    lazy("That isn’t saved yet"),
    lazy(
        "We couldn’t write it down just now. What you had saved before is safe. Wait a minute, go back and try again."
    ),
)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class Refused(Exception):
    """An action that the rules don't allow; ``words`` says why, to the person who tried."""

    words = lazy("Something isn’t right")


class Missing(Exception):
    """There is no such thing, or not for this person; answered with 404."""


def init_app(app: Flask) -> None:
    """Answer every failure with a page of words."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Missing, lambda _error: error_page(404))
    for beyond in (OverflowError, DataError):
        app.register_error_handler(beyond, _beyond)
    for out_of_order in (OperationalError, OSError):
        app.register_error_handler(out_of_order, _out_of_order)
    app.register_error_handler(Exception, _crash)


def _http_error(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    words = None
    if isinstance(error, CSRFError):
        words = (
            lazy("The page had been open for too long"),
            lazy("Go back, load the page again, and send it once more."),
        )
    response = error_page(code, words)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _beyond(error: Exception) -> Response:
    """A number or day in the request that no database or calendar reaches: there is nothing there."""
    _let_go()
    is_address = request.method in ("GET", "HEAD") or any(
        _is_huge(value) for value in (request.view_args or {}).values()
    )
    return error_page(404 if is_address else 422)


def _is_huge(value: object) -> bool:
    return isinstance(value, int) and value >= 2**31


def _crash(error: Exception) -> Response:
    """Our fault. The log names the view and not the address, which may hold what signs somebody in."""
    if current_app.testing or current_app.debug:
        raise error
    complain(f"{request.method} {request.endpoint}", error)
    _let_go()
    return error_page(500)


def _out_of_order(error: Exception) -> Response:
    """The database is away or kept by another for long, or the disk is full: it may be well again in a minute."""
    if not _may_pass(error):
        return _crash(error)
    complain(f"{request.method} {request.endpoint}", error)
    _let_go()
    response = error_page(503, NOT_NOW if request.method in READING else NOT_SAVED)
    response.headers["Retry-After"] = "60"
    return response


def _may_pass(error: Exception) -> bool:
    """Whether the fault may be gone in a minute; SQLite calls it the same when we ask for what isn't there."""
    if isinstance(error, OperationalError):
        return getattr(error.orig, "sqlite_errorname", "") != "SQLITE_ERROR"
    return getattr(error, "errno", None) in NO_ROOM


def complain(what: str, error: Exception) -> str:
    """Log that ``what`` failed, and give it in short: which error and where, never its words, which may be about
    people."""
    steps = list(traceback.walk_tb(error.__traceback__))
    ours = [step for step in steps if str(step[0].f_globals.get("__name__")).startswith("chapter.")]
    frame, line = (ours or steps)[-1]
    place = f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name}".removeprefix("chapter.")
    short = f"{type(error).__name__} in {place}, line {line}"
    current_app.logger.error("%s failed: %s\n%s", what, short, "".join(traceback.format_tb(error.__traceback__)))
    return short


def _let_go() -> None:
    """End what a failed view had begun, so that the page about it can read the database; it writes nothing."""
    with suppress(SQLAlchemyError):
        db.session.rollback()
    g.only_reads = True


def error_page(code: int, words: tuple | None = None) -> Response:
    """The page for ``code``; plain text if even the page can't be made."""
    title, text = words or SAID.get(code, SAID[400 if code < 500 else 500])
    try:
        return make_response(render_template("shared/errors/error.html", code=code, title=title, text=text), code)
    except Exception:
        return make_response(f"{title}. {text}", code, {"Content-Type": "text/plain; charset=utf-8"})
