"""How robust outcomes are, in games of both kinds: what the counts say, and what must be so in every case."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import numpy as np
import pytest

import countermove as cm
from analysis.robustness.test_searched import drawable
from cases import case_of, random_case
from catalogued import LISTED, unlabelled
from countermove.analysis.robustness.robustness import robust
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.game import Game
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.model.preferences import OrderUnknown, lines_of

OPENING = "european-security-2022"
EUROPE = load_case(OPENING)


def test_the_opening_case_is_war_or_peace_by_one_line_of_russia() -> None:
    """State 148 holds and is led to in about 60 % of the draws, whatever the order of lines; 152 is led to in the rest."""
    found = robust(compile(load_case(OPENING)), draws=300, pairs="none")
    first, second = found.outcomes[:2]
    assert (first.state.key, second.state.key) == (147, 151)
    for level in first.levels:
        low, high = level.survival["nash"].interval
        assert low < 0.6 < high
        assert level.survival == level.led
    for mine, other in zip(first.levels, second.levels, strict=True):
        assert other.survival["nash"].value == 1
        assert mine.led is not None
        assert other.led is not None
        both = mine.led["nash"].count + other.led["nash"].count
        assert both == 300 if mine.noise == 0 else both >= 300, "other orders of lines can lead to either"
    influence = next(i for i in found.influences if i.state.key == 147 and i.concept == "nash")
    assert influence.change.to_dict() == {"actor": "russia", "line": 3, "change": "otherwise"}
    assert (influence.changed.value, influence.unchanged.value) == (0, 1)
    assert influence.changed.count + influence.unchanged.count == first.levels[-1].survival["nash"].count


@pytest.mark.parametrize(
    ("game", "how"),
    [
        (compile(load_case(OPENING)), {"draws": 250, "concepts": ["nash", "seq"]}),
        (searched_game(load_case("thirty-allies-2022")), {"draws": 8}),
    ],
    ids=["listed", "searched"],
)
def test_the_same_seed_gives_the_same_bytes_whoever_counts(game: Game, how: dict[str, Any]) -> None:
    texts = {json.dumps(robust(game, seed=5, pairs="none", workers=n, **how).to_dict()) for n in (1, 2, 3)}
    assert len(texts) == 1
    other = json.dumps(robust(game, seed=6, pairs="none", **how).to_dict())
    assert other not in texts


def test_a_generator_gives_the_seed() -> None:
    for game in (compile(load_case("chicken")), searched_game(load_case("chicken"))):
        one, same = (robust(game, draws=5, rng=np.random.default_rng(3)) for _ in range(2))
        assert one.settings.seed == same.settings.seed
        rng = np.random.default_rng(3)
        assert len({robust(game, draws=5, rng=rng).settings.seed for _ in range(2)}) == 2


def test_concepts_include_each_other_in_every_draw() -> None:
    """Nash in SSEQ, SSEQ in SEQ and SMR, SEQ and SMR in GMR: so do the counts."""
    for seed in range(15):
        graph = compile(random_case(Random(seed), max_options=4))
        for outcome in robust(graph, draws=20, seed=seed, noise=[0.3], pairs="none").outcomes:
            count = {concept: share.count for concept, share in outcome.levels[0].survival.items()}
            chain = ("nash", "sseq", "seq", "gmr"), ("nash", "smr", "gmr"), ("sseq", "smr")
            for names in chain:
                assert [count[name] for name in names] == sorted(count[name] for name in names)
            if outcome.levels[0].led is not None and outcome.levels[0].reached is not None:
                for concept, share in outcome.levels[0].led.items():
                    assert share.count <= min(count[concept], outcome.levels[0].reached.count)


def is_certain(case: Case) -> bool:
    """Whether every statement is certain and every order known."""
    entries = [entry for record in case.actors.values() for entry in record.prefers or ()]
    return not any(isinstance(entry, OrderUnknown) or line.sure < 1 for entry in entries for line in lines_of(entry))


def test_without_uncertain_statements_nothing_is_drawn_at_noise_zero() -> None:
    certain = [id_ for id_ in LISTED if is_certain(load_case(id_))]
    assert OPENING not in certain
    assert len(certain) > 5
    for id_ in certain:
        graph = compile(load_case(id_))
        found = robust(graph, draws=10, noise=[0], pairs="none")
        table = cm.equilibria(graph)
        assert {o.state for o in found.outcomes} == {e.state for e in table.equilibria()}
        for outcome in found.outcomes:
            assert {c for c, s in outcome.levels[0].survival.items() if s.value == 1} == set(outcome.concepts)
            assert {s.value for s in outcome.levels[0].survival.values()} <= {0, 1}


def test_states_that_hold_in_the_draws_only_are_outcomes_too() -> None:
    line = {"that": "x", "sure": "0.7", "otherwise": "not x"}
    graph = compile(case_of(actors={"a": {"options": {"x": {}}, "prefers": [line]}}, status_quo=[]))
    found = robust(graph, draws=200, noise=[0])
    assert [(o.state.key, bool(o.concepts)) for o in found.outcomes] == [(1, True), (0, False)]
    counts = [o.levels[0].survival["nash"].count for o in found.outcomes]
    assert sum(counts) == 200
    assert [o.levels[0].reached.count for o in found.outcomes if o.levels[0].reached] == [counts[0], 200]


def test_the_data_has_the_keys_that_were_promised() -> None:
    graph = compile(load_case(OPENING))
    data = robust(graph, draws=20, concepts=["nash"], pairs="none", limit=2).to_dict()
    assert (data["draws"], data["seed"], data["noise"]) == (20, 1, [0.0, 0.1, 0.25])
    assert len(data["outcomes"]) == 2
    assert data["truncated"] is True
    first = data["outcomes"][0]
    assert first["state"] == 148
    assert first["options"]["russia.insist"] is True
    assert set(first["survival"]["nash"]) == {"share", "low", "high", "draws"}
    assert [level["noise"] for level in first["by_noise"]] == data["noise"]
    breaker = data["breakers"][0]
    assert {k: breaker[k] for k in ("state", "concept", "actor", "line", "change")} == {
        "state": 148, "concept": "nash", "actor": "russia", "line": 3, "change": "otherwise",
    }  # fmt: skip
    assert {"pairs", "pair_counts", "tried", "tornado"} <= set(data)
    assert json.loads(json.dumps(data)) == data


def test_a_listed_case_is_told_by_its_ids() -> None:
    case = case_of(
        states={"s": "S", "t": "T"},
        actors={"a": {"moves": [["s", "t"], ["t", "s"]], "ranking": ["t", "s"]}},
        status_quo="s",
    )
    found = robust(compile(case), draws=50, noise=[0.5])
    outcomes = found.to_dict()["outcomes"]
    assert {o["id"]: o["concepts"][:1] for o in outcomes} == {"t": ["nash"], "s": []}
    assert outcomes[0]["options"] == {}
    assert sum(o["survival"]["nash"]["share"] for o in outcomes) == pytest.approx(1)


def test_the_result_in_notebooks_and_as_a_frame() -> None:
    pytest.importorskip("pandas")
    found = robust(compile(unlabelled("chicken")), draws=10)
    assert repr(found).startswith("Robustness(10 draws, seed 1; ")
    assert "<th>share</th>" in found._repr_html_()
    frame = found.to_frame()
    assert frame.index.names == ["state", "noise", "concept"]
    assert list(frame.columns) == ["written", "share", "low", "high", "led", "reached"]
    assert len(frame) == len(found.outcomes) * 3 * 7


def test_no_equilibrium_is_an_answer() -> None:
    actors = {
        "a": {"options": {"x": {}}, "prefers": ["x iff b.y"]},
        "b": {"options": {"y": {}}, "prefers": ["not (y iff a.x)"]},
    }
    found = robust(compile(case_of(actors=actors)), draws=10, concepts=["nash"])
    assert found.outcomes == ()
    assert found.breakpoints.singles == ()
    assert repr(found) == "Robustness(10 draws, seed 1; 0 outcomes)"


def test_questions_that_cannot_be_answered_are_refused() -> None:
    graph = compile(load_case("chicken"))
    with pytest.raises(QuestionError, match="unknown concept"):
        robust(graph, concepts=["nsh"])
    with pytest.raises(QuestionError, match=r"^no concept is named; name some of"):
        robust(graph, concepts=[])
    with pytest.raises(QuestionError, match=r"^the number of workers is 0; give at least 1$"):
        robust(graph, workers=0)


# --------------------------------------------------------------------------------------------- searched games


@pytest.mark.parametrize("seed", range(10))
def test_shares_are_those_of_the_listed_game_and_walks_reach_no_more(seed: int) -> None:
    case = drawable(seed)
    exact = robust(compile(case), draws=20, seed=seed, noise=[0, 0.3], concepts=["nash"], pairs="none")
    searched = robust(searched_game(case), draws=20, seed=seed, noise=[0, 0.3], pairs="none")
    by_code = {o.code: o for o in exact.outcomes}
    for outcome in searched.outcomes:
        other = by_code.get(outcome.code)
        if other is None:
            assert not outcome.concepts
            continue
        assert outcome.concepts == other.concepts
        for one, two in zip(outcome.levels, other.levels, strict=True):
            assert one.survival == two.survival
            assert (one.led is None) == (two.led is None)
            if one.led is not None and two.led is not None:
                assert one.led["nash"].count <= two.led["nash"].count
    written = {code for code, o in by_code.items() if o.concepts}
    assert {o.code for o in searched.outcomes if o.concepts} == written or len(written) > 20


def test_what_goes_with_a_fall_is_the_same() -> None:
    exact = robust(compile(EUROPE), draws=60, noise=[0.0], concepts=["nash"], pairs="none")
    searched = robust(searched_game(EUROPE), draws=60, noise=[0.0], pairs="none")
    assert {(i.code, i.change, i.changed, i.unchanged) for i in searched.influences} == {
        (i.code, i.change, i.changed, i.unchanged) for i in exact.influences
    }
    assert searched.influences


def test_states_where_walks_end_in_draws_are_outcomes_too() -> None:
    answer = robust(searched_game(drawable(37)), draws=20, noise=[0.5], pairs="none")
    new = [o for o in answer.outcomes if not o.concepts]
    assert len(new) == 2
    for outcome in new:
        assert outcome.led is not None
        assert 0 < outcome.led["nash"].count <= outcome.survival["nash"].count
    assert len(new) <= answer.end_count


def test_both_kinds_have_the_same_keys() -> None:
    searched = robust(searched_game(EUROPE), draws=10, noise=[0.0], pairs="none")
    data = json.loads(json.dumps(searched.to_dict()))
    exact = robust(compile(EUROPE), draws=10, noise=[0.0], concepts=["nash"], pairs="none").to_dict()
    assert set(exact) == set(data)
    assert set(exact["outcomes"][0]) == set(data["outcomes"][0])
    assert set(exact["breakers"][0]) == set(data["breakers"][0])
    assert {o["state"] for o in data["outcomes"]} == {None}
    assert {o["code"] for o in data["outcomes"]} >= {o["code"] for o in exact["outcomes"] if o["concepts"]}
    assert (data["walks"], exact["walks"]) == (3, None)
    assert data["proved"] is True
    assert (data["coverage"]["kind"], exact["coverage"]["kind"]) == ("search", "complete")
    assert {b["state"] for b in data["breakers"]} == {None}
    assert robust(searched_game(EUROPE), draws=10, noise=[0.0], pairs="none", limit=1).to_dict()["truncated"] is True
    frame = searched.to_frame()
    assert len(frame) == len(searched.outcomes)
    assert frame.index.names == ["code", "noise", "concept"]
    assert list(frame.columns) == ["label", "written", "share", "low", "high", "led"]
    assert repr(searched).startswith("Robustness(10 draws, seed 1; 6 outcomes; the first survives in ")


def test_without_a_status_quo_no_walks_are_followed() -> None:
    case = EUROPE.model_copy(update={"status_quo": None})
    answer = robust(searched_game(case), draws=5, noise=[0.0], pairs="none")
    assert answer.walks == 0
    assert all(o.concepts and o.led is None for o in answer.outcomes)


@pytest.mark.parametrize("game", [compile(EUROPE), searched_game(EUROPE)], ids=["listed", "searched"])
def test_settings_that_say_nothing_are_refused(game: Game) -> None:
    with pytest.raises(QuestionError, match="the number of draws is 0"):
        robust(game, draws=0)
    with pytest.raises(QuestionError, match="a noise level is 2"):
        robust(game, noise=[2])


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"concepts": ["nash", "seq"]}, '^"seq" is not tried where the states are too many'),
        ({"drop_options": 0.1}, "^drop_options needs a list of states"),
        ({"drop_actors": 0.1}, "^drop_actors needs a list of states"),
        ({"scheduler": "tcp://10.0.0.5:8786"}, "^scheduler needs a list of states"),
    ],
)
def test_what_a_searched_game_does_not_answer(how: dict[str, Any], words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        robust(searched_game(EUROPE), **how)
