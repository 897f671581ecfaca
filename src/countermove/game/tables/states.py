"""The states of a listed game as a sequence, and as a data frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from countermove.game.tables.extras import require_extra
from countermove.game.tables.source import Source, text_column

if TYPE_CHECKING:
    import pandas as pd

    from countermove.model.statements import Node

__all__ = ["StateList"]

S = TypeVar("S")


class StateList(Sequence[S], Generic[S]):
    """States of a game, by their numbers, ascending.

    It is a sequence: ``len(game.states)``, ``for state in game.states``, ``game.states[:5]``. Positions in it count from
    0, as in any Python sequence; `Game.state` takes numbers.

    Examples
    --------
    >>> import countermove as cm
    >>> game = cm.compile(cm.load("cuban-missile-crisis"))
    >>> len(game.states), game.states[0].number
    (12, 1)
    >>> [state.number for state in game.states.where("blockade and withdraw")]
    [7, 8]
    """

    def __init__(self, game: Source[S, Any], keys: NDArray[np.int64] | None = None) -> None:
        self._game = game
        self._keys = np.arange(game.size) if keys is None else keys

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[S]:
        return (self._game.at(key) for key in self._keys.tolist())

    @overload
    def __getitem__(self, index: int) -> S: ...
    @overload
    def __getitem__(self, index: slice) -> StateList[S]: ...
    def __getitem__(self, index: int | slice) -> S | StateList[S]:
        if isinstance(index, slice):
            return StateList(self._game, self._keys[index])
        return self._game.at(int(self._keys[index]))

    def __repr__(self) -> str:
        of = "" if len(self) == self._game.size else f" of {self._game.size:,}"
        return f"StateList({len(self):,}{of} states)"

    def where(self, statement: str | Node) -> StateList[S]:
        """The states among these in which a statement holds.

        Parameters
        ----------
        statement
            A statement over the options of the case, as in a case file.

        Returns
        -------
        StateList
            In a coalesced state a statement holds where it does in every combination.

        Raises
        ------
        QuestionError
            For a statement that cannot be read, and in a case that lists its states, which has no options.

        Examples
        --------
        >>> import countermove as cm
        >>> game = cm.compile(cm.load("cuban-missile-crisis"))
        >>> game.states.where("withdraw").where("not blockade")
        StateList(2 of 12 states)
        """
        return StateList(self._game, self._keys[np.isin(self._keys, self._game.keys_where(statement))])

    def to_frame(self) -> pd.DataFrame:
        """The states as a data frame (needs the extra ``frames``); it is made from arrays, whatever the number of states.

        Returns
        -------
        pandas.DataFrame
            Index ``state``: the number, from 1. Columns:

            - ``label``: what people call the state; None where it has no label;
            - ``code``: the options taken as a number, bit k for option k; missing for a coalesced state; in a case that
              lists its states there are ``id`` and ``name`` instead;
            - ``status_quo``: whether it is the state of today;
            - one column for each option, by its full name (``usa.blockade``): whether it is taken; missing where a
              coalesced state leaves that open.

        Examples
        --------
        >>> import countermove as cm
        >>> frame = cm.compile(cm.load("chicken")).states.to_frame()
        >>> frame.index[frame["row.cooperate"]].tolist()
        [2, 4]
        """
        require_extra("pandas", "frames", "tables as data frames")
        import pandas as pd

        game, keys = self._game, self._keys
        columns: dict[str, Any] = {"label": game.label_names()[keys]}
        if game.case.states is not None:
            columns["id"] = text_column(list(game.case.states), keys)
            columns["name"] = text_column(list(game.case.states.values()), keys)
        else:
            columns["code"] = self._codes(pd)
        columns["status_quo"] = keys == (-1 if game.status_quo_key is None else game.status_quo_key)
        for row in game.options:
            taken = game.option_column(row.index)[keys]
            columns[row.full] = pd.arrays.BooleanArray(taken == 1, taken < 0) if game.is_coalesced else taken == 1
        return pd.DataFrame(columns, index=pd.Index(keys + 1, name="state"))

    def _codes(self, pd: Any) -> Any:
        """The column of codes: machine words where they fit, else Python's whole numbers; missing where coalesced."""
        column = self._game.code_column()
        if isinstance(column, np.ndarray) and column.dtype != object:
            return column[self._keys]
        codes = text_column(column, self._keys)
        # Codes of more than 63 options fit no word.
        if len(self._game.options) > 63:
            return codes
        return pd.array([pd.NA if code is None else code for code in codes.tolist()], dtype="Int64")
