"""The kernels for repeated solution, each as it stands, against the engine of an ordinary analysis."""

from __future__ import annotations

from random import Random

import numpy as np

from cases import TRAPS, random_case, random_graph_case
from cases import graph as listed_graph
from countermove.game.compile import compile
from countermove.game.listed import ListedGame, Mover
from countermove.game.preferences import dense
from countermove.stability.bodies import body_stable
from countermove.stability.engines import batch_kernels as kernels
from countermove.stability.engines.dispatch import answering_moves
from countermove.stability.engines.move_table import MoveTable, move_table
from countermove.stability.engines.rule_tables import rule_table
from countermove.stability.engines.sequences import reached
from countermove.stability.improvements import improvements
from countermove.stability.sanction import gmr, seq, smr, sseq
from countermove.stability.simultaneous import sim


def samples(number: int) -> list[tuple[int, ListedGame]]:
    """Random graphs under random preferences."""
    found = []
    for seed in range(number):
        rng = Random(seed)
        graph = compile(random_graph_case(rng) if seed % 5 == 4 else random_case(rng, max_options=4))
        drawn = [[rng.randrange(1 + graph.size // 2) for _ in range(graph.size)] for _ in graph.actors]
        ranks = np.array([dense(np.array(row, dtype=np.int64)) for row in drawn], dtype=np.int32)
        found.append((seed, graph.with_ranks(ranks.reshape(-1, graph.size))))
    return found


def marked(graph: ListedGame, made: MoveTable, focal: Mover | None) -> np.ndarray:
    """The improvements of all movers, with `focal` against every move of a body."""
    improving = np.zeros(len(made.target), dtype=bool)
    for mover in graph.movers:
        rules = rule_table(mover)
        assert rules is not None
        first, last = int(made.start[mover.index, 0]), int(made.start[mover.index, -1])
        against = -1 if focal is None or focal.actor is None else focal.actor
        actor = -1 if mover.actor is None else mover.actor
        kernels.mark_improvements(
            made.source, made.target, made.rules, first, last, graph.rank_rows, actor, rules.players, rules.table, False, against, improving
        )  # fmt: skip
    return improving


def pairs(edges) -> set[tuple[int, int]]:  # type: ignore[no-untyped-def]
    return set(zip(edges.source.tolist(), edges.target.tolist(), strict=True))


def test_improvements_are_marked() -> None:
    for seed, graph in samples(40):
        made = move_table(graph)
        for focal in (None, *graph.movers):
            improving = marked(graph, made, focal)
            against = () if focal is None else focal.opposing
            for mover in graph.movers:
                own = slice(int(made.start[mover.index, 0]), int(made.start[mover.index, -1]))
                rows = zip(made.source[own][improving[own]].tolist(), made.target[own][improving[own]].tolist(), strict=True)
                assert set(rows) == pairs(improvements(graph, mover, against)), (seed, mover.id)


def test_moves_that_are_carried_at_any_cost() -> None:
    for seed, graph in samples(40):
        made = move_table(graph)
        for focal in graph.movers:
            allowed = made.carried(focal.index)
            for index, edges in answering_moves(graph, focal, credible=False).items():
                own = slice(int(made.start[index, 0]), int(made.start[index, -1]))
                rows = zip(made.source[own][allowed[own]].tolist(), made.target[own][allowed[own]].tolist(), strict=True)
                assert set(rows) == pairs(edges), (seed, focal.id)


def test_what_answers_undo_to_an_actor() -> None:
    for seed, graph in samples(60):
        made = move_table(graph)
        for mover in graph.movers:
            if mover.actor is None:
                continue
            room = np.empty((len(graph.movers), graph.size), dtype=np.int32), np.empty(graph.size, dtype=np.int32)
            for allowed, concepts in (
                (made.carried(mover.index), (gmr, smr)),
                (marked(graph, made, mover), (seq, sseq)),
            ):
                held = np.empty((2, graph.size), dtype=bool)
                kernels.undone(made.start, made.target, allowed, mover.index, graph.rank_rows[mover.actor], *room, held)
                for row, concept in zip(held, concepts, strict=True):
                    assert np.array_equal(row, concept(graph, mover)), (seed, mover.id, concept.__name__)


def test_what_answers_undo_to_a_body() -> None:
    struck = 0
    traps = [(name, compile(trap.case)) for name, trap in TRAPS.items()]
    for seed, graph in [*traps, *samples(60)]:
        made = move_table(graph)
        own = marked(graph, made, None)
        seen, queue = (
            np.zeros((len(graph.movers), graph.size), dtype=bool),
            np.zeros(len(graph.movers) * graph.size + 1, int),
        )
        for mover in (m for m in graph.movers if m.is_body):
            rules = rule_table(mover)
            assert rules is not None
            for credible, allowed in ((False, made.carried(mover.index)), (True, own)):
                for counter in (False, True):
                    standing = np.ones(graph.size, dtype=bool)
                    kernels.strike_answered_body(
                        made.start, made.target, made.rules, own, allowed, mover.index, rules.players, rules.table, False,
                        graph.rank_rows, counter, seen, queue, standing,
                    )  # fmt: skip
                    assert np.array_equal(standing, body_stable(graph, mover, credible, counter)), (seed, mover.id)
                    assert not seen.any()
                    struck += int((~standing).sum())
    assert struck > 100


def test_what_others_who_move_too_would_spoil() -> None:
    for seed, graph in samples(40):
        made, movers = move_table(graph), len(graph.movers)
        ways = made.ways
        if ways is None:
            continue
        for mover in graph.movers:
            rules = rule_table(mover)
            assert rules is not None
            standing = np.ones(graph.size, dtype=bool)
            kernels.strike_spoilt(
                made.start, made.rules, ways.by_move, ways.place, ways.change, ways.at, ways.by_edge, ways.by_change,
                graph.codes, graph.states_of_codes, marked(graph, made, None), marked(graph, made, mover), mover.index,
                -1 if mover.actor is None else mover.actor, rules.players, rules.table, False, graph.rank_rows,
                np.ones((movers, graph.size), dtype=bool), np.zeros(movers, int), np.zeros(movers, int),
                np.zeros(len(ways.change), dtype=np.uint64), standing,
            )  # fmt: skip
            assert np.array_equal(standing, sim(graph, mover)), (seed, mover.id)


def reach(graph: ListedGame, begin: int) -> set[int]:
    made = move_table(graph)
    seen, found = np.zeros((len(graph.movers), graph.size), dtype=bool), np.zeros(graph.size, dtype=bool)
    queue = np.zeros(seen.size + 1, dtype=np.int64)
    kernels.mark_reached(made.start, made.target, marked(graph, made, None), begin, seen, queue, found)
    return set(np.flatnonzero(found).tolist())


def test_what_improvements_reach() -> None:
    for seed, graph in samples(40):
        edges = [improvements(graph, mover) for mover in graph.movers]
        for begin in range(0, graph.size, 3):
            expected = set(reached(edges, begin, np.zeros((len(edges), graph.size), dtype=bool)).tolist()) | {begin}
            assert reach(graph, begin) == expected, (seed, begin)


def test_nobody_moves_twice_in_a_row() -> None:
    assert reach(compile(listed_graph("stu", f=("st tu", "u t s"), b=("", "stu"))), 0) == {0, 1}
