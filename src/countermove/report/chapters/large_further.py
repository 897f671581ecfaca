"""The chapters on further questions where states are not listed: how firm, where it may go, what rests on threats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from countermove.analysis.credibility import credibility
from countermove.analysis.evolution import paths
from countermove.analysis.robustness.robustness import robust
from countermove.report.chapters.large_material import LargeMaterial
from countermove.report.chapters.material import for_readers, grid, parts
from countermove.text.blocks import Chapter, Details, Part, from_items
from countermove.text.prose import Section
from countermove.text.table import Table
from countermove.views.credibility import credibility_prose
from countermove.views.evolution import evolution_prose, routes_table
from countermove.views.robustness import robust_sections, robust_table

__all__ = ["firmly", "threats", "ways", "without"]

LISTED = 10
WAYS = 3
PAIRS = 20_000
"""Ways are searched over so many pairs of a state and its last mover, which takes a second or two."""
DRAWS = 100
"""So many plausible models are drawn where nobody asked for more."""
SECONDS = 10.0


def firmly(material: LargeMaterial) -> Chapter | None:
    """How often each outcome holds over plausible models, and which single changes unseat it."""
    if not material.table.count:
        return None
    model, seed = material.model, material.seed
    if material.draws:
        answer = robust(model, draws=material.draws, seed=seed, table=material.table)
    else:
        answer = robust(model, draws=DRAWS, seed=seed, noise=[0], pairs="none", table=material.table)
    table = grid(robust_table(answer, LISTED))
    return Chapter("firmly", "How firmly each holds", (*parts(_read(robust_sections(answer))), *table))


def ways(material: LargeMaterial) -> Chapter | None:
    """The shortest ways from the status quo to the outcomes, what never changes, and where it drifts."""
    if material.model.status_quo is None:
        return None
    found = paths(material.model, most_paths=WAYS, most_pairs=PAIRS, seconds=SECONDS, table=material.table)
    sections = [section for section in evolution_prose(found) if section.title != "What happened"]
    start = replace(sections[0], items=sections[0].items[:1])
    lengths = grid(_filled(without(routes_table(found, LISTED), 1)))
    steps = (Part("The length of the ways", lengths),) if lengths else ()
    return Chapter("ways", "How it may go on", (*parts(_read([start, *sections[1:]])), *steps))


def threats(material: LargeMaterial) -> Chapter:
    """Which of the states found rest on threats that somebody would rather not carry out."""
    found = credibility(material.model, seconds=SECONDS, table=material.table)
    first, *rest = _read(credibility_prose(found))
    examples = tuple(Details((part.title,), part.blocks) for part in parts(rest))
    return Chapter("threats", "What rests on threats", (*from_items(first.items), *examples))


def _read(sections: Iterable[Section]) -> list[Section]:
    """Sections without what only the command line can show."""
    return [
        replace(section, items=tuple(replace(item, text=for_readers(item.text)) for item in section.items))
        for section in sections
    ]


def _filled(table: Table) -> Table:
    """A table without the columns in which nothing stands."""
    for column in reversed(range(len(table.columns))):
        if not any(row[column] for row in table.rows):
            table = without(table, column)
    return table


def without(table: Table, column: int) -> Table:
    """A table without one of its columns."""
    rows = tuple((*row[:column], *row[column + 1 :]) for row in table.rows)
    return replace(table, columns=(*table.columns[:column], *table.columns[column + 1 :]), rows=rows)
