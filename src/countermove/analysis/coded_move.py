"""A move in a record: who moves, from which state to which, with the codes of both."""

from __future__ import annotations

from dataclasses import dataclass, field

from countermove.analysis.result import Record, keyed, member
from countermove.game.game import State

__all__ = ["CodedMove"]


@dataclass(frozen=True)
class CodedMove(Record):
    """One move: who moves, from which state to which."""

    mover: str
    before: State = field(metadata=keyed("from"))
    after: State = field(metadata=keyed("to"))

    @member()
    def from_code(self) -> int | None:
        """The code of the state before; null for coalesced states and in graph cases."""
        return self.before.code

    @member()
    def to_code(self) -> int | None:
        """The code of the state after; null for coalesced states and in graph cases."""
        return self.after.code
