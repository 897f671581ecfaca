"""Reports on cases whose states are not listed: what stands in them, against the same case where states are listed."""

from __future__ import annotations

import functools
import re

import pytest

import countermove as cm
from briefs import holding
from catalogued import LARGE
from countermove.game.searched import searched_game
from countermove.report.report import chapters_for
from countermove.requests.documents.report import report_document
from countermove.text.blocks import Document, Listing, Part, Picture, anchors, plain
from report.test_report import ORIGIN, chapter, inside, leads, text

OPENING = "european-security-2022"


@functools.cache
def table(id_: str, scenario: str | None = None) -> cm.StabilityTable:
    return cm.equilibria(searched_game(cm.load(id_), scenario))


@functools.cache
def made(id_: str, scenario: str | None = None) -> Document:
    return report_document(table(id_, scenario), case=cm.load(id_), origin=ORIGIN, length="full")


@pytest.mark.parametrize("id_", [*LARGE, OPENING, "chicken", "security-council", "condorcet-committee"])
def test_it_has_its_chapters_and_its_links_lead_somewhere(id_: str) -> None:
    document = made(id_)
    names = [found.anchor for found in document.chapters]
    assert {"actors", "outcomes", "assumptions", "method"} <= set(names)
    assert len(set(names)) == len(names)
    told = "\n".join(text(found) for found in document.chapters)
    assert "This was not answered" not in told
    assert not re.search(r"--[a-z]", told)
    assert {to[1:] for to in leads(document) if to.startswith("#")} <= anchors(document)


def test_outcomes_are_told_as_they_are_numbered_everywhere() -> None:
    parts = [block for block in chapter(made(LARGE[0]), "reasons").blocks if isinstance(block, Part)]
    assert [part.title.split(":")[0] for part in parts] == [f"Outcome {k}" for k in range(1, 7)]
    assert 'As outcome 1, but Russia: "Attack Ukraine".' in text(chapter(made(LARGE[0]), "reasons"))
    told = text(chapter(made(LARGE[0]), "reasons"))
    assert told.count("Russia: the best other move is") == 1  # later outcomes tell only what differs from the first
    assert "Ukraine and NATO: no other move." in told  # in outcome 3, where Ukraine is a member
    assert "2 more of the outcomes found are not described here." in told


def test_the_option_form_shows_the_nash_equilibria_of_the_listed_case() -> None:
    graph = cm.compile(cm.load(OPENING))
    nash = [state for state in range(graph.size) if cm.equilibria(graph, ["nash"]).holding("nash")[state]]
    told = {tuple(graph.taken(state)) for state in nash}
    codes = [e.code for e in table(OPENING).outcomes]
    assert {table(OPENING).searched.taken(code) for code in codes} == told
    lines = text(chapter(made(OPENING), "outcomes")).splitlines()
    assert (
        f"{len(nash)} states are Nash equilibria: no mover gains by a move of its own. There are no others (proved)."
        in lines
    )


@pytest.mark.parametrize("id_", [OPENING, "eu-council", "mountain-pass"])
def test_why_the_first_outcome_holds_is_what_the_listed_case_says(id_: str) -> None:
    exact = cm.equilibria(cm.compile(cm.load(id_)))
    code = table(id_).strongest()[0]
    state = next(s for s in range(exact.listed.size) if exact.listed.code(s) == code)
    split = re.compile(r"(.+?)(?:: | (?=has no other|have no other))(.*)")
    known = dict(split.fullmatch(line).groups() for level, line in holding(exact, state) if level == 1)  # type: ignore[union-attr]
    part = next(block for block in chapter(made(id_), "reasons").blocks if isinstance(block, Part))
    last = [block for block in part.blocks if isinstance(block, Listing)][-1]
    told = {}
    for entry in last.entries:
        who, words = plain(entry.words).split(": ", 1)
        told |= dict.fromkeys(re.split(r", | and ", who), words)
    for who, words in known.items():
        bare = re.sub(r" \(state \d+\)", "", words)
        expected = re.sub(r"^(has|have) ", "", bare)
        if told[who] == "no other move.":  # of a body the listed case says as well that nothing would pass
            expected = expected.replace("none of its decisions would pass.", "no other move.")
        assert told[who] == expected


def test_a_case_in_which_nothing_holds_says_so() -> None:
    document = made("condorcet-committee")
    assert "reasons" not in {found.anchor for found in document.chapters}
    assert "No state is a Nash equilibrium" in text(chapter(document, "outcomes"))


def test_a_scenario_is_named_and_changes_the_outcomes() -> None:
    document = made(OPENING, "war-aims")
    assert "With the scenario war-aims" in document.subtitle
    assert ("Scenario", "war-aims") in document.facts
    assert table(OPENING, "war-aims").count == 4
    assert "4 states are Nash equilibria" in text(chapter(document, "outcomes"))


def test_the_same_case_gives_the_same_document() -> None:
    assert report_document(table(OPENING), case=cm.load(OPENING), origin=ORIGIN, length="full") == made(OPENING)


def test_pictures_and_progress() -> None:
    steps: list[int] = []
    kinds: list[tuple[str, str | None]] = []

    def draw(kind: str, _: object, actor: str | None) -> Picture | None:
        kinds.append((kind, actor))
        return Picture(kind, "", "<svg></svg>", lambda: b"") if kind == "winners" else None

    document = report_document(
        table(OPENING), case=cm.load(OPENING), origin=ORIGIN, length="full", draw=draw, on_progress=lambda: steps.append(1)
    )
    assert len(steps) == len(chapters_for(table(OPENING).game)) == 14
    assert [b.title for c in document.sections for b in inside(c.blocks) if isinstance(b, Picture)] == ["winners"]
    assert {"outcomes", "power", "winners"} <= {kind for kind, _ in kinds}
    assert [actor for kind, actor in kinds if kind == "preferences"] == ["russia", "usa", "europe", "ukraine"]


def test_ways_firmness_and_threats_are_told_in_the_words_of_their_commands() -> None:
    found = table(LARGE[0])
    ways = text(chapter(made(LARGE[0]), "evolution"))
    assert "17 improvements" in ways
    assert "What happened" not in ways
    firm = text(chapter(made(LARGE[0]), "robustness"))
    study = cm.robust(found.searched, draws=100, noise=[0], pairs="none")
    share = round(100 * study.outcomes[0].survival["nash"].value)
    assert f"It is an equilibrium under Nash in {share}\u00a0% of the models" in firm
    threats = text(chapter(made(LARGE[0]), "threats"))
    counted = cm.credibility(found.searched)
    assert str(len(counted.resting)) in threats
    assert "in the order of solve" not in ways + firm + threats


def test_what_is_found_elsewhere_counts_the_same_outcomes() -> None:
    """The first outcome of the chapter on ways is that of the report, also where others were asked for."""
    some = cm.equilibria(searched_game(cm.load(LARGE[0])), limit=3)
    assert some.strongest() == [target.key for target in cm.paths(some.searched, table=some).targets]
    trials = cm.credibility(some.searched, table=some).trials
    assert trials is not None
    assert trials.table is some
    answer = cm.robust(some.searched, draws=5, noise=[0], pairs="none", table=some)
    assert answer.equilibrium_count == len(some.outcomes) == 3
    assert [state.key for state in answer.watched] == some.strongest()
    several = cm.equilibria(searched_game(cm.load("chicken")), ["nash", "gmr"])
    trials = cm.credibility(several.searched, table=several).trials
    assert trials is not None
    assert trials.table.concept_ids == ("nash",)
    assert cm.robust(several.searched, draws=5, noise=[0], table=several).concept_ids == ("nash",)


def test_more_models_are_drawn_where_they_are_asked_for() -> None:
    document = report_document(table(OPENING), case=cm.load(OPENING), origin=ORIGIN, length="full", draws=20)
    told = text(chapter(document, "robustness"))
    assert "20 models drawn" in told
    assert ("Plausible models drawn", "20") in document.facts
