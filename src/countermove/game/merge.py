"""Actors that move as one: a game in which a coalition is a single mover with the options of all its members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from countermove.errors import QuestionError, did_you_mean, quoted, require_list
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Reach
from countermove.game.voting import Vote
from countermove.model.case import JOINT

__all__ = ["merge"]


def merge(game: ListedGame, coalitions: Sequence[Sequence[str]]) -> ListedGame:
    """The game in which the actors of each coalition (two or more ids) move as one.

    A merged coalition is one mover with all its members' options, several of which may change in one move. A move is
    an improvement iff every member strictly prefers where it leads, and a sanction is a state at which some member
    does not strictly gain; so it judges like a body that decides by unanimity. The rules of bodies still count its
    members one by one, and what bodies do to it meets the opposition of all of them. It is called by its members' ids,
    ``usa+europe``. States, options and preferences are as before.

    Parameters
    ----------
    game
        A game whose states are listed.
    coalitions
        The ids of the actors of each coalition; each actor is named once.

    Returns
    -------
    ListedGame
        The same states; a merged coalition moves in the place of the first of its members.

    Raises
    ------
    QuestionError
        For an unknown actor, a body, an actor that is named twice, a coalition of fewer than two, or of actors none of
        which has options, and in a case given as a graph, whose moves do not combine.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> from countermove.game.compile import compile
    >>> elmira = compile(load_case("elmira"))
    >>> [mover.id for mover in merge(elmira, [["ministry", "uniroyal"]]).movers]
    ['ministry+uniroyal', 'local-government']
    """
    require_list(coalitions, "coalitions")
    groups = [_group(game, coalition) for coalition in coalitions]
    _require_apart(game, groups)
    movers: list[Mover] = []
    for mover in game.movers:
        group = next((group for group in groups if mover.actor in group), None)
        if group is None:
            movers.append(mover)
        # The coalition stands where its first member stood; its other members are left out.
        elif mover.id == next(m.id for m in game.movers if m.actor in group):
            movers.append(_as_one(game, group))
    return replace(
        game,
        movers=tuple(replace(mover, index=k) for k, mover in enumerate(movers)),
        merged=(*game.merged, *(tuple(game.actors[actor] for actor in group) for group in groups)),
        memo={},  # what was derived is about the old movers
    )


def _group(game: ListedGame, coalition: Sequence[str]) -> tuple[int, ...]:
    """The positions of a coalition's actors, ascending."""
    require_list(coalition, "the actors of a coalition")
    for id_ in coalition:
        if id_ in game.case.bodies:
            raise QuestionError(f"{quoted(id_)} is a body; only actors can be merged into one")
        if id_ not in game.actors:
            raise QuestionError(f"unknown actor {quoted(id_)}; {did_you_mean(id_, game.actors)}")
    if len(coalition) < 2:
        named = f"; only {quoted(coalition[0])} is named" if coalition else ""
        raise QuestionError(f"a merged coalition has two members or more{named}")
    if game.is_graph:
        raise QuestionError("in a case given as a graph moves do not combine, so nobody can be merged")
    group = tuple(sorted(game.actors.index(id_) for id_ in coalition))
    if not any(mover.actor in group for mover in game.movers):
        names = ", ".join(coalition)
        raise QuestionError(f"none of {names} has options, so there is nothing that they could do as one")
    return group


def _require_apart(game: ListedGame, groups: Sequence[tuple[int, ...]]) -> None:
    named = [game.actors.index(id_) for group in game.merged for id_ in group]
    for actor in (actor for group in groups for actor in group):
        if actor in named:
            raise QuestionError(f"{quoted(game.actors[actor])} is merged twice; name each actor once")
        named.append(actor)


def _as_one(game: ListedGame, group: tuple[int, ...]) -> Mover:
    movers = [mover for mover in game.movers if mover.actor in group]
    mask = np.bitwise_or.reduce([mover.reach.mask for mover in movers])
    bits = {option: bits for mover in movers for option, bits in mover.bits.items()}
    no_drop = np.bitwise_or.reduce([mover.reach.no_drop for mover in movers])
    no_take = movers[0].reach.no_take
    for mover in movers[1:]:
        # One mask or one per code: NumPy broadcasts the one over the other.
        no_take = no_take | mover.reach.no_take
    return Mover(
        JOINT.join(game.actors[actor] for actor in group),
        movers[0].index,
        None,
        tuple(bits),
        Reach(mask, no_drop, no_take),
        # Every member must gain: what makes a merged coalition is exactly a body that decides by unanimity.
        (Vote("unanimity", members=group),),
        dict.fromkeys(bits, 0),
        bits,
        merged=group,
    )
