"""Counts over draws: how often each state holds, and is reached; sums of whole numbers, in whatever order."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Tally"]

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts over the draws of some chunks; N noise levels, C concepts, S states, E events, T outcomes watched.

    `chunks`: their numbers. `held`: in how many draws a state is an equilibrium, shape (N, C, S); `led`: in how many
    improvements from the status quo reach it besides; `reached`: in how many they reach it, shape (N, S).
    `happened`: how often each event was part of a draw, shape (E,); `together`: how often it was while an outcome
    held, shape (E, C, T).
    """

    chunks: frozenset[int]
    held: Counts
    led: Counts
    reached: Counts
    happened: Counts
    together: Counts

    @staticmethod
    def nothing(levels: int, concepts: int, states: int, events: int, watched: int) -> Tally:
        """The counts over no draws."""
        shapes = ((levels, concepts, states), (levels, concepts, states), (levels, states), (events,))
        counts = [np.zeros(shape, dtype=np.int64) for shape in (*shapes, (events, concepts, watched))]
        return Tally(frozenset(), *counts)

    def __add__(self, other: Tally) -> Tally:
        """The counts over the chunks of both, which have none in common."""
        assert not self.chunks & other.chunks
        sums = [getattr(self, name) + getattr(other, name) for name in ARRAYS]
        return Tally(self.chunks | other.chunks, *sums)

    def to_dict(self) -> dict[str, Any]:
        """As plain data that `from_dict` reads again."""
        packed = {name: _packed(getattr(self, name)) for name in ARRAYS}
        return {"chunks": sorted(self.chunks), **packed}

    @staticmethod
    def from_dict(data: Any, like: Tally) -> Tally:
        """The counts in plain data, of the shape of `like`; raises `ValueError` where the data is something else."""
        try:
            chunks = frozenset(data["chunks"])
            if not all(type(chunk) is int and chunk >= 0 for chunk in chunks):
                raise ValueError("the numbers of chunks")
            return Tally(chunks, *(_unpacked(data[name], getattr(like, name).shape) for name in ARRAYS))
        except (KeyError, TypeError, AttributeError, zlib.error) as fault:
            raise ValueError(str(fault)) from None


ARRAYS = tuple(field.name for field in fields(Tally) if field.name != "chunks")


def _packed(counts: Counts) -> str:
    return base64.b64encode(zlib.compress(counts.astype("<i8").tobytes())).decode("ascii")


def _unpacked(text: str, shape: tuple[int, ...]) -> Counts:
    size = 8 * int(np.prod(shape))
    raw = zlib.decompressobj().decompress(base64.b64decode(text, validate=True), size + 1)
    if len(raw) != size:
        raise ValueError("the size of a table")
    return np.frombuffer(raw, dtype="<i8").astype(np.int64).reshape(shape)
