"""Exact numbers of rules: what is a share, what a number of votes, and what is a fraction rounded."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.model import amounts
from countermove.model.amounts import Amount, AmountError, least_weight, parse_amount, rounded_from


@pytest.mark.parametrize(
    ("text", "value", "is_share"),
    [
        ("2/3", Fraction(2, 3), True),
        ("3/3", Fraction(1), True),
        (" 2 / 3 ", Fraction(2, 3), True),
        ("0.65", Fraction(13, 20), True),
        (".5", Fraction(1, 2), True),
        ("65 %", Fraction(13, 20), True),
        ("65%", Fraction(13, 20), True),
        ("55 percent", Fraction(11, 20), True),
        ("55.5 Per cent", Fraction(111, 200), True),
        ("100 %", Fraction(1), True),
        ("1", Fraction(1), False),
        ("1.0", Fraction(1), False),
        ("2.5", Fraction(5, 2), False),
        ("9", Fraction(9), False),
    ],
)
def test_a_share_and_a_number_of_votes_are_told_apart_by_how_they_are_written(
    text: str, value: Fraction, is_share: bool
) -> None:
    assert parse_amount(text) == Amount(value, is_share, "")


@pytest.mark.parametrize("text", ["0", "-1", "0 %", "5/3", "101 %", "1/0", "2/3/4", "two", "", "%", "1e99", "nan", "1,5"])
def test_what_is_no_amount_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(AmountError) as caught:
        parse_amount(text)
    assert caught.value.hint


@given(st.integers(2, 6), st.sampled_from([3, 6, 7, 9]), st.data())
def test_a_share_is_a_fraction_rounded_iff_rounding_the_fraction_gives_it(
    digits: int, below: int, data: st.DataObject
) -> None:
    fraction = Fraction(data.draw(st.integers(1, below - 1)), below)
    text = f"{float(fraction):.{digits}f}"
    expected = None if Fraction(text) == fraction else fraction
    assert rounded_from(parse_amount(text)) == expected
    assert rounded_from(parse_amount(str(fraction))) is None
    percentage = f"{float(text) * 100:.{digits - 2}f} %"
    assert rounded_from(parse_amount(percentage)) == expected


@pytest.mark.parametrize("text", ["0.6", "0.65", "0.5", "0.66", "0.7", "0.75", "9", "0.6666667"])
def test_other_shares_are_no_rounded_fractions(text: str) -> None:
    assert rounded_from(parse_amount(text)) is None


@given(st.lists(st.fractions(0, 9, max_denominator=6), min_size=1, max_size=6).filter(any), st.fractions(0, 40))
def test_the_least_weight_is_the_least_sum_of_some_of_the_weights(weights: list[Fraction], target: Fraction) -> None:
    sums = [sum(some) for size in range(len(weights) + 1) for some in combinations(weights, size)]
    assert least_weight(weights, target) == min((s for s in sums if s >= target), default=None)


def test_beyond_the_sums_that_are_tried_the_unit_of_all_weights_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = [Fraction(40), Fraction(60)]
    assert least_weight(weights, Fraction(50)) == 60
    monkeypatch.setattr(amounts, "MAX_SUMS", 4)
    assert least_weight(weights, Fraction(50)) == 60
    assert least_weight(weights, Fraction(30)) == 40
    assert least_weight([Fraction(1)] * 9, Fraction(9, 2)) == 5
