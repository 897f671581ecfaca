"""The answer to a wish without state numbers, in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from countermove.analysis.inverse.large_inverse import large_invert
from countermove.catalog import load_case
from countermove.game.searched import searched_game
from countermove.game.where import wish_in
from countermove.text.prose import as_text
from countermove.views.large_wish_words import large_wish_prose

ALLIES = searched_game(load_case("thirty-allies-2022"))


def words(want: str, **how: Any) -> str:
    found = large_invert(ALLIES, wish_in(ALLIES, want, "--want"), want=want, **how)
    return " ".join(as_text(large_wish_prose(found)).split())


def test_a_way_is_told_with_the_outcome_and_the_proof() -> None:
    text = words("russia.attack and usa.deal", replace=True, limit=2)
    assert "It takes 1 change of preferences to get a Nash equilibrium at which it holds; there are 30 ways." in text
    assert "Outcome 1: Russia: Attack Ukraine. Ukraine: Keep seeking membership." in text
    assert "United States holds the opposite in place of its line 2 (not (nato.renounce or deal))." in text
    assert "28 more ways cost as much; --limit shows more. Nothing smaller would do; this is proved." in text


def test_nothing_would_and_nothing_has_to_change() -> None:
    assert "Nothing would: however these actors order their lines" in words("usa.deal")
    text = words("nato.admit", limit=2)
    assert "Nothing has to change: 4 states in which it holds are already Nash equilibria." in text
    assert "Outcome 2 is as outcome 1, but" in text
    assert "2 more states hold; --limit shows more." in text


def test_where_improvements_do_not_lead_is_said_and_what_is_not_known() -> None:
    text = words("nato.admit", reachable=True)
    assert "There is already a Nash equilibrium at which it holds, but improvements do not lead there" in text
    assert "this is proved. It takes 1 change at least; larger changes were not looked for." in text
    text = words("usa.talk", reachable=True)
    assert "already a Nash equilibrium, and improvements lead there from the status quo." in text
    assert "Of the same cost, 7 more are where improvements do not lead; this is proved." in text
    found = large_invert(ALLIES, wish_in(ALLIES, "nato.admit", "--want"), reachable=True)
    unknown = replace(found, unreached=4, barred=0, at_least=0)
    text = " ".join(as_text(large_wish_prose(unknown)).split())
    assert "but it was not shown that improvements lead there" in text


def test_a_search_that_was_stopped_says_what_is_certain() -> None:
    text = words("nato.renounce", replace=True, seconds=0.001)
    assert "The search was stopped" in text
    assert "proved; it takes" in text or "before it found" in text or "nothing smaller would do, but" in text
