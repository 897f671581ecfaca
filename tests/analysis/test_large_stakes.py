"""Stakes and decisions without a list of states: those of the listed graph."""

from __future__ import annotations

from random import Random

import pytest

from cases import random_case
from countermove.analysis.blocking import decisions
from countermove.analysis.large_stakes import line_differences
from countermove.analysis.lines import differences
from countermove.game.compile import compile
from countermove.game.searched import searched_game


@pytest.mark.parametrize("seed", range(60))
def test_they_are_those_of_the_listed_graph(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, levels=seed % 2 == 0)
    graph, model = compile(case), searched_game(case)
    codes = graph.codes_at()
    for s in range(min(graph.size, 6)):
        for actor in graph.actors:
            assert line_differences(model, actor, codes[0], codes[s]) == differences(graph, actor, 0, s)
        listed, found = decisions(graph, s), decisions(model, codes[s])
        assert [(d.body, d.option, d.taking) for d in found] == [(d.body, d.option, d.taking) for d in listed]
        for one, other in zip(found, listed, strict=True):
            assert (one.after is None) == (other.after is None)
            if one.after is not None and other.after is not None and codes.index(one.after.key) == other.after.key:
                assert (one.vetoes, one.along, one.favour, one.oppose, one.passes) == (
                    other.vetoes, other.along, other.favour, other.oppose, other.passes,
                )  # fmt: skip
                assert (one.pivotal, one.openers, one.unopened, one.aside, one.price) == (
                    other.pivotal, other.openers, other.unopened, other.aside, other.price,
                )  # fmt: skip
