"""Who can block a decision, and what an answer rests on."""

from __future__ import annotations

from countermove.analysis.assumptions import Alternative, alternatives, support
from countermove.analysis.blocking import Decision, decisions
from countermove.analysis.equilibria import StabilityTable
from countermove.graph.compile import Graph
from countermove.report.phrases import Lines, compared, line_words, plural
from countermove.words import joined, state_name

__all__ = ["blocking", "grounds"]


def blocking(graph: Graph, state: int) -> Lines:
    """For every option of a body: who has a veto, who is for and against changing it at `state`, and why."""
    for decision in decisions(graph, state):
        name = f"{graph.case.label(decision.body)}: {graph.options[decision.option].name}"
        vetoes = [graph.case.label(actor) for actor in decision.vetoes]
        who = (
            f"a veto for each of {joined(vetoes)}"
            if len(vetoes) > 1
            else f"a veto for {vetoes[0]}"
            if vetoes
            else "nobody has a veto"
        )
        yield 1, f"{name}: {who}. {_now(graph, decision)}"


def _now(graph: Graph, decision: Decision) -> str:
    if decision.after is None:
        return (
            "As things stand, it cannot be changed." if not decision.taking else "As things stand, it is not possible."
        )
    verdict = "it passes" if decision.passes else "it fails"
    what = "" if decision.taking else " to undo it"
    against = [
        f"{graph.case.label(actor)}, line {line_words(line)}" if line else graph.case.label(actor)
        for actor, line in decision.oppose
    ]
    favour = [graph.case.label(actor) for actor in decision.favour]
    sides = [f"against{what}: {'; '.join(against)}"] if against else []
    sides += [f"for{'' if against else what}: {joined(favour)}"] if favour else []
    return f"Now {verdict}; {'; '.join(sides) or 'nobody wants it'}."


def grounds(table: StabilityTable, lead: int | None) -> Lines:
    """Assumptions without support, counted, and what each line that is not sure would change."""
    graph = table.graph
    counted = support(graph.case)
    if counted.total:
        assumptions = f"{counted.total} {plural(counted.total, 'assumption', 'assumptions')}"
        bare = f"{counted.without_evidence} without evidence, of these {counted.without_reason} without a stated reason"
        yield 1, f"{assumptions}, {bare}."
    ranked = [graph.case.label(a) for a, actor in graph.case.actors.items() if actor.ranking is not None]
    if ranked:
        yield 1, f"{plural(len(ranked), 'The ranking', 'The rankings')} of {joined(ranked)}, taken as given."
    for found in alternatives(graph, tuple(concept.id for concept in table.concepts)):
        yield 1, _alternative_words(graph, found, lead)


def _alternative_words(graph: Graph, found: Alternative, lead: int | None) -> str:
    who = graph.case.label(found.actor)
    sure = f"{int(found.line.sure * 100)} % sure"
    instead = "falls" if found.instead is None else f"is {found.instead} instead"
    if found.state is None:
        end = "nothing is an equilibrium"
    elif found.state == lead:
        end = f"the outcome is still {state_name(graph, found.state)}"
    else:
        difference = f": {compared(graph, lead, found.state)}" if lead is not None else ""
        way = (
            ""
            if found.reached is None
            else ", which improvements reach"
            if found.reached
            else ", which improvements do not reach"
        )
        end = f"the outcome is {state_name(graph, found.state)}{way}{difference}"
    return f"Line {found.position + 1} of {who} ({found.line.that}) is {sure}. If it {instead}, {end}."
