"""The states in which a statement holds, and what a wish means."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.game.naming import find_code, find_state
from countermove.game.searched import SearchedGame
from countermove.model.case import Case
from countermove.model.names import NameFault, OptionNames
from countermove.model.statements import Node, StatementError, parse

__all__ = ["statement_in", "states_wanted", "states_where", "wanted_in", "wish_in"]


def states_wanted(graph: ListedGame, text: str, option: str) -> NDArray[np.int64]:
    """The states that a wish means: one by its number, by its id or by ``now``, or all in which a statement holds."""
    if graph.is_graph or text.strip() == "now" or re.fullmatch(r"\s*[+-]?[0-9]+\s*", text):
        return np.array([find_state(graph, text)])
    return states_where(graph, text, option)


def wanted_in(graph: ListedGame, text: str, option: str) -> Callable[[ListedGame], list[int]]:
    """What a wish means in a changed case with the same options: one state by the options taken, or a statement."""
    states = states_wanted(graph, text, option)
    if text.strip() == "now" or re.fullmatch(r"\s*[+-]?[0-9]+\s*", text):
        taken = graph.taken(int(states[0]))
        return lambda other: [s for s in range(other.size) if other.taken(s) == taken]
    return lambda other: states_where(other, text, option).tolist()


def states_where(graph: ListedGame, text: str | Node | None, option: str = "statement") -> NDArray[np.int64]:
    """The states in which a statement holds, counted from 0, ascending; all states where none is given.

    In a coalesced state it holds where it does in every combination. Raises `QuestionError`, with the column,
    where the statement cannot be read or names no option; `option` is what the message calls it.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> states_where(compile(catalog.load_case("cuban-missile-crisis")), "blockade and withdraw").tolist()
    [6, 7]
    """
    if text is None:
        return np.arange(graph.size)
    if graph.is_graph:
        raise QuestionError(f"{option}: this case lists its states, so there are no options to ask about")
    tree = statement_in(graph.case, text, option) if isinstance(text, str) else text
    true = np.ones(graph.size, dtype=bool)
    true[graph.states_of_codes[~graph.holds(tree)]] = False
    return np.flatnonzero(true)


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


def wish_in(model: SearchedGame, text: str, option: str) -> int | Node:
    """What a wish means where states are not listed: a code, by ``now`` or options with commas, or a statement.

    Raises `QuestionError` for a number, since nobody has numbered these states, and otherwise as `statement_in`.

    >>> from countermove import catalog
    >>> from countermove.game.searched import searched_game
    >>> model = searched_game(catalog.load_case("cuban-missile-crisis"))
    >>> wish_in(model, "blockade, withdraw", "--want"), wish_in(model, "withdraw", "--want")
    (6, Bit(index=2))
    """
    if text.strip() == "now" or ("," in text and "(" not in text) or re.fullmatch(r"\s*[+-]?[0-9]*\s*", text):
        return find_code(model, text)
    return statement_in(model.case, text, option)
