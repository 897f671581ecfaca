"""Statements over positions, drawn at random, and what they mean, literally."""

from __future__ import annotations

from random import Random

from countermove.model.statements import And, Bit, Const, Count, Iff, Implies, Node, Not, Or

__all__ = ["random_tree", "true_of"]


def random_tree(rng: Random, options: int, depth: int = 3) -> Node:
    """A statement over the first `options` options."""
    if depth == 0 or rng.random() < 0.2:
        return Bit(rng.randrange(options)) if rng.random() < 0.95 else Const(rng.random() < 0.5)

    def part() -> Node:
        return random_tree(rng, options, depth - 1)

    parts = tuple(part() for _ in range(rng.randint(1, 3)))
    low = rng.randint(0, len(parts))
    return rng.choice(
        [
            Not(part()),
            And(parts),
            Or(parts),
            Implies(part(), part()),
            Iff(part(), part()),
            Count(low, rng.randint(low, len(parts)), parts),
        ]
    )


def true_of(tree: Node, code: int) -> bool:
    """Whether a statement is true of one combination."""
    match tree:
        case Const(value):
            return value
        case Bit(index):
            return code >> index & 1 == 1
        case Not(part):
            return not true_of(part, code)
        case And(parts):
            return all(true_of(part, code) for part in parts)
        case Or(parts):
            return any(true_of(part, code) for part in parts)
        case Implies(left, right):
            return true_of(right, code) or not true_of(left, code)
        case Iff(left, right):
            return true_of(left, code) is true_of(right, code)
        case Count(low, high, parts):
            return low <= sum(true_of(part, code) for part in parts) <= high
    raise TypeError(tree)
