"""Who counts: all cores of one machine, and what happens when somebody stops it."""

from __future__ import annotations

import pytest

from countermove.analysis.robustness import study as module
from countermove.analysis.robustness.study import Settings, Study
from countermove.analysis.robustness.tally import Tally
from countermove.analysis.robustness.workers import counted
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.setattr(module, "CHUNK", 4)
    return Study(compile(load_case("chicken")), Settings(40))


@pytest.mark.parametrize("workers", [1, 2, 7, None])
def test_any_number_of_workers_counts_the_same(study: Study, workers: int | None) -> None:
    told: list[Tally] = []
    found = counted(study, workers=workers, told=told.append)
    assert [len(tally.chunks) for tally in told] == list(range(1, 11))
    assert found.to_dict() == counted(study, workers=1).to_dict() == told[-1].to_dict()


def test_what_was_counted_before_a_stop_is_told_and_can_be_gone_on_from(study: Study) -> None:
    told: list[Tally] = []

    def stop(tally: Tally) -> None:
        told.append(tally)
        if len(told) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        counted(study, workers=2, told=stop)
    assert len(told[-1].chunks) == 3
    assert counted(study, begun=told[-1]).to_dict() == counted(study).to_dict()


def test_a_fault_while_counting_is_not_hidden(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(study, "holding", fail)
    with pytest.raises(ZeroDivisionError):
        counted(study)


def test_where_everything_is_counted_nothing_is_done(study: Study) -> None:
    whole = counted(study)
    assert counted(study, begun=whole, told=lambda _: pytest.fail("counted again")).to_dict() == whole.to_dict()


def test_nobody_counts_nothing(study: Study) -> None:
    with pytest.raises(QuestionError, match=r"^-1 workers do nothing; give at least 1$"):
        counted(study, workers=-1)
