"""The states in which a statement holds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame
from countermove.game.names.reading import statement_in
from countermove.model.statements import Node

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
    return np.arange(game.size) if text is None else game.keys_where(text, option)
