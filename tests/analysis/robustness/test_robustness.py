"""How firmly outcomes hold: what the counts say, and what must be so in every case."""

from __future__ import annotations

import json
from random import Random

import numpy as np
import pytest

import countermove as cm
from cases import case_of, random_case
from catalogued import LISTED
from countermove.analysis.robustness.robustness import robust
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile

OPENING = "european-security-2022"


def test_the_opening_case_is_war_or_peace_by_one_line_of_russia() -> None:
    """State 148 holds and is led to in about 60 % of the draws, whatever the order of lines; 152 is led to in the rest."""
    found = robust(compile(load_case(OPENING)), draws=300, pairs="none")
    first, second = found.outcomes[:2]
    assert (first.state, second.state) == (147, 151)
    for level in first.levels:
        low, high = level.survival["nash"].interval
        assert low < 0.6 < high
        assert level.survival == level.led
    for mine, other in zip(first.levels, second.levels, strict=True):
        assert other.survival["nash"].share == 1
        assert mine.led is not None
        assert other.led is not None
        both = mine.led["nash"].count + other.led["nash"].count
        assert both == 300 if mine.noise == 0 else both >= 300, "other orders of lines can lead to either"
    influence = next(i for i in found.influences if i.state == 147 and i.concept == "nash")
    assert influence.change.to_dict() == {"actor": "russia", "line": 3, "change": "otherwise"}
    assert (influence.changed.share, influence.unchanged.share) == (0, 1)
    assert influence.changed.count + influence.unchanged.count == first.levels[-1].survival["nash"].count


def test_the_same_seed_gives_the_same_bytes_whoever_counts() -> None:
    graph = compile(load_case(OPENING))
    texts = {
        json.dumps(robust(graph, draws=250, rng=5, concepts=["nash", "seq"], pairs="none", workers=n).to_dict())
        for n in (1, 2, 3)
    }
    assert len(texts) == 1
    other = json.dumps(robust(graph, draws=250, rng=6, concepts=["nash", "seq"], pairs="none").to_dict())
    assert other not in texts


def test_a_generator_gives_the_seed() -> None:
    graph = compile(load_case("chicken"))
    one, same = (robust(graph, draws=5, rng=np.random.default_rng(3)) for _ in range(2))
    assert one.settings.seed == same.settings.seed
    rng = np.random.default_rng(3)
    assert len({robust(graph, draws=5, rng=rng).settings.seed for _ in range(2)}) == 2


def test_concepts_include_each_other_in_every_draw() -> None:
    """Nash in SSEQ, SSEQ in SEQ and SMR, SEQ and SMR in GMR: so do the counts."""
    for seed in range(15):
        graph = compile(random_case(Random(seed), max_options=4))
        for outcome in robust(graph, draws=20, rng=seed, noise=[0.3], pairs="none").outcomes:
            count = {concept: share.count for concept, share in outcome.levels[0].survival.items()}
            chain = ("nash", "sseq", "seq", "gmr"), ("nash", "smr", "gmr"), ("sseq", "smr")
            for names in chain:
                assert [count[name] for name in names] == sorted(count[name] for name in names)
            if outcome.levels[0].led is not None and outcome.levels[0].reached is not None:
                for concept, share in outcome.levels[0].led.items():
                    assert share.count <= min(count[concept], outcome.levels[0].reached.count)


def test_without_doubts_nothing_is_drawn_at_noise_zero() -> None:
    for id_ in LISTED:
        if id_ == OPENING:
            continue
        graph = compile(load_case(id_))
        found = robust(graph, draws=10, noise=[0], pairs="none")
        table = cm.equilibria(graph)
        assert {o.state for o in found.outcomes} == {e.state for e in table.equilibria()}
        for outcome in found.outcomes:
            assert {c for c, s in outcome.levels[0].survival.items() if s.share == 1} == set(outcome.concepts)
            assert {s.share for s in outcome.levels[0].survival.values()} <= {0, 1}


def test_states_that_hold_in_the_draws_only_are_outcomes_too() -> None:
    line = {"that": "x", "sure": "0.7", "otherwise": "not x"}
    graph = compile(case_of(actors={"a": {"options": {"x": {}}, "prefers": [line]}}, status_quo=[]))
    found = robust(graph, draws=200, noise=[0])
    assert [(o.state, bool(o.concepts)) for o in found.outcomes] == [(1, True), (0, False)]
    counts = [o.levels[0].survival["nash"].count for o in found.outcomes]
    assert sum(counts) == 200
    assert [o.levels[0].reached.count for o in found.outcomes if o.levels[0].reached] == [counts[0], 200]


def test_the_data_has_the_keys_that_were_promised() -> None:
    graph = compile(load_case(OPENING))
    data = robust(graph, draws=20, concepts=["nash"], pairs="none").to_dict(limit=2)
    assert (data["draws"], data["seed"], data["noise"]) == (20, 1, [0.0, 0.1, 0.25])
    assert len(data["outcomes"]) == 2
    assert data["truncated"] is True
    first = data["outcomes"][0]
    assert first["state"] == 148
    assert first["options"]["russia.insist"] is True
    assert set(first["survival"]["nash"]) == {"share", "low", "high"}
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
    found = robust(compile(load_case("chicken")), draws=10)
    assert repr(found).startswith("Robustness(10 draws, seed 1; ")
    assert "<th>nash</th>" in found._repr_html_()
    frame = found.to_frame()
    assert list(frame.columns) == ["state", "noise", "concept", "share", "low", "high"]
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
    with pytest.raises(QuestionError, match=r"^0 workers do nothing; give at least 1$"):
        robust(graph, workers=0)
