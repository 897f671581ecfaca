"""The tree of preferences: which statement of an actor separates the states first, which next, down to the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.model.preferences import PreferenceTree
from countermove.errors import QuestionError, SizeError, did_you_mean, quoted
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.game.names.labels import states_words
from countermove.model.names import OptionNames
from countermove.model.preferences import lines_of
from countermove.plots.fonts import broken, width
from countermove.plots.sheet import LEADING, Sheet
from countermove.plots.shown import Choice, head_of, label_notes, numbered_outcomes
from countermove.plots.style import HEAD, SMALL, TEXT, Look, look, looks
from countermove.plots.trees import LeafWords, draw_tree, entry_words, first_statement, group_heading
from countermove.text.naming import joined, shortened
from countermove.text.verbs import verb

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PreferenceTrees", "preferences_figure", "preferences_sentence", "shared_preferences"]

MOST_LISTS = 12
"""Different lists in one picture at most: more trees below each other would be several pages long."""
MOST_LABELLED = 64
"""States of a case up to which their labels stand below the picture: of more, most numbers are folded away in it."""
MOST_RUNGS = 24
"""Ranks of an actor without a list that are named at most, as many as a tree has ends."""
MOST_NAMED = 10
"""States at one end of a tree that are named; of more only the number is said, for they would not fit on its lines."""
MOST_IN_SENTENCE, MOST_WORDS = 2, 25
"""Actors, or groups with the same preferences, of whom the sentence says what matters most to
them, and its words; where it would have more, it is about the first alone."""


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
            key: object = (repr(lines), game.rank_rows[game.actors.index(actor)].tobytes())
        elif entries is None and (game.case.actors[actor].ranking or game.case.actors[actor].worth):
            key = actor
        else:
            key = tuple(entry_words(game.case, entry, actor) for entry in entries or ())
        groups.setdefault(key, []).append(actor)
    return tuple(map(tuple, groups.values()))


def preferences_figure(preferences: PreferenceTrees, choice: Choice) -> Figure:
    """For each actor a tree that grows to the right: every statement separates the states in which it holds
    from the others.

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
            said.append(draw_tree(sheet, tree, names, colour, words))
        elif isinstance(game, ListedGame):
            said.append(_ladder(sheet, game, actors[0], names, colour))
        else:
            said.append(_no_tree(sheet, names, colour, tree.root is None))
    notes = _notes(len(trees), isinstance(game, ListedGame) and len(said) > len(trees), any(tree.is_cut for tree in trees))
    if isinstance(game, ListedGame):
        notes += [] if game.is_graph else ["The numbers are those of states."]
        notes += label_notes(game, [(head_of(game, s), s) for s in range(game.size)]) if game.size <= MOST_LABELLED else []
    elif trees:
        notes.append(
            f"At the ends: the outcomes found, by number, and today, the status quo; \u2013: none of them. {note}".strip()
        )
    notes += label_notes(game, numbered)
    only = preferences.groups[0] if len(preferences.groups) == 1 else None
    who = "each actor" if only is None else joined([game.case.label(actor) for actor in only])
    cares = "cares" if only is None else verb(game.case, only, "cares", "care")
    title = f"{game.case.title}: what {who} {cares} about".removeprefix(": ")
    return sheet.figure(title, preferences_sentence(preferences), notes, details=" ".join(said))


def preferences_sentence(preferences: PreferenceTrees) -> str:
    """What to see: what matters most to the first actors, or which states are best for those without statements."""
    game = preferences.game
    parts = []
    for actors, tree in zip(preferences.groups[:MOST_IN_SENTENCE], preferences.trees, strict=False):
        who = shortened([game.case.label(actor) for actor in actors], 3)
        if tree.root is not None and tree.root.branches:
            parts.append(f"most important to {who}: {first_statement(tree)}")
        elif isinstance(game, ListedGame):
            rank = game.rank_rows[game.actors.index(actors[0])]
            best = np.flatnonzero(rank == rank.max()).tolist()
            is_flat = len(best) == game.size
            parts.append(
                f"to {who}, all states are equally good" if is_flat else f"best for {who}: {states_words(game, best)}"
            )
        else:
            parts.append(f"{who}: no list of statements" if tree.root is None else f"to {who}, all states are equally good")
    if len(" ".join(parts).split()) > MOST_WORDS:
        parts = parts[:1]
    more = len(preferences.groups) - len(parts)
    text = "; ".join([*parts, *([f"{more} more below"] if more else [])])
    return f"{text[:1].upper()}{text[1:]}."


def _colours(game: Game) -> dict[str, Look]:
    """The look of each actor: its own in a listed game; in a searched one, with many actors, one for each list."""
    if isinstance(game, ListedGame):
        return dict(looks(game))
    return {actor: look(k) for k, actors in enumerate(_groups(game)) for actor in actors}


def _notes(trees: int, has_ladders: bool, is_cut: bool) -> list[str]:
    """How to read the trees and rows of a picture; `is_cut`: some tree ends before the last line."""
    notes = (
        ["In a tree the best states are at the top; a statement that separates no more states is left out."] if trees else []
    )
    if has_ladders:
        notes.append("In a row the best states come first; those between two signs > are equally good.")
    if is_cut:
        notes.append("A tree ends where further statements would separate the states into more groups than can be shown.")
    return notes


def _ends(numbered: Sequence[tuple[str, int]]) -> LeafWords:
    """What stands at an end in a searched game: the names of those that are there, by name and place in the tree."""
    return lambda states: ", ".join(name for name, place in numbered if place in states) or "\u2013"


def _no_tree(sheet: Sheet, names: str, look: Look, has_no_list: bool) -> str:
    """What is said of an actor of a searched game without a tree."""
    top = sheet.bottom + (16 if sheet.texts else 0)
    sheet.box(0, top + 2, 10, top + 12, look.colour)
    top = sheet.paragraph(16, top, names, min(400.0, sheet.room), HEAD, bold=True) + 4
    words = (
        "It has no preference statements that a tree could be made of."
        if has_no_list
        else "All states are equally good to it."
    )
    sheet.paragraph(0, top, words, min(400.0, sheet.room), TEXT, sheet.theme.faint)
    return f"{names}: {words[:1].lower()}{words[1:]}"


def _states(game: ListedGame, states: NDArray[np.int64]) -> str:
    if len(states) > MOST_NAMED:
        return f"{len(states):,} states"
    return ", ".join(head_of(game, state) for state in states.tolist())


def _ladder(sheet: Sheet, game: ListedGame, actor: str, names: str, look: Look) -> str:
    """The states of an actor without lines, in order: one rung for those that are equally good to it."""
    rank = game.rank_rows[game.actors.index(actor)]
    top = group_heading(sheet, names, look, min(400.0, sheet.room))
    values = np.unique(rank)[::-1]
    if len(values) == 1:
        sheet.paragraph(0, top, "All states are equally good to it.", min(400.0, sheet.room), TEXT)
        return f"{names}: all states are equally good."
    shown = values if len(values) <= MOST_RUNGS else values[: MOST_RUNGS - 1]
    rungs = [_states(game, np.flatnonzero(rank == value)) for value in shown]
    y, x, room = top + 2, 0.0, min(440.0, sheet.room)
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
