"""States as boxes and moves as arrows between them: arrows run between rows of boxes, never through one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from countermove.plots.graphs.layout import Layout, layered, rows_of
from countermove.plots.graphs.names import DOT, Words
from countermove.plots.sheet import LEADING, Point, Sheet
from countermove.plots.style import SMALL, Look

__all__ = ["DEAL", "DealLink", "Link", "Node", "deal_links", "draw", "layers_of", "links_of"]

RING = 3.0
"""The distance of the outer line around an equilibrium from its box, in points: twice the weight of its line."""
PORT = 8.5
"""The least distance of two arrows at one edge of a box, in points: as wide as a head."""
CORNER = 5.0
"""The radius of the corners of a box, in points."""
LEAST_BAND, MOST_BAND, PER_LINK = 40.0, 110.0, 3.0
"""The height of the white between two rows in points: the least, the most, and how much each link that runs there adds."""
LOOP, DEEPER = 15.0, 5.0
"""How deep links between states of one row hang below it in points: the first, and how much deeper each further one."""
STEPS = 16
"""Points at which one bend of a curve is drawn: some five points of paper from each to the next."""
DEAL = "deal"
"""The kind of a link that is a deal; the others are moves."""
Way = NDArray[np.float64]
"""Points on a curve, shape (n, 2)."""


@dataclass(frozen=True)
class Node:
    """A state: the words in its box; whether it is an equilibrium, the status quo, and whether anything leads to it."""

    words: Words
    is_equilibrium: bool = False
    is_now: bool = False
    is_joined: bool = True


@dataclass
class Link:
    """Moves of one mover between two states: there, back, or both; and which of them are improvements.

    A deal has `kind` DEAL, and leads there alone.
    """

    start: int
    end: int
    look: Look
    there: bool = True
    back: bool = False
    gains: set[int] = field(default_factory=set)
    """The ends of moves that are improvements."""
    kind: str = "move"

    @property
    def is_bold(self) -> bool:
        """Whether one of the moves is an improvement."""
        return bool(self.gains)


@dataclass(frozen=True)
class DealLink:
    """A deal: the ids of the actors who agree on it, the state that they leave, and the one that they agree on."""

    actors: tuple[str, ...]
    before: int
    after: int


def links_of(moves: Sequence[tuple[int, int, int, bool]], looks: Sequence[Look]) -> list[Link]:
    """Moves (mover, from, to, whether it is an improvement) as links: both directions between two states are one."""
    links: dict[tuple[int, int, int], Link] = {}
    for mover, start, end, gain in moves:
        low, high = min(start, end), max(start, end)
        link = links.setdefault((mover, low, high), Link(low, high, looks[mover], there=False))
        link.there |= start == low
        link.back |= start == high
        if gain:
            link.gains.add(end)
    return list(links.values())


def deal_links(deals: Sequence[DealLink], place: dict[int, int], sheet: Sheet) -> list[Link]:
    """Deals as links between states in the picture."""
    look = Look(sheet.theme.faint, ())
    return [Link(place[deal.before], place[deal.after], look, kind=DEAL) for deal in deals]


def layers_of(
    count: int, moves: Sequence[tuple[int, int, int, bool]], deals: Sequence[Link]
) -> tuple[list[int], list[bool]]:
    """How far each state is from the first, and whether anything in the picture leads there from it.

    Improvements count first, then deals, then other moves; what nothing leads to stands below all others.
    """
    improving = [(a, b) for _, a, b, gain in moves if gain]
    agreed = [(link.start, link.end) for link in deals]
    layer = {0: 0}
    for links in (improving, improving + agreed, improving + agreed + [(a, b) for _, a, b, _ in moves]):
        front = sorted(layer, key=lambda k: (layer[k], k))
        while front:
            state = front.pop(0)
            for end in sorted({b for a, b in links if a == state} - set(layer)):
                layer[end] = layer[state] + 1
                front.append(end)
    last = max(layer.values()) + 1
    return [layer.get(k, last) for k in range(count)], [k in layer for k in range(count)]


def draw(
    sheet: Sheet, nodes: Sequence[Node], links: Sequence[Link], layers: Sequence[int], is_centred: bool = False
) -> None:
    """Put a graph on a sheet: links first, then boxes; `layers`: how far each state is from the first."""
    pairs = [(link.start, link.end) for link in links]
    degree = [sum(k in pair for pair in pairs) for k in range(len(nodes))]
    # At worst all links of a state leave by one edge; half of them is what a layout by rows comes to.
    widths = [max(node.words.width + 12, PORT * (d / 2 + 1)) + 2 * RING for node, d in zip(nodes, degree, strict=True)]
    rows = rows_of(layers, pairs, widths, sheet.room)
    layout = layered(rows, pairs, widths, sheet.room)
    if is_centred:
        right = max(place + wide / 2 for place, wide in zip(layout.across, widths, strict=True))
        layout = layout.moved((sheet.room - right) / 2)
    graph = _Graph(nodes, links, layout, widths)
    for link, way in sorted(zip(links, graph.ways(), strict=True), key=lambda pair: pair[0].is_bold):
        _arrow(sheet, link, way)
    for k, node in enumerate(nodes):
        _box(sheet, node, graph.frame(k))


@dataclass
class _Graph:
    """A laid out graph, and where everything in it is on paper."""

    nodes: Sequence[Node]
    links: Sequence[Link]
    layout: Layout
    widths: Sequence[float]

    def __post_init__(self) -> None:
        self.height = max(len(node.words.lines) for node in self.nodes) * LEADING * SMALL + 9
        self.tops = self._tops()
        self._ports = self._all_ports()

    def frame(self, k: int) -> tuple[float, float, float, float]:
        """The left, upper, right and lower edges of a box, without the line around an equilibrium."""
        middle, top, half = self.layout.across[k], self.tops[self.layout.rows[k]], self.widths[k] / 2 - RING
        return middle - half, top, middle + half, top + self.height

    def _tops(self) -> list[float]:
        """Where each row begins: the more links run between two rows, the farther they are apart."""
        rows = self.layout.rows
        last = max(rows)
        crossing = [0] * (last + 1)
        loops = [0] * (last + 1)
        for link in self.links:
            low, high = sorted((rows[link.start], rows[link.end]))
            for row in range(low, high):
                crossing[row] += 1
            loops[low] += low == high
        tops = [0.0]
        for row in range(last):
            band = LEAST_BAND + PER_LINK * crossing[row] + DEEPER * loops[row]
            tops.append(tops[-1] + self.height + min(band, MOST_BAND))
        return tops

    def _all_ports(self) -> dict[tuple[int, int], float]:
        """For each link, and each of its ends, the place on the edge of the box: in the order of where it comes from."""
        rows, across = self.layout.rows, self.layout.across
        edges: dict[tuple[int, bool], list[tuple[float, int]]] = {}
        for n, link in enumerate(self.links):
            for end, other in ((link.start, link.end), (link.end, link.start)):
                passes = self.layout.passes[n]
                below = rows[other] >= rows[end]
                # The next place on the way there: where the link passes the neighbouring row, else the other end.
                nearest = (passes[0] if below else passes[-1]) if passes else across[other]
                edges.setdefault((end, below), []).append((nearest, n))
        ports: dict[tuple[int, int], float] = {}
        for (state, _), ends in edges.items():
            ends.sort()
            space = min(PORT * 1.6, (self.widths[state] - 2 * RING - 6) / max(len(ends), 1))
            for place, (_, n) in enumerate(ends):
                ports[n, state] = across[state] + (place - (len(ends) - 1) / 2) * space
        return ports

    def ways(self) -> list[Way]:
        """The curve of each link, from its start to its end."""
        rows = self.layout.rows
        loops: dict[int, int] = {}
        ways: dict[int, Way] = {}

        def reach(n: int) -> float:
            return abs(self.layout.across[self.links[n].start] - self.layout.across[self.links[n].end])

        for n in sorted(range(len(self.links)), key=reach):
            link = self.links[n]
            if rows[link.start] == rows[link.end]:
                depth = loops.get(rows[link.start], 0)
                loops[rows[link.start]] = depth + 1
                ways[n] = self._loop(n, link, LOOP + DEEPER * depth)
            else:
                ways[n] = self._descent(n, link)
        return [ways[n] for n in range(len(self.links))]

    def _edge(self, state: int, lower: bool) -> float:
        """The height of the upper or lower edge of a box, with the line around an equilibrium."""
        extra = RING if self.nodes[state].is_equilibrium else 0.0
        top = self.tops[self.layout.rows[state]]
        return top + self.height + extra + 1 if lower else top - extra - 1

    def _loop(self, n: int, link: Link, depth: float) -> Way:
        """A link between states of one row, hanging below it."""
        (a, b), y = (self._ports[n, link.start], self._ports[n, link.end]), self._edge(link.start, True)
        z = self._edge(link.end, True)
        low = max(y, z) + depth * 4 / 3
        return _bezier((a, y), (a, low), (b, low), (b, z))

    def _descent(self, n: int, link: Link) -> Way:
        """A link from row to row: it bends in the white between rows only, and passes a row upright."""
        rows = self.layout.rows
        is_down = rows[link.start] < rows[link.end]
        upper, lower = (link.start, link.end) if is_down else (link.end, link.start)
        points: list[Point] = [(self._ports[n, upper], self._edge(upper, True))]
        for row, place in zip(range(rows[upper] + 1, rows[lower]), self.layout.passes[n], strict=True):
            points += [(place, self.tops[row] - 2), (place, self.tops[row] + self.height + 2)]
        points.append((self._ports[n, lower], self._edge(lower, False)))
        parts = []
        for k, ((x, y), (u, v)) in enumerate(pairwise(points)):
            if k % 2:  # passing a row
                parts.append(np.array([(x, y), (u, v)]))
            else:
                bend = (v - y) * 0.5
                parts.append(_bezier((x, y), (x, y + bend), (u, v - bend), (u, v)))
        way: Way = np.concatenate(parts)
        return way if is_down else way[::-1]


def _bezier(a: Point, b: Point, c: Point, d: Point) -> Way:
    """Points on a cubic curve, shape (STEPS + 1, 2)."""
    t = np.linspace(0.0, 1.0, STEPS + 1)[:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3])
    points: Way = weights @ np.array([a, b, c, d])
    return points


def _arrow(sheet: Sheet, link: Link, way: Way) -> None:
    """One link: its curve, and a head at each end that a move leads to; full for an improvement or a deal, else empty."""
    first, last = np.array(way[0]), np.array(way[-1])
    heads = []
    for tip, state, arrives in ((first, link.start, link.back), (last, link.end, link.there)):
        full = state in link.gains or link.kind == DEAL
        size = (8.0 if full else 6.0) if arrives else 0.0
        heads.append((tip, size, full))
    shown = way
    for tip, size, _ in heads:
        if size:
            shown = shown[np.hypot(*(shown - tip).T) > size]
    if not len(shown):
        shown = way[len(way) // 2 : len(way) // 2 + 1]
    points: list[Point] = []
    for tip, size, full in (heads[0], heads[1]):
        near = shown[0] if tip is heads[0][0] else shown[-1]
        if not size:
            points.append((float(tip[0]), float(tip[1])))
            continue
        points.append(_head(sheet, tip, near, size, link.look.colour, full))
    inner = [(float(x), float(y)) for x, y in shown]
    track = [points[0], *inner, points[1]]
    if link.kind == DEAL:
        sheet.line(track, link.look.colour, 3.6)
        sheet.line(track, sheet.theme.paper, 1.6)
    else:
        sheet.line(track, link.look.colour, 2.0 if link.is_bold else 0.9, link.look.dash)


def _head(sheet: Sheet, tip: NDArray[np.float64], near: NDArray[np.float64], size: float, colour: str, full: bool) -> Point:
    """A head of an arrow whose line comes from `near`; returns where the line ends."""
    long = float(np.hypot(*(near - tip))) or 1.0
    ux, uy = float(near[0] - tip[0]) / long, float(near[1] - tip[1]) / long
    x, y = float(tip[0]), float(tip[1])
    foot, half = (x + size * ux, y + size * uy), size * 0.42
    corners = [(x, y), (foot[0] - half * uy, foot[1] + half * ux), (foot[0] + half * uy, foot[1] - half * ux)]
    sheet.polygon(corners, colour if full else sheet.theme.paper, colour, 0.9)
    return foot


def _box(sheet: Sheet, node: Node, frame: tuple[float, float, float, float]) -> None:
    """One state: its box, a second line around it for an equilibrium, and the lines of text in it."""
    theme = sheet.theme
    left, top, right, bottom = frame
    if node.is_equilibrium:
        sheet.rounded(left - RING, top - RING, right + RING, bottom + RING, CORNER + RING, None, theme.ink, 1.3)
    ground, ink = (theme.ink, theme.paper) if node.is_now else (theme.area, theme.ink)
    sheet.rounded(left, top, right, bottom, CORNER, ground, theme.ink, 0.9, () if node.is_joined else (3.0, 2.0))
    lines = node.words.lines
    first = (top + bottom) / 2 - (len(lines) - 1) / 2 * LEADING * SMALL
    for n, line in enumerate(lines):
        y = first + n * LEADING * SMALL
        colour = node.words.colour(n)
        if colour is None:
            sheet.text((left + right) / 2, y, line, SMALL, ink, bold=n < node.words.bold, align="center")
        else:
            start = (left + right - node.words.width) / 2
            if colour:
                sheet.box(start, y - 2.6, start + 5.2, y + 2.6, colour)
            sheet.text(start + DOT, y, line, SMALL, ink)
