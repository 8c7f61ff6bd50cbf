"""Every page in Chromium, as whoever may see it: on a phone by day and by night, and on a computer, in Swedish.

In Norwegian the same pages are only read, unless one asks for more: ``./run test -m thorough`` looks at them as well.
"""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from flask import Flask, abort, request, url_for
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from chapter.access import ANYONE, allow
from chapter.calling.rules import Step
from chapter.config import ROOT
from chapter.db import db
from chapter.i18n import LOCALES
from tests.browser import route, world
from tests.browser.conftest import cookie_of
from tests.browser.world import Stop
from tests.conftest import Client

AXE = next((ROOT / "tests" / "vendor").glob("axe-core-*/axe.min.js")).read_text()
FITTING = Path(__file__).with_name("fitting.js").read_text()
SEEN = Path(__file__).with_name("seen.js").read_text()
CONTRASTS = """async () => (await axe.run({ runOnly: ["color-contrast"], selectors: false })).violations
    .map((v) => [v.id + " at night", v.nodes[0].html.slice(0, 200)])"""
PHONE, COMPUTER = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
AFTER_A_PRESS = {"accounts.link_sent", "rights.sent_outside"}
"""Pages that only somebody who has just sent a form gets."""
LEGS = 3
"""The round is made in so many legs, so that those who run tests side by side share it out."""
CALM = {"reduced_motion": "reduce"}
"""Else axe sees colours half-way from day to night."""


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """/healthz answers with the error that it is asked for."""
    view = allow(ANYONE)(lambda: abort(int(request.args["code"])))
    monkeypatch.setitem(app.view_functions, "healthz", view)


@pytest.fixture(params=["sv", pytest.param("nb", marks=pytest.mark.thorough)])
def browser_of(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[BrowserContext]:
    """One browser, which changes its cookie to be somebody else."""
    context = chromium.new_context(
        base_url=site, viewport=PHONE, locale=LOCALES[request.param].replace("_", "-"), **CALM
    )
    context.set_default_timeout(10_000)
    context.add_init_script(AXE)
    yield context
    context.close()


@pytest.mark.parametrize("leg", range(LEGS))
def test_every_page(app: Flask, browser_of: BrowserContext, site: str, failing: None, leg: int):
    page = browser_of.new_page()
    language = page.evaluate("navigator.language").split("-")[0]
    english = _english(language)
    before, stops = _leg(route.stops(world.make(language)), leg)
    db.session.commit()
    wrong: list[str] = []
    heard: list[str] = []
    seen = {stop.endpoint for stop in before}
    _listen(page, site, heard.append)

    for stop in stops:
        where = _go(app, page, stop, site, heard.append)
        heard += _look(page, stop, language, english)
        heard += () if stop.endpoint in seen else _look_otherwise(page)
        wrong += [f"{where}: {trouble}" for trouble in heard]
        seen.add(stop.endpoint)
        heard.clear()

    assert not wrong, "\n".join(wrong)


def _leg(round_trip: list[Stop], leg: int) -> tuple[list[Stop], list[Stop]]:
    """What comes before a leg of the round, and the leg; a page that is got after a press stays with that."""
    ends = [len(round_trip) * number // LEGS for number in range(LEGS + 1)]
    while ends[leg] and round_trip[ends[leg]].endpoint in AFTER_A_PRESS:
        ends[leg] += 1
    while leg + 1 < LEGS and round_trip[ends[leg + 1]].endpoint in AFTER_A_PRESS:
        ends[leg + 1] += 1
    return round_trip[: ends[leg]], round_trip[ends[leg] : ends[leg + 1]]


def test_every_page_speaks_norwegian_to_norwegians(app: Flask, failing: None):
    english = _english("nb")
    wrong = []
    for stop in route.stops(world.make("nb")):
        if not stop.press and stop.endpoint not in AFTER_A_PRESS:
            read = _read(app, stop)
            wrong += [f"{stop.endpoint}: {text}" for text in read.texts & english]
            wrong += [f"{stop.endpoint} speaks {read.lang}"] if read.lang != "nb" else []

    assert not wrong, "\n".join(wrong)


class _Read(HTMLParser):
    """The texts of a page, and what language it says that it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self.lang: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Labels are read aloud, so they are texts too."""
        self.lang = dict(attrs)["lang"] if tag == "html" else self.lang
        self.texts |= {value or "" for name, value in attrs if name in ("aria-label", "placeholder", "alt", "title")}

    def handle_data(self, data: str) -> None:
        """What stands between tags; of the title what comes before the chapter's name."""
        self.texts |= {data.strip(), data.split(" – ")[0].strip()}


def _read(app: Flask, stop: Stop) -> _Read:
    with app.test_request_context():
        path = url_for(stop.endpoint, **stop.args)
    browser: Client = app.test_client()  # type: ignore[assignment]
    if stop.account is not None:
        browser.sign_in(stop.account)
    page = _Read()
    page.feed(browser.get(path, headers={"Accept-Language": "nb-NO"}).text)
    return page


def test_no_page_and_no_question_is_left_out(app: Flask):
    there = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    round_trip = route.stops(world.make("sv"))
    visited = {stop.endpoint for stop in round_trip} | route.NOT_A_PAGE

    assert there - visited == set(), "put these into tests/browser/route.py"
    assert route.NOT_A_PAGE - there == set()
    assert {stop.step for stop in round_trip if stop.step} == set(Step)


def _english(language: str) -> set[str]:
    """What nobody should read on a page in ``language``: what is said otherwise there."""
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {m.id for m in read_po(file) if isinstance(m.id, str) and m.id and m.string != m.id}


def _listen(page: Page, site: str, tell: Callable[[str], Any]) -> None:
    """Tell what the browser complains of, what a page lacks, and what it asks of others."""

    def tell_if(is_wrong: bool, trouble: str) -> None:
        if is_wrong:
            tell(trouble)

    def complained(said: ConsoleMessage) -> None:
        is_status = said.text.startswith("Failed to load resource: the server responded")
        tell_if(said.type in ("error", "warning") and not is_status, f"console: {said.text}")

    def answered(got: Response) -> None:
        tell_if(got.status >= 400 and not got.request.is_navigation_request(), f"{got.status} for {got.url}")

    page.on("pageerror", lambda error: tell(f"script error: {error}"))
    page.on("console", complained)
    page.on("response", answered)
    page.on("request", lambda sent: tell_if(not sent.url.startswith((site, "data:")), f"asks {sent.url}"))


def _go(app: Flask, page: Page, stop: Stop, site: str, tell: Callable[[str], Any]) -> str:
    """Open the page and, where the stop says so, send its form; gives its name."""
    if stop.endpoint not in AFTER_A_PRESS:
        page.context.clear_cookies()
    if stop.account is not None:
        page.context.add_cookies([{"name": "chapter", "value": cookie_of(app, stop.account), "url": site}])
    with app.test_request_context():
        path = url_for(stop.endpoint, **stop.args)
    response = page.goto(path)
    if stop.fill:
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    for field, text in stop.fill.items():
        page.fill(field, text)
    if stop.press:
        with page.expect_navigation() as moved:
            page.locator(stop.press).first.click()
        response = moved.value
    status = response.status if response else 0
    if status != stop.status:
        tell(f"answers {status}")
    return f"{path} {stop.step}"


def _look(page: Page, stop: Stop, language: str, english: set[str]) -> Iterator[str]:
    """All that is wrong with the page on the screen."""
    seen = page.evaluate(SEEN)
    if seen["lang"] != language:
        yield f"speaks {seen['lang']}"
    if seen["headings"] != 1:
        yield f"{seen['headings']} h1"
    yield from _fits(page.evaluate(FITTING), "")
    if stop.step and seen["step"] != stop.step:
        yield f"asks {seen['step']}"
    yield from (f"English: {text}" for text in seen["texts"] if text in english)
    yield from (f"two have the id {name}" for name in seen["twice"])
    yield from (f"axe {rule}: {html}" for rule, html in seen["axe"])


def _look_otherwise(page: Page) -> Iterator[str]:
    """What is wrong by night, and on a computer."""
    yield from (f"axe {rule}: {html}" for rule, html in _seen_at_night(page))
    page.set_viewport_size(COMPUTER)
    yield from _fits(page.evaluate(FITTING), " on a computer")
    page.set_viewport_size(PHONE)


def _fits(seen: dict[str, Any], where: str) -> Iterator[str]:
    """What is too wide for the screen, and too low for a finger."""
    if seen["wider"] > 0:
        yield f"{seen['wider']} px too wide{where}"
    yield from (f"{height} px is too low for {text}{where}" for text, height in seen["low"])


def _seen_at_night(page: Page) -> list[tuple[str, str]]:
    """What can't be read in the dark."""
    page.emulate_media(color_scheme="dark")
    found = page.evaluate(CONTRASTS)
    page.emulate_media(color_scheme="light")
    return found
