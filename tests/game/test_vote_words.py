"""Rules over words of bits pass where those for a change win with everybody else against."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import random_case
from countermove.game.compile import compile
from countermove.game.vote_words import winning
from countermove.game.voting import Vote


def stances(actors: int) -> tuple[np.ndarray, np.ndarray]:
    """All sets of those for: as Booleans (actors, 2^actors), and packed into words (actors, n)."""
    favour = (np.arange(2**actors) >> np.arange(actors)[:, None]) & 1 != 0
    padded = np.zeros((actors, -(-favour.shape[1] // 64) * 64), dtype=bool)
    padded[:, : favour.shape[1]] = favour
    return favour, np.packbits(padded, axis=1, bitorder="little").view(np.uint64)


def bits(words: np.ndarray, count: int) -> list[bool]:
    return [bool(int(words[k // 64]) >> k % 64 & 1) for k in range(count)]


def test_words_pass_where_the_rule_passes_with_all_others_against() -> None:
    """Random rules of every kind, member bodies included; the empty set of those for never wins."""
    kinds = set()
    for seed in range(250):
        graph = compile(random_case(Random(seed), max_options=5))
        favour, words = stances(len(graph.actors))
        for vote in (vote for mover in graph.movers for vote in mover.votes):
            expected = vote.passes(favour, ~favour).tolist()
            assert bits(winning(vote, words), favour.shape[1]) == expected, seed
            assert not expected[0]
            kinds.add((vote.kind, any(isinstance(member, Vote) for member in vote.members)))
    assert {kind for kind, _ in kinds} == {
        "unanimity", "consensus", "majority", "quota", "actor", "veto", "all", "any"
    }  # fmt: skip
    assert ("consensus", True) in kinds


@pytest.mark.parametrize("weights", [(2**70, 2**70 - 1, 1), (0, 5, 9), (3, 3, 3)])
@pytest.mark.parametrize("blocking", [None, 1, 2, 4])
def test_sums_of_weights_are_exact(weights: tuple[int, ...], blocking: int | None) -> None:
    favour, words = stances(3)
    total = sum(weights)
    for target in {1, total // 2, total // 2 + 1, 2 * max(weights), total, total + 1}:
        vote = Vote("quota", (0, 1, 2), weights=weights, target=target, blocking=blocking)
        expected = vote.passes(favour, ~favour).tolist()
        assert bits(winning(vote, words), 8) == expected, (target, blocking)


def test_many_words_are_asked_at_once() -> None:
    favour, words = stances(9)
    vote = Vote("majority", tuple(range(9)))
    assert words.shape == (9, 8)
    assert bits(winning(vote, words), 512) == (favour.sum(axis=0) > 4).tolist()
