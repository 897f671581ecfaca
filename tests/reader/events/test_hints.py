"""Option hints: what an actor may do, threatens, demands or refuses, and the words that name it."""

from __future__ import annotations

import pytest

from countermove.reader.entities import mentions
from countermove.reader.events.events import events
from countermove.reader.events.hints import hints
from countermove.reader.speech.speech import speech
from countermove.reader.text import text_of


def found(words: str) -> list[tuple[str, tuple[str, ...], str]]:
    text = text_of(f"A title\n\n{words}")
    names = mentions(text)
    return [(h.act, h.actors, text.text[h.start : h.end]) for h in hints(text, events(text, names, speech(text, names)))]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Kenya threatened to close the border.", [("threaten", ("KEN",), "close the border")]),
        ("Kenya demanded that Uganda lift the duties, saying it was late.", [("demand", ("KEN",), "Uganda lift the duties")]),
        ("Kenya refused to accept the fees (a fifth of all costs).", [("refuse", ("KEN",), "accept the fees")]),
        ("Kenya warned that it would ban Ugandan ships.", [("threaten", ("KEN",), "ban Ugandan ships")]),
        ("Kenya will ban the ships unless prices fall.", [("threaten", ("KEN",), "ban the ships")]),
        ("Kenya could ban the ships – few would notice.", [("do", ("KEN",), "ban the ships")]),
        ("Kenya will not attack Uganda.", [("refuse", ("KEN",), "attack Uganda")]),
        ("Kenya rejected the accusations of Uganda.", []),
        ("Kenya's proposal to Uganda to leave the lake was late.", [("demand", ("KEN",), "leave the lake")]),
        ("Kenya refused to comment on Uganda.", []),
        ("Kenya and Uganda held talks.", []),
    ],
)  # fmt: skip
def test_hints(words: str, wanted: list[tuple[str, tuple[str, ...], str]]) -> None:
    assert found(words) == wanted
