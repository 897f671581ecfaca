"""The light core: without Numba, SciPy, OR-Tools, Typer and Rich every question about a listed case has the same answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import countermove
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.stability.engines import compiling, dispatch

BLOCKED = ("numba", "llvmlite", "scipy", "ortools", "typer", "rich")
CASES = ("european-security-2022", "mountain-pass", "random")
QUESTIONS = """
import json, sys, time
from pathlib import Path

blocked, case_id, out, large = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4] == "large"

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in blocked:
            raise ImportError(f"blocked: {name}")

sys.meta_path.insert(0, Blocker())

import numpy as np
import countermove as cm

if case_id == "random":
    from benchmarks.models import random_case
    # Two options can never be dropped, a rule of a body asks three actors, a fifth of the states is not feasible.
    case = random_case(5, (3, 3, 2, 2, 1), lines=6, seed=3, irreversible=1, constrained=True, body=True) if not large else (
        random_case(5, (3, 3, 3, 2, 2), lines=8, seed=2, irreversible=2, constrained=False, body=True))
else:
    case = cm.load(case_id)
game = cm.compile(case)
start = 0 if game.status_quo_key is None else game.status_quo_key

def explained():
    table = cm.equilibria(game)
    for mover in game.movers:
        for concept in table.concepts:
            for state in (start, game.size - 1):
                yield str(cm.explain(game, state + 1, mover.id, concept.id))

def data(result):
    return result.to_dict() if hasattr(result, "to_dict") else [data(each) for each in result]

def bodies():
    return [data(cm.power(case, id_)) for id_ in case.bodies]

def inverted():
    try:
        return data(cm.invert(game, [game.at(start)]))
    except TypeError:  # positions, until inverse analysis takes states
        return data(cm.invert(game, [start]))

last = list(case.actors)[-1]
questions = {
    "solve": lambda: data(cm.equilibria(game)),
    "explain": lambda: list(explained()),
    "coalitions": lambda: data(cm.coalitions(game)),
    "paths": lambda: data(cm.paths(game)),
    "credibility": lambda: data(cm.credibility(game)),
    "winners": lambda: data(cm.winners(game)),
    "compare": lambda: data(cm.compare(case, what_ifs={"without": [last]})),
    "invert": inverted,
    "robust": lambda: data(cm.robust(game, draws=5, pairs="none", drop_options=0.1, drop_actors=0.1)),
    "farsighted": lambda: data(cm.farsighted(game)),
    "perceptions": lambda: data(cm.perceptions(case)),
    "power": bodies,
}
answers, seconds = {}, {}
for name, ask in questions.items():
    begin = time.perf_counter()
    try:
        answers[name] = ask()
    except cm.QuestionError as error:
        answers[name] = f"refused: {error}"
    seconds[name] = time.perf_counter() - begin
heavy = sorted({name.partition(".")[0] for name in sys.modules} & set(blocked))
Path(out).write_text(json.dumps({"states": game.size, "answers": answers, "seconds": seconds, "heavy": heavy}, default=str))
"""


def asked(case: str, folder: Path, *, blocked: tuple[str, ...] = (), large: bool = False) -> dict[str, Any]:
    """The answers to all questions about a case, from a process that cannot import what is blocked."""
    out = folder / f"{case}-{len(blocked)}.json"
    source = Path(countermove.__file__).parent.parent
    root = Path(__file__).parent.parent
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(source), str(root)])}
    arguments = [json.dumps(blocked), case, str(out), "large" if large else "small"]
    subprocess.run([sys.executable, "-c", QUESTIONS, *arguments], check=True, env=environment)
    found: dict[str, Any] = json.loads(out.read_text())
    return found


def rounded(value: Any) -> Any:
    """The same data with numbers of ten digits: another order of sums may change the last of sixteen."""
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return [rounded(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("case", CASES)
def test_every_question_has_the_same_answer(case: str, tmp_path: Path) -> None:
    light, full = asked(case, tmp_path, blocked=BLOCKED), asked(case, tmp_path)
    assert light["heavy"] == []
    for question, answer in full["answers"].items():
        assert rounded(light["answers"][question]) == rounded(answer), question
        assert not str(answer).startswith("refused"), (question, answer)
    assert case != "random" or light["states"] > 1_000


def test_what_would_take_too_long_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "has_compiler", lambda: False)
    monkeypatch.setattr(dispatch, "SWEEP_FROM_STATES", 0)
    monkeypatch.setattr(dispatch, "MOST_STEPS", 10)
    with pytest.raises(QuestionError) as caught:
        countermove.equilibria(compile(countermove.load("european-security-2022")))
    sentence = 'without Numba a case of 416 states would take too long; install it with pip install "countermove[fast]"'
    assert str(caught.value) == sentence


def test_a_kernel_that_cannot_be_compiled_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)

    def kernel(x: int) -> int:
        return x

    with pytest.raises(QuestionError, match=r'pip install "countermove\[fast\]"$'):
        compiling.compiled(kernel)
