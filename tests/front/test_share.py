"""What other places show of our pages: title, words and picture of what anybody may read, and of nothing else."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from chapter import clock
from chapter.access import Audience
from chapter.front import apart, pictures
from chapter.front.sharing import PURPOSE
from chapter.settings.queries import chapter
from chapter.signing import sign
from tests import cast
from tests.courses import made as courses
from tests.front import made
from tests.resources import made as resources
from tests.signup.links import link

CARD = pictures.Card("Lokalföreningen Lövåsen", "Bussen blir kvar", "#0b5d52")


@pytest.fixture
def folder(app, tmp_path, monkeypatch):
    """A data folder of the test's own, and no program that draws."""
    monkeypatch.setattr(pictures, "data_folder", lambda: tmp_path)
    monkeypatch.setattr(pictures, "_draw", lambda card: pictures.PNG + card.title.encode())
    return tmp_path / "share"


def told(page):
    return dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', page))


def path_of(page):
    return told(page)["image"].removeprefix("http://localhost")


def test_a_page_says_what_it_is_called_and_has_a_picture(client, folder):
    made.news()

    facts = told(client.get("/news/1-bussen-blir-kvar").text)

    assert facts["title"] == "Bussen blir kvar – Lokalföreningen Lövåsen"
    assert facts["description"] == "På måndagen backade kommunen."
    assert facts["locale"] == "sv_SE"
    answer = client.get(facts["image"].removeprefix("http://localhost"))
    assert (answer.mimetype, answer.data) == ("image/png", pictures.PNG + b"Bussen blir kvar")
    assert answer.headers["Cache-Control"] == "public, max-age=604800"


def test_both_languages_have_an_address(client):
    plain, chosen = client.get("/").text, client.get("/?lang=nb").text

    assert '<link rel="canonical" href="http://localhost/">' in plain
    assert '<link rel="canonical" href="http://localhost/?lang=nb">' in chosen
    for page in (plain, chosen):
        assert '<link rel="alternate" hreflang="sv" href="http://localhost/?lang=sv">' in page
        assert '<link rel="alternate" hreflang="x-default" href="http://localhost/">' in page


@pytest.mark.parametrize(
    "path", ["/", "/join/bli-aktiv", "/about/vad-vi-vill", "/news/1-bussen-blir-kvar", "/courses/1/", "/resources/1"]
)
def test_every_kind_of_public_page_has_a_picture(client, folder, path):
    link()
    made.news()
    made.page()
    courses.course(audience=Audience.PUBLIC)
    resources.resource(audience=Audience.PUBLIC)

    assert client.get(path_of(client.get(path).text)).status_code == 200


@pytest.mark.parametrize("path", ["/my", "/about/intern", "/news/1-bussen-blir-kvar", "/front/edit"])
def test_what_is_not_public_says_nothing_to_others(client, path):
    made.page("Intern", Audience.MEMBERS)
    made.news(audience=Audience.MEMBERS)

    page = client.sign_in(cast.play("board")).get(path)

    assert page.status_code == 200
    assert told(page.text) == {}


def test_what_is_no_longer_public_has_no_picture_any_more(client, folder):
    news = made.news()
    path = path_of(client.get("/news/1-bussen-blir-kvar").text)

    news.is_published = False

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("key", ["x", "WyJmcm9udCJd.abc", "..%2f..%2fsecret_key"])
def test_only_keys_that_we_gave_out_are_good(client, folder, key):
    assert client.get(f"/share/{key}.png").status_code == 404
    assert not folder.exists()


@pytest.mark.parametrize("kind", ["page", "news", "signup", "course", "resource", "person"])
def test_a_key_for_what_is_not_there_draws_nothing(client, folder, kind):
    assert client.get(f"/share/{sign(PURPOSE, [kind, 999, 'sv', 'x'])}.png").status_code == 404
    assert not folder.exists()


def test_a_page_keeps_one_picture_in_each_language_whatever_it_was_called(client, folder):
    for name in ("Ett", "Två", "Tre"):
        chapter().name = name
        for language in ("sv", "nb"):
            client.get(path_of(client.get(f"/?lang={language}").text))

    assert sorted(file.name[:10] for file in folder.iterdir()) == ["front-0-nb", "front-0-sv"]


def test_it_is_drawn_once(client, folder, monkeypatch):
    path = path_of(client.get("/").text)
    client.get(path)
    monkeypatch.setattr(pictures, "_draw", None)

    assert client.get(path).status_code == 200


def test_old_pictures_go_at_night_and_are_drawn_anew(client, folder):
    path = path_of(client.get("/").text)
    client.get(path)

    pictures.forget_old(clock.now())
    assert len(list(folder.iterdir())) == 1

    pictures.forget_old(clock.now() + timedelta(days=4000))
    assert list(folder.iterdir()) == []
    assert client.get(path).status_code == 200


def test_a_real_picture_is_as_large_as_other_places_want_it(app, tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "data_folder", lambda: tmp_path)

    pictures.drawn("front-0-sv", CARD)

    file = next((tmp_path / "share").iterdir())
    with Image.open(file) as picture:
        assert picture.size == (1200, 630)
        assert picture.convert("RGB").getpixel((5, 600)) == (11, 93, 82)
    assert file.stat().st_size < 60_000


def test_a_page_does_without_where_it_cannot_be_drawn(client, monkeypatch, tmp_path):
    monkeypatch.setattr(pictures, "data_folder", lambda: tmp_path)
    monkeypatch.setattr(apart, "FONT", "gone.woff2")

    assert client.get(path_of(client.get("/").text)).status_code == 404


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Höst på Øya – 5 €", "Höst på Øya – 5 €"),
        ("🎉 Fest 🎉", "Fest"),
        ("Łódź\n\x00 Čálli", "Lódz Cálli"),
        ("🎉", ""),
    ],
)
def test_what_the_font_cannot_write_is_written_otherwise_or_left_out(text, printed):
    assert apart.printable(text) == printed


def test_long_titles_are_broken_and_cut(app):
    from PIL import ImageFont

    file = str(Path(app.static_folder or "") / apart.FONT)
    lines, _font = apart.fitted(ImageFont, file, "kommunfullmäktigesammanträdesprotokollet " * 12)

    assert len(lines) == apart.MOST_LINES
    assert all(line.endswith("…") for line in lines)
