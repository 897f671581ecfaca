from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermove.io.gmcr.fields import ids_of
from countermove.model.checks.names import ID
from countermove.model.statements import KEYWORDS

NAMES = st.lists(st.one_of(st.text(max_size=60), st.sampled_from(["Not", "full", "Full", "full-2", "", "2nd", "Если"])))


@given(NAMES)
def test_ids_are_ids_and_no_two_are_the_same(names: list[str]) -> None:
    found = ids_of(names, "option")
    assert len(set(found)) == len(found) == len(names)
    assert all(ID.fullmatch(id_) and id_ not in KEYWORDS and len(id_) < 100 for id_ in found)
    assert ids_of(names, "option") == found
    assert ids_of([*names, "another"], "option")[: len(names)] == found


def test_an_id_can_be_recognised() -> None:
    names = ["United States", "Königsberg", "  A--B  ", "true", "x" * 90]
    assert ids_of(names, "actor") == ["united-states", "konigsberg", "a-b", "true-1", "x" * 40]


def test_ids_that_are_taken_are_not_given() -> None:
    assert ids_of(["Full", "Full"], "option", taken=["full"]) == ["full-2", "full-3"]
