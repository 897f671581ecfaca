"""Which of an actor's preference statements a state meets, and which one decides between two states."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from countermove.game.codes.states import Codes, holds
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.model.names import OptionNames
from countermove.model.preferences import PreferenceLine, lines_of
from countermove.model.statements import Node

__all__ = ["Difference", "counts", "deciding_line", "differences", "entries"]


@dataclass(frozen=True)
class Difference:
    """A statement of an actor that two states fulfil to different degrees; `position` counts from 0."""

    actor: str
    position: int
    line: PreferenceLine
    gained: bool


def entries(game: Game, actor: str) -> tuple[PreferenceLine, ...]:
    """The preference statements of an actor, most important first; none where it has a ranking or weights."""
    return game.case.actors[actor].prefers or ()


def counts(game: Game, actor: str, key: int) -> tuple[int, ...]:
    """For each entry of an actor's `prefers`, how many of its statements are true in a state (0 or 1 for a single one).

    `key` is the position of the state in a listed game, its code in a searched one.
    """
    if isinstance(game, SearchedGame):
        # The first levels of a scale are the entries of `prefers`, in order; what follows them breaks no tie here.
        levels = zip(entries(game, actor), game.scales[game.actors.index(actor)], strict=False)
        return tuple(sum(game.holds(node, key) for _, node in level.terms) for _, level in levels)
    assert isinstance(game, ListedGame)
    trees = game.once(("lines", actor), partial(_trees, game, actor))
    # Any combination of a coalesced state will do: an actor is indifferent between them (CM204).
    code: Codes = game.codes[game.first_code[key] : game.first_code[key] + 1]
    return tuple(sum(bool(holds(tree, code, game.layout)[0]) for tree in group) for group in trees)


def differences(game: Game, actor: str, before: int, after: int) -> tuple[Difference, ...]:
    """The statements of an actor that `after` fulfils better or worse than `before`, most important first.

    None where the actor has a ranking or weights. `before` and `after` are positions in a listed game, codes in a
    searched one.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("european-security-2022"))
    >>> [(d.position + 1, d.gained) for d in differences(game, "russia", 97, 147)]
    [(5, True), (6, True), (7, False)]
    """
    lines = entries(game, actor)
    was, is_ = counts(game, actor, before), counts(game, actor, after)
    return tuple(Difference(actor, k, lines[k], is_[k] > was[k]) for k in range(len(lines)) if was[k] != is_[k])


def deciding_line(game: Game, actor: str, before: int, after: int) -> Difference | None:
    """The most important statement at which two states differ for an actor; None if they are equal or it has none."""
    return next(iter(differences(game, actor, before, after)), None)


def _trees(game: ListedGame, actor: str) -> list[list[Node]]:
    names = OptionNames(game.case)
    return [[names.bind(line.that, actor) for line in lines_of(entry)] for entry in entries(game, actor)]
