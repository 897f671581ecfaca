"""Where talks are held, and who takes part."""

from __future__ import annotations

import pytest

from countermove.reader.reading import read_article


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
