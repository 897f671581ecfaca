"""What the opponents can bring about, by either engine."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import case_of, random_case, random_graph_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.stability.engines import dispatch as answers
from countermove.stability.engines.dispatch import answering_moves, best_after, least_answer, mover_blocks, uses_blocks
from engines import swept
from reference import Model


def sample(number: int, **wanted: object) -> list[Case]:
    return [random_case(Random(seed), max_options=5, **wanted) for seed in range(number)]  # type: ignore[arg-type]


@pytest.mark.parametrize("credible", [False, True])
def test_opponents_answer_with_the_moves_of_the_reference(credible: bool) -> None:
    """All moves or only improvements; of a body those that the focal actor, being against, cannot stop."""
    for seed, case in enumerate(sample(60)):
        graph, model = compile(case), Model(case)
        for focal in graph.movers:
            found = answering_moves(graph, focal, credible)
            assert list(found) == [m.index for m in graph.movers if m is not focal]
            for index, edges in found.items():
                mover = graph.movers[index].id
                listed = set(zip(edges.source.tolist(), edges.target.tolist(), strict=True))
                expected = {
                    (s, t) for s in range(graph.size) for t in model.steps(mover, s, credible, model.focal_actor(focal.id))
                }
                assert listed == expected, (seed, focal.id, mover)


@pytest.mark.parametrize("credible", [False, True])
def test_the_least_answer_is_that_of_the_reference(credible: bool) -> None:
    """The least value over a state and whatever the others reach from it, for any values whatever."""
    concept = "seq" if credible else "gmr"
    for seed, case in enumerate([*sample(40), *sample(40, needs=False, coalesce=False)]):
        graph, model = compile(case), Model(case)
        base = np.random.default_rng(seed).integers(0, 9, size=graph.size).astype(np.int32)
        for focal in graph.movers:
            expected = [min(int(base[t]) for t in {s, *model.answers(concept, focal.id, s)}) for s in range(graph.size)]
            assert least_answer(graph, focal, base, credible).tolist() == expected, (seed, focal.id)
            with swept():
                assert least_answer(graph, focal, base, credible).tolist() == expected, (seed, focal.id)


def test_the_best_after_a_move_is_that_of_the_reference() -> None:
    """A mover may stay, or make one move; a body's rules are not asked."""
    for seed, case in enumerate([*sample(40), *sample(40, needs=False, coalesce=False)]):
        graph, model = compile(case), Model(case)
        value = np.random.default_rng(seed).integers(-4, 4, size=graph.size).astype(np.int32)
        for mover in graph.movers:
            expected = [max(int(value[t]) for t in {s, *model.um(mover.id, s)}) for s in range(graph.size)]
            assert best_after(graph, mover, value).tolist() == expected, seed
            with swept():
                assert best_after(graph, mover, value).tolist() == expected, seed


def test_values_are_not_written_into() -> None:
    graph = compile(random_case(Random(4), needs=False, coalesce=False))
    base = np.arange(graph.size, dtype=np.int32)
    kept = base.copy()
    for mover in graph.movers:
        with swept():
            least_answer(graph, mover, base, True)
            least_answer(graph, mover, base, False)
            best_after(graph, mover, base)
        least_answer(graph, mover, base, False)
    assert np.array_equal(base, kept)


# ---------------------------------------------------------------------------------- which engine serves


def body_case(rule: object, **options: object) -> ListedGame:
    """A case of one actor and a body of two."""
    union = {"members": ["a", "b"], "decides": rule, "options": options or {"q": {}, "r": {}}}
    return compile(case_of(actors={"a": {"options": {"x": {}}}, "b": {}}, bodies={"union": union}))


def test_small_cases_are_not_swept() -> None:
    assert not uses_blocks(body_case("consensus"), credible=False)


def test_large_cases_are_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = body_case("consensus")
    monkeypatch.setattr(answers, "SWEEP_FROM_STATES", graph.size)
    assert uses_blocks(graph, credible=False)
    monkeypatch.setattr(answers, "SWEEP_FROM_STATES", graph.size + 1)
    assert not uses_blocks(graph, credible=False)


@pytest.mark.parametrize(
    ("rule", "credible"),
    [
        ("unanimity", True),
        ("consensus", True),
        ({"actor": "a"}, True),
        ({"all": ["unanimity", "consensus"]}, True),
        ("majority", False),
        ({"quota": "1"}, False),
        ({"any": ["unanimity"]}, False),
        ({"veto": ["a"], "also": "consensus"}, False),
    ],
    ids=str,
)
def test_improvements_are_swept_where_two_in_a_row_are_one(rule: object, credible: bool) -> None:
    graph = body_case(rule)
    with swept():
        assert uses_blocks(graph, credible=False)
        assert uses_blocks(graph, credible=True) is credible


def test_options_of_different_rules_are_not_swept_for_improvements() -> None:
    graph = body_case("consensus", q={}, r={"decides": "unanimity"})
    with swept():
        assert uses_blocks(graph, credible=False)
        assert not uses_blocks(graph, credible=True)


def test_preconditions_and_coalesced_and_listed_states_are_never_swept() -> None:
    needy = case_of(actors={"a": {"options": {"x": {}, "y": {"needs": "x"}}}})
    together = case_of(actors={"a": {"options": {"x": {}, "y": {}}}}, coalesce=["Y-"])
    with swept():
        for case in (needy, together, random_graph_case(Random(1))):
            assert not uses_blocks(compile(case), credible=False)


def test_blocks_are_made_once() -> None:
    graph = body_case("consensus")
    actor, body = graph.movers
    for mover in (actor, body):
        mask = int(mover.reach.mask)
        assert mover_blocks(graph, mover, mask) is mover_blocks(graph, mover, mask)
    assert mover_blocks(graph, body, 2) is not mover_blocks(graph, body, 4)
