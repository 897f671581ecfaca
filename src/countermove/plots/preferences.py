"""The tree of preferences: which line of an actor's list separates the states first, which next, down to the last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.model.preferences import Branch, PreferenceTree
from countermove.errors import QuestionError, SizeError, did_you_mean, quoted
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.preferences import Equally, PreferenceLine, lines_of
from countermove.plots.fonts import broken, width
from countermove.plots.sheet import LEADING, Sheet
from countermove.plots.shown import Choice, head_of, heads_of, label_notes, numbered_outcomes
from countermove.plots.style import HEAD, SMALL, TEXT, Look, look, looks
from countermove.text.naming import joined, statement_words
from countermove.text.verbs import verb

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PreferenceTrees", "preferences_figure", "shared_preferences"]

MOST_LISTS = 12
"""Different lists in one picture at most: more trees below each other would be several pages long."""
MOST_LABELLED = 64
"""States of a case up to which their labels stand below the picture: of more, most numbers are folded away in it."""
MOST_RUNGS = 24
"""Ranks of an actor without a list that are named at most, as many as a tree has ends."""
MOST_NAMED = 10
"""States at one end of a tree that are named; of more only the number is said, for they would not fit on its lines."""
COLUMN, LEAF, ROW = 122.0, 210.0, 17.0
"""The width of a column of the tree, the width of its ends, and the height of a line, in points."""
LeafWords = Callable[[NDArray[np.int64]], str]
"""What is said of the states at an end of a tree."""


@dataclass(frozen=True)
class PreferenceTrees:
    """What the picture is made from.

    `trees`: one for each group of actors with the same preferences, as `shared_preferences` has them. `table`: in a
    searched game what is known of its outcomes, which stand at the ends of the trees; None in a listed game.
    """

    game: Game
    groups: tuple[tuple[str, ...], ...]
    trees: tuple[PreferenceTree, ...]
    table: StabilityTable | None = None


def shared_preferences(game: Game, choice: Choice) -> tuple[tuple[str, ...], ...]:
    """The actors in the picture; those with the same preferences together, for they share a tree.

    In a searched game these are actors whose lists read the same, each seen from its own side. Raises `QuestionError`
    for an unknown actor, `SizeError` for too many different lists.
    """
    if choice.actor is not None:
        if choice.actor not in game.actors:
            raise QuestionError(f"unknown actor {quoted(choice.actor)}; {did_you_mean(choice.actor, game.actors)}")
        return ((choice.actor,),)
    groups = _groups(game)
    if len(groups) > MOST_LISTS:
        raise SizeError(f"{len(groups)} different preferences are too many for one picture; name an actor with --actor")
    return groups


def _groups(game: Game) -> tuple[tuple[str, ...], ...]:
    """All actors, those with the same preferences together."""
    names = OptionNames(game.case)
    groups: dict[object, list[str]] = {}
    for actor in game.actors:
        entries = game.case.actors[actor].prefers
        if isinstance(game, ListedGame):
            lines = [[str(names.bind(line.that, actor)) for line in lines_of(entry)] for entry in entries or ()]
            key: object = (repr(lines), game.ranks[game.actors.index(actor)].tobytes())
        elif entries is None and (game.case.actors[actor].ranking or game.case.actors[actor].worth):
            key = actor
        else:
            key = tuple(_words(game.case, entry, actor) for entry in entries or ())
        groups.setdefault(key, []).append(actor)
    return tuple(map(tuple, groups.values()))


def _words(case: Case, entry: PreferenceLine, actor: str) -> tuple[str, ...]:
    return tuple(statement_words(case, one.that, actor) for one in lines_of(entry))


def preferences_figure(preferences: PreferenceTrees, choice: Choice) -> Figure:
    """For each actor a tree that grows to the right: every line separates the states in which it holds from the others.

    The best states are at the top. Actors with the same list share a tree. In a listed game, an actor with a ranking
    or with weights has no lines: its states stand in order. In a searched game the outcomes found, and the status quo,
    stand at the ends.
    """
    game = preferences.game
    sheet = Sheet(choice.page)
    colours = _colours(game)
    numbered, note = ([], "") if preferences.table is None else numbered_outcomes(preferences.table)
    said: list[str] = []
    trees: list[PreferenceTree] = []
    for actors, tree in zip(preferences.groups, preferences.trees, strict=True):
        names, colour = joined([game.case.label(actor) for actor in actors]), colours[actors[0]]
        if tree.root is not None and tree.root.branches:
            trees.append(tree)
            if isinstance(game, ListedGame):
                words: LeafWords = partial(_states, game)
            else:
                words = _ends([(name, tree.place[code]) for name, code in numbered])
            said.append(_tree(sheet, tree, names, colour, words))
        elif isinstance(game, ListedGame):
            said.append(_ladder(sheet, game, actors[0], names, colour))
        else:
            said.append(_no_tree(sheet, names, colour, tree.root is None))
    notes = _notes(len(trees), isinstance(game, ListedGame) and len(said) > len(trees), any(tree.is_cut for tree in trees))
    if isinstance(game, ListedGame):
        notes += [] if game.is_graph else ["The numbers are those of states."]
        notes += label_notes(game, heads_of(game, range(game.size))) if game.size <= MOST_LABELLED else []
    elif trees:
        notes.append(
            f"At the ends: the outcomes found, by number, and now, the status quo; \u2013: none of them. {note}".strip()
        )
    notes += label_notes(game, numbered)
    only = preferences.groups[0] if len(preferences.groups) == 1 else None
    who = "each actor" if only is None else joined([game.case.label(actor) for actor in only])
    cares = "cares" if only is None else verb(game.case, only, "cares", "care")
    title = f"{game.case.title}: what {who} {cares} about".removeprefix(": ")
    return sheet.figure(title, " ".join(said), notes)


def _colours(game: Game) -> dict[str, Look]:
    """The look of each actor: its own in a listed game; in a searched one, with many actors, one for each list."""
    if isinstance(game, ListedGame):
        return dict(looks(game))
    return {actor: look(k) for k, actors in enumerate(_groups(game)) for actor in actors}


def _notes(trees: int, has_ladders: bool, is_cut: bool) -> list[str]:
    """How to read the trees and rows of a picture; `is_cut`: some tree ends before the last line."""
    notes = ["In a tree the best states are at the top; a line that parts no more states is left out."] if trees else []
    if has_ladders:
        notes.append("In a row the best states come first; those between two signs > are equally good.")
    if is_cut:
        notes.append("A tree ends where further lines would part the states into more groups than can be shown.")
    return notes


def _further(depth: int, count: int) -> str:
    if depth + 1 == count:
        return f"Line {count} parts them further."
    return f"Lines {depth + 1} {'and' if depth + 2 == count else 'to'} {count} part them further."


def _ends(numbered: Sequence[tuple[str, int]]) -> LeafWords:
    """What stands at an end in a searched game: the names of those that are there, by name and place in the tree."""
    return lambda states: ", ".join(name for name, place in numbered if place in states) or "\u2013"


def _no_tree(sheet: Sheet, names: str, look: Look, has_no_list: bool) -> str:
    """What is said of an actor of a searched game without a tree."""
    top = sheet.bottom + (16 if sheet.texts else 0)
    sheet.box(0, top + 2, 10, top + 12, look.colour)
    top = sheet.paragraph(16, top, names, 400.0, HEAD, bold=True) + 4
    words = "It has no list of lines that a tree could be made of." if has_no_list else "All states are equally good to it."
    sheet.paragraph(0, top, words, 400.0, TEXT, sheet.theme.faint)
    return f"{names}: {words[:1].lower()}{words[1:]}"


def _tree(sheet: Sheet, tree: PreferenceTree, names: str, look: Look, leaf: LeafWords) -> str:
    """One tree, below all that is on the sheet; returns what it says."""
    assert tree.root is not None
    levels = sorted(_levels(tree.root))
    column = {level: k for k, level in enumerate(levels)}
    top = _heading(sheet, names, look, len(levels) * COLUMN + LEAF)
    heads = [_head(tree, level) for level in levels]
    lines = [broken(head, COLUMN - 12, SMALL) for head in heads]
    high = max(map(len, lines)) * LEADING * SMALL
    for k, head in enumerate(heads):
        sheet.paragraph(
            k * COLUMN + 14, top + high - len(lines[k]) * LEADING * SMALL, head, COLUMN - 12, SMALL, sheet.theme.faint
        )
    rows = [top + high + 16]
    said: list[str] = []
    _branch(sheet, leaf, tree, tree.root, (column, len(levels)), rows, look, said)
    if tree.is_cut:
        sheet.paragraph(0, sheet.bottom + 2, _further(tree.depth, len(tree.entries)), 420.0, SMALL, sheet.theme.faint)
    return f"{names}, best first: {'; '.join(said)}."


def _branch(
    sheet: Sheet, leaf: LeafWords, tree: PreferenceTree, branch: Branch, place: tuple[dict[int, int], int],
    rows: list[float], look: Look, said: list[str],
) -> float:  # fmt: skip
    """Draw a branch with all that grows from it; `rows` holds the height of the next leaf. Returns its own height."""
    column, deep = place
    if branch.position is None:
        words = leaf(branch.states)
        left = deep * COLUMN + 8
        lines = broken(words, LEAF, SMALL)
        y = rows[0]
        sheet.paragraph(left, y - LEADING * SMALL / 2, words, LEAF, SMALL, sheet.theme.ink)
        rows[0] = y + max(ROW, len(lines) * LEADING * SMALL + 6)
        said.append(words)
        return y
    x = column[branch.position] * COLUMN
    size = len(lines_of(tree.entries[branch.position]))
    heights = []
    for child in branch.branches:
        y = _branch(sheet, leaf, tree, child, place, rows, look, said)
        heights.append(y)
        end = deep * COLUMN + 4 if child.position is None else column[child.position] * COLUMN
        better = child is branch.branches[0]
        sheet.line(
            [(x + 14, y), (end, y)],
            look.colour if better else sheet.theme.faint,
            1.6 if better else 0.8,
            () if better else (3, 2),
        )
        sheet.text(x + 18, y - 5.4, _holding_words(child.holding or 0, size), SMALL)
    middle = (heights[0] + heights[-1]) / 2
    sheet.line([(x + 14, heights[0]), (x + 14, heights[-1])], sheet.theme.faint, 0.9)
    sheet.line([(x, middle), (x + 14, middle)], sheet.theme.faint, 0.9)
    return middle


def _holding_words(count: int, size: int) -> str:
    """How many statements of an entry of this size hold."""
    return ("yes" if count else "no") if size == 1 else f"{count} of {size}"


def _levels(branch: Branch) -> set[int]:
    """The positions of the entries that separate something in the tree."""
    own = set() if branch.position is None else {branch.position}
    return own.union(*(_levels(child) for child in branch.branches))


def _head(tree: PreferenceTree, level: int) -> str:
    line = tree.entries[level]
    words = _words(tree.game.case, line, tree.actor)
    if len(words) == 1 and not isinstance(line, Equally):
        return f"{level + 1}. {words[0]}"
    return f"{level + 1}. how many of: {'; '.join(words)}"


def _states(game: ListedGame, states: NDArray[np.int64]) -> str:
    if len(states) > MOST_NAMED:
        return f"{len(states):,} states"
    return ", ".join(head_of(game, state) for state in states.tolist())


def _heading(sheet: Sheet, names: str, look: Look, room: float) -> float:
    top = sheet.bottom + (16 if sheet.texts else 0)
    sheet.box(0, top + 2, 10, top + 12, look.colour)
    return sheet.paragraph(16, top, names, max(room - 16, 360.0), HEAD, bold=True) + 4


def _ladder(sheet: Sheet, game: ListedGame, actor: str, names: str, look: Look) -> str:
    """The states of an actor without lines, in order: one rung for those that are equally good to it."""
    rank = game.ranks[game.actors.index(actor)]
    top = _heading(sheet, names, look, 400.0)
    values = np.unique(rank)[::-1]
    if len(values) == 1:
        sheet.paragraph(0, top, "All states are equally good to it.", 400.0, TEXT)
        return f"{names}: all states are equally good."
    shown = values if len(values) <= MOST_RUNGS else values[: MOST_RUNGS - 1]
    rungs = [_states(game, np.flatnonzero(rank == value)) for value in shown]
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
        sheet.paragraph(0, y + 16, f"and {len(values) - len(shown):,} ranks below", room, SMALL, sheet.theme.faint)
    return f"{names}, best first: {'; '.join(rungs)}."
