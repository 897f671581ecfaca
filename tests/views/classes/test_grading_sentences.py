"""The sentences of `grade`, read back: what they say of states, statements and shares is true of the literal models."""

from __future__ import annotations

import re
from random import Random

import pytest

import countermove as cm
from cases import random_case
from countermove.io.writing import data_of
from countermove.model.case import Case
from countermove.text.naming import doing_words, statement_words
from countermove.text.phrases import statement_quoted
from countermove.text.rules import rule_items
from reference import Model

STATE = r"\[([^\]]*)\]"
NEEDS = "it can be taken at any time|it needs: .*"
ORDER = {"is better than": 1, "are equally good": 0, "is worse than": -1}
SHORT = {"it is better": 1, "they are equally good": 0, "it is worse": -1}


class Described:
    """A case with its literal model, and its states by what is done in them."""

    def __init__(self, case: Case) -> None:
        self.case, self.model, self.game = case, Model(case), cm.compile(case)
        self.states: dict[str, list[int]] = {}
        for key in range(len(self.model.states)):
            text = "; ".join(doing_words(self.game, key, idle=False)) or "nobody does anything"
            self.states.setdefault(text, []).append(key)

    def sign(self, actor: str, low: str, high: str) -> int:
        ((a,), (b,)) = self.states[low], self.states[high]
        return (self.model.rank(actor, b) > self.model.rank(actor, a)) - (
            self.model.rank(actor, b) < self.model.rank(actor, a)
        )


def variant(rng: Random, case: Case) -> Case:
    """The case with a few random changes, as a student might make them."""
    data = data_of(case)
    for actor in data["actors"].values():
        if len(actor.get("prefers") or ()) > 1 and rng.random() < 0.6:
            rng.shuffle(actor["prefers"])
            del actor["prefers"][rng.randint(1, len(actor["prefers"])) :]
    if rng.random() < 0.6:
        row = rng.choice(case.option_rows)
        block = "actors" if row.owner in case.actors else "bodies"
        options = data[block][row.owner]["options"]
        kept = options[row.id] if isinstance(options[row.id], dict) else {"name": row.name}
        options[row.id] = {**kept, "change": rng.choice(["both", "take-only", "drop-only"])}
        options[row.id].pop("needs", None)
    if data.get("bodies") and rng.random() < 0.6:
        rng.choice(list(data["bodies"].values()))["decides"] = rng.choice(["unanimity", "majority", "consensus"])
    if rng.random() < 0.6:
        data["impossible"] = [*data.get("impossible", []), rng.choice(case.option_rows).full][rng.randint(0, 1) :]
    data.pop("status quo", None)
    return Case.model_validate(data)


def test_sentences_are_true() -> None:
    """Each sentence fits one pattern, and what it says is true of the literal models of both cases."""
    rng, kinds = Random(7), set()
    for _ in range(60):
        case = random_case(rng, coalesce=False, max_options=5)
        other = variant(rng, case)
        try:
            result = cm.grade(case, [other], ["nash"])
        except cm.CaseError:
            continue
        if result.students[0].errors:
            continue
        mine, yours = Described(case), Described(other)
        for one in result.students[0].differences:
            read(one.sentence, mine, yours)
            kinds.add(one.kind)
    assert {"missing states", "extra states", "direction", "missing statement", "status quo", "swapped statements"} <= kinds
    assert {"missing equilibria", "extra equilibria"} <= kinds


def read(sentence: str, mine: Described, yours: Described) -> None:
    for pattern, check in RULES:
        if match := re.fullmatch(pattern, sentence):
            check(mine, yours, *match.groups())
            return
    pytest.fail(f"nothing reads: {sentence}")


def read_preferences(mine: Described, yours: Described, name: str, text: str, first: str, form: str) -> None:
    (actor,) = [id_ for id_ in mine.case.actors if mine.case.label(id_) == name]
    if match := re.fullmatch(rf"{STATE} (is better than|is worse than) {STATE}", first):
        high, words, low = match.groups()
    else:
        match = re.fullmatch(rf"{STATE} and {STATE} (are equally good)", first)
        assert match is not None, first
        high, low, words = match.groups()
    assert mine.sign(actor, low, high) == ORDER[words]
    assert yours.sign(actor, low, high) == SHORT[form]
    assert ORDER[words] != SHORT[form]
    lists = {"mine": mine.case, "yours": yours.case}
    for side, position, quoted in statements(text):
        entries = lists[side].actors[actor].prefers or ()
        assert quoted == statement_quoted(lists[side], actor, entries[position - 1])


def statements(text: str) -> list[tuple[str, int, str]]:
    """The statements that a clause quotes: whose they are, their positions, and their words."""
    one = r"statement (\d+) \((.*)\)"
    forms = {
        rf"your model leaves out {one}": ("mine",),
        rf"your model adds {one}": ("yours",),
        rf"your model swaps {one} and {one}": ("mine", "mine"),
        rf"your model puts {one} in place \d+": ("mine",),
        rf"your model has the opposite of {one}": ("mine",),
        rf"your model ends before {one}": ("mine",),
        rf"the reference ends before your {one}": ("yours",),
        rf"the first difference is {one} of the reference; your model has {one}": ("mine", "yours"),
        "the order of the states is different": (),
    }
    for form, sides in forms.items():
        if match := re.fullmatch(form, text):
            parts = match.groups()
            return [(side, int(parts[2 * k]), parts[2 * k + 1]) for k, side in enumerate(sides)]
    pytest.fail(f"nothing reads: {text}")


def read_states(mine: Described, yours: Described, who: str, count: str, states: str, constraint: str | None) -> None:
    is_missing = who == "rules out"
    has, lacks = (mine, yours) if is_missing else (yours, mine)
    alone = [raw for raw in has.model.state_of if raw not in lacks.model.state_of]
    assert len(alone) == int(count)
    texts = re.findall(STATE, states)
    assert len(texts) == min(3, len(alone))
    for text in texts:
        (key,) = has.states[text]
        assert set(has.model.states[key]) <= set(alone)
    if constraint is not None:
        words = [f"{statement_words(lacks.case, claim.that)}, which is impossible" for claim in lacks.case.impossible]
        words += [f"{statement_words(lacks.case, claim.that)}, which is always so" for claim in lacks.case.always]
        assert constraint in words


def read_direction(mine: Described, yours: Described, option: str, owner: str, first: str, second: str) -> None:
    words = {
        "it can be taken and given up": "both",
        "once taken, it cannot be given up": "take-only",
        "once given up, it cannot be taken again": "drop-only",
    }
    rows = [
        (one.case.label(row.owner), row.name, row.record.change) for one in (mine, yours) for row in one.case.option_rows
    ]
    assert (owner, option, words[first]) in rows
    assert (owner, option, words[second]) in rows
    assert first != second


def read_rule(mine: Described, yours: Described, body: str, options: str | None, first: str, second: str) -> None:
    for one, text in ((mine, first), (yours, second)):
        names = re.findall(r'"([^"]*)"', options or "")
        rows = [row for row in one.case.option_rows if one.case.label(row.owner) == body and row.name in names]
        rules = [(row.owner, one.case.rule_of(row)) for row in rows]
        rules += [
            (id_, record.decides) for id_, record in one.case.bodies.items() if one.case.label(id_) == body and not names
        ]
        assert rules
        for id_, rule in rules:
            assert rule is not None
            items = rule_items(rule, one.case.bodies[id_].members, one.case.label)
            assert text.split(": ")[0] == items[0].text.split(":")[0]
            assert all(item.text.rstrip(":") in text for item in items)


def read_needs(mine: Described, yours: Described, option: str, owner: str, first: str, second: str) -> None:
    assert first != second
    for one, text in ((mine, first), (yours, second)):
        rows = [row for row in one.case.option_rows if (one.case.label(row.owner), row.name) == (owner, option)]
        needs = [row.record.needs for row in rows]
        assert (
            None in needs
            if text == "it can be taken at any time"
            else text
            in [
                f"it needs: {statement_words(one.case, one_needs, row.owner)}"
                for row, one_needs in zip(rows, needs, strict=True)
                if one_needs is not None
            ]
        )


def read_status_quo(mine: Described, yours: Described, first: str, second: str) -> None:
    for one, text in ((mine, first), (yours, second)):
        now = one.model.status_quo
        assert text == "there is none" if now is None else now in one.states[text.strip("[]")]


def read_equilibria(mine: Described, yours: Described, count: str, where: str, states: str) -> None:
    has, lacks = (mine, yours) if where == "of the reference" else (yours, mine)
    raws = [{raw for s in nash(one) for raw in one.model.states[s]} for one in (has, lacks)]
    assert int(count) == len(raws[0] - raws[1])
    for text in re.findall(STATE, states):
        (key,) = has.states[text]
        assert set(has.model.states[key]) <= raws[0] - raws[1]


def nash(one: Described) -> list[int]:
    table = cm.equilibria(one.game, ["nash"])
    return [int(equilibrium.state) for equilibrium in table.equilibria() if "nash" in equilibrium.concepts]


RULES = (
    (r"(\w+) decides (.*? )?by another rule\. In the reference: (.*)\. In your model: (.*)\.", read_rule),
    (r"(\w+): (.*)\. In the reference (.*); in your model (.*)\.", read_preferences),
    (r"Your model (rules out) (\d+) states? of the reference: (.*?)(?:\. Your constraint: (.*))?\.", read_states),
    (r"Your model (has) (\d+) states? that the reference rules out: (.*?)(?:\. Missing in your model: (.*))?\.", read_states),
    (rf'The option "(.*)" of (.*) differs\. In the reference: ({NEEDS})\. In your model: ({NEEDS})\.', read_needs),
    (r'The option "(.*)" of (.*) differs\. In the reference: (.*)\. In your model: (.*)\.', read_direction),
    (r"The status quo of the reference: (.*); of your model: (.*)\.", read_status_quo),
    (r"Under Nash, (\d+) equilibri(?:um|a) (of the reference) (?:is|are) missing: (.*)\.", read_equilibria),
    (r"Under Nash, (\d+) equilibri(?:um|a) (?:is|are) (not in the reference): (.*)\.", read_equilibria),
)  # fmt: skip
"""A pattern for each sentence, with what is checked."""


def test_a_share_is_never_rounded_up_to_all() -> None:
    """Of 99.9 % nobody should read that everything is alike."""
    from countermove.analysis.classes.records import Agreement
    from countermove.views.classes.grading import _share

    assert [_share(Agreement(alike, 1000)) for alike in (1000, 999, 0)] == ["100 %", "99 %", "0 %"]
    assert _share(Agreement(0, 0)) == ""
