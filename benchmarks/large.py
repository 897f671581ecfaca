"""Cases whose states are too many to list: 1,000 Nash equilibria, or the proof that there are only two."""

from __future__ import annotations

import time

from benchmarks.models import random_case
from countermove.game.searched import SearchedGame, searched_game
from countermove.model.case import Case
from countermove.search.nash import nash_search

WANTED = 1_000


def ring(actors: int) -> Case:
    """Everybody wants to do as the one before does: all or nobody."""
    owners = {f"a{k}": {"options": {"x": "x"}, "prefers": [f"x iff a{(k - 1) % actors}.x"]} for k in range(actors)}
    return Case.model_validate({"title": f"a ring of {actors}", "actors": owners})


def holds(model: SearchedGame, code: int) -> bool:
    """Whether nobody has an improvement, looked up move by move."""
    return model.is_feasible(code) and all(next(model.improvements(m, code), None) is None for m in model.movers)


def report() -> None:
    """Solve the cases, assert what must come out, and print sizes and seconds."""
    print(f"{'case that is not listed':36} {'options':>8} {'found':>8} {'solve':>8}")
    for case, complete in (
        (random_case(31, 4), False),
        (random_case(100, 2), False),
        (random_case(250, 4), False),
        (ring(500), True),
    ):
        began = time.perf_counter()
        model = searched_game(case)
        found = nash_search(model, WANTED)
        seconds = time.perf_counter() - began
        assert found.complete == complete, case.title
        assert len(found.codes) == (2 if complete else WANTED), case.title
        assert all(holds(model, code) for code in found.codes[::20]), case.title
        print(f"{case.title:36} {len(model.options):>8,} {len(found.codes):>8,} {seconds:>8.2f}")


if __name__ == "__main__":
    report()
