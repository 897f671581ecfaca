"""The picture of the evolution: all that the text names is in it and joined, and its sentence is true."""

from __future__ import annotations

import re
from collections import deque

import numpy as np
import pytest
from hypothesis import given, settings

import countermove as cm
from cases import case_of, cases
from catalogued import LISTED
from countermove.analysis.evolution.paths import reachable
from countermove.game.listed import ListedGame as Game
from countermove.plots import alt_text, sentence
from countermove.plots.graphs import evolution as module
from countermove.plots.graphs.course import EvolutionPaths, course_sentence
from countermove.plots.graphs.evolution import evolution_figure, steps_shown
from countermove.plots.shown import Choice
from countermove.requests.documents.plot import RECORDS, Source
from countermove.stability.improvements import improvements
from plots.boxes import crossings, faults, texts


def record(game: Game, states: tuple[int, ...] | None = None) -> EvolutionPaths:
    return RECORDS["evolution"](Source(game.case, game), Choice(states))


def improving(game: Game) -> dict[int, set[int]]:
    """Where improvements lead from each state, from the definition's arrays."""
    ends: dict[int, set[int]] = {state: set() for state in range(game.size)}
    for mover in game.movers:
        edges = improvements(game, mover)
        for a, b in zip(edges.source.tolist(), edges.target.tolist(), strict=True):
            ends[a].add(b)
    return ends


def moving(game: Game) -> dict[int, set[int]]:
    ends: dict[int, set[int]] = {state: set() for state in range(game.size)}
    for mover in game.movers:
        edges = game.edges[mover.index]
        for a, b in zip(edges.source.tolist(), edges.target.tolist(), strict=True):
            ends[a].add(b)
    return ends


def reached(ends: dict[int, set[int]], start: int) -> set[int]:
    seen, queue = {start}, deque([start])
    while queue:
        more = ends[queue.popleft()] - seen
        seen |= more
        queue.extend(more)
    return seen


def check_joined(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every outcome told, the deal and the status quo are drawn, and joined wherever any moves or a deal lead there."""
    drawn = {}
    with monkeypatch.context() as patch:
        patch.setattr(module, "draw", lambda sheet, nodes, links, layers, **_: drawn.update(nodes=nodes, links=links))
        patch.setattr(module, "_moves_in_words", lambda *_: [])
        evolution = record(game)
        try:
            evolution_figure(evolution, Choice())
        except cm.QuestionError:
            assert not evolution.steps
            assert not evolution.deals
            return
    states = evolution.states
    told = cm.equilibria(game).strongest(4)
    assert {game.status_quo_key, *told, *(deal.after for deal in evolution.deals)} <= set(states)
    ends: dict[int, set[int]] = {state: set() for state in states}
    for link in drawn["links"]:
        for a, b, is_drawn in ((link.start, link.end, link.there), (link.end, link.start, link.back)):
            if is_drawn:
                ends[states[a]].add(states[b])
    joined = reached(ends, evolution.paths.start.key)
    # By any legal sequence of moves, where nobody moves twice in a row, or by the deal: a state that neither leads to
    # cannot be joined, and has a broken line.
    legal = reachable(game, evolution.paths.start.key, improving=False)
    able = set(np.flatnonzero(legal).tolist()) | {deal.after for deal in evolution.deals}
    for state, node in zip(states, drawn["nodes"], strict=True):
        assert node.is_joined == (state in joined)
        assert state in joined or state not in able


@pytest.mark.parametrize("case", LISTED)
def test_all_that_the_text_names_is_in_the_picture_and_joined(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    game = cm.compile(cm.load(case))
    if game.status_quo_key is not None:
        check_joined(game, monkeypatch)


SMALL = cases(bodies=True, coalesce=False)


@settings(deadline=None, max_examples=25)
@given(SMALL)
def test_all_that_the_text_names_is_in_the_picture_of_random_cases(case: cm.Case) -> None:
    game = cm.compile(case)
    if game.status_quo_key is not None and game.movers:
        with pytest.MonkeyPatch.context() as patch:
            check_joined(game, patch)


def numbers(text: str) -> list[int]:
    return [int(n) - 1 for n in re.findall(r"state (\d+)", text)]


def check_sentence(game: Game, evolution: EvolutionPaths) -> None:
    """The sentence is read again, and each of its claims is compared with the game."""
    said = course_sentence(evolution)
    start = evolution.paths.start.key
    by, gains = moving(game), improving(game)
    lead = re.match(
        r"From .*?, (\w+) improvements? leads? to (.*), (the first )?by (.*); (no|further) improvements? lead", said
    )
    if lead:
        (end,) = numbers(lead[2])
        count = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"].index(lead[1])
        # In a legal path no mover moves twice in a row; a plain search gives a bound, and the route its own length.
        assert end in reached(gains, start)
        assert any(route.length == count and route.target.key == end for route in evolution.paths.routes)
        assert bool(gains[end]) == (lead[5] == "further")
        for name in re.split(", | or ", lead[4]):
            assert any(
                game.case.label(mover.id) == name
                and set(improvements(game, mover).target[improvements(game, mover).source == start])
                for mover in game.movers
            )
        return
    assert said.startswith("No improvement leads on from" if not gains[start] else "From ")
    assert ("improvements lead to no outcome that is shown" in said) == bool(gains[start])
    for end in numbers(said.split("; ")[-1]) if "; " in said else []:
        if "a deal of" in said:
            assert any(deal.after == end for deal in evolution.deals)
        else:
            assert end in reached(by, start)


@pytest.mark.parametrize("case", LISTED)
def test_the_sentence_is_true(case: str) -> None:
    game = cm.compile(cm.load(case))
    if game.status_quo_key is not None and case != "condorcet-committee":
        check_sentence(game, record(game))


@settings(deadline=None, max_examples=40)
@given(SMALL)
def test_the_sentence_is_true_of_random_cases(case: cm.Case) -> None:
    game = cm.compile(case)
    if game.status_quo_key is not None and game.movers:
        check_sentence(game, record(game))


def test_the_steps_are_those_of_the_shortest_paths_by_improvements() -> None:
    game = cm.compile(cm.load("european-security-2022"))
    steps, missed = steps_shown(cm.paths(game), ())
    assert {(s.mover, s.before.number, s.after.number) for s in steps} == {
        ("russia", 98, 100), ("usa", 98, 146), ("usa", 100, 148), ("russia", 146, 148),
    }  # fmt: skip
    assert sorted(state + 1 for state in missed) == [152, 169, 173, 412, 416]
    found = " ".join(texts(cm.plot(game, "evolution", states=[148])))
    assert '98 → 100 Russia chooses "Answer with counter-containment"' in found


def test_where_improvements_lead_nowhere_moves_are_shown_and_it_is_said() -> None:
    game = cm.compile(cm.load("mountain-pass"))
    figure = cm.plot(game, "evolution", states=[8])
    assert "another move" in texts(figure)
    assert faults(figure) == []
    assert crossings(figure) == 0


def test_a_deal_is_drawn_with_a_line_of_its_own_and_named() -> None:
    figure = cm.plot(cm.compile(cm.load("nile-dam-2021")), "evolution")
    (deal,) = record(cm.compile(cm.load("nile-dam-2021"))).deals
    assert f"1 → {deal.after + 1} A deal of Ethiopia, Egypt, Sudan and African Union" in " ".join(texts(figure))
    assert "From today: a deal of Ethiopia, Egypt, Sudan and African Union, to " in alt_text(figure)
    doubles = [p for p in figure.axes[0].patches if p.get_linewidth() == 3.6]
    assert len(doubles) == 2  # the link, and its sample beside the words


def test_without_a_status_quo_the_first_state_chosen_is_the_start() -> None:
    game = cm.compile(cm.load("chicken"))
    with pytest.raises(cm.QuestionError, match="no status quo to start from; name a state with states="):
        cm.plot(game, "evolution")
    figure = cm.plot(game, "evolution", states=[1])
    assert figure.get_label() == 'Chicken: how the conflict may evolve from "Crash" (state 1)'
    assert (
        sentence(figure)
        == 'From "Crash" (state 1), one improvement leads to "Row gives way" (state 2), by Row; no improvement leads on from there.'
    )


def test_many_targets_are_refused() -> None:
    game = cm.compile(cm.load("european-security-2022"))
    with pytest.raises(cm.QuestionError, match="at most 7"):
        cm.plot(game, "evolution", states=range(1, 9))


def test_where_there_is_no_path_to_draw_it_is_said_why() -> None:
    game = cm.compile(cm.load("condorcet-committee"))
    with pytest.raises(cm.QuestionError, match="no state is an equilibrium under Nash or SEQ, so there is no outcome to"):
        cm.plot(game, "evolution")
    assert faults(cm.plot(game, "evolution", states=[2])) == []
    rooted = cm.compile(case_of(**ROOTED))
    with pytest.raises(cm.QuestionError, match=r"no moves lead from state 1 \(today\) to any other outcome"):
        cm.plot(rooted, "evolution")


ROOTED = {"actors": {"a": {"options": {"go": {"change": "drop-only"}}, "prefers": ["not go"]}}, "status_quo": []}
