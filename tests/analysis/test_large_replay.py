"""Events replayed where states are not listed: what the listed graph makes of them."""

from __future__ import annotations

from random import Random

import pytest

from cases import random_case
from countermove.analysis.history import replay
from countermove.analysis.large_replay import large_replay
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case


def with_events(seed: int) -> Case:
    """A random case with events of random movers, before and after its moment."""
    rng = Random(seed)
    case = random_case(rng, coalesce=False, levels=seed % 2 == 0)
    rows = [row for row in case.option_rows if row.level is None]
    events = []
    for day in range(1, 9):
        row = rng.choice(rows) if rows else None
        if row is not None:
            key = rng.choice(["takes", "drops"])
            events.append({"on": f"2020-01-{day:02}", "actor": row.owner, key: [row.full.partition(".")[2]]})
    data = case.model_dump(mode="json", by_alias=True, exclude_unset=True) | {"events": events, "at": "2020-01-04"}
    return Case.model_validate(data)


@pytest.mark.parametrize("seed", range(80))
def test_it_is_what_the_listed_graph_says(seed: int) -> None:
    case = with_events(seed)
    graph, found = compile(case), large_replay(searched_game(case))
    codes = graph.codes_at()
    exact = replay(graph)
    assert len(found) == len(exact)
    for one, other in zip(found, exact, strict=True):
        assert (one.event, one.verdict, one.loses) == (other.event, other.verdict, other.loses)
        assert one.before == (None if other.before is None else codes[other.before])
        assert one.after == (None if other.after is None else codes[other.after])


def test_every_verdict_is_met() -> None:
    verdicts = {r.verdict for seed in range(80) for r in large_replay(searched_game(with_events(seed)))}
    assert verdicts == {"improvement", "other move", "no change", "no move", "not in the model"}
