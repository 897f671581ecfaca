"""A workbook becomes a case: each value in the shape of a case file, with the cell where it stands."""

from __future__ import annotations

import re
from typing import Any

from countermove.errors import CaseError, Diagnostic, KeyPath, did_you_mean, quoted
from countermove.io.loading import Loaded, examine_data, load_data, locate
from countermove.io.workbook.cells import grids
from countermove.io.workbook.layout import KINDS_OF_PREFERENCE, SHEETS
from countermove.io.workbook.tables import NO, YES, Row, Table, tables
from countermove.io.yaml_text import Places, Spot
from countermove.model.checks.names import id_findings

__all__ = ["examine_workbook"]

KEYS = {"statement": "prefers", "rank": "ranking", "worth": "worth"}
"""The key of a case file for each kind of preference."""


def examine_workbook(data: bytes, file: str) -> tuple[Loaded | None, list[Diagnostic]]:
    """The case in a workbook, or None, and everything that can be said about it.

    Parameters
    ----------
    data
        The file.
    file
        Its name in messages.

    Returns
    -------
    tuple
        The case, or None where there are errors, and all findings in the order of the sheets.
    """
    try:
        of_sheet, faults = tables(grids(data, file), file)
    except CaseError as fault:
        return None, list(fault.diagnostics)
    translation = _Translation(of_sheet)
    if not _has_errors(faults):
        translation.translate()
        faults = [fault for table in of_sheet.values() for fault in table.faults]
    # What the sheets lack would be reported again, in other words, by the checks of the case.
    if _has_errors(faults):
        return None, _in_order(faults)
    loaded, diagnostics = examine_data(translation.data, translation.places, file)
    diagnostics = locate([*faults, *diagnostics], translation.places, file)
    if loaded is None:
        return None, diagnostics
    return Loaded(loaded.case, loaded.places, file, tuple(d for d in diagnostics if d.severity == "warning")), diagnostics


def _has_errors(faults: list[Diagnostic]) -> bool:
    return any(fault.severity == "error" for fault in faults)


def _in_order(faults: list[Diagnostic]) -> list[Diagnostic]:
    """Findings sheet by sheet, and on each from above."""
    names = [sheet.name for sheet in SHEETS]

    def order(fault: Diagnostic) -> tuple[int, int, int]:
        place = fault.place
        assert place is not None, "what is wrong with a sheet stands there"
        name = (place.sheet or "").strip().casefold()
        return names.index(name) if name in names else -1, place.line or 0, place.column or 0

    return sorted(faults, key=order)


class _Translation:
    """The rows of all sheets in the shape of a case file."""

    def __init__(self, of_sheet: dict[str, Table]) -> None:
        self.of_sheet = of_sheet
        self.data: dict[str, Any] = {"actors": {}}
        self.places: Places = {}
        self.wrong_ids: set[str] = set()

    def translate(self) -> None:
        """Fill in `data` and `places`."""
        for name in ("case", "actors", "bodies", "options", "states", "moves", "preferences", "constraints", "events"):
            table = self.of_sheet.get(name)
            for row in table.rows if table else ():
                getattr(self, f"_{name}")(row, table)
        for name in ("options", "states"):
            if name in self.of_sheet:
                self._status_quo(self.of_sheet[name])

    def _put(self, holder: dict[str, Any], path: KeyPath, value: Any, table: Table, at: tuple[int, int]) -> None:
        """Enter a value under the last key of its path."""
        holder[str(path[-1])] = value
        self._note(path, table, at)

    def _note(self, path: KeyPath, table: Table, at: tuple[int, int]) -> None:
        self.places[path] = Spot(at, at, sheet=table.name)

    def _fields(self, record: dict[str, Any], path: KeyPath, row: Row, table: Table, keys: dict[str, str]) -> None:
        """The cells of a row as the values of a record; `keys`: the key for each column."""
        for name, key in keys.items():
            if name in row.cells:
                value = self._value(row.text(name), table.sheet.column(name).kind, row, name, table)
                self._put(record, (*path, key), value, table, row.at(name))

    def _value(self, text: str, kind: str, row: Row, name: str, table: Table) -> Any:
        match kind:
            case "yes":
                return "true" if text == "yes" else "false"
            case "list":
                return _list(text)
            case "rule":
                return self._rule(text, row, name, table)
        return text

    def _rule(self, text: str, row: Row, name: str, table: Table) -> Any:
        """A rule: a word, in capitals or not, or what a case file has in brackets."""
        if not text.startswith("{"):
            return text.casefold()
        try:
            return load_data(text)
        except CaseError as fault:
            first = fault.diagnostics[0]
            table.fault(row.at(name), f"the rule {quoted(text)} cannot be read: {first.message}", first.hint)
            return "consensus"

    def _record(self, key: str, row: Row, table: Table) -> tuple[dict[str, Any], KeyPath]:
        """A new record under the id of a row; an id that is there already is said with its first place."""
        id_, records = row.text("id"), self.data.setdefault(key, {})
        path = (key, id_)
        if not self._is_id(path, row, "id", table):
            self.wrong_ids.add(id_.casefold())
        if id_ in records:
            first = self.places[path].value[0]
            table.fault(
                row.at("id"), f"the id {quoted(id_)} stands in row {first} already", "give each row an id of its own"
            )
        record: dict[str, Any] = {}
        self._put(records, path, record, table, row.at("id"))
        return record, path

    def _is_id(self, path: KeyPath, row: Row, name: str, table: Table) -> bool:
        """Whether the last key of a path can be an id; otherwise a finding at its cell.

        It is judged here, since names in other sheets that follow a wrong id would each be said to be unknown.
        """
        wrong = list(id_findings(str(path[-1]), path))
        for fault in wrong:
            table.fault(row.at(name), fault.message, fault.hint, fault.code)
        return not wrong

    def _case(self, row: Row, table: Table) -> None:
        key = row.text("what")
        if key in self.data:
            table.fault(row.at("what"), f"{key} stands here a second time", "keep one of the two rows")
        self._put(self.data, (key,), row.text("text"), table, row.at("text"))

    def _actors(self, row: Row, table: Table) -> None:
        record, path = self._record("actors", row, table)
        self._fields(record, path, row, table, {"name": "name", "plural": "plural", "about": "about"})

    def _bodies(self, row: Row, table: Table) -> None:
        record, path = self._record("bodies", row, table)
        keys = {"name": "name", "plural": "plural", "members": "members", "rule": "decides", "about": "about"}
        self._fields(record, path, row, table, keys)

    def _owner(self, row: Row, name: str, table: Table, of_bodies: bool = True) -> tuple[dict[str, Any], KeyPath] | None:
        """The actor or body that a row names; None, with a finding, where there is none."""
        id_ = row.text(name)
        for key in ("actors", "bodies") if of_bodies else ("actors",):
            if id_ in self.data.get(key, {}):
                return self.data[key][id_], (key, id_)
        ids = [*self.data["actors"], *(self.data.get("bodies", {}) if of_bodies else ())]
        who = "actor or body" if of_bodies else "actor"
        if id_.casefold() in self.wrong_ids:
            return None
        table.fault(row.at(name), f"there is no {who} {quoted(id_)}", did_you_mean(id_, ids))
        return None

    def _options(self, row: Row, table: Table) -> None:
        owner = self._owner(row, "owner", table)
        if owner is None:
            return
        options, id_ = owner[0].setdefault("options", {}), row.text("option")
        path = (*owner[1], "options", id_)
        self._is_id(path, row, "option", table)
        if id_ in options:
            first = self.places[path].value[0]
            what = f"{row.text('owner')} has an option {quoted(id_)} in row {first} already"
            table.fault(row.at("option"), what, "give one of them another id")
        record: dict[str, Any] = {}
        self._put(options, path, record, table, row.at("option"))
        keys = {"rule": "decides"} | {name: name for name in ("name", "change", "needs", "levels", "because")}
        self._fields(record, path, row, table, keys)

    def _states(self, row: Row, table: Table) -> None:
        _, path = self._record("states", row, table)
        self.data["states"][path[-1]] = row.text("name") or row.text("id")

    def _moves(self, row: Row, table: Table) -> None:
        owner = self._owner(row, "actor", table, of_bodies=False)
        if owner is not None:
            moves = owner[0].setdefault("moves", [])
            path = (*owner[1], "moves", len(moves))
            moves.append([row.text("from"), row.text("to")])
            for place, name in ((path, "from"), ((*path, 0), "from"), ((*path, 1), "to")):
                self._note(place, table, row.at(name))

    def _preferences(self, row: Row, table: Table) -> None:
        owner = self._owner(row, "actor", table, of_bodies=False)
        if owner is None:
            return
        record, path = owner
        kind = row.text("kind") or ("worth" if "worth" in row.cells else "statement")
        other = next((other for other in KINDS_OF_PREFERENCE if other != kind and KEYS[other] in record), None)
        if other is not None:
            what = f"{row.text('actor')} has preferences of the kind {other} above, and {kind} here"
            table.fault(row.at("kind"), what, "state all preferences of an actor in one way")
            return
        wanted = {"statement": ("sure", "otherwise", "because", "group"), "rank": ("group",), "worth": ("worth",)}[kind]
        extra = [
            name for name in ("group", "worth", "sure", "otherwise", "because") if name in row.cells and name not in wanted
        ]
        if extra:
            table.fault(row.at(extra[0]), f"a preference of the kind {kind} has no {extra[0]}", "clear the cell")
        self._note((*path, KEYS[kind]), table, row.at("statement"))
        if kind == "worth":
            self._worth(record, path, row, table)
        else:
            self._line(record, (*path, KEYS[kind]), row, table)

    def _worth(self, record: dict[str, Any], path: KeyPath, row: Row, table: Table) -> None:
        option, weights = row.text("statement"), record.setdefault("worth", {})
        if option in weights:
            table.fault(row.at("statement"), f"{quoted(option)} has a weight above already", "keep one of the two rows")
        if "worth" not in row.cells:
            table.fault((row.number, 1), "a preference of the kind worth has no weight", "write a number under worth")
        self._put(weights, (*path, "worth", option), row.text("worth"), table, row.at("statement"))

    def _line(self, record: dict[str, Any], path: KeyPath, row: Row, table: Table) -> None:
        """A statement or a state of a ranking, alone or with those above it in a group."""
        lines, group = record.setdefault(str(path[-1]), []), row.text("group")
        is_rank = path[-1] == "ranking"
        entry: Any = row.text("statement")
        siblings: list[Any] = lines
        if not group:
            place: KeyPath = (*path, len(lines))
            lines.append(entry)
        else:
            joined = self._joined(lines, group, is_rank, row, table)
            if joined is None:
                return
            siblings = joined
            holder = (*path, len(lines) - 1, *(() if is_rank else (group,)))
            self.places.setdefault((*holder, 0), self.places[(*path, len(lines) - 1)])
            place = (*holder, len(joined))
            joined.append(entry)
        self._note(place, table, row.at("statement"))
        if any(name in row.cells for name in ("sure", "otherwise", "because")):
            long_form = {"that": entry}
            self._fields(long_form, place, row, table, {name: name for name in ("sure", "otherwise", "because")})
            siblings[-1] = long_form

    def _joined(self, lines: list[Any], group: str, is_rank: bool, row: Row, table: Table) -> list[Any] | None:
        """The group that a row joins, which is made of the row above where there is none yet."""
        if not lines:
            what = f"{row.text('actor')} has no row above that this one could be {group} with"
            table.fault(row.at("group"), what, "clear the cell: it belongs into the second row of a group")
            return None
        above = lines[-1]
        if is_rank and group != "equally":
            table.fault(row.at("group"), "the order of a ranking is known", "write equally, or clear the cell")
            return None
        if isinstance(above, list):
            return above
        if isinstance(above, dict) and "that" not in above:
            if group not in above:
                what = f"the row above belongs to a group of another kind than {group}"
                table.fault(row.at("group"), what, "write the same in all rows of a group but the first")
            return above.get(group)
        members = [above]
        lines[-1] = members if is_rank else {group: members}
        return members

    def _constraints(self, row: Row, table: Table) -> None:
        entries = self.data.setdefault(row.text("kind"), [])
        path = (row.text("kind"), len(entries))
        entry: Any = row.text("statement")
        self._note(path, table, row.at("statement"))
        if "because" in row.cells:
            entry = {"that": entry}
            self._fields(entry, path, row, table, {"because": "because"})
        entries.append(entry)

    def _events(self, row: Row, table: Table) -> None:
        events = self.data.setdefault("events", [])
        event: dict[str, Any] = {}
        path = ("events", len(events))
        self._note(path, table, row.at("on"))
        self._fields(event, path, row, table, {name: name for name in ("on", "actor", "takes", "drops", "because")})
        events.append(event)

    def _status_quo(self, table: Table) -> None:
        """The options, or the state, that a sheet says are taken now; none of it where all cells are empty."""
        given = [row for row in table.rows if "now" in row.cells]
        if not given:
            return
        self._note(("status quo",), table, given[0].at("now"))
        if table.sheet.name == "states":
            here = [row for row in given if row.text("now") == "yes"]
            if len(here) != 1:
                table.fault(given[0].at("now"), f"{len(here)} states are the status quo", "write yes at one of them")
            self.data["status quo"] = [row.text("id") for row in here]
            return
        entries: list[str] = []
        for row in given:
            option = self._taken(row, table)
            if option is not None:
                self._note(("status quo", len(entries)), table, row.at("now"))
                entries.append(option)
        self.data["status quo"] = entries

    def _taken(self, row: Row, table: Table) -> str | None:
        """The full name of the option, or of its level, that a row says is taken."""
        full, now, levels = f"{row.text('owner')}.{row.text('option')}", row.text("now"), _list(row.text("levels"))
        if levels:
            if now not in levels:
                table.fault(row.at("now"), f"the option has no level {quoted(now)}", did_you_mean(now, levels))
            return f"{full}-{now}"
        if now.casefold() not in (*YES, *NO):
            table.fault(row.at("now"), f"yes or no is expected, not {quoted(now)}", "choose it from the list at the cell")
        return full if now.casefold() in YES else None


def _list(text: str) -> list[str]:
    """The entries of a cell, with commas or semicolons between them."""
    return [entry.strip() for entry in re.split("[,;]", text) if entry.strip()]
