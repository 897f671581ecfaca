"""Minimal coalitions: listed while few, given up where there are many."""

from __future__ import annotations

import pytest

from analysis.power.test_games import house
from countermove.analysis.power import minimal_coalitions
from countermove.analysis.power.games import free_part
from countermove.analysis.power.minimal_coalitions import count_minimal, list_minimal

WEIGHTS = {"m0": "4", "m1": "3", "m2": "2", "m3": "1"}


def test_they_are_listed_by_the_places_of_their_members() -> None:
    free = free_part(house({"quota": "6", "weights": WEIGHTS}, 4))
    winning = list_minimal(free, False, 9)
    assert winning is not None
    assert set(winning) == {(0, 2), (1, 2, 3)} | {(0, 1)}
    blocking = list_minimal(free, True, 9)
    assert blocking is not None
    assert set(blocking) == {(0, 1), (0, 2), (0, 3), (1, 2)}
    assert (count_minimal(free, False), count_minimal(free, True)) == (3, 4)


def test_more_than_asked_for_are_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    free = free_part(house("majority"))
    assert count_minimal(free, False) == 15
    assert len(list_minimal(free, False, 15) or ()) == 15
    assert list_minimal(free, False, 14) is None
    monkeypatch.setattr(minimal_coalitions, "MOST_STEPS", 10)
    assert list_minimal(free, False, 15) is None


def test_too_many_profiles_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    free = free_part(house({"quota": "6", "weights": WEIGHTS}, 4))
    monkeypatch.setattr(minimal_coalitions, "MOST_PROFILES", 15)
    assert count_minimal(free, False) is None
