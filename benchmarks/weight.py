"""What a caller's phone has to fetch, and how often a thumb has to move: real Chromium, nothing cached."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright

from benchmarks.tools import CHROMIUM, Figure, Server, server

STEPS = (("answer", "yes"), ("answer", "yes"), ("answer", "yes"), ("answer", "send"), ("answer", "none"))
"""The longest way to the summary: reached, could talk, action needed, its message, no note."""


@dataclass
class Wire:
    """What went over the wire of a page: each request's address, bytes and body."""

    page: Page
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tool = self.page.context.new_cdp_session(self.page)
        self.tool.send("Network.enable")
        self.tool.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.tool.on("Network.responseReceived", self._received)
        self.tool.on("Network.loadingFinished", self._finished)

    def _received(self, event: dict[str, Any]) -> None:
        self.answers[event["requestId"]] = {"url": event["response"]["url"], "bytes": 0}

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.answers:
            self.answers[event["requestId"]]["bytes"] = event["encodedDataLength"]

    @property
    def fetched(self) -> list[dict[str, Any]]:
        """All but what was never on the wire (data: addresses)."""
        return [answer for answer in self.answers.values() if answer["url"].startswith("http")]

    @property
    def total(self) -> int:
        """Bytes, headers included."""
        return sum(answer["bytes"] for answer in self.fetched)

    @property
    def uploaded(self) -> int:
        """Bytes of what the chapter itself has uploaded."""
        return sum(answer["bytes"] for answer in self.fetched if urlsplit(answer["url"]).path.startswith("/media/"))

    def packed(self) -> int:
        """Bytes of all bodies if a proxy in front compressed them, as Caddy does."""
        bodies = [self.tool.send("Network.getResponseBody", {"requestId": key})["body"] for key in self.answers]
        return sum(len(gzip.compress(body.encode(), 6)) for body in bodies)


def measure() -> Iterator[Figure]:
    """Page weight, requests, a report step, taps."""
    if CHROMIUM is None:
        yield Figure("caller page", "≤ 60 kB", "no Chromium: apt-get install -y chromium")
        return
    with server(600) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        phone = browser.new_context(viewport={"width": 360, "height": 740})
        phone.add_cookies([{"name": "chapter", "value": served.cookie("caller"), "url": served.url}])
        yield from _cold("caller page", _call_page(phone, served), phone, served)
        stranger = browser.new_context(viewport={"width": 360, "height": 740})
        yield from _cold("front page", served.url, stranger, served)
        yield _step(_open(phone, _call_page(phone, served)))
        yield _taps(_open(phone, _call_page(phone, served)))
        browser.close()


def _open(phone: BrowserContext, url: str) -> Page:
    page = phone.new_page()
    page.goto(url, wait_until="networkidle")
    return page


def _call_page(phone: BrowserContext, served: Server) -> str:
    """The address of the call that the caller is in."""
    page = _open(phone, f"{served.url}/calling/2/ring")
    if page.locator("[name=claim]").count():
        page.locator("[name=claim]").first.click()
    else:
        page.locator("a[href*='/calling/calls/']").first.click()
    page.wait_for_selector("#call")
    url = page.url.split("#")[0]
    page.close()
    return url


def _cold(what: str, url: str, phone: BrowserContext, served: Server) -> Iterator[Figure]:
    page = phone.new_page()
    wire = Wire(page)
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(300)
    hosts = {urlsplit(answer["url"]).netloc for answer in wire.fetched} - {urlsplit(served.url).netloc}
    own = wire.total - wire.uploaded
    yield Figure(f"{what}, cold, whole transfer", "≤ 60 kB", f"{own / 1000:.1f} kB", own <= 60_000)
    if wire.uploaded:
        yield Figure("  and the picture that the chapter has put there", "", f"{wire.uploaded / 1000:.1f} kB")
    yield Figure("  the same if a proxy in front compresses", "", f"{wire.packed() / 1000:.1f} kB and headers")
    yield Figure(f"{what}, requests", "≤ 8", str(len(wire.fetched)), len(wire.fetched) <= 8)
    yield Figure(f"{what}, from elsewhere", "nothing", ", ".join(sorted(hosts)) or "nothing", not hosts)
    page.close()


def _step(page: Page) -> Figure:
    """The heaviest answer of a whole report."""
    wire, heaviest = Wire(page), 0
    for name, value in STEPS:
        before, step = wire.total, page.locator("[data-report-step]").get_attribute("data-report-step")
        if page.locator("textarea[name=text]").count():
            page.fill("textarea[name=text]", "Undrar när nästa möte är.")
        page.locator(f"#report [name={name}][value={value}]").first.click()
        page.wait_for_function(
            "was => document.querySelector('[data-report-step]').dataset.reportStep !== was", arg=step
        )
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(150)
        heaviest = max(heaviest, wire.total - before)
    page.locator("[name=then][value=break]").click()
    page.wait_for_load_state("networkidle")
    page.close()
    return Figure("a report step over the wire", "≤ 4 kB", f"{heaviest / 1000:.1f} kB at most", heaviest <= 4_000)


def _taps(page: Page) -> Figure:
    """Taps from the call until somebody else is on the screen, when nobody answered."""
    first, taps = page.locator("#call").get_attribute("data-person"), 0
    while page.locator("#call").get_attribute("data-person") == first and taps < 9:
        page.locator("[name=quick][value=no_answer]").click()
        taps += 1
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
    has_undo = page.locator("form[action*='/undo'], a[href*='/undo'], button[name=undo]").count() > 0
    figure = f"{taps} tap{'s' * (taps != 1)}{'' if has_undo else ', no undo'}"
    page.close()
    return Figure("unanswered call until the next person", "1 tap (+ undo)", figure, taps == 1 and has_undo)
