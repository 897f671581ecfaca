"""A statement that somebody gives, read and bound to the options of a case."""

from __future__ import annotations

from countermove.errors import QuestionError
from countermove.model.case import Case
from countermove.model.names import NameFault, OptionNames
from countermove.model.statements import Node, StatementError, parse

__all__ = ["statement_in"]


def statement_in(case: Case, text: str, option: str = "--where") -> Node:
    """A statement of an option of the command line, bound to the options of a case.

    >>> from countermove import catalog
    >>> statement_in(catalog.load_case("cuban-missile-crisis"), "withdraw")
    Bit(index=2)
    """
    try:
        return OptionNames(case).bind(parse(text))
    except (StatementError, NameFault) as fault:
        hint = f"; {fault.hint}" if fault.hint else ""
        raise QuestionError(f"{option}, column {fault.offset + 1}: {fault.message}{hint}") from None
