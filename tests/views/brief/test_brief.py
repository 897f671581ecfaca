"""The brief as a whole: its order, its budget, odd names, and that other names change nothing but the names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from random import Random
from string import ascii_lowercase, ascii_uppercase
from typing import Any

import pytest
from rich.cells import cell_len

from briefs import brief
from cases import case_of, random_case, random_graph_case
from catalogued import LISTED
from countermove.analysis.equilibria import equilibria
from countermove.briefing.briefing import Briefing, brief_of
from countermove.catalog import load, load_case
from countermove.errors import printable
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.text.pieces import count_words
from countermove.views.brief.bottom_line import MOST_WORDS, bottom_line, bottom_pieces
from countermove.views.brief.brief import BriefSection, brief_sections

ORDER = ("bottom-line", "outcomes", "deal", "path", "gains", "holds", "perceptions", "block", "sure", "actor")
NEVER_CUT = ORDER[:5]


def briefing_of(case: Case, scenario: str | None = None, actor: str | None = None) -> Briefing:
    return brief_of(equilibria(compile(case, scenario)), actor)


def said(case: Case, scenario: str | None = None) -> str:
    return brief(equilibria(compile(case, scenario)))


def flat(text: str) -> str:
    return " ".join(text.split())


def on_screen(section: BriefSection, text: str) -> bool:
    """Whether all lines of a section stand on the screen, one after another."""
    return flat(" ".join([section.title, *(line for _, line in section.lines)])) in flat(text)


def check(briefing: Briefing, text: str) -> None:
    """What every brief keeps: its order, its width, its budget, and what is never cut."""
    sections = brief_sections(briefing)
    keys = [section.key for section in sections]
    assert keys == [key for key in ORDER if key in keys]
    assert keys[:2] == ["bottom-line", "outcomes"]
    assert all(cell_len(line) <= 100 for line in text.split("\n"))
    assert printable(text) == text
    for section in sections:
        if section.key in NEVER_CUT:
            assert on_screen(section, text), section.title
    if len(text.split("\n")) > 45:
        # Only what is never cut may take more room: everything else is down to its first entry.
        for section in sections:
            if section.key in ("holds", "perceptions", "block", "sure") and len(section.lines) > 2:
                assert not on_screen(section, text), section.title
    sentences = bottom_pieces(briefing)
    assert len(sentences) <= 3
    assert sum(map(count_words, sentences)) <= MOST_WORDS


def catalogue() -> Iterator[tuple[str, str | None]]:
    for id_ in LISTED:
        yield from ((id_, scenario) for scenario in (None, *load_case(id_).scenarios))


@pytest.mark.parametrize(("id_", "scenario"), list(catalogue()))
def test_every_case_of_the_catalogue(id_: str, scenario: str | None) -> None:
    case = load_case(id_)
    briefing = briefing_of(case, scenario)
    text = str(brief(briefing.table))
    check(briefing, text)
    assert text.startswith(case.title.split()[0])
    assert (f", scenario {scenario}" in flat(text)) == (scenario is not None)


@pytest.mark.parametrize("kind", ["options", "levels", "listed"])
def test_random_cases(kind: str) -> None:
    for seed in range(60):
        rng = Random(seed)
        case = random_graph_case(rng) if kind == "listed" else random_case(rng, levels=kind == "levels", max_options=6)
        briefing = briefing_of(case)
        check(briefing, brief(briefing.table))


def test_what_gives_way_says_what_tells_it() -> None:
    options = {f"q{k}": f"Decide question number {k} of the long agenda of this day" for k in range(10)}
    actors = {f"m{k}": {"prefers": [f"{'not ' * (j % 2)}q{(k + j) % 10}" for j in range(9)]} for k in range(12)}
    council = {"members": list(actors), "decides": "consensus", "options": options}
    case = case_of(title="Council", actors=actors, bodies={"council": council}, status_quo=[])
    text = said(case)
    assert "  ... (all of it: countermove power)" in text.split("\n")
    check(briefing_of(case), text)


def test_the_title_says_when_and_takes_two_lines_at_most() -> None:
    actors: dict[str, Any] = {"a": {"options": {"x": {}}}}
    assert said(case_of(title="Talks", at="2022-01-13", actors=actors)).split("\n")[0] == "Talks (2022-01-13)"
    assert said(case_of(actors=actors)).split("\n")[0] == "Untitled case"
    lines = said(case_of(title="long " * 100, actors=actors)).split("\n")
    assert lines.index("BOTTOM LINE") == 2


# ------------------------------------------------------------------------------------------- strange names


@pytest.mark.parametrize(
    "name",
    ["x" * 5_000, "word " * 1_000, "日本語" * 400, "🙂 " * 300, "-" * 300, "é" * 300],
    ids=["one word", "many words", "wide", "emoji", "hyphens", "accents"],
)
def test_very_long_names_lose_nothing(name: str) -> None:
    actors = {
        a: {"name": name, "options": {a: {"name": name}}, "prefers": [{"that": a, "sure": "0.5"}, f"not {b}"]}
        for a, b in ("xy", "yx")
    }
    council = {"name": name, "members": ["x", "y"], "decides": "consensus", "options": {"q": name}}
    case = case_of(title="T", actors=actors, bodies={"council": council}, status_quo=[])
    lines = said(case).split("\n")
    assert all(cell_len(line) <= 100 for line in lines)
    assert "BOTTOM LINE" in lines
    assert "HOW SURE THIS IS" in lines


@pytest.mark.parametrize(
    "name",
    [
        r"two\nlines",
        r"a\ttab",
        r"\e[2Jred\e[31m",
        r"back\bspace\r",
        r"\u202eright to left",
        r"zero\u200bwidth",
        r"{braces} %s %d \\1",
        r"  blanks  ",
        r"[bold]markup[/bold]",
        r"<b>&amp;",
        r"HOW SURE THIS IS",
        r"... (state 3). Now it passes; for: X",
    ],
)
def test_names_with_odd_characters_do_no_harm(name: str) -> None:
    """Whatever the loader lets through: nothing that a terminal obeys, and no lines of their own."""
    text = f"""
title: "T"
actors:
  a: {{name: "{name}", options: {{x: "{name}"}}, prefers: [x, not q]}}
  b: {{name: "{name}", options: {{y: "{name}"}}, prefers: [not x]}}
bodies:
  c: {{name: "{name}", members: [a, b], decides: consensus, options: {{q: "{name}"}}}}
status quo: []
"""
    case = load(StringIO(text))
    found = said(case)
    assert printable(found) == found
    titles = [section.title for section in brief_sections(briefing_of(case))]
    assert [line for line in found.split("\n") if line in titles] == titles


# ------------------------------------------------------------------------------- it knows nothing but its case


def names_of(case: Case) -> list[str]:
    """The ways to each name of a case: actors, bodies, options, labels."""
    ways = []
    for kind, owner, record in case.owners:
        ways.append(f"{kind}/{owner}")
        ways += [f"{kind}/{owner}/{option}" for option in record.options]
    return ways


def renamed(case: Case, new: dict[str, str]) -> Case:
    """The case with other names for its actors, bodies and options."""
    sides: dict[str, dict[str, Any]] = {"actors": {}, "bodies": {}}
    for kind, owner, record in case.owners:
        options = {
            id_: option.model_copy(update={"name": new[f"{kind}/{owner}/{id_}"]}) for id_, option in record.options.items()
        }
        side = "bodies" if owner in case.bodies else "actors"
        sides[side][owner] = record.model_copy(update={"name": new[f"{kind}/{owner}"], "options": options})
    return case.model_copy(update=sides)


def word(rng: Random, k: int, longest: int) -> str:
    """A name of 1 to `longest` letters and blanks that no other name contains, and no text of ours."""
    size = rng.randint(1, longest)
    letters = "".join(rng.choice(ascii_lowercase + " ") for _ in range(size)).strip()
    return f"{ascii_uppercase[k // 26]}{ascii_uppercase[k % 26]}q{letters}zq".replace("  ", " ")


def neutral(text: str, new: dict[str, str]) -> str:
    """The text with each name replaced by what it names."""
    back = {name: way for way, name in new.items()}
    pattern = re.compile("|".join(re.escape(name) for name in sorted(back, key=len, reverse=True)))
    return pattern.sub(lambda found: f"<{back[found[0]]}>", text)


def told(case: Case, new: dict[str, str]) -> tuple[list[tuple[str, list[str]]], str]:
    """What the sections say with neutral names, and what stands on the screen of those that are never cut."""
    briefing = briefing_of(renamed(case, new), actor=next(iter(case.actors)))
    sections = brief_sections(briefing)
    lines = [(section.key, [neutral(text, new) for _, text in section.lines]) for section in sections]
    text = brief(briefing.table)
    kept = [section for section in sections if section.key in NEVER_CUT]
    assert all(on_screen(section, text) for section in kept)
    return lines, str(briefing.to_dict())


@pytest.mark.parametrize("seed", range(12))
def test_longer_names_change_nothing_but_the_names(seed: int) -> None:
    """The record and the sentences, for names of 3 and of up to 60 characters, drawn anew."""
    rng = Random(seed)
    case = random_case(rng, max_options=6) if seed % 3 else load_case(LISTED[seed // 3 % len(LISTED)])
    case = case.model_copy(update={"views": {}, "labels": {}} if "labels" in Case.model_fields else {"views": {}})
    ways = names_of(case)
    short = {way: word(rng, k, 1) for k, way in enumerate(ways)}
    long = {way: word(rng, k, 60) for k, way in enumerate(ways)}
    assert told(case, short) == told(case, long)


def test_a_scenario_without_outcomes_has_not_the_same_outcome() -> None:
    mover = {"options": {"go": {}}, "prefers": ["a.go iff b.go"]}
    other = {"options": {"go": {}}, "prefers": ["not (a.go iff b.go)"]}
    changed = {"actors": {"b": {"prefers": ["not (a.go iff b.go)", "b.go"]}}}
    case = case_of(actors={"a": mover, "b": other}, **{"status quo": []}, scenarios={"bold": changed})
    (sure,) = (one for one in brief_sections(brief_of(equilibria(compile(case), ["nash"]))) if one.key == "sure")
    assert "In scenario bold: single improvements lead to no equilibrium." in [text for _, text in sure.lines]


def test_a_deal_instead_of_the_first_outcome_wins_nobody_over_today() -> None:
    sections = {one.key: one for one in brief_sections(brief_of(equilibria(compile(load_case("security-council")))))}
    assert sections["deal"].title == "A DEAL, instead of outcome 1"
    # What is dropped is a step of the deal, and said once.
    first = sections["deal"].lines[0][1]
    assert 'United States drops "Act without the Council"' in first
    assert "does not choose" not in first
    assert not any("win over" in text for _, text in sections["block"].lines)


def test_another_wish_for_an_option_is_one_clause() -> None:
    (sure,) = (
        one for one in brief_sections(brief_of(equilibria(compile(load_case("eu-sanctions-2025"))))) if one.key == "sure"
    )
    said = 'If Hungary instead wants Council of the European Union to adopt "Renew the sanctions", things can end in'
    assert said in sure.lines[0][1]


def sentences_of(id_: str) -> str:
    return "\n".join(line for one in brief_sections(brief_of(equilibria(compile(load_case(id_))))) for _, line in one.lines)


def test_where_today_is_the_outcome_no_moves_lead_there() -> None:
    assert "Every sequence of such moves" not in sentences_of("north-korea-2017")
    assert "Every sequence of such moves" in sentences_of("nile-dam-2021")


def test_many_actors_are_told_by_number_and_group() -> None:
    text = sentences_of("thirty-allies-2022")
    assert (
        "9 of the 32 actors (Russia, United States, Czechia and others) can each begin; the order shown is one example."
        in text
    )
    assert "would fail: all 30 members of NATO are against it. United States wants" in text
    assert '12 of the 30 members of NATO (France, Germany, Italy and others) also choose "Help to reinforce' in text
    ((_, bottom),) = brief_sections(brief_of(equilibria(compile(load_case("thirty-allies-2022")))))[0].lines
    assert 'seven members of NATO choose "Host allied forces"' in bottom
    assert not re.search(r"\d", bottom)


def test_who_does_what_others_do_in_the_first_outcome_does_it_as_well() -> None:
    go = {"go": {"name": "Go"}}
    ann = {"options": {**go, "talk": {"name": "Talk"}}, "prefers": ["ann.go", "ann.talk"]}
    bob = {"options": go, "prefers": ["ann.go"]}
    case = case_of(actors={"ann": ann, "bob": bob}, **{"status quo": []})
    text = " ".join(line for _, line in brief_sections(briefing_of(case))[1].lines)
    assert '2. As outcome 1, but Bob also chooses "Go".' in text


def test_a_swap_is_told_by_the_outcomes_above() -> None:
    assert "Outcome 1 breaks if US likes outcome 1 less than outcome 2 (22 swaps were tried)." in sentences_of(
        "cuban-missile-crisis"
    )
    chicken = 'Outcome 1 breaks if Row likes outcome 1 less than "Crash" or if Col likes outcome 1 less than outcome 3'
    assert chicken in sentences_of("chicken")


def test_the_veto_holders_of_the_council_are_all_named() -> None:
    vetoes = "China, France, Russia, United Kingdom and United States each have a veto."
    assert vetoes in sentences_of("security-council")


@pytest.mark.parametrize("case", LISTED)
def test_a_bottom_line_that_stands_alone_points_to_nothing_below(case: str) -> None:
    briefing = brief_of(equilibria(compile(load_case(case))))
    with_brief, alone = bottom_line(briefing), bottom_line(briefing, alone=True)
    assert "below" not in alone
    assert alone == with_brief.replace("the deal below", "a deal")
