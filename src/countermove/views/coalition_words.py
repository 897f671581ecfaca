"""Coalitions in words: who would leave a state together, how, and for what."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.analysis.coalitions import CoalitionTable, Upset, coalitions, count_up_to, fitting_size, parties
from countermove.analysis.equilibria import StabilityTable
from countermove.game.listed import ListedGame
from countermove.stability.concept import find_concept
from countermove.stability.engines.dispatch import LARGE
from countermove.text.naming import change_words, joined, state_name
from countermove.text.phrases import Lines, plural

__all__ = ["names", "summary", "together", "way_out"]

MOMENT = 3 * 10**8
"""So many steps are taken in a moment; the brief asks no more of coalitions."""
MANY = 500
"""So many coalitions are asked in the brief; each takes some time, however small the case."""
TOGETHER = (("nash", "cnash"), ("seq", "cseq"), ("smr", "csmr"), ("gmr", "cgmr"))
"""Which coalition concept is asked of an outcome: the first whose concept for single movers it holds under."""


def together(table: StabilityTable, order: Sequence[int]) -> Lines:
    """Whether coalitions would leave the outcomes in `order`; nothing where that takes more than a moment."""
    size = fitting_size(table.graph, MOMENT) if table.graph.size < LARGE else 0
    while size and count_up_to(table.graph, size) > MANY:
        size -= 1
    if min(size, len(parties(table.graph))) < 2:
        return
    asked: dict[str, list[int]] = {}
    for state in order:
        held = table.equilibrium(state).concepts
        concept = next((coalition for single, coalition in TOGETHER if single in held), None)
        if concept is not None:
            asked.setdefault(concept, []).append(state)
    for concept, states in asked.items():
        yield from _judged(coalitions(table.graph, size, concept=concept), states)


def _judged(found: CoalitionTable, states: Sequence[int]) -> Lines:
    graph = found.graph
    holding = [state_name(graph, state) for state in states if found.holding[state]]
    keeping = "" if found.concept.id == "cnash" else " in a way that the others would not undo"
    keeping = keeping.replace("would", "could") if found.concept.id in ("cgmr", "csmr") else keeping
    if holding:
        yield 1, f"No coalition of up to {found.size} actors gains by leaving {joined(holding, 'or')}{keeping}."
    for state in states:
        if not found.holding[state]:
            first, *others = found.upsets(state, minimal=True)
            more = f" So would {len(others)} other {plural(len(others), 'coalition', 'coalitions')}." if others else ""
            yield 1, f"{_leaving(graph, first)}{keeping}{way_out(graph, first)}.{more}"


def _leaving(graph: ListedGame, upset: Upset) -> str:
    """Who would leave which state for which."""
    who = names(graph, upset.coalition)
    target = "a better one" if upset.to is None else state_name(graph, upset.to)
    leave = f"would leave {state_name(graph, upset.state)} for {target}"
    return f"Together, {who} {leave}" if len(upset.coalition) > 1 else f"Alone, {who} {leave}"


def names(graph: ListedGame, ids: Sequence[str]) -> str:
    """The members of a coalition: ``A, B and C``."""
    return joined([graph.case.label(id_) for id_ in ids])


def way_out(graph: ListedGame, upset: Upset) -> str:
    """The moves of a coalition in brackets, one after another; empty where they were too many to follow."""
    return f" ({moves_words(graph, upset)})" if upset.steps else ""


def moves_words(graph: ListedGame, upset: Upset) -> str:
    """The moves of a coalition, one after another."""
    if upset.steps is None:
        return "by moves that were too many to follow"
    parts = []
    for step in upset.steps:
        mover = graph.mover(step.mover)
        carried = mover.is_body and not mover.merged
        by = "which it carries, " if len(upset.coalition) == 1 else "which they carry, "
        who = f"{graph.case.label(step.mover)}{', ' + by if carried else ' '}"
        parts.append(f"{who}{change_words(graph, step.mover, step.before, step.after)}")
    return ", then ".join(parts)


def summary(found: CoalitionTable) -> str:
    """What was asked, and how many states hold alone and against coalitions."""
    graph = found.graph
    members = "one party" if found.size == 1 else f"up to {found.size} actors"
    number = len(found.coalitions)
    gain = "one gains and none loses" if found.pareto else "every member gains"
    who = f"{number:,} {plural(number, 'coalition', 'coalitions')} of {members}"
    alone, both = int(found.alone.sum()), int((found.alone & found.holding).sum())
    label = find_concept(found.concept.alone).label
    text = (
        f"{found.concept.label} asks: {found.concept.question} A coalition leaves where {gain}; {who} "
        f"{plural(number, 'is', 'are')} asked.\n"
    )
    if alone:
        text += f"Of {graph.size:,} states, {alone:,} {plural(alone, 'holds', 'hold')} where each decides alone ({label}); "
        text += f"{both:,} of these {plural(both, 'holds', 'hold')}" if both else "none holds"
        text += " against the coalitions, too."
    else:
        text += f"None of {graph.size:,} states holds where each decides alone ({label})."
    more = int((found.holding & ~found.alone).sum())
    if more:
        holds = plural(more, "1 other state holds", f"{more:,} other states hold")
        text += f" {holds} against the coalitions, but not alone: some body would move by its own rule."
    return text
