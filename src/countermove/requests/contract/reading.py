"""Reading a request: is it plain data of a fair size, of a known name, with the keys and values of its model?"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from pydantic import ValidationError

from countermove.errors import did_you_mean, quoted
from countermove.io.formats import read_case
from countermove.io.loading import Loaded
from countermove.io.opening import case_path
from countermove.requests.contract.table import MOST_SECONDS, ROWS, SECONDS, Row, row_of
from countermove.requests.documents.refusals import RequestError

__all__ = ["MAX_CHARACTERS", "Asked", "plain_request", "read_request", "seconds_of"]

MAX_CHARACTERS = 4_000_000
"""Characters of a request in all its texts: two cases of the largest size that is read, and more."""
VALUE_CHARACTERS = 40
"""Characters that a value counts as besides its own, so that there are at most 100,000: twice what a case may have."""
MAX_DEPTH = 64
"""Lists and mappings inside each other; a case has fewer than ten."""
MAX_NAME = 200
"""Characters of the name of a text: no file system takes more than 255 bytes."""


@dataclass(frozen=True)
class Asked:
    """A request that has been read: its row, the values of its keys, and the parameters of its question."""

    row: Row
    values: Mapping[str, Any]
    parameters: Mapping[str, Any]

    @property
    def scenario(self) -> str | None:
        """The scenario to apply first."""
        return self.values.get("scenario")

    @property
    def seconds(self) -> float:
        """The seconds that the request has."""
        return seconds_of(self.values)

    def text(self) -> tuple[str, str]:
        """The text of the case, and what messages call it."""
        return _text(self.values, "case", "file", "catalogue")

    def case(self) -> Loaded:
        """The case, with the places of its values."""
        return _loaded(*self.text())

    def other(self) -> Loaded | None:
        """The second case of a comparison, if there is one."""
        if self.values.get("other") is None and self.values.get("other_catalogue") is None:
            return None
        return _loaded(*_text(self.values, "other", "other_file", "other_catalogue"))


def read_request(request: object) -> Asked:
    """A request that can be answered.

    Parameters
    ----------
    request
        What a program sent.

    Raises
    ------
    RequestError
        For what is no mapping of plain data, is too large, or has a name, a key or a value that its model does not.
    """
    plain = plain_request(request)
    name = plain.get("request")
    if not isinstance(name, str):
        way_out = f"known: {', '.join(map(quoted, ROWS))}"
        what = "the request has no name" if name is None else f"the name of the request is {_shown(name)}"
        raise RequestError(what, way_out, "request")
    row = row_of(name)
    try:
        # As JSON: it has no tuples, and a list may stand where Python would want one.
        model = row.model.model_validate_json(json.dumps(plain), strict=True)
    except ValidationError as fault:
        raise _wrong(fault, plain, row) from None
    values = {key: getattr(model, key) for key in type(model).model_fields}
    given = {key: values[key] for key in row.takes if key in plain and values[key] is not None}
    return Asked(row, values, {**given, **row.fixed})


def plain_request(request: object) -> dict[str, Any]:
    """A copy of a request as plain data.

    Parameters
    ----------
    request
        What a program sent.

    Raises
    ------
    RequestError
        For what is no mapping, is too large or too deep, or holds what JSON does not have.
    """
    if not isinstance(request, Mapping):
        raise RequestError(
            f"a request is a mapping, and this is of the type {type(request).__name__}",
            'write for example {"request": "solve", "catalogue": "chicken"}',
        )
    plain: dict[str, Any] = _Plain().copied(request, "", 0)
    return plain


def seconds_of(request: Mapping[str, Any]) -> float:
    """The time limit of a request in seconds; of one that names none, or a wrong one, the usual limit.

    Parameters
    ----------
    request
        Plain data.

    Examples
    --------
    >>> seconds_of({"seconds": 5}), seconds_of({"seconds": -1})
    (5.0, 60.0)
    """
    seconds = request.get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= MOST_SECONDS:
        return SECONDS
    return float(seconds)


class _Plain:
    """Copies a request as plain data, and stops where it is too large, too deep, or none that JSON has."""

    def __init__(self) -> None:
        self.left = MAX_CHARACTERS

    def copied(self, value: Any, path: str, depth: int) -> Any:
        """The value as plain data; `path` is its place in the request."""
        # A text counts by its length before anything is done with it.
        self.left -= VALUE_CHARACTERS + (len(value) if isinstance(value, str | bytes | bytearray) else 0)
        if self.left < 0:
            raise RequestError(
                f"the request has more than {MAX_CHARACTERS:,} characters, {VALUE_CHARACTERS} for each value included",
                "a case has at most 1 MB: send one case, and ask about it", path, "size",
            )  # fmt: skip
        if depth > MAX_DEPTH:
            raise RequestError(
                f"lists and mappings are more than {MAX_DEPTH} deep inside each other", "write it flatter", path
            )
        match value:
            case None | bool():
                return value
            case str():
                return _text_of_characters(value, path)
            case int():
                if value.bit_length() > 64:
                    raise RequestError("a number has more than 64 bits", "write a smaller one", path)
                return int(value)
            case float():
                if not isfinite(value):
                    raise RequestError(f"{value} is no number of JSON", "write a finite number, or null", path)
                return float(value)
            case Mapping():
                return {self._key(key, path): self.copied(v, _below(path, key), depth + 1) for key, v in value.items()}
            case list() | tuple():
                return [self.copied(part, f"{path}[{k}]", depth + 1) for k, part in enumerate(value, start=1)]
        raise RequestError(
            f"a value is of the type {type(value).__name__}, which JSON does not have",
            "write text, numbers, true, false, null, lists and mappings", path,
        )  # fmt: skip

    def _key(self, key: Any, path: str) -> str:
        if not isinstance(key, str):
            raise RequestError(f"a key is of the type {type(key).__name__}", "keys of JSON are texts", path)
        self.left -= len(key)
        return _text_of_characters(key, path)


def _text_of_characters(text: str, path: str) -> str:
    """The text; half of a pair of surrogates is no character: neither JSON in UTF-8 nor a file can hold it."""
    if not text.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise RequestError("a text holds half a character (a lone surrogate)", "send text in UTF-8", path)
    return str(text)


def _below(path: str, key: Any) -> str:
    step = str(key)[:MAX_NAME] if isinstance(key, str) else ""
    return f"{path}.{step}" if path else step


def _wrong(fault: ValidationError, request: Mapping[str, Any], row: Row) -> RequestError:
    """What is wrong with a key or a value, in our words, with its place in the request."""
    first = fault.errors(include_url=False, include_context=False)[0]
    place, value = _place(first["loc"], request)
    known = list(row.model.model_fields)
    match first["type"]:
        case "extra_forbidden":
            key = str(first["loc"][-1])
            return RequestError(f"{row.name} takes no key {quoted(key)}", did_you_mean(key, known), key[:MAX_NAME])
        case "missing":
            key = str(first["loc"][0])
            about = row.model.model_fields[key].description or ""
            return RequestError(f"{row.name} needs the key {quoted(key)}", about, key)
    should = first["msg"].replace("Input should", "it should")
    return RequestError(f"{place} is {_shown(value)}", should, place)


def _place(steps: Sequence[int | str], request: Any) -> tuple[str, Any]:
    """The steps of a place that stand in the request, positions counted from 1, and the value there.

    What follows tells one of several types.
    """
    path, value = "", request
    for step in steps:
        if isinstance(value, dict) and step in value:
            path, value = _below(path, step), value[step]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            path, value = f"{path}[{step + 1}]", value[step]
    return path, value


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:80]}..."


def _text(values: Mapping[str, Any], text_key: str, name_key: str, catalogue_key: str) -> tuple[str, str]:
    text, id_, name = values[text_key], values[catalogue_key], values[name_key]
    if (text is None) == (id_ is None):
        what = "there is no case" if text is None else "there are two cases, a text and one of the catalogue"
        way_out = f'give either its text as "{text_key}" or the id of a bundled case as "{catalogue_key}"'
        raise RequestError(what, way_out, text_key)
    if not name or len(name) > MAX_NAME or set(name) & set("/\\\0"):
        raise RequestError(
            f"{name_key} is {_shown(name)}", "it is a plain name without folders, such as case.yaml", name_key
        )
    if text is not None:
        return text, name
    return case_path(id_).read_text(encoding="utf-8"), f"{id_}.yaml"


def _loaded(text: str, name: str) -> Loaded:
    return read_case(io.StringIO(text), name)
