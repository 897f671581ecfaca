"""Labels and names of a case in every page: labels lead where there are some, and no name is ever edited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from cases import case_of
from countermove.io.loading import Loaded
from countermove.model.case import Case
from countermove.requests.door import ask
from countermove.text.blocks import Adapted, Section, Table, Verbatim

QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("solve", {}),
    ("states", {}),
    ("explain", {"state": "war"}),
    ("paths", {}),
    ("winners", {}),
    ("robust", {"draws": 5}),
    ("credibility", {}),
    ("coalitions", {}),
    ("farsighted", {}),
    ("invert", {"want": "war"}),
    ("deals", {}),
    ("compare", {}),
    ("show", {}),
]


def case_with(labels: dict[str, Any], name: str = "Fight") -> Case:
    """A prisoner's dilemma with an onlooker: both fight in the only Nash equilibrium, and both would rather not."""
    actors = {
        "a": {"name": "Alpha", "options": {"fight": name}, "prefers": ["not b.fight", "fight"]},
        "b": {"name": "Beta", "options": {"fight": name}, "prefers": ["not a.fight", "fight"], "plural": True},
        "c": {"name": "Gamma", "prefers": ["not a.fight", "not b.fight"]},
    }
    scenarios = {"doves": {"actors": {"a": {"prefers": ["not fight", "not b.fight"]}}}}
    return case_of(title="Two and one", actors=actors, labels=labels, status_quo=[], scenarios=scenarios)


def page(case: Case, question: str, **parameters: Any) -> str:
    """What people read, in one line."""
    answer = ask(question, Loaded(case, {}, "case.yaml"), for_people=True, **parameters)
    return " | ".join(text for part in answer.view(None) for text in texts(part))


def texts(part: Section | Table | Verbatim | Adapted) -> Iterator[str]:
    """The texts of a part of a page, each whole: a table for a screen breaks names over several lines."""
    match part:
        case Section(title, items):
            yield from (title, *(item.text for item in items))
        case Table():
            yield from (*part.columns, *(cell for row in part.rows for cell in row), *part.notes)
        case Verbatim(text):
            yield " ".join(text.split())
        case Adapted(screen, _):
            yield from texts(screen)


LABELS = {"war": {"name": "Open war", "where": "a.fight and b.fight"}, "peace": []}


@pytest.mark.parametrize(("question", "parameters"), QUESTIONS, ids=[name for name, _ in QUESTIONS])
def test_every_page_calls_outcomes_by_their_labels(question: str, parameters: dict[str, Any]) -> None:
    text = page(case_with(LABELS), question, **parameters)
    # Nothing rests on threats here, so that credibility names no outcome.
    assert ("Open war" in text or "peace" in text) is (question != "credibility")


@pytest.mark.parametrize(("question", "parameters"), QUESTIONS, ids=[name for name, _ in QUESTIONS])
def test_no_brackets_stand_right_inside_brackets(question: str, parameters: dict[str, Any]) -> None:
    assert not re.search(r'\([^()]*" \(state \d+\)\)', page(case_with(LABELS), question, **parameters))


SINGULAR = re.compile(r"(?<!of The )\bBetas (?:\w+s|is|has|does|was)\b")
"""A verb in the singular right behind a name in the plural."""


@pytest.mark.parametrize(
    ("question", "parameters"), [*QUESTIONS, ("perceptions", {})], ids=[*(name for name, _ in QUESTIONS), "perceptions"]
)
def test_verbs_agree_with_a_name_in_the_plural(question: str, parameters: dict[str, Any]) -> None:
    data = case_with(LABELS).model_dump(by_alias=True, exclude_defaults=True)
    data["actors"]["b"]["name"] = "The Betas"
    data["views"] = {"b": {"actors": {"a": {"prefers": ["not fight"]}}}, "a": {"actors": {"b": {"prefers": ["not fight"]}}}}
    data["events"] = [{"on": "1", "actor": "b", "takes": ["fight"]}, {"on": "2", "actor": "b", "drops": ["fight"]}]
    assert SINGULAR.findall(page(Case.model_validate(data), question, **parameters)) == []


HOSTILE = ["Keep its word", 'chooses "heart', "state 3 and the 1", "drops in (a.", "it is its own", "as the first"]
"""Names that hold words of ours, such as a careless edit of finished sentences would change."""


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_never_edited(name: str) -> None:
    # Of the same length and breaks: what fits on a screen depends on them.
    other = re.sub(r"\w", "q", name)
    case, plain = case_with({}, name), case_with({}, other)
    for question, parameters in QUESTIONS:
        if question in ("explain", "invert"):
            parameters = {"state": "4"} if question == "explain" else {"want": "4"}
        # The same page with another name differs in that name alone.
        assert page(case, question, **parameters).replace(name, other) == page(plain, question, **parameters)
