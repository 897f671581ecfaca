"""The graph of moves has exactly the moves of the model."""

from __future__ import annotations

import pytest

import countermove as cm
from cases import case_of
from countermove.plots import plot
from countermove.plots.choice import Choice
from countermove.plots.moves import FIRM, drawn_moves
from countermove.stability.improvements import improvements
from plots.boxes import faults, listed


def drawn(graph: cm.ListedGame, states: tuple[int, ...] | None = None):  # type: ignore[no-untyped-def]
    return drawn_moves(graph, Choice(states), cm.equilibria(graph, FIRM))


@pytest.mark.parametrize("case", ["cuban-missile-crisis", "elmira", "eu-council", "condorcet-committee", None])
def test_small_graphs_are_shown_whole(case: str | None) -> None:
    graph = cm.compile(cm.load(case)) if case else listed()
    found = drawn(graph)
    assert found.states == tuple(range(graph.size))
    pairs = {
        (m.index, int(a), int(b))
        for m in graph.movers
        for a, b in zip(graph.edges[m.index].source, graph.edges[m.index].target, strict=True)
    }
    gains = set()
    for m in graph.movers:
        edges = improvements(graph, m)
        gains |= {(m.index, int(a), int(b)) for a, b in zip(edges.source, edges.target, strict=True)}
    assert {move[:3] for move in found.moves} == pairs
    assert {move[:3] for move in found.moves if move[3]} == gains


def test_of_a_large_graph_the_neighbourhood_is_shown() -> None:
    graph = cm.compile(cm.load("european-security-2022"))
    found = drawn(graph)
    assert found.states[:2] == (97, 147)
    assert "of 416 states: the status quo and firm outcomes" in found.note
    around = [move for move in found.moves if found.states[move[1]] not in (97, 147, 151, 168)]
    assert around
    assert all(gain for *_, gain in around)
    ends = {(found.states[start], found.states[end]) for _, start, end, _ in around}
    assert {(99, 147), (145, 147)} <= ends  # the last steps of the ways from today to state 148
    chosen = drawn(graph, (99,))
    assert chosen.states[0] == 99
    assert 147 in chosen.states
    assert all(gain for *_, gain in chosen.moves)


def test_many_gains_are_cut_to_the_best_of_each_and_it_is_said() -> None:
    graph = crowd(6)
    found = drawn(graph, (0,))
    assert "only that is shown which is best for it" in found.note
    ends = {(graph.movers[m].id, found.states[end]) for m, _, end, _ in found.moves}
    assert ends == {("ann", 0b111111), ("bob", 0b111111 << 6)}


def crowd(each: int) -> cm.ListedGame:
    """Two actors that like to take as many of their own options as they can."""
    actors = {
        who: {"options": {f"o{k}": {} for k in range(each)}, "worth": {f"{who}.o{k}": 1 for k in range(each)}}
        for who in ("ann", "bob")
    }
    return cm.compile(case_of(actors=actors, status_quo=[]))


def test_large_graphs_have_pictures() -> None:
    graph = crowd(8)
    assert graph.size == 65_536
    assert faults(plot(graph, "moves")) == []


def test_too_many_states_are_refused() -> None:
    graph = cm.compile(cm.load("european-security-2022"))
    with pytest.raises(cm.SizeError, match="choose fewer with --states"):
        plot(graph, "moves", states=range(31))


def test_black_is_the_status_quo_and_rings_are_equilibria() -> None:
    graph = cm.compile(cm.load("security-council"))
    patches = plot(graph, "moves").axes[0].patches
    black = [p for p in patches if p.get_facecolor()[:3] == (0x1A / 255,) * 3]
    rings = [p for p in patches if p.get_linewidth() == 1.3]
    assert len(black) == 1
    assert len(rings) == int((cm.equilibria(graph, FIRM).strength() > 0).sum())
