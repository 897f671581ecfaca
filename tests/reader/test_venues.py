"""Venues: where talks are held, and who takes part as far as the clause tells."""

from __future__ import annotations

import pytest

from countermove.reader.entities import mentions
from countermove.reader.events import events
from countermove.reader.speech import speech
from countermove.reader.text import text_of
from countermove.reader.venues import venues


def found(words: str) -> list[tuple[str, str, tuple[str, ...]]]:
    text = text_of(f"A title\n\n{words}")
    names = mentions(text)
    return [(v.place, v.forum, v.parties) for v in venues(text, names, events(text, names, speech(text, names)))]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Kenya and Uganda held talks in Geneva.", [("CHE", "", ("KEN", "UGA"))]),
        ("Kenya and Uganda gathered at a summit in Geneva.", [("CHE", "summit", ("KEN", "UGA"))]),
        ("Kenya and Uganda will meet in Geneva, and in a month a session will be held in Vienna.",
         [("CHE", "", ("KEN", "UGA")), ("AUT", "", ())]),
        ("It rained in Geneva.", []),
        ("Geneva is a city.", []),
    ],
)  # fmt: skip
def test_venues(words: str, wanted: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert found(words) == wanted
