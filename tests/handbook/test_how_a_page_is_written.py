"""What a writer's signs become: boxes, steps, terms, placeholders, links and pictures."""

import pytest

from chapter import i18n
from chapter.access import Audience, Role
from chapter.db import db
from chapter.handbook.placeholders import kept, word
from chapter.handbook.rendering import Text, shown, shown_all
from chapter.handbook.syntax import beginning, plain, sections
from chapter.settings.models import Contact
from chapter.settings.queries import chapter
from chapter.settings.rules import Office
from tests import factories
from tests.editing.made import page
from tests.handbook.uploads import file, medium

EVERYBODY = frozenset(Audience)


@pytest.fixture(autouse=True)
def _request(app):
    with app.test_request_context("/?lang=sv", method="POST"):
        yield


def html(text: str, language: str = "sv", readers=EVERYBODY) -> str:
    """What ``text`` becomes, on one line."""
    return " ".join(str(shown(Text(text, language), readers).html).split())


@pytest.mark.parametrize(("language", "word"), [("sv", "Viktigt"), ("nb", "Viktig")])
def test_a_box_has_a_heading_in_the_pages_language(language, word):
    made = html("::: important\nRing **inte**.\n:::\n\nEfter.", language)

    assert f'<aside class="box important"><p class="word">{word}</p><p>Ring <strong>inte</strong>.</p> </aside>' in made
    assert made.endswith("<p>Efter.</p>")


@pytest.mark.parametrize("word", ["steps", "steg", "Steg"])
def test_steps_are_a_list_with_large_numbers_and_may_have_boxes(word):
    made = html(f"::: {word}\n1. Ett\n2. Två\n   ::: tip\n   Ta det lugnt.\n   :::\n:::")

    assert made.startswith('<div class="numbered"><ol> <li>Ett</li> <li>Två<aside class="box tip">')


def test_headings_have_ids_and_make_the_contents():
    made = shown(Text("# Först\n## Main\n## Main\n### Ännu **mer**\n#### Minst", "sv"), EVERYBODY)

    assert [(h.id, h.level) for h in made.contents] == [("forst", 2), ("main-2", 2), ("main-3", 2), ("annu-mer", 3)]
    assert '<h4 id="minst">' in made.html
    assert "<h1" not in made.html


def test_a_table_is_cards_on_a_phone():
    made = html("| Fråga | Svar |\n|---|---|\n| Ett | *Ja* |")

    assert '<table class="cards"><thead><tr><th scope="col">Fråga</th><th scope="col">Svar</th>' in made
    assert '<th scope="row">Ett</th><td data-label="Svar"><em>Ja</em></td>' in made


def test_a_term_is_explained_where_one_taps_it_and_once_only():
    page("Ordlista", "## Ringkö\n\nDe som *väntar*.", shipped="glossary", audience=Audience.PUBLIC)

    made = html("Läs om [[ringkön|ringkö]], [[Ringkö]] och [[annat]].\n\n## [[Ringkö]]")

    assert made.count('<button type="button" class="term" popovertarget="term_1">') == 2
    assert '<span class="meaning" popover="" id="term_1"><strong>Ringkö</strong> De som väntar.</span>' in made
    assert "annat." in made
    assert ">Ringkö</h2>" in made


def test_a_placeholder_is_who_has_been_named():
    db.session.add(Contact(office=Office.CALL_LEADER, name="Bo <Ek>", email="bo@example.org", phone="+46701740605"))

    made = html("{call_leader}: {call_leader.phone}, {call_leader.email}. [Ring](tel:{call_leader.phone}) \\{chapter}")

    assert "Bo &lt;Ek&gt;: " in made
    assert '<a href="tel:+46701740605">070-174 06 05</a>' in made
    assert '<a href="mailto:bo@example.org">bo@example.org</a>' in made
    assert '<a href="tel:+46701740605">Ring</a> {chapter}' in made


def test_an_account_with_the_role_stands_in_but_not_for_strangers():
    factories.account(Role.CALL_LEADER, name="Lena Ek", mobile="+46701740606")
    chapter().contact_name = "Malin"

    assert html("{call_leader}") == "<p>Lena Ek</p>"
    assert html("{call_leader}", readers={Audience.PUBLIC}) == "<p>Malin</p>"


def test_lists_and_search_name_nobody():
    said = plain("{call_leader} {call_leader.phone} {contact.email} {chapter} {calling_hours} {odd}", word)

    assert said == "ringledaren telefonnumret e-postadressen Lokalföreningen Lövåsen vardagar 9–21"


def test_where_nobody_is_named_the_office_is():
    assert html("{chair} {chair.phone}") == "<p>ordföranden (inget telefonnummer än)</p>"
    assert html("{chair}", "nb") == "<p>lederen</p>"
    assert html("{chapter}, {calling_hours}") == "<p>Lokalföreningen Lövåsen, vardagar 9–21</p>"


def test_a_link_leads_to_a_page_or_a_screen_that_the_reader_may_open():
    there = page("Rapportera", shipped="caller/report")
    closed = page("Hemligt", audience=Audience.OFFICERS)
    text = f"[ett](page:caller/report#sen) [två](page:{there.id}) [tre](page:{closed.id}) [fyra](screen:home.my_page)"

    made = html(text, readers={Audience.PUBLIC, Audience.VOLUNTEERS})

    assert '<a href="/handbook/rapportera#sen">ett</a> <a href="/handbook/rapportera">två</a>' in made
    assert "<strong>tre</strong> <strong>fyra</strong>" in made
    assert '<a href="/">hem</a>' in html("[hem](screen:home.front)")


def test_links_into_the_world_say_nothing_of_where_one_comes_from():
    assert '<a href="https://example.org" rel="noopener noreferrer">ut</a>' in html("[ut](https://example.org)")


def test_a_picture_has_its_size_and_smaller_ones_for_phones():
    made = html(f"![En gata](media:{medium().id})")

    assert 'width="2000" height="1000" loading="lazy" class="photo"' in made
    assert "?w=800 800w, " in made
    assert "v%C3%A4g.jpg 2000w" in made


def test_a_file_is_linked_and_what_isnt_there_is_only_named():
    found = file()

    assert f'<a href="/media/{found.id}/a.pdf">Blankett</a>' in html(f"[Blankett](media:{found.id})")
    assert html(f"![Blankett](media:{found.id})") == "<p><em>Blankett</em></p>"
    assert html("[Borta](media:99)") == "<p><strong>Borta</strong></p>"
    assert html("![](drawing:borta)") == "<p></p>"


def test_on_paper_nothing_is_tapped():
    there = page("Rapportera", shipped="caller/report")
    text = Text("[[ringkö]] {contact.phone} [ett](page:caller/report) [min sida](screen:home.front)\n\n## Ja", "sv")

    made = shown_all([text], EVERYBODY, paper={there.id: "page-7"})[0].html

    assert 'ringkö (inget telefonnummer än) <a href="#page-7">ett</a> <strong>min sida</strong>' in made
    assert '<h2 id="p0-ja">' in made


def test_search_and_lists_read_the_words_alone():
    text = "## Rubrik\n\nRing **{call_leader}** på [[kön|ringkö]].\n\n- ett\n\n| a | b |\n|---|---|\n| c | d |"

    assert plain(text, lambda name: name.upper()) == "Rubrik\nRing CALL_LEADER på kön.\nett\na\nb\nc\nd"
    assert beginning(text, lambda name: "X") == "Ring X på kön."
    assert beginning("Ord " * 100, longest=12) == "Ord Ord Ord …"
    assert sections("Ingress\n## Ett\n\nA\n\nB {chair}") == {"Ett": "A\nB {chair}"}


def test_the_preview_speaks_the_pages_language_and_the_rest_of_the_page_the_readers():
    html("{chapter}", "nb")

    assert i18n.language() == "sv"


def test_a_term_is_explained_with_its_placeholders_filled_in():
    page("Ordlista", "## Ringkväll\n\nVi ringer {calling_hours}, säger {nobody}.", shipped="glossary")

    assert "Vi ringer vardagar 9–21, säger {nobody}." in html("En [[ringkväll]].")


def test_no_heading_takes_the_name_that_a_term_s_explanation_has():
    page("Ordlista", "## Ringkväll\n\nVi ringer.", shipped="glossary")
    made = html("## Term 1\n\n## Where\n\nEn [[ringkväll]].")

    assert made.count('id="term-1"') == made.count('id="term_1"') == 1
    assert 'id="where-2"' in made


def test_search_keeps_nothing_that_the_settings_change():
    written = "{chapter}s {chair} ringer {calling_hours}: {contact.phone}, {contact}"

    assert plain(written, kept) == "föreningens ordföranden ringer …: telefonnumret, föreningen"
