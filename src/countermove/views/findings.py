"""What is wrong with a case, or with several, as lines on the screen and as tables."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.model.findings import CheckedFiles, Finding, Findings
from countermove.errors import in_short, printable
from countermove.text.blocks import Adapted, Page, Table, Verbatim

__all__ = ["files_page", "findings_page"]


def findings_page(result: Findings) -> Page:
    """The findings as a page: one a line with their number in the end, or in a document a table of them.

    Of a kind that a screen has too many of, it has the first, and the number of the others.

    Parameters
    ----------
    result
        What `check` says of a case.

    Returns
    -------
    Page
        One part, which a terminal and a document show differently.
    """
    return [Adapted(screen=Verbatim("\n".join(_lines(result))), document=_in_document(result))]


def _in_document(result: Findings) -> Table | Verbatim:
    """A table of the findings with the notes below it; sentences where there is nothing to put into a table."""
    if not result.findings:
        return Verbatim("\n".join(_lines(result)), prose=True)
    rows = result.rows()
    return Table(rows.names, tuple(tuple(map(str, row)) for row in rows.values), notes=tuple(_notes(result)))


def files_page(result: CheckedFiles) -> Page:
    """The findings about several files as one table, in the order of the files, and how many files have none.

    Parameters
    ----------
    result
        What `check` says of each file.

    Returns
    -------
    Page
        One table, or without findings what stands below it.
    """
    rows = [(one.file, *_cells(finding)) for one in result.files for finding in one.findings]
    notes = [printable(f"note: {one.file}: {note}") for one in result.files for note in one.notes]
    with_errors = sum(one.errors > 0 for one in result.files)
    clean = sum(not one.findings for one in result.files)
    notes.append(
        f"{_counted(len(result.files), 'file')}: {with_errors:,} with errors, "
        f"{len(result.files) - with_errors - clean:,} with warnings only, {clean:,} without problems"
    )
    if not rows:
        return [Verbatim("\n".join(notes), fold=True, prose=True)]
    return [Table(("file", "line", "code", "message"), tuple(rows), frozenset({"line"}), tuple(notes))]


def _cells(finding: Finding) -> tuple[str, str, str]:
    """The line, the code and the message of a finding, as a table has them."""
    what = f"{finding.message}; {finding.hint}" if finding.hint else finding.message
    severity = "warning: " if finding.severity == "warning" else ""
    return finding.cell or ("" if finding.line is None else str(finding.line)), finding.code, f"{severity}{what}"


def _lines(result: Findings) -> Iterator[str]:
    yield from in_short(finding.diagnostic for finding in result.findings)
    yield from _notes(result)
    if not result.findings:
        yield "no problems"
        return
    counts = [_counted(result.errors, "error") if result.errors else "no errors"]
    yield ", ".join(counts + ([_counted(result.warnings, "warning")] if result.warnings else []))


def _notes(result: Findings) -> Iterator[str]:
    yield from (printable(f"note: {note}") for note in result.notes)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
