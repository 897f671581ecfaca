"""The door of every public question: it takes a case or a game, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

import countermove as cm
from countermove.analysis.evolution.evolution import starts
from countermove.analysis.inverse.rankings import ranking_counts
from countermove.analysis.winners import standings
from countermove.errors import CaseError
from countermove.game.compile import case_of, compile, game_of
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame

Question = Callable[[Any], Any]

QUESTIONS: dict[str, tuple[str, Question]] = {
    "equilibria": ("chicken", cm.equilibria),
    "winners": ("chicken", cm.winners),
    "paths": ("european-security-2022", cm.paths),
    "starts": ("chicken", starts),
    "credibility": ("chicken", cm.credibility),
    "robust": ("chicken", lambda x: cm.robust(x, draws=5, noise=[0.1], concepts=["nash"], pairs="none")),
    "invert": ("prisoners-dilemma", lambda x: cm.invert(x, 4)),
    "rankings": ("chicken", lambda x: ranking_counts(x, 1, "row")),
    "coalitions": ("elmira", cm.coalitions),
    "farsighted": ("chicken", cm.farsighted),
    "stable sets": ("chicken", lambda x: cm.stable_sets(x, "direct")),
    "perceptions": ("mountain-pass", lambda x: cm.perceptions(x, ["nash"])),
    "states": ("chicken", cm.states),
    "power": ("european-security-2022", lambda x: cm.power(x, "nato", "admit")),
    "explain": ("prisoners-dilemma", lambda x: cm.explain(x, 4, "row", "seq")),
    "compare": ("prisoners-dilemma", lambda x: cm.compare(x, concepts=["nash"], other=cm.load("chicken"))),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_answers_alike_about_a_case_and_its_game(name: str) -> None:
    id_, question = QUESTIONS[name]
    case = cm.load(id_)
    assert question(case).to_dict() == question(cm.compile(case)).to_dict()


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("wrong", ["chicken", 3, None, ["chicken"]])
def test_a_question_about_anything_else_is_refused_with_the_way_out(name: str, wrong: object) -> None:
    with pytest.raises(cm.QuestionError, match=r"a case or a game is expected, not .*; read a case first: load\("):
        QUESTIONS[name][1](wrong)


def test_standings_take_a_case() -> None:
    case = cm.load("cuban-missile-crisis")
    assert [s.verdict for s in standings(case, 1, 6)] == [s.verdict for s in standings(cm.compile(case), 1, 6)]


def test_the_door_compiles_a_case_and_passes_a_game() -> None:
    case = cm.load("european-security-2022")
    game = game_of(case, "war-aims")
    assert game.scenario == "war-aims"
    assert game_of(game) is game
    assert case_of(case) is case
    assert case_of(game) is game.case


def test_a_game_has_its_scenario_already() -> None:
    with pytest.raises(cm.QuestionError, match="a compiled game has its scenario already; give the case"):
        game_of(cm.compile(cm.load("european-security-2022")), "war-aims")


def test_few_states_are_listed_and_many_are_searched() -> None:
    case = cm.load("chicken")
    assert isinstance(compile(case), ListedGame)
    assert isinstance(compile(case, max_states=3), SearchedGame)


def test_a_case_without_a_feasible_state_is_unsound() -> None:
    data = {"actors": {"a": {"options": {"x": "X"}}}, "impossible": ["x", "not x"]}
    with pytest.raises(CaseError, match="no state is feasible"):
        cm.equilibria(cm.Case.model_validate(data))


def test_actors_that_move_as_one_are_compared_as_a_what_if() -> None:
    merged = cm.merge(compile(cm.load("elmira")), [["ministry", "uniroyal"]])  # type: ignore[arg-type]
    with pytest.raises(cm.QuestionError, match="actors move as one; compare the case, with a what-if merge"):
        cm.compare(merged, what_ifs={"without": ["uniroyal"]})


def test_starts_are_asked_only_of_listed_games() -> None:
    with pytest.raises(cm.QuestionError, match="only where the states are listed"):
        starts(compile(cm.load("chicken"), max_states=3))
