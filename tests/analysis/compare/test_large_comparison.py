"""What is kept, lost and gained where states are not listed: as the exact comparison says, and honest beyond."""

from __future__ import annotations

import json
from random import Random

import pytest

from cases import case_of, random_case, sparse_case
from countermove.analysis.compare.compare import compare
from countermove.analysis.compare.comparison import Comparison
from countermove.analysis.compare.large_comparison import LargeComparison, LargeEntry, large_compared
from countermove.analysis.compare.matching import NOWHERE
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.searched import searched_game
from countermove.model.case import Case
from reference import Model
from reference_compare import judged, named, names_of


def both(case: Case, other: Case) -> tuple[Comparison, LargeComparison]:
    exact = compare(case, other=other, concepts=["nash"])
    return exact, large_compared(LargeEntry("base", searched_game(case)), [LargeEntry("other", searched_game(other))])


def pairs(seed: int) -> tuple[Case, Case]:
    """A case, and another with the same names, or the same with other preferences."""
    rng = Random(seed)
    wanted = {"coalesce": False, "levels": seed % 2 == 0, "max_options": 6}
    case = random_case(rng, **wanted)
    if seed % 3:
        return case, random_case(Random(seed + 1000), **wanted)
    actors = dict(case.actors)
    first = next(iter(actors))
    record = actors[first]
    if record.prefers:
        actors[first] = record.model_copy(update={"prefers": tuple(reversed(record.prefers))})
    return case, case.model_copy(update={"actors": actors})


@pytest.mark.parametrize("seed", range(45))
def test_shifts_are_those_of_the_exact_comparison(seed: int) -> None:
    exact, found = both(*pairs(seed))
    old, new = exact.base.table.listed, exact.changes[0].side.table.listed
    shift, change = exact.changes[0].equilibria["nash"], found.changes[0]
    large = change.equilibria["nash"]
    assert [int(old.codes[s]) for s in shift.kept] == list(large.kept)
    assert [int(old.codes[s]) for s in shift.lost] == list(large.lost)
    assert [int(new.codes[s]) for s in shift.gained] == list(large.gained)
    assert large.whole
    assert [e.to_dict() for e in exact.changes[0].edits] == [e.to_dict() for e in change.edits]
    for s, there in enumerate(exact.changes[0].there.tolist()):
        code = change.there.code(int(old.codes[s]))
        assert code == (None if there == NOWHERE else int(new.codes[there]))


@pytest.mark.parametrize("seed", range(30))
def test_who_gains_is_judged_as_the_reference_does(seed: int) -> None:
    case, other = pairs(seed)
    _, found = both(case, other)
    models, names = (Model(case), Model(other)), names_of(case, other)
    sides = (found.base, found.changes[0].side)
    ends = [
        [named(m, {c: s for s, c in enumerate(m.state_codes)}[code], names) for code in side.outcomes]
        for m, side in zip(models, sides, strict=True)
    ]
    for stake in found.changes[0].stakes:
        assert stake.before == judged(models[0], stake.actor, *ends, names)
        assert stake.after == judged(models[1], stake.actor, *ends, names)


def test_what_one_side_did_not_find_is_tried_there() -> None:
    case = sparse_case(31, 4)
    entries = [LargeEntry("same", searched_game(case)), LargeEntry("same", searched_game(case))]
    found = large_compared(LargeEntry("base", searched_game(case)), entries, limit=3)
    assert [change.side.name for change in found.changes] == ["same", "same (2)"]
    for change in found.changes:
        shift = change.equilibria["nash"]
        assert (shift.lost, shift.gained, shift.whole) == ((), (), False)
        assert len(shift.kept) >= 3


def test_lists_that_are_short_in_different_places_lose_nothing() -> None:
    """Nobody minds anything, so every state holds; the two searches list other states first."""
    options = {"x": {}, "y": {}}
    case = case_of(actors={id_: {"options": options} for id_ in "abc"})
    other = case_of(actors={id_: {"options": options} for id_ in "cba"})
    found = large_compared(LargeEntry("base", searched_game(case)), [LargeEntry("other", searched_game(other))], limit=3)
    change = found.changes[0]
    assert {change.there.code(code) for code in found.base.holding("nash")} != set(change.side.holding("nash"))
    shift = change.equilibria["nash"]
    assert (shift.is_none, shift.whole) == (True, False)
    assert len(shift.kept) > 3


def test_a_short_list_loses_nothing_that_holds_there() -> None:
    """The base lists all, the side lists one: what it does not list is tried, and kept."""
    case = load_case("thirty-allies-2022")
    found = large_compared(LargeEntry("base", searched_game(case)), [LargeEntry("other", searched_game(case))], limit=2)
    assert found.changes[0].equilibria["nash"].is_none


def test_other_concepts_are_bounded_and_never_whole() -> None:
    case = load_case("european-security-2022")
    found = large_compared(
        LargeEntry("base", searched_game(case)),
        [LargeEntry("war-aims", searched_game(case, "war-aims"))],
        ["nash", "seq"],
    )
    shift = found.changes[0].equilibria["seq"]
    assert not shift.whole
    assert set(found.changes[0].equilibria["nash"].lost) <= set(found.base.holding("seq"))


def test_as_data() -> None:
    case = load_case("european-security-2022")
    found = large_compared(
        LargeEntry("base", searched_game(case)), [LargeEntry("war-aims", searched_game(case, "war-aims"))]
    )
    data = json.loads(json.dumps(found.to_dict()))
    exact = compare(case, ["war-aims"], concepts=["nash"]).to_dict()
    assert list(data) == list(exact)
    assert set(exact["scenarios"]["war-aims"]) < set(data["scenarios"]["war-aims"])
    assert data["scenarios"]["war-aims"]["changes"]["nash"]["kept"] == 4
    assert [s["options"] for s in data["scenarios"]["war-aims"]["changes"]["nash"]["lost"]] == [
        s["options"] for s in exact["scenarios"]["war-aims"]["changes"]["nash"]["lost"]
    ]
    assert data["scenarios"]["base"]["proved"] is True
    assert found.to_dict(limit=1)["truncated"] is True
    assert list(found.to_frame()["change"]).count("lost") == 2
    assert repr(found) == "LargeComparison('European security talks, January 2022'; 'war-aims': nash +0 -2)"


def test_nothing_to_compare_with_and_an_unknown_concept_are_refused() -> None:
    model = searched_game(case_of(actors={"ann": {"options": {"go": {}}, "prefers": ["go"]}}))
    with pytest.raises(QuestionError, match="nothing to compare"):
        large_compared(LargeEntry("base", model), [])
    with pytest.raises(QuestionError, match=r"base: .*not defined"):
        large_compared(LargeEntry("base", model), [LargeEntry("x", model)], ["sim"])
