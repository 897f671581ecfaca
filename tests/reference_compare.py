"""Comparisons, literally: two models solved by the reference, their states as sets of combinations of names."""

from __future__ import annotations

from collections.abc import Iterable

from countermove.model.case import Case
from reference import CONCEPTS, Model, taken

Named = frozenset[object]
"""A state: the combinations that it stands for, each the full names of the options taken; or the id of a listed one."""


def concepts_of(case: Case) -> tuple[str, ...]:
    return CONCEPTS[:5] if case.is_graph else CONCEPTS


def named(model: Model, s: int, all_names: Iterable[str]) -> Named:
    """A state by the names of what is taken, among all options of both cases.

    An option that the case does not have is not taken; of one with levels, the first holds.
    """
    if model.case.is_graph:
        return frozenset(model.states[s])
    own = {row.full: row.index for row in model.case.option_rows}
    assumed = {name for name in all_names if name.endswith("!first") and name.removesuffix("!first") not in own}
    return frozenset(
        frozenset(name for name, k in own.items() if taken(int(code), k)) | {n.removesuffix("!first") for n in assumed}
        for code in model.states[s]
    )


def names_of(*cases: Case) -> set[str]:
    """The full names of all options; those of first levels are marked."""
    return {
        f"{row.full}!first" if row.level is not None and row.level == row.record.levels[0] else row.full
        for case in cases
        for row in case.option_rows
    }


def outcomes(model: Model) -> frozenset[int]:
    """Of the equilibria that improvements reach from the status quo (all, without one), those under most concepts."""
    held = [model.equilibria(concept) for concept in concepts_of(model.case)]
    every = frozenset().union(*held)
    if model.status_quo is not None:
        every &= model.reachable_from(model.status_quo)["improvements"]
    most = max((sum(s in found for found in held) for s in every), default=0)
    return frozenset(s for s in every if sum(s in found for found in held) == most)


def judged(model: Model, actor: str, before: Iterable[Named], after: Iterable[Named], names: set[str]) -> str | None:
    """How an actor of a model judges states, given by names, against others."""
    known = {named(model, s, names): s for s in range(len(model.states))}
    was, is_ = list(before), list(after)
    if actor not in model.actors or not was or not is_ or any(state not in known for state in (*was, *is_)):
        return None
    # The same is possible on both sides: which of it comes about is no difference between them.
    if {model.rank(actor, known[s]) for s in was} == {model.rank(actor, known[t]) for t in is_}:
        return "equal"
    signs = {(r > q) - (r < q) for r in (model.rank(actor, known[t]) for t in is_)
             for q in (model.rank(actor, known[s]) for s in was)}  # fmt: skip
    return {frozenset({1}): "better", frozenset({-1}): "worse", frozenset({0}): "equal"}.get(frozenset(signs), "depends")
