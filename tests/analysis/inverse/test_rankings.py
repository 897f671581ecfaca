"""Of all rankings, how many make a state stable: against trying every one."""

from __future__ import annotations

from random import Random

import pytest

from cases import graph, random_graph_case
from countermove.analysis.inverse.rankings import ranking_counts
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.searched import searched_game
from countermove.stability.concept import CONCEPTS
from reference_inverse import rankings_holding

COUNTED = [id_ for id_, concept in CONCEPTS.items() if concept.by_preferred]


def counts(game: ListedGame, key: int, actor: str) -> dict[str, int]:
    return dict(ranking_counts(game, game.at(key), actor).counts)


def test_the_counts_are_those_of_trying_every_ranking() -> None:
    for seed in range(12):
        case = random_graph_case(Random(seed), states=(3, 4))
        compiled = compile(case)
        for mover in compiled.movers[:2]:
            found = counts(compiled, 1, mover.id)
            assert found == {c: rankings_holding(case, 1, mover.id, c) for c in COUNTED}, seed


def test_the_concepts_counted_depend_on_what_is_preferred_alone() -> None:
    assert COUNTED == ["nash", "gmr", "smr", "seq", "sseq"]


def test_as_data() -> None:
    answer = ranking_counts(compile(load_case("chicken")), 1, "row")
    assert answer.to_dict()["stable"] == {"nash": 12, "gmr": 16, "smr": 14, "seq": 12, "sseq": 12}
    assert (answer.to_dict()["state"], answer.to_dict()["rankings"]) == (1, 24)
    assert answer.to_csv().splitlines()[:2] == ["concept,rankings,share", "Nash,12,50\u00a0%"]
    assert repr(answer).startswith("RankingCounts(row, state 1: nash 12, gmr 16")
    with pytest.raises(QuestionError, match="too many"):
        ranking_counts(searched_game(load_case("chicken")), 1, "row")


def test_a_state_of_six() -> None:
    """All 720 rankings of one actor in a case of six states."""
    case = graph("stuvwx", a=("st su tv", "s t u v w x"), b=("tw uv vx ws", "w x s v t u"))
    found = counts(compile(case), 0, "a")
    assert found == {c: rankings_holding(case, 0, "a", c) for c in COUNTED}
    assert found["nash"] == 240, "the state must stand above two others: a third of all rankings"


def test_questions_that_cannot_be_answered() -> None:
    talks = compile(load_case("european-security-2022"))
    with pytest.raises(SizeError, match="at most 16 states, and this case has 416"):
        counts(talks, 0, "russia")
    with pytest.raises(QuestionError, match=r'^"nato" is a body'):
        counts(talks, 0, "nato")
    with pytest.raises(QuestionError, match=r'^unknown actor or body "rusia"'):
        counts(talks, 0, "rusia")
