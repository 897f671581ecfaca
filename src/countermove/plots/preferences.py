"""The tree of preferences: which line of an actor's list parts the states first, which next, down to the last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.lines import entries
from countermove.errors import QuestionError, SizeError, did_you_mean, quoted
from countermove.game.listed import ListedGame
from countermove.game.states import holds
from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.preferences import Equally, PreferenceLine, lines_of
from countermove.plots.choice import Choice, head_of
from countermove.plots.fonts import broken, width
from countermove.plots.sheet import LEADING, Sheet
from countermove.plots.style import FAINT, HEAD, INK, SMALL, TEXT, Look, looks
from countermove.text.naming import joined, statement_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST", "Leaf", "Part", "grown", "notes_on", "parted", "preferences", "tree"]

MOST = 12
"""So many different lists are in one picture at most."""
LEAVES = 24
"""A tree is drawn down to the last line that leaves no more groups than this."""
LISTED = 10
COLUMN, LEAF, ROW = 122.0, 210.0, 17.0
Leaf = Callable[[NDArray[np.int64]], str]
"""What is said of the states at an end of a tree."""


@dataclass(frozen=True)
class Part:
    """States that an actor tells apart from no others yet, and how a line parts them, best first.

    `level`: the position of that line in the actor's list; None for a leaf. `word`: how the states came here.
    """

    states: NDArray[np.int64]
    word: str = ""
    level: int | None = None
    parts: tuple[Part, ...] = ()


def preferences(graph: ListedGame, choice: Choice) -> Figure:
    """For each actor a tree that grows to the right: every line parts the states in which it holds from the others.

    The best states are at the top. Actors with the same list share a tree. An actor with a ranking or with weights has
    no lines: its states stand in order.
    """
    groups = _groups(graph, choice)
    look = looks(graph)
    sheet = Sheet()
    said: list[str] = []
    cut, trees = False, 0
    for actors in groups:
        lines = entries(graph, actors[0])
        names = joined([graph.case.label(actor) for actor in actors])
        whole, deep = parted(graph, actors[0]) if lines else (None, 0)
        if whole is not None and whole.parts:
            trees += 1
            said.append(tree(sheet, graph.case, actors[0], names, look[actors[0]], (whole, deep), partial(_states, graph)))
            cut = cut or deep < len(lines)
        else:
            said.append(_ladder(sheet, graph, actors[0], names, look[actors[0]]))
    notes = notes_on(trees, len(groups) - trees, cut)
    if not graph.is_graph:
        notes.append("The numbers are those of states.")
    who = joined([graph.case.label(a) for a in groups[0]]) if len(groups) == 1 else "each actor"
    title = f"{graph.case.title}: what {who} cares about".removeprefix(": ")
    return sheet.figure(title, " ".join(said), notes)


def notes_on(trees: int, ladders: int, cut: bool) -> list[str]:
    """How to read the trees and rows of a picture; `cut`: some tree ends before the last line."""
    notes = ["In a tree the best states are at the top; a line that parts no more states is left out."] if trees else []
    if ladders:
        notes.append("In a row the best states come first; those between two signs > are equally good.")
    if cut:
        notes.append("A tree ends where further lines would part the states into more groups than can be shown.")
    return notes


def _rest(deep: int, count: int) -> str:
    if deep + 1 == count:
        return f"Line {count} parts them further."
    return f"Lines {deep + 1} {'and' if deep + 2 == count else 'to'} {count} part them further."


def _groups(graph: ListedGame, choice: Choice) -> list[list[str]]:
    """The actors in the picture; those with the same list of lines together."""
    if choice.actor is not None:
        if choice.actor not in graph.actors:
            raise QuestionError(f"unknown actor {quoted(choice.actor)}; {did_you_mean(choice.actor, graph.actors)}")
        return [[choice.actor]]
    found: dict[object, list[str]] = {}
    names = OptionNames(graph.case)
    for actor in graph.actors:
        lines = [[str(names.bind(line.that, actor)) for line in lines_of(entry)] for entry in entries(graph, actor)]
        ranks = graph.ranks[graph.actors.index(actor)].tobytes()
        found.setdefault((repr(lines), ranks), []).append(actor)
    groups = list(found.values())
    if len(groups) > MOST:
        raise SizeError(f"{len(groups)} different preferences are too many for one picture; name an actor with --actor")
    return groups


def parted(graph: ListedGame, actor: str) -> tuple[Part, int]:
    """The tree of an actor, down to so many of its lines: the last that leaves 24 groups or fewer.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> whole, deep = parted(compile(catalog.load_case("mountain-pass")), "attacker")
    >>> [(part.word, len(part.states)) for part in whole.parts], deep
    ([('yes', 4), ('no', 5)], 2)
    """
    names = OptionNames(graph.case)
    codes = graph.codes[graph.first_code]
    lines = entries(graph, actor)
    counts = (
        np.sum([holds(names.bind(one.that, actor), codes, graph.layout) for one in lines_of(line)], axis=0) for line in lines
    )
    return grown(lines, counts, graph.size)


def grown(
    lines: Sequence[PreferenceLine], counts: Iterable[NDArray[np.int64]], size: int, leaves: int = LEAVES
) -> tuple[Part, int]:
    """The tree of so many states, with so many ends at most, and the lines in it.

    `counts`: for each line how many of its statements hold in each state.
    """
    held: list[NDArray[np.int64]] = []
    groups = np.zeros(size, dtype=np.int64)
    for line, count in zip(lines, counts, strict=True):
        _, groups = np.unique(groups * (len(lines_of(line)) + 1) + count, return_inverse=True)
        if int(groups.max(initial=0)) >= leaves:
            break
        held.append(count)
    return _part(np.arange(size), "", held, lines, 0), len(held)


def _part(
    states: NDArray[np.int64], word: str, held: Sequence[NDArray[np.int64]], lines: Sequence[PreferenceLine], level: int
) -> Part:
    while level < len(held) and len(np.unique(held[level][states])) == 1:
        level += 1
    if level == len(held):
        return Part(states, word)
    size = len(lines_of(lines[level]))
    parts = tuple(
        _part(states[held[level][states] == count], _word(int(count), size), held, lines, level + 1)
        for count in np.unique(held[level][states])[::-1]
    )
    return Part(states, word, level, parts)


def _word(count: int, size: int) -> str:
    return ("yes" if count else "no") if size == 1 else f"{count} of {size}"


def tree(
    sheet: Sheet, case: Case, actor: str, names: str, look: Look, parted: tuple[Part, int], leaf: Leaf
) -> str:  # fmt: skip
    """One tree, below all that is on the sheet; returns what it says. `parted`: the tree, and the lines in it."""
    whole, deep = parted
    lines_all = case.actors[actor].prefers or ()
    levels = sorted(_levels(whole))
    column = {level: k for k, level in enumerate(levels)}
    top = _heading(sheet, names, look, len(levels) * COLUMN + LEAF)
    heads = [_head(case, actor, level) for level in levels]
    lines = [broken(head, COLUMN - 12, SMALL) for head in heads]
    high = max(map(len, lines)) * LEADING * SMALL
    for k, head in enumerate(heads):
        sheet.paragraph(k * COLUMN + 14, top + high - len(lines[k]) * LEADING * SMALL, head, COLUMN - 12, SMALL, FAINT)
    rows = [top + high + 16]
    said: list[str] = []
    _branch(sheet, leaf, whole, (column, len(levels)), rows, look, said)
    if deep < len(lines_all):
        sheet.paragraph(0, sheet.bottom + 2, _rest(deep, len(lines_all)), 420.0, SMALL, FAINT)
    return f"{names}, best first: {'; '.join(said)}."


def _branch(
    sheet: Sheet, leaf: Leaf, part: Part, place: tuple[dict[int, int], int], rows: list[float], look: Look,
    said: list[str],
) -> float:  # fmt: skip
    """Draw a part with all that grows from it; `rows` holds the height of the next leaf. Returns its own height."""
    column, deep = place
    if part.level is None:
        words = leaf(part.states)
        left = deep * COLUMN + 8
        lines = broken(words, LEAF, SMALL)
        y = rows[0]
        sheet.paragraph(left, y - LEADING * SMALL / 2, words, LEAF, SMALL, INK)
        rows[0] = y + max(ROW, len(lines) * LEADING * SMALL + 6)
        said.append(words)
        return y
    x = column[part.level] * COLUMN
    heights = []
    for child in part.parts:
        y = _branch(sheet, leaf, child, place, rows, look, said)
        heights.append(y)
        end = deep * COLUMN + 4 if child.level is None else column[child.level] * COLUMN
        better = child is part.parts[0]
        sheet.line(
            [(x + 14, y), (end, y)], look.colour if better else FAINT, 1.6 if better else 0.8, () if better else (3, 2)
        )
        sheet.text(x + 18, y - 5.4, child.word, 7.0, INK)
    middle = (heights[0] + heights[-1]) / 2
    sheet.line([(x + 14, heights[0]), (x + 14, heights[-1])], FAINT, 0.9)
    sheet.line([(x, middle), (x + 14, middle)], FAINT, 0.9)
    return middle


def _levels(part: Part) -> set[int]:
    own = set() if part.level is None else {part.level}
    return own.union(*(_levels(child) for child in part.parts))


def _head(case: Case, actor: str, level: int) -> str:
    line = (case.actors[actor].prefers or ())[level]
    words = [statement_words(case, one.that, actor) for one in lines_of(line)]
    if len(words) == 1 and not isinstance(line, Equally):
        return f"{level + 1}. {words[0]}"
    return f"{level + 1}. how many of: {'; '.join(words)}"


def _states(graph: ListedGame, states: NDArray[np.int64]) -> str:
    if len(states) > LISTED:
        return f"{len(states):,} states"
    return ", ".join(head_of(graph, state) for state in states.tolist())


def _heading(sheet: Sheet, names: str, look: Look, room: float) -> float:
    top = sheet.bottom + (16 if sheet.texts else 0)
    sheet.box(0, top + 2, 10, top + 12, look.colour)
    return sheet.paragraph(16, top, names, max(room - 16, 360.0), HEAD, bold=True) + 4


def _ladder(sheet: Sheet, graph: ListedGame, actor: str, names: str, look: Look) -> str:
    """The states of an actor without lines, in order: one rung for those that are equally good to it."""
    rank = graph.ranks[graph.actors.index(actor)]
    top = _heading(sheet, names, look, 400.0)
    values = np.unique(rank)[::-1]
    if len(values) == 1:
        sheet.paragraph(0, top, "All states are equally good to it.", 400.0, TEXT)
        return f"{names}: all states are equally good."
    shown = values if len(values) <= LEAVES else values[: LEAVES - 1]
    rungs = [_states(graph, np.flatnonzero(rank == value)) for value in shown]
    y, x, room = top + 2, 0.0, 440.0
    for k, rung in enumerate(rungs):
        words = f"{rung}" if k == len(rungs) - 1 and len(shown) == len(values) else f"{rung}  >"
        lines = broken(words, room, TEXT)
        wide = max(width(line, TEXT) for line in lines) * 1.02 + 8
        if x and x + wide > room:
            x, y = 0.0, y + 15
        y = sheet.paragraph(x, y, words, room, TEXT) - LEADING * TEXT
        x += wide
    if len(shown) < len(values):
        sheet.paragraph(0, y + 16, f"and {len(values) - len(shown):,} ranks below", room, SMALL, FAINT)
    return f"{names}, best first: {'; '.join(rungs)}."
