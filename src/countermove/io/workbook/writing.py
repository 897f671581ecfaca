"""A case becomes a workbook: a sheet for each kind of row, with notes and drop-down lists, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from countermove.io.workbook.guide import guide
from countermove.io.workbook.layout import ABOUT_CASE, SHEETS, Column, Sheet
from countermove.io.workbook.package import ROWS_WITH_LISTS, DropDown, Page, Value, packed
from countermove.io.writing import flow
from countermove.model.case import BodyOption, Case, Option
from countermove.model.names import OptionNames
from countermove.model.preferences import Equally, Line, OrderUnknown, PreferenceLine, lines_of
from countermove.model.rules import Rule, rule_data
from countermove.model.walk import citations

__all__ = ["case_workbook", "left_out"]

Values = dict[str, Value]
"""A row, by the names of its columns."""


def case_workbook(case: Case) -> tuple[bytes, list[str]]:
    """A case as a workbook, and in words what it leaves out.

    Parameters
    ----------
    case
        The case.

    Returns
    -------
    tuple
        The bytes of the file, and what it does not hold.

    Raises
    ------
    QuestionError
        Where openpyxl is not installed, and for a text that is longer than a cell holds.
    """
    rows = {
        "case": _about(case), "actors": _actors(case), "options": _options(case), "preferences": _preferences(case),
        "bodies": _bodies(case), "constraints": _constraints(case), "events": _events(case), "states": _states(case),
        "moves": _moves(case),
    }  # fmt: skip
    sheets = [sheet for sheet in SHEETS if case.is_graph or not sheet.for_graph]
    return packed([guide(), *(_page(sheet, rows[sheet.name]) for sheet in sheets)]), left_out(case)


def left_out(case: Case) -> list[str]:
    """What a case has and a workbook does not hold, in words.

    Parameters
    ----------
    case
        The case.

    Returns
    -------
    list of str
        In words, each once.

    Examples
    --------
    >>> left_out(Case.model_validate({"actors": {"a": {"evidence": "s#1"}}, "labels": {"war": "true"}}))
    ['labels', 'evidence']
    """
    keys = [key for key in ("sources", "labels", "scenarios", "views", "published") if getattr(case, key)]
    # What a view cites goes with it.
    return keys + (["evidence"] if any(path[0] != "views" for path, _ in citations(case)) else [])


def _page(sheet: Sheet, rows: Iterator[Values]) -> Page:
    names = tuple(column.name for column in sheet.columns)
    drop_downs = tuple(_drop_down(k, column) for k, column in enumerate(sheet.columns, start=1))
    widths = tuple(column.width for column in sheet.columns)
    return Page(sheet.name, names, [[row.get(name) for name in names] for row in rows], widths, drop_downs, as_typed=True)


def _drop_down(number: int, column: Column) -> DropDown:
    cells = ""
    if column.offers is not None:
        sheet, name = column.offers
        names = [other.name for other in next(one for one in SHEETS if one.name == sheet).columns]
        letter = chr(ord("A") + names.index(name))
        cells = f"{sheet}!${letter}$2:${letter}${ROWS_WITH_LISTS + 1}"
    # A rule, a statement or a level can be more than what the list has; in the others nothing else makes sense.
    return DropDown(number, column.name, column.about, column.choices, cells, column.kind in ("yes", "choice"))


def _joined(entries: Sequence[str]) -> str:
    return ", ".join(entries)


def _yes(is_so: bool) -> str | None:
    return "yes" if is_so else None


def _rule(rule: Rule | None) -> str | None:
    """A rule as a case file has it."""
    data = None if rule is None else rule_data(rule)
    return data if data is None or isinstance(data, str) else flow(data)


def _about(case: Case) -> Iterator[Values]:
    yield from ({"what": key, "text": getattr(case, key)} for key in ABOUT_CASE if getattr(case, key))


def _actors(case: Case) -> Iterator[Values]:
    for id_, actor in case.actors.items():
        yield {"id": id_, "name": actor.name, "plural": _yes(actor.plural), "about": actor.about}


def _bodies(case: Case) -> Iterator[Values]:
    for id_, body in case.bodies.items():
        yield {
            "id": id_, "name": body.name, "plural": _yes(body.plural), "members": _joined(body.members),
            "rule": _rule(body.decides), "about": body.about,
        }  # fmt: skip


def _options(case: Case) -> Iterator[Values]:
    taken = _taken(case)
    for _, owner, record in case.owners:
        for id_, option in record.options.items():
            yield {
                "owner": owner, "option": id_, "name": option.name,
                "change": None if option.change == "both" else option.change,
                "needs": None if option.needs is None else str(option.needs), "levels": _joined(option.levels),
                "rule": _rule(option.decides) if isinstance(option, BodyOption) else None,
                "now": None if taken is None else _now(owner, id_, option, taken), "because": option.because,
            }  # fmt: skip


def _taken(case: Case) -> set[str] | None:
    """The full names of all options taken in the status quo; None where the case has none."""
    if case.status_quo is None or case.is_graph:
        return None
    names = OptionNames(case)
    return {case.option_rows[names.find_text(entry, None)].full for entry in case.status_quo}


def _now(owner: str, id_: str, option: Option, taken: set[str]) -> str:
    """Whether an option is taken; of one with levels which, and the first where none is listed."""
    full = f"{owner}.{id_}"
    if option.levels:
        return next((level for level in option.levels if f"{full}-{level}" in taken), option.levels[0])
    return "yes" if full in taken else "no"


def _preferences(case: Case) -> Iterator[Values]:
    for id_, actor in case.actors.items():
        for line in actor.prefers or ():
            yield from ({"actor": id_, **row} for row in _rows_of(line))
        for entry in actor.ranking or ():
            group = [entry] if isinstance(entry, str) else entry
            for k, state in enumerate(group):
                yield {"actor": id_, "kind": "rank", "statement": state, "group": "equally" if k else None}
        for option, weight in (actor.worth or {}).items():
            yield {"actor": id_, "kind": "worth", "statement": option, "worth": weight}


def _rows_of(line: PreferenceLine) -> Iterator[Values]:
    """The rows of a statement, or of a group of them: all but the first say how they go with those above."""
    group = "equally" if isinstance(line, Equally) else "order unknown" if isinstance(line, OrderUnknown) else None
    for k, one in enumerate(lines_of(line)):
        yield {"group": group if k else None, **_statement(one)}


def _statement(line: Line) -> Values:
    return {
        "statement": str(line.that), "sure": None if line.sure == Decimal(1) else line.sure,
        "otherwise": None if line.otherwise is None else str(line.otherwise), "because": line.because,
    }  # fmt: skip


def _constraints(case: Case) -> Iterator[Values]:
    for kind in ("impossible", "always", "coalesce"):
        for claim in getattr(case, kind):
            yield {"kind": kind, "statement": str(claim.that), "because": claim.because}


def _events(case: Case) -> Iterator[Values]:
    for event in case.events:
        yield {
            "on": event.on, "actor": event.actor, "takes": _joined(event.takes), "drops": _joined(event.drops),
            "because": event.because,
        }  # fmt: skip


def _states(case: Case) -> Iterator[Values]:
    for id_, name in (case.states or {}).items():
        yield {"id": id_, "name": name, "now": _yes(case.status_quo == (id_,))}


def _moves(case: Case) -> Iterator[Values]:
    for id_, actor in case.actors.items():
        for source, target in actor.moves or ():
            yield {"actor": id_, "from": source, "to": target}
