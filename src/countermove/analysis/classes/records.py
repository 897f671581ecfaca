"""What grading a class holds: for each student's model how far it agrees with the reference, and where it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar, Literal

from countermove.analysis.classes.pairing import Pairing, ReadAs
from countermove.analysis.model.findings import Finding
from countermove.analysis.result import HIDDEN, OPTIONAL, Column, Record, Result, Rows, Value, member
from countermove.errors import KeyPath
from countermove.game.game import State

__all__ = ["Agreement", "ConceptAgreement", "Difference", "GradedModel", "Grading", "Part", "StateAgreement"]

Part = Literal["actors", "options", "states", "moves", "preferences", "rules", "status quo", "equilibria"]
EXAMPLES = 3
"""States that a difference names at most: enough to see what is meant, and a sentence is still read."""


@dataclass(frozen=True)
class Difference(Record):
    """One thing that is different in a student's model.

    Parameters
    ----------
    part
        The part of the model.
    kind
        What is different, such as ``missing option`` or ``swapped statements``.
    about
        The actor, body or option, by its id in the reference; in the student's model where only that has it.
    names
        Concepts, or options that a rule is about, by the ids of the reference.
    student_names
        The same options by the ids of the student's model.
    reference_positions, student_positions
        Positions of statements or constraints, counted from 1.
    count
        How many states or moves it is about.
    reference_states, student_states
        Some states that show it, in the numbers of the one and of the other.
    sentence
        What a student reads; `requests.grade` adds it.
    line
        Where it stands in the student's file, counted from 1; None where it does not stand there.
    cell
        In a workbook the sheet and the cell.
    """

    part: Part
    kind: str
    about: str = ""
    names: tuple[str, ...] = ()
    student_names: tuple[str, ...] = ()
    reference_positions: tuple[int, ...] = ()
    student_positions: tuple[int, ...] = ()
    count: int = 0
    reference_states: tuple[State, ...] = ()
    student_states: tuple[State, ...] = ()
    path: KeyPath = field(default=(), metadata=HIDDEN)
    line: int | None = None
    sentence: str = ""
    cell: str | None = field(default=None, metadata=OPTIONAL)

    @property
    def placed_sentence(self) -> str:
        """The sentence, with the place in the student's file in front."""
        place = self.cell or (None if self.line is None else f"Line {self.line}")
        return self.sentence if place is None else f"{place}: {self.sentence}"


@dataclass(frozen=True)
class Agreement(Record):
    """How many of the pairs of common states an actor ranks alike in both models, each pair counted once."""

    alike: int
    pairs: int

    @member()
    def share(self) -> Fraction | None:
        """The share of pairs ranked alike; null where there are fewer than two common states."""
        return Fraction(self.alike, self.pairs) if self.pairs else None


@dataclass(frozen=True)
class StateAgreement(Record):
    """How many states the models have, how many of them are common, and how many only one has.

    States that only one model can have, since the other lacks an option, are neither missing nor extra.
    """

    reference: int
    student: int
    common: int
    missing: int
    extra: int


@dataclass(frozen=True)
class ConceptAgreement(Record):
    """Equilibria of both models, and of one only; `extra` are states of the student, the others of the reference."""

    same: tuple[State, ...]
    missing: tuple[State, ...]
    extra: tuple[State, ...]


@dataclass(frozen=True)
class GradedModel(Record):
    """A student's model beside the reference.

    Parameters
    ----------
    file
        Its file, as it was named.
    title
        Its title; None where it cannot be read.
    errors
        What is wrong with it; then nothing is compared.
    states
        Common, missing and extra states; None where nothing is compared.
    preferences
        By the ids of the reference, for each actor of both models.
    equilibria
        By the ids of concepts.
    differences
        In the order of the parts of a model.
    read_as
        What is called otherwise in the student's model.
    notes
        What was not compared, and why.
    """

    file: str
    title: str | None
    errors: tuple[Finding, ...] = ()
    states: StateAgreement | None = None
    preferences: Mapping[str, Agreement] = field(default_factory=dict)
    equilibria: Mapping[str, ConceptAgreement] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    read_as: tuple[ReadAs, ...] = ()
    notes: tuple[str, ...] = ()
    pairing: Pairing | None = field(default=None, metadata=HIDDEN, repr=False)


@dataclass(frozen=True)
class Grading(Result):
    """Models of students beside a reference: shares of agreement, and each difference; there is no mark.

    Parameters
    ----------
    reference
        The title of the reference.
    actors
        Its actors, in the order of its file.
    concepts
        The ids of the concepts that were asked.
    students
        In the order in which they were given.
    labels
        What readers call the actors and the concepts, by their ids.
    """

    schema: ClassVar[str] = "grade/1"
    reference: str
    actors: tuple[str, ...]
    concepts: tuple[str, ...]
    students: tuple[GradedModel, ...]
    labels: Mapping[str, str] = field(metadata=HIDDEN, repr=False)

    def __repr__(self) -> str:
        counts = ", ".join(f"{one.file!r}: {len(one.errors) or len(one.differences)}" for one in self.students)
        return f"Grading({self.reference!r}; {counts})"

    @member()
    def errors(self) -> int:
        """How many of the models have errors, so that they could not be compared."""
        return sum(bool(one.errors) for one in self.students)

    def rows(self) -> Rows:
        """One row for each model."""
        counts = {"common": "in both models", "missing": "only in the reference", "extra": "only in the student's model"}
        apart = "; those in which an option is taken that the other model lacks are not counted"
        columns = (
            Column("file", "the student's file"),
            Column("title", "the title of the model"),
            Column("errors", "how many errors it has; with any, nothing is compared"),
            Column("differences", "how many differences there are"),
            *(Column(f"states_{id_}", f"states {about}{apart}") for id_, about in counts.items()),
            *(Column(f"share_{id_}", "share of pairs of common states ranked alike", "{:.4f}") for id_ in self.actors),
            *(
                Column(f"{id_}_{kind}", f"equilibria {about}")
                for id_ in self.concepts
                for kind, about in (("same", counts["common"]), ("missing", counts["missing"]), ("extra", counts["extra"]))
            ),
            Column("sentences", "the errors or the differences with their places, and what was read as what, in words"),
        )
        return Rows(columns, tuple(tuple(self._row(one)) for one in self.students))

    def _row(self, one: GradedModel) -> Iterator[Value]:
        yield from (one.file, one.title, len(one.errors), None if one.errors else len(one.differences))
        states = one.states
        yield from (None, None, None) if states is None else (states.common, states.missing, states.extra)
        for id_ in self.actors:
            share = one.preferences[id_].share if id_ in one.preferences else None
            yield None if share is None else float(share)
        for id_ in self.concepts:
            concept = one.equilibria.get(id_)
            lists = () if concept is None else (concept.same, concept.missing, concept.extra)
            yield from map(len, lists) if lists else (None, None, None)
        errors = [str(error.diagnostic) for error in one.errors]
        read_as = [f'"{pair.student}" is read as "{pair.reference}".' for pair in one.read_as]
        yield " ".join([*errors, *(difference.placed_sentence for difference in one.differences), *read_as, *one.notes])
