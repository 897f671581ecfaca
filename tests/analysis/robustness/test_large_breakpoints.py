"""Single changes and pairs that unseat an outcome are those of the exact search."""

from __future__ import annotations

import pytest

from analysis.robustness.test_large_draws import drawable
from countermove.analysis.robustness.breakpoints import Breakpoints, breakpoints
from countermove.analysis.robustness.large_breakpoints import large_breakpoints
from countermove.analysis.robustness.large_draws import LargeDraws
from countermove.analysis.robustness.study import Settings, Study
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case


def both(case: Case, pairs: str | None) -> tuple[Breakpoints, Breakpoints, list[int]]:
    graph = compile(case)
    study = Study(graph, Settings(draws=1, concepts=("nash",)))
    codes = [graph.codes_at()[state] for state in study.watched]
    drawn = LargeDraws(searched_game(case), codes, 1, (0.0,))
    place = dict(zip(codes, study.watched, strict=True))
    return breakpoints(study, pairs), large_breakpoints(drawn, pairs), [place[c] for c in codes]  # type: ignore[arg-type]


def assert_same(exact: Breakpoints, large: Breakpoints, codes: dict[int, int]) -> None:
    assert [(codes[b.state], b.changes, b.drawn) for b in large.singles] == [
        (b.state, b.changes, b.drawn) for b in exact.singles
    ]
    assert [(codes[b.state], b.changes, b.drawn) for b in large.of_pairs] == [
        (b.state, b.changes, b.drawn) for b in exact.of_pairs
    ]
    assert {(codes[state], c): n for (state, c), n in large.pair_counts.items()} == exact.pair_counts
    assert (large.tried, large.by_kind) == (exact.tried, exact.by_kind)
    assert (large.tried_pairs, large.kind_of_pairs) == (exact.tried_pairs, exact.kind_of_pairs)


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("pairs", ["all", "plausible", "none"])
def test_it_is_the_exact_answer(seed: int, pairs: str) -> None:
    case = drawable(seed)
    exact, large, _ = both(case, pairs)
    codes = {code: state for state, code in enumerate(compile(case).codes_at())}
    assert_same(exact, large, codes)


def test_the_opening_case_with_a_body() -> None:
    case = load_case("european-security-2022")
    exact, large, watched = both(case, "all")
    codes = {code: state for state, code in enumerate(compile(case).codes_at())}
    assert len(watched) == 6
    assert exact.of_pairs
    assert_same(exact, large, codes)
