"""Plain data out of a JSON text that must be JSON: what it is not is told with its line and column."""

from __future__ import annotations

import json
import re
from typing import Any

from countermove.errors import CaseError, Diagnostic, Place, quoted
from countermove.io.nodes import Places, read

__all__ = ["places_in", "read_json"]

SURROGATE = re.compile("[\ud800-\udfff]")
ANOTHER = "was it changed by hand, or is it another file?"


class _TwiceError(ValueError):
    """A key that stands twice in one object."""


def read_json(text: str, file: str) -> Any:
    """The data in a JSON text: mappings, lists, text, numbers, booleans and None.

    Raises `CaseError` with one diagnostic: CM004 (not JSON, or cut off), CM005 (a key stands twice), CM007
    (nested too deep), CM008 (empty).

    >>> read_json('{"options": [1, true]}', "case.gmcr")
    {'options': [1, True]}
    >>> read_json('{"options": [', "case.gmcr")
    Traceback (most recent call last):
        ...
    countermove.errors.CaseError: case.gmcr:1:14: the file ends in the middle of a value; it seems to be cut off: \
take the whole file [CM004]
    """
    if not text.strip():
        raise _fault("CM008", "the file is empty", "is it the right file?", Place(file))
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as fault:
        raise _not_json(fault, file) from None
    except _TwiceError as fault:
        places_in(text, file, strict=True)
        what = f"the key {quoted(str(fault))} stands twice"
        raise _fault("CM005", what, "keep one of the two", Place(file)) from None
    except RecursionError:
        raise _fault("CM007", "the file is nested too deep", "is it the right file?", Place(file)) from None
    except ValueError as fault:
        raise _fault("CM004", f"this is not JSON: {fault}", ANOTHER, Place(file)) from None
    return data


def places_in(text: str, file: str, strict: bool = False) -> Places:
    """Where each value stands; nothing where that cannot be told, unless `strict` asks for the reason.

    >>> places_in('{"options":  []}', "case.gmcr")[("options",)].value
    (1, 14)
    """
    try:
        return read(text, f"{file}.json")[1]
    except CaseError as fault:
        if strict:
            raise CaseError([_renamed(d, file) for d in fault.diagnostics]) from None
        return {}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(key)
        if SURROGATE.search(key) or (isinstance(value, str) and SURROGATE.search(value)):
            raise ValueError("half of a surrogate pair is no character")
        found[key] = value
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _not_json(fault: json.JSONDecodeError, file: str) -> CaseError:
    place = Place(file, fault.lineno, fault.colno)
    if fault.pos >= len(fault.doc.rstrip()) or fault.msg.startswith("Unterminated string"):
        hint = "it seems to be cut off: take the whole file"
        return _fault("CM004", "the file ends in the middle of a value", hint, place)
    problem = fault.msg[:1].lower() + fault.msg[1:]
    return _fault("CM004", f"this is not JSON: {problem}", ANOTHER, place)


def _renamed(found: Diagnostic, file: str) -> Diagnostic:
    place = found.place and Place(file, found.place.line, found.place.column)
    return Diagnostic(found.code, found.severity, found.path, found.message, found.hint, place=place)


def _fault(code: str, message: str, hint: str, place: Place) -> CaseError:
    return CaseError([Diagnostic(code, "error", (), message, hint, place=place)])
