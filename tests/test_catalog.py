"""The catalogue: every published figure comes out, and the opening case says what it is meant to say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from catalogued import LARGE, LISTED
from countermove.analysis.evolution.paths import reachable
from countermove.catalog import case_ids, case_path, load, load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.searched import searched_game
from countermove.model.checks.check import check
from countermove.search.nash import nash_search
from countermove.stability.concept import CONCEPTS, stable
from engines import as_set, swept
from reference import Model

OPENING = "european-security-2022"
UNPUBLISHED = {
    *LARGE, OPENING, "mountain-pass", "security-council", "eu-council", "nile-dam-2021", "eu-sanctions-2025",
}  # fmt: skip
"""Cases that were made for the catalogue."""


def numbers(states: np.ndarray) -> list[int]:
    """The states at which an array is true, counted from 1."""
    return (np.flatnonzero(states) + 1).tolist()


def listed(figures: Any) -> list[int]:
    """Published state numbers: text in a case file."""
    return [int(number) for number in figures]


def published_stable() -> Iterator[tuple[str, str, str, list[int]]]:
    """Case, concept, mover and the states at which it is stable, of everything published."""
    for id_ in case_ids():
        for concept, movers in load_case(id_).published.get("stable", {}).items():
            yield from ((id_, concept, mover, listed(states)) for mover, states in movers.items())


def published_equilibria() -> Iterator[tuple[str, str, list[int]]]:
    """Case, concept and the equilibria, of everything published."""
    for id_ in case_ids():
        for concept, states in load_case(id_).published.get("equilibria", {}).items():
            yield id_, concept, listed(states)


# -------------------------------------------------------------------------------------- published figures


@pytest.mark.parametrize(("id_", "concept", "mover", "expected"), list(published_stable()))
def test_published_stable_states(id_: str, concept: str, mover: str, expected: list[int]) -> None:
    graph = compile(load_case(id_))
    assert numbers(stable(graph, graph.mover(mover), CONCEPTS[concept])) == expected


@pytest.mark.parametrize(("id_", "concept", "expected"), list(published_equilibria()))
def test_published_equilibria(id_: str, concept: str, expected: list[int]) -> None:
    graph = compile(load_case(id_))
    holding = np.all([stable(graph, mover, CONCEPTS[concept]) for mover in graph.movers], axis=0)
    assert numbers(holding) == expected


def test_enough_is_published() -> None:
    """Five cases from the literature and one from the textbooks, with figures for each of the seven concepts."""
    assert {id_ for id_, *_ in published_equilibria()} == set(case_ids()) - UNPUBLISHED
    for id_ in set(case_ids()) - UNPUBLISHED:
        assert {concept for case, concept, _ in published_equilibria() if case == id_} == set(CONCEPTS)


def test_the_company_and_the_ministry_can_upset_the_status_quo_of_elmira() -> None:
    """The published coalition: by legal sequences of their moves they reach a state that both prefer."""
    case = load_case("elmira")
    coalition = case.published["coalition"]
    model = Model(case)
    start, end = int(coalition["equilibrium"]) - 1, int(coalition["to"]) - 1
    assert end in model.reach(start, coalition["upset by"], improvements=False)
    assert all(model.rank(actor, end) > model.rank(actor, start) for actor in coalition["upset by"])


@pytest.mark.parametrize("id_", case_ids())
def test_every_case_agrees_with_the_reference(id_: str) -> None:
    """Where the slow reference can follow: the small cases, concept by concept, by both engines."""
    case = load_case(id_)
    if id_ == OPENING or id_ in LARGE:
        return
    model = Model(case)
    for concept in CONCEPTS.values():
        for mover in model.movers:
            graph = compile(case)
            expected = model.stable(concept.id, mover)
            assert as_set(concept.verdict(graph, graph.mover(mover))) == expected
            with swept():
                assert as_set(concept.verdict(graph, graph.mover(mover))) == expected


# ----------------------------------------------------------------------------------------- the opening case


def nash_equilibria(graph: ListedGame) -> list[int]:
    return numbers(np.all([stable(graph, mover, CONCEPTS["nash"]) for mover in graph.movers], axis=0))


def reached_equilibria(graph: ListedGame) -> list[int]:
    """The Nash equilibria to which improvements lead from the status quo."""
    assert graph.status_quo_key is not None
    reached = set(numbers(reachable(graph, graph.status_quo_key, improving=True)))
    return [state for state in nash_equilibria(graph) if state in reached]


def test_the_opening_case_has_416_states_and_begins_at_the_98th() -> None:
    graph = compile(load_case(OPENING))
    assert graph.size == 416
    assert graph.status_quo_key == 98 - 1


def test_the_opening_case_has_six_nash_equilibria() -> None:
    assert nash_equilibria(compile(load_case(OPENING))) == [148, 152, 169, 173, 412, 416]


def test_improvements_lead_to_one_of_them() -> None:
    assert reached_equilibria(compile(load_case(OPENING))) == [148]


def test_with_war_aims_improvements_lead_to_another() -> None:
    assert reached_equilibria(compile(load_case(OPENING), "war-aims")) == [152]


@pytest.mark.parametrize("scenario", [None, "war-aims", "russian-veto"])
def test_what_is_reached_is_what_the_reference_reaches(scenario: str | None) -> None:
    graph = compile(load_case(OPENING), scenario)
    model = Model(graph.case)
    assert graph.status_quo_key is not None
    for kind, states in model.reachable_from(graph.status_quo_key).items():
        assert as_set(reachable(graph, graph.status_quo_key, improving=kind == "improvements")) == states
    assert nash_equilibria(graph) == sorted(s + 1 for s in model.equilibria("nash"))


# ---------------------------------------------------------------------------------------- the catalogue


@pytest.mark.parametrize("id_", case_ids())
def test_every_case_is_sound(id_: str) -> None:
    """A title; a citation, or sources and the date; nothing to warn of but assumptions without a reason."""
    case = load_case(id_)
    assert {diagnostic.code for diagnostic in check(case)} <= {"CM905"}
    assert case.title
    assert case.citation or (case.sources and case.at)


@pytest.mark.parametrize("id_", LISTED)
def test_every_scenario_compiles(id_: str) -> None:
    case = load_case(id_)
    for scenario in case.scenarios:
        assert compile(case, scenario).size > 0


def test_ids_are_sorted_and_are_the_names_of_the_files() -> None:
    assert list(case_ids()) == sorted(case_ids())
    assert all(case_path(id_).name == f"{id_}.yaml" for id_ in case_ids())


def test_an_unknown_case_is_refused_with_the_nearest_ids() -> None:
    with pytest.raises(QuestionError) as caught:
        load("chiken")
    assert str(caught.value) == 'the catalogue has no case "chiken"; did you mean "chicken"?'


def test_a_case_is_loaded_by_id_or_by_file() -> None:
    assert load(str(case_path("chicken"))) == load("chicken")


# ------------------------------------------------------------------------------------------------ councils


def test_a_veto_in_the_security_council_leads_past_it() -> None:
    """Russia stops the sanctions, so the United States acts alone; without the veto, or the wish, they pass."""
    case = load_case("security-council")
    assert reached_equilibria(compile(case)) == [7]
    assert reached_equilibria(compile(case, "russia-abstains")) == [11]
    assert 11 in reached_equilibria(compile(case, "no-veto"))


def test_three_of_the_union_cannot_stop_what_four_can() -> None:
    case = load_case("eu-council")
    adopted = {s + 1 for s in range(compile(case).size) if compile(case).taken(s)[3]}
    assert set(reached_equilibria(compile(case))) <= adopted
    for scenario in ("three-may-block", "hungary-joins-them"):
        graph = compile(case, scenario)
        assert graph.status_quo_key is not None
        assert not set(numbers(reachable(graph, graph.status_quo_key, improving=True))) & adopted


# ------------------------------------------------------------------------------------------- all thirty allies


def test_the_thirty_allies_decide_by_consensus_and_each_has_an_option_of_its_own() -> None:
    case = load_case("thirty-allies-2022")
    members = case.bodies["nato"].members
    assert len(members) == len(set(members)) == 30
    assert all(case.actors[member].options for member in members)
    assert [id_ for id_ in case.actors if id_ not in members] == ["russia", "ukraine"]


def test_of_the_thirty_allies_eight_outcomes_hold() -> None:
    """France and Germany send forces or not; Russia attacks or not; Ukraine was admitted or not: nothing else is open."""
    found = nash_search(searched_game(load_case("thirty-allies-2022")))
    names = [row.full for row in load_case("thirty-allies-2022").option_rows]
    open_ = [{name for k, name in enumerate(names) if code >> k & 1} for code in found.codes]
    assert found.complete
    assert len(open_) == 8
    firm = set.intersection(*open_)
    assert {"usa.reinforce", "estonia.reinforce", "uk.reinforce", "russia.contain"} <= firm
    assert {
        frozenset(state & {"france.reinforce", "germany.reinforce", "russia.attack", "nato.admit"}) for state in open_
    } == {
        frozenset([*send, *attack, *admit])
        for send in ([], ["france.reinforce", "germany.reinforce"])
        for attack in ([], ["russia.attack"])
        for admit in ([], ["nato.admit"])
    }
