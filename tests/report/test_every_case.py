"""Reports on cases of every kind, in every length and form: none fails, none refuses a chapter without need."""

from __future__ import annotations

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import countermove as cm
from cases import cases, graph, graph_cases
from countermove.model.case import Case
from countermove.report.chapters.parts import Length
from countermove.report.render.formats import FORMS
from countermove.requests.documents.report import report_document
from report.test_report import text

LENGTHS = [length.value for length in Length]


def without(case: Case, **fields: object) -> Case:
    return case.model_copy(update=fields)


@functools.cache
def special() -> dict[str, Case]:
    """Cases that lack something that most have, or have more of it."""
    plain = cm.load("cuban-missile-crisis")
    return {
        "graph of a deal": Case.model_validate({
            "title": "Two who leave together", "states": {"s0": "Here", "s1": "Between", "s2": "There"},
            "actors": {"a": {"moves": [["s0", "s1"]], "ranking": ["s2", "s0", "s1"]},
                       "b": {"moves": [["s1", "s2"]], "ranking": ["s2", "s0", "s1"]}},
        }),
        "graph with a status quo": without(graph("stu", f=("st", "t su"), b=("tu", "u st")), status_quo="s"),
        "no status quo": without(plain, status_quo=None, events=()),
        "no preferences": Case.model_validate({"actors": {"ann": {"options": {"go": "Go"}}}, "status quo": []}),
        "thirty actors": Case.model_validate({
            "actors": {f"a{k}": {"options": {"go": "Go"} if k < 4 else {}, "prefers": [f"{'not ' * (k % 2)}a{k % 4}.go"]}
                       for k in range(30)},
            "bodies": {"assembly": {"members": [f"a{k}" for k in range(30)], "decides": "majority", "options": {"act": "Act"}}},
            "status quo": [],
        }),
        "one actor": Case.model_validate({"actors": {"ann": {"options": {"go": "Go"}, "prefers": ["go"]}}, "status quo": []}),
    }  # fmt: skip


def check(case: Case, length: str, pictures: bool = False) -> None:
    document = report_document(case, length=length, pictures=pictures)
    assert not any("This was not answered" in text(chapter) for chapter in document.sections)
    assert all(form.lay_out(document) for form in FORMS)


@pytest.mark.parametrize("name", special())
def test_special_cases_have_reports(name: str) -> None:
    check(special()[name], "memo", pictures=True)
    check(special()[name], "full")


@settings(max_examples=9, deadline=None)
@given(graph_cases(), st.sampled_from(LENGTHS))
def test_random_graph_cases_have_reports(case: Case, length: str) -> None:
    check(case, length)


@settings(max_examples=6, deadline=None)
@given(cases(), st.sampled_from(LENGTHS))
def test_random_cases_have_reports(case: Case, length: str) -> None:
    check(case, length)


def test_a_case_without_options_is_refused_in_one_message() -> None:
    with pytest.raises(cm.QuestionError, match="the case has no options, so there are no states to analyse"):
        report_document(Case.model_validate({"actors": {"ann": {}, "ben": {}}}))
