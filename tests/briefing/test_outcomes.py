"""What the brief says of people who look far ahead."""

from __future__ import annotations

import pytest

from briefs import far_ahead
from cases import case_of, graph
from countermove.briefing import outcomes as module
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame


def said(made: ListedGame, lead: int | None) -> str:
    ((level, text),) = far_ahead(made, lead)
    assert level == 1
    return text


def test_the_outcome_is_among_them_or_not() -> None:
    made = compile(load_case("prisoners-dilemma"))
    assert said(made, 3) == "Seen far ahead, 2 states hold (the largest consistent set), state 4 among them."
    assert said(made, 1) == "Seen far ahead, 2 states hold (the largest consistent set), state 2 not among them."
    assert said(made, None) == "Seen far ahead, 2 states hold (the largest consistent set)."


def test_one_state_and_all_states() -> None:
    made = compile(graph("stu", f=("st", "u st"), a=("tu", "u st")))
    assert said(made, 2) == "Seen far ahead, 1 state holds (the largest consistent set): u (U)."
    assert said(made, 0) == "Seen far ahead, 1 state holds (the largest consistent set): u (U)."
    made = compile(load_case("condorcet-committee"))
    assert said(made, None) == "Seen far ahead, all 3 states hold (the largest consistent set)."


def test_large_cases_are_left_out_and_small_ones_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = compile(load_case("prisoners-dilemma"))
    said(made, 0)
    monkeypatch.setattr(module, "farsighted", lambda graph: pytest.fail("asked again"))
    said(made, 0)
    options = {f"o{k}": {} for k in range(11)}
    assert list(far_ahead(compile(case_of(actors={"a": {"options": options}})), 0)) == []
