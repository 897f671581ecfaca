"""What would have to change, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cases import graph
from countermove.analysis.inverse.changes import Variant
from countermove.analysis.inverse.invert import invert
from countermove.analysis.inverse.rankings import ranking_counts
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.searched import searched_game
from countermove.text.blocks import Table
from countermove.text.layout import as_text
from countermove.views.inverse import inverse_page, inverse_sections, rankings_page
from countermove.views.preference_changes import variant_lines

ALLIES = searched_game(load_case("thirty-allies-2022"))


@pytest.fixture(scope="module")
def talks() -> ListedGame:
    return compile(load_case("european-security-2022"))


def said_of(game: ListedGame, targets: list[int] | str, **how: Any) -> list[str]:
    want = targets if isinstance(targets, str) else [game.at(key) for key in targets]
    (section,) = inverse_sections(invert(game, want, **how))
    return [item.text for item in section.items]


def test_a_wish_that_holds_already(talks: ListedGame) -> None:
    said = said_of(talks, [151, 172])
    assert said[0] == "Nothing has to change: state 152 and state 173 are already equilibria under Nash."
    assert said[1].startswith("State 152 is: Russia: Insist on")


def test_a_wish_that_takes_one_change(talks: ListedGame) -> None:
    said = said_of(talks, "attack", reachable=True, replace=True)
    assert said[0] == (
        "It takes 1 change of preferences to get an equilibrium under Nash at which it holds, and improvements lead "
        "there from the status quo; there are 2 ways."
    )
    assert said[1] == "Nothing smaller would do; this is proved."
    assert said[3:] == [
        "State 152 would hold, if",
        "Russia holds the opposite in place of its line 3 (not attack).",
        "State 152 would hold, if",
        "Russia holds attack or nato.renounce or usa.deal in place of its line 3 (not attack).",
    ]


def test_a_wish_that_nothing_fulfils(talks: ListedGame) -> None:
    assert said_of(talks, [97]) == [
        "Nothing would: however these actors order their preferences, there is no equilibrium under Nash at which it "
        "holds. This is proved."
    ]


def test_a_wish_that_no_feasible_state_fulfils(talks: ListedGame) -> None:
    assert said_of(talks, []) == ["It holds in no feasible state, so no change of preferences can bring it about."]


def test_a_search_that_was_stopped(talks: ListedGame) -> None:
    said = said_of(talks, "attack", reachable=True, tries=20)
    assert said[0].startswith("The search was stopped before it found an equilibrium under Nash")


def test_moved_lines_and_new_orders(talks: ListedGame) -> None:
    def words(*order: int) -> list[str]:
        return list(variant_lines(talks, "ukraine", Variant(order)))

    assert words(1, 2, 0, 3, 4) == ["Ukraine puts its line 1 (not russia.attack) below its line 3 (apply)"]
    assert words(0, 1, 4, 2, 3) == ["Ukraine puts its line 5 (usa.press) above its line 3 (apply)"]
    assert words(4, 3, 2, 1, 0) == ["Ukraine orders its lines 5, 4, 3, 2 and 1"]
    assert words(0, 1, 2, 3, 4) == []


def test_places_of_a_ranking() -> None:
    said = said_of(compile(load_case("elmira")), [3])
    assert "Local government ranks state 8 below state 4." in said
    listed = said_of(compile(graph("st", a=("st", "t s"))), [0])
    assert listed[-2:] == ["s (S) would hold, if", "A ranks s above t."]


def test_the_rows(talks: ListedGame) -> None:
    answer = invert(talks, "attack", reachable=True, replace=True)
    assert answer.to_csv().splitlines()[2] == "2,152,russia,3,otherwise,,"
    case = graph("stuvwx", a=("st su tv", "s t u v w x"), b=("tw uv vx ws", "w x s v t u"))
    (table,) = rankings_page(ranking_counts(compile(case), 1, "a"))
    assert isinstance(table, Table)
    assert table.rows[0] == ("Nash", "240", "33\u00a0%")
    assert table.notes[0].startswith("Of all 720 strict rankings of the 6 states")


def test_rules_in_words(talks: ListedGame) -> None:
    said = said_of(talks, "nato.renounce", rules=True, limit=7)
    assert said[0] == "It takes 1 change of rules or options to get an equilibrium under Nash at which it holds."
    assert 'NATO: "Promise in writing never to admit Ukraine" is decided by majority.' in said
    consent = 'NATO: "Promise in writing never to admit Ukraine" no longer needs the consent of European allies.'
    assert consent in said
    assert 'NATO: "Promise in writing never to admit Ukraine" stays taken, once it is taken.' in said
    assert said[-1] == "3 more of this cost; --limit shows them."


def test_rules_that_need_no_change_or_are_not_found(talks: ListedGame) -> None:
    said = said_of(talks, [147], rules=True)
    assert said[0] == "Nothing has to change: there is an equilibrium under Nash at which it holds already."
    assert said_of(talks, [], rules=True)[0].startswith("No change, and no two changes together")


def words(want: str, **how: Any) -> str:
    return " ".join(as_text(inverse_page(invert(ALLIES, want, **how))).split())


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
    unknown = replace(invert(ALLIES, "nato.admit", reachable=True), unreached=4, barred=0, at_least=0)
    text = " ".join(as_text(inverse_page(unknown)).split())
    assert "but it was not shown that improvements lead there" in text


def test_a_search_that_was_stopped_says_what_is_certain() -> None:
    text = words("nato.renounce", replace=True, seconds=0.001)
    assert "The search was stopped" in text
    assert "proved; it takes" in text or "before it found" in text or "nothing smaller would do, but" in text


def test_what_a_stopped_search_of_listed_states_found_is_no_proof(talks: ListedGame) -> None:
    answer = invert(talks, "attack", reachable=True, replace=True)
    (section,) = inverse_sections(replace(answer, proved=False))
    assert section.items[1].text == "The search was stopped: nothing smaller would do, but there may be more ways."
