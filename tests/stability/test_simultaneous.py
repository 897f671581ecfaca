"""Movers that move at the same time: SIM, and the conflict analysis of Fraser and Hipel."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from random import Random

import numpy as np
import pytest

from cases import case_of, crowded_case, random_case, random_graph_case, two_ways
from countermove.errors import QuestionError, SizeError
from countermove.explanation.answers import evidence
from countermove.game.compile import compile
from countermove.game.listed import ListedGame, Mover
from countermove.model.case import Case
from countermove.stability import simultaneous
from countermove.stability.changes import changes
from countermove.stability.concept import CONCEPTS
from countermove.stability.nash import nash
from countermove.stability.sanction import seq
from countermove.stability.simultaneous import conflict_analysis, sim, simultaneous_sanction
from engines import as_set
from reference import Attempt, Changed, Model

COUNCIL = {"members": ["f"], "decides": "unanimity", "options": {"q": {}}}


def stable_at_first(case: Case) -> bool:
    """Whether the first state is SIM stable for f."""
    graph = compile(case)
    return bool(sim(graph, graph.mover("f"))[0])


def dispute(*lines: str, **changed: object) -> Case:
    """f may take p, a wants x, b wants y."""
    actors = {
        "f": {"options": {"p": {}}, "prefers": list(lines)},
        "a": {"options": {"x": {}}, "prefers": ["x"]},
        "b": {"options": {"y": {}}, "prefers": ["y"]},
    }
    return case_of(actors=actors, **changed)


def test_one_who_moves_at_the_same_time_can_spoil_a_gain() -> None:
    assert stable_at_first(dispute("not (p and x)", "p"))


def test_those_who_move_may_also_stay() -> None:
    """x spoils the gain, and y would mend it; b may stay."""
    assert stable_at_first(dispute("not (p and x and not y)", "p"))


def test_an_equal_outcome_spoils_a_gain() -> None:
    assert stable_at_first(dispute("p and not x"))


def test_nobody_moves_where_it_gains_nothing() -> None:
    actors = {
        "f": {"options": {"p": {}}, "prefers": ["not (p and x)", "p"]},
        "a": {"options": {"x": {}}, "prefers": ["not x"]},
    }
    assert not stable_at_first(case_of(actors=actors))


def test_the_focal_movers_own_gain_is_no_sanction() -> None:
    """Somebody else must take part: f alone does not hold itself."""
    actors = {"f": {"options": {"p": {}, "q": {}}, "prefers": ["p"]}}
    assert not stable_at_first(case_of(actors=actors))


def test_an_infeasible_combination_spoils_nothing() -> None:
    assert not stable_at_first(dispute("not (p and x)", "p", impossible=["p and x", "y"]))


def test_from_a_coalesced_state_some_combination_is_enough() -> None:
    """Nobody tells apart whether k is taken, but a can spoil the gain only if it is."""
    actors = {
        "f": {"options": {"p": {}}, "prefers": ["not (p and x)", "p"]},
        "a": {"options": {"x": {"needs": "k"}}, "prefers": ["x"]},
        "c": {"options": {"k": {}}},
    }
    case = case_of(actors=actors, coalesce=["NN-", "YN-"])
    graph = compile(case)
    assert [len(graph.combinations(s)) for s in range(graph.size)] == [1, 1, 1, 1, 2, 2]
    assert sim(graph, graph.mover("f"))[4]
    assert 4 in Model(case).stable("sim", "f")


@pytest.mark.parametrize("concept", [sim, conflict_analysis])
def test_each_way_into_a_coalesced_state_must_be_sanctioned(concept: Callable[[ListedGame, Mover], np.ndarray]) -> None:
    """f may enter the last state by p, or by p and q; x, at the same time, is possible beside p alone."""
    case = two_ways()
    graph, model = compile(case), Model(case)
    assert not concept(graph, graph.mover("f"))[0] or concept is conflict_analysis
    for mover in graph.movers:
        assert as_set(concept(graph, mover)) == model.stable(concept.__name__.replace("_", "-"), mover.id)


def test_an_improvement_of_several_moves_is_combined_as_a_whole() -> None:
    """a would rather have both x and z, not one of them; only both together spoil the gain."""
    actors = {
        "f": {"options": {"p": {}}, "prefers": ["not (p and x and z)", "p"]},
        "a": {"options": {"x": {}, "z": {}}, "prefers": ["x iff z", "x"]},
    }
    assert stable_at_first(case_of(actors=actors))


@pytest.mark.parametrize("concept", [sim, conflict_analysis])
def test_listed_states_do_not_combine(concept: object) -> None:
    graph = compile(random_graph_case(Random(1)))
    with pytest.raises(QuestionError) as caught:
        concept(graph, graph.movers[0])  # type: ignore[operator]
    assert str(caught.value) == ("simultaneous moves are undefined in a case given as a graph; ask for another concept")


def test_conflict_analysis_is_weaker_than_seq() -> None:
    for seed in range(60):
        graph = compile(random_case(Random(seed)))
        for mover in graph.movers:
            assert as_set(seq(graph, mover)) <= as_set(conflict_analysis(graph, mover)), seed


def test_conflict_analysis_adds_to_seq_only_what_sim_holds() -> None:
    for seed in range(60):
        graph = compile(random_case(Random(seed)))
        for mover in graph.movers:
            both = as_set(seq(graph, mover)) | as_set(sim(graph, mover))
            assert as_set(conflict_analysis(graph, mover)) <= both, seed


def test_combinations_are_found_without_a_table_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the options are too many for a table of all combinations, the codes are searched."""
    monkeypatch.setattr(simultaneous, "TABLE_OPTIONS", 0)
    for seed in range(60):
        case = random_case(Random(seed), max_options=5)
        graph, model = compile(case), Model(case)
        for mover in graph.movers:
            assert as_set(sim(graph, mover)) == model.stable("sim", mover.id), seed


@pytest.mark.parametrize("table", [26, 0])
def test_a_compiled_kernel_says_the_same(table: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simultaneous, "TABLE_OPTIONS", table)
    cases = [random_case(Random(seed), max_options=6) for seed in range(30)]
    asked = (sim, conflict_analysis)
    plain = [[concept(g, m).tolist() for m in g.movers for concept in asked] for g in map(compile, cases)]
    monkeypatch.setattr(simultaneous, "COMPILE_COMBINING_FROM_CODES", 0)
    fast = [[concept(g, m).tolist() for m in g.movers for concept in asked] for g in map(compile, cases)]
    assert fast == plain


# ---------------------------------------------------------------------------------------------- crowds


def test_crowds_are_judged_like_everybody_else() -> None:
    """Where the ways to move at the same time outnumber the feasible states, for actors and for bodies."""
    outnumbered = held = 0
    for seed in range(25):
        case = crowded_case(Random(seed))
        graph, model = compile(case), Model(case)
        for mover in graph.movers:
            found = as_set(sim(graph, mover))
            assert found == model.stable("sim", mover.id), (seed, mover.id)
            assert as_set(conflict_analysis(graph, mover)) == model.stable("conflict-analysis", mover.id), seed
            others = [changes(graph, m, mover.opposing) for m in graph.movers if m is not mover]
            everybody = np.ones((len(others), graph.size), dtype=bool)
            tries = simultaneous._tries(changes(graph, mover), others, everybody)
            outnumbered += int((tries > len(graph.codes)).sum())
            held += len(found - as_set(nash(graph, mover)))
    assert outnumbered > 100
    assert held > 20


@pytest.mark.parametrize("way", ["tried", "searched"])
def test_both_ways_to_find_sanctions_agree(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One by one, where a search would be too long; and by a search, of bodies in which too many have a say."""
    cases = [crowded_case(Random(seed)) for seed in range(10)]
    cases += [random_case(Random(seed), max_options=5) for seed in range(40)]
    graphs = [(g, m) for g in map(compile, cases) for m in g.movers if way == "tried" or m.is_body]
    expected = [sim(g, m).tolist() for g, m in graphs]
    if way == "tried":
        monkeypatch.setattr(simultaneous, "OVERHEAD", 2 * simultaneous.MAX_WORK)
    else:
        monkeypatch.setattr(simultaneous, "MOST_PLAYERS", 0)
        monkeypatch.setattr(simultaneous, "_combine", None)
    assert [sim(g, m).tolist() for g, m in graphs] == expected
    assert len(graphs) > 20


@pytest.mark.parametrize("players", [12, 0])
def test_each_improvement_of_a_body_needs_a_sanction_of_its_own(players: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """a spoils x and does not spoil y, which the body may take as well."""
    monkeypatch.setattr(simultaneous, "MOST_PLAYERS", players)
    council = {"members": ["f"], "decides": "unanimity", "options": {"x": {}, "y": {}}}
    actors = {
        "f": {"prefers": ["not (u.x and a.z and not u.y)", "u.x or u.y"]},
        "a": {"options": {"z": {}}, "prefers": ["z"]},
    }
    graph = compile(case_of(actors=actors, bodies={"u": council}))
    body, source = graph.mover("u"), 0
    held = [
        simultaneous_sanction(graph, body, source, change, 1, [graph.mover("a")]) is not None
        for change in changes(graph, body).at(source).tolist()
    ]
    assert held == [True, False, False]
    assert not sim(graph, body)[0]


def test_thirty_one_who_can_all_move_at_once() -> None:
    """At most two of the 31 options are ever taken, so that most combinations of moves are not feasible."""
    rng = Random(3)
    names = [f"a{k}" for k in range(31)]
    actors = {a: {"options": {"o": {}}, "prefers": [f"{rng.choice(names)}.o", "o"]} for a in names}
    graph = compile(case_of(actors=actors, always=[f"atmost(2, {', '.join(f'{a}.o' for a in names)})"]))
    assert graph.size == 1 + 31 + 31 * 30 // 2
    for mover in graph.movers[:3]:
        found, bit, rank = sim(graph, mover), 1 << mover.index, graph.rank_rows[mover.index]
        open_ = {k: {int(c) for c in changes(graph, m).at(0)} for k, m in enumerate(graph.movers)}
        spoilt = any(
            code & bit and code != bit and rank[end] <= rank[0]
            and all(1 << k in open_[k] for k in range(31) if k != mover.index and code >> k & 1)
            for end, code in enumerate(graph.codes.tolist())
        )  # fmt: skip
        assert found[0] == (spoilt or bit not in open_[mover.index])


def test_what_is_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    case = dispute("not (p and x and y)", "p", "u.q", bodies={"u": COUNCIL})
    graph = compile(case)
    monkeypatch.setattr(simultaneous, "MAX_WORK", 1)
    for mover, players in (("f", 12), ("u", 12), ("u", 0)):
        monkeypatch.setattr(simultaneous, "MOST_PLAYERS", players)
        with pytest.raises(SizeError) as caught:
            sim(graph, graph.mover(mover))
        assert str(caught.value) == (
            f"the moves that others can make at the same time as {mover} combine in more than 1 ways; ask for nash, "
            "gmr, smr, seq and sseq alone, or rule combinations out under impossible:"
        )
    monkeypatch.setattr(simultaneous, "MAX_MOVES", 63)
    for concept in (sim, conflict_analysis):
        with pytest.raises(SizeError) as caught:
            concept(compile(case), graph.movers[0])
        assert str(caught.value) == (
            "sim and conflict-analysis list the moves of all movers, which are more than 63 here; ask for nash, "
            "gmr, smr, seq and sseq alone, or take options out of the case"
        )


# --------------------------------------------------------------------------------------------- evidence


def options_in(code: int) -> Changed:
    return frozenset(k for k in range(64) if code >> k & 1)


def test_a_sanction_names_who_changes_what() -> None:
    """From nothing, f takes p; x alone and y alone leave it a gain, both together do not."""
    graph = compile(dispute("not (p and x and y)", "p"))
    f, *others = graph.movers
    assert simultaneous_sanction(graph, f, 0, 1, 0, others) == ({1: 2, 2: 4}, 7)
    assert simultaneous_sanction(graph, f, 0, 1, 0, others[:1]) is None
    assert simultaneous_sanction(graph, f, 0, 1, 0, []) is None


def test_evidence_is_what_the_reference_admits() -> None:
    """An improvement is sanctioned iff it is so in the reference, and the combination named is one of its."""
    for seed in range(40):
        case = random_case(Random(seed), max_options=5, coalesce=False)
        graph, model = compile(case), Model(case)
        for focal in graph.movers:
            own = changes(graph, focal)
            others = [m for m in graph.movers if m is not focal]
            rules = own.rules if own.rules is not None else np.zeros(len(own.source), dtype=np.int64)
            moves = zip(own.source, own.target, own.change, rules, strict=True)
            for source, target, change, decided in moves:
                s, changed = int(source), options_in(int(change))
                attempt = Attempt(int(target), changed)
                joint = set(model.combined(focal.id, s, attempt, [m.id for m in others]))
                spoilt = {s2 for s2 in joint if not model.better(focal.id, s, s2, changed)}
                found = simultaneous_sanction(graph, focal, s, int(change), int(decided), others)
                assert (found is not None) == bool(spoilt), seed
                if found is not None:
                    parts, end = found
                    assert end in spoilt, seed
                    code = int(graph.codes[s]) ^ int(change) ^ sum(parts.values())
                    assert code == int(graph.codes[end]), seed
                    assert parts, seed


def test_each_way_into_a_coalesced_state_has_to_be_spoilt() -> None:
    """b's demand spoils pulling out of x, and not out of y, which leads to the same state without the demand."""
    case = case_of(
        actors={
            "a": {"options": {"x": {}, "y": {}}, "prefers": ["not (x and b.z and not y)", "x or y"]},
            "b": {"options": {"z": {}}, "prefers": ["z"]},
        },
        coalesce=["any(a.x, a.y) and not b.z"],
    )
    graph = compile(case)
    assert 0 not in as_set(sim(graph, graph.mover("a")))
    assert sim(graph, graph.mover("a")).tolist() == [s in Model(case).stable("sim", "a") for s in range(graph.size)]
    found = evidence(graph, 0, graph.mover("a"), CONCEPTS["sim"])
    assert [(i.options, i.is_sanctioned) for i in found.improvements] == [
        (("a.x",), True), (("a.y",), False), (("a.x", "a.y"), False)
    ]  # fmt: skip


def test_the_restless_are_those_who_are_seq_unstable() -> None:
    """b would spoil the gain but is SEQ stable where it would join, so conflict analysis does without it."""
    for seed in range(60):
        case = random_case(Random(seed), max_options=5)
        graph, model = compile(case), Model(case)
        for one, other in combinations(graph.movers, 2):
            found = as_set(conflict_analysis(graph, one))
            for s in found - as_set(seq(graph, one)):
                assert model.restless_others(one.id, s), seed
            assert found == model.stable("conflict-analysis", one.id), (seed, other.id)


def test_without_a_compiler_combinations_are_tried_many_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simultaneous, "COMPILE_COMBINING_FROM_CODES", 0)
    monkeypatch.setattr(simultaneous, "has_compiler", lambda: False)
    for width in (4, 2**16):
        monkeypatch.setattr(simultaneous, "TRIES_AT_ONCE", width)
        for seed in range(0, 240, 3):
            case = random_case(Random(seed), max_options=5)
            graph, model = compile(case), Model(case)
            for mover in graph.movers:
                assert as_set(simultaneous.sim(graph, mover)) == model.stable("sim", mover.id), (seed, mover.id)
