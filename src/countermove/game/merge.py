"""Actors that move as one: a graph in which a coalition is a single mover with the options of all its members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Reach
from countermove.game.voting import Vote
from countermove.model.case import JOINT

__all__ = ["merge"]


def merge(graph: ListedGame, coalitions: Sequence[Sequence[str]]) -> ListedGame:
    """The graph in which the actors of each coalition (two or more ids) move as one.

    A merged coalition is one mover with all its members' options, several of which may change in one move. A move is
    an improvement iff every member strictly prefers where it leads, and a sanction is a state at which some member
    does not strictly gain; so it judges like a body that decides by unanimity. The rules of bodies still count its
    members one by one, and what bodies do to it meets the opposition of all of them. It is called by its members' ids,
    ``usa+europe``. States, options and preferences are as before.

    Raises `QuestionError` for an unknown actor, a body, an actor that is named twice, a coalition of fewer than two,
    or of actors none of which has options, and in a case given as a graph, whose moves do not combine.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.compile import compile
    >>> elmira = compile(load_case("elmira"))
    >>> [mover.id for mover in merge(elmira, [["ministry", "uniroyal"]]).movers]
    ['ministry+uniroyal', 'local-government']
    """
    groups = [_group(graph, coalition) for coalition in coalitions]
    _require_apart(graph, groups)
    movers: list[Mover] = []
    for mover in graph.movers:
        group = next((group for group in groups if mover.actor in group), None)
        if group is None:
            movers.append(mover)
        elif mover.id == next(m.id for m in graph.movers if m.actor in group):
            movers.append(_as_one(graph, group))
    return replace(
        graph,
        movers=tuple(replace(mover, index=k) for k, mover in enumerate(movers)),
        merged=(*graph.merged, *(tuple(graph.actors[actor] for actor in group) for group in groups)),
        memo={},
    )


def _group(graph: ListedGame, coalition: Sequence[str]) -> tuple[int, ...]:
    """The positions of a coalition's actors, ascending."""
    for id_ in coalition:
        if id_ in graph.case.bodies:
            raise QuestionError(f"{quoted(id_)} is a body; only actors can be merged into one")
        if id_ not in graph.actors:
            raise QuestionError(f"unknown actor {quoted(id_)}; {did_you_mean(id_, graph.actors)}")
    if len(coalition) < 2:
        named = f"; only {quoted(coalition[0])} is named" if coalition else ""
        raise QuestionError(f"a merged coalition has two members or more{named}")
    if graph.is_graph:
        raise QuestionError("in a case given as a graph moves do not combine, so nobody can be merged")
    group = tuple(sorted(graph.actors.index(id_) for id_ in coalition))
    if not any(mover.actor in group for mover in graph.movers):
        names = ", ".join(coalition)
        raise QuestionError(f"none of {names} has options, so there is nothing that they could do as one")
    return group


def _require_apart(graph: ListedGame, groups: Sequence[tuple[int, ...]]) -> None:
    named = [graph.actors.index(id_) for group in graph.merged for id_ in group]
    for actor in (actor for group in groups for actor in group):
        if actor in named:
            raise QuestionError(f"{quoted(graph.actors[actor])} is merged twice; name each actor once")
        named.append(actor)


def _as_one(graph: ListedGame, group: tuple[int, ...]) -> Mover:
    movers = [mover for mover in graph.movers if mover.actor in group]
    mask = np.bitwise_or.reduce([mover.reach.mask for mover in movers])
    bits = {option: bits for mover in movers for option, bits in mover.bits.items()}
    no_drop = np.bitwise_or.reduce([mover.reach.no_drop for mover in movers])
    no_take = movers[0].reach.no_take
    for mover in movers[1:]:
        no_take = no_take | mover.reach.no_take
    return Mover(
        JOINT.join(graph.actors[actor] for actor in group),
        movers[0].index,
        None,
        tuple(bits),
        Reach(mask, no_drop, no_take),
        (Vote("unanimity", members=group),),
        dict.fromkeys(bits, 0),
        bits,
        merged=group,
    )
