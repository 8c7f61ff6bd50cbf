"""Where we are reached, and which page of ours a request comes from, as its browser says."""

from urllib.parse import urlsplit

from flask import current_app, has_request_context, request


def base_url() -> str:
    """The installation's public address, without a slash; the request's if it has none, else this machine's."""
    if base := current_app.config["CHAPTER_URL"]:
        return str(base)
    if has_request_context():
        return request.host_url.rstrip("/")
    return f"http://{current_app.config['HOST']}:{current_app.config['PORT']}"


def page_of_sender() -> str | None:
    """The path of the page that a form or fragment was sent from; None when it isn't said, or isn't ours."""
    sender = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if sender.netloc != request.host or not sender.path.startswith("/") or sender.path.startswith(("//", "/\\")):
        return None
    return sender.path + (f"?{sender.query}" if sender.query else "")
