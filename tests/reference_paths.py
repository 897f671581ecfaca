"""Shortest legal sequences and the drift by improvements, by following everything: slow and literal."""

from __future__ import annotations

from fractions import Fraction

from reference import Model

Steps = tuple[tuple[str, int, int], ...]


def all_shortest(model: Model, start: int, improving: bool, longest: int = 6) -> dict[int, set[Steps]]:
    """For each state all legal sequences that lead there with the fewest moves, up to `longest` moves."""
    found: dict[int, set[Steps]] = {start: {()}}
    sequences: set[Steps] = {()}
    for _ in range(longest):
        longer: set[Steps] = set()
        for steps in sequences:
            state = steps[-1][2] if steps else start
            last = steps[-1][0] if steps else None
            for mover in model.movers:
                if mover != last:
                    longer |= {(*steps, (mover, state, t)) for t in model.steps(mover, state, improving)}
        new: dict[int, set[Steps]] = {}
        for steps in longer:
            if steps[-1][2] not in found:
                new.setdefault(steps[-1][2], set()).add(steps)
        found |= new
        sequences = longer
        if len(sequences) > 20_000:
            break
    return found


def ends_of_walks(model: Model, start: int) -> tuple[set[int], bool]:
    """The states at which some walk of improvements ends, in which any mover may move at each step; and whether none circles."""
    after: dict[int, set[int]] = {}
    todo = [start]
    while todo:
        s = todo.pop()
        if s not in after:
            after[s] = {t for mover in model.movers for t in model.ui(mover, s)}
            todo += after[s]
    ends = {s for s, more in after.items() if not more}
    left = dict(after)
    while free := [s for s, more in left.items() if not more & set(left)]:
        for s in free:
            del left[s]
    return ends, not left


def chances(model: Model, start: int) -> dict[frozenset[int], Fraction]:
    """The chance to end in each set of states that improvements do not leave, by exact elimination."""
    chance = one_step(model)
    reach = {s: closure(chance, s) for s in chance}
    ends = {frozenset(reach[s]) for s in chance if all(s in reach[t] for t in reach[s])}
    settled = frozenset().union(*ends)
    result = {}
    for end in ends:
        value = hitting(chance, settled, end)
        if value[start]:
            result[end] = value[start]
    return result


def expected_steps(model: Model, start: int) -> Fraction:
    """How many moves a walk takes on average before it enters a set of states that improvements do not leave."""
    chance = one_step(model)
    reach = {s: closure(chance, s) for s in chance}
    settled = frozenset(s for s in chance if all(s in reach[t] for t in reach[s]))
    return solved(chance, settled, dict.fromkeys(chance, Fraction(1)), dict.fromkeys(settled, Fraction(0)))[start]


def one_step(model: Model) -> dict[int, dict[int, Fraction]]:
    """Where one move leads with which chance: each mover with an improvement is as likely, and so is each of its own."""
    chance: dict[int, dict[int, Fraction]] = {}
    for state in range(len(model.states)):
        able = {m: set(model.steps(m, state, True)) for m in model.movers}
        able = {m: targets for m, targets in able.items() if targets}
        row: dict[int, Fraction] = {}
        for targets in able.values():
            for t in targets:
                row[t] = row.get(t, Fraction(0)) + Fraction(1, len(able) * len(targets))
        chance[state] = row
    return chance


def closure(chance: dict[int, dict[int, Fraction]], start: int) -> set[int]:
    found, todo = {start}, [start]
    while todo:
        for t in chance[todo.pop()]:
            if t not in found:
                found.add(t)
                todo.append(t)
    return found


def hitting(chance: dict[int, dict[int, Fraction]], settled: frozenset[int], end: frozenset[int]) -> dict[int, Fraction]:
    """For each state the chance to enter `end`."""
    nothing = dict.fromkeys(chance, Fraction(0))
    return solved(chance, settled, nothing, {s: Fraction(s in end) for s in settled})


def solved(
    chance: dict[int, dict[int, Fraction]],
    settled: frozenset[int],
    gain: dict[int, Fraction],
    known: dict[int, Fraction],
) -> dict[int, Fraction]:
    """The value of each state: `known` where settled, else its gain and the mean of what follows; Gaussian elimination."""
    open_ = [s for s in chance if s not in settled]
    place = {s: k for k, s in enumerate(open_)}
    rows = []
    for s in open_:
        row = [Fraction(0)] * len(open_) + [gain[s]]
        row[place[s]] += 1
        for t, p in chance[s].items():
            if t in place:
                row[place[t]] -= p
            else:
                row[-1] += p * known[t]
        rows.append(row)
    for k in range(len(rows)):
        pivot = next(r for r in range(k, len(rows)) if rows[r][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for r in range(len(rows)):
            if r != k and rows[r][k]:
                rows[r] = [x - rows[r][k] * y for x, y in zip(rows[r], rows[k], strict=True)]
    return {s: rows[place[s]][-1] for s in open_} | known
