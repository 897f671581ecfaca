"""States drawn where they are not listed: feasible, each as likely as another, and none where that cannot be had."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from cases import case_of, random_case
from countermove.analysis.large_sample import feasible_sample
from countermove.graph.compile import compile
from countermove.graph.unlisted import unlisted


@pytest.mark.parametrize("seed", range(20))
def test_every_feasible_state_is_as_likely_as_another(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, levels=True, max_options=5)
    graph = compile(case)
    drawn = feasible_sample(unlisted(case), seed, 200 * graph.size)
    assert drawn is not None
    counts = Counter(drawn)
    assert counts.keys() <= set(graph.codes.tolist())
    expected = 200.0
    chi_squared = sum((counts[code] - expected) ** 2 / expected for code in graph.codes.tolist())
    assert chi_squared < graph.size + 6 * (2 * graph.size) ** 0.5  # six standard deviations


def test_the_draws_are_the_same_with_the_same_seed() -> None:
    model = unlisted(random_case(Random(3), coalesce=False))
    assert feasible_sample(model, 5, 30) == feasible_sample(model, 5, 30) != feasible_sample(model, 6, 30)


def test_where_hardly_anything_is_feasible_none_are_drawn() -> None:
    options: dict[str, object] = {f"o{k}": {} for k in range(12)}
    case = case_of(actors={"a": {"options": options}}, always=[f"all({', '.join(options)})"])
    assert feasible_sample(unlisted(case), 1, 20) is None
