"""Threats in words where states have no numbers: which outcomes rest on them, who carries them out, at what price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.large_credibility import LargeCredibility, LargeThreat, Tried
from countermove.analysis.threats import Carried
from countermove.game.searched import SearchedGame
from countermove.search.bounded import Move
from countermove.text.naming import alike, doing_line, named, taken_words, turn_words
from countermove.text.phrases import places_words, plural
from countermove.text.prose import Item, Section
from countermove.text.table import Table
from countermove.views.stability import found_words
from countermove.views.threat_words import called_bluff, deterring, price_words

__all__ = ["large_threat_prose", "large_threat_table", "large_threats_flat"]

TOLD = 3
"""So many outcomes are told in sentences; the table has the others."""


def large_threat_prose(found: LargeCredibility, states: Sequence[int] | None = None) -> list[Section]:
    """The sections: how many outcomes found rest on threats, what is left without, and the threats at `states`."""
    model = found.model
    title = f"{model.case.title or 'Untitled case'}: what rests on threats"
    sections = [Section(title, tuple(map(Item, _count(found))))] if states is None else []
    for place, code in enumerate(found.resting[:TOLD] if states is None else states):
        sections.append(Section(_heading(found, code, place, states), tuple(_at(found, code))))
    return sections


def _count(found: LargeCredibility) -> Iterator[str]:
    nash = set(found.table.search_result.nash.codes)
    rest = " They rest on no threat: nobody is tempted, so nobody has to be held back." if nash else ""
    yield found_words(found.table) + rest
    others = [one for one in found.tried if one.code not in nash]
    if not others and not found.late:
        today = found.model.status_quo is None
        why = "The case has no status quo to start from" if today else "The status quo is one of them"
        yield f"{why}, so no other state was tried; --state STATE tries one."
        return
    if others:
        yield from _tried_words(found, others)
    if found.late:
        why = "time ran out, or somebody has too many options to look through"
        yield f"{found.late:,} more {plural(found.late, 'was', 'were')} left untried: {why}."


def _tried_words(found: LargeCredibility, others: Sequence[Tried]) -> Iterator[str]:
    """What was found of the states that are no Nash equilibria."""
    concept, credible = found.concept.label, found.credible.label
    held, firm = sum(one.held for one in others), sum(one.firm for one in others)
    tried = f"{len(others):,} other {plural(len(others), 'state was', 'states were')} tried"
    moves = f"answers of at most {found.depth} {plural(found.depth, 'move', 'moves')}"
    yield (
        f"{tried}: the status quo, and what improvements pass through from there. With {moves}, {held:,} "
        f"{plural(held, 'is', 'are')} shown to hold under {concept}: whoever leaves can be answered so that it gains "
        f"nothing, whatever that costs the others. A longer answer might hold more of them."
    )
    resting = len(found.resting)
    if resting:
        yield (
            f"{resting:,} of these {plural(resting, 'rests', 'rest')} on threats that somebody would rather not carry "
            f"out: no answer was found, each move in its mover's own interest, that would undo every gain ({credible})."
        )
    elif held:
        yield f"{plural(held, 'It holds', 'All of these hold')} under {credible}, too: nobody has to count on a threat."
    if firm and resting:
        yield f"{firm:,} {plural(firm, 'holds', 'hold')} under {credible}, too, without threats."


def _heading(found: LargeCredibility, code: int, place: int, states: Sequence[int] | None) -> str:
    if code == found.model.status_quo:
        return "The status quo"
    return "The state" if states is not None else f"State {place + 1} of those that rest on threats"


def _at(found: LargeCredibility, code: int) -> Iterator[Item]:
    model = found.model
    yield Item(f"{doing_line(model, code)}.")
    known = next(one for one in found.tried if one.code == code)
    if not known.held:
        names = named(model, found.unheld(code)) or "everybody"
        yield Item(f"It is not shown to hold under {found.concept.label}: no answer was found that holds {names} back.")
        return
    if known.firm:
        yield Item(f"It holds under {found.credible.label}, too: nobody has to count on a threat.")
        return
    first: dict[str, LargeThreat] = {}
    for threat in found.threats(code):
        first.setdefault(threat.mover, threat)
    for said, movers in alike((mover, tuple(_threat(found, threat))) for mover, threat in first.items()).items():
        more = sum(threat.mover in movers for threat in found.threats(code)) - len(movers)
        verb = plural(len(movers), "would gain if it", "would each gain if it")
        yield Item(f"{named(model, movers)} {verb} {said[0].text}", 0, "-")
        yield from said[1:]
        if more:
            yield Item(f"There {plural(more, 'is one more such gain', f'are {more} more such gains')}.", 1)


def _threat(found: LargeCredibility, threat: LargeThreat) -> Iterator[Item]:
    """What is said of a threat, without whom it holds back."""
    model = found.model
    gain = turn_words(model, Move(threat.mover, threat.state, threat.target))
    if threat.certain:
        yield Item(f"{gain}; nobody would undo that in its own interest.")
    else:
        yield Item(f"{gain}; no answer of at most {found.depth} moves in the others' own interest was found.")
    if threat.steps is None:
        yield Item("A threat holds it back; the time was too short to find the cheapest.", 1)
    else:
        yield deterring([_step(model, step) for step in threat.steps])
    if threat.ends:
        yield called_bluff(_ends(found, threat.ends))


def _step(model: SearchedGame, step: Carried) -> str:
    what = turn_words(model, Move(step.mover, step.before, step.after))
    return f"{model.case.label(step.mover)} {what}, {price_words(model.case, step)}"


def _ends(found: LargeCredibility, ends: Sequence[int]) -> str:
    """Where walks ended: by their places among the Nash equilibria as `solve` lists them."""
    places = {e.code: k for k, e in enumerate(found.table.outcomes)}
    known = sorted(places[end] for end in ends if end in places)
    if not known:
        return "a Nash equilibrium that is not listed"
    return f"{places_words(known, 'or')} (in the order of solve)"


def large_threat_table(found: LargeCredibility, limit: int) -> Table:
    """One row for each state that rests on threats: who is held back, and who would have to act unwillingly."""
    model, rows = found.model, []
    above = None
    for place, code in enumerate(found.resting[:limit], 1):
        threats = found.threats(code)
        who = list(dict.fromkeys(step.mover for threat in threats for step in threat.unwilling))
        held = list(dict.fromkeys(threat.mover for threat in threats))
        rows.append((str(place), taken_words(model, code, above, "above"), named(model, held), named(model, who)))
        above = code
    rest = len(found.resting) - limit
    notes = (f"{rest:,} more states rest on threats; --limit shows them.",) if rest > 0 else ()
    columns = ("", "options taken (+ besides, - not)", "held back", "by moves against the will of")
    return Table(columns, tuple(rows), frozenset({""}), notes)


def large_threats_flat(found: LargeCredibility, states: Sequence[int]) -> Table:
    """One row for each move of each threat at `states`; states by their codes."""
    rows = []
    for code in states:
        for threat in found.threats(code):
            ends = " ".join(map(str, threat.ends))
            for k, step in enumerate(threat.steps or (), 1):
                lost = " ".join(str(d.position + 1) for d in step.differences if not d.gained)
                cells = (code, threat.mover, threat.target, int(threat.certain), k, step.mover, step.before, step.after)
                rows.append((*map(str, cells), str(int(step.willing)), lost, ends))
    columns = ("code", "held-back", "gain", "certain", "step", "mover", "from", "to", "willing", "lost", "ends")
    return Table(columns, tuple(rows))
