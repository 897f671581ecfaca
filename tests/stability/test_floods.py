"""What moves and improvements reach, flooded over blocks, against the reference."""

from __future__ import annotations

from random import Random

import pytest

from cases import random_case
from countermove.graph.compile import compile
from countermove.stability.answers import uses_blocks
from countermove.stability.floods import flooded
from engines import as_set, swept
from reference import Model


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("improving", [False, True])
def test_flooded_states_are_those_of_the_reference(improving: bool, compiled: bool) -> None:
    asked = 0
    for seed in range(40):
        case = random_case(Random(seed), needs=False, coalesce=False, max_options=5)
        model = Model(case)
        with swept(compiled=compiled):
            graph = compile(case)
            if not uses_blocks(graph, improving):
                continue
            for start in range(graph.size):
                asked += 1
                expected = model.reachable_from(start)["improvements" if improving else "moves"]
                assert as_set(flooded(graph, start, improving)) == expected, (seed, start)
    assert asked > 100
