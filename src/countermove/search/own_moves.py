"""The moves of one mover at many codes: found once for all codes that agree in whatever they depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from countermove.game.searched import SearchedGame, SearchedMover
from countermove.model.statements import Node, bits

__all__ = ["OwnMoves"]


class OwnMoves:
    """What movers can do, and would do, in a case that is not listed.

    Which of its own options a mover can change depends on these, on what they need, and on the constraints that they
    take part in; whether it gains, besides on the preference lines that mention them. Where many codes are looked at,
    most agree in all that, and are answered from memory. The results are those of `Unlisted.moves` and
    `Unlisted.improvements`, in ascending order.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> moves = OwnMoves(searched_game(load_case("chicken")))
    >>> [list(moves.of(mover, 0, improving=True)) for mover in moves.model.movers]
    [[1], [2]]
    """

    def __init__(self, model: SearchedGame) -> None:
        self.model = model
        self._depends = [(self._on_moves(mover), self._on_gains(mover)) for mover in model.movers]
        self._known: dict[tuple[int, bool, int | None, int], tuple[int, ...]] = {}

    def of(self, mover: SearchedMover, code: int, improving: bool, against: int | None = None) -> Iterator[int]:
        """The codes to which a mover can move from a feasible code; where `improving`, to which it would."""
        rest = code & ~mover.mask
        return (rest | choice for choice in self.choices(mover, code, improving, against))

    def choices(self, mover: SearchedMover, code: int, improving: bool, against: int | None = None) -> tuple[int, ...]:
        """The same as combinations of the mover's own options; of bodies with the actor `against` against.

        Raises `SizeError` where these are too many.
        """
        opposed = against if improving and mover.is_body else None
        key = (mover.index, improving, opposed, code & self._depends[mover.index][improving])
        found = self._known.get(key)
        if found is None:
            model, moves = self.model, self.model.moves(mover, code)
            made = (after for after in moves if not improving or model.improves(mover, code, after, opposed))
            found = self._known[key] = tuple(after & mover.mask for after in made)
        return found

    def able(self, code: int, last: int = -1) -> list[SearchedMover]:
        """The movers with an improvement at a code, without the mover at the position `last`."""
        return [m for m in self.model.movers if m.index != last and self.choices(m, code, improving=True)]

    def _on_moves(self, mover: SearchedMover) -> int:
        """The options on which the moves of a mover depend."""
        needs = [node for option, node in self.model.needs.items() if mover.mask >> option & 1]
        return mover.mask | _mentioned(needs) | _mentioned(self.model.ruled_out, touching=mover.mask)

    def _on_gains(self, mover: SearchedMover) -> int:
        """The options on which the improvements of a mover depend."""
        asked = [mover.actor] if mover.actor is not None else set().union(*(v.players for v in mover.votes.values()))
        found = self._on_moves(mover)
        for actor in asked:
            for level in self.model.scales[actor]:
                mask = sum(1 << option for option in level.mentions)
                found |= mask if mask & mover.mask else 0
        return found


def _mentioned(nodes: Iterable[Node], touching: int | None = None) -> int:
    """The options that statements mention; `touching`: only statements that mention one of these options."""
    found = 0
    for node in nodes:
        mask = sum(1 << option for option in set(bits(node)))
        found |= mask if touching is None or mask & touching else 0
    return found
