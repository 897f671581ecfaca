"""What only the states can tell of a case: the exact text of every refusal."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest

from cases import case_of, random_statement
from countermove.errors import CaseError
from countermove.game.compile import compile
from countermove.model.statements import parse
from reference import Names

TWO: dict[str, Any] = {"options": {"p": {}, "q": {}}}


def refused(f: dict[str, Any] | None = None, **data: Any) -> list[str]:
    """The diagnostics with which a case of f, who has p and q, is refused."""
    with pytest.raises(CaseError) as caught:
        compile(case_of(actors={"f": TWO | (f or {})}, **data))
    return [str(diagnostic) for diagnostic in caught.value.diagnostics]


# --------------------------------------------------------------------------------------------- rankings


def test_a_ranking_that_misses_states_names_them() -> None:
    assert refused({"ranking": ["NN", ["YN"]]}) == [
        "actors.f.ranking: the ranking misses states NY, YY; add every feasible state; ties go into a nested list [CM202]"
    ]


def test_a_ranking_that_misses_one_state_says_so() -> None:
    assert refused({"ranking": ["NN", "-Y"]}) == [
        "actors.f.ranking: the ranking misses state YN; add every feasible state; ties go into a nested list [CM202]"
    ]


def test_of_many_missing_states_three_are_named() -> None:
    assert refused({"ranking": []}) == [
        "actors.f.ranking: the ranking misses states NN, YN, NY and 1 more; "
        "add every feasible state; ties go into a nested list [CM202]"
    ]


def test_a_state_that_is_ranked_twice_is_named() -> None:
    assert refused({"ranking": ["NN", "Y-", ["NY", "YY"]]}) == [
        'actors.f.ranking[3][2]: "YY" repeats state YY; each feasible state stands in a ranking once [CM203]'
    ]


def test_statements_may_rank_states_twice_too() -> None:
    assert refused({"ranking": ["p or q", "not q", "not p and not q"]}) == [
        'actors.f.ranking[2]: "not q" repeats state YN; each feasible state stands in a ranking once [CM203]',
        'actors.f.ranking[3]: "not p and not q" repeats state NN; each feasible state stands in a ranking once [CM203]',
    ]


def test_infeasible_states_may_be_left_out_and_repeated() -> None:
    case = case_of(actors={"f": TWO | {"ranking": ["YY", "NN", "Y-", "NY", "YY"]}}, impossible=["p and q"])
    assert compile(case).rank_rows.tolist() == [[2, 1, 0]]


def test_the_rankings_of_all_actors_are_examined() -> None:
    actors = {"f": TWO | {"ranking": ["N-"]}, "a": {"ranking": ["Y-"]}}
    with pytest.raises(CaseError) as caught:
        compile(case_of(actors=actors))
    assert [d.path for d in caught.value.diagnostics] == [
        ("actors", "f", "ranking"),
        ("actors", "a", "ranking"),
    ]


# --------------------------------------------------------------------------------------- coalesced states


def test_somebody_who_tells_coalesced_combinations_apart_is_named() -> None:
    assert refused({"prefers": ["q"]}, coalesce=["NN", "Y-"]) == [
        'coalesce[2]: "Y-" is one state, but "f" prefers some combinations in it to others; '
        "make actors.f indifferent between them, or split the state [CM204]"
    ]


def test_weights_may_tell_coalesced_combinations_apart_too() -> None:
    assert refused({"worth": {"q": "0.1"}}, coalesce=["p"]) == [
        'coalesce[1]: "p" is one state, but "f" prefers some combinations in it to others; '
        "make actors.f indifferent between them, or split the state [CM204]"
    ]


def test_a_difference_that_infeasible_combinations_make_is_none() -> None:
    case = case_of(actors={"f": TWO | {"prefers": ["q"]}}, coalesce=["Y-"], impossible=["p and q"])
    assert compile(case).rank_rows.tolist() == [[0, 1, 0]]


def test_overlapping_coalesced_states_are_refused() -> None:
    assert refused(coalesce=["Y-", "-Y"]) == [
        'coalesce[2]: "-Y" overlaps "Y-"; join them with or, or make them exclude each other [CM303]'
    ]


def test_coalesced_states_that_overlap_only_in_the_infeasible_are_fine() -> None:
    case = case_of(actors={"f": TWO}, coalesce=["Y-", "-Y"], impossible=["p and q"])
    assert compile(case).codes.tolist() == [0, 1, 2]
    assert compile(case).states_of_codes.tolist() == [0, 1, 2]


def test_an_empty_coalesced_state_is_refused() -> None:
    assert refused(coalesce=["YY"], impossible=["p and q"]) == [
        'coalesce[1]: "YY" matches no feasible state; correct it, or take it out [CM304]'
    ]


def test_everything_wrong_with_coalesced_states_is_said_at_once() -> None:
    found = refused(coalesce=["Y-", "p and not p", "YY"])
    assert [text[-6:-1] for text in found] == ["CM304", "CM303"]


# --------------------------------------------------------------------------- states and the status quo


def test_constraints_that_leave_no_state_are_refused() -> None:
    assert refused(impossible=["p", "not p"]) == [
        "impossible: no state is feasible: impossible[1] and impossible[2] rule out every one together; "
        "take one of them out or correct it [CM301]"
    ]
    assert refused(always=["p and not p"]) == [
        "always: no state is feasible: always[1] rules out every one; take it out or correct it [CM301]"
    ]


def test_constraints_that_could_stay_are_not_blamed() -> None:
    assert refused(impossible=["q", "p and q", "p"], always=["p or q", "not q", "not (p and not p)"]) == [
        "impossible: no state is feasible: impossible[3] and always[1] and always[2] rule out every one together; "
        "take one of them out or correct it [CM301]"
    ]


def test_where_many_constraints_are_to_blame_they_are_not_listed() -> None:
    options = {f"x{k}": {} for k in range(8)}
    with pytest.raises(CaseError) as caught:
        compile(case_of(actors={"a": {"options": options}}, always=[*options, f"not all({', '.join(options)})"]))
    assert [d.message for d in caught.value.diagnostics] == ["no state is feasible: the constraints rule out every one"]


def test_the_constraints_blamed_leave_no_state_and_would_without_none_of_them() -> None:
    blamed = 0
    for seed in range(150):
        rng = Random(seed)
        claims = [random_statement(rng, ["a.x", "a.y", "a.z"], 2) for _ in range(6)]
        data = {"actors": {"a": {"options": {"x": {}, "y": {}, "z": {}}}}}
        try:
            compile(case_of(**data, impossible=claims))
        except CaseError as fault:
            guilty = [int(k) - 1 for k in re.findall(r"impossible\[(\d)\]", fault.diagnostics[0].message)]
            blamed += 1
            assert not any(allowed(data, [claims[k] for k in guilty]))
            for idle in guilty:
                assert any(allowed(data, [claims[k] for k in guilty if k != idle]))
    assert blamed > 20


def allowed(data: dict[str, Any], claims: list[str]) -> list[bool]:
    """For each combination of options, whether none of the claims holds."""
    case = case_of(**data)
    names = Names(case.option_rows)
    return [not any(names.holds(parse(text).tree, code) for text in claims) for code in range(8)]


def test_a_status_quo_that_is_impossible_is_refused() -> None:
    assert refused(status_quo=["p", "q"], impossible=["not p and q", "p and q"]) == [
        "status quo: the status quo is not feasible: impossible: p and q; "
        "change the options taken now, or the constraint [CM302]"
    ]


def test_a_status_quo_without_what_always_holds_is_refused() -> None:
    assert refused(status_quo=[], impossible=["p and q"], always=["p or q"]) == [
        "status quo: the status quo is not feasible: always: p or q; change the options taken now, or the constraint [CM302]"
    ]


def test_a_status_quo_with_two_levels_is_refused() -> None:
    case = case_of(
        actors={"f": {"options": {"arms": {"levels": ["none", "full"]}}}},
        status_quo=["arms-none", "arms-full"],
    )
    with pytest.raises(CaseError) as caught:
        compile(case)
    assert str(caught.value) == (
        "status quo: the status quo is not feasible: exactly one level of an option holds; "
        "change the options taken now, or the constraint [CM302]"
    )


def test_a_status_quo_that_names_an_option_twice_is_fine() -> None:
    assert compile(case_of(actors={"f": TWO}, status_quo=["p", "f.p"])).status_quo_key == 1


def test_faults_of_all_kinds_are_said_at_once() -> None:
    found = refused({"ranking": ["N-"]}, status_quo=["p", "q"], impossible=["p and q"])
    assert [text[-6:-1] for text in found] == ["CM202", "CM302"]
