"""Coalition stability against the literal definitions, by both engines; and what follows from the definitions."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

import countermove.stability.coalition as module
from cases import case_of, cases, graph, random_case, random_graph_case
from countermove.catalog import load_case
from countermove.errors import SizeError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.merge import merge
from countermove.model.case import Case
from countermove.stability.coalition import (
    COALITION_CONCEPTS,
    Coalition,
    coalition_stable,
    open_gains,
    work_of,
)
from countermove.stability.concept import CONCEPTS, stable
from engines import as_set, swept
from reference import Model
from reference_coalitions import CONCEPTS as IDS
from reference_coalitions import CoalitionModel


def some_case(seed: int) -> Case:
    """A small case of any kind: listed states, everything mixed, or such as large cases are swept over."""
    rng = Random(seed)
    if seed % 4 == 0:
        return random_graph_case(rng, states=(3, 6))
    plain = {"needs": False, "coalesce": False} if seed % 4 == 1 else {}
    return random_case(rng, max_options=5, **plain)


def held(compiled: ListedGame, members: tuple[int, ...], concept: str, pareto: bool) -> frozenset[int]:
    return as_set(coalition_stable(Coalition(compiled, members, pareto), COALITION_CONCEPTS[concept]))


def groups(actors: int, most: int = 4) -> list[tuple[int, ...]]:
    """All coalitions, by position."""
    return [c for size in range(1, min(actors, most) + 1) for c in combinations(range(actors), size)]


# --------------------------------------------------------------------------------------------- definitions


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_verdicts_are_those_of_the_reference(first: int) -> None:
    kinds = set()
    for seed in range(first, first + 20):
        case = some_case(seed)
        model, compiled, blocks = CoalitionModel(case), compile(case), compile(case)
        for members in groups(len(model.actors)):
            ids = frozenset(model.actors[k] for k in members)
            for concept in IDS:
                for pareto in (False, True):
                    expected = {s for s in range(compiled.size) if model.is_stable_for(concept, ids, s, pareto)}
                    assert held(compiled, members, concept, pareto) == expected, (seed, ids, concept, pareto)
                    with swept():
                        assert held(blocks, members, concept, pareto) == expected, (seed, ids, concept, pareto)
                    kinds.add((concept, pareto, len(members) > 1, 0 < len(expected) < compiled.size))
    assert {(concept, pareto, True, True) for concept in IDS for pareto in (False, True)} < kinds


def test_open_gains_are_those_that_nobody_answers() -> None:
    found = 0
    for seed in range(30):
        case, rng = some_case(seed), Random(seed)
        model, compiled, blocks = CoalitionModel(case), compile(case), compile(case)
        for members in groups(len(model.actors)):
            ids = frozenset(model.actors[k] for k in members)
            for concept in IDS:
                state, pareto = rng.randrange(compiled.size), rng.random() < 0.5
                expected = model.undeterred(concept, ids, state, pareto)
                reached = model.coalition_reach(ids, state)
                rule = COALITION_CONCEPTS[concept]
                assert as_set(open_gains(Coalition(compiled, members, pareto), rule, state)) & reached == expected
                with swept():
                    assert as_set(open_gains(Coalition(blocks, members, pareto), rule, state)) & reached == expected
                found += bool(expected)
    assert found > 50


def test_the_engines_agree_on_larger_cases_where_the_coalition_moves_again() -> None:
    """Of several gains one may last though the first that is tried does not."""
    only_again = 0
    for seed in (*range(14), 63):
        case = random_case(
            Random(seed),
            actors=(3, 4),
            options=(1, 3),
            max_options=7,
            bodies=seed % 2 == 0,
            needs=False,
            coalesce=False,
        )
        by_rows, by_classes = compile(case), compile(case)
        for members in groups(len(by_rows.actors), 3):
            expected = held(by_rows, members, "csmr", pareto=seed % 2 == 0)
            with swept():
                assert held(by_classes, members, "csmr", pareto=seed % 2 == 0) == expected, (seed, members)
            only_again += expected != held(by_rows, members, "cgmr", pareto=seed % 2 == 0)
    assert only_again > 5


def test_large_cases_are_judged_alike_with_compiled_kernels() -> None:
    for seed in (1, 5):
        case = some_case(seed)
        by_rows, by_classes = compile(case), compile(case)
        for members in groups(len(by_rows.actors), 2):
            for concept in IDS:
                expected = held(by_rows, members, concept, pareto=True)
                with swept(compiled=True):
                    assert held(by_classes, members, concept, pareto=True) == expected


def test_rows_in_pieces_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    case = load_case("north-korea-2017")
    whole, pieces = compile(case), compile(case)
    monkeypatch.setattr(module, "CHUNK", 1)
    for concept in IDS:
        expected = held(whole, (0, 1), concept, pareto=False)
        assert held(pieces, (0, 1), concept, pareto=False) == expected


# ---------------------------------------------------------------------------------------------- small cases


def test_an_answer_is_spoilt_where_one_member_does_not_gain() -> None:
    """a and b could go to t, where both gain; c answers by u, where only a still does."""
    listed = graph("stu", a=("st", "tu s"), b=("", "t s u"), c=("tu", "u t s"))
    compiled = compile(listed)
    assert not coalition_stable(Coalition(compiled, (0, 1)), COALITION_CONCEPTS["cnash"])[0]
    for concept in ("cgmr", "cseq"):
        assert coalition_stable(Coalition(compiled, (0, 1)), COALITION_CONCEPTS[concept])[0]
        assert not coalition_stable(Coalition(compiled, (0,)), COALITION_CONCEPTS[concept])[0]


def test_under_pareto_an_equally_good_state_is_no_loss() -> None:
    """a gains at t and b loses nothing; the answer u is as good as t for a, and for b as good as s."""
    compiled = compile(graph("stu", a=("st", "tu s"), b=("", "stu"), c=("tu", "u t s")))
    both = {pareto: Coalition(compiled, (0, 1), pareto) for pareto in (False, True)}
    for concept in IDS:
        assert coalition_stable(both[False], COALITION_CONCEPTS[concept])[0]
        assert not coalition_stable(both[True], COALITION_CONCEPTS[concept])[0]


def test_no_member_moves_twice_in_a_row() -> None:
    """s to x to z are both a's moves; with b between them the coalition gets there."""
    alone = compile(graph("sxz", a=("sx xz", "z s x"), b=("", "z s x")))
    helped = compile(graph("sxyz", a=("sx yz", "z s xy"), b=("xy", "z s xy")))
    assert coalition_stable(Coalition(alone, (0, 1)), COALITION_CONCEPTS["cnash"])[0]
    assert not coalition_stable(Coalition(helped, (0, 1)), COALITION_CONCEPTS["cnash"])[0]


def council(rule: str) -> Case:
    """Three actors without options whose council decides q; a and b want it."""
    actors = {"a": {"prefers": ["q"]}, "b": {"prefers": ["q"]}, "c": {"prefers": ["not q"]}}
    return case_of(actors=actors, bodies={"council": {"members": ["a", "b", "c"], "decides": rule, "options": {"q": {}}}})


def test_a_coalition_moves_the_bodies_that_it_carries() -> None:
    majority, unanimity = compile(council("majority")), compile(council("unanimity"))
    assert not coalition_stable(Coalition(majority, (0, 1)), COALITION_CONCEPTS["cnash"])[0]
    assert coalition_stable(Coalition(majority, (0,)), COALITION_CONCEPTS["cnash"])[0]
    assert coalition_stable(Coalition(unanimity, (0, 1)), COALITION_CONCEPTS["cnash"])[0]


def test_members_count_as_against_what_bodies_answer() -> None:
    """a and b gain by a's x; a council of a, b and c could answer with q, but not by two votes against one."""
    actors = {
        "a": {"options": {"x": {}}, "prefers": ["not q", "x"]},
        "b": {"prefers": ["not q", "x"]},
        "c": {"prefers": ["q"]},
    }
    body = {"members": ["a", "b", "c"], "options": {"q": {"needs": "x"}}}
    for rule, answered in (("majority", False), ({"actor": "c"}, True)):
        compiled = compile(case_of(actors=actors, bodies={"council": {**body, "decides": rule}}))
        for concept in ("cgmr", "csmr", "cseq"):
            assert bool(coalition_stable(Coalition(compiled, (0, 1)), COALITION_CONCEPTS[concept])[0]) == answered


def test_elmira_is_upset_by_the_ministry_and_the_company() -> None:
    compiled = compile(load_case("elmira"))
    for concept in COALITION_CONCEPTS.values():
        unstable = [c for c in groups(3) if not coalition_stable(Coalition(compiled, c), concept)[5 - 1]]
        assert unstable == [(0, 1)]
    assert np.flatnonzero(open_gains(Coalition(compiled, (0, 1)), COALITION_CONCEPTS["cnash"], 4)).tolist()[-1] == 7


# ----------------------------------------------------------------------------------------------- theorems


def carries(model: Model, actor: str) -> bool:
    """Whether an actor alone carries some option of a body."""
    stances = {other: 1 if other == actor else -1 for other in model.actors}
    bodies = [m for m in model.movers if model.is_body(m)]
    return any(model.all_pass(body, [option], stances) for body in bodies for option in model.options_of(body))


@settings(max_examples=60, deadline=None)
@given(cases(max_options=5))
def test_coalitions_of_one_give_the_concepts_of_single_actors(case: Case) -> None:
    compiled, model = compile(case), Model(case)
    for k, actor in enumerate(compiled.actors):
        if carries(model, actor):
            continue
        for concept in COALITION_CONCEPTS.values():
            found = coalition_stable(Coalition(compiled, (k,), pareto=True), concept)
            mover = next((m for m in compiled.movers if m.actor == k), None)
            expected = np.ones(compiled.size, bool) if mover is None else stable(compiled, mover, CONCEPTS[concept.alone])
            assert np.array_equal(found, expected)


@settings(max_examples=60, deadline=None)
@given(cases(max_options=6))
def test_inclusions(case: Case) -> None:
    """CNash in CSMR in CGMR, CNash in CSEQ in CGMR; and what holds if none may lose holds if all must gain."""
    compiled = compile(case)
    for members in groups(len(compiled.actors), 3):
        by = {(c, p): held(compiled, members, c, p) for c in IDS for p in (False, True)}
        for pareto in (False, True):
            assert by["cnash", pareto] <= by["csmr", pareto] <= by["cgmr", pareto]
            assert by["cnash", pareto] <= by["cseq", pareto] <= by["cgmr", pareto]
        assert all(by[concept, True] <= by[concept, False] for concept in IDS)


@settings(max_examples=40, deadline=None)
@given(cases(bodies=False, needs=False, coalesce=False, infeasible=False, actors=(2, 3)))
def test_a_merged_coalition_has_nothing_to_gain_where_its_members_together_have_not(case: Case) -> None:
    """Where all combinations are feasible and nothing is needed, a move at once is a sequence of moves."""
    compiled = compile(case)
    ids = [m.id for m in compiled.movers[:2]]
    merged = merge(compiled, [ids])
    together = coalition_stable(Coalition(compiled, merged.movers[0].merged), COALITION_CONCEPTS["cnash"])
    assert np.array_equal(together, stable(merged, merged.movers[0], CONCEPTS["nash"]))


@settings(max_examples=40, deadline=None)
@given(cases(actors=(2, 4), max_options=6))
def test_merged_actors_are_a_coalition_of_one_mover(case: Case) -> None:
    """Under CNash to CSEQ the coalition of all that were merged judges as the merged mover does, unless it carries."""
    compiled = compile(case)
    owners = [m.actor for m in compiled.movers if m.actor is not None]
    if len(compiled.actors) < 2 or not owners:
        return
    pair = sorted({owners[0], (owners[0] + 1) % len(compiled.actors)})
    merged = merge(compiled, [[compiled.actors[k] for k in pair]])
    coalition = Coalition(merged, tuple(pair))
    (mover,) = (m for m in merged.movers if m.merged)
    if any(m is not mover for m, _ in coalition.carried):
        return
    for concept in COALITION_CONCEPTS.values():
        assert np.array_equal(coalition_stable(coalition, concept), stable(merged, mover, CONCEPTS[concept.alone]))


# -------------------------------------------------------------------------------------------------- limits


def test_a_search_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some gains are answered, so that the counter-move has to be searched."""
    compiled = compile(load_case("chicken"))
    monkeypatch.setattr(module, "MAX_SEARCH", -1)
    message = "what row can do after the others' answers needs a search of more than -1 steps; ask for cgmr"
    with swept(), pytest.raises(SizeError, match=message):
        coalition_stable(Coalition(compiled, (0,)), COALITION_CONCEPTS["csmr"])


def test_the_work_is_told_before_it_is_done() -> None:
    compiled = compile(load_case("elmira"))
    moves = sum(len(compiled.edges[m.index].target) for m in compiled.movers)
    assert work_of(compiled) == module.STEPS_AT_LEAST + 9 * moves
    with swept():
        assert work_of(compile(load_case("chicken"))) == 4 * module.STEPS_IN_COMPONENTS
