"""The states in which a statement holds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.model.names import NameFault, OptionNames
from countermove.model.statements import Node, StatementError, parse

__all__ = ["statement_in", "states_where"]


def states_where(game: ListedGame, text: str | Node | None, option: str = "statement") -> NDArray[np.int64]:
    """The states in which a statement holds, counted from 0, ascending; all states where none is given.

    In a coalesced state it holds where it does in every combination.

    Parameters
    ----------
    game
        A game whose states are listed.
    text
        The statement, as in a case file or bound to the options of the case; None for all states.
    option
        What an error calls the statement.

    Returns
    -------
    array of int, shape (states that match,)
        Positions, counted from 0: the numbers that people use, less one.

    Raises
    ------
    QuestionError
        Where the statement cannot be read or names no option (with the column), and in a game case.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> states_where(compile(catalog.load_case("cuban-missile-crisis")), "blockade and withdraw").tolist()
    [6, 7]
    """
    if text is None:
        return np.arange(game.size)
    if game.is_graph:
        raise QuestionError(f"{option}: this case lists its states, so there are no options to ask about")
    tree = statement_in(game.case, text, option) if isinstance(text, str) else text
    true = np.ones(game.size, dtype=bool)
    # One combination in which it fails is enough to take a coalesced state out.
    true[game.states_of_codes[~game.holds(tree)]] = False
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
