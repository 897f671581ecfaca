"""A student's model beside the reference: what is missing, what is more, and what is different, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.classes.orders import alike_pairs, first_pair, meanings, statement_shift
from countermove.analysis.classes.pairing import Pairing, pairing
from countermove.analysis.classes.records import (
    EXAMPLES,
    Agreement,
    ConceptAgreement,
    Difference,
    GradedModel,
    StateAgreement,
)
from countermove.analysis.classes.rules import rule_differences
from countermove.analysis.compare.matching import NOWHERE, counterparts, holds_unsaid
from countermove.analysis.equilibria import StabilityTable
from countermove.errors import KeyPath
from countermove.game.game import State
from countermove.game.listed import ListedGame, Mover
from countermove.model.case import Case, OptionRow
from countermove.model.names import OptionNames
from countermove.model.statements import truth
from countermove.stability.changes import moves_to_list

__all__ = ["Pair", "graded"]

Keys = NDArray[np.int64]
MOST_MOVES = 2_000_000
"""Moves of one model up to which they are compared one by one: about a second."""
OTHER_KIND = "one model lists its states and the other has options, so only the actors are compared"
NO_STATES = "the models have no state in common, so preferences and moves are not compared"
MANY_MOVES = f"a model has more than {MOST_MOVES:,} moves, so moves are not compared"


@dataclass(frozen=True, eq=False)
class Pair:
    """Two listed games, and what the student calls the things of the reference."""

    reference: ListedGame
    student: ListedGame
    names: Pairing

    @cached_property
    def there(self) -> Keys:
        """For each state of the reference the same state of the student, or `NOWHERE`; shape (S,)."""
        names = self.names.states if self.reference.is_graph else self.names.options
        return counterparts(self.reference, self.student, names)

    @cached_property
    def common(self) -> tuple[Keys, Keys]:
        """The states in both games: their keys in the reference, and in the same order those of the student."""
        keys = np.flatnonzero(self.there != NOWHERE)
        return keys, self.there[keys]

    @cached_property
    def missing(self) -> Keys:
        """The states that only the reference has, though the student has every option that is taken in them."""
        return np.flatnonzero((self.there == NOWHERE) & _expressible(self.reference, self.names.options))

    @cached_property
    def extra(self) -> Keys:
        """The states that only the student has, though the reference has every option that is taken in them."""
        alone = np.ones(self.student.size, dtype=bool)
        alone[self.common[1]] = False
        return np.flatnonzero(alone & _expressible(self.student, set(self.names.options.values())))

    @cached_property
    def rows(self) -> Sequence[tuple[OptionRow, OptionRow]]:
        """The options of both games, in the order of the reference."""
        by_name = {row.full: row for row in self.student.options}
        return [(row, by_name[self.names.options[row.full]]) for row in self.reference.options
                if row.full in self.names.options]  # fmt: skip


def graded(file: str, reference: StabilityTable, student: StabilityTable) -> GradedModel:
    """How a student's model differs from the reference; two listed games, each with its stability table.

    Parameters
    ----------
    file
        What the student's file is called.
    reference, student
        The stability tables.

    Returns
    -------
    GradedModel
        Without sentences and lines, which need the words and the file.

    Examples
    --------
    >>> import countermove as cm
    >>> table = cm.equilibria(cm.compile(cm.load("chicken")))
    >>> graded("chicken", table, table).differences
    ()
    """
    first, second = reference.listed, student.listed
    pair = Pair(first, second, pairing(first.case, second.case))
    differences, notes = list(_cast(pair)), []
    title = second.case.title
    if first.is_graph != second.is_graph:
        return GradedModel(file, title, differences=tuple(differences), read_as=pair.names.read_as, notes=(OTHER_KIND,),
                           pairing=pair.names)  # fmt: skip
    differences += _states(pair)
    if not len(pair.common[0]):
        notes.append(NO_STATES)
    elif not first.is_graph and max(moves_to_list(game, MOST_MOVES) for game in (first, second)) > MOST_MOVES:
        notes.append(MANY_MOVES)
    else:
        differences += _moves(pair)
    agreements = {}
    for id_, other in pair.names.owners.items():
        if id_ in first.case.actors:
            agreements[id_] = _agreement(pair, id_, other)
            differences += _preferences(pair, id_, other)
    differences += rule_differences(first.case, second.case, pair.names, pair.rows)
    differences += _status_quo(pair)
    concepts = {c.id: _concept(pair, reference, student, c.id) for c in reference.concepts if c in student.concepts}
    differences += _equilibria(concepts)
    common = len(pair.common[0])
    states = StateAgreement(first.size, second.size, common, len(pair.missing), len(pair.extra))
    return GradedModel(file, title, (), states, agreements, concepts, tuple(differences), pair.names.read_as, tuple(notes),
                       pair.names)  # fmt: skip


def _expressible(game: ListedGame, options: object) -> NDArray[np.bool_]:
    """The states in which the options that only this game has stand as a model without them would have them; shape (S,)."""
    fits = np.ones(game.size, dtype=bool)
    for row in game.options:
        if row.full not in options:  # type: ignore[operator]
            away = game.layout.taken(row.index, game.codes) != holds_unsaid(row)
            fits[game.states_of_codes[away]] = False
    return fits


def _cast(pair: Pair) -> Iterator[Difference]:
    """Actors, bodies and options, and listed states, that only one model has."""
    first, second, names = pair.reference.case, pair.student.case, pair.names
    for kind, own, other in (("actor", first.actors, second.actors), ("body", first.bodies, second.bodies)):
        yield from (Difference("actors", f"missing {kind}", id_) for id_ in own if id_ not in names.owners)
        for id_ in other:
            if id_ not in names.owners.values():
                yield Difference("actors", f"extra {kind}", id_, path=_owner_path(second, id_))
    if pair.reference.is_graph or pair.student.is_graph:
        return
    owners = {other: id_ for id_, other in names.owners.items()}
    for row in first.option_rows:
        # The options of somebody who is missing are missing with it.
        if row.owner in names.owners and row.full not in names.options:
            yield Difference("options", "missing option", row.full, path=_owner_path(second, names.owners[row.owner]))
    for row in second.option_rows:
        if row.owner in owners and row.full not in names.options.values():
            yield Difference("options", "extra option", row.full, path=_option_path(second, row))


def _states(pair: Pair) -> Iterator[Difference]:
    if len(pair.missing):
        position = _constraint(pair.reference, int(pair.missing[0]), pair.student.case, dict(pair.names.options))
        yield Difference(
            "states", "missing states", count=len(pair.missing), student_positions=position[:1],
            reference_states=_examples(pair.reference, pair.missing), path=position[1:],
        )  # fmt: skip
    if len(pair.extra):
        back = {other: own for own, other in pair.names.options.items()}
        position = _constraint(pair.student, int(pair.extra[0]), pair.reference.case, back)
        yield Difference(
            "states", "extra states", count=len(pair.extra), reference_positions=position[:1],
            student_states=_examples(pair.student, pair.extra),
        )  # fmt: skip


def _constraint(game: ListedGame, key: int, other: Case, names: dict[str, str]) -> tuple:  # type: ignore[type-arg]
    """Which constraint of the other case rules a state out: its position from 1, and the path to it; empty for none."""
    if game.is_graph:
        return ()
    taken = game.taken(key)
    if None in taken:
        return ()
    values = {names[row.full]: taken[row.index] for row in game.options if row.full in names}
    there = [bool(values.get(row.full, holds_unsaid(row))) for row in other.option_rows]
    bind = OptionNames(other).bind
    claims = [("impossible", k, claim, True) for k, claim in enumerate(other.impossible)]
    claims += [("always", k, claim, False) for k, claim in enumerate(other.always)]
    for place, (block, k, claim, ruled_out) in enumerate(claims):
        if truth(bind(claim.that), there.__getitem__) is ruled_out:
            return (place + 1, block, k)
    return ()


def _moves(pair: Pair) -> Iterator[Difference]:
    """Whose moves differ between common states, and the options that are the reason."""
    places = [np.full(game.size, NOWHERE) for game in (pair.reference, pair.student)]
    for place, keys in zip(places, pair.common, strict=True):
        place[keys] = np.arange(len(keys))
    movers = {mover.id: mover for mover in pair.student.movers}
    for mover in pair.reference.movers:
        other = movers.get(pair.names.owners.get(mover.id, ""))
        if other is None:
            continue
        own = _steps(pair.reference, mover, places[0], len(pair.common[0]))
        theirs = _steps(pair.student, other, places[1], len(pair.common[0]))
        missing, extra = np.setdiff1d(own, theirs), np.setdiff1d(theirs, own)
        if not len(missing) and not len(extra):
            continue
        reasons = list(_reasons(pair, mover.id))
        yield from reasons or _other_moves(pair, mover.id, missing, extra)


def _steps(game: ListedGame, mover: Mover, place: Keys, size: int) -> Keys:
    """The moves of a mover between common states, each as one number, ascending."""
    moves = game.moves_of(mover, np.arange(game.size))
    source, target = place[moves.source], place[moves.target]
    inside = (source != NOWHERE) & (target != NOWHERE)
    return np.unique(source[inside] * size + target[inside])


def _reasons(pair: Pair, owner: str) -> Iterator[Difference]:
    """The options of an owner that can be taken or given up otherwise in the two models."""
    for row, other in pair.rows:
        if row.owner != owner:
            continue
        path = _option_path(pair.student.case, other)
        if row.record.change != other.record.change:
            yield Difference("moves", "direction", row.full, path=(*path, "change"))
        needs = [
            _needs(game, one)[keys]
            for game, one, keys in zip((pair.reference, pair.student), (row, other), pair.common, strict=True)
        ]
        if (needs[0] != needs[1]).any():
            yield Difference("moves", "precondition", row.full, path=(*path, "needs"))


def _needs(game: ListedGame, row: OptionRow) -> NDArray[np.bool_]:
    """The states in which an option may be taken, as far as its precondition goes; shape (S,)."""
    if row.record.needs is None:
        return np.ones(game.size, dtype=bool)
    return game.holds_in(OptionNames(game.case).bind(row.record.needs, row.owner))


def _other_moves(pair: Pair, owner: str, missing: Keys, extra: Keys) -> Iterator[Difference]:
    size, path = len(pair.common[0]), _owner_path(pair.student.case, pair.names.owners[owner])
    for kind, steps, game, keys in (
        ("missing moves", missing, pair.reference, pair.common[0]),
        ("extra moves", extra, pair.student, pair.common[1]),
    ):
        if len(steps):
            states = tuple(game.at(int(keys[place])) for place in divmod(int(steps[0]), size))
            where = {"reference_states" if game is pair.reference else "student_states": states}
            yield Difference("moves", kind, owner, count=len(steps), path=(*path, "moves"), **where)  # type: ignore[arg-type]


def _ranks(pair: Pair, actor: str, other: str) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """The ranks of the common states for an actor in both models."""
    games = ((pair.reference, actor), (pair.student, other))
    first, second = (game.ranks[id_][keys] for (game, id_), keys in zip(games, pair.common, strict=True))
    return first, second


def _agreement(pair: Pair, actor: str, other: str) -> Agreement:
    ranks = _ranks(pair, actor, other)
    size = len(ranks[0])
    return Agreement(alike_pairs(*ranks), size * (size - 1) // 2)


def _preferences(pair: Pair, actor: str, other: str) -> Iterator[Difference]:
    """The first statement that makes an actor rank the common states otherwise, with two states that show it."""
    places = first_pair(*_ranks(pair, actor, other))
    if places is None:
        return
    states = [tuple(game.at(int(keys[place])) for place in places)
              for game, keys in zip((pair.reference, pair.student), pair.common, strict=True)]  # fmt: skip
    path: KeyPath = ("actors", other, "prefers")
    first, second = pair.reference.case.actors[actor], pair.student.case.actors[other]
    shift = None
    if first.prefers is not None and second.prefers is not None:
        own, theirs = meanings(pair.reference, actor, pair.common[0]), meanings(pair.student, other, pair.common[1])
        shift = statement_shift([one.own for one in own], [one.own for one in theirs], [one.opposite for one in own])
    if shift is None:
        path = next((("actors", other, key) for key in ("prefers", "ranking", "worth") if getattr(second, key)), path[:2])
        yield Difference(
            "preferences", "other order", actor, reference_states=states[0], student_states=states[1], path=path
        )
        return
    lists = ((own, shift.reference), (theirs, shift.student))
    mine, yours = (tuple(statements[k].position for k in places) for statements, places in lists)
    yield Difference(
        "preferences", shift.kind, actor,
        reference_positions=tuple(k + 1 for k in mine), student_positions=tuple(k + 1 for k in yours),
        reference_states=states[0], student_states=states[1], path=(*path, *yours[:1]),
    )  # fmt: skip


def _status_quo(pair: Pair) -> Iterator[Difference]:
    own, other = pair.reference.status_quo_key, pair.student.status_quo_key
    if (None if own is None else int(pair.there[own])) != other:
        yield Difference(
            "status quo", "status quo",
            reference_states=() if own is None else (pair.reference.at(own),),
            student_states=() if other is None else (pair.student.at(other),), path=("status quo",),
        )  # fmt: skip


def _concept(pair: Pair, reference: StabilityTable, student: StabilityTable, concept: str) -> ConceptAgreement:
    own, theirs = np.flatnonzero(reference.holding(concept)), np.flatnonzero(student.holding(concept))
    there = pair.there[own]
    is_same = np.isin(there, theirs) & (there != NOWHERE)
    same, missing = ([pair.reference.at(int(key)) for key in own[mask]] for mask in (is_same, ~is_same))
    extra = [pair.student.at(int(key)) for key in theirs[~np.isin(theirs, there)]]
    return ConceptAgreement(tuple(same), tuple(missing), tuple(extra))


def _equilibria(concepts: dict[str, ConceptAgreement]) -> Iterator[Difference]:
    """Missing and extra equilibria, those concepts together that have the same."""
    for kind in ("missing", "extra"):
        together: dict[tuple[State, ...], list[str]] = {}
        for id_, agreement in concepts.items():
            states: tuple[State, ...] = getattr(agreement, kind)
            if states:
                together.setdefault(states, []).append(id_)
        for states, ids in together.items():
            where = {"reference_states" if kind == "missing" else "student_states": states[:EXAMPLES]}
            yield Difference("equilibria", f"{kind} equilibria", names=tuple(ids), count=len(states), **where)  # type: ignore[arg-type]


def _examples(game: ListedGame, keys: Keys) -> tuple[State, ...]:
    return tuple(game.at(int(key)) for key in keys[:EXAMPLES])


def _owner_path(case: Case, owner: str) -> KeyPath:
    return ("actors" if owner in case.actors else "bodies", owner)


def _option_path(case: Case, row: OptionRow) -> KeyPath:
    """The keys that lead to an option in a case file; a level leads to its option."""
    id_ = row.id if row.level is None else row.id.removesuffix(f"-{row.level}")
    return (*_owner_path(case, row.owner), "options", id_)
