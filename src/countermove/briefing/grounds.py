"""Who can block a decision, and what an answer rests on."""

from __future__ import annotations

from countermove.analysis.assumptions import Alternative, Support, alternatives, support, uncertain
from countermove.analysis.blocking import Decision, decisions
from countermove.analysis.equilibria import StabilityTable
from countermove.game.listed import ListedGame
from countermove.text.naming import joined, shortened, state_name
from countermove.text.phrases import Lines, compared, line_words, plural, turning_words

__all__ = ["blocking", "grounds", "support_words"]

MOST = 12
"""So many uncertain lines are tried."""
NAMED = 4
"""So many actors on one side are named."""
LARGE = 100_000
"""From this many states on, they are tried under Nash alone."""


def blocking(graph: ListedGame, state: int) -> Lines:
    """For every option of a body: who has a veto, who is for and against changing it at `state`, and why."""
    for decision in decisions(graph, state):
        name = f"{graph.case.label(decision.body)}: {graph.options[decision.option].name}"
        vetoes = [graph.case.label(actor) for actor in decision.vetoes]
        who = (
            f"a veto for each of {shortened(vetoes, NAMED)}"
            if len(vetoes) > 1
            else f"a veto for {vetoes[0]}"
            if vetoes
            else "nobody has a veto"
        )
        yield 1, f"{name}: {who}. {_now(graph, decision)}"


def _now(graph: ListedGame, decision: Decision) -> str:
    if decision.taking is None:
        return "This state leaves it open."
    if decision.after is None:
        return "As things stand, it is not possible." if decision.taking else "As things stand, it cannot be undone."
    others = [graph.options[option] for option in decision.along if graph.options[option].level is None]
    with_ = joined([f'"{row.name}"' for row in others])
    what = f"{'' if decision.taking else 'undoing it '}{f'(together with {with_}) ' if with_ else ''}"
    verdict = "passes" if decision.passes else "fails"
    told = decision.oppose if len(decision.oppose) <= NAMED else decision.oppose[: NAMED - 1]
    against = [
        f"{graph.case.label(actor)}, line {line_words(line)}" if line else graph.case.label(actor) for actor, line in told
    ]
    against += [f"and {len(decision.oppose) - len(told)} others"] if len(told) < len(decision.oppose) else []
    favour = [graph.case.label(actor) for actor in decision.favour]
    sides = [f"against: {'; '.join(against)}"] if against else []
    sides += [f"for: {shortened(favour, NAMED)}"] if favour else []
    turn = turning_words(graph.case, decision)
    return f"Now {what or 'it '}{verdict}; {'; '.join(sides) or 'nobody wants it'}.{f' {turn}' if turn else ''}"


def support_words(counted: Support) -> str:
    """How many assumptions there are, and how many have neither evidence nor a reason.

    >>> support_words(Support(35, 16, 3))
    '35 assumptions, 16 without evidence, of these 3 without a stated reason.'
    >>> support_words(Support(10, 10, 0))
    '10 assumptions, without evidence, but each with a stated reason.'
    """
    total, bare, unsaid = counted.total, counted.without_evidence, counted.without_reason
    assumptions = f"{total} {plural(total, 'assumption', 'assumptions')}"
    each = "each with" if total > 1 else "with"
    if not bare:
        return f"{assumptions}, {each} evidence."
    if bare == total:
        if not unsaid:
            return f"{assumptions}, without evidence, but {each} a stated reason."
        if unsaid == total:
            return f"{assumptions}, without evidence or a stated reason."
        return f"{assumptions}, none with evidence, {unsaid} without a stated reason."
    return f"{assumptions}, {bare} without evidence, of these {unsaid or 'none'} without a stated reason."


def grounds(table: StabilityTable, lead: int | None) -> Lines:
    """Assumptions without support, counted, and what each line that is not sure would change."""
    graph = table.listed
    counted = support(graph.case)
    if counted.total:
        yield 1, support_words(counted)
    ranked = [graph.case.label(a) for a, actor in graph.case.actors.items() if actor.ranking is not None]
    if ranked:
        yield 1, f"{plural(len(ranked), 'The ranking', 'The rankings')} of {joined(ranked)}, taken as given."
    weighted = [graph.case.label(a) for a, actor in graph.case.actors.items() if actor.worth is not None]
    if weighted:
        yield 1, f"The weights of {joined(weighted)}, taken as given."
    concepts = tuple(concept.id for concept in table.concepts)
    if graph.size >= LARGE and "nash" in concepts:
        concepts = ("nash",)
    for found in alternatives(graph, concepts, lead, MOST):
        yield 1, _alternative_words(graph, found, lead)
    rest = len(uncertain(graph.case)) - MOST
    if rest > 0:
        yield 1, f"{rest} more {plural(rest, 'line is', 'lines are')} not sure, and were not tried."


def _alternative_words(graph: ListedGame, found: Alternative, lead: int | None) -> str:
    who = graph.case.label(found.actor)
    sure = "" if found.line.sure == 1 else f" is {(found.line.sure * 100).normalize():f}\u00a0% sure"
    instead = "falls" if found.instead is None else f"is {found.instead} instead"
    if not found.sound:
        end = "a coalesced state would have to be split, so nothing can be said"
    elif found.state is None:
        end = "nothing is an equilibrium"
    else:
        same = found.state == lead
        difference = "" if same or lead is None else f": {compared(graph, lead, found.state)}"
        way = {None: "", True: ", which improvements reach", False: ", which improvements do not reach"}[found.reached]
        still = "still " if same else ""
        end = f"the outcome is {still}{state_name(graph, found.state)}{way}{difference}"
    line = f"Line {found.position + 1} of {who} ({found.line.that})"
    return f"{line}{sure}. If it {instead}, {end}." if sure else f"If {line[0].lower()}{line[1:]} {instead}, {end}."
