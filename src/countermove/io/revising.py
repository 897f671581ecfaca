"""A case that was read from a text and changed since, written with the smallest change of that text.

The data of the text and the data of the case are compared, and what differs is changed in the text, entry by entry, so that
order, layout and comments stay. The new text is read again: it counts only where it gives the case.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from countermove.errors import CountermoveError, KeyPath
from countermove.io.editing import REMOVED, Inserted, edited
from countermove.io.writing import data_of, dump, dump_data, short_form, short_scenario
from countermove.io.yaml_text import read_data
from countermove.model.case import Case
from countermove.model.parse import parse_case

__all__ = ["dump_revised", "revised"]

Change = tuple[KeyPath, Any]
ATOMS = ("decides", "published", "moves")
"""Keys whose values are written anew as a whole: rules have several spellings, which cannot be compared key by key."""
BY_ID = ("actors", "bodies", "options", "states", "sources", "labels", "scenarios", "views", "worth")
"""Keys of mappings whose order people chose, and of which that of actors, bodies and options is the order of bits."""


def dump_revised(case: Case, suffix: str) -> str:
    """The text of a case: that which it was read from, changed where the case was, else a new one.

    Parameters
    ----------
    case
        The case.
    suffix
        ``.json`` or ``.yaml``. A case that was read from the other of the two gets a new text.

    Examples
    --------
    >>> from countermove.io.loading import examine
    >>> case = examine("actors:\\n  # upstream\\n  port: {options: {toll: Raise it}}\\n", "x.yaml")[0].case
    >>> print(dump_revised(case.with_name("port.toll", "Raise the toll"), ".yaml"), end="")
    actors:
      # upstream
      port: {options: {toll: Raise the toll}}
    """
    if case.source_text is not None:
        text, name = case.source_text
        if name.lower().endswith(".json") == (suffix == ".json"):
            new = revised(text, name, case)
            if new is not None:
                return new
    return dump(case, suffix)


def revised(text: str, name: str, case: Case) -> str | None:
    """The text with the changes that make it one of the case; None where no such change is known.

    Parameters
    ----------
    text
        The text of a case file.
    name
        The name of the file; ``.json`` asks for JSON.
    case
        What the new text has to hold.
    """
    data = read_data(text, name)[0]
    old = parse_case(data)[0]
    if old is None:
        return None
    wanted = _in_order(case)
    if _in_order(old) == wanted:
        return text
    before, after = _long(old), _long(case)
    # Entry by entry, else each key of the case that differs as a whole.
    for changes in (_changes(data, before, after, ()), _blocks(data, before, after)):
        try:
            new = edited(text, changes, name)
        except CountermoveError:
            continue
        again = parse_case(read_data(new, name)[0])[0]
        if again is not None and _in_order(again) == wanted:
            return new
    return None


def _in_order(case: Case) -> str:
    """A case as text in which everything counts, the order of its actors and options included."""
    return dump_data(data_of(case))


def _long(case: Case) -> dict[str, Any]:
    """A case as data in its long form, scenarios as files have them."""
    data = case.model_dump(by_alias=True, exclude_defaults=True)
    scenarios = {id_: short_scenario(value) for id_, value in data.get("scenarios", {}).items()}
    return {**data, "scenarios": scenarios} if scenarios else data


def _blocks(raw: Mapping[str, Any], old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """What differs, each key of the case as a whole."""
    for key in {**old, **new}:
        if not _same(old.get(key), new.get(key)):
            if key in new:
                yield (key,), _written(new[key], (key,))
            elif key in raw:
                yield (key,), REMOVED


def _changes(raw: Any, old: Any, new: Any, path: KeyPath) -> Iterator[Change]:
    """The changes that lead from the old data to the new, where the text has them as `raw`: in the order to make them."""
    if _same(old, new):
        return
    is_atom = path[-1:] != () and path[-1] in ATOMS and path[:1] != ("scenarios",)
    if not is_atom and all(isinstance(part, Mapping) for part in (raw, old, new)):
        if _keeps_order(old, new, path):
            yield from _changes_of_keys(raw, old, new, path)
            return
    elif not is_atom and all(isinstance(part, list | tuple) for part in (raw, old, new)) and len(raw) == len(old):
        yield from _changes_of_entries(raw, old, new, path)
        return
    yield path, _written(new, path)


def _changes_of_keys(raw: Any, old: Any, new: Any, path: KeyPath) -> Iterator[Change]:
    for key in old:
        if key not in new and key in raw:
            yield (*path, key), REMOVED
    for key, value in new.items():
        if key in old and key in raw:
            yield from _changes(raw[key], old[key], value, (*path, key))
        elif key not in old or not _same(old[key], value):
            yield (*path, key), _written(value, (*path, key))


def _changes_of_entries(raw: Any, old: Any, new: Any, path: KeyPath) -> Iterator[Change]:
    matcher = SequenceMatcher(None, [_text(part) for part in old], [_text(part) for part in new], autojunk=False)
    # From behind, so that the positions of those before stay true.
    for kind, i, i_end, j, j_end in reversed(matcher.get_opcodes()):
        if kind == "equal":
            continue
        paired = min(i_end - i, j_end - j)
        for k in reversed(range(i + paired, i_end)):
            yield (*path, k), REMOVED
        for value in reversed(new[j + paired : j_end]):
            yield (*path, i + paired), Inserted(_written(value, (*path, 0)))
        for k in reversed(range(paired)):
            yield from _changes(raw[i + k], old[i + k], new[j + k], (*path, i + k))


def _keeps_order(old: Mapping[str, Any], new: Mapping[str, Any], path: KeyPath) -> bool:
    """Whether old keys stand in their order, and new ones behind them; it does not matter in a record."""
    if path[-1:] and path[-1] not in BY_ID:
        return True
    kept = [key for key in old if key in new]
    return not path or list(new)[: len(kept)] == kept


def _written(value: Any, path: KeyPath) -> Any:
    """A value in the form of a file; what scenarios change has that form already."""
    return value if path[:1] == ("scenarios",) else short_form(value, path)


def _same(a: Any, b: Any) -> bool:
    return _text(a) == _text(b)


def _text(value: Any) -> str:
    return json.dumps(value, default=str)
