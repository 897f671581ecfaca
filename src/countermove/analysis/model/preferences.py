"""Trees of preferences: which statement of an actor separates the states first, which next, down to the last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.errors import SizeError
from countermove.game.codes.states import Codes, feasible_codes, holds, moved
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.model.names import OptionNames
from countermove.model.preferences import PreferenceLine, lines_of
from countermove.model.statements import Node, bits

__all__ = ["Branch", "PreferenceTree", "preference_tree"]

Ints = NDArray[np.int64]
MOST_COMBINATIONS = 2**16
"""Combinations of options that are listed for a searched game: the statements of an actor that needs more are
evaluated in a second no longer, and its tree would be cut near the root anyway."""
LISTED_LEAVES = 24
"""Ends of a tree of a listed game: what fits on half a page beside each other's lists of states."""
SEARCHED_LEAVES = 12
"""Ends of a tree of a searched game, in which actors are many: a tree each has to fit on a page together."""


@dataclass(frozen=True, eq=False)
class Branch:
    """States that an actor does not tell apart down to here, and how its next statement separates them, best first.

    Attributes
    ----------
    states
        Their keys, ascending; in a searched game, the positions of their combinations of deciding options.
    holding
        How many statements of the entry one level up hold in them; None at the root.
    position
        The position (from 0) in the actor's `prefers` of the entry that separates them; None at an end of the tree.
    branches
        The states separated by it, best first; none at an end.
    """

    states: Ints
    holding: int | None = None
    position: int | None = None
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, eq=False)
class PreferenceTree:
    """The tree of an actor's preference statements.

    Attributes
    ----------
    game
        The game, of either kind.
    actor
        Whose preferences they are.
    root
        The tree; None where the actor has no list of statements, or where these depend on more combinations of
        options than are listed for a searched game.
    depth
        How many entries of the list are in the tree: all up to the first with which it would have too many ends.
    place
        Where in the tree each of the states stands that were asked about: from key to position in `Branch.states`.
    """

    game: Game
    actor: str
    root: Branch | None
    depth: int
    place: Mapping[int, int]

    @property
    def entries(self) -> tuple[PreferenceLine, ...]:
        """The actor's list, most important first; empty where it has a ranking or weights."""
        return self.game.case.actors[self.actor].prefers or ()

    @property
    def is_cut(self) -> bool:
        """Whether the tree ends before the last entry of the list."""
        return self.depth < len(self.entries)


def preference_tree(game: Game, actor: str, keys: Sequence[int] = (), *, max_leaves: int | None = None) -> PreferenceTree:
    """The tree of an actor's preference statements over the states of a game.

    The states are separated by the first entry of the actor's list, those in which it holds (of a group: in which more
    of its statements hold) before the others; each part by the next entry, and so on. Preferences are lexicographic, so
    the ends of the tree stand in the actor's order of preference. An entry that separates nothing is passed over.

    In a searched game, states are told apart by the options that the statements depend on and by those that
    constraints tie to these; all other options can be as they like. So the tree is exact there, too.

    Parameters
    ----------
    game
        The game, of either kind.
    actor
        The id of an actor.
    keys
        States whose place in the tree is wanted.
    max_leaves
        The most ends; the tree is cut before the entry with which it would have more. None: 24 in a listed game, 12
        in a searched one.

    Returns
    -------
    PreferenceTree
        The tree; its root is None where there is none.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> tree = preference_tree(compile(catalog.load_case("mountain-pass")), "attacker")
    >>> [(branch.holding, len(branch.states)) for branch in tree.root.branches], tree.depth
    ([(1, 4), (0, 5)], 2)
    """
    entries = game.case.actors[actor].prefers
    if isinstance(game, ListedGame):
        limit = LISTED_LEAVES if max_leaves is None else max_leaves
        place = {int(key): int(key) for key in keys}
        if not entries:
            return PreferenceTree(game, actor, None, 0, place)
        root, depth = _grow(entries, _listed_counts(game, actor), game.size, limit)
        return PreferenceTree(game, actor, root, depth, place)
    assert isinstance(game, SearchedGame)
    limit = SEARCHED_LEAVES if max_leaves is None else max_leaves
    return _searched_tree(game, actor, keys, limit)


def _listed_counts(game: ListedGame, actor: str) -> Iterator[Ints]:
    # One combination stands for a coalesced state: the actor is indifferent between all of them (CM204).
    codes = game.codes[game.first_code]
    for group in _statements(game, actor):
        yield np.sum([holds(node, codes, game.layout) for node in group], axis=0)


def _statements(game: Game, actor: str) -> list[list[Node]]:
    """The statements of each entry of an actor's list, bound to the positions of options."""
    names = OptionNames(game.case)
    return [[names.bind(one.that, actor) for one in lines_of(entry)] for entry in game.case.actors[actor].prefers or ()]


def _searched_tree(game: SearchedGame, actor: str, keys: Sequence[int], max_leaves: int) -> PreferenceTree:
    entries = game.case.actors[actor].prefers
    if not entries:
        return PreferenceTree(game, actor, None, 0, {})
    groups = _statements(game, actor)
    # Options that constraints tie to the statements' options are needed to know which combinations are feasible.
    options = _tied(game, {bit for group in groups for node in group for bit in bits(node)})
    position = {option: k for k, option in enumerate(options)}
    constraints = [moved(node, position) for node in game.ruled_out if set(bits(node)) <= position.keys()]
    try:
        codes: Codes = feasible_codes(len(options), constraints, MOST_COMBINATIONS)
    except SizeError:
        return PreferenceTree(game, actor, None, 0, {})
    counts = (np.sum([holds(moved(node, position), codes) for node in group], axis=0) for group in groups)
    root, depth = _grow(entries, counts, len(codes), max_leaves)

    def place(code: int) -> int:
        own = sum(1 << k for option, k in position.items() if code >> option & 1)
        return int(np.searchsorted(codes, np.uint64(own)))

    return PreferenceTree(game, actor, root, depth, {key: place(key) for key in keys})


def _tied(game: SearchedGame, options: set[int]) -> list[int]:
    """Options with all those that constraints tie to them, directly or through others, ascending."""
    groups = [set(bits(node)) for node in game.ruled_out]
    tied, size = set(options), -1
    while len(tied) != size:
        size = len(tied)
        tied |= set[int]().union(*(group for group in groups if group & tied))
    return sorted(tied)


def _grow(entries: Sequence[PreferenceLine], counts: Iterable[Ints], size: int, max_leaves: int) -> tuple[Branch, int]:
    """The tree over `size` states, and how many entries are in it.

    `counts`: for each entry, how many of its statements hold in each state.
    """
    kept: list[Ints] = []
    groups = np.zeros(size, dtype=np.int64)
    for entry, count in zip(entries, counts, strict=True):
        # A group is renumbered after each entry, so that the product stays below the number of states times the size.
        _, groups = np.unique(groups * (len(lines_of(entry)) + 1) + count, return_inverse=True)
        if int(groups.max(initial=0)) >= max_leaves:
            break
        kept.append(count)
    return _branch(np.arange(size), None, kept, 0), len(kept)


def _branch(states: Ints, holding: int | None, counts: Sequence[Ints], position: int) -> Branch:
    # An entry on which all of these states agree separates nothing here, though it may elsewhere in the tree.
    while position < len(counts) and len(np.unique(counts[position][states])) == 1:
        position += 1
    if position == len(counts):
        return Branch(states, holding)
    count = counts[position][states]
    branches = tuple(_branch(states[count == value], int(value), counts, position + 1) for value in np.unique(count)[::-1])
    return Branch(states, holding, position, branches)
