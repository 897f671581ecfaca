"""GMR, SMR, SEQ and SSEQ: how they include each other, and what more moves change."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from cases import graph, random_case, random_graph_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.io.writing import data_of
from countermove.model.case import Case
from countermove.stability.nash import nash
from countermove.stability.sanction import gmr, seq, smr, sseq
from engines import as_set, verdicts

INCLUSIONS = [
    ("nash", "sseq"),
    ("sseq", "seq"),
    ("sseq", "smr"),
    ("nash", "smr"),
    ("smr", "gmr"),
    ("seq", "gmr"),
]


def any_case(seed: int) -> Case:
    rng = Random(seed)
    return random_graph_case(rng) if seed % 3 == 0 else random_case(rng)


@pytest.mark.parametrize("first", range(0, 240, 60))
def test_concepts_are_nested(first: int) -> None:
    """For actors and bodies, whatever the case."""
    for seed in range(first, first + 60):
        compiled = compile(any_case(seed))
        found = verdicts(compiled)
        for (inner, outer), mover in product(INCLUSIONS, compiled.movers):
            assert found[inner, mover.id] <= found[outer, mover.id], f"{seed}: {inner} in {outer}"


# ------------------------------------------------------------------------- more moves for the opponents


def test_more_listed_moves_of_opponents_never_shrink_gmr() -> None:
    for seed in range(150):
        rng = Random(seed)
        case = random_graph_case(rng, actors=(2, 4))
        if len(case.movers) < 2:  # whose list of moves is empty is no mover
            continue
        focal, *others = case.movers
        data = data_of(case)
        opponent = rng.choice(others)
        more = [rng.sample(list(case.states or ()), 2) for _ in range(3)]
        data["actors"][opponent]["moves"] = [*data["actors"][opponent]["moves"], *more]
        assert gmr_of(case, focal) <= gmr_of(Case.model_validate(data), focal), seed


def test_freer_options_of_opponents_never_shrink_gmr() -> None:
    """Without directions and preconditions, the others bodies too, have all their moves and more."""
    for seed in range(100):
        case = random_case(Random(seed), max_options=6)
        focal = case.movers[0]
        data = data_of(case)
        for owner, record in [*data["actors"].items(), *data.get("bodies", {}).items()]:
            for option in record.get("options", {}).values():
                if owner != focal and isinstance(option, dict):
                    option.pop("change", None)
                    option.pop("needs", None)
        assert gmr_of(case, focal) <= gmr_of(Case.model_validate(data), focal), seed


def gmr_of(case: Case, mover: str) -> frozenset[int]:
    compiled = compile(case)
    return as_set(gmr(compiled, compiled.mover(mover)))


# ---------------------------------------------------------------------------------- shortcut theorems


def free_cases() -> list[Case]:
    """Cases in which everything is possible and can be taken back."""
    plain = {"bodies": False, "coalesce": False, "needs": False, "directions": False, "infeasible": False}
    return [random_case(Random(seed), **plain) for seed in range(60)]  # type: ignore[arg-type]


def outcomes(graph: ListedGame, focal: int) -> list[list[int]]:
    """The ranks of the focal mover: one row for each choice of its own, one column for each of the others."""
    mover = graph.movers[focal]
    mask = int(mover.reach.mask)
    rows: dict[int, list[int]] = {}
    for state, code in enumerate(graph.codes.tolist()):
        rows.setdefault(code & mask, []).append(int(graph.rank_rows[mover.actor][state]))
    return list(rows.values())


def test_gmr_is_the_security_level_of_maximin() -> None:
    """s is GMR stable for i iff its rank is at least max over own choices of min over the others'."""
    for free in map(compile, free_cases()):
        for k, mover in enumerate(free.movers):
            level = max(min(row) for row in outcomes(free, k))
            assert as_set(gmr(free, mover)) == as_set(free.rank_rows[mover.actor] >= level)


def test_smr_is_the_security_level_of_minimax() -> None:
    """s is SMR stable for i iff its rank is at least min over the others' choices of max over own ones."""
    for free in map(compile, free_cases()):
        for k, mover in enumerate(free.movers):
            level = min(max(column) for column in zip(*outcomes(free, k), strict=True))
            assert as_set(smr(free, mover)) == as_set(free.rank_rows[mover.actor] >= level)


# --------------------------------------------------------------------------------------- small disputes


def stable_at_first(case: Case) -> dict[str, bool]:
    """The verdicts on the first state for f."""
    return {concept: 0 in states for (concept, mover), states in verdicts(case).items() if mover == "f"}


def test_a_threat_that_nobody_would_carry_out_holds_under_gmr_and_smr_only() -> None:
    case = graph("stu", f=("st", "t s u"), b=("tu", "t s u"))
    assert stable_at_first(case) == {"nash": False, "gmr": True, "smr": True, "seq": False, "sseq": False}


def test_a_sanction_that_can_be_escaped_holds_under_gmr_and_seq_only() -> None:
    case = graph("stuv", f=("st uv", "v t s u"), b=("tu", "u t s v"))
    assert stable_at_first(case) == {"nash": False, "gmr": True, "smr": False, "seq": True, "sseq": False}


def test_an_escape_that_is_no_better_than_the_start_is_none() -> None:
    case = graph("stuv", f=("st uv", "t sv u"), b=("tu", "u t s v"))
    assert all(stable_at_first(case)[concept] for concept in ("gmr", "smr", "seq", "sseq"))


def test_an_improvement_that_nobody_can_answer_is_unsanctioned() -> None:
    case = graph("stu", f=("st", "t s u"), b=("su", "u t s"))
    assert not any(stable_at_first(case).values())


def test_one_answered_improvement_does_not_hold_the_other() -> None:
    case = graph("stuv", f=("st sv", "t v s u"), b=("tu", "u t s v"))
    assert not any(stable_at_first(case).values())


def test_alone_in_the_world_every_concept_is_nash() -> None:
    for seed in range(20):
        compiled = compile(random_case(Random(seed), actors=(1, 1), bodies=False))
        (mover,) = compiled.movers
        expected = as_set(nash(compiled, mover))
        assert all(as_set(concept(compiled, mover)) == expected for concept in (gmr, smr, seq, sseq))
