"""Parts of a case: validated on their own, put in the place of old ones, and looked up with a way out."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from countermove.errors import CaseError, Diagnostic, KeyPath, Place, QuestionError, did_you_mean, quoted
from countermove.model.labels import Label
from countermove.model.preferences import Record
from countermove.model.records import Actor, Body, CaseRecord
from countermove.model.shapes import shape_findings

__all__ = ["changed", "given", "index_of", "owner_of", "read", "replaced", "spliced", "unknown", "without_key"]

C = TypeVar("C", bound=CaseRecord)
T = TypeVar("T")


def given(**arguments: Any) -> dict[str, Any]:
    """The arguments that say something: all but None and empty text.

    A key that is written counts as set even where its value is that of the record without it.

    Examples
    --------
    >>> given(name="", about="Upstream", options=None)
    {'about': 'Upstream'}
    """
    # Arrays and columns of data frames cannot be compared with a text.
    return {key: value for key, value in arguments.items() if not (value is None or value is False or _is_blank(value))}


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and not value


@cache
def _adapter(kind: type[Record], field: str) -> TypeAdapter[Any]:
    if field == "labels":
        # The short form of a label depends on the kind of its case, which is not at hand here; the long one does not.
        return TypeAdapter(dict[str, Label])
    info = kind.model_fields[field]
    metadata: Any = tuple(info.metadata)
    return TypeAdapter(Annotated[info.annotation, *metadata] if metadata else info.annotation)  # type: ignore[arg-type]


def read(kind: type[Record], field: str, value: Any, method: str, path: KeyPath, inner: int, argument: str = "") -> Any:
    """The value of one field of a record, validated as a file would be.

    Parameters
    ----------
    kind, field
        The class of the record, and the name of the field.
    value
        The value as data; the field has it whole.
    method
        The call that messages name.
    path
        Where the field stands in a case.
    inner
        How many steps below the field the argument begins that the caller wrote.
    argument
        What messages call the argument where it is wrong as a whole.

    Raises
    ------
    CaseError
        With every fault of shape; its place is the call, its path begins at the argument.
    """
    try:
        return _adapter(kind, field).validate_python(_plain(value))
    except ValidationError as fault:
        data = value
        for step in reversed(path):
            data = {step: data}
        findings = shape_findings(data, fault, path)
    except RecursionError:
        findings = [Diagnostic("CM007", "error", path, "the value is nested too deep", "close some brackets")]
    raise CaseError(
        Diagnostic(
            finding.code, "error", _argument_path(finding.path[len(path) + inner :], argument), finding.message,
            finding.hint, finding.offset, Place(method),
        )
        for finding in findings
    )  # fmt: skip


def _plain(value: Any) -> Any:
    """A value with numbers of NumPy as numbers of Python, and its arrays and columns of data frames as lists."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    # Asked by what it can do, since the records know no arrays.
    if hasattr(value, "dtype") and hasattr(value, "tolist"):
        # A float of 32 bits is the decimal that it shows, not the longer one that it becomes as 64 bits.
        return float(str(value)) if value.dtype.kind == "f" and not getattr(value, "shape", ()) else _plain(value.tolist())
    return value


def _argument_path(path: KeyPath, argument: str) -> KeyPath:
    """The path of a fault from the argument on: what is wrong as a whole, or as a statement, is the argument itself."""
    return (argument,) if argument and path in ((), ("that",)) else path


def changed(case: C, **fields: Any) -> C:
    """The case with some of its fields replaced by validated values; the old one stays as it is.

    Parameters
    ----------
    case
        The case.
    fields
        Validated values by the names of fields; None in place of a status quo takes the key out.
    """
    copy = case.model_copy(update=fields)
    # What was derived from the old case (its bit order) is not true of the new one; the text of its file still is.
    for name in [name for name in copy.__dict__ if name not in CaseRecord.model_fields and name != "_text"]:
        del copy.__dict__[name]
    if copy.status_quo is None:
        copy.__pydantic_fields_set__.discard("status_quo")
    return copy


def replaced(case: C, block: str, id_: str, record: Actor | Body) -> C:
    """The case with one actor or body replaced, in its place, or added behind the others.

    Parameters
    ----------
    case
        The case.
    block
        ``actors`` or ``bodies``.
    id_
        The id.
    record
        The actor or body.
    """
    return changed(case, **{block: {**getattr(case, block), id_: record}})


def owner_of(case: CaseRecord, id_: str, method: str) -> tuple[str, Actor | Body]:
    """The block that an actor or body stands in, and its record.

    Raises
    ------
    QuestionError
        Where the case has neither; the message names the nearest ids.
    """
    if id_ in case.actors:
        return "actors", case.actors[id_]
    if id_ in case.bodies:
        return "bodies", case.bodies[id_]
    raise unknown(method, "actor or body", id_, [*case.actors, *case.bodies])


def unknown(method: str, what: str, id_: object, names: Iterable[str]) -> QuestionError:
    """The error for a name that the case does not have.

    Examples
    --------
    >>> print(unknown("with_rule", "body", "talk", ["talks"]))
    with_rule: unknown body "talk"; did you mean "talks"?
    """
    return QuestionError(f"{method}: unknown {what} {quoted(str(id_))}; {did_you_mean(str(id_), names)}")


def index_of(position: object, length: int, method: str, what: str, *, behind: bool = False) -> int:
    """The index that a position means, which counts from 1.

    Parameters
    ----------
    position
        The position, from 1.
    length
        How many entries there are.
    method, what
        The call, and what is counted, for messages.
    behind
        Whether the position behind the last entry is one, too: for what is inserted before it.

    Raises
    ------
    QuestionError
        For anything that is not a whole number from 1 to the last position.

    Examples
    --------
    >>> index_of(2, 2, "without_statement", "statement")
    1
    >>> index_of(3, 2, "without_statement", "statement")
    Traceback (most recent call last):
        ...
    countermove.errors.QuestionError: without_statement: there is no position 3; statements have the positions 1 to 2
    """
    last = length + behind
    # Whole numbers of NumPy as well, which positions in a data frame are.
    with suppress(TypeError):
        if not isinstance(position, bool) and 1 <= (number := operator.index(position)) <= last:  # type: ignore[arg-type]
            return number - 1
    if last == 0:
        raise QuestionError(f"{method}: there is no position {position}; there is no {what}")
    means = f"{what}s have the positions 1 to {last}" if last > 1 else "position 1 is the only one"
    if behind:
        means += f"; {last} is behind the last" if last > 1 else ", for there is none yet"
    raise QuestionError(f"{method}: there is no position {position}; {means}")


def spliced(entries: Sequence[T], index: int, new: Iterable[T], removed: int = 0) -> tuple[T, ...]:
    """The entries with new ones at an index, in the place of `removed` old ones.

    Examples
    --------
    >>> spliced("ac", 1, "b")
    ('a', 'b', 'c')
    """
    return (*entries[:index], *new, *entries[index + removed :])


def without_key(entries: Mapping[str, T], key: str) -> dict[str, T]:
    """The mapping without a key."""
    return {name: value for name, value in entries.items() if name != key}
