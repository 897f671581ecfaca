"""From plain data to a `Case`: keys, types and numbers, every fault at once, in words.

Names (does the option exist?) are the business of `check`; here only the shape counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from countermove.errors import Diagnostic, did_you_mean
from countermove.model.case import Case
from countermove.model.shapes import MAX_DIAGNOSTICS, described, keys_of, shape_findings

__all__ = ["MAX_DIAGNOSTICS", "described", "keys_of", "parse_case", "repaired"]


def parse_case(data: Any, what: str = "the file") -> tuple[Case | None, list[Diagnostic]]:
    """The case that `data` describes, or None, and what is wrong with the shape of it.

    Parameters
    ----------
    data
        What a file holds: mappings, lists, text and None, as `io.yaml_text` gives them.
    what
        What messages call all of it.

    Returns
    -------
    tuple
        The case and no diagnostics, or None and every fault of shape, at most `MAX_DIAGNOSTICS`.

    Examples
    --------
    >>> case, diagnostics = parse_case({"actors": {"usa": {"optoins": {"go": "Go"}}}})
    >>> print(diagnostics[0])
    actors.usa.optoins: unknown key "optoins"; did you mean "options"? [CM101]
    """
    if not isinstance(data, Mapping) or not data:
        diagnostics = "is empty" if not data else f"holds {described(data)}, not a mapping"
        return None, [Diagnostic("CM008", "error", (), f"{what} {diagnostics}", "begin with title: and actors:")]
    # Pydantic would take the name of the field as well as its alias; a file has one way to write a key.
    if "status_quo" in data:
        hint = did_you_mean("status_quo", ["status quo"])
        return None, [Diagnostic("CM101", "error", ("status_quo",), 'unknown key "status_quo"', hint)]
    try:
        return Case.model_validate(data), []
    except ValidationError as fault:
        return None, shape_findings(data, fault)
    # Statements have their own limit of depth; this is about nested data that a caller made by hand.
    except RecursionError:
        return None, [Diagnostic("CM007", "error", (), "the case is nested too deep", "close some brackets")]


def repaired(data: Any, diagnostics: Iterable[Diagnostic]) -> Any | None:
    """The data with unreadable statements and numbers replaced, so that the rest can be checked; else None.

    Only faults that touch nothing else are repaired this way: where another is present, the answer is None.

    Parameters
    ----------
    data
        What a file holds.
    diagnostics
        The faults that `parse_case` gave.

    Returns
    -------
    data or None
        A copy in which unreadable statements are ``true`` and unreadable numbers 1.
    """
    copy = _copied(data)
    for diagnostic in diagnostics:
        if diagnostic.code not in ("CM105", "CM109") or not diagnostic.path:
            return None
        *way, last = diagnostic.path
        holder = copy
        for step in way:
            holder = holder[step]
        # Both are neutral: ``true`` decides nothing, and 1 is a valid `sure` and a valid weight.
        holder[last] = "true" if diagnostic.code == "CM105" else "1"
    return copy


def _copied(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(value) for value in data] if isinstance(data, list | tuple) else data
