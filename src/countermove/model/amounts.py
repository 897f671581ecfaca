"""Exact numbers of decision rules: shares such as 2/3, 0.65 or 65 %, and numbers of votes such as 9."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import gcd, lcm

__all__ = ["Amount", "AmountError", "as_share", "exact_number", "least_weight", "parse_amount", "rounded_from"]

MAX_DIGITS = 60
"""Digits of a number: more than any count of votes has."""
MAX_EXPONENT = 30
"""Places before or behind the point: 1e999999 is a short text, and a fraction of a million digits."""
FRACTION = re.compile(r"([0-9]{1,30})\s*/\s*([0-9]{1,30})")
PERCENTAGE = re.compile(r"(.*?)\s*(?:%|percent|per cent)", re.IGNORECASE)
AMOUNT_HINT = "write a share, such as 2/3, 0.65 or 65 %, or a number of votes"


class AmountError(ValueError):
    """A number that cannot be read; `hint` is the way out."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Amount:
    """A share of the total, or a number of votes; 0.65 and 65 % are equal.

    Parameters
    ----------
    value
        The number, exactly; a share is at most 1.
    is_share
        Whether it is a share.
    text
        How it was written.
    """

    value: Fraction
    is_share: bool
    text: str = field(compare=False)

    def of(self, total: Fraction) -> Fraction:
        """The weight that this amount is, where all together have `total`."""
        return self.value * total if self.is_share else self.value


def parse_amount(text: str) -> Amount:
    """The amount that a text says: a fraction, a percentage and a decimal below 1 are shares, others numbers of votes.

    Parameters
    ----------
    text
        What stands in a case file.

    Raises
    ------
    AmountError
        Where it is no positive number, or a share above all.

    Examples
    --------
    >>> parse_amount("2/3").is_share, parse_amount("1").is_share, parse_amount("100 %").of(Fraction(27))
    (True, False, Fraction(27, 1))
    >>> parse_amount("0.65") == parse_amount("65 percent")
    True
    """
    text = " ".join(text.split())
    percentage = PERCENTAGE.fullmatch(text)
    if percentage:
        value, is_share = exact_number(percentage[1]) / 100, True
    else:
        value = exact_number(text)
        is_share = "/" in text or value < 1
    if value <= 0:
        raise AmountError(f"an amount of {text}", f"it is positive: {AMOUNT_HINT}")
    if is_share and value > 1:
        raise AmountError(f"a share of {text}", "a share is at most 100 %; a number of votes is written without % or /")
    return Amount(value, is_share, text)


def exact_number(text: str) -> Fraction:
    """The number in a text, a decimal or a fraction, exactly.

    Parameters
    ----------
    text
        The text.

    Raises
    ------
    AmountError
        Where it is no number, or has more digits than `MAX_DIGITS`.

    Examples
    --------
    >>> exact_number("0.1") + exact_number("1/5")
    Fraction(3, 10)
    """
    fraction = FRACTION.fullmatch(text.strip())
    if fraction and int(fraction[2]):
        return Fraction(int(fraction[1]), int(fraction[2]))
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > MAX_EXPONENT or len(number.as_tuple().digits) > MAX_DIGITS:
        raise AmountError(f'"{text}" is not a number', "write it with digits: 3, 0.65, 2/3 or 65 %")
    return Fraction(number)


ROUNDED = (3, 6, 7, 9)
"""Denominators of fractions that people round: thirds, sixths, sevenths, ninths."""
ROUNDED_DIGITS = range(2, 7)
"""Digits of a share that may be rounded; with one, such as 0.3, it is more often meant as it stands."""


def rounded_from(share: Amount) -> Fraction | None:
    """The fraction that a decimal share or a percentage is the rounding of; None where it is none.

    Parameters
    ----------
    share
        A share.

    Examples
    --------
    >>> rounded_from(parse_amount("0.67")), rounded_from(parse_amount("66.7 %")), rounded_from(parse_amount("0.65"))
    (Fraction(2, 3), Fraction(2, 3), None)
    """
    number = PERCENTAGE.fullmatch(share.text)
    # Of a fraction nothing is rounded, whatever it is near to.
    if not share.is_share or "/" in share.text:
        return None
    digits = -int(Decimal(number[1] if number else share.text).as_tuple().exponent) + (2 if number else 0)
    if digits not in ROUNDED_DIGITS:
        return None
    unit = Fraction(1, 10**digits)
    near = (Fraction(round(share.value * below), below) for below in ROUNDED)
    return next((one for one in near if one != share.value and abs(one - share.value) <= unit / 2), None)


MAX_SUMS = 1_000_000
"""Sums of weights that are tried one by one, as bits of one whole number of 125 kB."""


def least_weight(weights: Collection[Fraction], target: Fraction) -> Fraction | None:
    """The least sum of some of the weights that reaches `target`; None where all together do not.

    Beyond `MAX_SUMS` sums it is the least multiple of what all weights are multiples of.

    Parameters
    ----------
    weights
        Not negative, not all of them 0.
    target
        What has to be reached.

    Examples
    --------
    >>> least_weight([Fraction(45), Fraction(30), Fraction(25)], Fraction(50))
    Fraction(55, 1)
    """
    scale = lcm(target.denominator, *(weight.denominator for weight in weights))
    integers = [int(weight * scale) for weight in weights]
    unit = gcd(*integers)
    # Everything in units: the sums that can be reached are whole numbers of them.
    needed = -(-int(target * scale) // unit)
    total = sum(integers) // unit
    if needed > total:
        return None
    if total <= MAX_SUMS:
        sums = 1
        for weight in integers:
            sums |= sums << weight // unit
        above = sums >> needed
        needed += (above & -above).bit_length() - 1
    return Fraction(needed * unit, scale)


def as_share(text: str) -> str | None:
    """The way out where a decimal from 0 to 1 is asked for: what a percentage or a fraction is as one.

    Parameters
    ----------
    text
        A share as it was written.

    Returns
    -------
    str or None
        None where it cannot be meant as one.

    Examples
    --------
    >>> as_share("70 %"), as_share("70"), as_share("3/5"), as_share("seventy")
    ('write the share as 0.7', 'write the share as 0.7', 'write the share as 0.6', None)
    """
    try:
        amount = parse_amount(text)
    except AmountError:
        return None
    is_decimal = amount.is_share and not PERCENTAGE.fullmatch(amount.text) and "/" not in amount.text
    if is_decimal or (not amount.is_share and not 10 <= amount.value <= 100):
        return None
    share = amount.value if amount.is_share else amount.value / 100
    return f"write the share as {float(share):.4g}"
