"""Statements as alternatives of yes and no: the form of a condition that formats without a language can hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from countermove.model.statements import And, Bit, Const, Count, Iff, Implies, Node, Not, Or

__all__ = ["MAX_ALTERNATIVES", "Conjunction", "TooManyAlternativesError", "disjunctive_form", "feasible", "meets"]

MAX_ALTERNATIVES = 256
"""Alternatives of a statement that is written out; a condition with more is not read by anybody."""
MAX_PRODUCTS = 5_000
"""Products of alternatives formed in one step; each is compared with all others, so time grows with their square."""
MAX_PARTS = 200
"""Parts that are counted: `_at_least` calls itself once for each, and Python allows 1,000 calls inside each other."""
MAX_STEPS = 10_000_000
"""Looks at a constraint before the enumeration gives up, about ten seconds."""


class Conjunction(NamedTuple):
    """Options that are taken and options that are not: met by every code that agrees with both.

    Parameters
    ----------
    yes
        The options taken, as bits.
    no
        The options not taken, as bits.
    """

    yes: int
    no: int


Alternatives = frozenset[Conjunction]
EVERYTHING, NOTHING = frozenset({Conjunction(0, 0)}), Alternatives()


class TooManyAlternativesError(ValueError):
    """A statement, or a set of constraints, that is too large to be written out."""


def disjunctive_form(tree: Node) -> tuple[Conjunction, ...]:
    """The alternatives in which a bound statement holds, none contained in another, in a fixed order.

    None at all: it never holds; one that is empty: it always does.

    Parameters
    ----------
    tree
        A statement, bound to positions.

    Returns
    -------
    tuple of Conjunction
        None at all: it never holds; one that is empty: it always does.

    Raises
    ------
    TooManyAlternativesError
        Where there are more than `MAX_ALTERNATIVES`.

    Notes
    -----
    The alternatives are found by multiplying out and absorbing; they are not always the fewest possible, which is
    a hard problem (minimal disjunctive form).

    Examples
    --------
    >>> disjunctive_form(Iff(Bit(0), Bit(1)))
    (Conjunction(yes=0, no=3), Conjunction(yes=3, no=0))
    >>> disjunctive_form(Count(2, 3, (Bit(0), Bit(1), Bit(2))))
    (Conjunction(yes=3, no=0), Conjunction(yes=5, no=0), Conjunction(yes=6, no=0))
    """
    alternatives = _dnf(tree, True)
    if len(alternatives) > MAX_ALTERNATIVES:
        raise TooManyAlternativesError(f"it has {len(alternatives)} alternatives, and the limit is {MAX_ALTERNATIVES}")
    return tuple(sorted(alternatives))


def meets(code: int, alternatives: Iterable[Conjunction]) -> bool:
    """Whether a code agrees with one of the alternatives.

    Parameters
    ----------
    code
        The options taken, as bits.
    alternatives
        A disjunctive form.

    Examples
    --------
    >>> meets(0b01, [Conjunction(yes=0b01, no=0b10)]), meets(0b11, [Conjunction(yes=0b01, no=0b10)])
    (True, False)
    """
    return any(code & yes == yes and not code & no for yes, no in alternatives)


def feasible(options: int, impossible: Sequence[Conjunction]) -> Iterator[int]:
    """All codes over this many options that meet no alternative of `impossible`, ascending, one by one.

    Parameters
    ----------
    options
        How many there are.
    impossible
        What no feasible code agrees with.

    Yields
    ------
    int
        Codes, ascending.

    Raises
    ------
    TooManyAlternativesError
        Where the search takes more than `MAX_STEPS` steps.

    Examples
    --------
    >>> list(feasible(2, [Conjunction(yes=0b11, no=0)]))
    [0, 1, 2]
    """
    todo = [(options, 0, tuple(impossible))]
    effort = 0
    while todo:
        level, code, alive = todo.pop()
        effort += 1 + len(alive)
        if effort > MAX_STEPS:
            raise TooManyAlternativesError("there are too many combinations to look at")
        if Conjunction(0, 0) in alive:
            continue
        if not level:
            yield code
            continue
        # From the highest option down, its absence first: codes come out ascending, and the search is depth first, so
        # that little is held.
        bit = 1 << (level - 1)
        todo.append((level - 1, code | bit, tuple(Conjunction(y & ~bit, n) for y, n in alive if not n & bit)))
        todo.append((level - 1, code, tuple(Conjunction(y, n & ~bit) for y, n in alive if not y & bit)))


def _dnf(tree: Node, wanted: bool) -> Alternatives:
    """The alternatives in which a statement has the truth value that is wanted."""
    match tree:
        case Const(value):
            return EVERYTHING if value == wanted else NOTHING
        case Bit(index):
            return frozenset({Conjunction(1 << index, 0) if wanted else Conjunction(0, 1 << index)})
        case Not(part):
            return _dnf(part, not wanted)
        case And(parts) | Or(parts):
            sides = [_dnf(part, wanted) for part in parts]
            return _product(sides) if isinstance(tree, And) == wanted else _sum(sides)
        case Implies(left, right):
            # a implies b is not a or b.
            return _dnf(Or((Not(left), right)), wanted)
        case Iff(left, right):
            # Not (a iff b) is a iff not b.
            other = right if wanted else Not(right)
            return _dnf(Or((And((left, other)), And((Not(left), Not(other))))), True)
        case Count(low, high, parts):
            return _counted(low, high, parts, wanted)
    raise TypeError(f"{tree} is not bound to an option")


def _counted(low: int, high: int, parts: tuple[Node, ...], wanted: bool) -> Alternatives:
    """Between `low` and `high` of the parts hold, or not."""
    true, false = [_dnf(p, True) for p in parts], [_dnf(p, False) for p in parts]
    if wanted:
        return _product([_at_least(low, true), _at_least(len(parts) - high, false)])
    # De Morgan for counting: not between low and high is more than high, or fewer than low.
    return _sum([_at_least(high + 1, true), _at_least(len(parts) - low + 1, false)])


def _at_least(number: int, parts: Sequence[Alternatives]) -> Alternatives:
    """At least this many of the parts hold."""
    if len(parts) > MAX_PARTS:
        raise TooManyAlternativesError(f"it counts {len(parts)} parts, and the limit is {MAX_PARTS}")

    @cache
    def from_(first: int, wanted: int) -> Alternatives:
        if wanted <= 0:
            return EVERYTHING
        if len(parts) - first < wanted:
            return NOTHING
        with_it = _product([parts[first], from_(first + 1, wanted - 1)])
        return _sum([with_it, from_(first + 1, wanted)])

    return from_(0, number)


def _sum(sides: Iterable[Alternatives]) -> Alternatives:
    return _absorbed(frozenset().union(*sides))


def _product(sides: Sequence[Alternatives]) -> Alternatives:
    product = EVERYTHING
    for side in sides:
        if len(product) * len(side) > MAX_PRODUCTS:
            raise TooManyAlternativesError("it has too many alternatives to be written out")
        both = (Conjunction(a.yes | b.yes, a.no | b.no) for a in product for b in side)
        product = _absorbed(conjunction for conjunction in both if not conjunction.yes & conjunction.no)
    return product


def _absorbed(alternatives: Iterable[Conjunction]) -> Alternatives:
    """The alternatives without those that another one contains."""
    kept: list[Conjunction] = []
    # Shorter conjunctions first: a conjunction is contained only in ones that ask for no more than it does.
    for conjunction in sorted(set(alternatives), key=lambda c: (c.yes.bit_count() + c.no.bit_count(), c)):
        if not any(conjunction.yes & k.yes == k.yes and conjunction.no & k.no == k.no for k in kept):
            kept.append(conjunction)
        if len(kept) > 4 * MAX_ALTERNATIVES:
            raise TooManyAlternativesError(f"it has more than {4 * MAX_ALTERNATIVES} alternatives")
    return frozenset(kept)
