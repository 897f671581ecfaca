"""Every sentence about robustness, read back and held against the reference; a sentence that cannot be read fails."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from cases import labelled, random_case, random_graph_case
from sentences import failing_as
from views.robust_models import doubted
from views.robust_sentences import RobustReader

SETTINGS: tuple[dict[str, Any], ...] = (
    {"noise": (0.0, 0.4)},
    {"noise": (0.3,)},
    {"noise": (0.0,), "pairs": "plausible"},
    {"noise": (0.1, 0.5, 0.004), "pairs": "none"},
    {"noise": (0.0, 0.2), "drop_options": 0.3, "drop_actors": 0.1},
)


def one(seed: int) -> set[str]:
    """What is said of one random case; the patterns of the sentences that were read."""
    rng = Random(seed)
    case = random_graph_case(rng, states=(2, 5), actors=(1, 3)) if seed % 4 == 3 else random_case(
        rng, max_options=3, actors=(1, 2), options=(1, 2), coalesce=seed % 5 != 4
    )  # fmt: skip
    case = doubted(rng, case) if seed % 2 == 0 and not case.is_graph and not case.coalesce else case
    case = labelled(rng, case) if seed % 3 == 1 else case
    settings = SETTINGS[seed % 5]
    if case.is_graph:
        settings = {key: value for key, value in settings.items() if key != "drop_options"}
    concepts = ("nash", "seq") if seed % 2 else ("nash",)
    with failing_as(f"seed {seed}"):
        reader = RobustReader(case, concepts, draws=12, seed=seed, **settings)
        reader.check()
    return reader.used


@pytest.mark.parametrize("part", range(3))
def test_what_is_said_of_random_cases_is_so(part: int) -> None:
    for seed in range(8 * part, 8 * part + 8):
        one(seed)


def test_every_kind_of_sentence_was_read() -> None:
    """What no case makes the program say is not checked either."""
    used = set[str]().union(*map(one, range(24, 48)))
    assert {pattern for pattern in used if "left out with a chance" in pattern}
    assert len(used) > 28
