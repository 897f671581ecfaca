"""Seeded random cases of any size, for the benchmarks."""

from __future__ import annotations

import random
from typing import Any

from countermove.model.case import Case


def random_case(
    actors: int,
    options: int,
    *,
    lines: int = 12,
    seed: int = 1,
    irreversible: int = 0,
    constrained: bool = False,
    body: bool = False,
) -> Case:
    """A case of `actors` with `options` each and `lines` prioritised statements each.

    `irreversible`: so many actors have an option that cannot be undone. `constrained`: about one state in five
    is infeasible. `body`: three of the actors decide two of the options by consensus.
    """
    rng = random.Random(seed)
    ids = [f"a{k}" for k in range(actors)]
    owned = {id_: [f"o{k}" for k in range(options)] for id_ in ids}
    if body:
        owned["b"] = [owned[ids[0]].pop(), owned[ids[1]].pop()]
        owned["b"] = ["x", "y"]
    every = [f"{owner}.{option}" for owner, names in owned.items() for option in names]
    case: dict[str, Any] = {"title": f"{actors} actors, {options} options each", "actors": {}}
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
        case["bodies"] = {
            "b": {"members": ids[:3], "decides": "consensus", "options": {name: name for name in owned["b"]}}
        }
    case["status quo"] = []
    return Case.model_validate(case)


def _statement(rng: random.Random, options: list[str]) -> str:
    chosen = rng.sample(options, rng.randint(1, 3))
    parts = [f"{rng.choice(['', 'not '])}{option}" for option in chosen]
    return rng.choice([" and ", " or "]).join(parts)
