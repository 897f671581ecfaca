"""Who counts: all cores of one machine, and what happens when somebody stops it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from countermove.analysis.robustness import study as module
from countermove.analysis.robustness.run import counted, kept_counts, kept_text
from countermove.analysis.robustness.study import Settings, Study, Tally
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.setattr(module, "CHUNK_DRAWS", 4)
    return Study(compile(load_case("chicken")), Settings(40))


@pytest.mark.parametrize("workers", [1, 2, 7, None])
def test_any_number_of_workers_counts_the_same(study: Study, workers: int | None) -> None:
    seen: list[Tally] = []
    found = counted(study, workers=workers, on_progress=seen.append)
    assert [len(tally.chunks) for tally in seen] == list(range(1, 11))
    assert found.to_dict() == counted(study, workers=1).to_dict() == seen[-1].to_dict()


def test_what_was_counted_before_a_stop_is_told_and_can_be_gone_on_from(study: Study) -> None:
    seen: list[Tally] = []

    def stop(tally: Tally) -> None:
        seen.append(tally)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        counted(study, workers=2, on_progress=stop)
    assert len(seen[-1].chunks) == 3
    assert counted(study, before=seen[-1]).to_dict() == counted(study).to_dict()


def test_a_fault_while_counting_is_not_hidden(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(study, "holding", fail)
    with pytest.raises(ZeroDivisionError):
        counted(study)


def test_where_everything_is_counted_nothing_is_done(study: Study) -> None:
    whole = counted(study)
    assert counted(study, before=whole, on_progress=lambda _: pytest.fail("counted again")).to_dict() == whole.to_dict()


def test_nobody_counts_nothing(study: Study) -> None:
    with pytest.raises(QuestionError, match=r"^the number of workers is -1; give at least 1$"):
        counted(study, workers=-1)


@pytest.fixture
def missiles(monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.setattr(module, "CHUNK_DRAWS", 10)
    return Study(compile(load_case("cuban-missile-crisis")), Settings(50))


def part_of(study: Study) -> str:
    some = [study.tally(chunk) for chunk in (3, 0)]
    total = study.nothing
    for tally in some:
        assert tally is not None
        total = total + tally
    return kept_text(study, total)


def test_counts_go_on_where_they_ended(missiles: Study) -> None:
    before = kept_counts(missiles, part_of(missiles), "kept")
    assert before.chunks == {0, 3}
    seen: list[int] = []
    found = counted(missiles, before=before, on_progress=lambda tally: seen.append(len(tally.chunks)))
    assert seen == [3, 4, 5]
    assert found.to_dict() == counted(missiles).to_dict()


def changed(text: str, **changes: object) -> str:
    return json.dumps(json.loads(text) | changes)


def test_what_belongs_to_something_else_is_refused(missiles: Study) -> None:
    text = part_of(missiles)
    other = Study(compile(load_case("chicken")), missiles.settings)
    with pytest.raises(QuestionError, match=r"^kept: it was kept of another case, or this one has changed since; leave"):
        kept_counts(other, text, "kept")
    seeded = Study(missiles.game, Settings(50, seed=2))
    with pytest.raises(QuestionError, match=r"^kept: it was kept with seed 1, not 2; leave out resume= to start from zero$"):
        kept_counts(seeded, text, "kept")
    noisy = Study(missiles.game, Settings(50, noise=(0.0,)))
    with pytest.raises(QuestionError, match=r"^kept: it was kept with noise 0\.0,0\.1,0\.25, not 0\.0; leave"):
        kept_counts(noisy, text, "kept")
    with pytest.raises(QuestionError, match=r"^kept: it was kept by countermove 0\.0\.9, and this is"):
        kept_counts(missiles, changed(text, countermove="0.0.9"), "kept")


@pytest.mark.parametrize("text", ["", "no", "[]", "3", "{}", '{"robust": 2}', '{"robust": 1}', "[" * 100_000])
def test_what_is_something_else_is_refused(missiles: Study, text: str) -> None:
    with pytest.raises(QuestionError, match=r"^kept: this is not a file that cm.robust\(game\) saved; leave out resume=$"):
        kept_counts(missiles, text, "kept")


def without_checksum(text: str, **changes: object) -> str:
    """As a file of the first format, which has no checksum, so that each of the other checks is tried by itself."""
    return json.dumps({**json.loads(text), "robust": 1, "checksum": None, **changes})


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ({}, "chunks: 'chunks'"),
        (7, "chunks: "),
        ({"held": "AAAA"}, "held: "),
        ({"reached": 3}, "reached: "),
        ({"chunks": [99]}, "chunks: 99, where there are 5"),
        ({"chunks": [0, 0, 3]}, "chunks: not whole numbers, each once"),
        ({"chunks": [0, True]}, "chunks: not whole numbers, each once"),
        ({"chunks": [0]}, "held: a count of 20, where 0 to 10 are possible"),
        ({"chunks": []}, "held: a count of "),
    ],
)
def test_what_is_damaged_is_refused_with_its_place(missiles: Study, damage: Any, reason: str) -> None:
    text = part_of(missiles)
    kept_counts(missiles, without_checksum(text), "kept")
    tally = json.loads(text)["tally"] | damage if isinstance(damage, dict) and damage else damage
    with pytest.raises(QuestionError, match=rf"^kept: the file is damaged \({reason}.*\); leave out resume= to start from"):
        kept_counts(missiles, without_checksum(text, tally=tally), "kept")


@pytest.mark.parametrize("name", ["equilibria", "led", "reached", "happened", "together"])
@pytest.mark.parametrize("change", [-1, 1_000])
def test_counts_that_cannot_be_right_are_refused(missiles: Study, name: str, change: int) -> None:
    tally = kept_counts(missiles, part_of(missiles), "kept")
    counts = getattr(tally, name).copy()
    counts.flat[0] = change
    text = kept_text(missiles, replace(tally, **{name: counts}))
    with pytest.raises(
        QuestionError, match=rf"^kept: the file is damaged \(.*a count of {change:,}, where 0 to \d+ are possible"
    ):
        kept_counts(missiles, text, "kept")


def test_a_change_that_would_be_possible_is_noticed_by_the_checksum(missiles: Study) -> None:
    text = part_of(missiles)
    tally = json.loads(text)["tally"]
    with pytest.raises(
        QuestionError, match=r"^kept: the file is damaged \(its checksum is not that of its content\); leave"
    ):
        kept_counts(missiles, changed(text, tally=tally | {"chunks": [0, 2]}), "kept")
