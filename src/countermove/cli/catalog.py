"""`catalog`: lists the cases that come with the program."""

from __future__ import annotations

import json

from countermove.cli.options import Format, Output, Written
from countermove.cli.results import table_text
from countermove.io.delivery import deliver

__all__ = ["catalog"]


def catalog(format: Written = Format.table, output: Output = None) -> None:
    """List the cases that come with the program."""
    from countermove import __version__
    from countermove.catalog import case_ids, load_case
    from countermove.text.table import Table

    cases = [(id_, load_case(id_)) for id_ in case_ids()]
    if format is Format.json:
        rows = [{"id": id_, "title": case.title, "citation": case.citation} for id_, case in cases]
        deliver(json.dumps({"countermove": __version__, "cases": rows}), output)
        return
    lines = tuple((id_, case.title, case.citation) for id_, case in cases)
    notes = ("An id stands where a command takes CASE: countermove solve cuban-missile-crisis",)
    deliver(table_text(Table(("id", "title", "citation"), lines, notes=notes), format, output), output)
