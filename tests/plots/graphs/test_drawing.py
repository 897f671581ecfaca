"""Arrows run between boxes, with heads that say who gains."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from countermove.plots.graphs.drawing import DEAL, Link, Node, draw, layers_of, links_of
from countermove.plots.graphs.names import Words
from countermove.plots.sheet import Sheet
from countermove.plots.style import look
from plots.boxes import crossings
from plots.graphs.test_layout import random_graph


def node(name: str, **more: bool) -> Node:
    return Node(Words((name,), 1), **more)


def test_both_directions_between_two_states_are_one_link() -> None:
    (one, other) = links_of([(0, 3, 1, True), (0, 1, 3, False), (1, 1, 3, True)], [look(0), look(1)])
    assert (one.start, one.end, one.there, one.back, one.gains) == (1, 3, True, True, {1})
    assert (other.there, other.back, other.gains, other.is_bold) == (True, False, {3}, True)


def test_heads_are_full_for_improvements_and_deals_alone() -> None:
    sheet = Sheet()
    links = links_of([(0, 0, 1, True), (0, 1, 0, False)], [look(0)])
    draw(sheet, [node("1"), node("2", is_equilibrium=True, is_now=True)], [*links, Link(0, 1, look(3), kind=DEAL)], [0, 1])
    heads = [shape for shape in sheet.shapes if len(shape.points) == 3 and shape.closed]
    assert sorted(str(head.fill) for head in heads) == sorted(["#ffffff", look(0).colour, look(3).colour])
    boxes = [shape for shape in sheet.shapes if shape.rounded]
    assert len(boxes) == 3  # one of the states has a second line
    assert [box.fill for box in boxes] == [sheet.theme.area, None, sheet.theme.ink]


def test_a_state_that_nothing_leads_to_has_a_broken_line() -> None:
    sheet = Sheet()
    draw(sheet, [node("1"), node("2", is_joined=False)], [], [0, 1])
    assert [bool(box.dash) for box in sheet.shapes if box.rounded] == [False, True]


def test_layers_are_counted_by_improvements_first_then_deals_then_other_moves() -> None:
    moves = [(0, 0, 1, True), (1, 1, 2, True), (0, 0, 2, False), (0, 0, 4, False)]
    deals = [Link(0, 3, look(0), kind=DEAL)]
    assert layers_of(6, moves, deals) == ([0, 1, 2, 1, 1, 3], [True, True, True, True, True, False])


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_no_arrow_runs_through_a_box(seed: int) -> None:
    layers, links = random_graph(seed)
    sheet = Sheet()
    nodes = [node(str(k), is_equilibrium=k % 3 == 0) for k in range(len(layers))]
    moves = [(k % 3, a, b, k % 2 == 0) for k, (a, b) in enumerate(links)]
    draw(sheet, nodes, links_of(moves, [look(0), look(1), look(2)]), layers)
    figure = sheet.figure("A graph", "Some states.")
    assert crossings(figure) == 0
    lines = [p for p in figure.axes[0].patches if to_hex(p.get_edgecolor()) in {look(k).colour for k in range(3)}]
    assert len(lines) >= len(links)
