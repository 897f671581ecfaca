"""States as circles and moves as arrows between them, bent so that no arrow runs through a circle or along another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame
from countermove.plots.fonts import width
from countermove.plots.sheet import Point, Sheet
from countermove.plots.style import HEAD, Look

__all__ = ["Link", "Node", "draw", "links_of", "name_nodes", "radius"]

STEPS = 24
"""Points at which a curve is compared with circles and other curves: some ten points of paper from each to the next."""
RING = 3.2
"""The distance of a ring from the circle inside it, in points: twice the weight of its line."""
CLEAR = 6.0
"""Arrows keep so far from circles that are not theirs, in points, wherever they can."""
ALONG = 3.5
"""Two arrows nearer than this, in points, for a while would be taken for one."""
Way = NDArray[np.float64]
"""Points on a curve, shape (STEPS + 1, 2)."""
BENDS = (0.0, 13.0, 20.0, 28.0, 38.0, 50.0, 64.0, 80.0, 100.0)
"""How far the middle of an arrow may stand beside the straight line, in points, tried in this order."""


@dataclass(frozen=True)
class Node:
    """A state: where it is, what it is called; `rings` around it if it holds; `now`: the status quo."""

    x: float
    y: float
    name: str
    rings: int = 0
    now: bool = False


@dataclass
class Link:
    """Moves of one mover between two states: there, back, or both; and which of them it gains by."""

    start: int
    end: int
    look: Look
    side: int = 1
    there: bool = True
    back: bool = False
    gains: set[int] = field(default_factory=set)
    """The ends of moves that are improvements."""

    @property
    def bold(self) -> bool:
        """Whether the mover gains by a move."""
        return bool(self.gains)


def links_of(moves: Sequence[tuple[int, int, int, bool]], looks: Sequence[Look]) -> list[Link]:
    """Moves (mover, from, to, gain) as links: both directions between two states are one."""
    links: dict[tuple[int, int, int], Link] = {}
    for mover, start, end, gain in moves:
        low, high = min(start, end), max(start, end)
        link = links.setdefault(
            (mover, low, high), Link(low, high, looks[mover], 1 if mover % 2 else -1, there=False, back=False)
        )
        link.there |= start == low
        link.back |= start == high
        if gain:
            link.gains.add(end)
    return list(links.values())


def radius(names: Sequence[str]) -> float:
    """The radius of circles that hold these names."""
    return max([12.0, *(width(name, HEAD, True) / 2 + 4 for name in names)])


def draw(sheet: Sheet, nodes: Sequence[Node], links: Sequence[Link], round: float) -> None:
    """Put a network on a sheet: arrows first, the short ones before the long, then circles."""
    taken: list[Way] = []

    def length(link: Link) -> tuple[float, int, int]:
        a, b = nodes[link.start], nodes[link.end]
        return hypot(a.x - b.x, a.y - b.y), link.start, link.end

    for link in sorted(links, key=length):
        bend, way = _way(nodes, link, taken, round)
        taken.append(way)
        _arrow(sheet, nodes, link, bend, round)
    for node in nodes:
        for ring in range(node.rings):
            sheet.circle(node.x, node.y, round + RING * (ring + 1), None, sheet.theme.ink, 1.3)
        sheet.circle(node.x, node.y, round, sheet.theme.ink if node.now else sheet.theme.paper, sheet.theme.ink, 1.0)
        sheet.text(
            node.x, node.y, node.name, HEAD, sheet.theme.paper if node.now else sheet.theme.ink, bold=True, align="center"
        )


def _way(nodes: Sequence[Node], link: Link, taken: Sequence[Way], round: float) -> tuple[Point, Way]:
    """The point towards which an arrow is bent, and the way that it takes: the straightest that disturbs nothing."""
    a, b = nodes[link.start], nodes[link.end]
    others = np.array([(n.x, n.y) for k, n in enumerate(nodes) if k not in (link.start, link.end)]).reshape(-1, 2)
    sizes = np.array([round + RING * n.rings for k, n in enumerate(nodes) if k not in (link.start, link.end)])
    best: tuple[float, Point, Way] | None = None
    for offset in _offsets(link.side):
        bend = _bend(a, b, offset)
        way = _points((a.x, a.y), bend, (b.x, b.y))
        room = (np.hypot(*(way[:, None] - others[None]).transpose(2, 0, 1)) - sizes).min(initial=1e9)
        fault = max(0.0, CLEAR - float(room)) * 10 + _together(way, taken)
        if best is None or fault < best[0]:
            best = fault, bend, way
        if fault == 0:  # bends are tried from the straightest on, so nothing better can follow
            break
    assert best is not None
    return best[1], best[2]


def _offsets(side: int) -> Iterator[float]:
    for size in BENDS:
        yield size * side
        if size:
            yield -size * side


def _bend(a: Node, b: Node, offset: float) -> Point:
    """The control point of a curve whose middle is `offset` beside the straight line."""
    long = hypot(b.x - a.x, b.y - a.y) or 1.0
    return (a.x + b.x) / 2 - 2 * offset * (b.y - a.y) / long, (a.y + b.y) / 2 + 2 * offset * (b.x - a.x) / long


def _points(a: Point, bend: Point, b: Point) -> Way:
    """Points on a quadratic curve, shape (STEPS + 1, 2)."""
    t = np.linspace(0.0, 1.0, STEPS + 1)[:, None]
    points: Way = (1 - t) ** 2 * np.array(a) + 2 * (1 - t) * t * np.array(bend) + t**2 * np.array(b)
    return points


def _together(way: Way, taken: Sequence[Way]) -> float:
    """For how many of its points a way runs along another one; 0 where they only meet or cross."""
    if not taken:
        return 0.0
    others = np.array([other[3:-3] for other in taken])
    apart = np.abs(way[3:-3][None, :, None] - others[:, None, :]).max(axis=3)
    near = (apart < ALONG).any(axis=2).sum(axis=1)
    # Curves that cross are near each other at up to three points, which nobody takes for one line.
    return float(near[near > 3].sum())


def _arrow(sheet: Sheet, nodes: Sequence[Node], link: Link, bend: Point, round: float) -> None:
    """One link: its curve, and a head at each end that a move leads to; full where the mover gains, else empty."""
    a, b = nodes[link.start], nodes[link.end]
    ends = []
    for node, state, arrives in ((a, link.start, link.back), (b, link.end, link.there)):
        long = hypot(bend[0] - node.x, bend[1] - node.y) or 1.0
        ux, uy = (bend[0] - node.x) / long, (bend[1] - node.y) / long
        near = round + RING * node.rings + 1.2
        gain = state in link.gains
        size = (9.0 if gain else 6.0) if arrives else 0.0
        tip = (node.x + near * ux, node.y + near * uy)
        foot = (tip[0] + size * ux, tip[1] + size * uy)
        ends.append(foot)
        if arrives:
            half = size * 0.42
            corners = [tip, (foot[0] - half * uy, foot[1] + half * ux), (foot[0] + half * uy, foot[1] - half * ux)]
            sheet.polygon(corners, link.look.colour if gain else sheet.theme.paper, link.look.colour, 0.9)
    sheet.curve(ends[0], bend, ends[1], link.look, 2.0 if link.bold else 0.9)


def name_nodes(game: ListedGame, states: Sequence[int]) -> tuple[list[str], list[str]]:
    """What stands in the circles, and below the picture what that means where states have names of their own."""
    if game.case.states is None:
        return [str(state + 1) for state in states], []
    ids = list(game.case.states)
    short = all(width(ids[state], HEAD, True) <= 40 for state in states)
    names = [ids[state] if short else str(state + 1) for state in states]
    key = [f"{name}: {game.case.states[ids[state]] or ids[state]}" for name, state in zip(names, states, strict=True)]
    return names, key
