"""How firmly each outcome holds: what was tried is said of lines or of places, and what was not tried is not told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

import countermove as cm
from countermove.game.listed import ListedGame
from countermove.report.chapters import firm
from countermove.report.chapters.firm import LEFT, firmly
from countermove.report.chapters.material import Material
from countermove.report.chapters.outcomes import firmest
from countermove.text.blocks import Chapter, Listing, Paragraph, plain


def material(id_: str) -> Material:
    case = cm.load(id_)
    table = cm.equilibria(cm.compile(case))
    return Material(case, table.listed, table, firmest(table, 4), 1, lambda *_: None)


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
        "Every exchange of two neighbouring lines of one actor was tried, and every doubtful line"
    )
    assert lines(firmly(material("elmira")))[0].startswith(
        "Every exchange of two neighbouring places of one actor was tried. Each outcome"
    )


def test_each_outcome_has_a_line_that_begins_with_its_name() -> None:
    told = material("elmira")
    assert [line.split(":")[0] for line in lines(firmly(told))[1:]] == [f"State {s + 1}" for s in told.outcomes]


def test_what_was_too_much_work_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def how(_: ListedGame, order: Sequence[int], *__: object) -> Iterator[tuple[int, str]]:
        yield 1, "State 5: it falls."
        yield from ((1, f"State {state + 1}: countermove robust tells.") for state in order[1:])

    monkeypatch.setattr(firm, "robust_lines", how)
    told = lines(firmly(material("elmira")))
    assert told[1:] == ["State 5: it falls.", LEFT]
