"""Where the states of a graph stand: rows by their distance from the first, ordered so that few links cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from math import ceil

from countermove.errors import QuestionError

__all__ = ["Layout", "layered", "rows_of"]

BETWEEN = 20.0
"""The least distance of two states in one row, in points: a link and the white beside it pass between."""
BESIDE = 8.0
"""The least distance of two links that pass a row side by side, in points: two heads of arrows."""
SWEEPS = 12
"""Rounds in which rows are drawn towards their neighbours; after some ten nothing moves by a point any more."""


@dataclass(frozen=True)
class Layout:
    """Where states stand, and where links pass the rows between their ends.

    `across`: the middle of each state, in points from the left. `rows`: the row of each, from 0 at the top. `passes`:
    for each link the places at which it crosses the rows between those of its ends, from the upper to the lower.
    """

    across: tuple[float, ...]
    rows: tuple[int, ...]
    passes: tuple[tuple[float, ...], ...]

    def moved(self, right: float) -> Layout:
        """The same, this many points farther to the right."""
        passes = tuple(tuple(place + right for place in own) for own in self.passes)
        return Layout(tuple(place + right for place in self.across), self.rows, passes)


def rows_of(layers: Sequence[int], links: Sequence[tuple[int, int]], widths: Sequence[float], room: float) -> list[int]:
    """The row of each state: its layer, or where a layer is wider than the picture, one of the rows that it is cut into.

    States with a link to a lower layer stand in the lower rows of their own.
    """
    rows = [0] * len(layers)
    top = 0
    leads_on = {a if layers[a] < layers[b] else b for a, b in links if layers[a] != layers[b]}
    for layer in sorted(set(layers)):
        states = sorted((k for k, own in enumerate(layers) if own == layer), key=lambda k: (k in leads_on, k))
        wide = sum(widths[k] + BETWEEN for k in states) - BETWEEN
        # A little more than the sum, for one state that is wider than the others may spoil an even division.
        count = max(1, ceil(wide / room))
        while count < len(states) and any(
            sum(widths[k] + BETWEEN for k in part) - BETWEEN > room for part in _even(states, count)
        ):
            count += 1
        for n, part in enumerate(_even(states, count)):
            for state in part:
                rows[state] = top + n
        top += count
    return rows


def _even(states: Sequence[int], count: int) -> list[Sequence[int]]:
    """States in `count` parts of nearly the same size."""
    ends = [round(len(states) * k / count) for k in range(count + 1)]
    return [states[a:b] for a, b in pairwise(ends)]


def layered(rows: Sequence[int], links: Sequence[tuple[int, int]], widths: Sequence[float], room: float) -> Layout:
    """States in their rows, ordered by Sugiyama's method, with room for links that pass a row.

    The library `fast_sugiyama` orders each row so that few links cross; what is ours is the row of a state (its distance
    from the first state, which the library would change) and the distances in a row (the library has one for all).

    Parameters
    ----------
    rows
        The row of each state, from 0; every row has at least one.
    links
        Pairs of states. Those in one row do not change the order.
    widths
        The width of each state, in points.
    room
        How wide the whole may be, in points.

    Returns
    -------
    Layout
        Places in points; the leftmost state, or link that passes, begins at 0.
    """
    chains = [_chain(rows, *link) for link in links]
    count = len(rows) + sum(map(len, chains))
    heights, wide = list(rows), list(widths)
    edges: list[tuple[int, int]] = []
    nodes, first_free = [], len(rows)
    for (a, b), chain in zip(links, chains, strict=True):
        passing = range(first_free, first_free + len(chain))
        nodes.append(list(passing))
        first_free += len(chain)
        heights += chain
        wide += [0.0] * len(chain)
        upper, lower = (a, b) if rows[a] < rows[b] else (b, a)
        if rows[a] != rows[b]:
            ends = [upper, *passing, lower]
            edges += pairwise(ends)
    order = _ordered(count, heights, edges)
    places = _placed(order, heights, wide, edges, room)
    return Layout(tuple(places[: len(rows)]), tuple(rows), tuple(tuple(places[k] for k in own) for own in nodes))


def _chain(rows: Sequence[int], a: int, b: int) -> list[int]:
    """The rows that a link passes between those of its ends."""
    low, high = sorted((rows[a], rows[b]))
    return list(range(low + 1, high))


def _ordered(count: int, heights: Sequence[int], edges: Sequence[tuple[int, int]]) -> list[list[int]]:
    """What stands in each row, from left to right."""
    if find_spec("fast_sugiyama") is None:
        raise QuestionError('graphs need fast-sugiyama: install it with pip install "countermove[plots]"')
    from fast_sugiyama import from_edges

    last = max(heights)
    by_row = [[k for k in range(count) if heights[k] == row] for row in range(last + 1)]
    if last == 0:
        return by_row
    # One root above all, and for whatever hangs on nothing a link from the row above: then the longest path to a node
    # is its row, and the library, which ranks by longest paths, keeps the rows.
    joined = list(dict.fromkeys(edges))
    hanging = set(range(count)) - {b for _, b in joined}
    above = {k: count if heights[k] == 0 else by_row[heights[k] - 1][0] for k in sorted(hanging)}
    joined += [(upper, lower) for lower, upper in above.items()]
    layouts = from_edges(
        joined, minimum_length=1, vertex_spacing=1, dummy_vertices=False, ranking_type="up",
        crossing_minimization="barycenter", transpose=True,
    )  # fmt: skip
    across = {node: float(place[0]) for positions, *_ in layouts for node, place in positions}
    return [sorted(row, key=lambda k: (across[k], k)) for row in by_row]


def _placed(
    order: Sequence[Sequence[int]], heights: Sequence[int], widths: Sequence[float], edges: Sequence[tuple[int, int]],
    room: float,
) -> list[float]:  # fmt: skip
    """The middle of each node: near those that it is linked to, in the order of its row, and not too near to the next."""
    near: list[list[int]] = [[] for _ in heights]
    for a, b in edges:
        near[a].append(b)
        near[b].append(a)
    places = [0.0] * len(heights)
    gaps = [_gaps(row, widths, room) for row in order]
    for row, gap in zip(order, gaps, strict=True):
        for k, place in zip(row, _spread([room / 2] * len(row), gap), strict=True):
            places[k] = place
    for sweep in range(SWEEPS):
        # Down, then up, so that both ends of a link draw.
        for n in range(len(order)) if sweep % 2 == 0 else range(len(order) - 1, -1, -1):
            row = order[n]
            wanted = [sum(places[m] for m in near[k]) / len(near[k]) if near[k] else places[k] for k in row]
            for k, place in zip(row, _inside(_spread(wanted, gaps[n]), row, widths, gaps[n], room), strict=True):
                places[k] = place
    left = min(places[k] - widths[k] / 2 for k in range(len(places)))
    return [place - left for place in places]


def _gaps(row: Sequence[int], widths: Sequence[float], room: float) -> list[float]:
    """The least distances of the middles of neighbours in a row; links that pass are pressed together where they must."""
    least = [(widths[a] + widths[b]) / 2 + (BETWEEN if widths[a] and widths[b] else BESIDE) for a, b in pairwise(row)]
    bare = [(widths[a] + widths[b]) / 2 for a, b in pairwise(row)]
    ends = (widths[row[0]] + widths[row[-1]]) / 2
    spare, white = room - ends - sum(bare), sum(least) - sum(bare)
    share = min(1.0, max(0.25, spare / white)) if white else 1.0
    return [b + (g - b) * share for b, g in zip(bare, least, strict=True)]


def _spread(wanted: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Places nearest to those wanted (least squares) that keep their order and the least distances.

    With the least distances taken off, this is isotonic regression: neighbours in the wrong order share their mean.

    >>> _spread([0.0, 0.0], [10.0])
    [-5.0, 5.0]
    """
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    blocks: list[list[float]] = []  # sum and size of each group that shares a mean
    for want, offset in zip(wanted, offsets, strict=True):
        blocks.append([want - offset, 1.0])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, size = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += size
    means = [total / size for total, size in blocks for _ in range(int(size))]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _inside(
    places: list[float], row: Sequence[int], widths: Sequence[float], gaps: Sequence[float], room: float
) -> list[float]:
    """The same places pushed inside the room, as far as it is wide enough."""
    kept = list(places)
    kept[-1] = min(kept[-1], room - widths[row[-1]] / 2)
    for n in range(len(kept) - 2, -1, -1):
        kept[n] = min(kept[n], kept[n + 1] - gaps[n])
    kept[0] = max(kept[0], widths[row[0]] / 2)
    for n in range(1, len(kept)):
        kept[n] = max(kept[n], kept[n - 1] + gaps[n - 1])
    return kept
