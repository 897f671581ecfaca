"""What is wrong with a case, as lines on the screen and as a table in a document."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.model.findings import Findings
from countermove.errors import in_short, printable
from countermove.text.blocks import Adapted, Page, Table, Verbatim

__all__ = ["findings_page"]


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
    rows = result.rows()
    table = Table(rows.names, tuple(tuple(map(str, row)) for row in rows.values))
    return [Adapted(screen=Verbatim("\n".join(_lines(result))), document=table)]


def _lines(result: Findings) -> Iterator[str]:
    yield from in_short(finding.diagnostic for finding in result.findings)
    yield from (printable(f"note: {note}") for note in result.notes)
    if not result.findings:
        yield "no problems"
        return
    counts = [_counted(result.errors, "error") if result.errors else "no errors"]
    yield ", ".join(counts + ([_counted(result.warnings, "warning")] if result.warnings else []))


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
