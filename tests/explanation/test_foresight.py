"""Explanations of those who look further ahead: every line of play is replayed with the reference, and read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

import pytest

from cases import case_of, graph, random_case, random_graph_case
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.explanation import Explanation, Preference, Prospect, foresight
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.requests.explain import explain
from countermove.stability import maximin
from countermove.stability.concept import find_concept, stable
from reference import Model


def explained(case: Case, concept: str) -> Iterator[Explanation]:
    """The explanations of all states for all movers."""
    compiled = compile(case)
    for mover in compiled.movers:
        for state in range(compiled.size):
            found = explain(compiled, state + 1, mover.id, concept)
            assert found.prospects is not None
            assert found.stable == bool(stable(compiled, mover, find_concept(concept))[state])
            assert found.stable == (not any(prospect.pays for prospect in found.prospects))
            assert str(found)
            assert json.loads(json.dumps(found.to_dict()))["stable"] is found.stable
            yield found


def disputes() -> Iterator[Case]:
    for seed in range(60):
        rng = Random(f"explained {seed}")
        yield random_case(rng, bodies=False, actors=(2, 2), max_options=4)
        case = random_graph_case(rng, actors=(2, 2))
        if len(case.movers) == 2:
            yield case


def end_of(prospect: Prospect) -> int:
    assert prospect.line is not None
    return prospect.line[-1].after if prospect.line else prospect.state


@pytest.mark.parametrize("moves", [1, 2, 3, 6])
def test_limited_moves_are_told_as_they_are_foreseen(moves: int) -> None:
    for case in disputes():
        model = Model(case)
        for found in explained(case, f"l{moves}"):
            i, j, s = found.mover, model.opponent(found.mover), found.state.key
            assert {p.state for p in found.prospects} == model.um(i, s)
            for prospect in found.prospects:
                check_play(model, prospect, i, j, moves)
                worst = min(model.rank(i, e) for e in model.ends(j, prospect.state, moves - 1))
                assert prospect.pays == (worst > model.rank(i, s))
                assert model.rank(i, end_of(prospect)) == worst
                assert isinstance(prospect.outcome, Preference)
                assert (prospect.outcome.before, prospect.outcome.after) == (s, end_of(prospect))
            assert {i.state for i in found.improvements} == model.ui(i, s)


def check_play(model: Model, prospect: Prospect, i: str, j: str, moves: int) -> None:
    """The line is one that the two would play: they alternate, each move is a most valuable one, and it ends there."""
    at, mover, other, left = prospect.state, j, i, moves - 1
    assert prospect.line is not None
    for step in prospect.line:
        assert (step.mover, step.before) == (mover, at)
        assert step.after in model.um(mover, at)
        assert model.ends(other, step.after, left - 1) <= model.ends(mover, at, left)
        assert step.credible
        at, mover, other, left = step.after, other, mover, left - 1
    assert left >= 0
    assert model.ends(mover, at, left) == {at}


def test_non_myopic_verdicts_are_told_where_they_have_settled() -> None:
    cycling = 0
    for case in disputes():
        model = Model(case)
        for found in explained(case, "nm"):
            verdict = model.nm(found.mover)[found.state.key]
            assert found.horizon.period == (verdict[1] if isinstance(verdict, tuple) else None)
            assert found.stable == model.stays(found.mover, found.state.key, found.horizon.moves)
            for prospect in found.prospects:
                check_play(model, prospect, found.mover, model.opponent(found.mover), found.horizon.moves)
            cycling += found.horizon.period is not None
    assert cycling > 5


def test_the_leader_is_told_two_moves_and_the_other_one() -> None:
    for case in list(disputes())[:40]:
        leader = Model(case).movers[0]
        for found in explained(case, f"stackelberg-{leader}"):
            assert found.horizon.moves == (2 if found.mover == leader else 1)


@pytest.mark.parametrize("moves", [1, 2, 3, 4, 5])
def test_maximin_is_told_by_a_line_that_hurts_most(moves: int) -> None:
    for seed in range(50):
        rng = Random(f"hurt {seed}")
        case = random_graph_case(rng) if seed % 3 == 0 else random_case(rng, max_options=4)
        model, compiled = Model(case), compile(case)
        left = {m.id: maximin.values(compiled, m, moves) for m in compiled.movers if m.actor is not None}
        for found in explained(case, f"maximin-{moves}"):
            i, s = found.mover, found.state.key
            assert {p.state for p in found.prospects} == model.ui(i, s)
            for prospect in found.prospects:
                if i not in left:
                    assert prospect.line is None
                    continue
                assert prospect.line is not None
                assert model.rank(i, end_of(prospect)) == left[i][-1][prospect.state]
                assert prospect.pays == (model.rank(i, end_of(prospect)) > model.rank(i, s))
                at, mine = prospect.state, 0
                for step in prospect.line:
                    assert step.before == at
                    assert step.after in model.steps(step.mover, at, False, i if step.mover != i else None)
                    at, mine = step.after, mine + (step.mover == i)
                assert mine <= (moves - 1) // 2


def test_far_horizons_are_told_as_far_as_they_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = compile(load_case("cuban-missile-crisis"))
    whole = explain(compiled, 5, "usa", "l9")
    assert whole.prospects is not None
    monkeypatch.setattr(foresight, "LONGEST", 2)
    found = explain(compiled, 5, "usa", "l9")
    assert found.prospects is not None
    assert found.stable == whole.stable
    assert [p.pays for p in found.prospects] == [p.pays for p in whole.prospects]
    assert any(p.line is None for p in found.prospects)
    assert "there are too many moves to show them" in str(found)
    far = explain(compiled, 7, "usa", "maximin-9")
    assert far.stable == bool(stable(compiled, compiled.movers[0], find_concept("maximin-9"))[6])
    assert "there are too many moves to show them" in str(far)


def told(case: Case, state: int, mover: str, concept: str) -> list[str]:
    return str(explain(compile(case), state, mover, concept)).split("\n")


def test_cuban_missile_crisis() -> None:
    case = load_case("cuban-missile-crisis")
    assert told(case, 7, "usa", "l2") == [
        'For US, "Withdrawal under the blockade" (state 7; US: "Blockade Cuba"; USSR: "Withdraw the missiles") is '
        "stable under L2.",
        "L2 asks: Is staying at least as good as every move, with a horizon of 2 moves? Yes.",
        'For US, this move is possible: US chooses "Launch an air strike" and drops "Blockade Cuba" (state 6).',
        "  Then USSR would stay there.",
        '  That leaves US worse off than in "Withdrawal under the blockade" (state 7).',
        'For US, this move is possible: US chooses "Launch an air strike" (state 8).',
        "  Then USSR would stay there.",
        '  That leaves US worse off than in "Withdrawal under the blockade" (state 7).',
        'For US, this move is possible: US drops "Blockade Cuba" ("Withdrawal without pressure", state 5).',
        '  Then USSR drops "Withdraw the missiles" ("No action", state 1).',
        "  This is an improvement for USSR.",
        '  That leaves US worse off than in "Withdrawal under the blockade" (state 7).',
    ]
    assert told(case, 5, "usa", "nm")[:8] == [
        'For US, "Withdrawal without pressure" (state 5; US: nothing; USSR: "Withdraw the missiles") is stable under NM.',
        "NM asks: Is staying at least as good as every move, however long the horizon? Yes.",
        "Horizon: 6 moves. Every longer horizon gives the same verdict.",
        'For US, this move is possible: US chooses "Launch an air strike" (state 6).',
        '  Then USSR chooses "Escalate the crisis" and drops "Withdraw the missiles" ("Escalation", state 10).',
        '  This leads to "Withdrawal without pressure" (state 5) in the end, which is better for USSR than state 6.',
        '  Then US drops "Launch an air strike" ("Escalation", state 9).',
        '  This leads to "Withdrawal without pressure" (state 5) in the end, which is better for US than '
        '"Escalation" (state 10).',
    ]
    assert told(case, 7, "usa", "maximin-4")[2:] == [
        'For US, this move is an improvement: US drops "Blockade Cuba" ("Withdrawal without pressure", state 5).',
        '  But USSR can answer: USSR drops "Withdraw the missiles" ("No action", state 1).',
        "  This is an improvement for USSR.",
        '  Then US can move again: US chooses "Launch an air strike" and "Blockade Cuba" (state 4).',
        '  Then USSR can answer: USSR chooses "Escalate the crisis" ("Escalation", state 12).',
        "  This would hurt USSR.",
        '  That leaves US worse off than in "Withdrawal under the blockade" (state 7).',
    ]
    assert told(case, 5, "ussr", "maximin-1")[1:] == [
        "Maximin-1 asks: Can the others answer every improvement, at any cost to themselves, with a horizon of one "
        "move? No.",
        'For USSR, this move is an improvement: USSR drops "Withdraw the missiles" ("No action", state 1).',
    ]


def test_an_answer_that_never_settles() -> None:
    row = {"options": {"x": {}}, "ranking": ["YY", "NY", "YN", "NN"]}
    col = {"options": {"y": {}}, "ranking": ["NY", "YY", "YN", "NN"]}
    assert told(case_of(actors={"row": row, "col": col}), 3, "row", "nm") == [
        'For Row, state 3 (Row: nothing; Col: "Y") is not stable under NM.',
        "NM asks: Is staying at least as good as every move, however long the horizon? No.",
        "The verdict depends on the horizon: from 3 moves on, it repeats after every 4 more.",
        "Horizon in what follows: 3 moves.",
        'For Row, this move is possible: Row chooses "X" (state 4).',
        "  Then Col would stay there.",
        "  That leaves Row better off than in state 3.",
    ]


def test_who_cannot_move() -> None:
    assert told(graph("st", f=("ts", "t s"), b=("st", "t s")), 1, "f", "l2")[2:] == [
        "From s (S), F cannot move.",
    ]
    assert told(graph("st", f=("ts", "t s"), b=("st", "t s")), 1, "f", "maximin-2")[2:] == [
        "From s (S), no move of F is an improvement, so there is nothing to answer.",
    ]


def test_a_body_is_told_what_it_could_decide() -> None:
    union = {"members": ["a"], "decides": "consensus", "options": {"q": {}}}
    case = case_of(actors={"a": {"prefers": ["q"]}, "b": {"options": {"x": {}}}}, bodies={"union": union})
    assert told(case, 1, "union", "maximin-4")[2:] == [
        'For Union, this move is an improvement: Union adopts "Q" (state 3).',
        "  It would pass.",
        "  In Union, for: A; against: nobody.",
        "  The others cannot answer this improvement; there are too many moves to show them.",
    ]
    assert told(case, 3, "union", "maximin-2")[2:] == [
        "From state 3, no change that Union could make would pass, so there is nothing to answer.",
    ]


def test_many_moves_are_counted() -> None:
    actors = {"a": {"options": {f"o{k}": {} for k in range(5)}, "prefers": ["o0"]}, "b": {"options": {"x": {}}}}
    lines = told(case_of(actors=actors), 1, "a", "l2")
    assert lines[-1] == "For A there are 11 more moves; none would be better than staying."
    assert sum(line.startswith("For A, this move is possible") for line in lines) == 20


def test_explanations_refuse_what_verdicts_refuse() -> None:
    compiled = compile(load_case("elmira"))
    for concept in ("l2", "nm", "stackelberg-ministry"):
        with pytest.raises(QuestionError, match="exactly two actors"):
            explain(compiled, 1, "ministry", concept)
