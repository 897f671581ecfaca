"""What the tables of a game read of it; a listed game has all this."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from countermove.model.case import Case, OptionRow
    from countermove.model.statements import Node

__all__ = ["Source", "text_column"]

S_co = TypeVar("S_co", covariant=True)
M_co = TypeVar("M_co", covariant=True)


class Source(Protocol[S_co, M_co]):
    """A listed game of S states, as far as its tables are concerned; it makes the states and moves that they hold."""

    @property
    def case(self) -> Case:
        """The case."""

    @property
    def actors(self) -> tuple[str, ...]:
        """The ids of the actors, in file order."""

    @property
    def options(self) -> tuple[OptionRow, ...]:
        """The options, in bit order."""

    @property
    def mover_ids(self) -> tuple[str, ...]:
        """The ids of the movers, in their order."""

    @property
    def size(self) -> int:
        """S."""

    @property
    def status_quo_key(self) -> int | None:
        """The position of the status quo."""

    @property
    def is_coalesced(self) -> bool:
        """Whether some combinations count as one state."""

    @property
    def rank_rows(self) -> NDArray[np.int32]:
        """The rank of each state for each actor, shape (actors, S)."""

    def at(self, key: int) -> S_co:
        """The state at a position."""

    def move_of(self, mover: str, before: int, after: int, improves: bool) -> M_co:
        """A move as people have it."""

    def label_names(self) -> NDArray[np.object_]:
        """What people call each state, None where it has no label; shape (S,)."""

    def code_column(self) -> Sequence[int | None]:
        """The code of each state, None for a coalesced one; empty where states were listed."""

    def option_column(self, option: int) -> NDArray[np.int8]:
        """Whether an option is taken in each state: 1, 0, or -1 where a coalesced state leaves it open; shape (S,)."""

    def moves_with_gain(self, mover: int) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
        """All moves of a mover, by its position: from where, to where, and whether it gains; by state, each pair once."""

    def keys_where(self, statement: str | Node) -> NDArray[np.int64]:
        """The positions of the states in which a statement holds, ascending."""


def text_column(values: Sequence[Any], keys: NDArray[np.int64]) -> NDArray[np.object_]:
    """Some of many texts as an array of objects, so that no width is cut and None stays None."""
    import numpy as np

    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column[keys]
