"""The same graph under many preferences: the verdicts are those of an ordinary analysis, whatever is kept."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import random_case, random_graph_case
from countermove.analysis.equilibria import equilibria
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.preferences import dense
from countermove.model.case import Case
from countermove.stability.concept import concepts_for, find_concept
from countermove.stability.engines import batch as repeated
from countermove.stability.engines.batch import Memo, Repeated
from countermove.stability.engines.move_table import Restriction
from countermove.stability.engines.rule_tables import rule_table


def as_it_stands(kernel: object) -> object:
    return kernel


def other_ranks(graph: ListedGame, rng: Random) -> np.ndarray:
    """Random ranks, tied in places; of an actor without preferences all equal."""
    rows = []
    for a, record in enumerate(graph.case.actors.values()):
        wants = record.prefers or record.ranking or record.worth
        drawn = [rng.randrange(1 + graph.size // 2) if wants else 0 for _ in range(graph.size)]
        rows.append(graph.rank_rows[a] if rng.random() < 0.3 else dense(np.array(drawn, dtype=np.int64)))
    return np.array(rows, dtype=np.int32).reshape(-1, graph.size)


def check(graph: ListedGame, engine: Repeated, ranks: np.ndarray, told: object) -> None:
    found = engine.holding(ranks)
    table = equilibria(graph.with_ranks(ranks), [concept.id for concept in engine.concepts])
    for row, concept in enumerate(engine.concepts):
        assert np.array_equal(found.states[row], table.holding(concept.id)), (told, concept.id)
    if table.reached is None:
        assert found.reached is None
    else:
        assert np.array_equal(found.reached, table.reached["improvements"]), told


@pytest.mark.parametrize("part", range(4))
def test_equilibria_are_those_of_an_ordinary_analysis(part: int) -> None:
    for seed in range(30 * part, 30 * part + 30):
        rng = Random(seed)
        case: Case = random_graph_case(rng) if seed % 4 == 3 else random_case(rng, max_options=4)
        graph = compile(case)
        engine = Repeated(graph, concepts_for(graph), soon=0, run=as_it_stands)  # type: ignore[arg-type]
        for _ in range(4):
            check(graph, engine, other_ranks(graph, rng), seed)


def test_rules_with_many_players_are_asked_of_pairs_of_states(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every table were too large."""
    monkeypatch.setattr(repeated, "rule_table", lambda mover, _: None if mover.is_body else rule_table(mover))
    bodies = 0
    for seed in range(60):
        rng = Random(seed)
        graph = compile(random_case(rng, max_options=4))
        engine = Repeated(graph, concepts_for(graph), soon=0, run=as_it_stands)  # type: ignore[arg-type]
        for _ in range(3):
            check(graph, engine, other_ranks(graph, rng), seed)
        bodies += any(mover.is_body for mover in graph.movers)
    assert bodies > 20
    monkeypatch.setattr(repeated, "PAIRWISE", 1)
    assert not Repeated(compile(load_case("european-security-2022")), []).is_fast


def test_machine_code_says_the_same() -> None:
    for seed in range(12):
        rng = Random(seed)
        graph = compile(random_case(rng, max_options=6))
        engine = Repeated(graph, concepts_for(graph), soon=0)
        for _ in range(6):
            check(graph, engine, other_ranks(graph, rng), seed)


def test_the_opening_case_is_solved_again_and_again() -> None:
    graph, rng = compile(load_case("european-security-2022")), Random(1)
    engine = Repeated(graph, concepts_for(graph), soon=0)
    for _ in range(8):
        check(graph, engine, other_ranks(graph, rng), "random")
    check(graph, engine, graph.rank_rows, "as written")


def test_what_is_kept_never_answers_for_other_preferences(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when there is room for little, and everything is emptied again and again."""
    monkeypatch.setattr(repeated, "ROOM", 1)
    graph, rng = compile(random_case(Random(11), max_options=4)), Random(2)
    engine = Repeated(graph, concepts_for(graph), soon=0, run=as_it_stands)  # type: ignore[arg-type]
    several = [other_ranks(graph, rng) for _ in range(12)]
    for ranks in [*several, *several]:
        check(graph, engine, ranks, "again")


def test_one_concept_alone_is_judged_as_with_the_others() -> None:
    graph, rng = compile(load_case("european-security-2022")), Random(5)
    ranks = other_ranks(graph, rng)
    every = Repeated(graph, concepts_for(graph), soon=0).holding(ranks)
    for row, concept in enumerate(concepts_for(graph)):
        alone = Repeated(graph, [concept], soon=0).holding(ranks)
        assert np.array_equal(alone.states[0], every.states[row]), concept.id


def test_the_ordinary_engine_serves_at_first_and_for_what_has_no_kernel() -> None:
    graph = compile(load_case("cuban-missile-crisis"))

    def never(kernel: object) -> object:
        raise AssertionError("compiled")

    first = Repeated(graph, concepts_for(graph), run=never)  # type: ignore[arg-type]
    check(graph, first, graph.rank_rows, "at first")
    other = Repeated(graph, [find_concept("l3"), find_concept("nm")], soon=0, run=never)  # type: ignore[arg-type]
    assert not other.is_fast
    check(graph, other, other_ranks(graph, Random(1)), "on request")


def test_states_that_are_left_out_hold_nothing() -> None:
    graph = compile(load_case("european-security-2022"))
    engine = Repeated(graph, concepts_for(graph), soon=0)
    kept = Restriction(1 << 2, 0)  # Russia does not attack
    found = engine.holding(graph.rank_rows, kept)
    attacked = (graph.codes >> np.uint64(2) & np.uint64(1)).astype(bool)
    assert not found.states[:, attacked].any()
    assert found.states[0, 147]
    assert engine.holding(graph.rank_rows).states[0, 151]


def test_a_memo_keeps_no_more_than_it_may() -> None:
    memo, made = Memo(2), list[int]()

    def make(k: int) -> int:
        return memo.once(k, lambda: made.append(k) or k)  # type: ignore[func-returns-value]

    assert [make(k) for k in (1, 1, 2, 1, 3, 3, 1)] == [1, 1, 2, 1, 3, 3, 1]
    assert made == [1, 2, 3, 1]


def test_what_is_left_out_is_left_out_by_the_ordinary_engine_alike() -> None:
    """Options that stay as they are, and actors who do not move, in cases of every kind."""
    coalesced = 0
    for seed in range(90):
        rng = Random(seed)
        case: Case = random_graph_case(rng) if seed % 4 == 3 else random_case(rng, max_options=4, levels=seed % 2 == 0)
        graph = compile(case)
        kernels = Repeated(graph, concepts_for(graph), soon=0, run=as_it_stands)  # type: ignore[arg-type]
        ordinary = Repeated(graph, concepts_for(graph))
        ordinary.is_fast = False
        coalesced += graph.is_coalesced
        for _ in range(3):
            absent = frozenset(a for a in range(len(graph.actors)) if rng.random() < 0.3)
            mask = rng.getrandbits(len(graph.options)) if graph.options else 0
            today = int(graph.codes[rng.randrange(len(graph.codes))]) if graph.options else 0
            kept, ranks = Restriction(mask, today & mask, absent), other_ranks(graph, rng)
            one, other = kernels.holding(ranks, kept), ordinary.holding(ranks, kept)
            assert np.array_equal(one.states, other.states), (seed, kept)
            if graph.status_quo_key is not None and kernels.move_table(kept).alive[graph.status_quo_key]:
                assert np.array_equal(one.reached, other.reached), (seed, kept)
    assert coalesced > 5
