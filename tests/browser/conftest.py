"""A real Chromium against a real server on this machine."""

import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from chapter import clock
from chapter.accounts.models import Account
from chapter.db import db

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser; without one it is skipped (./run test says so, and fails in CI)."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            # A page that is closed while it loads leaves a file of the test's server open.
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium; get it with: apt-get install chromium"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Handler(WSGIRequestHandler):
    """Hangs up on a browser that has connected and says nothing."""

    timeout = 5


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The app on a port of its own, CSRF protection on; gives its address."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Handler)
    server.daemon_threads = False  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)  # asks often whether to end
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()  # waits for requests that are on their way still: the database is about to be put back
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def visit(app: Flask, site: str, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page as an account, on a phone unless told otherwise: ``visit(account, "/my", **options)``."""
    opened: list[BrowserContext] = []

    def open_page(account: Account | None, path: str, **options: object) -> Page:
        db.session.commit()
        given = {"viewport": {"width": 360, "height": 740}, "locale": "sv-SE", "base_url": site, **options}
        context = chromium.new_context(**given)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        opened.append(context)
        if account is not None:
            context.add_cookies([{"name": "chapter", "value": cookie_of(app, account), "url": site}])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()


def cookie_of(app: Flask, account: Account) -> str:
    """The session cookie of somebody who has just signed in."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    said = {"_user_id": account.get_id(), "_fresh": True, "signed_in_at": clock.now().isoformat(), "_permanent": True}
    return signer.dumps(said)
