"""The preferences of a listed game: ranks by actor and state, and as a data frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.tables.extras import require_extra
from countermove.game.tables.source import Source

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RankTable"]


class RankTable(Mapping[str, NDArray[np.int32]]):
    """For each actor the ranks of all states: higher is better, equal is indifferent, 0 is the worst.

    It is a mapping from ids of actors to arrays of shape (states,), in the order of `State.index`. The arrays are
    copies.

    Examples
    --------
    >>> import countermove as cm
    >>> game = cm.compile(cm.load("chicken"))
    >>> list(game.ranks), game.ranks["row"].tolist()
    (['row', 'column'], [0, 1, 3, 2])
    >>> game.ranks["row"][game.state(3).index]
    np.int32(3)
    """

    def __init__(self, game: Source[Any, Any]) -> None:
        self._game = game

    def __getitem__(self, actor: str) -> NDArray[np.int32]:
        if not isinstance(actor, str):
            # An index would be silently taken for a place of an actor, or of a state.
            raise TypeError(f"ranks are given by the id of an actor, such as {self._game.actors[0]!r}, not {actor!r:.80}")
        if actor not in self._game.actors:
            raise QuestionError(f"unknown actor {quoted(actor)}; {did_you_mean(actor, self._game.actors)}")
        own: NDArray[np.int32] = self._game.rank_rows[self._game.actors.index(actor)].copy()
        return own

    def __contains__(self, actor: object) -> bool:
        return actor in self._game.actors

    def __iter__(self) -> Iterator[str]:
        return iter(self._game.actors)

    def __len__(self) -> int:
        return len(self._game.actors)

    def __repr__(self) -> str:
        return f"RankTable({len(self)} actors, {self._game.size:,} states)"

    def to_frame(self) -> pd.DataFrame:
        """The ranks as a data frame (needs the extra ``frames``), one row for each state and actor.

        Returns
        -------
        pandas.DataFrame
            Index ``state`` (the number, from 1) and ``actor`` (its id). Columns:

            - ``rank``: higher is better, equal is indifferent, 0 is the worst;
            - ``place``: counted from 1, the best; states of equal rank share the place of the first.

        Examples
        --------
        >>> import countermove as cm
        >>> frame = cm.compile(cm.load("chicken")).ranks.to_frame()
        >>> frame["place"].unstack("actor")["row"].tolist()
        [4, 3, 1, 2]
        """
        require_extra("pandas", "frames", "tables as data frames")
        import pandas as pd

        rows, actors = self._game.rank_rows, self._game.actors
        # Sorted by state, then by actor in file order, which an index of categories keeps.
        index = pd.MultiIndex.from_product(
            [np.arange(1, self._game.size + 1), pd.CategoricalIndex(actors, categories=list(actors))],
            names=["state", "actor"],
        )
        return pd.DataFrame({"rank": rows.T.ravel(), "place": places(rows).T.ravel()}, index=index)


def places(rows: NDArray[np.int32]) -> NDArray[np.int64]:
    """For each row of ranks the place of each state: one more than the states that are strictly better.

    >>> places(np.array([[0, 2, 2, 1]], dtype=np.int32)).tolist()
    [[4, 1, 1, 3]]
    """
    table = np.empty(rows.shape, dtype=np.int64)
    for row, place in zip(rows, table, strict=True):
        place[:] = len(row) - np.searchsorted(np.sort(row), row, side="right") + 1
    return table
