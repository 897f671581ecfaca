"""Kernels over the moves of a `MoveTable`, one for each question that is asked anew for every draw of preferences.

Plain functions over arrays: `compiled` turns them into machine code. They keep the last mover of every sequence, so
they serve every kind of case. `start`, `source`, `target` and `rules` are those of the move_table; a mover with
``actor < 0`` is a body, which asks the `players` by the `table` of its ballot. Where `pairwise`, there are no players,
and the columns of the table stand for pairs of states instead: ``after * S + before``.
"""

from __future__ import annotations

import numpy as np

__all__ = ["mark_improvements", "mark_reached", "strike_answered_body", "strike_spoilt", "undone"]

# ruff: noqa: PLR0912


def mark_improvements(  # type: ignore[no-untyped-def]
    source, target, rules, first, last, rank, actor, players, table, pairwise, against, improving
):
    """Mark which moves of one mover are improvements.

    Parameters
    ----------
    first, last
        The moves that are judged, from `first` up to, not including, `last`.
    rank
        Shape (actors, S).
    actor, players, table, pairwise
        The mover; see the module.
    against
        The position of an actor that opposes every move of a body, -1 for none.
    improving
        Filled at the moves that are judged; shape (E,).
    """
    for e in range(first, last):
        before, after = source[e], target[e]
        if actor >= 0:
            improving[e] = rank[actor, after] > rank[actor, before]
            continue
        column, digit = after * rank.shape[1] + before if pairwise else 0, 1
        for player in players:
            if player == against or rank[player, after] < rank[player, before]:
                # Base 3: 2 against, 1 for, 0 neither, as in `rule_tables`; the first player's digit is the lowest.
                column += 2 * digit
            elif rank[player, after] > rank[player, before]:
                column += digit
            digit *= 3
        improving[e] = True
        for vote in range(len(table)):
            if rules[e] >> vote & 1 and not table[vote, column]:
                improving[e] = False


def undone(start, target, allowed, focal, rank, after, base, stable):  # type: ignore[no-untyped-def]
    """Fill `stable` with the states where some answer answers every improvement of an actor.

    See `sequences.least_reached` for what is computed.

    Parameters
    ----------
    allowed
        The moves with which the others may answer, shape (E,).
    focal
        The index of the mover.
    rank
        That of the actor, shape (S,).
    after, base
        Room to work in, shapes (movers, S) and (S,).
    stable
        Filled: row 0 without a counter-move, row 1 with one; shape (2, S).
    """
    movers, states = len(start), len(rank)
    # As large as an int32 can be: no answer leads there.
    worst = 2**31 - 1
    for counter in range(2):
        for s in range(states):
            base[s] = rank[s]
            if counter == 1:
                for e in range(start[focal, s], start[focal, s + 1]):
                    base[s] = max(base[s], rank[target[e]])
            for k in range(movers):
                after[k, s] = worst
        changed = True
        while changed:
            changed = False
            for k in range(movers):
                if k == focal:
                    continue
                for s in range(states):
                    least = after[k, s]
                    for e in range(start[k, s], start[k, s + 1]):
                        if allowed[e]:
                            t = target[e]
                            least = min(least, base[t])
                            for j in range(movers):
                                if j != k:
                                    least = min(least, after[j, t])
                    if least < after[k, s]:
                        after[k, s] = least
                        changed = True
        for s in range(states):
            for k in range(movers):
                # The others may also leave the state as it is.
                base[s] = min(base[s], after[k, s])
        for s in range(states):
            stable[counter, s] = True
            for e in range(start[focal, s], start[focal, s + 1]):
                t = target[e]
                # Unstable: a gain from which every answer, or none at all, leaves the actor better off.
                if rank[t] > rank[s] and base[t] > rank[s]:
                    stable[counter, s] = False


def strike_answered_body(  # type: ignore[no-untyped-def]
    start, target, rules, improving, allowed, focal, players, table, pairwise, rank, counter, seen, queue, standing
):
    """Strike from `standing` the states where nothing answers some improvement of a body.

    An answer is looked for move by move, with the last mover kept: it answers the decision if not all its rules pass for the
    answer over the state; with `counter`, moreover, none of the body's moves after it escapes.

    Parameters
    ----------
    improving, allowed
        The moves that are improvements, and those with which the others may answer; shape (E,).
    focal
        The index of the body.
    counter
        Whether the body may move once more.
    seen, queue
        Room to work in: (movers, S), all False before and after, and (movers * S + 1,).
    standing
        The states that are asked about, shape (S,); those that do not hold become False.
    """
    movers = len(start)
    for s in range(len(standing)):
        if not standing[s]:
            continue
        for e in range(start[focal, s], start[focal, s + 1]):
            if not improving[e]:
                continue
            is_undone = False
            # A pair (state, last mover) as one number; the focal mover moved last.
            queue[0] = target[e] * movers + focal
            first, count = 0, 1
            while first < count and not is_undone:
                state, last = queue[first] // movers, queue[first] % movers
                first += 1
                for k in range(movers):
                    if k in (focal, last) or is_undone:
                        continue
                    for f in range(start[k, state], start[k, state + 1]):
                        u = target[f]
                        if not allowed[f] or seen[k, u]:
                            continue
                        seen[k, u] = True
                        queue[count] = u * movers + k
                        count += 1
                        # The focal mover's own row is free here: it marks the states that have been judged.
                        if seen[focal, u]:
                            continue
                        seen[focal, u] = True
                        # First the answer itself (g is one too low), then each counter-move: none of them may pass.
                        is_undone = True
                        ends = start[focal, u + 1] if counter else start[focal, u]
                        for g in range(start[focal, u] - 1, ends):
                            own = g >= start[focal, u]
                            there = target[g] if own else u
                            voting = rules[e] | rules[g] if own else rules[e]
                            column, digit = there * len(standing) + s if pairwise else 0, 1
                            for player in players:
                                if rank[player, there] > rank[player, s]:
                                    column += digit
                                elif rank[player, there] < rank[player, s]:
                                    column += 2 * digit
                                digit *= 3
                            passing = True
                            for vote in range(len(table)):
                                if voting >> vote & 1 and not table[vote, column]:
                                    passing = False
                            if passing:
                                is_undone = False
                                break
                        if is_undone:
                            break
            for q in range(count):
                # Undone place by place: to clear all of it would cost a pass over the states for each improvement.
                seen[queue[q] % movers, queue[q] // movers] = False
                seen[focal, queue[q] // movers] = False
            if not is_undone:
                standing[s] = False
                break


def strike_spoilt(  # type: ignore[no-untyped-def]
    start, rules, first_way, place, change, at, by_edge, by_change, codes, state_of, improving, allowed, focal, actor,
    players, table, pairwise, rank, joining, choice, ends, offered, standing,
):  # fmt: skip
    """Strike from `standing` the states where no others who move at the same time spoil some improvement of a mover.

    Parameters
    ----------
    first_way, place, change, at, by_edge, by_change
        The arrays of `JointMoves`.
    improving, allowed
        The moves that the focal mover would make, and those that the others would make; shape (E,).
    joining
        Who may take part, shape (movers, S).
    choice, ends, offered
        Room to work in: (movers,), (movers,) and (ways from one combination,).
    standing
        The states that are asked about, shape (S,); those that do not hold become False.
    """
    movers = len(start)
    for s in range(len(standing)):
        if not standing[s]:
            continue
        for e in range(start[focal, s], start[focal, s + 1]):
            if not improving[e]:
                continue
            is_undone = False
            for way in range(first_way[e], first_way[e + 1]):
                here = place[way]
                count = 0
                for k in range(movers):
                    choice[k] = 0
                    if k != focal and joining[k, s]:
                        for w in range(at[k, here], at[k, here + 1]):
                            if allowed[by_edge[w]]:
                                offered[count] = by_change[w]
                                count += 1
                    ends[k] = count
                while not is_undone:
                    # The next combination: choice[k] is 0 where mover k stays, j where it makes its j-th improvement.
                    turn = 0
                    while turn < movers:
                        if choice[turn] < ends[turn] - (ends[turn - 1] if turn else 0):
                            choice[turn] += 1
                            break
                        choice[turn] = 0
                        turn += 1
                    if turn == movers:
                        break
                    code = codes[here] ^ change[way]
                    for k in range(movers):
                        if choice[k] > 0:
                            code ^= offered[(ends[k - 1] if k else 0) + choice[k] - 1]
                    found_at = np.searchsorted(codes, code)
                    # A combination that is not feasible sanctions nothing.
                    if found_at == len(codes) or codes[found_at] != code:
                        continue
                    t = state_of[found_at]
                    if actor >= 0:
                        is_undone = rank[actor, t] <= rank[actor, s]
                        continue
                    column, digit = t * len(standing) + s if pairwise else 0, 1
                    for player in players:
                        if rank[player, t] > rank[player, s]:
                            column += digit
                        elif rank[player, t] < rank[player, s]:
                            column += 2 * digit
                        digit *= 3
                    for vote in range(len(table)):
                        if rules[e] >> vote & 1 and not table[vote, column]:
                            is_undone = True
                if is_undone:
                    break
            if not is_undone:
                standing[s] = False
                break


def mark_reached(start, target, improving, begin, seen, queue, reached):  # type: ignore[no-untyped-def]
    """Mark what legal sequences of improvements reach from a state, itself included.

    Parameters
    ----------
    improving
        The moves that are improvements, shape (E,).
    begin
        Where they begin (a position, from 0).
    seen, queue
        Room to work in: (movers, S) and (movers * S + 1,).
    reached
        Filled, shape (S,).
    """
    movers = len(start)
    reached[begin] = True
    # The number of movers stands for nobody: any of them may move first.
    queue[0] = begin * (movers + 1) + movers
    first, count = 0, 1
    while first < count:
        state, last = queue[first] // (movers + 1), queue[first] % (movers + 1)
        first += 1
        for k in range(movers):
            if k != last:
                for e in range(start[k, state], start[k, state + 1]):
                    t = target[e]
                    if improving[e] and not seen[k, t]:
                        seen[k, t] = True
                        reached[t] = True
                        queue[count] = t * (movers + 1) + k
                        count += 1
