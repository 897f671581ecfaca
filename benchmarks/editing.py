"""How long it takes to change a case in code a thousand times, and to ask for its Nash equilibria each time.

Three ways take turns, in rounds, so that whatever else the machine does slows all of them: methods of the case; the same
cases made beforehand, which is the engine's own time (`compile` and `equilibria`); and a change of the case as data, read
again as a whole, as release 0.1 had it. Changes alone are timed, too.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from countermove.analysis.equilibria import equilibria
from countermove.game.compile import compile
from countermove.model.case import Case

__all__ = ["built", "measure"]

ROUNDS, CHANGES = 20, 50
"""Rounds, and changes in each: a thousand in all; in a round the ways are some tenths of a second apart."""
OPTIONS = {"a0": 3, "a1": 3, "a2": 2, "a3": 2}
LINES = 5
"""Preference statements of an actor."""


def built(rng: random.Random) -> Case:
    """A case of four actors and ten options, built in code."""
    case = Case.build("Four actors, ten options")
    for id_, count in OPTIONS.items():
        options = {f"o{k}": f"Option {k}" for k in range(count)}
        case = case.with_actor(id_, options=options, prefers=[_statement(rng) for _ in range(LINES)])
    return case


def _statement(rng: random.Random) -> str:
    """A statement about two options."""
    a, b = rng.sample([f"{owner}.o{k}" for owner, count in OPTIONS.items() for k in range(count)], 2)
    return rng.choice([a, f"not {a}", f"{a} and {b}", f"{a} or not {b}"])


def _as_data(case: Case, actor: str, position: int, statement: str) -> Case:
    """The change as release 0.1 had to make it."""
    data = case.model_dump(by_alias=True)
    data["actors"][actor]["prefers"] = list(data["actors"][actor]["prefers"])
    data["actors"][actor]["prefers"].insert(position - 1, {"that": statement})
    return Case.model_validate(data)


def _nash(case: Case) -> list[int]:
    return [one.state.key for one in equilibria(compile(case), ["nash"]).equilibria()]


def measure(rounds: int = ROUNDS, changes: int = CHANGES) -> dict[str, Any]:
    """Seconds of each way, and their ratios."""
    rng = random.Random(1)
    seconds = dict.fromkeys(("code", "engine", "data", "edits", "edits as data"), 0.0)

    def timed(name: str, work: Callable[[], Sequence[Any]]) -> Sequence[Any]:
        began = time.perf_counter()
        results = work()
        seconds[name] += time.perf_counter() - began
        return results

    _nash(built(rng))  # what is imported or compiled once is not counted
    for _ in range(rounds):
        seed = rng.random()
        base = built(random.Random(seed))
        todo = [(rng.choice(list(OPTIONS)), rng.randint(1, LINES + 1), _statement(rng)) for _ in range(changes)]
        first = [_as_data(base, *one) for one in todo]
        ready = [base.with_statement(*one) for one in todo]
        assert ready == first
        for case in ready:
            compile(case)  # judges names once, as reading a file would
        prepared = timed("engine", lambda ready=ready: [_nash(case) for case in ready])  # type: ignore[misc]
        in_code = timed("code", lambda seed=seed, todo=todo: _changed_and_asked(seed, todo))  # type: ignore[misc]
        as_data = timed("data", lambda base=base, todo=todo: [_nash(_as_data(base, *one)) for one in todo])  # type: ignore[misc]
        timed("edits", lambda base=base, todo=todo: [base.with_statement(*one) for one in todo])  # type: ignore[misc]
        timed("edits as data", lambda base=base, todo=todo: [_as_data(base, *one) for one in todo])  # type: ignore[misc]
        assert prepared == in_code == as_data
    return {
        "changes": rounds * changes,
        "seconds": seconds,
        "to engine": seconds["code"] / seconds["engine"],
        "to data": seconds["code"] / seconds["data"],
        "edits to data": seconds["edits"] / seconds["edits as data"],
    }


def _changed_and_asked(seed: float, todo: Sequence[tuple[str, int, str]]) -> list[list[int]]:
    case = built(random.Random(seed))
    return [_nash(case.with_statement(*one)) for one in todo]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure()))
