"""The power indices as their definitions say: every coalition, and every order of the players, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, permutations
from typing import NamedTuple

from countermove.model.rules import Rule, named_actors
from reference import AGAINST, FOR, Model

__all__ = ["Reference", "coalitions", "players", "reference_power"]

Coalition = frozenset[str]


class Reference(NamedTuple):
    """What `countermove.power` has to arrive at; the mappings are by player."""

    shapley_shubik: dict[str, Fraction]
    banzhaf: dict[str, Fraction]
    banzhaf_absolute: dict[str, Fraction]
    prevent: dict[str, Fraction]
    initiate: dict[str, Fraction]
    power_to_act: Fraction
    winning: int
    vetoes: set[str]
    dictators: set[str]
    dummies: set[str]
    minimal_winning: set[Coalition]
    minimal_blocking: set[Coalition]


def players(model: Model, body: str, rule: Rule) -> list[str]:
    """The members and all actors that the rule names; a member body is replaced by its own players."""
    found = set(named_actors(rule))
    for member in model.case.bodies[body].members:
        if model.is_body(member):
            inner = model.case.bodies[member].decides
            assert inner is not None
            found |= set(players(model, member, inner))
        else:
            found.add(member)
    return [actor for actor in model.actors if actor in found]


def coalitions(names: list[str]) -> Iterator[Coalition]:
    """All sets of players, small ones first."""
    for size in range(len(names) + 1):
        yield from map(frozenset, combinations(names, size))


def reference_power(model: Model, body: str, rule: Rule, in_orders: bool = True) -> Reference:
    """All indices of a rule; Shapley-Shubik from all orders of the players, or from swings and factorials."""
    names = players(model, body, rule)
    wins: set[Coalition] = set()
    for coalition in coalitions(names):
        stances = dict.fromkeys(model.actors, AGAINST) | dict.fromkeys(coalition, FOR)
        if model.passes(rule, body, stances):
            wins.add(coalition)
    everybody = frozenset(names)
    swings = {a: sum(c - {a} not in wins for c in wins if a in c) for a in names}
    shapley = _by_orders(names, wins) if in_orders else _by_swings(names, wins)
    blocks = {c for c in coalitions(names) if everybody - c not in wins}
    n, total = len(names), sum(swings.values())
    losing = 2**n - len(wins)
    return Reference(
        shapley,
        {a: Fraction(swings[a], total) for a in names},
        {a: Fraction(swings[a], 2 ** (n - 1)) for a in names},
        {a: Fraction(swings[a], len(wins)) for a in names},
        {a: Fraction(swings[a], losing) for a in names},
        Fraction(len(wins), 2**n),
        len(wins),
        {a for a in names if everybody - {a} not in wins},
        {a for a in names if all((a in c) == (c in wins) for c in coalitions(names))},
        {a for a in names if not swings[a]},
        {c for c in wins if all(c - {a} not in wins for a in c)},
        {c for c in blocks if all(c - {a} not in blocks for a in c)},
    )


def _by_orders(names: list[str], wins: set[Coalition]) -> dict[str, Fraction]:
    """How often each player is the one with whom those who came so far win, over all orders."""
    pivots = dict.fromkeys(names, 0)
    orders = 0
    for order in permutations(names):
        orders += 1
        pivots[next(a for k, a in enumerate(order) if frozenset(order[: k + 1]) in wins)] += 1
    return {a: Fraction(count, orders) for a, count in pivots.items()}


def _by_swings(names: list[str], wins: set[Coalition]) -> dict[str, Fraction]:
    """The same from the formula: a swing with s others before it has s! (n - 1 - s)! orders."""
    found = dict.fromkeys(names, Fraction(0))
    weight = [Fraction(1)]
    n = len(names)
    for s in range(n):  # 1 / (n C(n - 1, s))
        weight.append(weight[-1] * (n - 1 - s) / (s + 1))
    for coalition in wins:
        for a in coalition:
            if coalition - {a} not in wins:
                found[a] += 1 / (n * weight[len(coalition) - 1])
    return found
