"""Decision rules as tables: every way to take sides gives what the rule itself says."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np

from cases import case_of, random_case
from countermove.game.compile import compile
from countermove.stability.engines.rule_tables import AGAINST, FOR, MAX_PLAYERS, rule_table


def test_a_table_says_what_the_rule_says() -> None:
    asked = 0
    for seed in range(60):
        graph = compile(random_case(Random(seed), max_options=4))
        for mover in graph.movers:
            found = rule_table(mover)
            assert found is not None
            players = found.players.tolist()
            assert len(found.table) == len(mover.votes)
            assert found.table.shape[1] == 3 ** len(players)
            for sides in product(range(3), repeat=len(players)):
                favour, oppose = np.zeros((2, len(graph.actors)), dtype=bool)
                column = 0
                for place, (player, side) in enumerate(zip(players, sides, strict=True)):
                    favour[player], oppose[player] = side == FOR, side == AGAINST
                    column += side * 3**place
                for vote, row in zip(mover.votes, found.table, strict=True):
                    assert row[column] == bool(vote.passes(favour, oppose)), (seed, mover.id)
                    asked += 1
    assert asked > 500


def test_who_never_takes_a_side_is_no_column() -> None:
    body = {"members": ["a", "b", "c"], "decides": "consensus", "options": {"x": {}}}
    graph = compile(case_of(actors={a: {} for a in "abc"}, bodies={"body": body}))
    whole, part = rule_table(graph.movers[0]), rule_table(graph.movers[0], silent={1})
    assert whole is not None
    assert part is not None
    assert part.players.tolist() == [0, 2]
    both = [side + 9 * other for side in range(3) for other in range(3)]
    assert part.table[0].tolist() == [bool(whole.table[0, column]) for column in sorted(both)]


def test_too_many_players_are_no_table() -> None:
    members = [f"a{k}" for k in range(MAX_PLAYERS + 1)]
    body = {"members": members, "decides": "majority", "options": {"x": {}}}
    graph = compile(case_of(actors={a: {} for a in members}, bodies={"body": body}))
    assert rule_table(graph.movers[0]) is None
    assert rule_table(graph.movers[0], silent={0}) is not None
