"""Counts over draws: those of the literal reference, whoever counts them."""

from __future__ import annotations

import json
from random import Random

import numpy as np
import pytest
from scipy.stats import binomtest

from cases import case_of, random_case, random_graph_case
from countermove.analysis.result import plain
from countermove.analysis.robustness import study as module
from countermove.analysis.robustness.run import counted
from countermove.analysis.robustness.study import Settings, Study, Tally
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.shares import Share, wilson
from countermove.model.case import Case
from countermove.stability.engines import batch as repeated
from engines import reference_concepts
from reference_robustness import tallied

LEVELS = (0.0, 0.4)
DRAWS = 6


def check(case: Case, settings: Settings) -> None:
    study = Study(compile(case), settings)
    found = counted(study, workers=1)
    concepts = reference_concepts(case)
    left_out = {"drop_options": settings.drop_options, "drop_actors": settings.drop_actors}
    expected = tallied(case, settings.seed, settings.draws, settings.noise, concepts, **left_out)
    states = range(study.game.size)
    for level, (held, led, reached) in enumerate(expected):
        for row, concept in enumerate(concepts):
            assert found.equilibria[level, row].tolist() == [held[concept][s] for s in states], concept
            if study.game.status_quo_key is not None:
                assert found.led[level, row].tolist() == [led[concept][s] for s in states], concept
        assert found.reached[level].tolist() == [reached[s] for s in states]


@pytest.mark.parametrize("part", range(3))
def test_counts_are_those_of_the_reference(part: int) -> None:
    for seed in range(16 * part, 16 * part + 16):
        case = random_graph_case(Random(seed)) if seed % 4 == 3 else random_case(Random(seed), max_options=4)
        check(case, Settings(DRAWS, seed, LEVELS))


@pytest.mark.parametrize("part", range(3))
def test_counts_with_something_left_out_are_those_of_the_reference(part: int) -> None:
    for seed in range(10 * part, 10 * part + 10):
        if seed % 4 == 3:
            check(random_graph_case(Random(seed)), Settings(DRAWS, seed, LEVELS, drop_actors=0.3))
        else:
            case = random_case(Random(seed), max_options=4, coalesce=False, levels=True)
            check(case, Settings(DRAWS, seed, LEVELS, drop_options=0.25, drop_actors=0.2))


def test_events_are_counted_with_the_outcomes() -> None:
    """Summed draw by draw, from the draws themselves."""
    study = Study(compile(load_case("european-security-2022")), Settings(120, 4, (0.0, 0.2), ("nash", "seq")))
    found = counted(study)
    assert study.watched[:2] == (147, 151)
    happened, together = np.zeros_like(found.happened), np.zeros_like(found.together)
    for k in range(120):
        drawn = study.plan.draw(k)
        states = study.holding(drawn.keys[-1]).states[:, list(study.watched)]
        for event in drawn.happened:
            happened[event] += 1
            together[event] += states
    assert np.array_equal(found.happened, happened)
    assert np.array_equal(found.together, together)
    assert happened.sum() > 120


def test_chunks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = compile(load_case("cuban-missile-crisis"))
    whole = counted(Study(graph, Settings(37)))
    monkeypatch.setattr(module, "CHUNK_DRAWS", 5)
    parts = Study(graph, Settings(37))
    assert parts.chunks == 8
    found = counted(parts, workers=2)
    assert {name: text for name, text in found.to_dict().items() if name != "chunks"} == {
        name: text for name, text in whole.to_dict().items() if name != "chunks"
    }


def test_a_chunk_ends_when_it_is_told_to() -> None:
    asked = iter([True, True, False])
    assert Study(compile(load_case("chicken")), Settings(10)).tally(0, lambda: next(asked)) is None


def test_the_identity_tells_studies_apart() -> None:
    graph = compile(load_case("chicken"))
    base = Study(graph, Settings())
    assert base.identity == Study(compile(load_case("chicken")), Settings()).identity
    others = [
        Study(graph, Settings(seed=2)),
        Study(graph, Settings(noise=(0.0,))),
        Study(graph, Settings(concepts=("nash",))),
    ]
    others.append(Study(compile(load_case("prisoners-dilemma")), Settings()))
    assert len({study.name for study in [base, *others]}) == 5


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"draws": 0}, "^the number of draws is 0; give 1 to"),
        ({"draws": -5}, "^the number of draws is -5"),
        ({"seed": -1}, "^the seed is -1; give a whole number from 0$"),
        ({"noise": ()}, "^give at least one noise level"),
        ({"noise": (0.1, 0.1)}, "^give at least one noise level, and each once"),
        ({"noise": (1.5,)}, "^a noise level is 1.5; a chance lies between 0 and 1$"),
        ({"noise": (float("nan"),)}, "^a noise level is nan; a chance lies between 0 and 1$"),
        ({"drop_options": -0.1}, "^drop-options is -0.1; a chance"),
        ({"drop_actors": 2}, "^drop-actors is 2; a chance"),
    ],
)
def test_settings_that_say_nothing_are_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        Settings(**wrong)  # type: ignore[arg-type]


def test_what_cannot_be_left_out_is_refused() -> None:
    listed = compile(random_graph_case(Random(1)))
    with pytest.raises(QuestionError, match=r"^the case has no options, so none can be left out"):
        Study(listed, Settings(drop_options=0.1))


def test_actors_are_left_out_under_a_concept_on_request_too() -> None:
    """L1 is Nash, so both must count the same; Nash has a kernel, L1 goes through the ordinary engine."""
    graph = compile(load_case("cuban-missile-crisis"))
    how = {"drop_actors": 0.3, "drop_options": 0.2, "draws": 60}
    asked, known = (counted(Study(graph, Settings(concepts=(id_,), **how))) for id_ in ("l1", "nash"))  # type: ignore[arg-type]
    assert asked.equilibria.tolist() == known.equilibria.tolist()
    assert asked.reached.tolist() == known.reached.tolist()
    assert 0 < asked.equilibria.sum() < asked.equilibria.size * 60


def test_counts_are_whole_where_bodies_have_too_many_actors_for_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    members = [f"m{k}" for k in range(13)]
    actors = {m: {"prefers": [{"that": "go", "sure": "0.5", "otherwise": "not go"}]} for m in members}
    body = {"members": members, "decides": "majority", "options": {"go": {}}}
    case = case_of(actors=actors, bodies={"council": body}, status_quo=[])
    study = Study(compile(case), Settings(40, 1, (0.0,), ("nash", "seq")))
    found = counted(study)
    against = [sum(study.plan.events[e].kind == "otherwise" for e in study.plan.draw(k).happened) for k in range(40)]
    passes = sum(many <= 6 for many in against)
    assert 0 < passes < 40
    assert found.equilibria[0, 0].tolist() == [40 - passes, passes]
    leaving_out = Settings(40, 1, (0.0,), ("nash", "seq"), drop_options=0.1)
    expected = counted(Study(compile(case), leaving_out))
    monkeypatch.setattr(repeated, "PAIRWISE", 1)
    ordinary = counted(Study(compile(case), leaving_out))
    assert ordinary.to_dict() == expected.to_dict(), "without a table the ordinary engine serves, and counts the same"


@pytest.mark.parametrize("total", [1, 7, 100, 10_000])
def test_intervals_are_those_of_wilson(total: int) -> None:
    for count in sorted({0, 1, total // 3, total // 2, total - 1, total}):
        expected = binomtest(count, total).proportion_ci(confidence_level=0.95, method="wilson")
        assert wilson(count, total) == pytest.approx((expected.low, expected.high), abs=1e-12)
        low, high = wilson(count, total)
        assert 0 <= low <= count / total <= high <= 1


def test_a_share_as_data() -> None:
    assert Share(0, 10).low == 0
    assert plain(Share(10, 10)) == {"share": 1.0, "low": pytest.approx(0.7225, abs=1e-4), "high": 1.0, "draws": 10}


def some(chunk: int) -> Tally:
    rng = np.random.default_rng(chunk)
    shapes = ((2, 3, 4), (2, 3, 4), (2, 4), (5,), (5, 3, 2))
    return Tally(frozenset([chunk]), *(rng.integers(0, 100, shape) for shape in shapes))


def test_counts_add_up_in_any_order_and_survive_being_written() -> None:
    like = Tally.nothing(2, 3, 4, 5, 2)
    whole, back = like + some(0) + some(1) + some(2), like + some(2) + some(0) + some(1)
    assert json.dumps(whole.to_dict()) == json.dumps(back.to_dict())
    read = Tally.from_dict(json.loads(json.dumps(whole.to_dict())), like)
    assert read.to_dict() == whole.to_dict()
    assert np.array_equal(read.equilibria, some(0).equilibria + some(1).equilibria + some(2).equilibria)
    assert (read + some(3)).chunks == {0, 1, 2, 3}


@pytest.mark.parametrize(
    "damage",
    [
        {"held": "x"},
        {"held": 3},
        {"held": "AAAA"},
        {"chunks": [-1]},
        {"chunks": ["0"]},
        {"chunks": 1},
        {"chunks": [True]},
    ],
)
def test_damaged_counts_are_refused(damage: dict[str, object]) -> None:
    like = Tally.nothing(2, 3, 4, 5, 2)
    with pytest.raises(ValueError):
        Tally.from_dict(some(0).to_dict() | damage, like)


def test_counts_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^held: the size of the table$"):
        Tally.from_dict(some(0).to_dict(), Tally.nothing(2, 3, 5, 5, 2))
    with pytest.raises(ValueError):
        Tally.from_dict({}, Tally.nothing(1, 1, 1, 1, 1))
