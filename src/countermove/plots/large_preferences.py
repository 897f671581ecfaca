"""The trees of preferences of a case whose states are not listed, with the outcomes found at their ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import StabilityTable
from countermove.errors import QuestionError, SizeError, did_you_mean, quoted
from countermove.game.searched import SearchedGame
from countermove.game.states import Codes, feasible_codes, holds, moved
from countermove.model.names import OptionNames
from countermove.model.preferences import lines_of
from countermove.model.statements import bits
from countermove.plots.choice import Choice
from countermove.plots.large import shown_codes
from countermove.plots.preferences import MOST, Part, grown, notes_on, tree
from countermove.plots.sheet import Sheet
from countermove.plots.style import FAINT, HEAD, TEXT, Look, look
from countermove.text.large_phrases import alike
from countermove.text.naming import joined, statement_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["large_preferences"]

COMBINATIONS = 2**16
"""So many combinations of the options that an actor's lines depend on are looked at."""
LEAVES = 12
"""A tree has no more ends than this, for actors are many here."""


def large_preferences(table: StabilityTable, choice: Choice) -> Figure:
    """For each actor a tree, as for a case that is listed; at its ends stand the status quo and the outcomes found.

    Actors with the same list, each seen from its own side, share a tree.
    """
    model = table.searched
    groups = _groups(model, choice)
    shown, note = shown_codes(table)
    sheet = Sheet()
    said: list[str] = []
    trees, cut = 0, False
    places = {actor: k for k, actors in enumerate(_alike(model)) for actor in actors}
    for actors in groups:
        k = places[actors[0]]
        names = joined([model.case.label(actor) for actor in actors])
        found = _parted(model, actors[0])
        if found is None or not found[0].parts:
            said.append(_no_tree(sheet, names, look(k), found is None))
            continue
        whole, deep, place = found
        trees, cut = trees + 1, cut or deep < len(model.case.actors[actors[0]].prefers or ())
        ends = [(name, place(code)) for name, code in shown]
        said.append(tree(sheet, model.case, actors[0], names, look(k), (whole, deep), _leaf(ends)))
    notes = notes_on(trees, 0, cut)
    if trees:
        notes.append(
            f"At the ends: the outcomes found, by number, and now, the status quo; \u2013: none of them. {note}".strip()
        )
    who = joined([model.case.label(actor) for actor in groups[0]]) if len(groups) == 1 else "each actor"
    title = f"{model.case.title}: what {who} cares about".removeprefix(": ")
    return sheet.figure(title, " ".join(said), notes)


def _groups(model: SearchedGame, choice: Choice) -> list[list[str]]:
    """The actors in the picture; those whose lists read the same together."""
    if choice.actor is not None:
        if choice.actor not in model.actors:
            raise QuestionError(f"unknown actor {quoted(choice.actor)}; {did_you_mean(choice.actor, model.actors)}")
        return [[choice.actor]]
    groups = _alike(model)
    if len(groups) > MOST:
        raise SizeError(f"{len(groups)} different preferences are too many for one picture; name an actor with --actor")
    return groups


def _alike(model: SearchedGame) -> list[list[str]]:
    """All actors, those whose lists read the same together."""
    return list(alike((actor, _list_words(model, actor)) for actor in model.actors).values())


def _list_words(model: SearchedGame, actor: str) -> tuple[object, ...]:
    record = model.case.actors[actor]
    if record.prefers is None and (record.ranking or record.worth):
        return (actor,)
    return tuple(
        tuple(statement_words(model.case, one.that, actor) for one in lines_of(line)) for line in record.prefers or ()
    )


Place = Callable[[int], int]


def _parted(model: SearchedGame, actor: str) -> tuple[Part, int, Place] | None:
    """The tree of an actor, how many lines are in it, and where in it a code stands; None where it has no lines.

    States are told apart by the options that its lines depend on, and those that constraints tie to these; all others
    can be as they like. None as well where they have more combinations than can be looked at.
    """
    lines = model.case.actors[actor].prefers
    if not lines:
        return None
    names = OptionNames(model.case)
    nodes = [[names.bind(one.that, actor) for one in lines_of(line)] for line in lines]
    options = _tied(model, {bit for line in nodes for node in line for bit in bits(node)})
    at = {option: k for k, option in enumerate(options)}
    try:
        codes: Codes = feasible_codes(
            len(options), [moved(node, at) for node in model.ruled_out if set(bits(node)) <= at.keys()], COMBINATIONS
        )
    except SizeError:
        return None

    def counts() -> Iterator[NDArray[np.int64]]:
        for line in nodes:
            yield np.sum([holds(moved(node, at), codes) for node in line], axis=0)

    def place(code: int) -> int:
        own = sum(1 << k for option, k in at.items() if code >> option & 1)
        return int(np.searchsorted(codes, np.uint64(own)))

    return (*grown(lines, counts(), len(codes), LEAVES), place)


def _tied(model: SearchedGame, options: set[int]) -> list[int]:
    """Options with all those that constraints tie to them, directly or through others, ascending."""
    groups = [set(bits(node)) for node in model.ruled_out]
    found, size = set(options), -1
    while len(found) != size:
        size = len(found)
        found |= set[int]().union(*(group for group in groups if group & found))
    return sorted(found)


def _leaf(ends: Sequence[tuple[str, int]]) -> Callable[[NDArray[np.int64]], str]:
    return lambda states: ", ".join(name for name, place in ends if place in states) or "\u2013"


def _no_tree(sheet: Sheet, names: str, look: Look, unknown: bool) -> str:
    top = sheet.bottom + (16 if sheet.texts else 0)
    sheet.box(0, top + 2, 10, top + 12, look.colour)
    top = sheet.paragraph(16, top, names, 400.0, HEAD, bold=True) + 4
    words = "It has no list of lines that a tree could be made of." if unknown else "All states are equally good to it."
    sheet.paragraph(0, top, words, 400.0, TEXT, FAINT)
    return f"{names}: {words[:1].lower()}{words[1:]}"
