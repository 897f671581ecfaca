"""The brief: what the analysis says, for somebody who has never heard of the graph model, on one screen.

Every word is either fixed here or a name of the case. Sections are lists of lines; a line that is too long is
wrapped, and what does not fit on the screen is left out from below, section by section, and said to be.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from countermove.analysis.assumptions import Alternative, alternatives, strongest, support
from countermove.analysis.blocking import Decision, decisions
from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.analysis.lines import Difference, deciding_line
from countermove.analysis.paths import shortest_path
from countermove.analysis.winners import Standing, standings
from countermove.explain import Improvement, explain
from countermove.graph.compile import Graph, Mover
from countermove.model.preferences import lines_of
from countermove.stability.local import moves_from
from countermove.words import change_words, joined, number, outcome, state_name

__all__ = ["brief"]

WIDTH = 100
HEIGHT = 45
OTHERS = 3
CONCEPT_ORDER = ("nash", "sseq", "seq", "smr", "gmr", "conflict-analysis", "sim")
MANY = 100
LISTED = 8
KINDS = (
    ("firmly", ("nash",), "nobody has anything better to move to"),
    ("by credible answers", ("sseq", "seq"), "who leaves is answered by others in their own interest, and gains nothing"),
    ("by threats", ("smr", "gmr"), "who leaves can be punished, but at a price to those who punish"),
    ("by chance", ("conflict-analysis", "sim"), "who leaves gains nothing if others happen to move at the same time"),
)


@dataclass(frozen=True)
class Section:
    """A heading and its lines; a line is its level of indentation and its text."""

    title: str
    lines: tuple[tuple[int, str], ...]


def brief(table: StabilityTable) -> str:
    """The brief of a solved case: at most 45 lines of 100 columns.

    Where it settles (strongest first: reachable by improvements, then the number of concepts), how it gets
    there, who gains and who loses, what holds it there, who can block, and what this rests on.
    """
    graph = table.graph
    title = graph.case.title or "Untitled case"
    when = f" ({graph.case.at})" if graph.case.at else ""
    scenario = f", scenario {graph.scenario}" if graph.scenario else ""
    head = textwrap.wrap(f"{title}{when}{scenario}", WIDTH)[:2]
    order = strongest(table, OTHERS + 1)
    rest = _after_settling(table, order)
    return "\n".join([*head, *_fitted(lambda shown: [_settling(table, order[:shown]), *rest], len(order), HEIGHT - len(head))])


def _settling(table: StabilityTable, order: Sequence[int]) -> Section:
    return Section("WHERE IT SETTLES", tuple(_settles(table, order)))


def _after_settling(table: StabilityTable, order: Sequence[int]) -> list[Section]:
    """The sections that follow the outcomes, those that have nothing to say left out."""
    sections: list[tuple[str, list[tuple[int, str]]]] = []
    if order:
        lead = order[0]
        sections += [
            ("HOW IT GETS THERE", list(_path(table, lead))),
            ("WHO GAINS AND WHO LOSES", list(_winners(table.graph, lead))),
            ("WHAT HOLDS IT THERE", list(_holding(table, lead))),
        ]
    anchor = table.graph.status_quo if table.graph.status_quo is not None or not order else order[0]
    if anchor is not None:
        sections.append(("WHO CAN BLOCK", list(_blocking(table.graph, anchor))))
    sections.append(("WHAT THIS RESTS ON", list(_rests_on(table, order))))
    return [Section(title, tuple(lines)) for title, lines in sections if lines]


Lines = Iterator[tuple[int, str]]


def _settles(table: StabilityTable, order: Sequence[int]) -> Lines:
    graph = table.graph
    yield 1, _counted(table)
    if not order:
        yield 1, "No state is an equilibrium under any of these concepts: wherever it stands, somebody moves on."
        return
    lead = table.equilibrium(order[0])
    yield 1, f"{_sentence(state_name(graph, lead.state))} {_strength(table, lead)}{'.' if graph.is_listed else ':'}"
    if not graph.is_listed:
        yield from ((2, line) for line in _doing(graph, lead.state))
    for state in order[1:]:
        other = table.equilibrium(state)
        yield 1, f"{_sentence(state_name(graph, state))} {_strength(table, other)}: {_compared(graph, lead.state, state)}"
    rest = int((table.strength() > 0).sum()) - len(order)
    if rest > 0:
        many = "There are many outcomes, so look at how each holds: a" if rest >= MANY else "A"
        yield 1, f"{many}nother {rest:,} {_plural(rest, 'state holds', 'states hold')} less firmly or cannot be reached."
    legend = _legend([table.equilibrium(state) for state in order])
    if legend:
        yield 1, legend


def _counted(table: StabilityTable) -> str:
    graph = table.graph
    ids = [concept.id for concept in table.concepts]
    if "nash" not in ids:
        held = int((table.strength() > 0).sum())
        return f"Of {graph.size:,} states, {held:,} {_plural(held, 'is an equilibrium', 'are equilibria')} under {joined([c.label for c in table.concepts], 'or')}."
    nash = np.flatnonzero(table.holding("nash"))
    if not len(nash):
        return f"None of {graph.size:,} states is a Nash equilibrium: in each, somebody has something better to move to."
    listed = f" ({joined([str(number(int(state))) for state in nash])})" if len(nash) <= LISTED else ""
    text = (
        f"Of {graph.size:,} states, {len(nash):,} {_plural(len(nash), 'is a Nash equilibrium', 'are Nash equilibria')}{listed}, "
        "where nobody has anything better to move to"
    )
    if table.reached is None or graph.status_quo is None:
        return f"{text}."
    reached = [int(state) for state in nash if table.reached["improvements"][state]]
    today = f"the status quo, {state_name(graph, graph.status_quo)}"
    if not reached:
        return f"{text}; improvements lead to none of them from {today}."
    which = joined([state_name(graph, state) for state in reached[:4]]) if len(reached) <= 4 else f"{len(reached):,} of them"
    only = "only " if len(reached) < len(nash) else ""
    return f"{text}; {only}{which} can be reached by improvements from {today}."


def _strength(table: StabilityTable, equilibrium: Equilibrium) -> str:
    labels = [concept.label for concept in table.concepts if concept.id in equilibrium.concepts]
    under = f"all {len(labels)} concepts" if len(labels) == len(table.concepts) > 1 else ", ".join(labels)
    text = f"holds {_kind(equilibrium)} ({under})"
    if equilibrium.by_improvements is None:
        return text
    if equilibrium.by_improvements:
        return f"{text}, and improvements lead there"
    return f"{text}; {'only other moves lead there' if equilibrium.by_moves else 'no moves lead there'}"


def _kind(equilibrium: Equilibrium) -> str:
    """How firmly an equilibrium holds, by the strongest kind of reason."""
    return next(phrase for phrase, concepts, _ in KINDS if set(concepts) & set(equilibrium.concepts))


def _legend(equilibria: Sequence[Equilibrium]) -> str:
    """What the kinds of reasons mean; the first is said with the count of Nash equilibria."""
    used = {_kind(equilibrium) for equilibrium in equilibria}
    said = [f"{phrase}: {meaning}" for phrase, _, meaning in KINDS[1:] if phrase in used]
    return _sentence("; ".join(said)) + "." if said else ""


def _doing(graph: Graph, state: int, idle: bool = True) -> Iterator[str]:
    """Who does what in a state; last, if asked for, who does nothing."""
    doing = outcome(graph, state)
    yield from (f"{owner}: {'; '.join(names)}" for owner, names in doing if names)
    resting = [owner for owner, names in doing if not names]
    if idle and resting:
        yield f"{joined(resting)}: nothing"


def _compared(graph: Graph, reference: int, state: int) -> str:
    """A state as its difference from another: who does more, who less."""
    if graph.is_listed:
        return "another end"
    was, is_ = graph.taken(reference), graph.taken(state)
    parts = []
    for owner in dict.fromkeys(row.owner for row in graph.options):
        rows = [row for row in graph.options if row.owner == owner]
        more = [f'"{row.name}"' for row in rows if is_[row.index] and not was[row.index]]
        less = [f'not "{row.name}"' for row in rows if was[row.index] and not is_[row.index]]
        if more or less:
            parts.append(f"{graph.case.label(owner)}: {joined([*more, *less])}")
    return f"as {state_name(graph, reference)}, but {'; '.join(parts)}"


def _path(table: StabilityTable, lead: int) -> Lines:
    graph, start = table.graph, table.graph.status_quo
    if start is None:
        return
    if start == lead:
        yield 1, f"It is there already: {state_name(graph, start)} is where things stand today."
        return
    equilibrium = table.equilibrium(lead)
    improving = bool(equilibrium.by_improvements)
    path = shortest_path(graph, start, lead, improving) if equilibrium.by_moves else None
    if path is None:
        yield 1, f"No legal sequence of moves leads there from the status quo, {state_name(graph, start)}."
        return
    if not improving:
        yield 1, "Not by steps that all who take them want; the shortest way against some mover's interest is:"
    if not graph.is_listed:
        yield 1, f"Today ({state_name(graph, start)}): {'. '.join(_doing(graph, start, idle=False)) or 'nobody does anything'}."
    for k, step in enumerate(path, 1):
        yield 1, f"{k}. {graph.case.label(step.mover)} {_step_words(graph, step.mover, step.before, step.after)}."


def _winners(graph: Graph, lead: int) -> Lines:
    start = graph.status_quo
    if start is None or start == lead:
        reason = "The case names no status quo to compare with" if start is None else "Nothing changes against today"
        shares = [f"{graph.case.label(s.actor)} {_percent(s.share_after)}" for s in standings(graph, lead, lead)]
        yield 1, f"{reason}. So many of all states are worse: for {', '.join(shares)}."
        return
    yield 1, "In brackets: the share of states that are worse for it, today and then; the lines, by number."
    for standing in standings(graph, start, lead):
        yield 1, _standing_words(graph, standing)


def _standing_words(graph: Graph, standing: Standing) -> str:
    who = graph.case.label(standing.actor)
    verdict = {"better": "better off", "worse": "worse off", "equal": "as well off as today"}[standing.verdict]
    shares = f"{round(100 * standing.share_before)} to {_percent(standing.share_after)}"
    won = [f"wins {_line_words(d)}" for d in standing.differences if d.gained][:1]
    lost = [f"loses {_line_words(d)}" for d in standing.differences if not d.gained][:1]
    said = ", ".join([*won, *lost] if standing.verdict == "better" else [*lost, *won])
    return f"{who}: {verdict} ({shares}){'; ' + said if said else ''}."


def _line_words(difference: Difference) -> str:
    return f"{difference.position + 1} ({'; '.join(str(line.that) for line in lines_of(difference.line))})"


def _holding(table: StabilityTable, lead: int) -> Lines:
    graph = table.graph
    equilibrium = table.equilibrium(lead)
    concept = next(c for c in CONCEPT_ORDER + equilibrium.concepts if c in equilibrium.concepts)
    for mover in graph.movers:
        improvements = explain(graph, number(lead), mover.id, concept).improvements
        who = graph.case.label(mover.id)
        if improvements:
            best = max(improvements, key=_attraction(graph, mover))
            yield 1, f"{who}: tempted; {_step_words(graph, mover.id, lead, best.state)}."
            yield 2, _deterrent(graph, best)
        elif mover.is_body:
            yield 1, f"{who}: none of its decisions would pass."
        else:
            yield 1, f"{who}: not tempted. {_next_best(graph, mover, lead)}"


def _attraction(graph: Graph, mover: Mover) -> Callable[[Improvement], int]:
    """How attractive an improvement is: its rank for an actor; for a body, the ranks of all actors together."""
    ranks = graph.ranks.sum(axis=0) if mover.actor is None else graph.ranks[mover.actor]
    return lambda improvement: int(ranks[improvement.state])


def _deterrent(graph: Graph, improvement: Improvement) -> str:
    if improvement.combination is not None:
        movers = joined([graph.case.label(change.mover) for change in improvement.combination.changes])
        return f"But if {movers} moved at the same time, it would end in {state_name(graph, improvement.combination.state)}, no better."
    if not improvement.sanction:
        return "Answers undo it; they were not searched one by one."
    moves = [
        f"{graph.case.label(s.mover)} {_step_words(graph, s.mover, s.before, s.after)}" for s in improvement.sanction
    ]
    against = [graph.case.label(s.mover) for s in improvement.sanction if not s.credible]
    kind = f"a threat that {joined(list(dict.fromkeys(against)))} would rather not carry out" if against else "in its mover's own interest at each step"
    return f"But the answer would undo it: {', then '.join(moves)}; {kind}."


def _next_best(graph: Graph, mover: Mover, lead: int) -> str:
    targets = moves_from(graph, mover, np.array([lead], dtype=np.int32)).target
    assert mover.actor is not None
    if not len(targets):
        return "No other move."
    rank = graph.ranks[mover.actor]
    best = int(targets[np.argmax(rank[targets])])
    if rank[best] == rank[lead]:
        return f"Best other move: {_step_words(graph, mover.id, lead, best)}; just as good."
    line = None if graph.is_listed else deciding_line(graph, mover.id, lead, best)
    cost = f"loses line {_line_words(line)}" if line else "worse"
    return f"Best other move: {_step_words(graph, mover.id, lead, best)}; {cost}."


def _step_words(graph: Graph, mover: str, before: int, after: int) -> str:
    """A move without its mover, and where it leads: ``takes "Strike" (state 2)``."""
    change, end = change_words(graph, mover, before, after), state_name(graph, after)
    return change if change.endswith(end) else f"{change} ({end})"


def _blocking(graph: Graph, state: int) -> Lines:
    for decision in decisions(graph, state):
        name = f"{graph.case.label(decision.body)}: {graph.options[decision.option].name}"
        vetoes = [graph.case.label(actor) for actor in decision.vetoes]
        who = f"a veto for each of {joined(vetoes)}" if len(vetoes) > 1 else f"a veto for {vetoes[0]}" if vetoes else "nobody has a veto"
        yield 1, f"{name}: {who}. {_now(graph, decision)}"


def _now(graph: Graph, decision: Decision) -> str:
    if decision.after is None:
        return "As things stand, it cannot be changed." if not decision.taking else "As things stand, it is not possible."
    verdict = "it passes" if decision.passes else "it fails"
    what = "" if decision.taking else " to undo it"
    against = [
        f"{graph.case.label(actor)}, line {_line_words(line)}" if line else graph.case.label(actor)
        for actor, line in decision.oppose
    ]
    favour = [graph.case.label(actor) for actor in decision.favour]
    sides = [f"against{what}: {'; '.join(against)}"] if against else []
    sides += [f"for{'' if against else what}: {joined(favour)}"] if favour else []
    return f"Now {verdict}; {'; '.join(sides) or 'nobody wants it'}."


def _rests_on(table: StabilityTable, order: Sequence[int]) -> Lines:
    graph = table.graph
    counted = support(graph.case)
    if counted.total:
        assumptions = f"{counted.total} {_plural(counted.total, 'assumption', 'assumptions')}"
        yield 1, (
            f"{assumptions}, {counted.without_evidence} without evidence, of these {counted.without_reason} without a stated reason."
        )
    ranked = [graph.case.label(a) for a, actor in graph.case.actors.items() if actor.ranking is not None]
    if ranked:
        yield 1, f"{_plural(len(ranked), 'The ranking', 'The rankings')} of {joined(ranked)}, taken as given."
    for found in alternatives(graph, tuple(concept.id for concept in table.concepts)):
        yield 1, _alternative_words(graph, found, order[0] if order else None)


def _alternative_words(graph: Graph, found: Alternative, lead: int | None) -> str:
    who = graph.case.label(found.actor)
    sure = f"{int(found.line.sure * 100)} % sure"
    instead = "falls" if found.instead is None else f"is {found.instead} instead"
    if found.state is None:
        end = "nothing is an equilibrium"
    elif found.state == lead:
        end = f"the outcome is still {state_name(graph, found.state)}"
    else:
        compared = f": {_compared(graph, lead, found.state)}" if lead is not None else ""
        way = "" if found.reached is None else ", which improvements reach" if found.reached else ", which improvements do not reach"
        end = f"the outcome is {state_name(graph, found.state)}{way}{compared}"
    return f"Line {found.position + 1} of {who} ({found.line.that}) is {sure}. If it {instead}, {end}."


def _fitted(sections_with: Callable[[int], Sequence[Section]], outcomes: int, height: int) -> list[str]:
    """The sections as wrapped lines, at most `height`.

    What does not fit is left out in this order: the blank lines between sections, the outcomes after the
    first, and at last the end of the longest section.
    """
    for shown, blank in [(outcomes, 1), *((n, 0) for n in range(outcomes, 0, -1))]:
        sections = sections_with(shown)
        bodies = [[line for level, text in section.lines for line in _wrapped(level, text)] for section in sections]
        room = height - (1 + blank) * len(sections)
        if sum(map(len, bodies)) <= room:
            break
    while sum(map(len, bodies)) > room:
        longest = max(bodies, key=len)
        longest[-2 if longest[-1] == MORE else -1 :] = [MORE]
        if len(longest) == 1:
            break
    lines = []
    for section, body in zip(sections, bodies, strict=True):
        lines += [*[""] * blank, section.title, *body]
    return lines


MORE = "  ... (more of this: countermove explain, countermove show)"


def _wrapped(level: int, text: str) -> list[str]:
    indent = "  " * level
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=True, break_on_hyphens=False
    )


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


def _plural(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def _sentence(text: str) -> str:
    """Text of ours (never a name of the case) with a capital first letter."""
    return text[:1].upper() + text[1:]
