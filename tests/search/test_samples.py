"""States drawn where they are not listed: feasible, each as likely as another, and none where that cannot be had."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from cases import case_of, random_case
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.search.samples import feasible_sample


@pytest.mark.parametrize("seed", range(20))
def test_every_feasible_state_is_as_likely_as_another(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, levels=True, max_options=5)
    graph = compile(case)
    drawn = feasible_sample(searched_game(case), seed, 200 * graph.size)
    assert drawn is not None
    counts = Counter(drawn)
    assert counts.keys() <= set(graph.codes_at())
    expected = 200.0
    chi_squared = sum((counts[code] - expected) ** 2 / expected for code in graph.codes_at())
    assert chi_squared < graph.size + 6 * (2 * graph.size) ** 0.5  # six standard deviations


def test_the_draws_are_the_same_with_the_same_seed() -> None:
    model = searched_game(random_case(Random(3), coalesce=False))
    assert feasible_sample(model, 5, 30) == feasible_sample(model, 5, 30) != feasible_sample(model, 6, 30)


def test_where_hardly_anything_is_feasible_none_are_drawn() -> None:
    options: dict[str, object] = {f"o{k}": {} for k in range(12)}
    case = case_of(actors={"a": {"options": options}}, always=[f"all({', '.join(options)})"])
    assert feasible_sample(searched_game(case), 1, 20) is None
