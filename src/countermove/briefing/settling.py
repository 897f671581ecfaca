"""Where a conflict settles, and how it gets there: the first half of the brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from countermove.analysis.assumptions import as_strong, strongest
from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.analysis.paths import shortest_path
from countermove.errors import SizeError
from countermove.game.listed import ListedGame
from countermove.text.naming import joined, number, outcome, state_name
from countermove.text.phrases import Lines, compared, plural, sentence, step_words

__all__ = ["path_there", "settling", "strength_words"]

FORESIGHT = "by foresight"
BY_FORESIGHT = (FORESIGHT, (), "who looks as far ahead as the concept says gains nothing by leaving")
MANY = 100
LISTED = 8
FEW = 4
KINDS = (
    ("firmly", ("nash",), "nobody has anything better to move to"),
    (
        "by credible answers",
        ("sseq", "seq"),
        "who leaves is answered by others in their own interest, and gains nothing",
    ),
    ("by threats", ("smr", "gmr"), "who leaves can be punished, but not always in the interest of those who punish"),
    ("by chance", ("conflict-analysis", "sim"), "who leaves gains nothing if others happen to move at the same time"),
)


def settling(table: StabilityTable, order: Sequence[int]) -> Lines:
    """The outcomes in `order`, the first in full, the others by what differs, and how firmly each holds."""
    graph = table.listed
    yield 1, _counted(table)
    if not order:
        yield 1, "No state is an equilibrium under any of these concepts: wherever it stands, somebody moves on."
        return
    lead = table.at(order[0])
    yield 1, f"{_named(graph, lead.state.key)} {strength_words(table, lead)}{'.' if graph.is_graph else ':'}"
    if not graph.is_graph:
        yield from ((2, line) for line in _doing(graph, lead.state.key))
    for state in order[1:]:
        difference = "" if graph.is_graph else f": {compared(graph, lead.state.key, state)}"
        yield 1, f"{_named(graph, state)} {strength_words(table, table.at(state))}{difference}"
    yield from ((1, line) for line in _rest(table, order))
    legend = _legend([table.at(state) for state in order])
    if legend:
        yield 1, legend


def _rest(table: StabilityTable, order: Sequence[int]) -> Iterator[str]:
    """How many outcomes are not told, and whether they are as strong as the last that is."""
    ranked = strongest(table)
    rest = ranked[len(order) :]
    if not rest:
        return
    tied = sum(as_strong(table, state, order[-1]) for state in rest)
    last = state_name(table.listed, order[-1])
    many = "; look at how each holds" if len(rest) >= MANY else ""
    others = f"{len(rest):,} other {plural(len(rest), 'state holds', 'states hold')}"
    if tied == len(rest):
        yield f"{others} as firmly as {last}{many}."
    elif tied:
        # Those that no improvement reaches stand behind, however firmly they hold.
        there = ", and improvements lead there" if table.at(order[-1]).by_improvements else ""
        yield f"{others} too, {tied:,} of them as firmly as {last}{there}{many}."
    else:
        unreached = "" if table.reached is None else f", or {plural(len(rest), 'is', 'are')} not reached by improvements"
        yield f"{others} less firmly{unreached}{many}."


def _named(graph: ListedGame, state: int) -> str:
    """A state at the beginning of a sentence; the id of a listed state stays as it is."""
    return state_name(graph, state) if graph.is_graph else sentence(state_name(graph, state))


def _counted(table: StabilityTable) -> str:
    graph = table.listed
    ids = [concept.id for concept in table.concepts]
    if "nash" not in ids:
        held = int((table.strength() > 0).sum())
        count = f"{held:,} {plural(held, 'is an equilibrium', 'are equilibria')}"
        return f"Of {graph.size:,} states, {count} under {joined([c.label for c in table.concepts], 'or')}."
    nash = np.flatnonzero(table.holding("nash"))
    if not len(nash):
        return f"None of {graph.size:,} states is a Nash equilibrium: in each, somebody has something better to move to."
    named = list(graph.case.states or ())
    ids = [named[state] if named else str(number(state)) for state in map(int, nash[: LISTED + 1])]
    listed = f" ({joined(ids)})" if len(ids) <= LISTED else ""
    count = f"{len(nash):,} {plural(len(nash), 'is a Nash equilibrium', 'are Nash equilibria')}{listed}"
    text = f"Of {graph.size:,} states, {count}, where nobody has anything better to move to"
    if table.reached is None or graph.status_quo is None:
        return f"{text}."
    reached = [int(state) for state in nash if table.reached["improvements"][state]]
    today = f"the status quo, {state_name(graph, graph.status_quo)}"
    if not reached:
        return f"{text}; improvements lead to none of them from {today}."
    if reached == [graph.status_quo]:
        others = "" if len(nash) == 1 else "; improvements lead to no other"
        return f"{text}; {today}, is {plural(len(nash), 'it', 'one of them')}{others}."
    if len(reached) == len(nash):
        return f"{text}; improvements lead {plural(len(nash), 'there', 'to all of them')} from {today}."
    few = joined([state_name(graph, state) for state in reached])
    which = f"only {few}" if len(reached) <= FEW else f"{len(reached):,} of them"
    return f"{text}; {which} can be reached by improvements from {today}."


def strength_words(table: StabilityTable, equilibrium: Equilibrium) -> str:
    """How firmly an outcome holds, under which concepts, and whether anything leads there."""
    labels = [concept.label for concept in table.concepts if concept.id in equilibrium.concepts]
    under = f"all {len(labels)} concepts" if len(labels) == len(table.concepts) > 1 else ", ".join(labels)
    text = f"holds {_kind(equilibrium)} ({under})"
    if equilibrium.by_improvements is None:
        return text
    if equilibrium.state.key == table.listed.status_quo:
        return f"{text}, and is the status quo"
    if equilibrium.by_improvements:
        return f"{text}, and improvements lead there"
    return f"{text}; {'only other moves lead there' if equilibrium.by_moves else 'no moves lead there'}"


def _kind(equilibrium: Equilibrium) -> str:
    """How firmly an equilibrium holds, by the strongest kind of reason."""
    kinds = (phrase for phrase, concepts, _ in KINDS if set(concepts) & set(equilibrium.concepts))
    return next(kinds, FORESIGHT)


def _legend(equilibria: Sequence[Equilibrium]) -> str:
    """What the kinds of reasons mean; the first is said with the count of Nash equilibria."""
    used = {_kind(equilibrium) for equilibrium in equilibria}
    said = [f"{phrase}: {meaning}" for phrase, _, meaning in (*KINDS[1:], BY_FORESIGHT) if phrase in used]
    return sentence("; ".join(said)) + "." if said else ""


def _doing(graph: ListedGame, state: int, idle: bool = True) -> Iterator[str]:
    """Who does what in a state; last, if asked for, who does nothing."""
    doing = outcome(graph, state)
    yield from (f"{owner}: {'; '.join(names)}" for owner, names in doing if names)
    resting = [owner for owner, names in doing if not names]
    if idle and resting:
        yield f"{joined(resting)}: nothing"


def path_there(table: StabilityTable, lead: int) -> Lines:
    """The shortest way from the status quo to the outcome `lead`, move by move."""
    graph, start = table.listed, table.listed.status_quo
    if start is None:
        return
    if start == lead:
        yield 1, f"It is there already: {state_name(graph, start)} is where things stand today."
        return
    equilibrium = table.at(lead)
    improving = bool(equilibrium.by_improvements)
    if not equilibrium.by_moves:
        yield 1, f"No legal sequence of moves leads there from the status quo, {state_name(graph, start)}."
        return
    try:
        path = shortest_path(graph, start, lead, improving) or ()
    except SizeError:
        yield 1, "Moves lead there from the status quo; the shortest way was too long to search."
        return
    if not improving:
        yield 1, "Not by steps that all who take them want; the shortest way against some mover's interest is:"
    if not graph.is_graph:
        doing = ". ".join(_doing(graph, start, idle=False)) or "nobody does anything"
        yield 1, f"Today ({state_name(graph, start)}): {doing}."
    for k, step in enumerate(path, 1):
        yield 1, f"{k}. {graph.case.label(step.mover)} {step_words(graph, step.mover, step.before, step.after)}."
