"""Arrows avoid circles and each other."""

from __future__ import annotations

import numpy as np

from countermove.plots.network import Link, Node, _points, _way, draw, links_of, radius
from countermove.plots.sheet import Sheet
from countermove.plots.style import look


def test_an_arrow_bends_around_a_circle_that_is_in_its_way() -> None:
    nodes = [Node(0, 0, "1"), Node(80, 0, "2", rings=1), Node(160, 0, "3")]
    bend, way = _way(nodes, Link(0, 2, look(0)), [], 12.0)
    assert np.hypot(way[:, 0] - 80, way[:, 1]).min() >= 12 + 3.2 + 6
    assert bend[1] != 0
    straight, _ = _way(nodes, Link(0, 1, look(0)), [], 12.0)
    assert straight == (40, 0)


def test_an_arrow_does_not_lie_on_another() -> None:
    nodes = [Node(0, 0, "1"), Node(100, 0, "2")]
    first = _points((0, 0), (50, 0), (100, 0))
    _, second = _way(nodes, Link(0, 1, look(1)), [first], 12.0)
    assert np.abs(second[12, 1]) >= 12


def test_both_directions_between_two_states_are_one_link() -> None:
    (one, other) = links_of([(0, 3, 1, True), (0, 1, 3, False), (1, 1, 3, True)], [look(0), look(1)])
    assert (one.start, one.end, one.there, one.back, one.gains) == (1, 3, True, True, {1})
    assert (other.there, other.back, other.gains, other.bold) == (True, False, {3}, True)


def test_heads_are_full_where_the_mover_gains() -> None:
    sheet = Sheet()
    nodes = [Node(0, 0, "1"), Node(100, 0, "2", rings=2, now=True)]
    draw(sheet, nodes, links_of([(0, 0, 1, True), (0, 1, 0, False)], [look(0)]), 12.0)
    heads = [shape for shape in sheet.shapes if len(shape.points) == 3 and not shape.curved]
    assert [head.fill for head in heads] == ["#ffffff", look(0).colour]
    assert [shape.round for shape in sheet.shapes if shape.round] == [12.0, 15.2, 18.4, 12.0]


def test_circles_hold_their_names() -> None:
    assert radius(["1"]) == 12
    assert radius(["1,048,576"]) > 24
