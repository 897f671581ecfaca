"""A concept that is added while the program runs is answered everywhere alike; whoever adds one touches two files.

The first file is the verdict (`strict_gmr` below would be a module of `stability/`), the second the table of concepts,
which gets one row.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
import pytest

import countermove as cm
from cases import case_of, random_case, random_graph_case
from countermove.analysis.equilibria import equilibria
from countermove.game.compile import compile
from countermove.game.listed import ListedGame, Mover
from countermove.game.preferences import dense
from countermove.report.report import Origin
from countermove.requests.documents.report import report_document
from countermove.stability.concept import CONCEPTS, Concept, Evidence, find_concept
from countermove.stability.engines.batch import Repeated
from countermove.stability.engines.dispatch import answering_moves
from countermove.stability.engines.sequences import reached
from countermove.stability.improvements import improvements, not_better
from countermove.views.explanation.explanation import sentences
from reference import Model

# ------------------------------------------------------------------------------------------------ the first file


def strict_gmr(graph: ListedGame, mover: Mover) -> np.ndarray:
    """States at which every improvement can be answered so that its mover is strictly worse off than before; (S,)."""
    answers = list(answering_moves(graph, mover, credible=False).values())
    moves, seen = improvements(graph, mover), np.zeros((len(answers), graph.size), dtype=bool)
    rules = np.zeros(len(moves.source), dtype=np.int64) if moves.rules is None else moves.rules
    stable = np.ones(graph.size, dtype=bool)
    for before, after, asked in zip(moves.source.tolist(), moves.target.tolist(), rules.tolist(), strict=True):
        ends = reached(answers, after, seen)
        stable[before] &= strictly_worse(graph, mover, before, np.full(len(ends), asked), ends).any()
    return stable


def strictly_worse(graph: ListedGame, mover: Mover, before: int, rules: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Which states leave an actor strictly worse off; of a body, where its rules fail and some member is worse off."""
    if mover.actor is not None:
        return np.asarray(graph.rank_rows[mover.actor][states] < graph.rank_rows[mover.actor][before])
    say = sorted(frozenset().union(*(vote.players for vote in mover.votes)))
    worse = (graph.rank_rows[say][:, states] < graph.rank_rows[say][:, [before]]).any(axis=0)
    return np.asarray(not_better(graph, mover, before, rules, states) & worse)


# ------------------------------------------------------------------------------------- the row in the second file

QUESTION = "Can the others hurt whoever gains, at any cost to themselves?"
ROW = Concept("strict-gmr", "Strict GMR", QUESTION, strict_gmr, Evidence.ANSWERS, sanctions=strictly_worse)


@pytest.fixture(autouse=True)
def row(monkeypatch: pytest.MonkeyPatch) -> Concept:
    monkeypatch.setitem(CONCEPTS, ROW.id, ROW)
    return ROW


# --------------------------------------------------------------------------------------------------------- checks


def literally(model: Model, focal: str, s: int) -> bool:
    """The definition, word by word, over sets of states."""
    for attempt in model.attempts(focal, s):
        ends = model.answers("gmr", focal, attempt.target)
        if not model.is_body(focal):
            hurt = any(model.rank(focal, end) < model.rank(focal, s) for end in ends)
        else:
            say = {a for changed in (attempt.changed,) for a in voters(model, focal, changed)}
            hurt = any(
                not model.better(focal, s, end, attempt.changed) and any(model.rank(a, end) < model.rank(a, s) for a in say)
                for end in ends
            )
        if not hurt:
            return False
    return True


def voters(model: Model, body: str, _changed: object) -> frozenset[str]:
    """All who have a say in some rule of a body."""
    mover = compile(model.case).mover(body)
    players = frozenset[int]().union(*(vote.players for vote in mover.votes))
    return frozenset(list(model.case.actors)[k] for k in players)


def games() -> Iterator[tuple[int, ListedGame]]:
    for seed in range(60):
        rng = Random(seed)
        game = compile(random_graph_case(rng) if seed % 4 == 3 else random_case(rng, max_options=4))
        assert isinstance(game, ListedGame)
        yield seed, game


def test_solve_and_explain_say_what_the_definition_says() -> None:
    both = set()
    for seed, game in games():
        model, table = Model(game.case), equilibria(game)
        assert ROW.id in [concept.id for concept in table.concepts]
        for mover in game.movers:
            stable = table.stable[ROW.id][mover.index]
            for s in range(game.size):
                assert stable[s] == literally(model, mover.id, s), (seed, mover.id, s)
                found = cm.explain(game, s + 1, mover.id, ROW.id)
                assert found.has_evidence
                assert found.stable == stable[s], (seed, mover.id, s)
                assert found.stable == all(gain.is_sanctioned for gain in found.gains)
                assert "Strict GMR asks: " in str(found)
                both.add((mover.is_body, found.stable, bool(found.gains)))
    assert both >= {(body, stable, True) for body in (False, True) for stable in (False, True)}


def test_it_differs_from_gmr_where_the_others_can_only_restore_what_was() -> None:
    """b can undo what a gains, but not make it worse than before: enough for GMR, not for its strict form."""
    actors = {
        "a": {"options": {"x": {}}, "prefers": ["x and not y"]},
        "b": {"options": {"y": {}}, "prefers": ["y"]},
    }
    game = compile(case_of(actors=actors))
    assert cm.explain(game, 1, "a", "gmr").stable
    assert not cm.explain(game, 1, "a", ROW.id).stable


def test_repeated_solving_goes_through_the_ordinary_engine() -> None:
    for seed, game in games():
        rng = Random(seed)
        engine = Repeated(game, [find_concept("gmr"), ROW], soon=0)
        assert not engine.is_fast
        drawn = [[rng.randrange(1 + game.size // 2) for _ in range(game.size)] for _ in game.actors]
        ranks = np.array([dense(np.array(row, dtype=np.int64)) for row in drawn], dtype=np.int32).reshape(-1, game.size)
        other = game.with_ranks(ranks)
        verdicts = [strict_gmr(other, mover) for mover in other.movers]
        expected = np.array(verdicts, dtype=bool).reshape(-1, game.size).all(axis=0)
        assert np.array_equal(engine.holding(ranks).states[1], expected), seed


def test_robust_and_invert_count_what_solve_says() -> None:
    game = compile(cm.load("cuban-missile-crisis"))
    assert isinstance(game, ListedGame)
    holding = equilibria(game, [ROW.id]).holding(ROW.id)
    assert 0 < holding.sum() < game.size
    drawn = cm.robust(game, draws=20, noise=[0.0], concepts=[ROW.id], pairs="none").to_dict()
    shares = {outcome["state"]: outcome["survival"][ROW.id]["share"] for outcome in drawn["outcomes"]}
    assert {state for state, share in shares.items() if share == 1} == set((np.flatnonzero(holding) + 1).tolist())
    assert all(share in (0, 1) for share in shares.values())  # nothing is uncertain here, so nothing changes
    for state in range(game.size):
        found = cm.invert(game, [game.at(state)], concept=ROW.id, tries=200)
        assert (found.to_dict()["cost"] == 0) == holding[state], state


def test_the_report_and_the_pictures_have_it_too() -> None:
    case = cm.load("cuban-missile-crisis")
    game = compile(case)
    assert "of 8 concepts" in cm.alt_text(cm.plot(game, "outcomes"))
    assert "Of the 12 states that are shown, 2 are equilibria (E)" in cm.alt_text(cm.plot(game, "tableau"))
    text = repr(report_document(game, origin=Origin("case.yaml", "ab" * 32, "2022-01-13")))
    assert "Strict GMR" in text


def test_a_concept_without_evidence_says_so() -> None:
    game = compile(cm.load("cuban-missile-crisis"))
    bare = Concept("bare", "Bare", "Is it so?", strict_gmr)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(CONCEPTS, bare.id, bare)
        for state in range(game.size):
            found = cm.explain(game, state + 1, "usa", bare.id)
            assert not found.has_evidence
            assert found.stable == cm.explain(game, state + 1, "usa", ROW.id).stable
            assert "There is no evidence to show for Bare, only the verdict of the concept itself." in str(found)


def test_evidence_that_contradicts_the_concept_is_not_believed() -> None:
    """As if the row had forgotten its own judge of a sanction."""
    wrong = Concept("wrong", "Wrong", QUESTION, strict_gmr, Evidence.ANSWERS)
    actors = {"a": {"options": {"x": {}}, "prefers": ["x and not y"]}, "b": {"options": {"y": {}}, "prefers": ["y"]}}
    game = compile(case_of(actors=actors))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(CONCEPTS, wrong.id, wrong)
        found = cm.explain(game, 1, "a", wrong.id)
    assert not found.stable
    assert not found.has_evidence
    assert any("no evidence" in text for _, text in sentences(found))
