"""What is told of coalitions that look ahead: plain data, frames, and paths that are really there."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from cases import graph
from countermove.analysis.evolution.paths import Step
from countermove.analysis.farsighted import Farsighted, farsighted, path_ahead, stable_sets
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.game import Game
from countermove.game.searched import searched_game
from reference_farsighted import Farsighted as Reference
from reference_farsighted import some_case


def test_plain_data_frames_and_pages_say_the_same() -> None:
    found = farsighted(compile(load_case("elmira")))
    data = found.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert (data["core"], data["largest_consistent_set"]) == ([5, 8, 9], [1, 5, 8, 9])
    assert data["states"] == {"count": 9, "status_quo": 1}
    frame = found.to_frame()
    assert frame.index.name == "state"
    assert frame.index[frame["core"]].tolist() == data["core"]
    assert frame.index[frame["largest_consistent_set"]].tolist() == data["largest_consistent_set"]
    assert found._repr_html_().count("<tr>") == 1 + 9
    assert len({*found.core, *found.largest_consistent_set}) == 4
    assert repr(found) == "Farsighted(9 states; core 3, largest consistent set 4)"


def test_listed_states_have_their_ids() -> None:
    found = farsighted(compile(graph("stu", f=("st", "u st"), a=("tu", "u st"))))
    data = found.to_dict()
    assert (data["ids"], data["options"]) == (["s", "t", "u"], [])
    assert (data["core"], data["largest_consistent_set"]) == ([1, 3], [3])


def check_path(reference: Reference, start: int, end: int, path: tuple[Step, ...]) -> None:
    """Steps that follow each other, each of which those can take who prefer the end to where it leads from."""
    here = start
    for step in path:
        assert step.before == here
        assert any(
            each.target == step.after and any(reference.prefers(coalition, end, here) for coalition in each.coalitions)
            for each in reference.steps[here]
        )
        here = step.after
    assert here == end


def shortest(reference: Reference, start: int, end: int) -> int:
    """The least number of steps of a path by which the end dominates the start."""
    reached, count = {start}, 0
    while end not in reached:
        reached |= {
            each.target
            for here in reached
            for each in reference.steps[here]
            if any(reference.prefers(coalition, end, here) for coalition in each.coalitions)
        }
        count += 1
    return count


def test_paths_are_shortest_paths_of_steps_that_look_to_their_end() -> None:
    lengths = set()
    for seed in range(60):
        case = some_case(seed)
        reference, found = Reference(case), farsighted(compile(case))
        for start in reference.states:
            for end in reference.states:
                path = path_ahead(found, start, end)
                assert (path is not None) == (start == end or start in reference.indirect[end]), seed
                if path is not None:
                    check_path(reference, start, end, path)
                    assert len(path) == shortest(reference, start, end), seed
                    lengths.add(len(path))
    assert lengths >= {0, 1, 2, 3}


def test_batches_are_told() -> None:
    count: list[int] = []
    farsighted(compile(load_case("chicken")), on_progress=lambda: count.append(1))
    assert count == [1]


def test_results_are_frozen_and_the_graph_is_left_as_it_is() -> None:
    made = compile(load_case("elmira"))
    before = made.rank_rows.copy()
    found = farsighted(made)
    with pytest.raises(AttributeError):
        found.in_core = found.in_consistent_set  # type: ignore[misc]
    assert np.array_equal(made.rank_rows, before)
    assert isinstance(found, Farsighted)


@pytest.mark.parametrize("question", [farsighted, stable_sets])
def test_a_searched_game_says_what_would_help(question: Callable[[Game], object]) -> None:
    with pytest.raises(QuestionError, match=r"^farsighted needs the list of all states.*; rule combinations out"):
        question(searched_game(load_case("chicken")))
