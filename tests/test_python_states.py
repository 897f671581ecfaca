"""States in Python: a `State` or a number from 1 in every argument, and frames whose columns and index are described."""

from __future__ import annotations

import contextlib
import inspect
import typing
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest

import countermove as cm
from cases import sparse_case
from countermove.analysis.result import Result

GAME = cm.compile(cm.load("cuban-missile-crisis"))
OTHER = cm.compile(cm.load("chicken"))
TALKS = cm.compile(cm.load("european-security-2022"))

# ------------------------------------------------------------------------------------------------ arguments

ASKED: dict[str, Callable[[Any], Any]] = {
    "game.state": lambda s: GAME.state(s),
    "game.to_networkx": lambda s: sorted(k for k, d in GAME.to_networkx({"mark": [s]}).nodes(data=True) if d["mark"]),
    "explain": lambda s: str(cm.explain(GAME, s, "usa")),
    "paths from": lambda s: cm.paths(GAME, s).to_dict(),
    "paths to": lambda s: cm.paths(GAME, to=s).to_dict(),
    "paths targets": lambda s: cm.paths(GAME, targets=[s]).to_dict(),
    "deals": lambda s: cm.deals(GAME, s).to_dict(),
    "invert": lambda s: cm.invert(GAME, s).to_dict(),
    "invert several": lambda s: cm.invert(GAME, [s, 3]).to_dict(),
    "credibility": lambda s: cm.credibility(GAME, states=[s]).to_dict(),
    "plot": lambda s: cm.alt_text(cm.plot(GAME, "moves", states=[s])),
    "equilibrium": lambda s: cm.equilibria(GAME, ["nash"]).equilibrium(s),
    "payoffs": lambda s: [one.to_dict() for one in cm.winners(GAME).payoffs(s)],
    "better for all": lambda s: cm.winners(GAME).better_for_all(s),
    "is equilibrium": lambda s: cm.credibility(GAME).is_equilibrium(s),
    "coalitions": lambda s: cm.coalitions(GAME).minimal(s),
    "upsets": lambda s: [one.to_dict() for one in cm.coalitions(GAME).upsets(s)],
    "perceptions": lambda s: cm.perceptions(GAME).under(s),
}
"""Every function and method that takes a state, in each of its places."""


@pytest.mark.parametrize("name", ASKED)
def test_a_state_and_its_number_mean_the_same_everywhere(name: str) -> None:
    ask = ASKED[name]
    expected = ask(GAME.state(7))
    assert ask(7) == ask(np.int64(7)) == expected
    for wrong, error in ((True, TypeError), (7.0, TypeError), (0, cm.QuestionError), (13, cm.QuestionError)):
        with pytest.raises(error):
            ask(wrong)
    with pytest.raises(cm.QuestionError, match="is a state of another game"):
        ask(OTHER.state(1))


def test_power_takes_states_by_number_too() -> None:
    by_number, by_state = (cm.power(TALKS, "nato", states=[s]).to_dict() for s in (98, TALKS.state("now")))
    assert by_number == by_state


def test_a_target_that_is_nothing_is_refused() -> None:
    for nothing, error in (([], cm.QuestionError), ("", cm.QuestionError), (None, TypeError), (np.array(7), TypeError)):
        with pytest.raises(error):
            cm.invert(GAME, nothing)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["states", "moves", "ranks"])
def test_a_game_too_large_to_list_says_so(name: str) -> None:
    with pytest.raises(cm.QuestionError, match=rf"^game\.{name} needs the list of all states"):
        getattr(cm.compile(sparse_case(31, 4)), name)


# ------------------------------------------------------------------------------------------------ randomness

SEARCHED = cm.compile(cm.load("cuban-missile-crisis"), max_states=0)
PASS = cm.compile(cm.load("mountain-pass"), max_states=0)
DRAWING: dict[str, Callable[..., Any]] = {
    "compare": lambda **how: cm.compare(SEARCHED, what_ifs={"without": ["ussr"]}, **how).to_dict(),
    "credibility": lambda **how: cm.credibility(SEARCHED, states=["now"], **how).to_dict(),
    "invert": lambda **how: cm.invert(PASS, "attacker.coast", reachable=True, **how).to_dict(),
    "paths": lambda **how: cm.paths(SEARCHED, **how).to_dict(),
    "plot": lambda **how: cm.alt_text(cm.plot(SEARCHED, "outcomes", **how)),
    "equilibria": lambda **how: cm.equilibria(SEARCHED, ["nash"], **how).to_dict(),
    "brief": lambda **how: str(cm.brief(SEARCHED, **how)),
    "states": lambda **how: cm.states(SEARCHED, "withdraw", **how).to_dict(),
    "winners": lambda **how: cm.winners(SEARCHED, **how).to_dict(),
    "power": lambda **how: cm.power(TALKS, "nato", **how).to_dict(),
    "robust": lambda **how: cm.robust(GAME, draws=20, concepts=["seq"], pairs="none", **how).to_dict(),
}


@pytest.mark.parametrize("name", DRAWING)
def test_the_same_seed_gives_the_same_answer(name: str) -> None:
    ask = DRAWING[name]
    assert ask(seed=3) == ask(seed=np.int64(3))
    assert ask(rng=np.random.default_rng(3)) == ask(rng=np.random.default_rng(3))
    with pytest.raises(cm.QuestionError, match="give seed= or rng=, not both"):
        ask(seed=3, rng=np.random.default_rng(3))
    for wrong in ({"seed": True}, {"seed": 1.5}, {"seed": -1}, {"rng": 3}):
        with pytest.raises(cm.QuestionError, match="takes a"):
            ask(**wrong)


WITHOUT = {
    "alt_text": lambda: cm.alt_text(cm.plot(GAME, "outcomes")),
    "case_ids": lambda: cm.case_ids(),
    "check": lambda: cm.check(GAME.case),
    "coalitions": lambda: cm.coalitions(GAME),
    "compile": lambda: cm.compile(GAME.case, max_states=0),
    "deals": lambda: cm.deals(SEARCHED),
    "dump": lambda: cm.dump(GAME.case),
    "explain": lambda: cm.explain(SEARCHED, "now", "usa"),
    "farsighted": lambda: cm.farsighted(GAME),
    "grade": lambda: cm.grade(GAME.case, [GAME.case]),
    "load": lambda: cm.load("chicken"),
    "loads": lambda: cm.loads("actors: {a: {options: {go: Go}}}\n"),
    "merge": lambda: cm.merge(GAME, [["usa", "ussr"]]),
    "perceptions": lambda: cm.perceptions(GAME),
    "save": lambda: cm.save(GAME, "/dev/null/none.csv"),
    "stable_sets": lambda: cm.stable_sets(GAME),
    "svg": lambda: cm.svg(cm.plot(GAME, "outcomes")),
    "sweep": lambda: cm.sweep(GAME.case, {"same": lambda case: case}, cm.coalitions),
    "write_report": lambda: cm.write_report(cm.report_document(GAME, length="memo"), "/dev/null/none.md"),
}
"""Public functions that draw nothing at random, each called once, of a searched game where it takes one."""


def test_every_public_function_that_draws_takes_a_seed_and_no_other_does(monkeypatch: pytest.MonkeyPatch) -> None:
    functions = {name for name in cm._HOMES if inspect.isfunction(getattr(cm, name))}
    drawing = {name for name in functions if "seed" in inspect.signature(getattr(cm, name)).parameters}
    assert drawing | set(WITHOUT) == functions
    # A report is one document: all of it has one seed, and no generator from outside.
    assert drawing == set(DRAWING) | {"report_document"}
    for name in drawing - {"report_document"}:
        assert "rng" in inspect.signature(getattr(cm, name)).parameters, name
    generators: list[tuple[np.random.Generator, dict[str, Any]]] = []
    real = np.random.default_rng

    def counted(seed: Any = None) -> np.random.Generator:
        generator = real(seed)
        generators.append((generator, generator.bit_generator.state))
        return generator

    monkeypatch.setattr(np.random, "default_rng", counted)
    used = set()
    for name, ask in {**WITHOUT, **DRAWING}.items():
        generators.clear()
        with contextlib.suppress(OSError, cm.CountermoveError):
            ask()
        if any(generator.bit_generator.state != state for generator, state in generators):
            used.add(name)
    # Those that draw only of what is too large, or by a generator of their own for each draw, are none of these.
    assert used <= drawing
    assert {"brief", "compare", "credibility", "equilibria", "invert", "paths", "plot", "winners"} <= used


# ------------------------------------------------------------------------------------------------ records

NAMES = frozenset({
    "state", "start", "target", "before", "after", "status_quo", "lead", "only", "to",
    "states", "outcomes", "targets", "ends", "kept", "lost", "gained",
})  # fmt: skip
"""What fields and properties that hold a state, or several, are called."""
KEYS = frozenset({
    "countermove.analysis.evolution.paths.Step", "countermove.explanation.evidence.Step",
    "countermove.explanation.evidence.Improvement", "countermove.explanation.evidence.Combination",
    "countermove.explanation.evidence.Prospect", "countermove.explanation.evidence.SearchedStep",
    "countermove.explanation.evidence.SearchedImprovement", "countermove.explanation.reasons.Preference",
    "countermove.explanation.reasons.Ballot",
    "countermove.analysis.compare.comparison.Shift", "countermove.search.walks.Walk",
})  # fmt: skip
"""Parts of an answer that have keys, and the numbers for JSON beside them: each says so in its docstring."""
NO_STATES = frozenset({
    "countermove.analysis.winners.Standing.lost", "countermove.analysis.winners.Missed.lost",
    "countermove.analysis.threats.ThreatMove.lost", "countermove.analysis.compare.comparison.ShiftData.kept",
    "countermove.analysis.model.assumptions.Alternative.state",
})  # fmt: skip
"""Fields of these names that have no states: numbers from 1 of preference statements, how many states, and the number for JSON."""


def parts(kind: Any) -> Iterator[Any]:
    """The types inside a type."""
    yield kind
    for inner in typing.get_args(kind):
        yield from parts(inner)


GAMES = ("countermove.game.", "countermove.model.")
"""Modules of what answers are about: games, whose arrays are by key, and cases, which have no states."""


def is_part(kind: Any) -> bool:
    """Whether a type is a part of an answer."""
    return isinstance(kind, type) and is_dataclass(kind) and kind.__module__.startswith("countermove.") and not (
        kind.__module__.startswith(GAMES)
    )  # fmt: skip


@cache
def records() -> tuple[type, ...]:
    """Every record that a public result holds, by the annotations of its fields and properties."""
    seen: dict[type, None] = {}
    todo = [value for name in cm._HOMES if is_part(value := getattr(cm, name))]
    while todo:
        record = todo.pop()
        if record in seen:
            continue
        seen[record] = None
        for _, kind in members(record):
            todo += [part for part in parts(kind) if is_part(part)]
    return tuple(seen)


def members(record: type) -> list[tuple[str, Any]]:
    """The public fields and properties of a record with their types."""
    hints = typing.get_type_hints(record) if is_dataclass(record) else {}
    found = [(name, kind) for name, kind in hints.items() if not name.startswith("_")]
    for name in dir(record):
        value = getattr(record, name, None)
        if isinstance(value, property) and not name.startswith("_") and value.fget is not None:
            found.append((name, typing.get_type_hints(value.fget).get("return", Any)))
    return found


def test_records_hold_states_and_no_bare_numbers_of_them() -> None:
    assert len(records()) > 100
    wrong = {
        f"{record.__module__}.{record.__qualname__}.{name}"
        for record in records()
        if f"{record.__module__}.{record.__qualname__}" not in KEYS
        for name, kind in members(record)
        if name in NAMES and int in parts(kind)
    }
    assert wrong == NO_STATES


def test_records_with_keys_say_so() -> None:
    with_keys = {f"{r.__module__}.{r.__qualname__}": r.__doc__ or "" for r in records()}
    assert with_keys.keys() >= KEYS
    assert all("key" in with_keys[name] or "code" in with_keys[name] for name in KEYS)


# ------------------------------------------------------------------------------------------------ frames

FRAMES: dict[str, Callable[[cm.Game], Result]] = {
    "states": lambda game: cm.states(game),
    "equilibria": lambda game: cm.equilibria(game),
    "winners": lambda game: cm.winners(game),
    "paths": lambda game: cm.paths(game, None if game.status_quo else 1),
    "deals": lambda game: cm.deals(game, None if game.status_quo else 1),
    "credibility": lambda game: cm.credibility(game),
    "coalitions": lambda game: cm.coalitions(game),
    "farsighted": lambda game: cm.farsighted(game),
    "stable sets": lambda game: cm.stable_sets(game),
    "perceptions": lambda game: cm.perceptions(game),
    "robust": lambda game: cm.robust(game, draws=20, pairs="none"),
    "invert": lambda game: cm.invert(game, 1),
    "power": lambda game: cm.power(game, next(iter(game.case.bodies))),
    "explain": lambda game: cm.explain(game, 1, game.movers[0].id),  # type: ignore[dict-item, return-value]
    "compare": lambda game: cm.compare(game.case),
}
CASES = ("chicken", "cuban-missile-crisis", "elmira", "mountain-pass", "eu-council", "north-korea-2017")


@pytest.mark.parametrize("name", FRAMES)
def test_every_column_is_described_and_the_index_tells_rows_apart(name: str) -> None:
    tried = 0
    for id_ in CASES:
        game = cm.compile(cm.load(id_))
        try:
            answer = FRAMES[name](game)
            rows = answer.rows()
        except (cm.CountermoveError, StopIteration):
            continue  # a case without bodies, or an answer without a table, which says so
        tried += 1
        assert all(column.about.strip() for column in rows.columns), id_
        assert len(set(rows.names)) == len(rows.names), id_
        frame = answer.to_frame()
        assert list(frame.index.names) == [*rows.names[: rows.index]] or rows.index == 0, id_
        assert frame.index.is_unique, (id_, frame.index[frame.index.duplicated()])
        assert len(frame) == len(rows.values), id_
    assert tried or name == "explain"
