"""Long lines, long words and much speech: what is found grows with the text, and would take hours if time did not."""

from __future__ import annotations

import pytest

from countermove.reader.read import Reading, read_article
from countermove.reader.text import text_of

OPENING = "Kenya rejected the offer of Uganda on Monday and the ministers of the two countries were not ready to go on with "
"""The start of a sentence, enough of English to be taken for it."""
SAID = "The minister said that Kenya said Uganda would go to the talks. "


def read(text: str) -> Reading:
    return read_article(text.encode(), "a.txt")


@pytest.mark.parametrize("letter", ["a", "A"])
def test_a_very_long_word_is_one_word(letter: str) -> None:
    word = letter * 150_000
    reading = read(f"{OPENING}{word}.")
    assert reading.text.text.endswith(f" {word}.")
    assert [(e.type, e.sources, e.targets) for e in reading.events] == [("reject", ("KEN",), ("UGA",))]


def test_much_speech_in_one_line_is_read_sentence_by_sentence() -> None:
    few, many = (read(SAID * count).speeches for count in (20, 1_000))
    assert len(many) == 50 * len(few) > 0
    last = [[(s.how, s.speakers, s.start - begin) for s in found if s.start >= begin]
            for found, begin in ((few, 19 * len(SAID)), (many, 999 * len(SAID)))]  # fmt: skip
    assert last[0] == last[1] != []


def test_places_in_sentences_and_paragraphs_are_those_of_their_bounds() -> None:
    text = text_of(
        "Lake talks fail\n\nKenya rejected the offer. Uganda left.\n\nIt rained in the capital all day long. Nobody came.\n"
    )
    assert len(text.body) > 1
    for place in range(len(text.text) + 1):
        inside = [k for k, part in enumerate(text.body, 1) if part.start <= place < part.end]
        assert text.paragraph_at(place) == (inside[0] if inside else 0)
        around = [sentence for sentence in text.sentences if sentence.start <= place < sentence.end]
        assert text.sentence_at(place) == (around[0] if around else None)
