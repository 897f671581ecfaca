"""Of all rankings, how many make a state stable: against trying every one."""

from __future__ import annotations

from random import Random

import pytest

from cases import graph, random_graph_case
from countermove.analysis.inverse.ranking_counts import COUNTED, rankings_that_hold
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.compile import compile
from reference_inverse import rankings_holding


def test_the_counts_are_those_of_trying_every_ranking() -> None:
    for seed in range(12):
        case = random_graph_case(Random(seed), states=(3, 4))
        compiled = compile(case)
        for mover in compiled.movers[:2]:
            found = rankings_that_hold(compiled, 1, mover.id)
            assert found == {c: rankings_holding(case, 1, mover.id, c) for c in COUNTED}, seed


def test_a_state_of_six() -> None:
    """All 720 rankings of one actor in a case of six states."""
    case = graph("stuvwx", a=("st su tv", "s t u v w x"), b=("tw uv vx ws", "w x s v t u"))
    found = rankings_that_hold(compile(case), 0, "a")
    assert found == {c: rankings_holding(case, 0, "a", c) for c in COUNTED}
    assert found["nash"] == 240, "the state must stand above two others: a third of all rankings"


def test_questions_that_cannot_be_answered() -> None:
    talks = compile(load_case("european-security-2022"))
    with pytest.raises(SizeError, match="416 states; rankings are counted for 16 at most"):
        rankings_that_hold(talks, 0, "russia")
    with pytest.raises(QuestionError, match=r'^"nato" is a body'):
        rankings_that_hold(talks, 0, "nato")
    with pytest.raises(QuestionError, match=r'^unknown actor or body "rusia"'):
        rankings_that_hold(talks, 0, "rusia")
