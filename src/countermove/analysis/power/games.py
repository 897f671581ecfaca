"""Decision rules as simple games: which sets of players carry a rule, everybody outside the set being against.

The players are the actors whose stance can matter; a member body is replaced by its own players. What a rule
asks of a set of players is put into **counters**, sums of whole weights over the players in the set, and a
**test** of their values. So a coalition is known by a few numbers, and coalitions with the same numbers are one.

A **threshold game** is a simple game in which a coalition wins iff its weight reaches what a coalition of its size
needs. Weighted votes are of this form, and so are votes with a second quota that counts heads, and blocking
minorities by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.game.voting import Vote

__all__ = ["FreePart", "Kind", "SimpleGame", "Test", "ThresholdGame", "free_part", "simple_game", "threshold_game"]

Values = NDArray[Any]
"""Values of counters, shape (counters, coalitions): int64, or Python's whole numbers where that is too narrow."""
WORD = 2**61
"""The greatest sum kept in a machine word. Sums and differences of two such values still fit into an int64."""
MOST_SUMS = 4_096
"""The most sums of the weights of parts that are listed as steps of a test; 12 bodies as members can reach this many.
Without the steps a rule is still counted, only with more nodes in `layers`."""


@dataclass(frozen=True, eq=False)
class Test:
    """Whether `sign` times a counter, and the weights of the `parts` that hold, reach `least` together.

    The conjunction of n tests is their count that reaches n, the disjunction 1; a part of weight -1 with least 0
    is a negation.
    """

    __test__ = False  # its name begins as those of pytest's classes do

    least: int
    counter: int | None = None
    sign: int = 1
    parts: tuple[tuple[int, Test], ...] = ()

    def holds(self, values: Values, results: dict[int, NDArray[np.bool_]] | None = None) -> NDArray[np.bool_]:
        """Where it holds, for `values` of shape (counters, ...); the result has shape (...)."""
        results = {} if results is None else results
        # A part may stand in several tests (the same member body in two rules); each is evaluated once. By identity,
        # since comparing trees would cost more than it saves.
        if id(self) not in results:
            total: Any = np.zeros(values.shape[1:], dtype=values.dtype)
            if self.counter is not None:
                total = total + self.sign * values[self.counter]
            for weight, part in self.parts:
                total = total + weight * part.holds(values, results).astype(values.dtype)
            results[id(self)] = np.asarray(total >= self.least, dtype=bool)
        return results[id(self)]

    def steps(self) -> frozenset[int] | None:
        """The values of its counter from which on it may change; None where they are too many to tell."""
        sums = {0}
        for weight, _ in self.parts:
            sums |= {partial + weight for partial in sums}
            if len(sums) > MOST_SUMS:
                return None
        # With sign -1 it holds while the counter is at most the sum minus least, so it changes one step above that.
        return frozenset(self.least - partial if self.sign > 0 else partial - self.least + 1 for partial in sums)

    def inside(self, seen: set[int] | None = None) -> Iterator[Test]:
        """The test itself and all tests in it, each once."""
        seen = set() if seen is None else seen
        if id(self) not in seen:
            seen.add(id(self))
            yield self
            for _, part in self.parts:
                yield from part.inside(seen)


@dataclass(frozen=True, eq=False)
class SimpleGame:
    """A rule as a game: `players` (positions of actors), `weights` of shape (counters, players), and the test.

    >>> from countermove.game.voting import Vote
    >>> game = simple_game(Vote("majority", members=(3, 4, 7)))
    >>> game.players, game.carries([3, 7]), game.carries([4])
    ((3, 4, 7), True, False)
    """

    players: tuple[int, ...]
    weights: Values
    test: Test

    def wins(self, values: Values) -> NDArray[np.bool_]:
        """Which coalitions, known by the values of the counters, win."""
        return self.test.holds(values)

    def carries(self, coalition: Iterable[int]) -> bool:
        """Whether these players carry the rule against all others."""
        inside = set(coalition)
        chosen = [k for k, player in enumerate(self.players) if player in inside]
        return bool(self.wins(self.weights[:, chosen].sum(axis=1, keepdims=True))[0])

    @cached_property
    def total(self) -> Values:
        """The values of the counters with everybody in, shape (counters,)."""
        return np.asarray(self.weights.sum(axis=1), dtype=self.weights.dtype)

    @cached_property
    def required(self) -> tuple[int, ...]:
        """The places in `players` of those without whom no coalition wins: the veto holders."""
        # No rule fails by more support, so who is needed by everybody else together is needed by every coalition.
        lost = ~self.wins(self.total[:, None] - self.weights)
        return tuple(np.flatnonzero(lost).tolist())

    @cached_property
    def sufficient(self) -> tuple[int, ...]:
        """The places of those who win alone."""
        return tuple(np.flatnonzero(self.wins(self.weights)).tolist())

    @cached_property
    def steps(self) -> tuple[frozenset[int] | None, ...]:
        """For each counter the values from which on some test changes; None where they are too many to tell."""
        by_counter: list[set[int] | None] = [set() for _ in range(len(self.weights))]
        for test in self.test.inside():
            if test.counter is not None:
                steps, earlier = test.steps(), by_counter[test.counter]
                by_counter[test.counter] = None if steps is None or earlier is None else earlier | steps
        return tuple(None if steps is None else frozenset(steps) for steps in by_counter)


@dataclass(frozen=True)
class Kind:
    """Players who count alike: their places in the game, and what each adds to the live counters.

    Everything is computed once for a kind: 435 representatives cost as much as one.
    """

    places: tuple[int, ...]
    step: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class FreePart:
    """What remains of a game when everybody is in without whom nothing passes.

    `counters`: the live ones, on which something still depends; `base`: the values of all counters with the
    `required` in; `kinds`: the other players, alike ones together; `dummies`: the places of those who count
    nowhere. `wins` takes values of the live counters, the base not included.
    """

    game: SimpleGame
    counters: tuple[int, ...]
    base: Values
    kinds: tuple[Kind, ...]
    dummies: tuple[int, ...]

    @cached_property
    def size(self) -> int:
        """The number of players that are neither required nor dummies."""
        return sum(len(kind.places) for kind in self.kinds)

    @cached_property
    def steps_of(self) -> Values:
        """What a player of each kind adds: shape (live counters, kinds)."""
        rows = [[kind.step[c] for kind in self.kinds] for c in range(len(self.counters))]
        return np.array(rows, dtype=self.base.dtype).reshape(len(self.counters), len(self.kinds))

    @cached_property
    def total(self) -> Values:
        """What all of them add: shape (live counters,)."""
        sizes = np.array([len(kind.places) for kind in self.kinds], dtype=self.base.dtype)
        return np.asarray((self.steps_of * sizes).sum(axis=1), dtype=self.base.dtype)

    @cached_property
    def bounds(self) -> tuple[tuple[int, ...] | None, ...]:
        """For each live counter the values (base not included) from which on something changes, ascending."""
        bounds: list[tuple[int, ...] | None] = []
        for place, counter in enumerate(self.counters):
            steps, base, most = self.game.steps[counter], int(self.base[counter]), int(self.total[place])
            bounds.append(None if steps is None else tuple(sorted(t - base for t in steps if 0 < t - base <= most)))
        return tuple(bounds)

    def wins(self, values: Values) -> NDArray[np.bool_]:
        """Which coalitions win together with the required: `values` of shape (live counters, ...)."""
        every = np.broadcast_to(self.base.reshape(-1, *[1] * (values.ndim - 1)), (len(self.base), *values.shape[1:]))
        every = every.copy()
        for place, counter in enumerate(self.counters):
            every[counter] = every[counter] + values[place]
        return self.game.wins(every)


def simple_game(vote: Vote, others: Iterable[int] = ()) -> SimpleGame:
    """The simple game of a rule.

    Parameters
    ----------
    vote
        The compiled rule.
    others
        Positions of actors who are players, too, though the rule does not ask them.

    Returns
    -------
    SimpleGame
        Its players are ascending positions of actors.
    """
    # Ascending, so that places in the game follow the order of the actors in the file.
    players = tuple(sorted(vote.players.union(others)))
    build = _Builder({player: place for place, player in enumerate(players)})
    wins, _ = build.both(vote)
    rows = list(build.counters)
    # Votes may be inhabitants, and fractions become whole numbers of any size: words only where all sums surely fit.
    narrow = all(sum(abs(w) for _, w in row) < WORD for row in rows) and build.largest < WORD
    weights = np.zeros((len(rows), len(players)), dtype=np.int64 if narrow else object)
    for counter, row in enumerate(rows):
        for place, weight in row:
            weights[counter, place] = weight
    return SimpleGame(players, weights, wins)


def free_part(game: SimpleGame) -> FreePart:
    """The game without its required players and without those on whom nothing ever depends.

    A coalition without one of the required loses, so only coalitions with all of them need to be counted.
    """
    required = set(game.required)
    base = game.weights[:, sorted(required)].sum(axis=1).astype(game.weights.dtype)
    others = [place for place in range(len(game.players)) if place not in required]
    potential = game.total - base
    # A counter that can cross no step once the required are in cannot change the verdict, so it tells no players apart.
    live = tuple(c for c in range(len(base)) if _is_live(game.steps[c], int(base[c]), int(potential[c])))
    if game.wins(base[:, None])[0]:
        live = ()  # the required players win by themselves, so nobody else ever matters
    # Players with the same weight in every live counter are interchangeable: one kind, computed once.
    alike: dict[tuple[int, ...], list[int]] = {}
    for place in others:
        alike.setdefault(tuple(int(game.weights[c, place]) for c in live), []).append(place)
    dummies = tuple(place for step, places in alike.items() if not any(step) for place in places)
    ordered = sorted((step for step in alike if any(step)), key=_order, reverse=True)
    return FreePart(game, live, base, tuple(Kind(tuple(alike[step]), step) for step in ordered), dummies)


def _is_live(steps: frozenset[int] | None, base: int, potential: int) -> bool:
    return potential > 0 and (steps is None or any(base < step <= base + potential for step in steps))


def _order(step: tuple[int, ...]) -> tuple[tuple[bool, ...], tuple[int, ...]]:
    """Players who count in the same counters stand together, heavy ones first."""
    return tuple(weight > 0 for weight in step), step


Pair = tuple[Test, Test]
"""That a rule passes; and that it passes for the reverse change, of which those outside the set are in favour."""


class _Builder:
    """Counters and tests of a rule, over players given by their places."""

    def __init__(self, place: Mapping[int, int]) -> None:
        self.place = place
        self.counters: dict[tuple[tuple[int, int], ...], int] = {}
        self.largest = 0

    def both(self, vote: Vote) -> Pair:
        match vote.kind:
            case "actor":
                return self.tally(vote.actors, (1,), 1)
            case "veto":
                named = tuple(sorted(set(vote.actors)))
                return _all([self.tally(named, (1,) * len(named), len(named)), self.both(vote.parts[0])])
            case "all":
                return _all([self.both(part) for part in vote.parts])
            case "any":
                return _any([self.both(part) for part in vote.parts])
        members, ones = [m if isinstance(m, int) else self.both(m) for m in vote.members], (1,) * len(vote.members)
        match vote.kind:
            case "unanimity":
                return self.tally(members, ones, len(members))
            case "majority":
                return self.tally(members, ones, len(members) // 2 + 1)
            case "consensus":
                return self.consensus(members)
        reached = self.tally(members, vote.weights, vote.target)
        # A blocking minority by number: with fewer than `blocking` members outside it passes, whatever the weights.
        if vote.blocking is None:
            return reached
        return _any([reached, self.tally(members, ones, max(1, len(members) - vote.blocking + 1))])

    def consensus(self, members: Sequence[int | Pair]) -> Pair:
        """Nobody against, somebody for; only a member body can be neither."""
        direct = [m for m in members if isinstance(m, int)]
        nobody = [self.tally(direct, (1,) * len(direct), len(direct))]
        for member in members:
            if not isinstance(member, int):
                wins, loses = member
                # A member body is against iff it would carry the reverse and does not carry the change itself.
                nobody.append((_not(_joined([loses, _not(wins)])), _not(_joined([wins, _not(loses)]))))
        return _all([*nobody, self.tally(members, (1,) * len(members), 1)])

    def tally(self, members: Sequence[int | Pair], weights: Sequence[int], least: int) -> Pair:
        """That those for, and for the reverse those outside the set, have a weight of at least `least`."""
        direct: dict[int, int] = {}
        bodies: list[tuple[int, Pair]] = []
        for member, weight in zip(members, weights, strict=True):
            if isinstance(member, int):
                direct[self.place[member]] = weight
            else:
                bodies.append((weight, member))
        # A target may exceed every sum (a rule that cannot pass), and is compared with sums in the same words.
        self.largest = max(self.largest, least, sum(weights))
        counter = self.counter(direct)
        forth = Test(least, counter, 1, tuple((weight, wins) for weight, (wins, _) in bodies))
        # Those outside weigh the sum minus the counter: sum - c >= least becomes -c >= least - sum.
        back = Test(least - sum(direct.values()), counter, -1, tuple((weight, loses) for weight, (_, loses) in bodies))
        return forth, back

    def counter(self, weights: Mapping[int, int]) -> int | None:
        key = tuple(sorted((place, weight) for place, weight in weights.items() if weight))
        return self.counters.setdefault(key, len(self.counters)) if key else None


def _joined(tests: Sequence[Test]) -> Test:
    return Test(len(tests), parts=tuple((1, test) for test in tests))


def _not(test: Test) -> Test:
    return Test(0, parts=((-1, test),))


def _all(pairs: Sequence[Pair]) -> Pair:
    return _joined([forth for forth, _ in pairs]), _joined([back for _, back in pairs])


def _any(pairs: Sequence[Pair]) -> Pair:
    forth, back = (Test(1, parts=tuple((1, pair[side]) for pair in pairs)) for side in (0, 1))
    return forth, back


# ----------------------------------------------------------------------------------------------- threshold games


@dataclass(frozen=True)
class ThresholdGame:
    """A coalition of s players wins iff its weight is at least ``need[s]``.

    `weights` by kind, descending; `sizes`: the number of players of each kind; `need`: for each size from 0 to
    all, never rising; above the total where no coalition of that size wins.
    """

    weights: tuple[int, ...]
    sizes: tuple[int, ...]
    need: tuple[int, ...]

    @property
    def players(self) -> tuple[int, ...]:
        """The weight of each player, descending."""
        return tuple(w for w, size in zip(self.weights, self.sizes, strict=True) for _ in range(size))

    @property
    def total(self) -> int:
        """The weight of all players."""
        return sum(w * size for w, size in zip(self.weights, self.sizes, strict=True))

    @property
    def top(self) -> int:
        """The greatest need that can be met."""
        total = self.total
        return max((need for need in self.need if need <= total), default=0)

    @property
    def is_pure(self) -> bool:
        """Whether only the weight matters, not the size."""
        return len(set(self.need)) == 1

    def dual(self) -> ThresholdGame:
        """The game won by the coalitions that block: without them the rest does not win."""
        total = self.total
        return ThresholdGame(self.weights, self.sizes, tuple(max(0, total - n + 1) for n in reversed(self.need)))

    def window(self, weight: int, tail: int = 0, others: int = 0) -> tuple[list[int], list[int]]:
        """For each size s: coalitions of s players lose, and win with one more of `weight`, iff their own weight is
        at least the first number and below the second. Besides, `others` players of weight `tail` are in."""
        total, last = self.total, len(self.need) - 1 - others

        def bound(size: int, less: int) -> int:
            need = self.need[size + others]
            return need if need > total else max(0, need - less - tail)

        high = [bound(s, 0) for s in range(last)]
        return [min(bound(s + 1, weight), high[s]) for s in range(last)], high


def threshold_game(free: FreePart) -> ThresholdGame | None:
    """The free part of a game in this form, or None where it has not this form.

    It has it if at most one of the counters that matter does not simply count heads.
    """
    heads: list[int] = []
    wide: list[int] = []
    for place in range(len(free.counters)):
        row = free.steps_of[place]
        (heads if len(set(row.tolist())) == 1 else wide).append(place)
    # Two weights (votes and inhabitants, say) order coalitions in two ways; no single need per size describes that.
    if len(wide) > 1:
        return None
    m, bounds = free.size, free.bounds[wide[0]] if wide else ()
    if bounds is None:
        return None
    weights = free.steps_of[wide[0]].tolist() if wide else [0] * len(free.kinds)
    total = int(free.total[wide[0]]) if wide else 0
    # The test can change only at these weights, so for each size the least of them that wins is the need.
    tried = np.array([0, *bounds], dtype=free.base.dtype)
    values = np.zeros((len(free.counters), m + 1, len(tried)), dtype=free.base.dtype)
    for place in heads:
        values[place] = (free.steps_of[place][0] * np.arange(m + 1).astype(free.base.dtype))[:, None]
    for place in wide:
        values[place] = tried[None, :]
    wins = free.wins(values)
    scale = gcd(*weights) or 1  # the work grows with the weights, and their common divisor changes no verdict
    never = total // scale + 1  # a need that no coalition reaches
    need = [-(-int(tried[int(row.argmax())]) // scale) if row.any() else never for row in wins]
    order = sorted(range(len(weights)), key=lambda k: -weights[k])
    assert order == sorted(order), "kinds come heavy ones first"
    sizes = tuple(len(kind.places) for kind in free.kinds)
    return ThresholdGame(tuple(w // scale for w in weights), sizes, tuple(need))
