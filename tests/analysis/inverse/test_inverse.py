"""The answer to an inverse question, of either kind of game: as data, as rows, and what is refused."""

from __future__ import annotations

import json

import pytest

from cases import case_of, graph
from countermove.analysis.inverse.invert import invert
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.game import Game
from countermove.game.searched import searched_game
from countermove.model.statements import Bit

PAIR = case_of(
    actors={
        "ann": {"options": {"stay": {}}, "prefers": ["not stay", "stay iff bob.stay"]},
        "bob": {"options": {"stay": {}}, "prefers": ["not stay", "stay iff ann.stay"]},
    }
)
BOTH = pytest.mark.parametrize("game", [compile(PAIR), searched_game(PAIR)], ids=["listed", "searched"])


@BOTH
def test_as_data(game: Game) -> None:
    answer = invert(game, "ann.stay and bob.stay")
    data = json.loads(json.dumps(answer.to_dict()))
    kept = ("want", "concept", "reachable", "possible", "proved", "cost", "at_least", "count")
    assert [data[key] for key in kept] == ["ann.stay and bob.stay", "nash", False, True, True, 2, 2, 1]
    assert (data["barred"], data["unreached"]) == (None, None)
    (solution,) = data["solutions"]
    assert (solution["state"], solution["code"]) == (4 if game.is_listed else None, 3)
    assert solution["options"] == {"ann.stay": True, "bob.stay": True}
    assert solution["changes"] == [{"actor": "ann", "exchange": [1, 2]}, {"actor": "bob", "exchange": [1, 2]}]
    assert repr(answer) == "Inverse('ann.stay and bob.stay', nash: cost 2, 1 solutions, proved)"
    assert (answer.coverage.kind, answer.coverage.proved) == ("complete" if game.is_listed else "search", True)


@BOTH
def test_as_rows(game: Game) -> None:
    answer = invert(game, Bit(0), replace=True)
    frame = answer.to_frame()
    assert frame.columns.tolist() == ["state" if game.is_listed else "code", "actor", "line", "replace", "first", "second"]
    assert len(invert(game, "ann.stay and bob.stay").to_frame()) == 2
    assert set(frame["replace"].dropna()) == {"negation"}
    assert len(frame) == sum(len(solution.changes) for solution in answer.solutions)
    head, first, *_ = answer.to_csv().splitlines()
    assert head == f"solution,step,{'state' if game.is_listed else 'code'},actor,line,replace,first,second"
    assert first.startswith(f"1,1,{answer.solutions[0].state.key + game.is_listed},ann,")
    stays = invert(game, "not ann.stay and not bob.stay")
    assert (stays.cost, stays.to_csv().splitlines()[1]) == (0, f"1,1,{int(game.is_listed)},,,,,")


@BOTH
def test_a_state_its_options_and_a_statement_mean_the_same(game: Game) -> None:
    state = game.at(3)
    answers = [invert(game, want) for want in (state, [state], "ann.stay and bob.stay")]
    assert [[s.state for s in answer.solutions] for answer in answers] == [[state]] * 3
    assert [answer.target for answer in answers][:2] == [str(4 if game.is_listed else 3)] * 2


@BOTH
def test_a_state_of_another_game_is_refused(game: Game) -> None:
    with pytest.raises(QuestionError, match="a state of another game"):
        invert(game, compile(load_case("chicken")).at(0))


@pytest.mark.parametrize("is_listed", [True, False])
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"actors": ["nobody"]}, r'^unknown actor "nobody"'),
        ({"actors": ["ann"]}, r'^"ann" has no preference statements'),
        ({"reachable": True}, "needs a status quo"),
        ({"limit": 0}, "must be above 0"),
        ({"seconds": 0.0}, "must be above 0"),
        ({"seconds": float("nan")}, "must be above 0"),
    ],
)
def test_wrong_questions_are_refused(how: dict[str, object], words: str, is_listed: bool) -> None:
    case = case_of(actors={"ann": {"options": {"go": {}}, "worth": {"go": 1}}})
    game = compile(case) if is_listed else searched_game(case)
    with pytest.raises(QuestionError, match=words):
        invert(game, game.at(0), **how)  # type: ignore[arg-type]


def test_concepts_that_are_refused() -> None:
    game = compile(graph("st", a=("st", "s t")))
    with pytest.raises(QuestionError, match="unknown concept"):
        invert(game, 1, concept="nsh")
    with pytest.raises(QuestionError, match=r'^unknown actor "b"'):
        invert(game, 1, actors=["b"])
    with pytest.raises(QuestionError, match=r'the concept "seq" needs a list of states'):
        invert(searched_game(PAIR), "ann.stay", concept="seq")
    with pytest.raises(
        QuestionError, match="has no preference statements, and this search changes nothing else; name other actors"
    ):
        invert(searched_game(case_of(actors={"ann": {"options": {"go": {}}}})), Bit(0), actors=["ann"])
    with pytest.raises(QuestionError, match=r"one state, or a statement|no state is given"):
        invert(searched_game(PAIR), [])
