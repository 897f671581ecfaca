"""Stable sets of cases: what is proved of them, how they are told, and what is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest

from cases import case_of, graph
from catalogued import LISTED
from countermove.analysis.farsighted import StableSets, farsighted, relation, stable_sets
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.compile import compile
from reference_farsighted import Farsighted, some_case


def keys(answer: StableSets) -> tuple[tuple[int, ...], ...]:
    """The states of each set, by their places in arrays."""
    return tuple(tuple(state.key for state in states) for states in answer.stable_sets)


@pytest.mark.parametrize("dominance", ["direct", "indirect"])
def test_relations_are_those_of_the_reference(dominance: str) -> None:
    for seed in range(80):
        case = some_case(seed)
        found = relation(compile(case), dominance)
        expected = Farsighted(case).relation(dominance)
        assert {d: frozenset(np.flatnonzero(row).tolist()) for d, row in enumerate(found)} == expected, seed


def test_farsighted_stable_sets_lie_in_the_largest_consistent_set() -> None:
    """As Chwe proves; and each set is free of dominance inside, and dominates all outside."""
    found_some = 0
    for seed in range(80):
        made = compile(some_case(seed))
        consistent = farsighted(made).in_consistent_set
        for dominance in ("direct", "indirect"):
            dominates = relation(made, dominance)
            for members in keys(stable_sets(made, dominance)):
                inside = np.isin(np.arange(made.size), members)
                assert not dominates[np.ix_(members, members)].any()
                assert dominates[list(members)].any(axis=0)[~inside].all()
                if dominance == "indirect":
                    assert consistent[inside].all(), seed
                    found_some += 1
    assert found_some > 60


def test_the_core_is_in_every_stable_set_of_direct_dominance() -> None:
    for seed in range(80):
        made = compile(some_case(seed))
        core = set(np.flatnonzero(farsighted(made).in_core).tolist())
        assert all(core <= set(members) for members in keys(stable_sets(made, "direct")))


def test_majorities_that_run_in_a_circle_have_no_stable_set() -> None:
    case = load_case("condorcet-committee")
    for dominance in ("direct", "indirect"):
        found = stable_sets(compile(case), dominance)
        assert (found.stable_sets, found.proved) == ((), True)
        assert case.published["farsighted"][f"stable sets by {dominance} dominance"] == []


@pytest.mark.parametrize("id_", LISTED)
def test_the_catalogue_is_solved(id_: str) -> None:
    found = stable_sets(compile(load_case(id_)), limit=5)
    assert found.stopped in (None, "limit")
    assert (len(found.stable_sets) == 5) == (found.stopped == "limit")


def test_plain_data_frames_and_pages_say_the_same() -> None:
    found = stable_sets(compile(load_case("chicken")))
    data = found.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert (data["dominance"], data["stable_sets"]) == ("indirect", [[2], [3]])
    assert (data["proved"], data["stopped"]) == (True, None)
    frame = found.to_frame()
    assert frame.index.tolist() == [(1, 2), (2, 3)]
    assert found._repr_html_().count("<tr>") == 1 + 2
    assert repr(found) == "StableSets(indirect dominance; 2 found, all of them)"
    cut = stable_sets(compile(load_case("chicken")), limit=1)
    assert (cut.proved, cut.to_dict()["stopped"]) == (False, "limit")
    assert repr(cut) == "StableSets(indirect dominance; 1 found, stopped by the limit)"


def asked(case: object, *args: object, **more: object) -> StableSets:
    return stable_sets(compile(case), *args, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"dominance": "indirct"}, 'unknown dominance "indirct"; did you mean "indirect" or "direct"?'),
        ({"dominance": "x"}, 'unknown dominance "x"; known: "indirect", "direct"'),
        ({"limit": 0}, "a limit of 0 leaves no stable set to return; give 1 or more"),
        ({"seconds": 0.0}, "the time limit is 0 seconds; give a number above 0"),
        ({"seconds": -2.5}, "the time limit is -2.5 seconds; give a number above 0"),
        ({"seconds": float("nan")}, "the time limit is nan seconds; give a number above 0"),
        ({"seconds": float("inf")}, "the time limit is inf seconds; give a number above 0"),
    ],
)
def test_wrong_questions_are_refused(question: dict[str, object], message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        asked(load_case("chicken"), **question)
    assert str(caught.value) == message


def test_too_many_states_are_refused_with_the_way_out() -> None:
    actors = {a: {"options": {k: {} for k in "vwxyz"}} for a in "ab"}
    ids = [f"s{k}" for k in range(1_001)]
    many = case_of(states={s: s for s in ids}, actors={"a": {"moves": [], "ranking": [ids]}})
    way = "rule combinations out under impossible:, join some under coalesce:"
    for case, size, out in ((case_of(actors=actors), "1,024", way), (many, "1,001", "list fewer")):
        with pytest.raises(SizeError) as caught:
            asked(case)
        begin = f"the case has {size} states; stable sets are searched up to 1,000: {out}, "
        assert str(caught.value) == begin + "or ask for the core and the largest consistent set"


def test_a_thousand_states_are_few_enough() -> None:
    ids = [f"s{k}" for k in range(1_000)]
    moves = [[ids[k + 1], ids[k]] for k in range(999)]
    chain = case_of(states={s: s for s in ids}, actors={"a": {"moves": moves, "ranking": ids}})
    assert keys(asked(chain, "direct")) == (tuple(range(0, 1_000, 2)),)


def test_a_graph_case_has_stable_sets() -> None:
    circle = graph("stu", f=("st", "t s u"), a=("tu", "u t s"), b=("us", "s u t"))
    found = asked(circle, "direct")
    assert (found.stable_sets, found.proved) == ((), True)
