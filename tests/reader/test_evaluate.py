"""The figures that the reader has to reach on the articles that it was not tuned on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from reader.evaluate import FIGURES, Count, evaluated, same_date, table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "read-an-article.md"


@cache
def counts() -> dict[str, Count]:
    return evaluated("held-out")


@pytest.mark.parametrize("stage", FIGURES)
def test_the_figure_of_a_stage_is_reached(stage: str) -> None:
    measure, least = FIGURES[stage]
    assert getattr(counts()[stage], measure) >= least


def test_the_documentation_gives_the_table() -> None:
    assert table() in PAGE.read_text(encoding="utf-8")


def test_dates_are_compared_without_a_year_where_one_has_none() -> None:
    assert same_date("--05-12", "2021-05-12")
    assert not same_date("2020-05-12", "2021-05-12")
    assert not same_date("--05-12", "--05-13")
