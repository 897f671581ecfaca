"""The moves of movers in a searched game: remembered where many codes agree, and what no moves ever change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from countermove.game.allowance import Allowance
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.model.statements import Node, bits
from countermove.search.encoding import Encoding, constant

__all__ = ["OwnMoves", "changeable"]

CHANGE_WORK = 20.0
"""Work, about a second a unit, for the proof of what never changes: a third of what a search of paths has by default."""


class OwnMoves:
    """What movers can do, and would do, in a case that is not listed.

    Which of its own options a mover can change depends on these, on what they need, and on the constraints that they
    take part in; whether it gains, besides on the preference lines that mention them. Where many codes are looked at,
    most agree in all that, and are answered from memory. The results are those of `SearchedGame.moves` and
    `SearchedGame.improvements`, in ascending order.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> moves = OwnMoves(searched_game(load_case("chicken")))
    >>> [list(moves.of(mover, 0, improving=True)) for mover in moves.game.movers]
    [[1], [2]]
    """

    def __init__(self, game: SearchedGame) -> None:
        self.game = game
        self._depends = [(self._on_moves(mover), self._on_gains(mover)) for mover in game.movers]
        self._remembered: dict[tuple[int, bool, int | None, int], tuple[int, ...]] = {}

    def of(self, mover: SearchedMover, code: int, improving: bool, against: int | None = None) -> Iterator[int]:
        """The codes to which a mover can move from a feasible code; where `improving`, to which it would."""
        others = code & ~mover.mask
        return (others | choice for choice in self.choices(mover, code, improving, against))

    def choices(self, mover: SearchedMover, code: int, improving: bool, against: int | None = None) -> tuple[int, ...]:
        """The same as combinations of the mover's own options; of bodies with the actor `against` against.

        Raises `SizeError` where these are too many.
        """
        opposed = against if improving and mover.is_body else None
        # Codes that agree in all options that matter to this mover share one entry: that is what makes long walks
        # cheap.
        key = (mover.index, improving, opposed, code & self._depends[mover.index][improving])
        choices = self._remembered.get(key)
        if choices is None:
            game, moves = self.game, self.game.moves_at(mover, code)
            targets = (after for after in moves if not improving or game.improves(mover, code, after, opposed))
            choices = self._remembered[key] = tuple(after & mover.mask for after in targets)
        return choices

    def able(self, code: int, last: int = -1) -> list[SearchedMover]:
        """The movers with an improvement at a code, without the mover at the position `last`."""
        return [m for m in self.game.movers if m.index != last and self.choices(m, code, improving=True)]

    def _on_moves(self, mover: SearchedMover) -> int:
        """The options on which the moves of a mover depend."""
        needs = [node for option, node in self.game.needs.items() if mover.mask >> option & 1]
        return mover.mask | _mentioned(needs) | _mentioned(self.game.ruled_out, touching=mover.mask)

    def _on_gains(self, mover: SearchedMover) -> int:
        """The options on which the improvements of a mover depend."""
        players = [mover.actor] if mover.actor is not None else set().union(*(v.players for v in mover.votes.values()))
        options = self._on_moves(mover)
        for actor in players:
            for level in self.game.scales[actor]:
                # A level whose statements mention none of its options cannot change by its move, and cancels in a
                # comparison.
                mask = sum(1 << option for option in level.mentions)
                options |= mask if mask & mover.mask else 0
        return options


def _mentioned(nodes: Iterable[Node], touching: int | None = None) -> int:
    """The options that statements mention; `touching`: only statements that mention one of these options."""
    options = 0
    for node in nodes:
        mask = sum(1 << option for option in set(bits(node)))
        options |= mask if touching is None or mask & touching else 0
    return options


def changeable(game: SearchedGame, start: int, improving: bool, allowance: Allowance | None = None) -> int | None:
    """The options that may stand otherwise at some time after `start`, as a code; the others never do.

    At first none may. An option may as well as soon as some mover can (or, `improving`, would) change it in some
    feasible state in which no options but those that may stand otherwise than at the start; until there is no other.
    Whatever legal sequences do lies within that, so an option that is not in it never changes; the reverse does not
    follow.

    Parameters
    ----------
    game
        A searched game.
    start
        A feasible code.
    improving
        Whether only improvements count, or any moves.
    allowance
        What the searches may do; if None, an allowance of their own.

    Returns
    -------
    int, or None
        The options that may change, as a code; None where the allowance is spent.

    Notes
    -----
    Cost: one search of the solver for each option, and one for each mover in every round.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> game = searched_game(load_case("european-security-2022"))
    >>> never = ~changeable(game, game.status_quo_key, improving=True)
    >>> [row.full for row in game.options if never >> row.index & 1]
    ['russia.insist', 'russia.attack', 'usa.deal', 'europe.break', 'ukraine.apply', 'nato.renounce', 'nato.admit']
    """
    free, settled = 0, False
    allowance = Allowance(CHANGE_WORK) if allowance is None else allowance
    while not settled:
        settled = True
        for mover in game.movers:
            # Each search frees an option or is the mover's last one in this round, so that there are few of them.
            while mover.mask & ~free:
                new = _new(game, start, free, mover, improving, allowance)
                if new is None:
                    return None
                if not new:
                    break
                free |= new
                settled = False
    return free


def _new(
    game: SearchedGame, start: int, free: int, mover: SearchedMover, improving: bool, allowance: Allowance
) -> int | None:
    """Options that a mover can change besides the free ones; 0 where there are none, None where the allowance is spent."""
    encoding = Encoding(game)
    before = encoding.state(constant(game, start), [row.index for row in game.options if free >> row.index & 1])
    after = encoding.state(before, mover.options)
    encoding.require([encoding.allowed(mover, before, after)])
    changes = encoding.changes(mover, before, after)
    # One that is new: otherwise the solver would answer with a change that is known already.
    encoding.require([literal for option, literal in changes.items() if not free >> option & 1])
    if improving:
        encoding.require([encoding.improves(mover, before, after)])
    exists = encoding.solve(allowance)
    if exists is None:
        return None
    return (encoding.code(before) ^ encoding.code(after)) & ~free if exists else 0
