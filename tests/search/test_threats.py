"""Threats in a searched game: whether one is needed, and the cheapest, as the definitions say."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from cases import TRAPS, case_of, random_case
from countermove.analysis.credibility import credibility
from countermove.analysis.threats import seen_by_mover
from countermove.game.allowance import Allowance
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.search.moves import OwnMoves
from countermove.search.threats import cheapest_answer, credibly_sanctioned
from reference import Attempt, Model


def gains(model: Model, states: int = 4) -> Iterator[tuple[str, int, Attempt]]:
    for focal in model.movers:
        for s in range(min(states, len(model.states))):
            for attempt in model.attempts(focal, s):
                yield focal, s, attempt


@pytest.mark.parametrize("seed", range(80))
def test_what_is_undone_willingly_is_what_the_definition_says(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, max_options=6))
    moves = OwnMoves(searched_game(model.case))
    codes = [code for code in model.state_codes if code is not None]
    for focal, s, attempt in gains(model):
        mover = moves.game.mover(focal)
        for concept, counter in (("seq", False), ("sseq", True)):
            exact = any(model.deters(concept, focal, s, attempt, s2) for s2 in model.answers(concept, focal, attempt.target))
            found = credibly_sanctioned(moves, mover, codes[s], codes[attempt.target], counter)
            assert found.is_sanctioned is exact
            little = credibly_sanctioned(moves, mover, codes[s], codes[attempt.target], counter, most=1)
            assert little.is_sanctioned in (None, exact)


@pytest.mark.parametrize("seed", range(60))
def test_the_cheapest_is_as_cheap_as_where_states_are_listed(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, max_options=6)
    graph, moves = compile(case), OwnMoves(searched_game(case))
    codes = graph.codes_at()
    for concept in ("gmr", "smr"):
        audit = credibility(graph, concept)
        for state in audit.resting[:3]:
            for threat in audit.threats(state):
                mover = moves.game.mover(threat.mover)
                begin, end = codes[state.key], codes[threat.target.key]
                found = cheapest_answer(moves, mover, begin, end, concept == "smr", 3, Allowance())
                assert threat.steps is not None
                if len(threat.steps) > 3:
                    continue
                assert found
                game = moves.game
                willing = [game.improves(game.mover(m.mover), m.before, m.after, mover.actor) for m in found]
                seen = [seen_by_mover(game, mover, m, w) for m, w in zip(found, willing, strict=True)]
                assert (sum(not step.is_willing for step in seen), len(seen)) == (
                    len(threat.unwilling),
                    len(threat.steps),
                )
                if len(seen) == 1 and [codes[threat.steps[0].after.key]] == [step.after.key for step in seen]:
                    one, other = seen[0], threat.steps[0]
                    assert (one.mover, one.is_willing, one.gain, one.differences, one.against) == (
                        other.mover, other.is_willing, other.gain, other.differences, other.against,
                    )  # fmt: skip


def test_without_an_allowance_there_is_no_answer() -> None:
    case = random_case(Random(5), coalesce=False)
    moves = OwnMoves(searched_game(case))
    answers = [
        cheapest_answer(moves, mover, code, gain, True, 3, Allowance(0))
        for code in compile(case).codes_at()
        for mover in moves.game.movers
        for gain in moves.of(mover, code, improving=True)
    ]
    assert all(answer is None or len(answer) <= 1 for answer in answers)


OPTION_TRAPS = {k: t for k, t in TRAPS.items() if not t.case.is_graph and not t.case.coalesce}


@pytest.mark.parametrize("name", OPTION_TRAPS)
def test_no_trap_is_fallen_into(name: str) -> None:
    model = Model(OPTION_TRAPS[name].case)
    moves = OwnMoves(searched_game(model.case))
    codes = [code for code in model.state_codes if code is not None]
    for mover in moves.game.movers:
        for s, code in enumerate(codes):
            gains = moves.of(mover, code, improving=True)
            undone = all(credibly_sanctioned(moves, mover, code, gain, False).is_sanctioned for gain in gains)
            assert undone == (s in model.stable("seq", mover.id))


def test_nobody_answers_twice_in_a_row() -> None:
    eager = {"options": {"x": {}, "y": {"needs": "x"}}, "prefers": ["y", "x"]}
    case = case_of(actors={"f": {"options": {"p": {}}, "prefers": ["not (p and y)", "p"]}, "a": eager})
    moves = OwnMoves(searched_game(case))
    assert credibly_sanctioned(moves, moves.game.movers[0], 0, 1, False).is_sanctioned is False
