"""What would make other outcomes hold: the least change, as the search without a bound finds it, and no word of others."""

from __future__ import annotations

import countermove as cm
from countermove.analysis.inverse.invert import invert
from countermove.report.chapters.material import Material
from countermove.report.chapters.outcomes import firmest
from countermove.report.chapters.wishes import LEFT, others
from countermove.text.blocks import Listing, Paragraph, plain


def told(id_: str) -> list[str]:
    case = cm.load(id_)
    table = cm.equilibria(cm.compile(case))
    found = others(Material(case, table.listed, table, firmest(table, 6), 1, lambda *_: None))
    lines: list[str] = []
    for block in found.blocks if found is not None else ():
        if isinstance(block, Paragraph):
            lines.append(plain(block.words))
        if isinstance(block, Listing):
            lines += [plain(entry.words) for entry in block.entries]
    return lines


def test_the_least_change_is_told_for_each_outcome_that_is_no_equilibrium() -> None:
    lines = told("cuban-missile-crisis")
    assert "State 7, if US ranks state 7 above state 5 (1 exchange)." in lines
    assert LEFT not in lines
    graph = cm.compile(cm.load("cuban-missile-crisis"))
    for line in lines[1:]:
        state = int(line.split(",")[0].removeprefix("State ")) - 1
        assert f"({invert(graph, graph.at(state)).cost} exchange" in line


def test_what_cannot_be_is_proved_and_what_takes_long_is_left() -> None:
    lines = told("european-security-2022")
    assert any(line.startswith("State 98: no change would do") for line in lines)
    assert not any(line.startswith("State 148") for line in lines)  # it holds, and improvements lead there
    assert lines[-1] == LEFT


def test_tries_bound_the_search() -> None:
    graph = cm.compile(cm.load("european-security-2022"))
    found = invert(graph, graph.at(151), reachable=True, tries=50)
    assert (found.possible, found.proved, found.tried) == (None, False, 51)
