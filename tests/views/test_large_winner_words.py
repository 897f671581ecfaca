"""Who wins where states have no numbers, in words."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case
from countermove.analysis.equilibria import equilibria
from countermove.analysis.large_winners import large_winners
from countermove.catalog import load_case
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.text import prose
from countermove.views.large_winner_words import large_winner_flat, large_winner_prose, large_winner_table


def told(case: Case) -> str:
    found = large_winners(equilibria(searched_game(case)), draws=100)
    return " ".join(prose.as_text(large_winner_prose(found)).split())


def test_who_is_better_off_and_by_which_line_others_fall_short() -> None:
    text = told(load_case("thirty-allies-2022"))
    assert "Today Russia: Insist on" in text
    assert "23 others: about" not in text
    assert "20 others: about" in text
    assert "better than today; all their lines hold." in text
    assert "- Russia, United States, Belgium and 21 others: nothing better than outcome 1." in text
    assert "Of all that holds under Nash, nothing is better for somebody than outcome 1 and worse for nobody." in text
    assert "Of 8 outcomes, 4 are such that none found is better for all (outcomes 1, 3, 5 and 7)." in text


def test_an_outcome_that_is_better_for_all_is_told() -> None:
    together = {"options": {"x": {}}, "prefers": ["a.x iff b.x", "a.x"]}
    other = {"options": {"x": {}}, "prefers": ["a.x iff b.x", "a.x"]}
    text = told(case_of(actors={"a": together, "b": other}, status_quo=[]))
    assert "Outcome 2 is worse for nobody than outcome 1, and better for A and B. It is as outcome 1, but A and B:" in text
    assert "Today" not in text  # the status quo is outcome 1


def test_where_nothing_holds_that_is_all_that_is_said() -> None:
    case = case_of(
        actors={
            "a": {"options": {"x": {}}, "prefers": ["a.x iff b.x"]},
            "b": {"options": {"x": {}}, "prefers": ["not (a.x iff b.x)"]},
        }
    )
    found = large_winners(equilibria(searched_game(case)), draws=10)
    (section,) = large_winner_prose(found)
    assert "No state is a Nash equilibrium, and this is proved" in section.items[0].text


def test_where_states_cannot_be_drawn_no_share_is_told() -> None:
    options: dict[str, object] = {f"o{k}": {} for k in range(12)}
    text = told(case_of(actors={"a": {"options": options}}, always=[f"all({', '.join(options)})"]))
    assert "states cannot be drawn fairly" in text
    assert "about" not in text.partition("drawn fairly")[2]
    assert "- A: not known." in text


@pytest.mark.parametrize("seed", range(30))
def test_every_case_has_sentences_and_tables(seed: int) -> None:
    found = large_winners(equilibria(searched_game(random_case(Random(seed), coalesce=False))), draws=20)
    assert large_winner_prose(found)
    rows = large_winner_table(found, 1_000).rows
    assert len(rows) == len(found.outcomes)
    codes = {*found.outcomes, *([] if found.model.status_quo is None else [found.model.status_quo])}
    assert len(large_winner_flat(found, 1_000).rows) == len(codes) * len(found.model.actors)
