"""What is wrong with a case, or may have been overlooked, as a result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from countermove.analysis.result import HIDDEN, Column, Record, Result, Rows, member
from countermove.errors import Diagnostic, dotted
from countermove.game.game import COMPLETE, Coverage

__all__ = ["CheckedFile", "CheckedFiles", "Finding", "Findings"]

COLUMNS = (
    Column("code", "the code of the diagnostic, as in the table of diagnostics"),
    Column("severity", "error or warning"),
    Column("place", "file, line and column, both counted from 1"),
    Column("path", "the keys that lead to the value; positions count from 1"),
    Column("message", "what is wrong"),
    Column("hint", "the way out"),
)


@dataclass(frozen=True)
class Finding(Record):
    """One thing that is wrong with a case, or may have been overlooked."""

    diagnostic: Diagnostic = field(metadata=HIDDEN)

    @member()
    def code(self) -> str:
        """The code, as in the table of diagnostics."""
        return self.diagnostic.code

    @member()
    def severity(self) -> str:
        """Whether it is an error or a warning."""
        return self.diagnostic.severity

    @member()
    def path(self) -> str:
        """The keys that lead to the value, as people write them; positions count from 1."""
        return dotted(self.diagnostic.path)

    @member()
    def message(self) -> str:
        """What is wrong."""
        return self.diagnostic.message

    @member()
    def hint(self) -> str:
        """The way out."""
        return self.diagnostic.hint

    @member()
    def file(self) -> str | None:
        """The file that it stands in."""
        return self.diagnostic.place.file if self.diagnostic.place else None

    @member()
    def line(self) -> int | None:
        """The line in the file, counted from 1."""
        return self.diagnostic.place.line if self.diagnostic.place else None

    @member()
    def column(self) -> int | None:
        """The column in the line, counted from 1."""
        return self.diagnostic.place.column if self.diagnostic.place else None

    @member(optional=True)
    def cell(self) -> str | None:
        """In a workbook the sheet and the cell, such as preferences!C4."""
        return self.diagnostic.place.cell if self.diagnostic.place else None


@dataclass(frozen=True)
class Findings(Result):
    """Everything that can be said against a case: errors and warnings, with their places and ways out.

    Parameters
    ----------
    title
        The title of the case; None where it cannot be read.
    findings
        In the order of the file.
    notes
        What was not looked at, and why.
    """

    schema: ClassVar[str] = "check/1"
    title: str | None = field(metadata=HIDDEN)
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()

    @member()
    def errors(self) -> int:
        """How many of the findings are errors: with any, the case cannot be analysed."""
        return sum(finding.severity == "error" for finding in self.findings)

    @member()
    def warnings(self) -> int:
        """How many of the findings are warnings."""
        return len(self.findings) - self.errors

    @member()
    def coverage(self) -> Coverage:
        """How much of the case was looked at; the notes say what was not."""
        return Coverage("search", proved=False, bound="; ".join(self.notes)) if self.notes else COMPLETE

    def rows(self) -> Rows:
        """One row for each finding."""
        values = tuple((f.code, f.severity, str(f.diagnostic.place or ""), f.path, f.message, f.hint) for f in self.findings)
        return Rows(COLUMNS, values, index=0)


@dataclass(frozen=True)
class CheckedFile(Record):
    """What `check` says of one of several files; `file`: its name as the user gave it."""

    file: str
    result: Findings = field(metadata=HIDDEN)

    @member()
    def title(self) -> str | None:
        """The title of the case; null where it cannot be read."""
        return self.result.title

    @member()
    def findings(self) -> tuple[Finding, ...]:
        """In the order of the file."""
        return self.result.findings

    @member()
    def notes(self) -> tuple[str, ...]:
        """What was not looked at, and why."""
        return self.result.notes

    @member()
    def errors(self) -> int:
        """How many of the findings are errors: with any, the case cannot be analysed."""
        return self.result.errors

    @member()
    def warnings(self) -> int:
        """How many of the findings are warnings."""
        return self.result.warnings


@dataclass(frozen=True)
class CheckedFiles(Result):
    """What `check` says of several files, in the order in which they were given.

    Parameters
    ----------
    files
        Each with its findings.
    """

    schema: ClassVar[str] = "check-files/1"
    files: tuple[CheckedFile, ...]

    @member()
    def errors(self) -> int:
        """How many findings are errors, in all files together."""
        return sum(one.errors for one in self.files)

    @member()
    def warnings(self) -> int:
        """How many findings are warnings, in all files together."""
        return sum(one.warnings for one in self.files)

    @member()
    def coverage(self) -> Coverage:
        """How much of the cases was looked at; the notes of each file say what was not."""
        notes = [f"{one.file}: {note}" for one in self.files for note in one.notes]
        return Coverage("search", proved=False, bound="; ".join(notes)) if notes else COMPLETE

    def rows(self) -> Rows:
        """One row for each finding."""
        columns = (
            Column("file", "the file, as it was named"),
            Column("line", "the line in the file, counted from 1; empty where the whole file is meant"),
            Column("cell", "of a workbook the sheet and the cell, else empty"),
            *(column for column in COLUMNS if column.name != "place"),
        )
        values = tuple(
            (one.file, f.line, f.cell, f.code, f.severity, f.path, f.message, f.hint)
            for one in self.files
            for f in one.findings
        )
        return Rows(columns, values, index=0)
