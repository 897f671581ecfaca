"""The moves of a graph as flat arrays: those that the graph lists, and with options kept, those of the smaller case."""

from __future__ import annotations

from random import Random

import pytest

from cases import random_case, random_graph_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.stability.engines.move_table import MoveTable, Restriction, move_table
from kinds import codes_of
from reference_robustness import without


def moves_of(made: MoveTable, mover: int) -> list[tuple[int, int, int]]:
    own = slice(int(made.start[mover, 0]), int(made.start[mover, -1]))
    return list(zip(made.source[own].tolist(), made.target[own].tolist(), made.rules[own].tolist(), strict=True))


def listed(graph: ListedGame, mover: int) -> list[tuple[int, int, int]]:
    edges = graph.edges[mover]
    rules = [0] * len(edges.source) if edges.rules is None else edges.rules.tolist()
    return list(zip(edges.source.tolist(), edges.target.tolist(), rules, strict=True))


def test_the_moves_are_those_of_the_graph() -> None:
    for seed in range(60):
        for case in (random_case(Random(seed), max_options=5), random_graph_case(Random(seed))):
            graph = compile(case)
            made = move_table(graph)
            assert made.alive.all()
            for mover in graph.movers:
                # Other options that lead to the same coalesced state are another row.
                rows = list(dict.fromkeys(moves_of(made, mover.index)))
                assert rows == listed(graph, mover.index), (seed, mover.id)
                for s in range(graph.size):
                    found = made.source[made.start[mover.index, s] : made.start[mover.index, s + 1]]
                    assert set(found.tolist()) <= {s}


def test_every_way_makes_its_move() -> None:
    for seed in range(60):
        graph = compile(random_case(Random(seed), max_options=5))
        made, states = move_table(graph), graph.states_of_codes
        ways = made.ways
        assert ways is not None
        code = {int(c): int(s) for c, s in zip(graph.codes, states, strict=True)}
        for e, (source, target) in enumerate(zip(made.source.tolist(), made.target.tolist(), strict=True)):
            found = range(int(ways.by_move[e]), int(ways.by_move[e + 1]))
            assert found
            for way in found:
                here = int(graph.codes[ways.place[way]])
                assert (code[here], code[here ^ int(ways.change[way])]) == (source, target)
        for mover in graph.movers:
            for c in range(len(graph.codes)):
                for way in range(int(ways.at[mover.index, c]), int(ways.at[mover.index, c + 1])):
                    edge = int(ways.by_edge[way])
                    assert made.source[edge] == states[c]
                    assert made.target[edge] == code[int(graph.codes[c]) ^ int(ways.by_change[way])]


@pytest.mark.parametrize("part", range(3))
def test_kept_options_leave_the_moves_of_the_case_in_which_they_cannot_change(part: int) -> None:
    smaller = 0
    for seed in range(25 * part, 25 * part + 25):
        case = random_case(Random(seed), max_options=5, coalesce=False, levels=True)
        graph = compile(case)
        now = Random(seed).randrange(graph.size) if graph.status_quo_key is None else graph.status_quo_key
        case = case.model_copy(
            update={"status_quo": tuple(row.full for row in graph.options if graph.taken(now)[row.index])}
        )
        options = [k for k in range(len(graph.options)) if Random(seed + k).random() < 0.4]
        small = compile(without(case, [options], []))
        mask = sum(1 << k for k in options)
        made = move_table(graph, Restriction(mask, codes_of(graph)[now] & mask))
        back = {code: s for s, code in enumerate(codes_of(graph))}
        state = [back[code] for code in codes_of(small)]
        assert made.alive.nonzero()[0].tolist() == state
        for mover, own in zip(graph.movers, small.movers, strict=True):
            expected = [(state[a], state[b], rules) for a, b, rules in listed(small, own.index)]
            assert moves_of(made, mover.index) == expected
        smaller += small.size < graph.size
    assert smaller > 10


def test_those_who_are_absent_from_a_listed_graph_make_no_moves() -> None:
    graph = compile(random_graph_case(Random(3)))
    made = move_table(graph, Restriction(absent=frozenset([0])))
    for mover in graph.movers:
        assert bool(moves_of(made, mover.index)) == (mover.actor != 0 and bool(len(graph.edges[mover.index].source)))
