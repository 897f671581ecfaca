"""The core and the largest consistent set: the definitions, published examples, and what is proved of them."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest

from cases import case_of, graph, random_case
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.stability.concept import CONCEPTS, stable
from countermove.stability.dominance import indirect_dominance
from countermove.stability.farsighted import consistent, core
from engines import as_set, large
from reference_farsighted import Farsighted, some_case

SEEDS = range(150)


def solved(case: Case) -> tuple[frozenset[int], frozenset[int]]:
    """The core, and the largest consistent set."""
    made = compile(case)
    return as_set(core(made)), as_set(consistent(made, indirect_dominance(made)))


@pytest.mark.parametrize("part", range(3))
def test_both_are_those_of_the_reference(part: int) -> None:
    for seed in SEEDS[part::3]:
        case = some_case(seed)
        found = Farsighted(case)
        expected = (found.core(), found.largest_consistent_set())
        assert solved(case) == expected, seed
        with large():
            assert solved(case) == expected, seed


def test_no_set_of_states_that_is_consistent_is_larger() -> None:
    """All sets are tried: the greatest of them contains every other."""
    tried = 0
    for seed in SEEDS:
        found = Farsighted(some_case(seed))
        if len(found.states) <= 8:
            assert solved(found.model.case)[1] == found.largest_by_trying(), seed
            tried += 1
    assert tried > 70


def test_what_chwe_proves() -> None:
    """The set is not empty, what nothing dominates is in it, and it dominates everything outside."""
    outside = core_outside = 0
    for seed in SEEDS:
        found = Farsighted(some_case(seed))
        inside_core, inside = solved(found.model.case)
        assert inside
        dominated = frozenset(s for below in found.indirect.values() for s in below)
        assert frozenset(found.states) - dominated <= inside
        assert frozenset(found.states) - inside <= frozenset(s for e in inside for s in found.indirect[e])
        outside += len(found.states) - len(inside)
        core_outside += len(inside_core - inside)
    assert outside > 100
    assert core_outside, "the core need not be in the largest consistent set"


def test_the_core_is_what_no_step_leaves_and_nash_asks_less_of_bodies() -> None:
    """Without bodies they are one; a coalition needs its members to gain, and a body only that enough are for it."""
    for seed in range(60):
        made = compile(random_case(Random(seed), bodies=False, max_options=5))
        nash = np.all([stable(made, mover, CONCEPTS["nash"]) for mover in made.movers], axis=0)
        assert np.array_equal(core(made), nash)
    for seed in range(60):
        made = compile(random_case(Random(seed), max_options=5))
        nash = np.all([stable(made, mover, CONCEPTS["nash"]) for mover in made.movers], axis=0)
        assert not (nash & ~core(made)).any()


# ------------------------------------------------------------------------------------------------- examples


def four_outcomes(**worth: tuple[int, int]) -> Case:
    """One moves from a to b; from there the other moves on to c, or both together to d. `worth` to each of them."""
    states = {"a": "NNN", "b": "YNN", "c": "YYN", "d": "YNY"}

    def ranking(player: int) -> list[str]:
        return [states[s] for s in sorted(states, key=lambda s: -worth[s][player])]

    once: dict[str, Any] = {"change": "take-only"}
    return case_of(
        actors={
            "first": {"options": {"x": once}, "ranking": ranking(0)},
            "second": {"options": {"y": {**once, "needs": "x"}}, "ranking": ranking(1)},
        },
        bodies={"pair": {"members": ["first", "second"], "decides": "unanimity", "options": {"z": {**once, "needs": "x"}}}},
        impossible=["y and z", "not x and (y or z)"],
    )


def test_a_player_who_may_end_worse_off_does_not_begin() -> None:
    """The four outcomes of Chwe's introduction: from b it may go to d, better for one than a, or to c, which is worse."""
    a, b, c, d = range(4)
    case = four_outcomes(a=(6, 0), b=(7, 4), c=(5, 10), d=(10, 6))
    found = Farsighted(case)
    assert found.indirect == {a: frozenset(), b: {a}, c: {b}, d: {a, b}}
    assert solved(case) == ({c, d}, {a, c, d})
    assert found.stable_sets("indirect") == {frozenset({c, d})}


def test_a_player_who_ends_better_off_either_way_begins() -> None:
    a, b, c, d = range(4)
    case = four_outcomes(a=(6, 0), b=(7, 4), c=(8, 10), d=(10, 6))
    assert solved(case) == ({c, d}, {c, d})
    assert a != b


def test_majorities_that_run_in_a_circle_leave_every_state_standing() -> None:
    assert solved(load_case("condorcet-committee")) == (frozenset(), {0, 1, 2})


def test_figures_of_the_catalogue() -> None:
    figures = load_case("condorcet-committee").published["farsighted"]
    found = solved(load_case("condorcet-committee"))
    assert [[int(n) - 1 for n in figures[key]] for key in ("core", "largest consistent set")] == list(map(sorted, found))


def test_both_restrain_themselves_in_the_dilemma() -> None:
    """Who defects from (C, C) must fear that the other defects too; nobody is deterred where only one cooperates."""
    assert solved(load_case("prisoners-dilemma")) == ({0}, {0, 3})


def test_the_one_step_core_need_not_be_consistent() -> None:
    """f gains nothing by its step to t, but a cannot but go on from there to u, which f likes best."""
    assert solved(graph("stu", f=("st", "u st"), a=("tu", "u st"))) == ({0, 2}, {2})


def test_whoever_must_take_a_step_can_be_deterred_by_an_end_of_its_own() -> None:
    """a and b must both want q; a fears x, b fears y, and no end is bad for both."""
    case = case_of(
        actors={
            "a": {"prefers": ["not x", "q"]},
            "b": {"prefers": ["not y", "q"]},
            "c": {"options": {"x": {"needs": "q", "change": "take-only"}, "y": {"needs": "q", "change": "take-only"}},
                  "prefers": ["one(x, y)"]},
        },
        bodies={"union": {"members": ["a", "b"], "decides": "unanimity",
                          "options": {"q": {"change": "take-only"}}}},
        impossible=["x and y", "not q and (x or y)"],
    )  # fmt: skip
    made = compile(case)
    start = next(s for s in range(made.size) if not any(made.taken(s)))
    assert start in solved(case)[1]


def test_large_and_small_cases_agree_on_the_opening_case() -> None:
    case = load_case("european-security-2022")
    expected = solved(case)
    assert (len(expected[0]), len(expected[1])) == (8, 32)
    with large():
        assert solved(case) == expected
