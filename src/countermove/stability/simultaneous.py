"""Simultaneous stability (SIM), and the conflict analysis of Fraser and Hipel, which falls back on it.

s is SIM stable for i iff every improvement of i is sanctioned: some non-empty set of other movers, each using
an improvement of its own from s, combines with i's move into a feasible state that i does not strictly prefer
to s. Each mover sets its own options; combinations that are not feasible do not sanction. Every improvement is
tried against all combinations afresh. Where i can enter a coalesced state by changing different sets of its
options, each set is an improvement of its own; of the ways of the others one suffices.

Combinations are tried one by one by a kernel that stops at the first that sanctions. At states where they
outnumber the feasible codes, what moves at the same time lead to is found by `joint` instead.

Reference: Fraser & Hipel 1984, *Conflict Analysis*.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError, SizeError
from countermove.game.codes.states import Codes
from countermove.game.listed import ListedGame, Mover
from countermove.stability.bodies import failing, sanctions
from countermove.stability.changes import Changes, changes, moves_to_list
from countermove.stability.engines.compiling import Kernel, compiled, has_compiler
from countermove.stability.engines.dispatch import COMPILE_COMBINING_FROM_CODES, check_speed
from countermove.stability.joint import Choices, joint_moves
from countermove.stability.sanction import seq

__all__ = ["check_combinable", "conflict_analysis", "sim", "simultaneous_sanction"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
TABLE_OPTIONS = 26
"""Up to this many options the positions of all combinations stand in a table instead of being searched."""
TRIES_AT_ONCE = 2**16
"""This many combinations are tried at a time without a compiler: some ten arrays of half a megabyte stay in the cache."""
TRIES_PER_STEP = 10
"""A try without a compiler takes about 50 ns a mover, ten of them what `dispatch` reckons for a step."""
MAX_MOVES = 2**28
"""This many moves of all movers together are listed."""
MAX_WORK = 10**10
"""This many moves at the same time are tried for one verdict; each is looked at for every mover."""
OVERHEAD = 1_000
"""What a search from one code costs at least, in moves tried."""
MOST_PLAYERS = 12
"""Of a body in which more actors have a say, the stances of all are not put into a table."""


def check_combinable(game: ListedGame) -> None:
    """Raise an error where moves at the same time cannot be asked about, before anything is computed.

    Parameters
    ----------
    game
        A listed game.

    Raises
    ------
    QuestionError
        For a case given as a graph, where moves do not combine.
    SizeError
        Where the moves are too many to be listed.
    """
    if game.is_graph:
        raise QuestionError("simultaneous moves are undefined in a case given as a graph; ask for another concept")
    if game.once("moves to list", lambda: moves_to_list(game, MAX_MOVES)) > MAX_MOVES:
        raise SizeError(
            f"sim and conflict-analysis list the moves of all movers, which are more than {MAX_MOVES:,} here; "
            "ask for nash, gmr, smr, seq and sseq alone, or take options out of the case"
        )


def sim(game: ListedGame, mover: Mover) -> Bools:
    """States that are simultaneously stable for a mover; see the module for the definition.

    Parameters
    ----------
    game, mover
        A listed game of S states with options, and an actor or a body of it.

    Returns
    -------
    numpy.ndarray
        Whether each state is stable, shape (S,).

    Raises
    ------
    QuestionError
        For a case given as a graph, where moves do not combine.
    SizeError
        Where moves at the same time are too many.

    Notes
    -----
    Cost: at most the improvements of the mover times the ways in which the others can join, or the square of the number of
    feasible codes where that is less.

    References
    ----------
    Fraser & Hipel 1984, *Conflict Analysis*.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("chicken"))
    >>> sim(game, game.movers[0]).tolist()
    [False, True, True, True]
    """
    check_combinable(game)
    joining = np.ones((len(game.movers), game.size), dtype=bool)
    return _stable_states(game, mover, joining)


def conflict_analysis(game: ListedGame, mover: Mover) -> Bools:
    """States that are stable for a mover in the conflict analysis of Fraser and Hipel.

    s is stable for i iff it is SEQ stable for i, or it is SEQ unstable for i and for at least one other mover, and SIM, with
    only those other SEQ-unstable movers taking part, holds it.

    Parameters
    ----------
    game, mover
        A listed game of S states with options, and an actor or a body of it.

    Returns
    -------
    numpy.ndarray
        Whether each state is stable, shape (S,).

    Raises
    ------
    QuestionError, SizeError
        As `sim`.

    References
    ----------
    Fraser & Hipel 1984, *Conflict Analysis*.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("chicken"))
    >>> conflict_analysis(game, game.movers[0]).tolist()
    [False, True, True, True]
    """
    check_combinable(game)
    # Kept under the function, as `concept.stable` does, so that SEQ is computed once for both.
    unstable = ~np.array([game.once((seq, m.index), lambda m=m: seq(game, m)) for m in game.movers])  # type: ignore[misc]
    return np.asarray(~unstable[mover.index] | _stable_states(game, mover, unstable))


def simultaneous_sanction(
    game: ListedGame, focal: Mover, source: int, change: int, rules: int, joining: Sequence[Mover]
) -> tuple[dict[int, int], int] | None:
    """A combination of moves at the same time that sanctions one improvement.

    Parameters
    ----------
    game, focal
        A listed game with options, and the mover that improves.
    source
        The combination from which all move: a position in the codes of the game.
    change
        The options that the improvement changes, as bits of a code.
    rules
        The set of rules that decides it, where `focal` is a body.
    joining
        The others who may take part.

    Returns
    -------
    tuple or None
        The options that each mover changes, by its index, and the state that results; None if no combination of their
        improvements sanctions it.
    """
    here = game.codes[source]
    own = Choices(focal.reach.mask, np.array([change], dtype=np.uint64))
    others = [Choices(m.reach.mask, changes(game, m, focal.opposing).at(source)) for m in joining]
    places = joint_moves(game.codes, here, own, others)
    states = game.states_of_codes[places]
    holding = np.flatnonzero(_not_better(game, focal, int(game.states_of_codes[source]), rules, states))
    if not len(holding):
        return None
    flipped = here ^ game.codes[places[holding[0]]]
    parts = {m.index: int(flipped & m.reach.mask) for m in joining}
    return {index: part for index, part in parts.items() if part}, int(states[holding[0]])


def _stable_states(game: ListedGame, focal: Mover, joining: Bools) -> Bools:
    """States at which every improvement of `focal` is sanctioned by movers that are `joining` there, shape (S,)."""
    own = changes(game, focal)
    sanctioned = _sanctioned(game, focal, own, joining)
    before = game.states_of_codes[own.source]
    stable = np.ones(game.size, dtype=bool)
    # From one combination each change of options is a way of its own, even where several enter one coalesced state.
    stable[before[~sanctioned & (before < game.ordinary)]] = False
    # In a coalesced state one way may start from several combinations; it is enough that one of these is sanctioned.
    ways: dict[tuple[int, int, int], bool] = {}
    for e in np.flatnonzero(before >= game.ordinary).tolist():
        changed = game.options_changed(int(own.source[e]), int(own.change[e]))
        way = int(before[e]), int(game.states_of_codes[own.target[e]]), changed
        ways[way] = ways.get(way, False) or bool(sanctioned[e])
    stable[[here for (here, _, _), is_sanctioned in ways.items() if not is_sanctioned]] = False
    return stable


def _sanctioned(game: ListedGame, focal: Mover, own: Changes, joining: Bools) -> Bools:
    """Which improvements of `focal` some combination sanctions, one verdict for each."""
    others = [m for m in game.movers if m is not focal]
    sanctioned = np.zeros(len(own.source), dtype=bool)
    if not others or not len(sanctioned):
        return sanctioned
    theirs = [changes(game, m, focal.opposing) for m in others]
    present = joining[[m.index for m in others]][:, game.states_of_codes]
    tries = _tries(own, theirs, present)
    tabled = len(_players(focal)) <= MOST_PLAYERS
    # Where there are more ways to choose than combinations, it is cheaper to look at each combination once.
    searched = (tries > len(game.codes))[own.source] | (not tabled)
    sources = np.unique(own.source[searched])
    cost = int(np.minimum(tries[sources], len(game.codes)).sum()) + OVERHEAD * len(sources)
    if cost > MAX_WORK:
        if not tabled:
            raise _too_much(focal)
        searched[:] = False
    if searched.any():
        sanctioned[searched] = _searched(game, focal, own, others, present, searched)
    if not searched.all():
        sanctioned[~searched] = _tried(game, focal, own, theirs, present, ~searched, tries)
    return sanctioned


def _players(focal: Mover) -> list[int]:
    """The positions of the actors whose ranks decide whether a state sanctions: itself, or all who have a say."""
    return [focal.actor] if focal.actor is not None else sorted(frozenset().union(*(v.players for v in focal.votes)))


def _tries(own: Changes, theirs: Sequence[Changes], present: Bools) -> Codes:
    """For each code the ways in which the focal mover improves while each other mover improves or stays, shape (F,).

    No mover has more changes than other combinations of its options, so that 64 bits hold the product.
    """
    tries = np.diff(own.start).astype(np.uint64)
    for moves, there in zip(theirs, present, strict=True):
        # Each other mover stays, or makes one of its improvements where it may take part.
        tries *= (1 + np.diff(moves.start) * there).astype(np.uint64)
    return tries


def _searched(game: ListedGame, focal: Mover, own: Changes, others: Sequence[Mover], present: Bools, chosen: Bools) -> Bools:
    """The verdicts on the improvements `chosen`, all of one source at a time."""
    sanctioned = np.zeros(len(own.source), dtype=bool)
    for source in np.unique(own.source[chosen]).tolist():
        mine = slice(own.start[source], own.start[source + 1])
        taking_part = [m for m, there in zip(others, present[:, source], strict=True) if there]
        moves = [Choices(m.reach.mask, changes(game, m, focal.opposing).at(source)) for m in taking_part]
        places = joint_moves(game.codes, game.codes[source], Choices(focal.reach.mask, own.change[mine]), moves)
        before, states = int(game.states_of_codes[source]), game.states_of_codes[places]
        own_change = (game.codes[places] ^ game.codes[source]) & focal.reach.mask
        if own.rules is None:
            sanctioned[mine] = np.isin(own.change[mine], own_change[_not_better(game, focal, before, 0, states)])
            continue
        for e in range(own.start[source], own.start[source + 1]):
            ends = states[own_change == own.change[e]]
            sanctioned[e] = _not_better(game, focal, before, int(own.rules[e]), ends).any()
    return sanctioned[chosen]


def _tried(
    game: ListedGame, focal: Mover, own: Changes, theirs: Sequence[Changes], present: Bools, chosen: Bools, tries: Codes
) -> Bools:
    """The verdicts on the improvements `chosen`, each tried against the combinations of the others."""
    players, sizes = _players(focal), np.array([len(t.change) for t in theirs])
    if own.rules is None:
        # An actor's sanction as a table of one rule: not better (digits 0 and 1) sanctions, better (2) does not.
        row, sanctioning = np.zeros(np.count_nonzero(chosen), dtype=np.int64), np.array([[True, True, False]])
    else:
        rules, row = np.unique(own.rules[chosen], return_inverse=True)
        sanctioning = failing(focal, rules, players)
    tables = (
        game.codes, _places(game), game.rank_rows[players][:, game.states_of_codes],
        own.source[chosen], own.change[chosen], row.ravel(), sanctioning,
        np.array([t.start for t in theirs]), np.cumsum(sizes) - sizes,
        np.concatenate([t.change for t in theirs]), present, np.zeros(len(theirs), dtype=np.int64),
    )  # fmt: skip
    sanctioned = np.zeros(len(row), dtype=bool)
    work = int(np.minimum(tries, MAX_WORK)[np.unique(own.source[chosen])].sum())
    if len(game.codes) >= COMPILE_COMBINING_FROM_CODES or work >= 100 * COMPILE_COMBINING_FROM_CODES:
        if has_compiler():
            done = compiled(_combine)(*tables, MAX_WORK, sanctioned)
        else:
            _combine_many(*tables[:-1], sanctioned)
            done = True
    else:
        # Plain lists are several times faster than arrays to a loop that is not compiled.
        plain: Kernel = _combine
        verdicts = sanctioned.tolist()
        done = plain(*(table.tolist() for table in tables), MAX_WORK, verdicts)
        sanctioned = np.array(verdicts, dtype=bool)
    if not done:
        raise _too_much(focal)
    return sanctioned


def _too_much(focal: Mover) -> SizeError:
    return SizeError(
        f"the moves that others can make at the same time as {focal.id} combine in more than {MAX_WORK:,} ways; ask "
        "for nash, gmr, smr, seq and sseq alone, or rule combinations out under impossible:"
    )


def _combine_many(
    codes: Codes, place: Ints, rank: Ints, source: Ints, change: Codes, row: NDArray[np.int64], sanctioning: Bools,
    start: NDArray[np.int64], offset: NDArray[np.int64], other: Codes, joining: Bools, sanctioned: Bools,
) -> None:  # fmt: skip
    """What `_combine` does, for many improvements and combinations at a time, without a compiler.

    Combinations are numbered: the digits of the number, to mixed bases, say what each of the others does. A round
    tries the next numbers for all improvements that are still open, the more the fewer these are.
    """
    # Digit k runs from 0, where mover k stays, to the number of its improvements.
    bases = np.array([1 + (begin[source + 1] - begin[source]) * there[source]
                      for begin, there in zip(start, joining, strict=True)])  # fmt: skip
    ways = bases.prod(axis=0)
    own_change = codes[source] ^ change
    tried = 0
    for first in range(0, len(source), TRIES_AT_ONCE):
        open_ = np.arange(first, min(first + TRIES_AT_ONCE, len(source)))
        # Rounds double in width, so that what the first few combinations sanction costs little.
        number = width = 1  # number 0: nobody joins
        while len(open_ := open_[ways[open_] > number]):
            width = min(2 * width, max(1, TRIES_AT_ONCE // len(open_)))
            tried += width * len(open_)
            check_speed(tried // TRIES_PER_STEP, "to combine the moves that are made at the same time")
            numbers = np.broadcast_to(number + np.arange(width), (len(open_), width))
            code = np.broadcast_to(own_change[open_, None], numbers.shape).copy()
            left = numbers
            for k, base in enumerate(bases[:, open_]):
                left, digit = np.divmod(left, base[:, None])
                at = offset[k] + start[k][source[open_]][:, None] + digit - 1
                code ^= np.where(digit > 0, other[np.where(digit > 0, at, 0)], np.uint64(0)) if len(other) else np.uint64(0)
            low = place[code] if len(place) else np.minimum(np.searchsorted(codes, code), len(codes) - 1)
            stances = np.zeros(numbers.shape, dtype=np.int64)
            for ranks in rank:
                before = ranks[source[open_]][:, None]
                stances = 3 * stances + (ranks[low] >= before) + (ranks[low] > before)
            spoils = sanctioning[row[open_][:, None], stances] & (codes[low] == code) & (numbers < ways[open_, None])
            some = spoils.any(axis=1)
            sanctioned[open_[some]] = True
            open_, number = open_[~some], number + width


def _combine(  # type: ignore[no-untyped-def]  # noqa: PLR0912
    codes, place, rank, source, change, row, sanctioning, start, offset, other, joining, choice, most, sanctioned
):
    # Whether all verdicts in `sanctioned` are final: False where more than `most` combinations would have to be tried.
    movers, tried = len(start), 0
    for e in range(len(source)):
        here = source[e]
        for k in range(movers):
            choice[k] = 0
        while True:
            # The next combination: choice[k] is 0 where mover k stays, j where it makes its j-th improvement.
            turn = 0
            while turn < movers:
                if joining[turn][here] and choice[turn] < start[turn][here + 1] - start[turn][here]:
                    choice[turn] += 1
                    break
                choice[turn] = 0
                turn += 1
            if turn == movers:
                break
            tried += 1
            if tried > most:
                return False
            code = codes[here] ^ change[e]
            for k in range(movers):
                if choice[k] > 0:
                    code ^= other[offset[k] + start[k][here] + choice[k] - 1]
            if len(place):
                low = place[code]
            else:
                # Bisection by hand: this loop runs compiled, and as it stands over plain lists.
                low, high = 0, len(codes) - 1
                while low < high:
                    middle = (low + high) // 2
                    if codes[middle] < code:
                        low = middle + 1
                    else:
                        high = middle
            if codes[low] == code:
                # How each player likes the result, as one digit: 0 less than the state before, 1 as much, 2 more.
                stances = 0
                for p in range(len(rank)):
                    stances = 3 * stances + (rank[p][low] >= rank[p][here]) + (rank[p][low] > rank[p][here])
                if sanctioning[row[e]][stances]:
                    sanctioned[e] = True
                    break
    return True


def _places(game: ListedGame) -> Ints:
    """The position of every combination in the codes (of those that are not feasible, some position).

    Empty where the options are too many for such a table.
    """
    if game.layout.width > min(TABLE_OPTIONS, 4 + len(game.codes).bit_length()):
        return np.zeros(0, dtype=np.int32)
    place = np.zeros(2**game.layout.width, dtype=np.int32)
    place[game.codes] = np.arange(len(game.codes), dtype=np.int32)
    return place


def _not_better(game: ListedGame, focal: Mover, before: int, rules: int, states: Ints) -> Bools:
    if focal.actor is None:
        return sanctions(game, focal, before, rules, states, counter=False)
    rank = game.rank_rows[focal.actor]
    return np.asarray(rank[states] <= rank[before])
