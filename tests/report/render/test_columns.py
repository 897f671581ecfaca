"""The widths of columns: they fill the room, and break no word without need."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermove.report.render.columns import column_widths, shared
from countermove.text.blocks import Table


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 200)), min_size=1, max_size=8), st.integers(10, 300))
def test_widths_fit_and_each_is_between_its_longest_word_and_its_longest_text(
    sizes: list[tuple[int, int]], room: int
) -> None:
    least, whole = [a for a, _ in sizes], [a + b for a, b in sizes]
    found = shared(least, whole, room)
    assert sum(found) <= room + 1e-9
    if sum(least) <= room:
        assert all(a - 1e-9 <= width <= b + 1e-9 for a, width, b in zip(least, found, whole, strict=True))
    if sum(whole) > room:
        assert abs(sum(found) - room) < 1e-6


def test_a_long_text_gets_what_short_ones_leave() -> None:
    table = Table(("state", "what"), (("1", "many words " * 20),))
    assert column_widths(table, 100, len, 30, 0) == [5, 95]
