"""What was uploaded is shown to those who may read something that shows it, and to nobody else."""

import pytest
from flask import Flask

from chapter.access import Audience
from chapter.media import storage
from chapter.media.models import Medium
from tests.cast import CAST, play
from tests.conftest import Client
from tests.media.made import MP3, PDF, kept, picture, shown

WRITERS = {"call_leader", "member_coordinator", "board", "administrator"}
MEMBERS = set(CAST) - {"volunteer"}
READERS = {
    Audience.PUBLIC: {None, *CAST},
    Audience.VOLUNTEERS: set(CAST),
    Audience.MEMBERS: MEMBERS,
    Audience.OFFICERS: MEMBERS - {"member"},
    None: WRITERS,
}
"""Who sees what is shown to whom; None is a stranger, and what nothing shows."""


def address(medium: Medium, name: str = "") -> str:
    """Where it is."""
    return f"/media/{medium.id}/{name or medium.name}"


def seen(client: Client, who: str | None, medium: Medium) -> bool:
    """Whether ``who`` gets it."""
    answer = (client.sign_in(play(who)) if who else client).get(address(medium))
    assert answer.status_code in (200, 404 if who else 303)
    return answer.status_code == 200


@pytest.mark.parametrize("audience", READERS)
@pytest.mark.parametrize("who", [None, *CAST])
def test_it_is_there_for_those_who_may_read_what_shows_it(client: Client, who: str | None, audience: Audience | None):
    medium = shown(audience) if audience else kept()

    assert seen(client, who, medium) == (who in READERS[audience])


def test_what_isnt_there_and_what_isnt_for_one_look_the_same(client: Client):
    paths = f"/media/{shown(Audience.MEMBERS).id}/x", "/media/99/x"

    assert [client.get(path).location for path in paths] == [f"/sign-in?next={path}" for path in paths]
    client.sign_in(play("volunteer"))
    hidden, none = (client.get(path) for path in paths)
    assert (hidden.status_code, none.status_code) == (404, 404)
    assert hidden.text.replace("/media/1/", "/media/99/") == none.text


@pytest.mark.parametrize("asks", ["image", "empty"])
def test_the_sign_in_form_is_neither_shown_as_a_picture_nor_saved_as_a_file(client: Client, asks: str):
    path = address(shown(Audience.MEMBERS))

    assert client.get(path, headers={"Sec-Fetch-Dest": asks}).status_code == 404


@pytest.mark.parametrize(
    ("audience", "kept"), [(Audience.PUBLIC, "private, max-age=3600"), (Audience.MEMBERS, "private, no-cache")]
)
def test_what_isnt_for_all_isnt_shown_again_after_signing_out(client: Client, audience: Audience, kept: str):
    answer = client.sign_in(play("member")).get(address(shown(audience)))

    assert answer.headers["Cache-Control"] == kept


def test_a_document_is_saved_and_can_do_nothing(client: Client):
    answer = client.get(address(shown()))

    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=Flygblad.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, max-age=3600"


def test_a_picture_is_shown(client: Client):
    answer = client.get(address(shown(name="Torget.jpg", data=picture())))

    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_a_picture_has_smaller_sizes(client: Client):
    medium = shown(name="Torget.jpg", data=picture(size=(2000, 1000), color="red"))
    lengths = [len(client.get(f"{address(medium)}?w={width}").data) for width in (240, 800, 1600)]

    assert lengths == sorted({*lengths})
    assert (medium.width, medium.height) == (1600, 800)
    assert len(client.get(f"{address(medium)}?w=5").data) == lengths[-1]


def test_sound_can_be_heard_from_the_middle(client: Client):
    answer = client.get(address(shown(name="Tal.mp3", data=MP3)), headers={"Range": "bytes=4-7"})

    assert (answer.status_code, answer.data) == (206, MP3[4:8])


def test_what_one_has_seen_isnt_sent_again(client: Client):
    medium = shown()
    tag = client.get(address(medium)).headers["ETag"]

    assert client.get(address(medium), headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("name", ["x", "..%2F..%2Fchapter.db", "Flygblad.html"])
def test_the_name_in_the_address_changes_nothing(client: Client, name: str):
    answer = client.get(address(shown(), name))

    assert answer.status_code in (200, 404)
    assert answer.status_code == 404 or answer.mimetype == "application/pdf"


def test_a_file_that_is_lost_isnt_there(app: Flask, client: Client):
    medium = shown()
    storage.path(medium.digest).unlink()

    assert client.get(address(medium)).status_code == 404
