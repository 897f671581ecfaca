"""Moves at the same time, against all ways to choose them one by one."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from countermove.stability import joint
from countermove.stability.joint import Choices, joint_moves, ways

OPTIONS = 9


def drawn(rng: Random) -> tuple[list[int], int, tuple[int, list[int]], list[tuple[int, list[int]]]]:
    """Feasible codes, one of them, and for some movers the mask of their options and some of their changes."""
    owner = [rng.randrange(5) for _ in range(OPTIONS)]
    masks = [sum(1 << k for k in range(OPTIONS) if owner[k] == mover) for mover in range(5)]
    movers = []
    for mask in masks:
        every = [change for change in range(1, 2**OPTIONS) if change & ~mask == 0]
        movers.append((mask, sorted(rng.sample(every, rng.randint(0, len(every))))))
    codes = sorted(rng.sample(range(2**OPTIONS), rng.choice([4, 20, 200])))
    own, *others = movers
    return codes, rng.choice(codes), own, rng.sample(others, rng.randint(0, 4))


def literal(codes: list[int], here: int, own: tuple[int, list[int]], others: list[tuple[int, list[int]]]) -> set[int]:
    """Every change of the first, with every way in which the others change something or nothing."""
    found = set()
    for first, rest in product(own[1], product(*([0, *changes] for _, changes in others))):
        end = here ^ first
        for change in rest:
            end ^= change
        if any(rest) and end in codes:
            found.add(codes.index(end))
    return found


def arrays(mover: tuple[int, list[int]]) -> Choices:
    return Choices(np.uint64(mover[0]), np.array(mover[1], dtype=np.uint64))


def test_what_is_reached_is_what_some_way_to_choose_leads_to() -> None:
    combined = reached = 0
    for seed in range(300):
        codes, here, own, others = drawn(Random(seed))
        first, rest = arrays(own), [arrays(other) for other in others]
        found = joint_moves(np.array(codes, dtype=np.uint64), np.uint64(here), first, rest).tolist()
        expected = literal(codes, here, own, others)
        assert found == sorted(expected), seed
        choices = len(own[1]) * int(np.prod([1 + len(changes) for _, changes in others], dtype=object))
        assert ways(first, rest) == choices
        combined += bool(found) and choices <= len(codes)
        reached += bool(found) and choices > len(codes)
    assert min(combined, reached) > 20  # both ways to find them are tried


@pytest.mark.parametrize("way", [joint._combined, joint._compared])
def test_either_way_finds_them(way: object) -> None:
    for seed in range(150):
        codes, here, own, others = drawn(Random(seed))
        moving = [arrays(other) for other in others if other[1]]
        if moving and own[1]:
            found = way(np.array(codes, dtype=np.uint64), np.uint64(here), arrays(own), moving)  # type: ignore[operator]
            assert found.tolist() == sorted(literal(codes, here, own, others)), seed


def test_sixty_three_movers_are_not_combined() -> None:
    """All of them can move, which makes more ways to choose than could ever be tried; few are feasible."""
    bits = [np.uint64(1 << k) for k in range(63)]
    movers = [Choices(bit, np.array([bit])) for bit in bits]
    assert ways(movers[0], movers[1:]) == 2**62
    codes = np.array(sorted([0, 1, 3, 6, 1 | 1 << 62, 2**63 - 1]), dtype=np.uint64)
    assert joint_moves(codes, np.uint64(0), movers[0], movers[1:]).tolist() == [2, 4, 5]
