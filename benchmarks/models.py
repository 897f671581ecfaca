"""Seeded random cases of any size, and tightly constrained ones, for the benchmarks."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from math import comb
from typing import Any

from countermove.model.case import Case

__all__ = ["TIGHT", "random_case", "shared", "tight_case"]


def shared(options: int, actors: int = 6) -> tuple[int, ...]:
    """So many options, shared among the actors as evenly as possible: the family of cases that the curve follows.

    >>> shared(16)
    (3, 3, 3, 3, 2, 2)
    """
    return tuple(options // actors + (k < options % actors) for k in range(actors))


def random_case(
    actors: int,
    options: int | Sequence[int],
    *,
    lines: int = 12,
    seed: int = 1,
    irreversible: int = 0,
    constrained: bool = False,
    body: bool = False,
) -> Case:
    """A case of `actors` with `options` each (or one number for each) and `lines` prioritised statements each.

    `irreversible`: so many actors have an option that cannot be undone. `constrained`: about one state in five
    is infeasible. `body`: three of the actors decide two of the options by consensus.
    """
    rng = random.Random(seed)
    ids = [f"a{k}" for k in range(actors)]
    counts = [options] * actors if isinstance(options, int) else options
    owned = {id_: [f"o{k}" for k in range(count)] for id_, count in zip(ids, counts, strict=True)}
    if body:
        owned["b"] = [owned[ids[0]].pop(), owned[ids[1]].pop()]
        owned["b"] = ["x", "y"]
    every = [f"{owner}.{option}" for owner, names in owned.items() for option in names]
    case: dict[str, Any] = {"title": f"{actors} actors, {len(every)} options", "actors": {}}
    for id_ in ids:
        case["actors"][id_] = {
            "options": {name: name for name in owned[id_]},
            "prefers": [_statement(rng, every) for _ in range(lines)],
        }
    for id_ in ids[:irreversible]:
        case["actors"][id_]["options"]["o0"] = {"name": "o0", "change": "take-only"}
    if constrained:
        case["impossible"] = ["a0.o0 and a1.o0 and (a2.o0 or a3.o1)"]
    if body:
        case["bodies"] = {"b": {"members": ids[:3], "decides": "consensus", "options": {name: name for name in owned["b"]}}}
    case["status quo"] = []
    return Case.model_validate(case)


def _statement(rng: random.Random, options: list[str]) -> str:
    chosen = rng.sample(options, rng.randint(1, 3))
    parts = [f"{rng.choice(['', 'not '])}{option}" for option in chosen]
    return rng.choice([" and ", " or "]).join(parts)


# ---------------------------------------------------------------------------------------- tight constraints

TIGHT = {
    "exactly one of each group": 7**4 * 6**2,
    "each option needs the one before": 7**6,
    "options that follow from others": 2**17,
    "at most four of forty": sum(comb(40, k) for k in range(5)),
    "three-way exclusions": 118_783,
    "four-way exclusions": 125_851,
}
"""The shapes of constraints over 40 options, and the number of states that each leaves; of all but the last two it
follows from the shape."""


def tight_case(shape: str, seed: int = 1) -> Case:
    """A case of 8 actors with 5 options each, of which the constraints leave about 100,000 of 2^40 combinations.

    The options that a constraint mentions stand far from each other in the case, at places that `seed` decides, and
    so do the constraints: an unlucky order, since states are grown option by option.
    """
    rng = random.Random(seed)
    names = [f"a{k // 5}.o{k % 5}" for k in range(40)]
    rng.shuffle(names)
    impossible, always = _constraints(shape, names)
    rng.shuffle(impossible)
    rng.shuffle(always)
    actors = {f"a{k}": {"options": {f"o{j}": f"o{j}" for j in range(5)}, "prefers": [f"a{k}.o0"]} for k in range(8)}
    return Case.model_validate({"title": shape, "actors": actors, "impossible": impossible, "always": always})


def _constraints(shape: str, names: list[str]) -> tuple[list[str], list[str]]:
    """What is impossible and what always holds."""
    if shape == "exactly one of each group":
        ends = (0, 7, 14, 21, 28, 34, 40)
        return [], [f"one({', '.join(names[a:b])})" for a, b in pairwise(ends)]
    if shape == "each option needs the one before":
        chains = [f"{names[k]} and not {names[k - 1]}" for k in range(1, 36) if k % 6]
        return chains, [f"not {name}" for name in names[36:]]
    if shape == "options that follow from others":
        rng = random.Random(2)
        picked = [rng.sample(names[:17], 3) for _ in range(23)]
        return [], [f"{n} iff {a} and ({b} or not {c})" for n, (a, b, c) in zip(names[17:], picked, strict=True)]
    if shape == "at most four of forty":
        return [], [f"atmost(4, {', '.join(names)})"]
    width, count, seed = (3, 130, 6) if shape == "three-way exclusions" else (4, 225, 2)
    return exclusions(names, width, count, seed), []


def exclusions(names: Sequence[str], width: int, count: int, seed: int) -> list[str]:
    """So many random combinations of `width` options taken or not, none of which is possible."""
    rng = random.Random(seed)
    return [
        " and ".join(f"{'not ' if rng.random() < 0.5 else ''}{name}" for name in rng.sample(names, width))
        for _ in range(count)
    ]
