"""Actors and venues."""

from __future__ import annotations

import pytest

from countermove.reader.entities import mentions
from countermove.reader.read import read_article
from countermove.reader.text import text_of


def found(words: str) -> list[tuple[str, str, str]]:
    text = text_of(f"A title\n\n{words}")
    return [(" ".join(text.text[m.start : m.end].split()), m.id, m.role) for m in mentions(text)]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("The Kremlin met Lithuania's transport minister, we hear.", [("Kremlin", "RUS", "actor"), ("Lithuania's transport minister", "LTU", "actor")]),
        ("A Russian-Lithuanian round was held, we hear.", [("Russian", "RUS", "actor"), ("Lithuanian", "LTU", "actor")]),
        ("They flew to Geneva, and nobody in Moscow knew.", [("Geneva", "CHE", "venue"), ("Moscow", "RUS", "actor")]),
        ("Brussels refused; the meeting in Brussels was short.", [("Brussels", "EU", "actor"), ("Brussels", "BEL", "venue")]),
        ("The alliance asked Türkiye and North Korea, it seems.", [("The alliance", "NATO", "actor"), ("Türkiye", "TUR", "actor"), ("North Korea", "PRK", "actor")]),
        ("They wrote about a war around Latvia's claim, it seems.", [("Latvia", "LVA", "actor")]),
        ("They met in Latvia's capital, it seems.", [("Latvia", "LVA", "venue")]),
        ("Ships crossed the South China Sea and the Gulf of Mexico.", []),
        ("The President of Croatia wrote to us about it.", [("The President of Croatia", "HRV", "actor")]),
    ],
)  # fmt: skip
def test_names_are_resolved(words: str, wanted: list[tuple[str, str, str]]) -> None:
    assert found(words) == wanted


def test_people_speak_for_whom_the_article_says() -> None:
    names = found("The Kenyan envoy, Grace Otieno, was late. Later Otieno left the room without a word.")
    assert [(words, id_) for words, id_, _ in names] == [
        ("Kenyan envoy", "KEN"),
        ("Grace Otieno", "KEN"),
        ("Otieno", "KEN"),
    ]


def test_pronouns_before_offices_are_resolved() -> None:
    assert ("its foreign ministry", "CHN", "actor") in found(
        "China received him, and its foreign ministry was glad of that."
    )


@pytest.mark.parametrize(
    ("sentence", "place", "parties"),
    [
        (
            "A meeting of Russia and the United States in Geneva and negotiations with NATO in Brussels have taken place.",
            "BEL",
            {"NATO"},
        ),
        ("Kenya and Uganda held talks in Cairo on Monday.", "EGY", {"KEN", "UGA"}),
        ("Kenya met Uganda in Cairo on Monday.", "EGY", {"KEN", "UGA"}),
    ],
)
def test_the_parties_of_talks_are_those_of_their_own_place(sentence: str, place: str, parties: set[str]) -> None:
    text = f"{sentence} The ministers said that the government would answer the proposal within a week of the talks.\n"
    found = {venue.place: set(venue.parties) for venue in read_article(text.encode(), "a.txt").venues}
    assert found[place] == parties
