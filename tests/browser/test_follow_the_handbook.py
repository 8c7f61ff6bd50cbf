"""The caller's handbook followed to the letter by somebody new: each instruction leads where it says.

What is bold in a page's steps stands on the screen that one has come to: on a button, on a link, beside a field.
A newcomer does what stands there, one after the other. Where a step offers several, they take the first.
"""

import re

import pytest
from flask import Flask, url_for
from playwright.sync_api import Locator, Page, expect

from chapter.accounts.models import Account
from chapter.calling.rules import Step
from chapter.db import db
from chapter.handbook.models import Page as Leaf
from chapter.handbook.outline import Words, outline, words
from chapter.handbook.shipping import ship
from chapter.signup.rules import Purpose
from tests import factories
from tests.accounts.mails import link_to
from tests.browser.conftest import cookie_of
from tests.conftest import NOW
from tests.signup import links

EMAIL = "ingrid@example.org"
FILLED = {"name": "Ingrid Solli", "email": EMAIL, "mobile": "070-174 06 11", "q": "Emma"}
SAYS = "Kommer på lördag."
TALKED = {Step.REACHED: 3, Step.COULD_TALK: 0, Step.ACTION_NEEDED: 1, Step.NOTE: 1, Step.SUMMARY: 1}
"""A report's answers by their places on the page: we talked, nobody needs to act, no note, then a break."""

BOX = r"^::: {}\n(.*?)^:::$"
ITEM = re.compile(r"^\d+\. (.+)$", re.M)
THING = re.compile(r"\*\*(.+?)\*\*|\]\((screen:[\w.]+)\)")
ANSWER = re.compile(r"^- \*\*(.+?)\*\*", re.M)
NEXT = re.compile(r'rel="next" href="([^"]+)"')
OFFERED = """() => [...document.querySelectorAll('main button, main a, main label')].map(
  it => [...it.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join('').trim())"""
QUIET = "() => !document.querySelector('.htmx-request')"

Steps = list[list[str]]
"""What each step names, in order: screens to go to, and what to press or fill in."""


def boxes(text: str, kind: str) -> list[str]:
    """What stands in the page's boxes of this kind."""
    return re.findall(BOX.format(kind), text, re.M | re.S)


def lists_of_steps(text: str) -> list[Steps]:
    """Each list of steps on a page."""
    return [[things(item) for item in ITEM.findall(box)] for box in boxes(text, "steps")]


def things(text: str) -> list[str]:
    """What a text names: “screen:home.my_page”, “Ring”."""
    return [name or screen for name, screen in THING.findall(text)]


def on_screen(page: Page, name: str) -> Locator:
    """What is called so: a button, a link, a field."""
    main = page.locator("main")
    pressed = main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True))
    return pressed.or_(main.get_by_label(name, exact=True)).first


class Newcomer:
    """Somebody who does what the handbook says."""

    def __init__(self, app: Flask, page: Page, assignment_id: int, begins_at: str) -> None:
        self.app, self.page, self.practice = app, page, f"/calling/{assignment_id}/practice"
        self.done: list[list[str]] = []
        self.open_at = begins_at

    def read(self, title: str) -> None:
        """Read the page that the handbook is open at, which is the one called so, and turn to the next."""
        shown = self.page.request.get(self.open_at).text()
        assert f"<h1>{title}</h1>" in shown
        self.open_at = NEXT.findall(shown)[0]

    def follow(self, steps: Steps) -> None:
        """Do what a list of steps says, unless it was done before; from a call, if they don't say where to go."""
        named = [thing for step in steps for thing in step]
        if not named or named in self.done:
            return
        self.done.append(named)
        if "screen:accounts.sign_in" in named:
            self.page.context.clear_cookies()
        elif not named[0].startswith("screen:"):
            self.begin_a_call()
        self.go(steps)

    def go(self, steps: Steps) -> None:
        """Do it. What was offered beside something that was pressed is another way, and isn't gone."""
        seen: set[str] = set()
        for step in steps:
            beside: set[str] = set()
            for thing in step:
                if thing.startswith("screen:"):
                    self.page.goto(self.path(thing))
                elif thing not in beside:
                    beside |= self.take(thing, seen)
            seen |= beside

    def take(self, name: str, seen: set[str]) -> set[str]:
        """Press what is called so; gives what was offered then."""
        if self.page.url.endswith("/sign-in/sent"):
            self.page.goto(link_to(EMAIL))
            db.session.rollback()
        if name in seen and not on_screen(self.page, name).count():
            return set()
        expect(on_screen(self.page, name), name).to_be_visible()
        offered = set(self.page.evaluate(OFFERED))
        return offered if self.press(name) else set()

    def press(self, name: str) -> bool:
        """Press it, when all that it can't do without is filled in. A field is filled in, and nothing happens yet."""
        found = on_screen(self.page, name)
        if found.evaluate("it => it.matches('input:not([type=radio], [type=checkbox])')"):
            found.fill(FILLED[found.get_attribute("name") or ""])
            return False
        for field in self.page.locator("main [name=consent], main textarea:visible").all():
            field.fill(SAYS) if field.get_attribute("name") == "text" else field.check()
        found.click()
        self.page.wait_for_function(QUIET)
        return True

    def path(self, screen: str) -> str:
        """The address of a screen."""
        with self.app.test_request_context():
            return url_for(screen.removeprefix("screen:"), _external=False)

    def begin_a_call(self) -> None:
        """A made-up call of which nothing has been told yet."""
        cookie = cookie_of(self.app, db.session.scalars(db.select(Account).where(Account.email == EMAIL)).one())
        db.session.rollback()
        self.page.context.add_cookies([{"name": "chapter", "value": cookie, "url": self.page.evaluate("origin")}])
        self.page.goto(self.practice)

    def ring(self, text: str) -> None:
        """Report a real call as the page on reporting says: with one tap, taken back, then question by question."""
        said = dict(zip(Step, map(ANSWER.findall, text.split("\n## ")[1:]), strict=True))
        undo, tell = things(boxes(text, "tip")[0])
        self.page.goto(self.practice.replace("practice", "ring"))
        self.page.click("main .card .primary")
        name = self.page.locator("h1").inner_text()
        self.press(said[Step.REACHED][0])
        expect(self.page.locator("h1")).not_to_have_text(name)
        expect(on_screen(self.page, tell)).to_be_visible()
        self.press(undo)
        expect(self.page.locator("h1")).to_have_text(name)
        self.go([[said[step][answer]] for step, answer in TALKED.items()])


@pytest.fixture
def newcomer(app, visit, language) -> Newcomer:
    """Somebody who has opened a link that they were given."""
    ship(NOW)
    people = factories.person(), factories.person("Viktor")
    running = factories.assignment(*people, leader=factories.account(name="Rami Hamdan"))
    links.link(slug="ring", purpose=Purpose.JOIN_ASSIGNMENT, assignment=running)
    begins_at = "/handbook/" + db.session.scalars(db.select(Leaf.slug).where(Leaf.shipped == "caller")).one()
    page = visit(None, "/join/ring", locale={"sv": "sv-SE", "nb": "nb-NO"}[language])
    return Newcomer(app, page, running.id, begins_at)


def callers_pages(language: str) -> dict[str, Words]:
    """What callers read, in its order."""
    keys = [page.key for page in outline() if page.key.partition("/")[0] == "caller"]
    return {key: found for key in keys if (found := words(key, language))}


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_each_instruction_leads_where_it_says(newcomer, language):
    pages = callers_pages(language)
    first, *others = lists_of_steps(pages["caller/account"].text)
    newcomer.go(first)
    for key, (title, text) in pages.items():
        newcomer.read(title)
        if key == "caller/report":
            newcomer.ring(text)
        for steps in others if key == "caller/account" else lists_of_steps(text):
            newcomer.follow(steps)
