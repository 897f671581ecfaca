"""What one model calls the actors, options and listed states of another: by id, by name, and where only one is left."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from countermove.analysis.result import Record
from countermove.model.case import Case

__all__ = ["Pairing", "ReadAs", "pairing"]

Names = Mapping[str, frozenset[str]]
"""What each thing may be called, by its id: its id and its name without capitals and signs."""


@dataclass(frozen=True)
class ReadAs(Record):
    """Something that is called otherwise in the student's model: its id there, and whose place it takes.

    `by`: ``name``: an id or a name is the same; ``options``: an actor or body has options of the same name; ``only one
    left``: it was the only one without a counterpart on both sides.
    """

    student: str
    reference: str
    by: str


@dataclass(frozen=True)
class Pairing:
    """Ids of the reference, each with the id in the student's model; what is in neither mapping has no counterpart.

    Parameters
    ----------
    owners
        Actors and bodies.
    options
        Options, and levels of options, by their full names.
    states
        Listed states.
    read_as
        Where the ids differ.
    """

    owners: Mapping[str, str]
    options: Mapping[str, str]
    states: Mapping[str, str]
    read_as: tuple[ReadAs, ...]


def pairing(reference: Case, student: Case) -> Pairing:
    """Which actor, body, option and listed state of one case is which of another.

    Things go by their ids; those that are left by an id or a name that is the same but for capitals and signs; actors
    and bodies then by options that have the same names; at last by elimination, where one is left on both sides. What
    could be two things is none of them.

    Parameters
    ----------
    reference, student
        The cases.

    Returns
    -------
    Pairing
        The counterparts, one to one.

    Examples
    --------
    >>> first = Case.model_validate({"actors": {"usa": {"options": {"strike": "Air strike"}}}})
    >>> other = Case.model_validate({"actors": {"us": {"name": "USA", "options": {"bomb": "air strike"}}}})
    >>> pairing(first, other).options
    {'usa.strike': 'us.bomb'}
    """
    owners: dict[str, str] = {}
    options: dict[str, str] = {}
    read_as: list[ReadAs] = []
    for own, other in ((reference.actors, student.actors), (reference.bodies, student.bodies)):
        mine = {id_: _names(id_, reference.label(id_)) for id_ in own}
        theirs = {id_: _names(id_, student.label(id_)) for id_ in other}
        pairs = _by_name(mine, theirs, read_as)
        deeds, other_deeds = {id_: _deeds(reference, id_) for id_ in own}, {id_: _deeds(student, id_) for id_ in other}
        _add_by_name(pairs, deeds, other_deeds, "options", read_as)
        owners |= _add_last(pairs, mine, theirs, read_as)
    # In the order of the reference, whichever was found first.
    owners = {id_: owners[id_] for id_ in (*reference.actors, *reference.bodies) if id_ in owners}
    for id_, theirs_id in owners.items():
        options |= _paired_options(reference, student, id_, theirs_id, read_as)
    states, other_states = ({id_: _names(id_, name) for id_, name in (case.states or {}).items()}
                            for case in (reference, student))  # fmt: skip
    return Pairing(owners, options, _by_name(states, other_states, read_as), tuple(read_as))


def _paired_options(reference: Case, student: Case, owner: str, other: str, read_as: list[ReadAs]) -> dict[str, str]:
    mine, theirs = (
        {row.full: _names(row.id, row.name) for row in case.option_rows if row.owner == id_}
        for case, id_ in ((reference, owner), (student, other))
    )
    # An id belongs to its owner: of two owners that are paired, options of one id are one option.
    full = {name: f"{other}.{name.partition('.')[2]}" for name in mine}
    pairs = {name: there for name, there in full.items() if there in theirs}
    _add_by_name(pairs, mine, theirs, "name", read_as)
    return _add_last(pairs, mine, theirs, read_as)


def _by_name(mine: Names, theirs: Names, read_as: list[ReadAs]) -> dict[str, str]:
    pairs = {id_: id_ for id_ in mine if id_ in theirs}
    _add_by_name(pairs, mine, theirs, "name", read_as)
    return pairs


def _add_by_name(pairs: dict[str, str], mine: Names, theirs: Names, by: str, read_as: list[ReadAs]) -> None:
    """Add the pairs that share a name with each other and with nothing else that is left."""
    left, right = _left(pairs, mine, theirs)
    near = {id_: [other for other in right if mine[id_] & theirs[other]] for id_ in left}
    for id_, others in near.items():
        if len(others) == 1 and sum(others[0] in more for more in near.values()) == 1:
            pairs[id_] = others[0]
            read_as.append(ReadAs(others[0], id_, by))


def _add_last(pairs: dict[str, str], mine: Names, theirs: Names, read_as: list[ReadAs]) -> dict[str, str]:
    """Add the pair of the only two that are left."""
    left, right = _left(pairs, mine, theirs)
    if len(left) == len(right) == 1:
        pairs[left[0]] = right[0]
        read_as.append(ReadAs(right[0], left[0], "only one left"))
    return pairs


def _left(pairs: Mapping[str, str], mine: Names, theirs: Names) -> tuple[list[str], list[str]]:
    taken = set(pairs.values())
    return [id_ for id_ in mine if id_ not in pairs], [id_ for id_ in theirs if id_ not in taken]


def _deeds(case: Case, owner: str) -> frozenset[str]:
    """What the options of an owner are called."""
    return frozenset().union(*(_names(row.id, row.name) for row in case.option_rows if row.owner == owner))


def _names(id_: str, name: str) -> frozenset[str]:
    return frozenset(plain for text in (id_, name) if (plain := re.sub(r"[\W_]+", " ", text).strip().casefold()))
