"""Whatever page of the handbook one reads: a link to a screen leads to the one that its words name."""

import html
import re

import pytest
from flask import url_for

from chapter.access import Role
from chapter.handbook.outline import outline, words
from tests import factories

LINK = re.compile(r"\[([^\]]+)\]\(screen:([\w.]+)\)")
NAMED = re.compile(r"<title>(.*?)</title>|<h1[^>]*>(.*?)</h1>", re.S)
ELSEWHERE = {
    *("accounts.sign_in", "accounts.link_sent", "home.front", "rights.sent_outside"),
    *("factors.ask_app", "factors.second"),
}
"""What isn't shown to whoever is signed in, has asked nothing or has no code app, and what the chapter gives a name."""


def _links(language):
    texts = (words(page.key, language).text for page in outline())
    return {(said, screen) for text in texts for said, screen in LINK.findall(text) if screen not in ELSEWHERE}


def _beginnings(text):
    """The first letters of its words: what is alike in “groups” and “the groups”, also in Swedish and Norwegian."""
    return {word[:4].casefold() for word in re.findall(r"\w{3,}", html.unescape(text))}


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_a_link_leads_to_the_screen_that_it_names(app, client, language):
    client.sign_in(factories.account(*Role, language=language))
    with app.test_request_context():
        paths = {screen: url_for(screen) for _said, screen in _links(language)}
    pages = {screen: client.get(path, follow_redirects=True) for screen, path in paths.items()}
    names = {screen: _beginnings(" ".join(map("".join, NAMED.findall(page.text)))) for screen, page in pages.items()}
    assert [link for link in _links(language) if not _beginnings(link[0]) & names[link[1]]] == []
    assert [screen for screen, page in pages.items() if page.status_code != 200] == []
