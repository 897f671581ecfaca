"""Dates: ISO, offsets, weekdays by tense; durations and seasons are none."""

from __future__ import annotations

import pytest

from countermove.reader.dates import days


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("on 12 May 2021 and on Aug. 3, 2020", ["2021-05-12", "2020-08-03"]),
        ("on 2 April; in May 2020; in June", ["--04-02", "2020-05", "--06"]),
        ("two weeks ago, in three months, last year, next week", ["P-2W", "P+3M", "P-1Y", "P+1W"]),
        ("yesterday, this morning, tomorrow", ["P-1D", "P+0D", "P+1D"]),
        ("In a week the president will fly to Moscow.", ["P+1W"]),
        ("They met twice in a week the town will not forget; in a week the rain came.", ["P+1W"]),
        ("They met on Thursday.", ["-W4"]),
        ("They will meet on Thursday.", ["+W4"]),
        ("sanctions of 2016 and 2017", ["2016", "2017"]),
        ("We said they may go for three weeks in spring, two days later, 1500 men.", []),
    ],
)
def test_values(text: str, values: list[str]) -> None:
    assert [day.value for day in days(text)] == values


def test_we_is_not_wednesday() -> None:
    assert days("We sat. The sun may set. They march on.") == []
