"""How preferences are written: prioritised lines, a ranking, or weights. Records only.

*Prioritised lines* (most important first): one higher line outweighs everything below it. A line is a
statement, or a group of statements that are equally important or whose order the analyst does not know.
*Ranking*: patterns or statements, best first, ties in nested tuples. *Weights*: the sum over the options taken.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    PlainValidator,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from countermove.errors import FrozenError, quoted
from countermove.model.statements import Statement, StatementError, parse

__all__ = ["Claim", "Equally", "Flag", "Line", "OrderUnknown", "PreferenceLine", "Ranking", "Record", "StatementField",
           "is_pattern", "lines_of"]  # fmt: skip


class Record(BaseModel):
    """A frozen record that refuses keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, str_strip_whitespace=False)

    if not TYPE_CHECKING:  # for type checkers, records are frozen by their configuration

        def __setattr__(self, name: str, value: Any) -> None:
            """Refuse: a record is frozen, and the error says how to get another one."""
            raise _frozen(type(self), name, "set")

        def __delattr__(self, name: str) -> None:
            """Refuse, as in `__setattr__`."""
            raise _frozen(type(self), name, "deleted")


def _frozen(kind: type[Record], name: str, what: str) -> FrozenError:
    way_out = "a method of the case gives a new case: case.with_..., case.without(...)"
    return FrozenError(f"{kind.__name__}.{name} cannot be {what}: a case is frozen; {way_out}")


def _read_statement(value: Any) -> Statement:
    if isinstance(value, Statement):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("CM102", "a statement is expected", {"hint": "write it as text"})
    try:
        return parse(value)
    except StatementError as fault:
        raise PydanticCustomError(
            "CM105",
            "cannot read the statement: {what}",
            {"what": fault.message, "hint": fault.hint, "offset": fault.offset},
        ) from None


STATEMENT_SCHEMA: dict[str, Any] = {"type": "string", "description": "a Boolean expression over options"}
StatementField = Annotated[
    Statement,
    PlainValidator(_read_statement),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(STATEMENT_SCHEMA),
]


def listed(value: Any) -> Any:
    """One text where a list is expected counts as a list of one."""
    return [value] if isinstance(value, str) else value


Evidence = Annotated[tuple[str, ...], BeforeValidator(listed)]


def as_flag(value: Any) -> Any:
    """The words ``true`` and ``false``, which a file holds as text, as what they say."""
    if isinstance(value, bool) or value in ("true", "false"):
        return value in (True, "true")
    # YAML 1.1 took yes and on for true; here, as in YAML 1.2, they are texts.
    is_scalar = isinstance(value, str | int | float | Decimal)
    what = "nothing" if value is None else quoted(str(value)) if is_scalar else "a list or a mapping"
    ways = {"what": what, "hint": "write true or false, or take the key out"}
    raise PydanticCustomError("CM102", "true or false is expected, not {what}", ways)


Flag = Annotated[bool, BeforeValidator(as_flag)]
"""Yes or no, written ``true`` or ``false``."""


class Claim(Record):
    """A statement with the reason and the evidence for it.

    Parameters
    ----------
    that
        The statement.
    because
        The reason.
    evidence
        Citations.
    """

    that: StatementField
    because: str = ""
    evidence: Evidence = ()


class Line(Claim):
    """One statement that an actor cares about, and how sure the analyst is that it does.

    Parameters
    ----------
    sure
        How sure the analyst is that the actor holds it, from 0 to 1; an ordinary analysis takes it as held.
    otherwise
        What the actor holds instead, if not this; None: nothing.
    """

    sure: Annotated[Decimal, Field(ge=0, le=1)] = Decimal(1)
    otherwise: StatementField | None = None


def as_line(value: Any) -> Any:
    """A line or constraint in its long form: a text is its statement."""
    return {"that": value} if isinstance(value, str | Statement) else value


LineField = Annotated[Line, BeforeValidator(as_line)]
ClaimField = Annotated[Claim, BeforeValidator(as_line)]


class Equally(Record):
    """Statements that are equally important: the number of them that hold decides.

    Parameters
    ----------
    equally
        The statements, at least one.
    """

    equally: Annotated[tuple[LineField, ...], Field(min_length=1)]


class OrderUnknown(Record):
    """Statements of which the analyst does not know which comes first; an ordinary analysis ties them.

    Parameters
    ----------
    order_unknown
        The statements, at least one; robustness draws their order.
    """

    order_unknown: Annotated[tuple[LineField, ...], Field(min_length=1, alias="order unknown")]


def _kind(value: Any) -> str:
    """Which record the keys of a preference line announce."""
    if isinstance(value, Equally | OrderUnknown):
        return "equally" if isinstance(value, Equally) else "order unknown"
    keys = value if isinstance(value, dict) else ()
    return next((key for key in ("equally", "order unknown") if key in keys), "line")


PreferenceLine = Line | Equally | OrderUnknown
PreferenceLineField = Annotated[
    Annotated[LineField, Tag("line")] | Annotated[Equally, Tag("equally")] | Annotated[OrderUnknown, Tag("order unknown")],
    Discriminator(_kind),
]
Ranking = tuple[str | tuple[str, ...], ...]


def lines_of(line: PreferenceLine) -> tuple[Line, ...]:
    """The statements of a line: itself, or the members of its group.

    Parameters
    ----------
    line
        An entry of `prefers`.

    Returns
    -------
    tuple of Line
        In the order of the file.
    """
    match line:
        case Equally(equally=lines) | OrderUnknown(order_unknown=lines):
            return lines
    return (line,)


def is_pattern(text: str) -> bool:
    """Whether a ranking entry is a pattern such as ``YN-Y`` (only Y, N and -, nothing else).

    Parameters
    ----------
    text
        An entry of a ranking or of `coalesce`.

    Examples
    --------
    >>> is_pattern("YN-Y"), is_pattern("not a")
    (True, False)
    """
    return re.fullmatch(r"[YN-]+", text) is not None
