"""Decision rules over words of 64 bits: where a rule passes if all who are not for a change are against it.

Bit b of a word is one change; so a rule is asked about 64 changes with each operation. `Vote.passes` is the twin
that tells the indifferent from those against.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.game.voting import Vote

__all__ = ["winning"]

Words = NDArray[np.uint64]


def winning(vote: Vote, favour: Words) -> Words:
    """The changes at which those for it win: the rule passes with them for, and everybody else against.

    `favour` has shape (actors, n): bit b of ``favour[p, k]`` says whether actor p is for change b of word k. The
    result has shape (n,). Consensus counts as unanimity here, and an abstention is a veto.

    >>> majority = Vote("majority", members=(0, 1, 2))
    >>> winning(majority, np.array([[0b0111], [0b0011], [0b1001]], dtype=np.uint64)).tolist()
    [3]
    """
    return _passes(vote, favour, ~favour)


def _passes(vote: Vote, favour: Words, oppose: Words) -> Words:
    match vote.kind:
        case "actor":
            return np.asarray(favour[vote.actors[0]])
        case "veto":
            vetoed = np.bitwise_or.reduce([oppose[actor] for actor in vote.actors])
            return np.asarray(~vetoed & _passes(vote.parts[0], favour, oppose))
        case "all":
            return np.asarray(np.bitwise_and.reduce([_passes(part, favour, oppose) for part in vote.parts]))
        case "any":
            return np.asarray(np.bitwise_or.reduce([_passes(part, favour, oppose) for part in vote.parts]))
    stances = [_stance(member, favour, oppose) for member in vote.members]
    in_favour = [stance[0] for stance in stances]
    size = len(in_favour)
    match vote.kind:
        case "unanimity":
            return np.asarray(np.bitwise_and.reduce(in_favour))
        case "consensus":
            opposed = np.bitwise_or.reduce([stance[1] for stance in stances])
            return np.asarray(np.bitwise_or.reduce(in_favour) & ~opposed)
        case "majority":
            return _reaching(in_favour, [1] * size, size // 2 + 1)
    reached = _reaching(in_favour, vote.weights, vote.target)
    if vote.blocking is None:
        return reached
    return reached | _reaching(in_favour, [1] * size, max(1, size - vote.blocking + 1))


def _stance(member: int | Vote, favour: Words, oppose: Words) -> tuple[Words, Words]:
    """Where a member is for, and where against; a member body asks its own rule about the change and its reverse."""
    if isinstance(member, Vote):
        carried = _passes(member, favour, oppose)
        return carried, _passes(member, oppose, favour) & ~carried
    return favour[member], oppose[member]


def _reaching(words: Sequence[Words], weights: Sequence[int], target: int) -> Words:
    """Where the weights of the words at which a bit is set sum to `target` or more.

    The sums are added in binary, digit by digit, for all bits at once: digit k of all sums is one word.
    """
    digits = [np.zeros_like(words[0]) for _ in range(max(sum(weights), target).bit_length())]
    for word, weight in zip(words, weights, strict=True):
        for place in range(weight.bit_length()):
            if weight >> place & 1:
                _add(digits, place, word)
    above, equal = np.zeros_like(words[0]), ~np.zeros_like(words[0])
    for place in reversed(range(len(digits))):
        if target >> place & 1:
            equal &= digits[place]
        else:
            above |= equal & digits[place]
            equal &= ~digits[place]
    return above | equal


def _add(digits: list[Words], place: int, carry: Words) -> None:
    """Add one at a digit, where `carry` has a bit, to all sums."""
    for k in range(place, len(digits)):
        digits[k], carry = digits[k] ^ carry, digits[k] & carry
