"""The quick part of a study agrees with the whole: the same changes unseat the same outcomes."""

from __future__ import annotations

from random import Random

import pytest

from cases import random_case, random_graph_case
from countermove.analysis.equilibria import equilibria
from countermove.analysis.robustness import single_breakers as module
from countermove.analysis.robustness.breakpoints import breakpoints
from countermove.analysis.robustness.robustness import Outcome
from countermove.analysis.robustness.single_breakers import single_breakers
from countermove.analysis.robustness.study import Settings, Study
from countermove.catalog import load_case
from countermove.game.compile import compile


def test_what_unseats_an_outcome_is_what_the_whole_study_says() -> None:
    unseated = 0
    for seed in range(50):
        case = random_graph_case(Random(seed)) if seed % 5 == 4 else random_case(Random(seed), max_options=4)
        graph = compile(case)
        study = Study(graph, Settings())
        result = breakpoints(study, "none")
        for found in single_breakers(equilibria(graph), study.watched):
            assert found is not None
            expected = [
                b.changes[0]
                for b in result.singles
                if (b.state.key, b.concept, b.drawn) == (found.state.key, found.concept, True)
            ]
            assert list(found.breakers) == expected, seed
            unseated += len(expected)
    assert unseated > 50


def test_the_strictest_concept_trusts_the_fewest_threats() -> None:
    state = compile(load_case("chicken")).at(0)

    def strictest(*concepts: str) -> str:
        return Outcome(state, concepts, ()).strictest.id

    assert strictest("nash", "gmr", "seq") == "nash"
    assert strictest("gmr", "smr", "sim") == "smr"
    assert strictest("l3", "nm") == "l3"


def test_too_much_work_is_left_to_the_whole_study(monkeypatch: pytest.MonkeyPatch) -> None:
    table = equilibria(compile(load_case("cuban-missile-crisis")))
    monkeypatch.setattr(module, "MOST_WORK", 22 * 60 * 2)
    assert all(single_breakers(table, [4, 6, 0]))
    monkeypatch.setattr(module, "MOST_WORK", 22 * 60 * 2 - 1)
    assert single_breakers(table, [4, 6, 0]) == (None, None, None)


def test_a_large_case_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any array of the size of the case is made."""
    table = equilibria(compile(load_case("cuban-missile-crisis")))
    monkeypatch.setattr(module, "MOST_WORK", 12 * 24 - 1)
    monkeypatch.setattr(module, "listed_preferences", lambda *_: pytest.fail("looked at"))
    assert single_breakers(table, [4]) == (None,)
