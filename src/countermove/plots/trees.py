"""A tree of preferences on paper: growing to the right where there is room, else as a list with steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.model.preferences import Branch, PreferenceTree
from countermove.model.case import Case
from countermove.model.preferences import Equally, PreferenceLine, lines_of
from countermove.plots.fonts import broken, width
from countermove.plots.sheet import LEADING, Sheet
from countermove.plots.style import HEAD, SMALL, TEXT, Look
from countermove.text.naming import statement_words

__all__ = ["LeafWords", "draw_tree", "entry_words", "first_statement", "group_heading"]

LEAF, LEAST_LEAF, COLUMN, LEAST_COLUMN, ROW = 300.0, 70.0, 56.0, 36.0, 17.0
"""The width of the ends of a tree, the least width, those of a column, and the height of an end, in points."""
STATEMENT = 480.0
"""The longest lines of a statement, in points: some 100 characters."""
STEP = 13.0
"""How far each level of a list stands to the right of the one above it, in points."""
DEEPEST = 9
"""Levels of a list that are set to the right; on a phone more would leave no room for words."""
LeafWords = Callable[[NDArray[np.int64]], str]
"""What is said of the states at an end of a tree."""


def entry_words(case: Case, entry: PreferenceLine, actor: str) -> tuple[str, ...]:
    """The statements of an entry of an actor's list, in words."""
    return tuple(statement_words(case, one.that, actor) for one in lines_of(entry))


def first_statement(tree: PreferenceTree) -> str:
    """The entry that separates the states first, in words."""
    assert tree.root is not None
    assert tree.root.position is not None
    entry = tree.entries[tree.root.position]
    words = entry_words(tree.game.case, entry, tree.actor)
    return words[0] if len(words) == 1 and not isinstance(entry, Equally) else f"as many as possible of {'; '.join(words)}"


def draw_tree(sheet: Sheet, tree: PreferenceTree, names: str, look: Look, leaf: LeafWords) -> str:
    """One tree, below all that is on the sheet; returns what it says."""
    assert tree.root is not None
    levels = sorted(_levels(tree.root))
    top = group_heading(sheet, names, look, sheet.room)
    said: list[str] = []
    # Statements are whole sentences: they stand above the tree, and their numbers over its columns.
    for level in levels:
        top = sheet.paragraph(0, top, _head(tree, level), min(STATEMENT, sheet.room), SMALL) + 1
    if len(levels) * LEAST_COLUMN + LEAST_LEAF <= sheet.room:
        _grown(sheet, tree, levels, top + 6, leaf, look, said)
    else:
        _listed(sheet, tree, top + 6, leaf, look, said)
    if tree.is_cut:
        rest = _further(tree.depth, len(tree.entries))
        sheet.paragraph(0, sheet.bottom + 2, rest, min(420.0, sheet.room), SMALL, sheet.theme.faint)
    return f"{names}, best first: {'; '.join(said)}."


def group_heading(sheet: Sheet, names: str, look: Look, room: float) -> float:
    """The names of those with the same preferences, below all that is on the sheet; returns where it ends."""
    top = sheet.bottom + (16 if sheet.texts else 0)
    sheet.box(0, top + 2, 10, top + 12, look.colour)
    return sheet.paragraph(16, top, names, room - 16, HEAD, bold=True) + 4


def _grown(
    sheet: Sheet, tree: PreferenceTree, levels: list[int], top: float, leaf: LeafWords, look: Look, said: list[str]
) -> None:
    """A tree that grows to the right: the numbers of statements above its columns, the best states at the top."""
    assert tree.root is not None
    column = min(COLUMN, (sheet.room - LEAST_LEAF) / len(levels))
    room = min(LEAF, sheet.room - column * len(levels) - 8)
    for k, level in enumerate(levels):
        sheet.text(k * column + column / 2 + 6, top + 6, str(level + 1), SMALL, sheet.theme.faint, bold=True, align="center")
    place = {level: k * column for k, level in enumerate(levels)}
    growth = _Growth(sheet, tree, leaf, look, place, column * len(levels), room, said, top + 26)
    growth.branch(tree.root)


@dataclass
class _Growth:
    """A tree while it is drawn; `y`: the height of its next end."""

    sheet: Sheet
    tree: PreferenceTree
    leaf: LeafWords
    look: Look
    place: dict[int, float]
    """Where the column of each entry begins."""
    right: float
    room: float
    said: list[str]
    y: float

    def branch(self, branch: Branch) -> float:
        """Draw a branch with all that grows from it; returns its height."""
        if branch.position is None:
            return self.end(branch)
        sheet, faint, x = self.sheet, self.sheet.theme.faint, self.place[branch.position]
        size = len(lines_of(self.tree.entries[branch.position]))
        heights = []
        for child in branch.branches:
            y = self.branch(child)
            heights.append(y)
            end = self.right + 4 if child.position is None else self.place[child.position]
            if child is branch.branches[0]:
                sheet.line([(x + 14, y), (end, y)], self.look.colour, 1.6)
            else:
                sheet.line([(x + 14, y), (end, y)], faint, 0.8, (3, 2))
            sheet.text(x + 17, y - 5.8, _holding_words(child.holding or 0, size), SMALL)
        middle = (heights[0] + heights[-1]) / 2
        sheet.line([(x + 14, heights[0]), (x + 14, heights[-1])], faint, 0.9)
        sheet.line([(x, middle), (x + 14, middle)], faint, 0.9)
        return middle

    def end(self, branch: Branch) -> float:
        """The states at an end, in words; returns their height."""
        words, y = self.leaf(branch.states), self.y
        lines = broken(words, self.room, SMALL)
        self.sheet.paragraph(self.right + 8, y - LEADING * SMALL / 2, words, self.room, SMALL)
        self.y = y + max(ROW, len(lines) * LEADING * SMALL + 6)
        self.said.append(words)
        return y


def _listed(sheet: Sheet, tree: PreferenceTree, top: float, leaf: LeafWords, look: Look, said: list[str]) -> None:
    """The same tree as a list: each statement by number, and below it first the states in which it is met."""
    assert tree.root is not None

    def put(branch: Branch, level: int, y: float) -> float:
        x = min(level, DEEPEST) * STEP
        if branch.position is None:
            words = leaf(branch.states)
            said.append(words)
            return sheet.paragraph(x, y, words, sheet.room - x, TEXT, bold=True) + 2
        y = sheet.paragraph(x, y, f"statement {branch.position + 1}", sheet.room - x, SMALL, sheet.theme.faint) + 1
        size = len(lines_of(tree.entries[branch.position]))
        for child in branch.branches:
            word = _holding_words(child.holding or 0, size)
            is_better = child is branch.branches[0]
            begin = y
            sheet.text(x + 6, y + 6, word, SMALL)
            wide = width(word, SMALL) * 1.02 + 12
            if child.position is None:
                words = leaf(child.states)
                said.append(words)
                y = sheet.paragraph(x + wide, y, words, sheet.room - x - wide, SMALL, bold=True) + 2
            else:
                y = put(child, level + 1, y + LEADING * SMALL)
            line, weight, dash = (look.colour, 1.6, ()) if is_better else (sheet.theme.faint, 0.8, (3.0, 2.0))
            sheet.line([(x + 1.5, begin + 1), (x + 1.5, y - 2)], line, weight, dash)
        return y

    put(tree.root, 0, top)


def _holding_words(count: int, size: int) -> str:
    """How many statements of an entry of this size hold."""
    return ("yes" if count else "no") if size == 1 else f"{count} of {size}"


def _levels(branch: Branch) -> set[int]:
    """The positions of the entries that separate something in the tree."""
    own = set() if branch.position is None else {branch.position}
    return own.union(*(_levels(child) for child in branch.branches))


def _head(tree: PreferenceTree, level: int) -> str:
    line = tree.entries[level]
    words = entry_words(tree.game.case, line, tree.actor)
    if len(words) == 1 and not isinstance(line, Equally):
        return f"{level + 1}. {words[0]}"
    return f"{level + 1}. how many of: {'; '.join(words)}"


def _further(depth: int, count: int) -> str:
    if depth + 1 == count:
        return f"Statement {count} separates them further."
    return f"Statements {depth + 1} {'and' if depth + 2 == count else 'to'} {count} separate them further."
