"""Counts over draws: those of the literal reference, whoever counts them."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import case_of, random_case, random_graph_case
from countermove.analysis.robustness import study as module
from countermove.analysis.robustness.study import Settings, Study
from countermove.analysis.robustness.workers import counted
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
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
    states = range(study.graph.size)
    for level, (held, led, reached) in enumerate(expected):
        for row, concept in enumerate(concepts):
            assert found.held[level, row].tolist() == [held[concept][s] for s in states], concept
            if study.graph.status_quo is not None:
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
    monkeypatch.setattr(module, "CHUNK", 5)
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
        ({"draws": 0}, "^0 draws say nothing; ask for 1 to"),
        ({"draws": -5}, "^-5 draws say nothing"),
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
    assert asked.held.tolist() == known.held.tolist()
    assert asked.reached.tolist() == known.reached.tolist()
    assert 0 < asked.held.sum() < asked.held.size * 60


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
    assert found.held[0, 0].tolist() == [40 - passes, passes]
    monkeypatch.setattr(repeated, "PAIRWISE", 1)
    with pytest.raises(QuestionError, match="at most 12 actors"):
        Study(compile(case), Settings(drop_options=0.1))
