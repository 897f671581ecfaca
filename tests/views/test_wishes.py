"""What would have to change, in words."""

from __future__ import annotations

from typing import Any

import pytest

from cases import graph
from countermove.analysis.inverse.inverse import invert
from countermove.analysis.inverse.rules import invert_rules
from countermove.analysis.inverse.variants import Variant
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.where import states_where
from countermove.views.rule_wish_words import rule_prose
from countermove.views.wishes import change_words, changes_flat, rankings_table, wish_prose


@pytest.fixture(scope="module")
def talks() -> ListedGame:
    return compile(load_case("european-security-2022"))


def told(compiled: ListedGame, wanted: list[int], **how: Any) -> list[str]:
    (section,) = wish_prose(invert(compiled, wanted, want="it", **how))
    return [item.text for item in section.items]


def test_a_wish_that_holds_already(talks: ListedGame) -> None:
    said = told(talks, [151, 172])
    assert said[0] == "Nothing has to change: state 152 and state 173 are already equilibria under Nash."
    assert said[1].startswith("State 152 is: Russia: Insist on")


def test_a_wish_that_takes_one_change(talks: ListedGame) -> None:
    said = told(talks, states_where(talks, "attack").tolist(), reachable=True, replace=True)
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
    assert told(talks, [97]) == [
        "Nothing would: however these actors order their preferences, there is no equilibrium under Nash at which it "
        "holds. This is proved."
    ]


def test_a_wish_that_no_feasible_state_fulfils(talks: ListedGame) -> None:
    assert told(talks, []) == ["It holds in no feasible state, so no change of preferences can bring it about."]


def test_a_search_that_was_stopped(talks: ListedGame) -> None:
    said = told(talks, states_where(talks, "attack").tolist(), reachable=True, tries=20)
    assert said[0].startswith("The search was stopped before it found an equilibrium under Nash")


def test_moved_lines_and_new_orders(talks: ListedGame) -> None:
    def words(*order: int) -> list[str]:
        return list(change_words(talks, "ukraine", Variant(order)))

    assert words(1, 2, 0, 3, 4) == ["Ukraine puts its line 1 (not russia.attack) below its line 3 (apply)"]
    assert words(0, 1, 4, 2, 3) == ["Ukraine puts its line 5 (usa.press) above its line 3 (apply)"]
    assert words(4, 3, 2, 1, 0) == ["Ukraine orders its lines 5, 4, 3, 2 and 1"]
    assert words(0, 1, 2, 3, 4) == []


def test_places_of_a_ranking() -> None:
    said = told(compile(load_case("elmira")), [3])
    assert "Local Government ranks state 8 below state 4." in said
    listed = told(compile(graph("st", a=("st", "t s"))), [0])
    assert listed[-2:] == ["s (S) would hold, if", "A ranks s above t."]


def test_the_rows(talks: ListedGame) -> None:
    flat = changes_flat(invert(talks, states_where(talks, "attack").tolist(), reachable=True, replace=True).solutions)
    assert flat.rows[1] == ("2", "152", "russia", "3", "otherwise", "", "")
    table = rankings_table({"nash": 240}, 6)
    assert table.rows == (("Nash", "240", "33\u00a0%"),)
    assert table.notes[0].startswith("Of all 720 strict rankings of the 6 states")


def test_rules_in_words(talks: ListedGame) -> None:
    (section,) = rule_prose(
        invert_rules(talks, lambda g: states_where(g, "nato.renounce").tolist(), want="nato.renounce", limit=7)
    )
    said = [item.text for item in section.items]
    assert said[0] == "It takes 1 change of rules or options to get an equilibrium under Nash at which it holds."
    assert 'NATO: "Promise in writing never to admit Ukraine" is decided by majority.' in said
    consent = 'NATO: "Promise in writing never to admit Ukraine" no longer needs the consent of European allies.'
    assert consent in said
    assert 'NATO: "Promise in writing never to admit Ukraine" stays taken, once it is taken.' in said
    assert said[-1] == "3 more of this cost; --limit shows them."


def test_rules_that_need_no_change_or_are_not_found(talks: ListedGame) -> None:
    (section,) = rule_prose(invert_rules(talks, lambda _: [147], want="it"))
    assert section.items[0].text == "Nothing has to change: there is an equilibrium under Nash at which it holds already."
    (section,) = rule_prose(invert_rules(talks, lambda _: [], want="it"))
    assert section.items[0].text.startswith("No change, and no two changes together")
