"""Who gains and who loses by an outcome, and what holds it there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.lines import deciding_line
from countermove.analysis.winners import Standing, standings
from countermove.explanation import Improvement, Preference, explain
from countermove.explanation.evidence import Step
from countermove.game.listed import ListedGame, Mover
from countermove.stability.engines.local import moves_from
from countermove.text.naming import joined, number, shortened, state_name
from countermove.text.phrases import Lines, line_words, percent, plural, step_words

__all__ = ["BRACKETS", "holding", "stakes"]

BRACKETS = "In brackets: the share of states that are worse for it, today and then"
MANY = 9
"""So many actors are told of one by one."""
NAMED = 6
VERDICTS = {"better": "better off", "worse": "worse off", "equal": "as well off as today"}
CONCEPT_ORDER = ("nash", "sseq", "seq", "smr", "gmr", "conflict-analysis", "sim")


def stakes(graph: ListedGame, lead: int, most: int | None = None) -> Lines:
    """For each actor whether `lead` is better than the status quo, and which of its lines it wins and loses.

    At most `most` of either, the most important first; all, if None.
    """
    start = graph.status_quo
    if start is None or start == lead:
        reason = "There is no status quo to compare with" if start is None else "Nothing changes against today"
        shares = _shares(graph, standings(graph, lead, lead))
        yield 1, f"{reason}. The share of all states that are worse: for {shares}."
        return
    yield 1, f"{BRACKETS}; the lines, by number."
    found = standings(graph, start, lead)
    told = found if len(found) <= MANY else [s for s in found if graph.case.actors[s.actor].options][:MANY]
    for standing in told:
        yield 1, _standing_words(graph, standing, most)
    others = [s for s in found if s not in told]
    if others:
        yield 1, f"The others: {'; '.join(_together(graph, others))}."


def _shares(graph: ListedGame, found: Sequence[Standing]) -> str:
    """Who has which share; one by one, or, where actors are many, those with one share together."""
    if len(found) <= MANY:
        return ", ".join(f"{graph.case.label(s.actor)} {percent(s.share_after)}" for s in found)
    alike: dict[str, list[str]] = {}
    for standing in found:
        alike.setdefault(percent(standing.share_after), []).append(graph.case.label(standing.actor))
    return "; ".join(f"{shortened(names, NAMED)} {share}" for share, names in alike.items())


def _together(graph: ListedGame, found: Sequence[Standing]) -> Iterator[str]:
    """Actors by how they fare, without their lines."""
    for verdict, words in VERDICTS.items():
        names = [graph.case.label(s.actor) for s in found if s.verdict == verdict]
        if names:
            yield f"{words} {plural(len(names), 'is', 'are')} {shortened(names, NAMED)}"


def _standing_words(graph: ListedGame, standing: Standing, most: int | None) -> str:
    who = graph.case.label(standing.actor)
    verdict = VERDICTS[standing.verdict]
    shares = f"{round(100 * standing.share_before)} to {percent(standing.share_after)}"
    won = [line_words(d) for d in standing.differences if d.gained][:most]
    lost = [line_words(d) for d in standing.differences if not d.gained][:most]
    both = [f"wins {', '.join(won)}" if won else "", f"loses {', '.join(lost)}" if lost else ""]
    said = "; ".join(part for part in (both if standing.verdict == "better" else both[::-1]) if part)
    return f"{who}: {verdict} ({shares}){'; ' + said if said else ''}."


def holding(table: StabilityTable, lead: int) -> Lines:
    """For each mover the best that it could try at `lead`, and what stops it."""
    graph = table.listed
    equilibrium = table.at(lead)
    known = next((c for c in CONCEPT_ORDER if c in equilibrium.concepts), None)
    for mover in graph.movers:
        improvements = _improvements(graph, lead, mover, known or "nash")
        who = graph.case.label(mover.id)
        if improvements:
            best = max(improvements, key=_attraction(graph, mover))
            yield 1, f"{who}: tempted; {step_words(graph, mover.id, lead, best.state)}."
            yield 2, _deterrent(graph, best) if known else "But it looks further ahead, and stays."
        elif mover.merged:
            yield 1, f"{who}: not tempted. No move together is better for each of them."
        elif mover.is_body:
            yield 1, f"{who}: none of its decisions would pass."
        else:
            yield 1, f"{who}: not tempted. {_next_best(graph, mover, lead)}"


def _improvements(graph: ListedGame, lead: int, mover: Mover, concept: str) -> tuple[Improvement, ...]:
    explanation = explain(graph, number(lead), mover.id, concept)
    return explanation.gains


def _attraction(graph: ListedGame, mover: Mover) -> Callable[[Improvement], int]:
    """How attractive an improvement is: its rank for an actor; for a body, the ranks of all actors together."""
    ranks = graph.ranks.sum(axis=0) if mover.actor is None else graph.ranks[mover.actor]
    return lambda improvement: int(ranks[improvement.state])


def _deterrent(graph: ListedGame, improvement: Improvement) -> str:
    if improvement.combination is not None:
        movers = joined([graph.case.label(change.mover) for change in improvement.combination.changes])
        end = state_name(graph, improvement.combination.state)
        return f"But if {movers} moved at the same time, it would end in {end}, no better."
    if not improvement.sanction:
        return "Answers undo it; they were not searched one by one."
    moves = [f"{graph.case.label(s.mover)} {step_words(graph, s.mover, s.before, s.after)}" for s in improvement.sanction]
    return f"But the answer would undo it: {', then '.join(moves)}; {_kind(graph, improvement.sanction)}."


def _kind(graph: ListedGame, steps: Sequence[Step]) -> str:
    """Whether those who answer would: of a body it is told that its decision would not pass, for it likes nothing."""
    unwilling = [step for step in steps if not step.credible]
    if not unwilling:
        return "in its mover's own interest at each step"
    owned = [step for step in unwilling if isinstance(step.why, Preference)]
    free = all(isinstance(step.why, Preference) and step.why.gain == 0 for step in owned)
    kinds = []
    if owned:
        who = joined(list(dict.fromkeys(graph.case.label(step.mover) for step in owned)))
        cost = f"that costs {who} nothing, and gains nothing" if free else f"that {who} would rather not carry out"
        kinds.append(f"a threat {cost}")
    if len(owned) < len(unwilling):
        bodies = dict.fromkeys(graph.case.label(s.mover) for s in unwilling if not isinstance(s.why, Preference))
        kinds.append(f"a decision of {joined(list(bodies))} that would not pass")
    return ", and ".join(kinds)


def _next_best(graph: ListedGame, mover: Mover, lead: int) -> str:
    targets = moves_from(graph, mover, np.array([lead], dtype=np.int32)).target
    assert mover.actor is not None
    if not len(targets):
        return "No other move."
    rank = graph.ranks[mover.actor]
    best = int(targets[np.argmax(rank[targets])])
    if rank[best] == rank[lead]:
        return f"Best other move: {step_words(graph, mover.id, lead, best)}; just as good."
    line = None if graph.is_graph else deciding_line(graph, mover.id, lead, best)
    cost = f"loses line {line_words(line)}" if line else "worse"
    return f"Best other move: {step_words(graph, mover.id, lead, best)}; {cost}."
