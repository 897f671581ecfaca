"""A reversible edit map: what was changed in a text, and where every place of the new one was in the old one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Edit", "EditMap"]


@dataclass(frozen=True)
class Edit:
    """[start, end) of the original became `new`; `kind` is join, split, decode, or empty for mere white space."""

    start: int
    end: int
    new: str
    kind: str = ""


class EditMap:
    """The original, the edits, and the text that they make of it.

    >>> change = EditMap("the Rus-sian offer", [Edit(4, 12, "Russian", "join")])
    >>> change.text, change.original(4, 11)
    ('the Russian offer', (4, 12))
    """

    def __init__(self, original: str, edits: Iterable[Edit]) -> None:
        self.source = original
        self.edits = tuple(sorted(edits, key=lambda edit: edit.start))
        pieces, starts, shifts, done, length = [], [0], [0], 0, 0
        for edit in self.edits:
            kept = original[done : edit.start]
            pieces += [kept, edit.new]
            length += len(kept) + len(edit.new)
            done = edit.end
            starts.append(length)
            shifts.append(done - length)
        pieces.append(original[done:])
        self.text = "".join(pieces)
        self._starts, self._shifts = starts, shifts

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that became [start, end) of the text; an edited word counts as a whole."""
        last = self._place(end - 1, last=True) if end > start else self._place(end, last=False)
        return self._place(start, last=False), last

    def new(self, place: int) -> int:
        """Where a place of the original is in the text; for a place inside an edit, where the edit begins.

        >>> EditMap("the Rus-sian offer", [Edit(4, 12, "Russian", "join")]).new(13)
        12
        """
        shift = 0
        for edit in self.edits:
            if place < edit.end:
                return min(place, edit.start) + shift
            shift += len(edit.new) - (edit.end - edit.start)
        return place + shift

    def _place(self, at: int, *, last: bool) -> int:
        k = bisect_right(self._starts, at) - 1
        place = at + self._shifts[k]
        if k < len(self.edits) and place >= self.edits[k].start:
            return self.edits[k].end if last else self.edits[k].start
        return place + 1 if last else place
