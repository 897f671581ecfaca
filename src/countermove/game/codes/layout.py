"""How a combination of options is stored in one word of 64 bits.

The *code* of a combination has bit k for option k; people see it, and it may be wider than any machine word. What
the arrays of a listed game hold is the *packed* code: options that exclude each other, such as the levels of one
option, share a *field* that holds the number of their combination instead of one bit for each.

Packed codes keep the order of codes, so that a state has the same number either way: a field holds neighbouring
options and numbers their combinations in ascending order, and the fields stand in the order of the options. A field
belongs to one owner and is changed as a whole, so that the moves of different movers meet in different bits. In a case
without levels and with at most 63 options every option is a field of its own, and packed codes are codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["MAX_BITS", "Codes", "Field", "Layout", "plain"]

Codes = NDArray[np.uint64]
Bools = NDArray[np.bool_]

MAX_BITS = 63
"""The most bits of a packed code. One of the 64 is left free, so that codes fit signed words too."""
PLAIN = (0, 1)
"""The combinations of a single option: not taken, taken."""


@dataclass(frozen=True)
class Field:
    """Neighbouring options that are stored as one number.

    `first` and `count`: the options are ``first``, ``first + 1``, ... `values`: their combinations, ascending, bit k
    of each for option ``first + k``; the field holds the position of one of them, from bit `shift` on.
    """

    first: int
    count: int
    values: tuple[int, ...] = PLAIN
    shift: int = 0

    @property
    def options(self) -> range:
        """The positions of its options."""
        return range(self.first, self.first + self.count)

    @property
    def width(self) -> int:
        """The number of its bits."""
        # One bit at least, so that a field with a single combination still has a place of its own.
        return max(1, (len(self.values) - 1).bit_length())

    @property
    def is_plain(self) -> bool:
        """Whether it is a single option, whose bit says whether it is taken."""
        return self.values == PLAIN and self.count == 1

    @cached_property
    def mask(self) -> int:
        """Its bits."""
        return ((1 << self.width) - 1) << self.shift

    @cached_property
    def number_of(self) -> dict[int, int]:
        """The number of each combination."""
        return {value: number for number, value in enumerate(self.values)}

    def taken_in(self, option: int) -> Bools:
        """For each number that the field can hold, whether an option is taken in that combination."""
        bits = [bool(value >> (option - self.first) & 1) for value in self.values]
        # Numbers that no combination has, up to the next power of two, occur in no feasible code.
        return np.array(bits + [False] * ((1 << self.width) - len(bits)))


@dataclass(frozen=True)
class Layout:
    """The fields of a packed code, in the order of the options, the first in the lowest bits."""

    fields: tuple[Field, ...]

    @classmethod
    def of(cls, fields: Iterable[Field]) -> Layout:
        """The layout of some fields, which are put one above the other."""
        placed, shift = [], 0
        for field in fields:
            placed.append(Field(field.first, field.count, field.values, shift))
            shift += field.width
        return cls(tuple(placed))

    @cached_property
    def is_plain(self) -> bool:
        """Whether every option has its own bit, so that packed codes are codes."""
        return all(field.is_plain for field in self.fields)

    @cached_property
    def width(self) -> int:
        """The number of bits of a packed code."""
        return sum(field.width for field in self.fields)

    @cached_property
    def options(self) -> int:
        """The number of options."""
        return sum(field.count for field in self.fields)

    @cached_property
    def field_of(self) -> tuple[int, ...]:
        """For each option the position of its field."""
        return tuple(k for k, field in enumerate(self.fields) for _ in field.options)

    @cached_property
    def bits(self) -> tuple[int, ...]:
        """For each option the bits of its field."""
        return tuple(self.fields[k].mask for k in self.field_of)

    @cached_property
    def _tables(self) -> dict[int, Bools]:
        return {}

    def mask(self, options: Iterable[int]) -> int:
        """The bits of the fields of some options: what differs between codes that differ in these options only."""
        mask = 0
        for option in options:
            mask |= self.bits[option]
        return mask

    def taken(self, option: int, codes: Codes) -> Bools:
        """Whether an option is taken, for each packed code; shape of `codes`."""
        field = self.fields[self.field_of[option]]
        if field.is_plain:
            return np.asarray((codes & _like(codes, field.mask)) != 0)
        # A table per option, shared by all codes: with it a field of a hundred levels costs one look-up for each code.
        if option not in self._tables:
            self._tables[option] = field.taken_in(option)
        table = self._tables[option]
        own = codes & _like(codes, field.mask)
        if np.count_nonzero(table) == 1:  # as of every level
            return np.asarray(own == _like(codes, int(table.argmax()) << field.shift))
        return np.asarray(table[(own >> _like(codes, field.shift)).astype(np.int64)])

    def pack(self, code: int) -> int | None:
        """A code as a packed code; None where some field does not hold its combination, so that it is not feasible.

        >>> layout = Layout.of([Field(0, 3, (0b001, 0b010, 0b100)), Field(3, 1)])
        >>> [layout.pack(code) for code in (0b0001, 0b1100, 0b0011)]
        [0, 6, None]
        """
        if code < 0 or code >> self.options:
            return None
        if self.is_plain:
            return code
        packed = 0
        for field in self.fields:
            number = field.number_of.get(code >> field.first & (1 << field.count) - 1)
            if number is None:
                return None
            packed |= number << field.shift
        return packed

    def find(self, codes: Codes, code: int) -> int | None:
        """The position of a code among packed codes that ascend; None where it is not among them."""
        packed = self.pack(code)
        if packed is None:
            return None
        # Packed codes keep the order of codes, so that a binary search finds the state.
        place = int(np.searchsorted(codes, np.uint64(packed)))
        return place if place < len(codes) and int(codes[place]) == packed else None

    def unpack(self, packed: int) -> int:
        """A packed code as a code: bit k is option k."""
        if self.is_plain:
            return packed
        return sum(field.values[(packed & field.mask) >> field.shift] << field.first for field in self.fields)

    def changed(self, before: int, after: int) -> int:
        """The options in which two packed codes differ, as a mask over options."""
        return self.unpack(before) ^ self.unpack(after)

    def from_columns(self, columns: Sequence[Bools]) -> tuple[Codes, Bools]:
        """Packed codes from one array for each option, whether it is taken; and which of them the fields can hold."""
        size = len(columns[0]) if columns else 0
        codes, fits = np.zeros(size, dtype=np.uint64), np.ones(size, dtype=bool)
        for field in self.fields:
            if field.is_plain:
                codes |= columns[field.first].astype(np.uint64) << np.uint64(field.shift)
                continue
            # Python's whole numbers: a field of a hundred levels is narrow, its combinations are not.
            combined = np.zeros(size, dtype=object)
            for option in field.options:
                combined |= columns[option].astype(object) * (1 << option - field.first)
            numbers = np.array([field.number_of.get(value, -1) for value in combined.tolist()], dtype=np.int64)
            # -1 marks a combination without a number; it is kept as 0, so that shifting stays defined, and `fits`
            # tells.
            fits &= numbers >= 0
            codes |= np.maximum(numbers, 0).astype(np.uint64) << np.uint64(field.shift)
        return codes, fits


def plain(options: int) -> Layout:
    """The layout in which every option has its own bit.

    >>> plain(3).is_plain, plain(3).width
    (True, 3)
    """
    return Layout(tuple(Field(k, 1, PLAIN, k) for k in range(options)))


def _like(codes: Codes, number: int) -> np.uint64 | int:
    """A mask that goes with an array of codes: a machine word, or Python's whole number where codes are wider."""
    return number if codes.dtype == object else np.uint64(number)
