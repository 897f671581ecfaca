"""Counts that are kept: read again they go on where they ended, and of another study they are refused."""

from __future__ import annotations

import json

import pytest

from countermove.analysis.robustness import study as module
from countermove.analysis.robustness.resuming import kept_text, read_kept
from countermove.analysis.robustness.study import Settings, Study
from countermove.analysis.robustness.workers import counted
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.setattr(module, "CHUNK", 10)
    return Study(compile(load_case("cuban-missile-crisis")), Settings(50))


def part_of(study: Study) -> str:
    some = [study.tally(chunk) for chunk in (3, 0)]
    total = study.nothing
    for tally in some:
        assert tally is not None
        total = total + tally
    return kept_text(study, total)


def test_counts_go_on_where_they_ended(study: Study) -> None:
    begun = read_kept(study, part_of(study), "kept")
    assert begun.chunks == {0, 3}
    told = []
    found = counted(study, begun=begun, told=lambda tally: told.append(len(tally.chunks)))
    assert told == [3, 4, 5]
    assert found.to_dict() == counted(study).to_dict()


def changed(text: str, **changes: object) -> str:
    return json.dumps(json.loads(text) | changes)


def test_what_belongs_to_something_else_is_refused(study: Study) -> None:
    text = part_of(study)
    other = Study(compile(load_case("chicken")), study.settings)
    with pytest.raises(QuestionError, match=r"^kept: it was kept of another case, or this one has changed since; leave"):
        read_kept(other, text, "kept")
    seeded = Study(study.graph, Settings(50, seed=2))
    with pytest.raises(QuestionError, match=r"^kept: it was kept with seed 1, not 2; leave --resume away to begin anew$"):
        read_kept(seeded, text, "kept")
    noisy = Study(study.graph, Settings(50, noise=(0.0,)))
    with pytest.raises(QuestionError, match=r"^kept: it was kept with noise 0\.0,0\.1,0\.25, not 0\.0; leave"):
        read_kept(noisy, text, "kept")
    with pytest.raises(QuestionError, match=r"^kept: it was kept by countermove 0\.0\.9, and this is"):
        read_kept(study, changed(text, countermove="0.0.9"), "kept")


@pytest.mark.parametrize("text", ["", "no", "[]", "3", "{}", '{"robust": 2}', '{"robust": 1}', "[" * 100_000])
def test_what_is_something_else_is_refused(study: Study, text: str) -> None:
    with pytest.raises(QuestionError, match=r"^kept: this is no file that countermove robust has kept; leave --resume"):
        read_kept(study, text, "kept")


def test_what_is_damaged_is_refused(study: Study) -> None:
    text = part_of(study)
    tally = json.loads(text)["tally"]
    for damage in ({}, tally | {"held": "AAAA"}, tally | {"chunks": [99]}, 7):
        with pytest.raises(QuestionError, match=r"^kept: the file is damaged \("):
            read_kept(study, changed(text, tally=damage), "kept")
