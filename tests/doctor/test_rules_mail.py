"""What is well and what isn't, at its limits: mail."""

import pytest

from chapter.doctor.rules import State
from chapter.doctor.rules_mail import dkim, dmarc, mx, outbox, server, spf

B, L, U, W = State.BROKEN, State.LOOK, State.UNKNOWN, State.WELL
ASKED = {"host": "mail.example.org", "is_near": False, "is_encrypted": True}
SPF = {
    "records": ["v=spf1"],
    "lookups": 2,
    "everybody": False,
    "addresses": ["192.0.2.9"],
    "networks": ["192.0.2.0/24"],
}


@pytest.mark.parametrize(
    ("asked", "state", "why"),
    [
        (None, L, "none"),
        (ASKED, W, "well"),
        (ASKED | {"trouble": "no answer"}, B, "no answer"),
        (ASKED | {"is_encrypted": False}, L, "not encrypted"),
        (ASKED | {"is_encrypted": False, "is_near": True}, W, "well"),
    ],
)
def test_the_mail_server(asked, state, why):
    assert server(asked)[:3] == ("mail_server", state, why)


@pytest.mark.parametrize(
    ("changed", "state", "why"),
    [
        ({}, W, "well"),
        ({"trouble": "timed out"}, U, "no answer"),
        ({"records": []}, L, "none"),
        ({"records": ["a", "b"]}, B, "several"),
        ({"lookups": 11}, B, "too long"),
        ({"everybody": True}, L, "everybody"),
        ({"addresses": ["198.51.100.1"]}, L, "not named"),
        ({"addresses": []}, L, "not named"),
    ],
)
def test_who_may_send(changed, state, why):
    assert spf("example.org", SPF | changed)[:3] == ("spf", state, why)


@pytest.mark.parametrize(
    ("records", "state", "why"),
    [
        ([], L, "none"),
        (["v=DMARC1; p=none"], W, "watches"),
        (["v=DMARC1; p=reject; rua=mailto:x@example.org"], W, "well"),
        (["v=DMARC1; rua=mailto:x@example.org"], L, "none"),
        (["v=DMARC1; p=none", "v=DMARC1; p=none"], L, "several"),
    ],
)
def test_mail_that_pretends(records, state, why):
    assert dmarc("example.org", {"records": records})[:3] == ("dmarc", state, why)
    assert dmarc("example.org", {"trouble": "x"}).state is U


def test_answers_arrive_or_not():
    found = [mx("example.org", answer) for answer in ({"records": ["mx."]}, {"records": []}, {"trouble": "x"})]

    assert [finding.state for finding in found] == [W, L, U]


def test_the_signature_cannot_be_seen_from_here():
    assert [dkim("example.org", is_set).why for is_set in (True, False)] == ["look", "no mail"]


@pytest.mark.parametrize(
    ("waiting", "hours", "failed", "state"), [(0, 0, 0, W), (4, 0, 0, W), (4, 1, 0, L), (4, 4, 0, B), (0, 0, 1, L)]
)
def test_the_outbox(waiting, hours, failed, state):
    assert outbox(waiting, hours, failed).state is state
