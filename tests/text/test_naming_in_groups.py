"""Phrases for states without numbers: people in groups, outcomes by place."""

from __future__ import annotations

import pytest

from countermove.catalog import load_case
from countermove.game.searched import searched_game
from countermove.text.naming import against_first, alike, doing_line
from countermove.text.phrases import numbered_words, outcomes_called


def test_those_of_whom_the_same_is_said_are_together() -> None:
    assert alike([("a", 1), ("b", 2), ("c", 1)]) == {1: ["a", "c"], 2: ["b"]}


@pytest.mark.parametrize(
    ("places", "words"),
    [([], "no outcome"), ([0], "outcome 1"), ([1, 3], "outcomes 2 and 4"),
     (range(8), "outcomes 1, 2, 3, 4, 5 and 3 others")],
)  # fmt: skip
def test_outcomes_by_their_places(places: list[int], words: str) -> None:
    game = searched_game(load_case("thirty-allies-2022"))
    assert outcomes_called((place, game.at(0)) for place in places) == words


def test_states_are_told_by_what_is_done() -> None:
    model = searched_game(load_case("thirty-allies-2022"))
    now = model.status_quo_key
    assert now is not None
    assert doing_line(model, 0) == "Nobody does anything"
    assert doing_line(model, now).endswith("Ukraine: Keep seeking membership")
    both = sum(1 << row.index for row in model.options if row.full in ("france.reinforce", "germany.reinforce"))
    assert against_first(model, now, now ^ both ^ 1) == (
        'Russia: not "Insist on a written end to NATO\'s expansion"; France and Germany: "Help to reinforce the eastern allies"'
    )


def test_numbers_are_explained_where_there_are_any() -> None:
    assert "numbered in the order" in numbered_words(2)
    assert "numbered" not in numbered_words(1)
