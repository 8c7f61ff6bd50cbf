"""Every page of groups in both languages; my page; and how many queries they take."""

import pytest

from chapter.groups.rules import Standing
from tests import factories
from tests.groups import made
from tests.home.test_my_page import queries_for

PAGES = [
    *("/groups/", "/groups/new", "/groups/{group}/", "/groups/{group}/edit", "/groups/{group}/meets"),
    *("/groups/{group}/close", "/groups/{group}/contacts?q=k", "/groups/{group}/add?q=e", "/groups/{group}/people"),
    *("/groups/{group}/people/{person}", "/groups/refer/{person}", "/my"),
]


def crowd(kim, size):
    """So many groups that ``kim`` is the contact of, each with people of every kind."""
    for _number in range(size):
        group = made.group(kim)
        for standing in Standing:
            made.place(group, factories.person("Eva", "Ek"), standing)
    return group


@pytest.mark.parametrize("language", ["sv", "nb"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_speaks_both_languages(client, mona, kim, language, path):
    group = crowd(kim, 1)
    here = path.format(group=group.id, person=group.places[0].person_id)

    page = client.sign_in(mona).get(here + ("&" if "?" in here else "?") + f"lang={language}")

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert not [words for words in ("asked to join", "the group", "Contact<", "answer") if words in page.text]


@pytest.mark.parametrize("who", ["kim", "mona"])
@pytest.mark.parametrize("path", ["/my", "/groups/", "/groups/{group}/", "/groups/{group}/people"])
def test_the_number_of_queries_does_not_grow(client, kim, mona, who, path):
    client.sign_in({"kim": kim, "mona": mona}[who])
    group = crowd(kim, 1)
    few = queries_for(client, path.format(group=group.id))
    crowd(kim, 8)
    for _number in range(30):
        made.place(group, factories.person(), Standing.MEMBER)

    assert queries_for(client, path.format(group=group.id)) <= few <= 12


def test_my_page_has_ones_groups_and_the_others_to_choose_from(client, cafe, eva):
    made.place(cafe, eva.person, Standing.MEMBER)
    made.group(name={"sv": "Kören", "nb": "Koret"})

    page = client.sign_in(eva).get("/my?lang=sv").text.split('id="groups"')[1]

    assert "Du är med i gruppen · Tisdagar kl. 15" in page
    assert "Kören" in page


def test_my_page_tells_a_contact_who_waits(client, cafe, kim, eva):
    made.place(cafe, eva.person)

    page = client.sign_in(kim).get("/my?lang=sv").text

    assert "1 väntar på svar" in page
    assert f'href="/groups/{cafe.id}/people"' in page


def test_my_page_tells_others_nothing_of_who_waits(client, cafe, eva):
    made.place(cafe, factories.person())

    assert "väntar på svar" not in client.sign_in(eva).get("/my?lang=sv").text


def test_without_groups_my_page_says_nothing_of_them(client, eva):
    assert 'id="groups"' not in client.sign_in(eva).get("/my").text
