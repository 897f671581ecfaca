"""Threats in words: which outcomes rest on them, who would have to carry them out, and at what price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.credibility import Credibility, Threat
from countermove.analysis.paths import reachable
from countermove.analysis.threats import Carried
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.text.naming import joined, number, outcome, shortened, state_name, taken_words
from countermove.text.phrases import Lines, line_words, plural, sentence, step_words
from countermove.text.prose import Item, Section
from countermove.text.table import Table
from countermove.views.belief_words import states_words
from countermove.views.winner_words import share_words

__all__ = ["called_bluff", "deterring", "price_words", "threat_count", "threat_prose", "threat_table", "threats_flat"]

TOLD = 3
"""So many outcomes are told in sentences; the table has the others."""
LINES = 3
LISTED = 12
NAMED = 6


def threat_prose(found: Credibility, states: Sequence[int] | None = None) -> list[Section]:
    """The sections: how many equilibria rest on threats, what is left without, and the threats at `states`."""
    graph = found.graph
    title = f"{graph.case.title or 'Untitled case'}: what rests on threats"
    sections = [Section(title, tuple(map(Item, _count(found))))] if states is None else []
    for state in _nearest(found)[:TOLD] if states is None else states:
        sections.append(Section(_heading(graph, state), tuple(_at(found, state))))
    return sections


def _nearest(found: Credibility) -> list[int]:
    """The equilibria that rest on threats: the status quo first, then those that improvements reach from there."""
    start = found.graph.status_quo
    resting: list[int] = found.resting.tolist()
    if start is None:
        return resting
    near = reachable(found.graph, start, improving=True)
    return sorted(resting, key=lambda state: (state != start, not near[state]))


def threat_table(found: Credibility, limit: int) -> Table:
    """One row for each equilibrium that rests on threats: who is held back, and who would have to act unwillingly."""
    graph = found.graph
    rows = []
    for state in _nearest(found)[:limit]:
        threats = found.threats(state)
        who = dict.fromkeys(step.mover for threat in threats for step in threat.unwilling)
        held = joined([graph.case.label(mover) for mover in found.held_back(state)])
        rows.append((str(number(state)), taken_words(graph, state), held, joined([graph.case.label(w) for w in who])))
    columns = ("state", "id" if graph.is_graph else "options taken", "held back", "by moves against the will of")
    rest = len(found.resting) - limit
    notes = (f"{rest:,} more equilibria rest on threats; --limit shows them.",) if rest > 0 else ()
    return Table(columns, tuple(rows), frozenset({"state"}), notes)


def threats_flat(found: Credibility, states: Sequence[int]) -> Table:
    """One row for each move of each threat at `states`."""
    rows = []
    for state in states:
        for threat in found.threats(state):
            ends = " ".join(str(number(end)) for end in threat.ends)
            for k, step in enumerate(threat.steps or (), 1):
                lost = " ".join(str(d.position + 1) for d in step.differences if not d.gained)
                cells = (number(state), threat.mover, number(threat.target), k, step.mover, number(step.before))
                rows.append((*map(str, cells), str(number(step.after)), str(int(step.willing)), lost, ends))
    columns = ("state", "held-back", "gain", "step", "mover", "from", "to", "willing", "lost", "ends")
    return Table(columns, tuple(rows))


def threat_count(found: Credibility) -> Lines:
    """For the brief: how many equilibria rest on threats, on one line."""
    resting = len(found.resting)
    held = int(found.stable.all(axis=0).sum())
    if resting:
        which = f"{resting:,} of {held:,} {plural(held, 'outcome', 'outcomes')} under {found.concept.label}"
        what = f"{plural(resting, 'rests', 'rest')} on threats that somebody would rather not carry out"
        yield 1, f"{which} {what}."


def _count(found: Credibility) -> Iterator[str]:
    held, resting, left = int(found.stable.all(axis=0).sum()), len(found.resting), found.remaining.tolist()
    concept, credible = found.concept.label, found.credible.label
    if not held:
        yield f"No state is an equilibrium under {concept}, so nothing rests on threats."
        return
    states = f"{held:,} {plural(held, 'state is an equilibrium', 'states are equilibria')} under {concept}"
    yield f"{states}: whoever leaves can be answered so that it gains nothing, whatever that costs the others."
    if not resting:
        yield f"{plural(held, 'It holds', 'All of them hold')} under {credible}, too: nobody has to count on a threat."
        return
    those = f"{resting:,} of them {plural(resting, 'rests', 'rest')}"
    yield f"{those} on threats that somebody would rather not carry out: under {credible}, somebody leaves."
    if left:
        what = f"{states_words(found.graph, left, most=LISTED)} {plural(len(left), 'is', 'are')} left"
        yield f"If nobody believes such threats, {what}, {plural(len(left), 'which holds', 'which hold')} without them."
    else:
        yield "If nobody believes such threats, nothing is left that holds."


def _heading(graph: ListedGame, state: int) -> str:
    return state_name(graph, state) if graph.is_graph else sentence(state_name(graph, state))


def _at(found: Credibility, state: int) -> Iterator[Item]:
    graph = found.graph
    if not graph.is_graph:
        parts = [f"{owner}: {', '.join(names)}" for owner, names in outcome(graph, state) if names]
        yield Item(f"{'. '.join(parts) or 'Nobody does anything'}.")
    unstable = [m.id for m in graph.movers if not found.stable[m.index, state]]
    if unstable:
        names = joined([graph.case.label(mover) for mover in unstable], "or")
        yield Item(f"It is no equilibrium under {found.concept.label}: not even threats hold {names} back.")
        return
    threats = found.threats(state)
    if not threats:
        yield Item(f"It holds under {found.credible.label}, too: nobody has to count on a threat.")
    for mover in dict.fromkeys(threat.mover for threat in threats):
        own = [threat for threat in threats if threat.mover == mover]
        yield from _threat(graph, own[0])
        if len(own) > 1:
            yield Item(f"It has {len(own) - 1} more such {plural(len(own) - 1, 'gain', 'gains')}.", 1)


def _threat(graph: ListedGame, threat: Threat) -> Iterator[Item]:
    who = graph.case.label(threat.mover)
    gain = step_words(graph, threat.mover, threat.state, threat.target)
    yield Item(f"{who} would gain if it {gain}; nobody would undo that in its own interest.", 0, "-")
    if threat.steps is None:
        yield Item("A threat holds it back; there are too many answers to find the cheapest.", 1)
    else:
        yield deterring([_step(graph, step) for step in threat.steps])
    if threat.ends:
        yield called_bluff(states_words(graph, threat.ends, "or", LISTED))
    else:
        yield Item("If the bluff is called, improvements lead to nothing that holds without threats.", 1)


def deterring(steps: Sequence[str]) -> Item:
    """The answer that holds somebody back, its moves in words."""
    return Item(f"What holds it back is a threat: {'; then '.join(steps)}.", 1)


def called_bluff(ends: str) -> Item:
    """Where it can go if nobody believes a threat."""
    return Item(f"If the bluff is called, improvements can lead on to {ends}, without threats.", 1)


def _step(graph: ListedGame, step: Carried) -> str:
    what = f"{graph.case.label(step.mover)} {step_words(graph, step.mover, step.before, step.after)}"
    return f"{what}, {price_words(graph.case, step, graph.size)}"


def price_words(case: Case, step: Carried, size: int | None = None) -> str:
    """What a move means to its mover: its own interest, nothing, or a loss, and of what.

    `size`: the number of all states, where it is known.
    """
    if step.willing:
        return "in its own interest"
    if step.gain is None:
        names = shortened([case.label(actor) for actor in step.against], NAMED)
        return f"a decision that would not pass{f' (against: {names})' if names else ''}"
    if step.gain == 0:
        return "by which it gains nothing"
    lost = [line_words(d) for d in step.differences if not d.gained]
    if lost:
        more = f" and {len(lost) - LINES} more" if len(lost) > LINES else ""
        return f"at the price of its {plural(len(lost), 'line', 'lines')} {', '.join(lost[:LINES])}{more}"
    if step.worse is None or size is None:
        return "which it likes less"
    shares = [share_words(count / size) for count in step.worse]
    return f"which it likes less: {shares[0]} of all states are worse for it before, {shares[1]} after"
