"""Who gains and who loses, and what holds an outcome, against literal computations."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest

from briefs import holding, stakes
from cases import case_of, graph, random_case
from countermove.analysis.equilibria import equilibria
from countermove.briefing.stakes import leading_concept
from countermove.catalog import load_case
from countermove.explanation import Improvement, Preference, explain
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.views.brief import stakes as module
from reference import Model, line_values


def lines(graph: ListedGame, lead: int, most: int | None = None) -> list[str]:
    return [text.replace("\u00a0", " ") for _, text in stakes(graph, lead, most)]


def held(case: Case | ListedGame, lead: int, concepts: list[str] | None = None) -> list[str]:
    """The lines about what holds an outcome."""
    compiled = case if isinstance(case, ListedGame) else compile(case)
    return [text for _, text in holding(equilibria(compiled, concepts), lead)]


def owner(prefers: list[Any], *options: str) -> dict[str, Any]:
    return {"options": {option: {} for option in options}, "prefers": prefers}


# ------------------------------------------------------------------------------------------ gains and losses

PAIR = {
    "a": owner(["y", "not x"], "x"),
    "b": owner(["x", {"equally": ["y", "not x"]}], "y"),
    "c": {"ranking": ["YY", "N-", "YN"]},
    "d": {},
}


def test_who_gains_and_who_loses() -> None:
    compiled = compile(case_of(actors=PAIR, status_quo=[]))
    assert lines(compiled, 1) == [
        "In brackets: the share of states that are worse for it, today and then; the lines, by number.",
        "A: worse off (25 to 0 %); loses 2 (not x).",
        "B: better off (0 to 50 %); wins 1 (x); loses 2 (y; not x).",
        "C: worse off (25 to 0 %).",
        "D: as well off as today (0 to 0 %).",
    ]


def test_only_the_most_important_lines_of_either_kind() -> None:
    actors = {"a": owner(["x", "y", "not x", "not y", "x and y"], "x", "y")}
    compiled = compile(case_of(actors=actors, status_quo=[]))
    won, lost = "1 (x), 2 (y), 5 (x and y)", "3 (not x), 4 (not y)"
    assert lines(compiled, 3)[1] == f"A: better off (0 to 75 %); wins {won}; loses {lost}."
    assert lines(compiled, 3, 1)[1] == "A: better off (0 to 75 %); wins 1 (x); loses 3 (not x)."


def test_without_a_status_quo_shares_are_all_there_is() -> None:
    assert lines(compile(case_of(actors=PAIR)), 3) == [
        "There is no status quo to compare with. The share of all states that are worse: for A 50 %, B 75 %, C 75 %, D 0 %."
    ]


def test_where_nothing_changes() -> None:
    (found,) = lines(compile(case_of(actors={"a": owner(["x"], "x")}, status_quo=["x"])), 1)
    assert found == "Nothing changes against today. The share of all states that are worse: for A 50 %."


def test_what_is_said_of_everybody_is_so() -> None:
    said = set()
    for seed in range(80):
        case = random_case(Random(seed), max_options=5)
        compiled, model = compile(case), Model(case)
        start = model.status_quo
        for lead in Random(seed).sample(range(compiled.size), min(3, compiled.size)):
            if start is None or start == lead:
                assert len(lines(compiled, lead)) == 1
                continue
            _, *found = lines(compiled, lead)
            for actor, line in zip(case.actors, found, strict=True):
                pattern = r"(\w+): (better off|worse off|as well off as today) \((\d+) to (\d+) %\)(.*)\."
                who, verdict, before, after, rest = re.fullmatch(pattern, line, re.DOTALL).groups()  # type: ignore[union-attr]
                ranks = model.ranks[actor]
                gain = ranks[lead] - ranks[start]
                assert who == case.label(actor)
                assert verdict == ("better off" if gain > 0 else "worse off" if gain < 0 else "as well off as today")
                shares = [100 * sum(r < ranks[s] for r in ranks) / len(ranks) for s in (start, lead)]
                assert abs(int(before) - shares[0]) <= 0.5
                assert abs(int(after) - shares[1]) <= 0.5
                was, is_ = (line_values(case, actor, int(next(iter(model.states[s])))) for s in (start, lead))
                won = [k for k in range(len(was)) if is_[k] > was[k]]
                lost = [k for k in range(len(was)) if is_[k] < was[k]]
                assert ("; wins " in rest, "; loses " in rest) == (bool(won), bool(lost))
                for word, positions in (("wins", won), ("loses", lost)):
                    if positions:
                        assert f"; {word} {positions[0] + 1} (" in rest
                said.add(verdict)
    assert len(said) == 3


def test_the_opening_case_has_no_loser_and_war_aims_have_three() -> None:
    case = load_case("european-security-2022")
    verdicts = [re.findall(r": (better|worse) off", line) for line in lines(compile(case), 147)[1:]]
    assert verdicts == [["better"]] * 4
    attack = [re.findall(r": (better|worse) off", line) for line in lines(compile(case, "war-aims"), 151)[1:]]
    assert attack == [["better"], ["worse"], ["worse"], ["worse"]]


# ------------------------------------------------------------------------------------------------ what holds


def test_nobody_is_tempted() -> None:
    actors = {
        "a": owner(["x"], "x"),
        "b": owner(["true"], "y"),
        "c": {"options": {"z": {"change": "drop-only"}}},
        "d": {"options": {"w": {}}, "worth": {"w": "1"}},
        "e": {"prefers": ["not x"]},
    }
    assert held(case_of(actors=actors), 9, ["nash"]) == [
        'A: not tempted. Best other move: drops "X" (state 9); loses line 1 (x).',
        'B: not tempted. Best other move: takes "Y" (state 12); just as good.',
        "C: not tempted. No other move.",
        'D: not tempted. Best other move: drops "W" (state 2); worse.',
    ]


def test_a_body_without_a_decision_that_passes() -> None:
    union = {"members": ["a", "b"], "decides": "consensus", "options": {"q": {}}}
    case = case_of(actors={"a": {"prefers": ["q"]}, "b": {"prefers": ["not q"]}}, bodies={"union": union})
    assert held(case, 0) == ["Union: none of its decisions would pass."]


def test_an_answer_in_ones_own_interest() -> None:
    assert held(load_case("prisoners-dilemma"), 3, ["seq"])[:2] == [
        'Row: tempted; drops "Cooperate" (state 3).',
        'But the answer would undo it: Col drops "Cooperate" (state 1); in its mover\'s own interest at each step.',
    ]


@pytest.mark.parametrize(
    ("ranking", "kind"),
    [
        ("t us", "a threat that B would rather not carry out"),
        ("tu s", "a threat that costs B nothing, and gains nothing"),
        ("u t s", "in its mover's own interest at each step"),
    ],
)
def test_an_answer_may_cost_who_gives_it(ranking: str, kind: str) -> None:
    case = graph("stu", f=("st", "t s u"), b=("tu", ranking))
    assert held(case, 0, ["gmr"])[:2] == [
        "F: tempted; moves to t (T).",
        f"But the answer would undo it: B moves to u (U); {kind}.",
    ]


def test_an_answer_of_several_moves() -> None:
    case = graph("stxz", f=("st", "tx s z"), a=("tx", "x tzs"), b=("xz", "x z ts"))
    assert held(case, 0, ["gmr"])[1] == (
        "But the answer would undo it: A moves to x (X), then B moves to z (Z); a threat that B would rather not carry out."
    )


def test_a_decision_is_no_threat_of_the_body_but_one_that_would_not_pass() -> None:
    council = load_case("security-council")
    assert held(council, 7, ["gmr"])[1] == (
        'But the answer would undo it: Security Council takes "Impose sanctions" (state 15); '
        "a decision of Security Council that would not pass."
    )


def test_a_threat_and_a_decision_in_one_answer_are_told_apart() -> None:
    said = set()
    for seed in range(80, 104):
        compiled = compile(random_case(Random(seed), max_options=5))
        bodies = {compiled.case.label(mover.id) for mover in compiled.movers if mover.is_body}
        for state in range(compiled.size):
            for line in held(compiled, state, ["gmr"]):
                decision = re.search(r"a decision of (.+) that would not pass\.$", line)
                assert not any(f"a threat that {body} " in line for body in bodies), line
                if decision:
                    assert set(decision[1].split(" and ")) <= bodies, line
                    said.add("a threat that" in line)
    assert said == {True, False}


def test_moves_at_the_same_time() -> None:
    case = case_of(
        actors={
            "f": owner(["not (p and x and y)", "p"], "p"),
            "a": owner(["x"], "x"),
            "b": owner(["y"], "y"),
        }
    )
    found = held_at(case, 0)
    assert found == "But if A and B moved at the same time, it would end in state 8, no better."


def held_at(case: Case, state: int) -> str:
    """What is said to deter the first mover from its best improvement, under SIM."""
    compiled = compile(case)
    (improvement, *_) = explain(compiled, state + 1, compiled.movers[0].id, "sim").improvements
    return module._deterrent(compiled, improvement)


def test_answers_that_were_not_searched_are_said_not_to_be() -> None:
    compiled = compile(load_case("chicken"))
    why = Preference("row", 0, 1, 1, None)
    unknown = Improvement(1, (), why, is_sanctioned=True, searched=False)
    assert module._deterrent(compiled, unknown) == "Answers undo it; they were not searched one by one."


def test_the_firmest_concept_is_explained() -> None:
    """Under Nash nobody is tempted; so a state that holds so is not said to tempt anybody under others."""
    for seed in range(30):
        table = equilibria(compile(random_case(Random(seed), max_options=5)))
        for lead in table.strongest(2):
            if "nash" in table.at(lead).concepts:
                assert leading_concept(table.at(lead)) == "nash"
                assert not any("tempted;" in text for _, text in holding(table, lead))


def test_what_is_said_to_hold_an_outcome_is_so() -> None:
    """Improvements, the best one among them, answers and other moves, as the reference has them."""
    tempted, threats, calm = 0, 0, 0
    for seed in range(100):
        case = random_case(Random(seed), max_options=5)
        compiled, model = compile(case), Model(case)
        table = equilibria(compiled)
        for lead in table.strongest()[-2:]:
            found = list(holding(table, lead))
            heads = [text for level, text in found if level == 1]
            for mover, line in zip(model.movers, heads, strict=True):
                who = case.label(mover)
                gains = model.ui(mover, lead)
                if not gains:
                    calm += 1
                    check_calm(model, mover, lead, line)
                    continue
                tempted += 1
                assert line.startswith(f"{who}: tempted; ")
                target = int(line.rstrip(".)").rpartition("state ")[2]) - 1
                assert target in gains, seed
                if not model.is_body(mover):
                    assert model.rank(mover, target) == max(model.rank(mover, s) for s in gains)
                deterrent = found[found.index((1, line)) + 1]
                assert deterrent[0] == 2
                threats += check_deterrent(model, mover, lead, target, deterrent[1])
    assert min(tempted, threats, calm) > 20


def check_calm(model: Model, mover: str, lead: int, line: str) -> None:
    who = model.case.label(mover)
    if model.is_body(mover):
        assert line == f"{who}: none of its decisions would pass."
        return
    moves = model.um(mover, lead)
    if not moves:
        assert line == f"{who}: not tempted. No other move."
        return
    target = int(re.findall(r"state (\d+)\)?;", line)[0]) - 1
    best = max(model.rank(mover, s) for s in moves)
    assert target in moves
    assert model.rank(mover, target) == best
    assert line.endswith("; just as good.") == (best == model.rank(mover, lead))
    if "; loses line" in line:
        position = int(re.findall(r"; loses line (\d+) ", line)[0]) - 1
        was, is_ = (line_values(model.case, mover, int(next(iter(model.states[s])))) for s in (lead, target))
        assert was[:position] == is_[:position]
        assert was[position] > is_[position]


def check_deterrent(model: Model, mover: str, lead: int, target: int, text: str) -> bool:
    """The answer is a legal sequence of the others to a state that is no better; whether it is a threat."""
    if text.startswith("But if "):
        end = int(re.findall(r"would end in state (\d+), no better\.$", text)[0]) - 1
        assert any(
            end in set(model.combined(mover, lead, attempt, [m for m in model.movers if m != mover]))
            for attempt in model.attempts(mover, lead)
        )
        return False
    start, _, kind = text.rpartition("; ")
    ids = {model.case.label(m): m for m in model.movers}
    steps, here = [], target
    for part in start.removeprefix("But the answer would undo it: ").split(", then "):
        there = int(part.rstrip(")").rpartition("state ")[2]) - 1
        steps.append((ids[part.split()[0]], here, there))
        here = there
    assert model.is_legal_sequence(steps, False, mover)
    assert any(not model.better(mover, lead, here, a.changed) for a in model.attempts(mover, lead) if a.target == target)
    unwilling = [m for m, s, t in steps if t not in model.steps(m, s, True, model.focal_actor(mover))]
    assert (kind == "in its mover's own interest at each step.") == (not unwilling)
    threat, _, decision = kind.partition("a decision of ")
    for who in unwilling:
        assert model.case.label(who) in (decision if who in model.case.bodies else threat)
    return bool(unwilling)


# --------------------------------------------------------------------------------------------- many actors


def crowd(status_quo: list[str] | None) -> ListedGame:
    """One actor that can act, eleven that only care."""
    actors: dict[str, Any] = {"lead": owner(["x"], "x")}
    actors |= {f"m{k}": {"prefers": ["x"] if k < 7 else ["not x"] if k < 10 else ["true"]} for k in range(11)}
    data: dict[str, Any] = {"actors": actors}
    return compile(case_of(**data, **({} if status_quo is None else {"status_quo": status_quo})))


def test_of_many_actors_those_who_cannot_act_are_told_together() -> None:
    assert lines(crowd([]), 1)[1:] == [
        "Lead: better off (0 to 50 %); wins 1 (x).",
        "The others: better off are M0, M1, M2, M3, M4 and 2 others; worse off are M7, M8 and M9; "
        "as well off as today is M10.",
    ]


def test_of_many_actors_the_shares_are_told_together() -> None:
    assert lines(crowd(None), 1) == [
        "There is no status quo to compare with. The share of all states that are worse: for Lead, M0, M1, M2, M3 "
        "and 3 others 50 %; M7, M8, M9 and M10 0 %."
    ]
