"""BitRows of bits spread along moves, against sequences searched one question at a time."""

from __future__ import annotations

from random import Random

import numpy as np

from cases import random_case, random_graph_case
from countermove.game.compile import compile
from countermove.stability.engines.bitsets import met_by_moves, packed, unpacked
from reference import Model


def test_packing_and_back() -> None:
    rng = np.random.default_rng(1)
    for questions in (1, 7, 8, 9, 30):
        answers = rng.random((5, questions)) < 0.5
        assert np.array_equal(unpacked(packed(answers), questions), answers)
        assert packed(answers).shape == (5, -(-questions // 8))


def test_what_is_met_is_what_sequences_reach() -> None:
    """Question q asks for the state q: a row then tells all states that are reached."""
    for seed in range(60):
        rng = Random(seed)
        case = random_graph_case(rng) if seed % 2 else random_case(rng, max_options=4)
        compiled, model = compile(case), Model(case)
        chosen = [m for m in compiled.movers if rng.random() < 0.8]
        rows = packed(np.eye(compiled.size, dtype=bool))
        met = unpacked(met_by_moves([compiled.edges[m.index] for m in chosen], rows), compiled.size)
        for s in range(compiled.size):
            assert set(np.flatnonzero(met[s]).tolist()) == model.reach(s, [m.id for m in chosen], False)


def test_without_movers_nothing_is_met() -> None:
    assert met_by_moves([], np.full((3, 2), 255, dtype=np.uint8)).tolist() == [[0, 0]] * 3
