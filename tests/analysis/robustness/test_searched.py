"""Models drawn without a list of states are those that are drawn with one, and say the same."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import random_case
from countermove.analysis.robustness.models import plan_of
from countermove.analysis.robustness.searched import SearchedStudy, searched_statements
from countermove.analysis.robustness.study import Settings, Study
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case


def drawable(seed: int) -> Case:
    """A random case, some of whose lines are doubtful, without rankings (whose empty places are left out)."""
    rng = Random(seed)
    while True:
        case = random_case(rng, coalesce=False, max_options=5)
        if all(record.ranking is None for record in case.actors.values()):
            break
    actors = {}
    for id_, record in case.actors.items():
        lines = tuple(
            line.model_copy(update={"sure": rng.choice(["1", "0.5"])}) if hasattr(line, "that") else line
            for line in record.prefers or ()
        )
        data = record.model_dump(by_alias=True, exclude_none=True) | ({"prefers": list(lines)} if lines else {})
        actors[id_] = type(record).model_validate(data)
    return case.model_copy(update={"actors": actors})


@pytest.mark.parametrize("seed", range(20))
def test_the_same_seed_draws_the_same_models_and_they_say_the_same(seed: int) -> None:
    case = drawable(seed)
    graph, model, noise = compile(case), searched_game(case), (0.0, 0.3)
    exact = plan_of(graph, seed, noise, 0, 0)
    settings = Settings(draws=1, seed=seed, noise=noise, concepts=("nash",))
    study = Study(graph, settings)
    codes = graph.codes_at()
    drawn = SearchedStudy(model, codes, settings)
    assert drawn.plan.events == exact.events
    for k in range(6):
        one, other = exact.draw(k), drawn.plan.draw(k)
        assert (one.keys, one.happened) == (other.keys, other.happened)
        for keys in other.keys:
            holds = drawn.equilibria(keys)
            assert holds.tolist() == study.holding(keys).states[0].tolist()
            ends = drawn.ends(keys, np.random.default_rng(k), 3)
            assert all(holds[codes.index(code)] for code in ends)


def test_a_ranking_is_changed_place_by_place() -> None:
    case = load_case("chicken")
    graph, model = compile(case), searched_game(case)
    exact, drawn = plan_of(graph, 3, (0.5,), 0, 0), SearchedStudy(model, range(4), Settings(seed=3, noise=(0.5,)))
    for k in range(10):
        keys = drawn.plan.draw(k).keys
        assert keys == exact.draw(k).keys
        rows = [drawn.row(actor, key).tolist() for actor, key in enumerate(keys[0])]
        assert rows == [row.tolist() for row in exact.ranks(keys[0])]
    assert searched_statements(model, "row").entries == exact.preferences[0].entries
