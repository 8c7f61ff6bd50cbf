"""Redacting a report's answers."""

from chapter.flags.rules import Part, redact_answers, texts

ANSWERS = {
    "reached": {"answer": "yes"},
    "action_message": {"answer": "send", "text": "m"},
    "note": {"answer": "send", "text": "n"},
}


def test_only_the_chosen_words_are_replaced():
    assert redact_answers(ANSWERS, {Part.NOTE, Part.OURS}, "–") == ANSWERS | {"note": {"answer": "send", "text": "–"}}


def test_where_nothing_was_written_nothing_is_removed():
    assert redact_answers({"note": {"answer": "none"}}, {Part.NOTE}, "–") == {"note": {"answer": "none"}}


def test_of_all_versions_each_text_is_there_once():
    versions = [ANSWERS, {}, {"note": {"answer": "send", "text": "ny"}}, ANSWERS, {"note": {"answer": "none"}}]

    assert texts(versions, Part.NOTE) == ["n", "ny"]
