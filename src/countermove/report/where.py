"""The states in which a statement holds."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError
from countermove.graph.compile import Graph
from countermove.graph.states import holds
from countermove.model.names import NameFault, OptionNames
from countermove.model.statements import StatementError, parse
from countermove.states_named import find_state

__all__ = ["states_wanted", "states_where", "wanted_in"]


def states_wanted(graph: Graph, text: str, option: str) -> NDArray[np.int64]:
    """The states that a wish means: one by its number, by its id or by ``now``, or all in which a statement holds."""
    if graph.is_listed or text.strip() == "now" or re.fullmatch(r"\s*[+-]?[0-9]+\s*", text):
        return np.array([find_state(graph, text)])
    return states_where(graph, text, option)


def wanted_in(graph: Graph, text: str, option: str) -> Callable[[Graph], list[int]]:
    """What a wish means in a changed case with the same options: one state by the options taken, or a statement."""
    states = states_wanted(graph, text, option)
    if text.strip() == "now" or re.fullmatch(r"\s*[+-]?[0-9]+\s*", text):
        taken = graph.taken(int(states[0]))
        return lambda other: [s for s in range(other.size) if other.taken(s) == taken]
    return lambda other: states_where(other, text, option).tolist()


def states_where(graph: Graph, text: str | None, option: str = "--where") -> NDArray[np.int64]:
    """The states in which a statement holds, ascending; all states where none is given.

    In a coalesced state it holds where it does in every combination. Raises `QuestionError`, with the column,
    where the statement cannot be read or names no option.

    >>> from countermove import catalog
    >>> from countermove.graph.compile import compile
    >>> states_where(compile(catalog.load_case("cuban-missile-crisis")), "blockade and withdraw").tolist()
    [6, 7]
    """
    if text is None:
        return np.arange(graph.size)
    if graph.is_listed:
        raise QuestionError(f"{option}: this case lists its states, so there are no options to ask about")
    try:
        tree = OptionNames(graph.case).bind(parse(text))
    except (StatementError, NameFault) as fault:
        hint = f"; {fault.hint}" if fault.hint else ""
        raise QuestionError(f"{option}, column {fault.offset + 1}: {fault.message}{hint}") from None
    true = np.ones(graph.size, dtype=bool)
    true[graph.states_of_codes[~holds(tree, graph.codes)]] = False
    return np.flatnonzero(true)
