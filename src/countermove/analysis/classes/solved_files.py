"""Several cases solved: for each file its equilibria and the bottom line, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from countermove.analysis.model.findings import Finding
from countermove.analysis.result import Column, Record, Result, Rows, Value, member
from countermove.analysis.stability_table import Equilibrium, Totals
from countermove.game.game import COMPLETE, Coverage, State

__all__ = ["SolvedFile", "SolvedFiles"]

MOST_NUMBERS = 20
"""Equilibria of one concept that a cell of a table names; a longer list is no cell that somebody reads."""


@dataclass(frozen=True)
class SolvedFile(Record):
    """One case solved, or its errors.

    Parameters
    ----------
    file
        Its name, as it was given.
    title
        The title of the case; None where it cannot be read.
    errors
        What is wrong with it; then the other members are empty.
    states
        How many states there are, and the status quo.
    concepts
        The ids of the concepts that were asked.
    equilibria
        In ascending order of state, as many as `solve` has without a limit.
    count
        How many equilibria there are, or were found.
    assigned
        The states that are stable for all, each mover under the concept assigned to it, where that was asked.
    bottom_line
        What happens from here, in sentences; None where it was not asked.
    extent
        Whether the answer is complete, or by search.
    """

    file: str
    title: str | None
    errors: tuple[Finding, ...] = ()
    states: Totals | None = None
    concepts: tuple[str, ...] = ()
    equilibria: tuple[Equilibrium, ...] = ()
    count: int | None = None
    assigned: tuple[State, ...] | None = None
    bottom_line: str | None = None
    extent: Coverage | None = None

    def numbers(self, concept: str) -> str:
        """The numbers of the equilibria under a concept (codes where states are too many to list), with spaces between.

        Empty where there are none; a dash where the concept was not asked of this case.
        """
        if concept not in self.concepts:
            return "-"
        return _numbers([one.state for one in self.equilibria if concept in one.concepts])

    @property
    def assigned_numbers(self) -> str:
        """The same of the states that are stable under the concepts assigned."""
        return _numbers(self.assigned or ())


def _numbers(states: list[State] | tuple[State, ...]) -> str:
    names = [str(state.reference) for state in states[:MOST_NUMBERS]]
    more = [f"and {len(states) - MOST_NUMBERS:,} more"] if len(states) > MOST_NUMBERS else []
    return " ".join([*names, *more])


@dataclass(frozen=True)
class SolvedFiles(Result):
    """Several cases solved, in the order in which they were given.

    Parameters
    ----------
    files
        Each with its equilibria, or its errors.
    """

    schema: ClassVar[str] = "solve-files/1"
    files: tuple[SolvedFile, ...]

    @property
    def concepts(self) -> tuple[str, ...]:
        """The ids of all concepts that were asked of some file."""
        return tuple(dict.fromkeys(id_ for one in self.files for id_ in one.concepts))

    @property
    def has_assigned(self) -> bool:
        """Whether a concept was assigned to each actor."""
        return any(one.assigned is not None for one in self.files)

    @property
    def broken(self) -> tuple[str, ...]:
        """The files with errors."""
        return tuple(one.file for one in self.files if one.errors)

    @member()
    def coverage(self) -> Coverage:
        """Complete where all files are; else by search, proved where every search is."""
        searched = [one.extent for one in self.files if one.extent is not None and one.extent.kind == "search"]
        bounds = dict.fromkeys(extent.bound for extent in searched if extent.bound is not None)
        proved = all(extent.proved for extent in searched)
        return Coverage("search", proved, "; ".join(bounds) or None) if searched else COMPLETE

    def rows(self) -> Rows:
        """One row for each file."""
        columns = (
            Column("file", "the file, as it was named"),
            Column("title", "the title of the case"),
            Column("states", "how many states there are; empty where they are too many to list"),
            Column("status_quo", "the number of the status quo; its code where states are too many to list"),
            *(Column(id_, "the numbers (or codes) of the equilibria under this concept") for id_ in self.concepts),
            *([Column("assigned", "the states that are stable under the concepts assigned")] if self.has_assigned else []),
            Column("bottom_line", "what happens from here, in sentences"),
            Column("error", "the first error"),
        )
        return Rows(columns, tuple(tuple(self._row(one)) for one in self.files))

    def _row(self, one: SolvedFile) -> Iterator[Value]:
        now = None if one.states is None else one.states.status_quo
        yield from (
            one.file,
            one.title,
            None if one.states is None else one.states.count,
            None if now is None else now.reference,
        )
        for id_ in self.concepts:
            yield None if one.errors else one.numbers(id_)
        if self.has_assigned:
            yield None if one.errors else one.assigned_numbers
        yield one.bottom_line
        yield str(one.errors[0].diagnostic) if one.errors else None
