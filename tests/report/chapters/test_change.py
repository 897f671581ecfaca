"""How firm outcomes are, and what would make others hold: what was tried is said, and what was not tried is not told."""

from __future__ import annotations

import re

import countermove as cm
from countermove.analysis.inverse.invert import invert
from countermove.report.chapters import change
from countermove.report.chapters.change import LEFT_OUT, OTHERS_LEFT_OUT, Robust
from countermove.report.chapters.parts import Material
from countermove.requests.documents.report import RECORDS
from countermove.text.blocks import Chapter, Listing, Paragraph, plain


def material(id_: str, outcomes: int = 4) -> Material:
    table = cm.equilibria(cm.compile(cm.load(id_)))
    return Material(cm.load(id_), table, tuple(table.strongest(outcomes)), 1)


def firmly(about: Material) -> Chapter | None:
    return change.robustness(about, RECORDS["robustness"](about))


def lines(chapter: Chapter | None) -> list[str]:
    assert chapter is not None
    found = []
    for block in chapter.blocks:
        if isinstance(block, Paragraph):
            found.append(plain(block.words))
        if isinstance(block, Listing):
            found += [plain(entry.words) for entry in block.entries]
    return found


def test_lines_are_exchanged_in_lists_and_places_in_rankings() -> None:
    assert lines(firmly(material("european-security-2022")))[0].startswith(
        "Every swap of two adjacent statements of one actor was tried. Each uncertain statement was also"
    )
    assert lines(firmly(material("elmira")))[0].startswith(
        "Every swap of two adjacent places of a ranking of one actor was tried. Each outcome"
    )


def test_each_outcome_has_a_line_that_begins_with_its_name() -> None:
    told = material("elmira")
    assert [number_in(line) for line in lines(firmly(told))[1:]] == [s + 1 for s in told.outcomes]


def test_what_was_too_much_work_is_said_once() -> None:
    about = material("elmira")
    single = RECORDS["robustness"](about).single
    words = lines(change.robustness(about, Robust((single[0], *(None for _ in single[1:])))))
    assert words[1:] == [lines(firmly(about))[1], LEFT_OUT]
    assert words[1].startswith('"Stalemate" (state 5): ')


def number_in(line: str) -> int:
    """The number of the state that a line is about."""
    found = re.search(r"[Ss]tate (\d+)", line)
    assert found
    return int(found[1])


def told(id_: str) -> list[str]:
    about = material(id_, 6)
    chapter = change.others(about, RECORDS["inverses"](about))
    return [] if chapter is None else lines(chapter)


def test_the_least_change_is_told_for_each_outcome_that_is_no_equilibrium() -> None:
    lines = told("cuban-missile-crisis")
    assert (
        'State 6, if the order for US becomes: state 6, then "Withdrawal without pressure" (state 5), '
        'then "Withdrawal under the blockade" (state 7) (2 swaps).'
    ) in lines
    assert OTHERS_LEFT_OUT not in lines
    graph = cm.compile(cm.load("cuban-missile-crisis"))
    for line in lines[1:]:
        state = number_in(line) - 1
        assert f"({invert(graph, graph.at(state)).cost} swap" in line


def test_what_cannot_be_is_proved_and_what_takes_long_is_left() -> None:
    lines = told("european-security-2022")
    assert any(line.startswith("State 98: no order of the actors' preferences makes it one") for line in lines)
    assert not any(line.startswith("State 148") for line in lines)  # it holds, and improvements lead there
    assert lines[-1] == OTHERS_LEFT_OUT


def test_tries_bound_the_search() -> None:
    graph = cm.compile(cm.load("european-security-2022"))
    found = invert(graph, graph.at(151), reachable=True, tries=50)
    assert (found.possible, found.proved, found.tried) == (None, False, 51)
