"""Text is as wide as it is measured, and broken where it must be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.plots.fonts import broken, plain, width


@given(st.text(max_size=60), st.floats(5, 200))
def test_lines_fit_and_lose_nothing(text: str, room: float) -> None:
    lines = broken(text, room, 9.0)
    assert "".join("".join(lines).split()) == "".join(plain(text).split())
    assert all(len(line) == 1 or width(line, 9.0) <= room for line in lines)


def test_words_stay_whole_where_they_fit() -> None:
    assert broken("one two three", 1000.0, 9.0) == ["one two three"]
    assert broken("one two three", width("three", 9.0), 9.0) == ["one", "two", "three"]
    assert broken("", 10.0, 9.0) == [""]


def test_bold_is_wider_and_size_counts_in_proportion() -> None:
    assert width("Blockade", 9.0, True) > width("Blockade", 9.0)
    assert width("Blockade", 18.0) == pytest.approx(2 * width("Blockade", 9.0))


def test_control_characters_are_shown_and_do_nothing() -> None:
    assert plain("a\x1b[31m\n b") == r"a\x1b[31m b"
