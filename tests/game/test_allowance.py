"""What a search may do is counted in work, so that no clock decides what it answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import inf
from pathlib import Path

import pytest

import countermove as cm
from cases import sparse_case
from countermove.errors import QuestionError
from countermove.game import allowance as module
from countermove.game.allowance import Allowance
from countermove.game.searched import searched_game
from countermove.search.nash import nash_search

SOURCE = Path(cm.__file__).parent
CLOCKS = {
    "game/allowance.py": "limits in seconds, where somebody sets them",
    "search/solver.py": "how long an interrupted solver is waited for",
    "analysis/robustness/cluster.py": "how long a scheduler is waited for",
    "requests/robust.py": "when draws are saved",
    "requests/contract/handling.py": "the time limit of a request",
    "requests/contract/process.py": "the time limit of a request, and how often progress is told",
    "io/pipes.py": "how long a pipe is waited for",
    "reader/models.py": "how long a model is waited for",
}
"""The modules that may read a clock, and what for: nothing of it changes an answer without --seconds."""


READS_CLOCK = re.compile(r"^ *(from time import|import time\b)|\.max_time_in_seconds\b", re.MULTILINE)


def test_only_these_modules_read_a_clock() -> None:
    # These two hand the seconds of an allowance on to the solver.
    readers = {p.relative_to(SOURCE).as_posix() for p in SOURCE.rglob("*.py") if READS_CLOCK.search(p.read_text("utf-8"))}
    assert readers == {*CLOCKS, "search/encoding.py", "stability/stable_sets.py"}


def test_work_is_counted_for_a_part_and_for_what_it_is_part_of() -> None:
    allowance = Allowance(8.0)
    half = allowance.part(0.5)
    quarter = half.part(0.5)
    quarter.spend(1.5)
    assert (quarter.left, half.left, allowance.left) == (0.5, 2.5, 6.5)
    allowance.spend(6.25)
    assert (quarter.left, half.left, allowance.left) == (0.25, 0.25, 0.25)
    quarter.spend(0.25)
    assert quarter.is_spent
    assert half.is_spent
    assert allowance.is_spent


def test_with_seconds_the_clock_alone_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(module, "monotonic", lambda: now)
    allowance = Allowance(1.0, seconds=10.0)
    allowance.spend(1e9)
    part = allowance.part(0.5)
    assert (allowance.left, part.left, part.seconds_left, part.end) == (inf, inf, 5.0, "time")
    now = 105.0
    assert (part.is_spent, allowance.is_spent) == (True, False)
    now = 110.0
    assert allowance.is_spent


@pytest.mark.parametrize("seconds", [0.0, -1.0, inf, float("nan")])
def test_no_time_is_refused(seconds: float) -> None:
    with pytest.raises(QuestionError, match=r"^the time limit is .* seconds; give a number above 0$"):
        Allowance(seconds=seconds)


QUESTIONS: dict[str, Callable[[cm.Game], object]] = {
    "equilibria": lambda game: cm.equilibria(game, ["nash", "seq"], depth=1).to_dict(),
    "states": lambda game: cm.states(game, limit=5).to_dict(),
    "paths": lambda game: cm.paths(game, most_pairs=200).to_dict(),
    "credibility": lambda game: cm.credibility(game, depth=1).to_dict(),
    "winners": lambda game: cm.winners(game).to_dict(),
    "invert": lambda game: cm.invert(game, "nato.renounce", reachable=True).to_dict(),
    "deals": lambda game: cm.deals(game).to_dict(),
    "explain": lambda game: str(cm.explain(game, "now", "russia")),
    "compare": lambda game: cm.compare(game, what_ifs={"without": ["europe"]}).to_dict(),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_clock_is_read_where_no_seconds_are_given(question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a searched game and of the same one listed."""

    def forbidden() -> float:
        raise AssertionError("a clock was read")

    monkeypatch.setattr(module, "monotonic", forbidden)
    for most in (0, 10**6):
        game = cm.compile(cm.load("european-security-2022"), max_states=most)
        assert game.is_listed is (most > 0)
        QUESTIONS[question](game)


def test_a_search_that_is_cut_by_its_work_gives_the_same_each_time() -> None:
    game = searched_game(sparse_case(31, 4))
    first, again = (nash_search(game, 10**6, Allowance(0.3)) for _ in range(2))
    assert first == again
    assert (first.stopped, len(first.codes) > 0) == ("work", True)
    more = nash_search(game, 10**6, Allowance(0.5))
    assert len(more.codes) > len(first.codes)
