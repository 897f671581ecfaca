"""Actors that move as one, against the literal definition and against a body that decides by unanimity."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest

from cases import case_of, graph, random_case
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.merge import merge
from countermove.model.case import Case
from countermove.stability.concept import CONCEPTS, find_concept, stable
from engines import as_set, swept, verdicts
from reference import Model
from reference_coalitions import MergedModel

FIVE = ("nash", "gmr", "smr", "seq", "sseq")


def pair_in(case: Case, rng: Random) -> tuple[str, ...] | None:
    """Two or three actors, at least one of whom has options; None where there are none."""
    if len(case.actors) < 2 or not any(actor.options for actor in case.actors.values()):
        return None
    pair = rng.sample(list(case.actors), min(len(case.actors), rng.choice((2, 2, 3))))
    return tuple(pair) if any(case.actors[a].options for a in pair) else None


def merged_cases(seeds: range) -> list[tuple[Case, tuple[str, ...]]]:
    found = []
    for seed in seeds:
        case = random_case(Random(seed), actors=(2, 4), max_options=5)
        pair = pair_in(case, Random(seed))
        if pair is not None:
            found.append((case, pair))
    return found


# --------------------------------------------------------------------------------------------- definitions


def test_its_moves_change_any_options_of_its_members_at_once() -> None:
    for case, pair in merged_cases(range(60)):
        model = MergedModel(case, pair)
        merged = merge(compile(case), [pair])
        (mover,) = (m for m in merged.movers if m.merged)
        edges = merged.edges[mover.index]
        for s in range(merged.size):
            assert set(edges.targets(s).tolist()) == model.joint(s)
        assert [m.index for m in merged.movers] == list(range(len(merged.movers)))
        assert {m.id for m in merged.movers if m is not mover} == set(model.movers) - set(pair)


def test_it_is_stable_where_the_reference_says_so() -> None:
    both = set()
    for case, pair in merged_cases(range(70)):
        model = MergedModel(case, pair)
        merged, blocks = (merge(compile(case), [pair]) for _ in range(2))
        (mover,) = (m for m in merged.movers if m.merged)
        for concept in FIVE:
            expected = model.merged_stable(concept)
            assert as_set(CONCEPTS[concept].verdict(merged, mover)) == expected, (case, pair, concept)
            with swept():
                assert as_set(CONCEPTS[concept].verdict(blocks, blocks.movers[mover.index])) == expected
            both.add((concept, 0 < len(expected) < merged.size))
    assert len(both) == 10


def test_the_others_answer_to_it_as_the_reference_says() -> None:
    for case, pair in merged_cases(range(100, 150)):
        model = MergedModel(case, pair)
        merged = merge(compile(case), [pair])
        for mover in merged.movers:
            if mover.actor is not None:
                for concept in FIVE:
                    expected = model.opposed_by_merged(concept, mover.id)
                    assert as_set(CONCEPTS[concept].verdict(merged, mover)) == expected, (case, pair, concept)


def moved(case: Case, pair: tuple[str, ...], options: dict[str, Any]) -> Case:
    """The options of `pair` under a body: state by state as before, the preferences by rankings of the states."""
    model = Model(case)
    actors: dict[str, Any] = {}
    order = list(model.state_of)
    size = len(case.option_rows)
    pattern = {code: "".join("Y" if int(code) >> k & 1 else "N" for k in range(size)) for code in order}
    for actor, record in case.actors.items():
        worth: dict[int, list[str]] = {}
        for code in order:
            worth.setdefault(model.rank(actor, model.state_of[code]), []).append(pattern[code])
        own = {} if actor in pair else {o: {"change": r.change} for o, r in record.options.items()}
        actors[actor] = {"options": own, "ranking": [worth[rank] for rank in sorted(worth, reverse=True)]}
    infeasible = [c for c in range(2**size) if c not in model.state_of]
    names = [f"{r.owner}.{r.id}" if r.owner not in pair else f"union.{r.owner}-{r.id}" for r in case.option_rows]
    impossible = [
        " and ".join(name if code >> k & 1 else f"not {name}" for k, name in enumerate(names)) for code in infeasible
    ]
    body = {"members": list(pair), "decides": "unanimity",
            "options": {name: {"change": option.change} for name, option in options.items()}}  # fmt: skip
    return case_of(actors=actors, bodies={"union": body}, impossible=impossible)


def test_a_body_by_unanimity_of_members_without_options_is_their_merged_coalition() -> None:
    compared = 0
    for seed in range(60):
        rng = Random(seed)
        case = random_case(rng, bodies=False, coalesce=False, needs=False, actors=(3, 3), max_options=5)
        pair = tuple(case.actors)[-2:]
        options = {f"{a}-{o}": option for a in pair for o, option in case.actors[a].options.items()}
        merged, body = merge(compile(case), [pair]), compile(moved(case, pair, options))
        assert np.array_equal(merged.codes, body.codes)
        one, other = verdicts(merged), verdicts(body)
        for (concept, mover), states in one.items():
            assert other[concept, "union" if "+" in mover else mover] == states, (seed, concept, mover)
            compared += 0 < len(states) < merged.size
    assert compared > 100


def test_unlike_such_a_body_it_counts_as_against_what_other_bodies_do_to_it() -> None:
    """a could end the truce; a council that a alone carries would punish it, were a for that."""
    council = {"members": ["a"], "decides": {"actor": "a"}, "options": {"z": {}}}
    wants: Any = {"prefers": ["not z", "x"]}
    apart = case_of(
        actors={"a": {"options": {"x": {}}, **wants}, "b": {"options": {"y": {}}, **wants}}, bodies={"council": council}
    )
    union = {"members": ["a", "b"], "decides": "unanimity", "options": {"x": {}, "y": {}}}
    joint = case_of(actors={"a": wants, "b": wants}, bodies={"union": union, "council": council})
    merged, body = merge(compile(apart), [["a", "b"]]), compile(joint)
    assert not stable(merged, merged.mover("a+b"), CONCEPTS["gmr"])[0]
    assert stable(body, body.mover("union"), CONCEPTS["gmr"])[0]


def test_rules_still_count_its_members_singly() -> None:
    for case, pair in merged_cases(range(40)):
        compiled = compile(case)
        merged = merge(compiled, [pair])
        for mover in merged.movers:
            if mover.is_body and not mover.merged:
                assert mover.votes == compiled.mover(mover.id).votes


# --------------------------------------------------------------------------------------------- the graph


def elmira(*groups: list[str]) -> ListedGame:
    return merge(compile(load_case("elmira")), groups)


def test_states_options_and_preferences_stay() -> None:
    before, merged = compile(load_case("elmira")), elmira(["uniroyal", "ministry"])
    assert np.array_equal(before.codes, merged.codes)
    assert np.array_equal(before.rank_rows, merged.rank_rows)
    assert [row.full for row in merged.options] == [row.full for row in before.options]
    assert merged.merged == (("ministry", "uniroyal"),)
    assert merged.case.label("ministry+uniroyal") == "Coalition of Ministry of the Environment and Uniroyal"
    assert before.merged == ()
    assert merged.case == before.case


def test_several_coalitions_and_coalitions_added_later() -> None:
    compiled = compile(load_case("european-security-2022"))
    both = merge(compiled, [["usa", "europe"], ["russia", "ukraine"]])
    later = merge(merge(compiled, [["usa", "europe"]]), [["russia", "ukraine"]])
    assert [m.id for m in both.movers] == [m.id for m in later.movers] == ["russia+ukraine", "usa+europe", "nato"]
    assert verdicts(both) == verdicts(later)
    assert merge(compiled, []).movers == compiled.movers


def test_what_has_been_asked_before_does_not_colour_the_answer() -> None:
    compiled = compile(load_case("elmira"))
    first = verdicts(compiled)
    merged = merge(compiled, [["ministry", "uniroyal"]])
    assert verdicts(merged) == verdicts(merge(compile(load_case("elmira")), [["ministry", "uniroyal"]]))
    assert verdicts(compiled) == first


def test_a_member_is_no_mover_any_more() -> None:
    with pytest.raises(QuestionError, match=r'"uniroyal" moves as one with others here; ask about "ministry\+uniroyal"'):
        elmira(["ministry", "uniroyal"]).mover("uniroyal")


def test_foresight_of_two_actors_is_not_defined_for_it() -> None:
    merged = elmira(["ministry", "uniroyal"])
    with pytest.raises(QuestionError, match=r"the coalition ministry\+uniroyal and local-government can move"):
        stable(merged, merged.movers[0], find_concept("l2"))


LISTED = graph("st", a=("st", "t s"), b=("ts", "s t"))


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ([["ministry", "unroyal"]], 'unknown actor "unroyal"; did you mean "uniroyal"?'),
        ([["ministry"]], 'a merged coalition has two members or more; only "ministry" is named'),
        ([[]], "a merged coalition has two members or more"),
        ([["ministry", "ministry"]], '"ministry" is merged twice; name each actor once'),
        ([["ministry", "uniroyal"], ["uniroyal", "local-government"]], '"uniroyal" is merged twice; name each actor'),
    ],
)
def test_what_cannot_be_merged(groups: list[list[str]], message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        elmira(*groups)
    assert str(caught.value).startswith(message)


def test_nor_bodies_nor_those_without_options_nor_moves_that_are_listed() -> None:
    talks = compile(load_case("european-security-2022"))
    with pytest.raises(QuestionError, match='"nato" is a body; only actors can be merged into one'):
        merge(talks, [["nato", "usa"]])
    idle = case_of(actors={"a": {}, "b": {}, "c": {"options": {"x": {}}}})
    with pytest.raises(QuestionError, match="none of a, b has options, so there is nothing that they could do as one"):
        merge(compile(idle), [["a", "b"]])
    with pytest.raises(QuestionError, match="moves do not combine, so nobody can be merged"):
        merge(compile(LISTED), [["a", "b"]])
