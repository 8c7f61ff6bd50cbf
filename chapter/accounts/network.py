"""Where on the network a request comes from, for those who count tries."""

from flask import current_app, request

from chapter.accounts import rules


def whereabouts() -> str:
    """Where on the network the request comes from.

    Nowhere, if a proxy on this machine says that it speaks for another and no proxy has been trusted: then everybody
    would share one place, and one who guesses would lock all others out.
    """
    is_forwarded = "X-Forwarded-For" in request.headers and rules.is_this_machine(request.remote_addr)
    return "" if is_forwarded and not int(current_app.config["CHAPTER_PROXIES"]) else rules.network(request.remote_addr)
