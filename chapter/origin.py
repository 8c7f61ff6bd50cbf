"""Which page of ours a request comes from, as its browser says."""

from urllib.parse import urlsplit

from flask import request


def page_of_sender() -> str | None:
    """The path of the page that a form or fragment was sent from; None when it isn't said, or isn't ours."""
    sender = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if sender.netloc != request.host or not sender.path.startswith("/"):
        return None
    return sender.path + (f"?{sender.query}" if sender.query else "")
