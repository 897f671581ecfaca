"""The graph of moves has exactly the moves of the model."""

from __future__ import annotations

import pytest

import countermove as cm
from cases import case_of
from countermove.analysis.evolution.evolution import FIRM
from countermove.plots.moves import _note
from countermove.plots.shown import Choice
from countermove.requests.documents.plot import RECORDS, Source
from countermove.stability.improvements import improvements
from plots.boxes import faults, listed

Pairs = list[tuple[int, int, int, bool]]


def drawn(graph: cm.ListedGame, states: tuple[int, ...] | None = None) -> tuple[tuple[int, ...], Pairs, str]:
    """The states in the picture, the moves (mover, from, to, gain; states by place), and what is left out."""
    choice = Choice(states)
    graph_of_moves = RECORDS["moves"](Source(graph.case, graph), choice)
    near = graph_of_moves.near
    place = {state: k for k, state in enumerate(near.states)}
    moves = [(move.mover, place[move.before], place[move.after], move.improves) for move in near.moves]
    return near.states, moves, _note(graph_of_moves, choice)


@pytest.mark.parametrize("case", ["cuban-missile-crisis", "elmira", "eu-council", "condorcet-committee", None])
def test_small_graphs_are_shown_whole(case: str | None) -> None:
    graph = cm.compile(cm.load(case)) if case else listed()
    states, moves, note = drawn(graph)
    assert states == tuple(range(graph.size))
    assert note == ""
    pairs = {
        (m.index, int(a), int(b))
        for m in graph.movers
        for a, b in zip(graph.edges[m.index].source, graph.edges[m.index].target, strict=True)
    }
    gains = set()
    for m in graph.movers:
        edges = improvements(graph, m)
        gains |= {(m.index, int(a), int(b)) for a, b in zip(edges.source, edges.target, strict=True)}
    assert {move[:3] for move in moves} == pairs
    assert {move[:3] for move in moves if move[3]} == gains


def test_of_a_large_graph_the_neighbourhood_is_shown() -> None:
    graph = cm.compile(cm.load("european-security-2022"))
    states, moves, note = drawn(graph)
    assert states[:2] == (97, 147)
    assert "of 416 states: the status quo and firm outcomes" in note
    around = [move for move in moves if states[move[1]] not in (97, 147, 151, 168)]
    assert around
    assert all(gain for *_, gain in around)
    ends = {(states[start], states[end]) for _, start, end, _ in around}
    assert {(99, 147), (145, 147)} <= ends  # the last steps of the ways from today to state 148
    states, moves, _ = drawn(graph, (99,))
    assert states[0] == 99
    assert 147 in states
    assert all(gain for *_, gain in moves)


def test_many_gains_are_cut_to_the_best_of_each_and_it_is_said() -> None:
    graph = crowd(6)
    states, moves, note = drawn(graph, (0,))
    assert "only that is shown which is best for it" in note
    ends = {(graph.movers[m].id, states[end]) for m, _, end, _ in moves}
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
    assert faults(cm.plot(graph, "moves")) == []


def test_too_many_states_are_refused() -> None:
    graph = cm.compile(cm.load("european-security-2022"))
    with pytest.raises(cm.QuestionError, match="choose fewer with --states"):
        cm.plot(graph, "moves", states=range(1, 32))


def test_black_is_the_status_quo_and_rings_are_equilibria() -> None:
    graph = cm.compile(cm.load("security-council"))
    patches = cm.plot(graph, "moves").axes[0].patches
    black = [p for p in patches if p.get_facecolor()[:3] == (0x1A / 255,) * 3]
    rings = [p for p in patches if p.get_linewidth() == 1.3]
    assert len(black) == 1
    assert len(rings) == int((cm.equilibria(graph, FIRM).strength() > 0).sum())
