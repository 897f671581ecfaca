"""The chapters of a report on a case whose states are not listed: the outcomes found, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.analysis.lines import differences
from countermove.analysis.winners import winners as winners_of
from countermove.briefing.briefing import brief_of, decisions_at
from countermove.briefing.grounds import grounds
from countermove.errors import SizeError
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.report.chapters.assumed import assumptions_told
from countermove.report.chapters.large_further import firmly, threats, ways, without
from countermove.report.chapters.large_material import LargeMaterial
from countermove.report.chapters.material import for_readers, grid, parts
from countermove.report.chapters.method import HOLDING, WORDS, method_told
from countermove.report.chapters.model import actors_told, brief_told, history_told
from countermove.report.chapters.power import rules_told
from countermove.search.bounded import Move
from countermove.stability.concept import find_concept
from countermove.text.blocks import Block, Chapter, Entry, Listing, Paragraph, Part, from_items, from_lines
from countermove.text.naming import against_first, alike, doing_words, joined, named, size_words, turn_words
from countermove.text.phrases import numbered_words, short_line
from countermove.text.table import Table
from countermove.views.brief import brief_sections
from countermove.views.brief_grounds import decision_lines, ground_lines
from countermove.views.stability import found_words, tried_words
from countermove.views.winners import winners_prose, winners_table

__all__ = ["CHAPTERS"]

LISTED = 10
"""So many outcomes stand side by side, or in a table, at most."""
ONLY_NASH = (
    "Only Nash was asked: whether nobody has anything better to move to. What others might do in answer has to be "
    'searched move by move; what was found of that stands under "What rests on threats".'
)


def in_brief(material: LargeMaterial) -> Chapter:
    """The brief, with nothing left out."""
    sections = brief_sections(brief_of(material.table))
    return brief_told([(s.title, [(level, for_readers(text)) for level, text in s.lines]) for s in sections])


def actors(material: LargeMaterial) -> Chapter:
    """Who takes part, what each can do and cares about, and how bodies decide."""
    return actors_told(material.model.case, lambda actor: material.pictures("preferences", actor))


def history(material: LargeMaterial) -> Chapter | None:
    """What happened before, and the sources."""
    return history_told(material.model.case)


def outcomes(material: LargeMaterial) -> Chapter:
    """Which outcomes were found, option by option."""
    table = material.table
    told = [size_words(table.searched), found_words(table), tried_words(table) or (ONLY_NASH if table.left_out else "")]
    if table.count > 1:
        told.append(numbered_words(table.count))
    blocks: list[Block] = [Paragraph((for_readers(text),)) for text in told if text]
    pictures = material.pictures("outcomes") if table.count else ()
    blocks += pictures
    if table.count and not pictures:
        blocks += grid(_option_form(table))
    return Chapter("outcomes", "The outcomes", tuple(blocks))


def _option_form(table: StabilityTable) -> Table:
    """The options as rows and outcomes as columns, the status quo first; those who do the same share their rows."""
    model, now = table.searched, table.searched.status_quo
    codes = table.strongest(LISTED)
    heads = [f"{k}{' (now)' if code == now else ''}" for k, code in enumerate(codes, 1)]
    if now is not None and now not in codes:
        codes, heads = [now, *codes], ["now", *heads]
    deeds: list[tuple[str, tuple[str, ...]]] = []
    for row in model.options:
        signs = ("yes" if code >> row.index & 1 else "\u2013" for code in codes)
        deeds.append((model.case.label(row.owner), (row.name, *signs)))
    rows = tuple((f"{joined(owners)}: {name}", *signs) for (name, *signs), owners in alike(deeds).items())
    rest = table.count - len(table.outcomes[:LISTED])
    notes = ["The columns are outcomes, that to look at first being 1; yes: the option is taken."]
    notes += [f"{rest:,} more outcomes were found."] if rest else []
    return Table(("option", *heads), rows, notes=tuple(notes))


def reasons(material: LargeMaterial) -> Chapter | None:
    """For each outcome who does what, and why each stays: its best other move, and what it would lose by it."""
    if not material.told:
        return None
    told = [_outcome(material, k, found) for k, found in enumerate(material.told, 1)]
    rest = material.table.count - len(told)
    more = (Paragraph((f"Of the outcomes found, {rest:,} more are not told here.",), note=True),) if rest else ()
    return Chapter("reasons", "Why each holds", (Paragraph((HOW,)), *told, *more))


HOW = "For each outcome and each of those who could move: the best that it could do instead, and what it would lose."


def _outcome(material: LargeMaterial, place: int, found: Equilibrium) -> Part:
    model, first = material.model, material.table.outcomes[0].state.key
    labels = joined([find_concept(concept).label for concept in found.concepts])
    way = "improvements lead there from the status quo" if found.walk is not None else "no way there is known"
    known = f", and {way}" if model.status_quo not in (None, found.state.key) else ""
    now = ", and is the status quo" if found.state.key == model.status_quo else known
    if place == 1:
        doing: tuple[Block, ...] = (Listing(tuple(Entry((line,)) for line in doing_words(model, found.state.key))),)
    else:
        doing = (Paragraph((f"As outcome 1, but {against_first(model, first, found.state.key)}.",)),)
    holds = Paragraph((f"It holds under {labels}{now}.",))
    stays = [(mover.id, _staying(model, mover, found.state.key)) for mover in model.movers]
    if place > 1:
        before = {mover.id: _staying(model, mover, first) for mover in model.movers}
        stays = [(mover, words) for mover, words in stays if words != before[mover]]
    entries = [Entry((f"{named(model, movers)}: {words}",)) for words, movers in alike(stays).items()]
    if place > 1:
        entries.append(Entry((f"{'All others' if entries else 'Everybody'}: as in outcome 1.",)))
    title = f"Outcome {place}" if material.table.count > 1 else "The outcome"
    return Part(title, (*doing, holds, Listing(tuple(entries))), f"outcome-{place}")


def _staying(model: SearchedGame, mover: SearchedMover, code: int) -> str:
    """Why a mover stays: its best other move, and the first line that it would lose by it."""
    try:
        moves = list(model.moves(mover, code))
    except SizeError:
        return "it has too many moves to be looked at one by one."
    if not moves:
        return "no other move."
    if mover.actor is None:
        passing = [after for after in moves if model.improves(mover, code, after)]
        return "some of its decisions would pass." if passing else "none of its decisions would pass."
    best = max(moves, key=lambda after: model.worth(mover.actor or 0, after))
    change = turn_words(model, Move(mover.id, code, best))
    gain = model.compare(mover.actor, code, best)
    if gain > 0:
        return f"tempted; {change}."
    lost = next((d for d in differences(model, mover.id, code, best) if not d.gained), None)
    cost = "just as good" if gain == 0 else f"loses line {short_line(lost)}" if lost is not None else "worse"
    return f"not tempted. Best other move: {change}; {cost}."


def bodies(material: LargeMaterial) -> Chapter | None:
    """Each body: its rules and their power indices; what its decisions would meet today and in the first outcome."""
    model = material.model
    if not model.case.bodies:
        return None
    blocks: list[Block] = list(material.pictures("power"))
    blocks += [Part(model.case.label(id_), rules_told(model.case, id_, material.seed)) for id_ in model.case.bodies]
    states = [("Today", model.status_quo), ("In the first outcome", material.told[0].state.key if material.told else None)]
    met = alike(
        (title, tuple(decision_lines(model, decisions_at(model, code)))) for title, code in states if code is not None
    )
    titles = {2: "Today and in the first outcome"}
    blocks += [Part(titles.get(len(when), when[0]), from_lines(list(lines))) for lines, when in met.items() if lines]
    return Chapter("bodies", "Bodies, vetoes and power", tuple(blocks))


def winners(material: LargeMaterial) -> Chapter | None:
    """How each actor fares in the outcomes found."""
    if not material.table.count:
        return None
    found = winners_of(material.table, rng=material.seed)
    first, *rest = winners_prose(found)
    table = grid(without(winners_table(found, LISTED), 1))
    blocks = (*from_items(first.items[1:]), *material.pictures("winners"), *parts(rest), *table)
    return Chapter("winners", "Who gains and who loses", blocks)


def assumptions(material: LargeMaterial) -> Chapter:
    """What is assumed, and what it is taken from."""
    lines = [(level, for_readers(text)) for level, text in ground_lines(material.model, grounds(material.table, None), None)]
    return assumptions_told(material.model.case, from_lines(lines))


def method(material: LargeMaterial) -> Chapter:
    """What was computed, and what the words mean."""
    concepts = material.table.concepts
    return method_told(material.model.case, concepts, _words(), f"{HOLDING} {ORDER}")


ORDER = (
    "The states are not listed: a constraint solver looks for those that hold, and proves that there are no others "
    "where it can. The outcome in which most walks of improvements from the status quo end is told first, the others "
    "as they are near to the status quo."
)


def _words() -> Iterator[tuple[str, str]]:
    yield "State", "a combination of options that can be; there are too many to count or number them."
    yield from WORDS[1:3]
    yield "Walk", "improvements one after another, each drawn at random from those there are, until nobody has one."


CHAPTERS: tuple[tuple[str, Callable[[LargeMaterial], Chapter | None]], ...] = (
    ("In brief", in_brief),
    ("Actors and options", actors),
    ("How it came to this", history),
    ("The outcomes", outcomes),
    ("Why each holds", reasons),
    ("How firmly each holds", firmly),
    ("How it may go on", ways),
    ("Bodies, vetoes and power", bodies),
    ("Who gains and who loses", winners),
    ("What rests on threats", threats),
    ("What this rests on", assumptions),
    ("Method and definitions", method),
)
"""All chapters in the order of the report: the title under which a refusal is told, and what makes the chapter."""
