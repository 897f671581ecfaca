"""What has to agree, whatever the case: two answers to the same question, and one answer about the same case written twice.

Each check takes a case and fails with `BrokenPromise`. A check that does not apply to a case passes.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from random import Random
from typing import Any

import countermove as cm
from countermove.analysis.compare.compare import Entry, compared
from countermove.analysis.inverse.invert import invert
from countermove.errors import QuestionError
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.io.formats import dump, load
from countermove.model.case import Case
from countermove.text import layout
from countermove.views.compare.compare import comparison_page
from fuzz_findings import hold

__all__ = ["CHECKS"]

Check = Callable[[Random, Case, Game], None]
CUT_PARTS = ("WHAT HOLDS", "WHO CAN BLOCK", "HOW SURE")
"""Parts of the brief that are cut where names are long: all others say the same with any names."""
TRIED_STATES = 3


def explain_as_solve(rng: Random, _case: Case, game: Game) -> None:
    """`explain` gives the verdicts of the stability table."""
    if not isinstance(game, ListedGame) or not game.movers:
        return
    table = cm.equilibria(game)
    for concept in table.concepts:
        mover, key = rng.choice(game.movers), rng.randrange(game.size)
        with suppress(QuestionError):  # some concepts are not explained
            explanation = cm.explain(game, game.at(key), mover.id, concept.id)
            verdict = bool(table.stable[concept.id][mover.index][key])
            where = f"state {key + 1}, {mover.id}, {concept.id}"
            hold(explanation.stable == verdict, f"explain says {explanation.stable} and solve {verdict}: {where}")


def same_as_itself(_rng: Random, _case: Case, game: Game) -> None:
    """A case compared with itself: nothing is lost or gained, and nobody is better or worse off."""
    if not game.movers or not isinstance(game, ListedGame):
        return
    comparison = compared(Entry("first", game, ""), [Entry("second", game, "")])
    for change in comparison.changes:
        for concept, shift in change.equilibria.items():
            hold(shift.is_none, f"a case compared with itself loses or gains equilibria: {concept}")
    text = layout.as_text(comparison_page(comparison, 30), 100, False)
    hold("Nothing that the analysis uses." in text, f"something differs that the analysis uses: {text}")
    hold(not re.search(r"\b(better|worse)\b", text), f"somebody is better or worse off: {text}")


def same_written_again(_rng: Random, case: Case, _game: Game) -> None:
    """YAML, then JSON, then YAML again: the same case and the same text."""
    yaml = dump(case, ".yaml")
    again = load(io.StringIO(yaml), "a.yaml")
    as_json = load(io.StringIO(dump(again, ".json")), "a.json")
    hold(again == case and as_json == case, "a case changes when it is written and read")
    hold(dump(as_json, ".yaml") == yaml, "a case written twice is written differently")


def target_without_cost(rng: Random, _case: Case, game: Game) -> None:
    """The target costs nothing exactly where it is an equilibrium already."""
    if not isinstance(game, ListedGame) or not game.movers:
        return
    for concept in ("nash", "seq"):
        holding = cm.equilibria(game, [concept]).holding(concept)
        for key in rng.sample(range(game.size), min(TRIED_STATES, game.size)):
            cost = None
            with suppress(QuestionError):  # nobody has statements to swap
                cost = invert(game, game.at(key), concept=concept, seconds=1).cost
                is_free = cost == 0
                hold(
                    is_free == bool(holding[key]),
                    f"cost {cost}, equilibrium {bool(holding[key])}: state {key + 1}, {concept}",
                )


def unmoved_by_a_bystander(_rng: Random, case: Case, game: Game) -> None:
    """An actor that can do nothing and wants nothing changes no verdict on the others."""
    if not isinstance(game, ListedGame) or not game.movers:
        return
    data = _data(case)
    data["actors"] = {**data["actors"], "bystander": {"moves": []} if case.states is not None else {}}
    other = cm.compile(Case.model_validate(data))
    hold(isinstance(other, ListedGame), "a bystander makes a case too large to list")
    before, after = cm.equilibria(game), cm.equilibria(other)
    hold([c.id for c in before.concepts] == [c.id for c in after.concepts], "a bystander changes which concepts are defined")
    for concept in before.concepts:
        for mover in game.movers:
            same = before.stable[concept.id][mover.index] == after.stable[concept.id][mover.index]
            hold(bool(same.all()), f"a bystander changes a verdict: {concept.id}, {mover.id}")


def same_in_reverse(_rng: Random, case: Case, game: Game) -> None:
    """Actors and bodies written in reverse: the same options are taken in the equilibria."""
    if not isinstance(game, ListedGame) or not game.movers:
        return
    data = _data(_without_patterns(case))
    for key in ("actors", "bodies"):
        if key in data:
            data[key] = dict(reversed(data[key].items()))
    # In a searching order an inner body may stand after the body that it is a member of: that is allowed.
    other = cm.compile(Case.model_validate(data))
    assert isinstance(other, ListedGame)
    first, second = cm.equilibria(game), cm.equilibria(other)
    for concept in first.concepts:
        hold(_outcomes(game, first, concept.id) == _outcomes(other, second, concept.id), f"order decides: {concept.id}")


def same_under_other_names(rng: Random, case: Case, game: Game) -> None:
    """Other ids and names, longer or shorter: the same facts, and the same sentences where nothing is cut for length."""
    if not game.movers or not isinstance(game, ListedGame):
        return
    first, second = (_renamed(case, length) for length in rng.sample((1, 4, 9, 16), 2))
    answers = []
    for renamed in (first, second):
        briefing = cm.brief(cm.compile(renamed))
        parts = re.split(r"\n(?=[A-Z]{3}[^a-z]*$)", str(briefing), flags=re.MULTILINE)
        uncut = [part for part in parts if not part.startswith(CUT_PARTS)]
        answers.append([_with_numbers(json.dumps(_facts(briefing.to_dict()))), _with_numbers("\n".join(uncut))])
    for what, (one, other) in zip(("facts", "sentences"), zip(*answers, strict=True), strict=True):
        at = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
        hold(
            one == other,
            f"other names, other {what}:\n{one[max(at - 200, 0) : at + 80]}\n{other[max(at - 200, 0) : at + 80]}",
        )


CHECKS: dict[str, Check] = {
    "solve and explain agree": explain_as_solve,
    "compared with itself": same_as_itself,
    "YAML, JSON, YAML": same_written_again,
    "cost 0 iff an equilibrium": target_without_cost,
    "a bystander added": unmoved_by_a_bystander,
    "actors reversed": same_in_reverse,
    "other ids and names": same_under_other_names,
}
"""The checks by what they say."""


# --------------------------------------------------------------------------------------------------- the case, rewritten


def _data(case: Case) -> dict[str, Any]:
    return case.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _outcomes(game: ListedGame, table: cm.StabilityTable, concept: str) -> set[Any]:
    """What is done in each equilibrium; in a graph case its id. A coalesced state is told by what all of it shares."""
    keys = [key for key, holds in enumerate(table.holding(concept)) if holds]
    states = [game.at(key) for key in keys]
    if game.case.states is not None:
        return {state.id for state in states}
    return {frozenset(zip((row.full for row in game.options), state.taken, strict=True)) for state in states}


def _without_patterns(case: Case) -> Case:
    """The case with statements in place of patterns, whose signs go by the order of the options."""
    if case.states is not None:
        return case
    words = [
        row.full if row.level is None else f"{row.full.removesuffix(f'-{row.level}')} is {row.level}"
        for row in case.option_rows
    ]

    def rewritten(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: rewritten(item) for key, item in value.items()}
        if isinstance(value, list):
            return [rewritten(item) for item in value]
        if isinstance(value, str) and len(value) == len(words) and set(value) <= set("YN-"):
            signs = zip(value, words, strict=True)
            return " and ".join(f"{'' if sign == 'Y' else 'not '}{word}" for sign, word in signs if sign != "-") or "true"
        return value

    data = _data(case)
    for actor in data["actors"].values():
        if "ranking" in actor:
            actor["ranking"] = rewritten(actor["ranking"])
    if "coalesce" in data:
        data["coalesce"] = rewritten(data["coalesce"])
    return Case.model_validate(data)


def _renamed(case: Case, length: int) -> Case:
    """The case with ids and names that only a number tells apart, as long as wanted: ``qaaa3x``, ``Qaaa3x``."""
    data = _data(case)
    for key in ("labels", "scenarios", "views", "events", "title", "about", "sources"):
        data.pop(key, None)
    ids = [*data["actors"], *data.get("bodies", {}), *data.get("states", {})]
    ids += [id_ for block in ("actors", "bodies") for row in data.get(block, {}).values() for id_ in row.get("options", {})]
    new = {id_: f"q{'a' * length}{number}x" for number, id_ in enumerate(dict.fromkeys(ids))}
    pattern = re.compile(r"(?<![\w-])(" + "|".join(sorted(map(re.escape, new), key=len, reverse=True)) + r")(?![\w])")

    def rewritten(value: Any) -> Any:
        if isinstance(value, dict):
            # Keys are ids, full names of options, levels of an option (``arm-none``), or words of the format.
            is_name = {key: key in new or "." in key or key.rpartition("-")[0] in new for key in value}
            return {rewritten(key) if is_name[key] else key: rewritten(item) for key, item in value.items()}
        if isinstance(value, list):
            return [rewritten(item) for item in value]
        return pattern.sub(lambda match: new[match[1]], value) if isinstance(value, str) else value

    data = rewritten(data)
    for owner, row in [*data["actors"].items(), *data.get("bodies", {}).items()]:
        row["name"] = owner.capitalize()
        for id_, option in row.get("options", {}).items():
            option["name"] = id_.capitalize()
    if "states" in data:
        data["states"] = {id_: id_.capitalize() for id_ in data["states"]}
    return Case.model_validate(data)


def _with_numbers(text: str) -> str:
    """The text with each renamed word as its number, on one line."""
    return " ".join(re.sub(r"[qQ]a+(\d+)x", r"<\1>", text).split())


def _facts(value: Any) -> Any:
    """A record without its sentences, which are compared by themselves."""
    if isinstance(value, Mapping):
        return {key: _facts(item) for key, item in value.items() if key != "text"}
    if isinstance(value, list | tuple):
        return [_facts(item) for item in value]
    return value
