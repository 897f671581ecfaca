"""Who says what: quotations, reported clauses, the author, and words put into others' mouths."""

from __future__ import annotations

import pytest

from countermove.reader.entities import mentions
from countermove.reader.speech.speech import speech
from countermove.reader.text import text_of


def found(words: str) -> list[tuple[str, str, tuple[str, ...]]]:
    text = text_of(f"A title\n\n{words}")
    return [(text.text[s.start : s.end], s.how, s.speakers) for s in speech(text, mentions(text))]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("“We shall not go,” the Kenyan minister said.", [("“We shall not go,”", "quoted", ("KEN",))]),
        ("Uganda said that it would pay.", [("it would pay", "reported", ("UGA",))]),
        ("It would pay, Uganda announced on Monday.", [("It would pay", "reported", ("UGA",))]),
        (
            "According to two diplomats, Uganda will pay its part.",
            [("Uganda will pay its part", "reported", ("unknown",))],
        ),
        ("Kenya will build its relations with Uganda according to new rules.", []),
        ("“They are lost,” – such sentiments go round in Kenya.", [("“They are lost,”", "quoted", ("unknown",))]),
        ("Uganda was accused of lying, and promised to pay.", []),
        ("The envoy came “with empty hands”, as Kenya knows.", []),
    ],
)
def test_speech_is_found_with_its_speaker(words: str, wanted: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert found(words) == wanted


def test_a_quotation_that_never_closes_ends_with_its_paragraph() -> None:
    items = found("The Kenyan minister said: “We wait. They know it.\n\nUganda was silent on that day.")
    assert items == [("“We wait. They know it.", "quoted", ("KEN",))]


def test_an_inner_quotation_is_no_item() -> None:
    items = found("“The claim that ‘you took our road’ is a story,” the Kenyan minister said.")
    assert [(how, who) for _, how, who in items] == [("quoted", ("KEN",))]


def test_the_author_may_speak_for_others() -> None:
    items = found("NATO rejected the offer. You are too loud, NATO tells us, and we should listen.")
    assert ("for-others", ("NATO",)) in [(how, who) for _, how, who in items]


def test_answers_in_an_interview_are_quotations_and_questions_are_none() -> None:
    text = text_of(
        "“We wait”\nInterview by Ann Author\n\nMary Were, Kenya's chief negotiator, met us.\n\nLake Weekly: Will you go?\n\n"
        "Were: No. We shall stay.\n\nLake Weekly: Why?\n\nWere: Because Uganda has not paid."
    )
    items = speech(text, mentions(text))
    assert [(text.text[s.start : s.end], s.how, s.speakers) for s in items] == [
        ("No. We shall stay.", "quoted", ("KEN",)),
        ("Because Uganda has not paid.", "quoted", ("KEN",)),
    ]
