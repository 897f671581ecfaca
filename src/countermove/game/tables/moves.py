"""The moves of a listed game as a sequence, and as a data frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from countermove.game.tables.extras import require_extra
from countermove.game.tables.source import Source

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MoveList"]

M = TypeVar("M")


class Columns(NamedTuple):
    """Moves as arrays of one length: positions of movers and states, and whether each is an improvement."""

    mover: NDArray[np.int32]
    before: NDArray[np.int32]
    after: NDArray[np.int32]
    improvement: NDArray[np.bool_]


class MoveList(Sequence[M], Generic[M]):
    """Moves of a game: mover by mover, by the states that they leave and reach.

    It is a sequence: ``len(game.moves)``, ``for move in game.moves``, ``game.moves[:5]``. `improvements` are those that
    their own mover gains by. Nothing is listed before it is needed.

    Examples
    --------
    >>> import countermove as cm
    >>> game = cm.compile(cm.load("chicken"))
    >>> len(game.moves), len(game.moves.improvements)
    (8, 4)
    >>> move = game.moves.improvements[0]
    >>> move.mover, move.before.number, move.after.number, move.improvement
    ('row', 1, 2, True)
    """

    def __init__(self, game: Source[Any, M], columns: Columns | None = None) -> None:
        self._game = game
        self._given = columns

    @cached_property
    def _columns(self) -> Columns:
        if self._given is not None:
            return self._given
        game = self._game
        parts = [game.moves_with_gain(k) for k in range(len(game.mover_ids))]
        movers = np.repeat(np.arange(len(parts), dtype=np.int32), [len(part[0]) for part in parts])
        none = (np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.bool_))
        before, after, improvement = (np.concatenate(arrays) for arrays in zip(none, *parts, strict=True))
        return Columns(movers, before, after, improvement)

    def _select(self, places: Any) -> MoveList[M]:
        return MoveList(self._game, Columns(*(column[places] for column in self._columns)))

    def plain_rows(self) -> Iterator[tuple[int, int, int, bool]]:
        """The moves as plain numbers: the position of the mover, those of the states, whether it is an improvement."""
        return zip(*(column.tolist() for column in self._columns), strict=True)

    def _move(self, mover: int, before: int, after: int, improvement: bool) -> M:
        return self._game.move_of(self._game.mover_ids[mover], before, after, improvement)

    def __len__(self) -> int:
        return len(self._columns.mover)

    def __iter__(self) -> Iterator[M]:
        return (self._move(*row) for row in self.plain_rows())

    @overload
    def __getitem__(self, index: int) -> M: ...
    @overload
    def __getitem__(self, index: slice) -> MoveList[M]: ...
    def __getitem__(self, index: int | slice) -> M | MoveList[M]:
        if isinstance(index, slice):
            return self._select(index)
        mover, before, after, improvement = (column[index].item() for column in self._columns)
        return self._move(mover, before, after, improvement)

    def __repr__(self) -> str:
        return f"MoveList({len(self):,} moves, {int(self._columns.improvement.sum()):,} of them improvements)"

    @property
    def improvements(self) -> MoveList[M]:
        """The moves that their own mover gains by; of a body, those that its rules pass."""
        return self._select(self._columns.improvement)

    def to_frame(self) -> pd.DataFrame:
        """The moves as a data frame (needs the extra ``frames``); it is made from arrays, whatever the number of moves.

        Returns
        -------
        pandas.DataFrame
            Index ``move``: from 1. Columns:

            - ``mover``: the id of the actor or body, a categorical column;
            - ``from``, ``to``: the numbers of the states, from 1;
            - ``improvement``: whether the mover gains by it; of a body, whether its rules pass.

        Examples
        --------
        >>> import countermove as cm
        >>> frame = cm.compile(cm.load("chicken")).moves.improvements.to_frame()
        >>> print(frame.to_string(index=False))
         mover  from  to  improvement
           row     1   2         True
           row     4   3         True
        column     1   3         True
        column     4   2         True
        """
        require_extra("pandas", "frames", "tables as data frames")
        import pandas as pd

        columns = self._columns
        data = {
            "mover": pd.Categorical.from_codes(columns.mover, categories=pd.Index(self._game.mover_ids)),
            "from": columns.before + 1,
            "to": columns.after + 1,
            "improvement": columns.improvement,
        }
        return pd.DataFrame(data, index=pd.RangeIndex(1, len(self) + 1, name="move"))
