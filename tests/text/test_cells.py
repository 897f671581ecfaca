"""Columns of a terminal, counted as the library for terminals counts them."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from countermove.text.cells import chopped, columns


@pytest.mark.parametrize(
    "text", ["", "Usa", "\u00c4thiopien", "\u6c34\u8d44\u6e90", "e\u0301", "\u0645\u0635\u0631", "\uff21", "a\u200bb"]
)
def test_columns_are_those_of_a_terminal(text: str) -> None:
    assert columns(text) == cell_len(text)


def test_pieces_are_no_wider_than_asked_and_make_up_the_text() -> None:
    pieces = chopped("\u6c34\u8d44a\u6e90bc", 3)
    assert pieces == ["\u6c34", "\u8d44a", "\u6e90b", "c"]
    assert chopped("\u6c34", 1) == ["\u6c34"]
