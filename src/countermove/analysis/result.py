"""Results: records that are shown once, from which JSON, CSV, data frames, HTML tables and schemas are derived.

A question has one `Result`, a frozen dataclass. Its *members* are its public fields and the properties marked with
`@member`, in this order: fields first, then properties, each as it stands in the class. They make the JSON object.
Its `rows()` are one table of plain values with documented columns; they make CSV, data frames and the table that a
notebook shows. Nobody else turns a result into any of these, so that they cannot differ.

What a member becomes in JSON:

===================================  =========================================================================
`State`                              its number, counted from 1; null in a searched game (give its code beside)
`Record`                             an object of its members
`Share`                              an object: share, low, high, and draws where it was estimated
a mapping, a sequence, a set         an object, a list
a number of NumPy, a fraction        a plain number
None, a number, a text, a bool       itself
===================================  =========================================================================

A field is left out of JSON with ``metadata=HIDDEN``, has another key with ``metadata=keyed("line")``, and is left out
where it is None or empty with ``metadata=OPTIONAL`` (keys that only some answers have). The members of a record in a
field with ``metadata=SPREAD`` stand beside the others, as if they were the outer record's own.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar, Union, cast, get_args, get_origin

import numpy as np

from countermove.errors import QuestionError, printable
from countermove.game.game import COMPLETE, Coverage, Game, State
from countermove.game.shares import Share
from countermove.game.tables.extras import require_extra

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FORMULA", "HIDDEN", "OPTIONAL", "SPREAD", "Column", "Record", "Result", "Rows", "cells_of", "keyed", "member", "plain",
    "schema_of", "with_labels",
]  # fmt: skip

T = TypeVar("T")
Value = str | int | float | bool | None
"""What one cell of `Rows` holds."""

HIDDEN: Mapping[str, Any] = {"hidden": True}
"""Metadata of a field that JSON does not have."""
OPTIONAL: Mapping[str, Any] = {"optional": True}
"""Metadata of a field that JSON has only where there is something in it."""
SPREAD: Mapping[str, Any] = {"spread": True}
"""Metadata of a field that holds a record, or None, whose members JSON has beside the others."""
BESIDE = ""
"""What `_members` has for the key of such a field; no key of JSON is empty."""
STATE_LABEL = "state.label"
"""What `_members` has for the attribute of the key ``label``, which stands beside a state with options."""
HTML_ROWS = 50
"""Rows that a notebook shows of a result; more make a page slow to scroll, and to_frame() has them all."""


def keyed(key: str, *, optional: bool = False) -> Mapping[str, Any]:
    """Metadata of a field whose JSON key is not its name; `optional` as in `OPTIONAL`."""
    return {"key": key, "optional": optional}


class Member(property):
    """A property that is a member of its record; `key` and `optional` as in the metadata of fields."""

    key: str | None = None
    optional: bool = False


def member(key: str | None = None, *, optional: bool = False) -> Callable[[Callable[[Any], T]], T]:
    """Mark a method without arguments as a property that JSON has, under its own name or under `key`."""

    def mark(method: Callable[[Any], T]) -> T:
        marked = Member(method)
        marked.key, marked.optional = key, optional
        return cast(T, marked)

    return mark


@dataclass(frozen=True)
class Column:
    """A column of rows: its name, what it holds, and how a value is written in CSV.

    `form`: a format such as ``{:.4f}`` for values that are there, or the text for each value; None: as it is.
    """

    name: str
    about: str
    form: str | Mapping[Value, str] | None = None


LABEL = Column("label", "what people call the state; empty where it has no label")
"""The column that rows of states have in a case with labels."""


@dataclass(frozen=True)
class Rows:
    """A table of plain values. `index`: how many of the first columns tell one row from another."""

    columns: tuple[Column, ...]
    values: tuple[tuple[Value, ...], ...]
    index: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def with_labels(game: Game, rows: Rows, states: Iterable[State | None], place: int = 1) -> Rows:
    """The rows with a column of labels at `place`, one state (or none) for each row; as they are in a case without labels.

    >>> from countermove.game.compile import compile
    >>> from countermove.model.case import Case
    >>> game = compile(Case.model_validate({"actors": {"a": {"options": {"go": {}}}}, "labels": {"gone": "go"}}))
    >>> with_labels(game, Rows((Column("state", "its number"),), ((1,), (2,))), [game.at(0), game.at(1)]).values
    ((1, None), (2, 'gone'))
    """
    if not game.labels:
        return rows
    labels = [None if state is None else state.label for state in states]
    columns = (*rows.columns[:place], LABEL, *rows.columns[place:])
    values = tuple((*row[:place], label, *row[place:]) for row, label in zip(rows.values, labels, strict=True))
    return Rows(columns, values, rows.index)


class Record:
    """Something in a result: a frozen dataclass whose members make an object in JSON."""

    def to_dict(self) -> dict[str, Any]:
        """The record as plain data, as JSON has it."""
        data: dict[str, Any] = {}
        for key, name, optional in _members(cast(Hashable, type(self))):
            value = attrgetter(name)(self)
            if key == BESIDE:
                data |= {} if value is None else value.to_dict()
                continue
            # An optional key is left out where it says nothing: programs ask whether it is there.
            if optional and (value is None or value is False or (hasattr(value, "__len__") and len(value) == 0)):
                continue
            data[key] = plain(value)
        return data


class Result(Record):
    """The answer to one question about a game.

    `schema` names the form of its JSON and the version of that form, as in ``winners/1``. `coverage` says how much of
    the truth the answer has.
    """

    schema: ClassVar[str]

    @member()
    def coverage(self) -> Coverage:
        """How much of the truth this answer covers; results of searches say otherwise."""
        return COMPLETE

    def rows(self) -> Rows:
        """The answer as one table of plain values; raises `QuestionError` where a question has no such table."""
        raise QuestionError(f"{type(self).__name__} has no rows; to_dict() has it all")

    def to_csv(self) -> str:
        """The rows as CSV, with a line of column names; text that a spreadsheet would compute is neutralised.

        A cell of text that begins with ``=``, ``+``, ``-`` or ``@`` is a formula to a spreadsheet, and may come from a
        case that somebody else wrote. It gets an apostrophe in front. Numbers, and patterns of options such as ``-Y-``,
        stay as they are.
        """
        rows = self.rows()
        lines = [[_csv_field(name, None) for name in rows.names]]
        forms = [column.form for column in rows.columns]
        lines += [[_csv_field(value, form) for value, form in zip(row, forms, strict=True)] for row in rows.values]
        # A row of one empty field would be an empty line, which readers skip.
        return "".join(f"{','.join(line) or _in_quotes('')}\n" for line in lines)

    def to_frame(self) -> pd.DataFrame:
        """The rows as a data frame (needs the extra ``frames``); its index is what tells rows from each other."""
        require_extra("pandas", "frames", "tables as data frames")
        import pandas as pd

        rows = self.rows()
        frame = pd.DataFrame(list(rows.values), columns=list(rows.names))
        return frame.set_index(list(rows.names[: rows.index])) if rows.index else frame

    def notebook_rows(self) -> Rows:
        """The rows that a notebook shows; a result whose rows have more columns than a page has fewer here."""
        return self.rows()

    def _repr_html_(self) -> str:
        """The first rows as a table, for notebooks."""
        from html import escape

        rows = self.notebook_rows()
        head = "".join(f"<th>{escape(name)}</th>" for name in rows.names)
        forms = [column.form for column in rows.columns]
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_cell(v, form))}</td>" for v, form in zip(row, forms, strict=True)) + "</tr>"
            for row in rows.values[:HTML_ROWS]
        )
        return f"<table><tr>{head}</tr>{body}</table>"


def plain(value: object) -> Any:
    """A member as JSON has it; see the table above.

    >>> plain({"a": (np.int64(3), None)})
    {'a': [3, None]}
    """
    match value:
        case State():
            return value.number
        case Record():
            return value.to_dict()
        case Share():
            return {"share": value.value, "low": value.low, "high": value.high, "draws": value.total}
        case Fraction():
            return float(value)
        case np.ndarray():
            return value.tolist()
        case np.generic():
            return value.item()
        case Mapping():
            return {str(key): plain(part) for key, part in value.items()}
        # After NumPy's numbers, which are no ints, and before sequences, of which a text is one.
        case str() | int() | float() | None:
            return value
        case AbstractSet():
            # Sets have no order; sorted, equal answers have equal JSON.
            return [plain(part) for part in sorted(value)]
        case Sequence() | Iterator():
            return [plain(part) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if not f.metadata.get("hidden")}
    raise TypeError(f"{type(value).__name__} has no form in JSON")


@cache
def _members(cls: Any) -> tuple[tuple[str, str, bool], ...]:
    """The members of a record: JSON key, attribute, whether it is left out where empty."""
    own_fields = [
        (BESIDE if f.metadata.get("spread") else f.metadata.get("key", f.name), f.name, f.metadata.get("optional", False))
        for f in (fields(cls) if is_dataclass(cls) else ())
        if not f.metadata.get("hidden") and not f.name.startswith("_")
    ]
    marked: dict[str, Member] = {}
    # From the base class down, so that a subclass replaces a member where it stands and adds its own at the end.
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            if isinstance(value, Member):
                marked[name] = value
            else:
                marked.pop(name, None)  # a subclass may make a field, or nothing, of it
    properties = [(value.key or name, name, value.optional) for name, value in marked.items()]
    members = [*own_fields, *properties]
    keys = {key for key, *_ in members}
    # An object that tells a state with its options tells what people call it, too.
    if "state" in keys and "options" in keys and typing.get_type_hints(cls).get("state") is State:
        members.insert([key for key, *_ in members].index("state") + 1, ("label", STATE_LABEL, True))
    return tuple(members)


def cells_of(rows: Rows) -> list[list[str | int | float | None]]:
    """The rows as a workbook has them: numbers as numbers, and everything else as it stands in CSV.

    >>> cells_of(Rows((Column("share", "a share", "{:.2f}"), Column("taken", "whether", {True: "Y"})), ((0.125, True),)))
    [[0.125, 'Y']]
    """
    forms = [column.form for column in rows.columns]
    return [[_in_workbook(value, form) for value, form in zip(row, forms, strict=True)] for row in rows.values]


def _in_workbook(value: Value, form: str | Mapping[Value, str] | None) -> str | int | float | None:
    if isinstance(value, int | float) and not isinstance(form, Mapping):
        return int(value) if isinstance(value, bool) else value
    return _cell(value, form) or None


def _cell(value: Value, form: str | Mapping[Value, str] | None) -> str:
    """A value as text: nothing for None, 1 and 0 for yes and no, white space folded, control characters escaped."""
    if isinstance(form, Mapping):
        return form[value]
    if value is None:
        return ""
    if form is not None:
        return form.format(value)
    return str(int(value)) if isinstance(value, bool) else printable(" ".join(str(value).split()))


FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What makes a spreadsheet compute a cell that begins with it; the last four are the wide letters of = + - and @."""
PATTERN = re.compile("[YN-]+")
"""Which options are taken, not taken, left open: nothing that could be computed."""


def _csv_field(value: Value, form: str | Mapping[Value, str] | None) -> str:
    """A value as a field of CSV: in quotation marks where it needs them, harmless to who opens it in a spreadsheet."""
    text = _cell(value, form)
    is_text = isinstance(value, str) or isinstance(form, Mapping)
    if is_text and text.startswith(FORMULA):
        text = text if PATTERN.fullmatch(text) else f"'{text}"
        return _in_quotes(text)
    return _in_quotes(text) if any(sign in text for sign in ',"\r\n') else text


def _in_quotes(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


# ------------------------------------------------------------------------------------------------ JSON Schemas

_SHARE = {"share": float, "low": float, "high": float, "draws": int}


def schema_of(cls: type[Record]) -> dict[str, Any]:
    """The JSON Schema of a record, from the types of its members and the first line of their descriptions.

    Keys may be added in later versions, so objects are open; what is optional is not required.
    """
    # Pydantic writes the schema, so that nested records share definitions and it cannot be wrong about JSON Schema.
    schema: dict[str, Any] = _model(cast(Hashable, cls)).model_json_schema()
    return schema


@cache
def _model(cls: Any) -> Any:
    """A pydantic model with the members of a record: pydantic knows how types become schemas."""
    from pydantic import ConfigDict, Field, create_model

    parts: dict[str, Any] = {}
    # A record that stands beside may have a key of the outer record, which then counts, as in `to_dict`.
    members = {key: (kind, about, optional) for key, kind, about, optional in _described(cls)}
    for key, (kind, about, optional) in members.items():
        default = None if optional else ...
        parts[f"m{len(parts)}"] = (
            _schema_type(kind) | None if optional else _schema_type(kind),
            Field(default, alias=key, description=about or None),
        )
    doc = (cls.__doc__ or "").strip().split("\n")[0]
    return create_model(cls.__name__, __config__=ConfigDict(extra="allow", title=cls.__name__), __doc__=doc, **parts)


def _described(cls: Any) -> Iterator[tuple[str, Any, str, bool]]:
    """The members of a record with their types and descriptions: JSON key, type, first line, whether it is optional."""
    hints = typing.get_type_hints(cls) if is_dataclass(cls) else {}
    for key, name, optional in _members(cast(Hashable, cls)) if issubclass(cls, Record) else _plain_members(cls):
        if name == STATE_LABEL:
            yield key, str, "what people call the state, from the labels of the case", optional
            continue
        attribute = getattr(cls, name, None)
        if isinstance(attribute, Member):
            assert attribute.fget is not None
            kind = typing.get_type_hints(attribute.fget).get("return", Any)
            yield key, kind, (attribute.fget.__doc__ or "").strip().split("\n")[0], optional
        elif key == BESIDE:
            kinds = [part for part in get_args(hints[name]) or (hints[name],) if part is not type(None)]
            (record,) = kinds
            for inner, kind, about, may_miss in _described(record):
                yield inner, kind, about, may_miss or hints[name] is not record
        else:
            yield key, hints[name], "", optional


def _plain_members(cls: type) -> list[tuple[str, str, bool]]:
    return [(f.name, f.name, False) for f in fields(cls) if not f.metadata.get("hidden")]


def _schema_type(kind: Any) -> Any:
    """A type as the type of what it becomes in JSON."""
    origin, inner = get_origin(kind), get_args(kind)
    # A state is its number in JSON, and null in a searched game, where nobody has numbered it.
    if kind is State:
        return int | None
    if kind is Share:
        from pydantic import create_model

        return create_model("Share", **{key: (kind, ...) for key, kind in _SHARE.items()})  # type: ignore[call-overload]
    if kind is Fraction:
        return float
    if origin in (Union, UnionType):
        return Union[tuple(_schema_type(part) for part in inner)]  # noqa: UP007 (the parts are only known now)
    if origin is Literal or kind is Any:
        return kind
    if origin is not None and issubclass(origin, Mapping):
        return dict[str, _schema_type(inner[1])]  # type: ignore[misc]
    if origin is tuple and not (len(inner) == 2 and inner[1] is Ellipsis):
        return tuple[tuple(_schema_type(part) for part in inner)]  # type: ignore[misc]
    if origin is not None and issubclass(origin, (Sequence, AbstractSet)):
        return list[_schema_type(inner[0])]  # type: ignore[misc]
    if isinstance(kind, type) and (issubclass(kind, Record) or is_dataclass(kind)):
        return _model(cast(Hashable, kind))
    return kind
