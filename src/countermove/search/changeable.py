"""What can never change from a state on, by moves or by improvements: proved without following them."""

from __future__ import annotations

from time import monotonic

from countermove.game.searched import SearchedGame, SearchedMover
from countermove.search.encoding import Encoding, constant

__all__ = ["changeable"]

SECONDS = 20.0


def changeable(model: SearchedGame, start: int, improving: bool, seconds: float = SECONDS) -> int | None:
    """The options that may stand otherwise at some time after `start`, as a code; the others never do.

    At first none may. An option may as well as soon as some mover can (or, `improving`, would) change it in some
    feasible state in which no options but those that may stand otherwise than at the start; until there is no other.
    Whatever legal sequences do lies within that, so an option that is not in it never changes; the reverse does not
    follow. Cost: one search of the solver for each option, and some more. None where time ran out.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> model = searched_game(load_case("european-security-2022"))
    >>> never = ~changeable(model, model.status_quo, improving=True)
    >>> [row.full for row in model.options if never >> row.index & 1]
    ['russia.insist', 'russia.attack', 'usa.deal', 'europe.break', 'ukraine.apply', 'nato.renounce', 'nato.admit']
    """
    end, free, settled = monotonic() + seconds, 0, False
    while not settled:
        settled = True
        for mover in model.movers:
            while mover.mask & ~free:
                new = _new(model, start, free, mover, improving, end)
                if new is None:
                    return None
                if not new:
                    break
                free |= new
                settled = False
    return free


def _new(model: SearchedGame, start: int, free: int, mover: SearchedMover, improving: bool, end: float) -> int | None:
    """Options that a mover can change besides those that are free; 0 where there are none, None where time ran out."""
    encoding = Encoding(model)
    before = encoding.state(constant(model, start), [row.index for row in model.options if free >> row.index & 1])
    after = encoding.state(before, mover.options)
    encoding.require([encoding.allowed(mover, before, after)])
    changes = encoding.changes(mover, before, after)
    encoding.require([literal for option, literal in changes.items() if not free >> option & 1])
    if improving:
        encoding.require([encoding.improves(mover, before, after)])
    left = end - monotonic()
    found = encoding.solve(left) if left > 0 else None
    if found is None:
        return None
    return (encoding.code(before) ^ encoding.code(after)) & ~free if found else 0
