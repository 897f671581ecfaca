"""The graph of moves has exactly the moves of the model."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_hex

import countermove as cm
from cases import case_of
from catalogued import LISTED
from countermove.analysis.evolution.evolution import OUTCOME_CONCEPTS
from countermove.plots.graphs import moves as module
from countermove.plots.graphs.moves import _note, moves_figure, moves_sentence
from countermove.plots.shown import Choice, name_of
from countermove.plots.style import LIGHT
from countermove.requests.documents.plot import RECORDS, Source
from countermove.stability.improvements import improvements
from plots.boxes import faults, listed
from plots.graphs.test_evolution import moving, reached

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
    assert sorted(states) == list(range(graph.size))
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
    shown = [(mover, states[a], states[b], gain) for mover, a, b, gain in moves]
    assert {move[:3] for move in shown} == pairs
    assert {move[:3] for move in shown if move[3]} == gains


def test_of_a_large_graph_the_outcomes_and_the_paths_to_them_are_shown() -> None:
    graph = cm.compile(cm.load("european-security-2022"))
    states, moves, note = drawn(graph)
    assert states[0] == 97
    assert "of 416 states: the status quo, outcomes, and paths to them" in note
    told = set(cm.equilibria(graph).strongest(4))
    assert told <= set(states)
    ends = {(states[start], states[end]) for _, start, end, _ in moves}
    assert {(99, 147), (145, 147)} <= ends  # the last steps of the paths from today to state 148
    states, moves, _ = drawn(graph, (99,))
    assert states[0] == 99
    assert 147 in states
    assert all(gain for *_, gain in moves)


@pytest.mark.parametrize("case", LISTED)
def test_the_sentence_is_true(case: str) -> None:
    """The states that it names have no improvement, all others of those asked about have one."""
    game = cm.compile(cm.load(case))
    graph = RECORDS["moves"](Source(game.case, game), Choice())
    leaving = {int(state) for mover in game.movers for state in np.unique(improvements(game, mover).source)}
    settled = {state for state in graph.near.centre if state not in leaving}
    said = moves_sentence(graph)
    assert set(graph.settled) == settled
    if not settled:
        assert "some improvement leads on" in said
    elif len(settled) == 1:
        (state,) = settled
        assert said.endswith(f"{name_of(game, state)} is the only one from which no improvement leads on.")
    elif len(settled) < len(graph.near.centre):
        assert f"{len(settled)} have no improvement that leads on" in said


def test_many_gains_are_cut_to_the_best_of_each_and_it_is_said() -> None:
    graph = crowd(6)
    states, moves, note = drawn(graph, (0,))
    assert "only the one that is best for it is shown" in note
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
    with pytest.raises(cm.QuestionError, match="choose fewer with states="):
        cm.plot(graph, "moves", states=range(1, 32))


def test_full_boxes_are_the_status_quo_and_second_lines_are_equilibria() -> None:
    graph = cm.compile(cm.load("security-council"))
    patches = cm.plot(graph, "moves").axes[0].patches
    boxes = [p for p in patches if p.get_path().codes is not None and 3 in p.get_path().codes]
    full = [p for p in boxes if to_hex(p.get_facecolor()) == LIGHT.ink]
    lines = [p for p in boxes if p.get_linewidth() == 1.3]
    assert len(full) == 1
    assert len(lines) == int((cm.equilibria(graph, OUTCOME_CONCEPTS).strength() > 0).sum())


@pytest.mark.parametrize("case", LISTED)
def test_all_outcomes_that_the_brief_tells_are_in_the_picture_and_joined(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as any moves, or the deal, lead there from the status quo."""
    game = cm.compile(cm.load(case))
    if game.status_quo_key is None:
        return
    drawn_links = []
    monkeypatch.setattr(module, "draw", lambda sheet, nodes, links, layers: drawn_links.extend(links))
    graph = RECORDS["moves"](Source(game.case, game), Choice())
    moves_figure(graph, Choice())
    ends: dict[int, set[int]] = {state: set() for state in range(game.size)}
    for link in drawn_links:
        a, b = graph.states[link.start], graph.states[link.end]
        ends[a] |= {b} if link.there else set()
        ends[b] |= {a} if link.back else set()
    wanted = {*cm.equilibria(game).strongest(4), *(deal.after for deal in graph.deals)}
    assert wanted <= set(graph.states)
    able = reached(moving(game), game.status_quo_key) | {deal.after for deal in graph.deals}
    assert wanted & able <= reached(ends, game.status_quo_key)


def test_states_that_are_chosen_with_the_status_quo_are_joined_to_it() -> None:
    graph = cm.compile(cm.load("european-security-2022"))
    near = RECORDS["moves"](Source(graph.case, graph), Choice((97, 147))).near
    assert {99, 145} & set(near.centre)
