"""Each notebook runs from top to bottom, shows what it showed, leaves no file behind, and says what is so."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docs import refresh

import countermove as cm

DOCS = Path(__file__).resolve().parent.parent / "docs"
NOTEBOOKS = sorted(path.stem for path in (DOCS / "notebooks").glob("*.ipynb"))
MOST_CELLS = 20
CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis")


def text_of(name: str) -> str:
    return (DOCS / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")


def cells(name: str, kind: str) -> list[dict[str, Any]]:
    return [cell for cell in json.loads(text_of(name))["cells"] if cell["cell_type"] == kind]


def prose(name: str) -> Iterator[str]:
    """The text cells of a notebook, without code and without the targets of links."""
    for cell in cells(name, "markdown"):
        yield re.sub(r"\]\([^)]*\)", "]", re.sub(r"`[^`]*`", "", "".join(cell["source"])))


def shown(name: str) -> str:
    """All that a notebook shows below its cells."""
    outputs = [output for cell in cells(name, "code") for output in cell["outputs"]]
    forms = [lines for output in outputs for lines in (output.get("text", ()), *output.get("data", {}).values())]
    return "\n".join("".join(lines) for lines in forms)


@cache
def run(name: str) -> tuple[str, dict[str, Any], list[str]]:
    """A notebook that was run in an empty folder: its text, the names that it defined, and the files that it left."""
    names: dict[str, Any] = {}
    before = os.getcwd(), tempfile.tempdir
    with tempfile.TemporaryDirectory() as folder:
        try:
            os.chdir(folder)
            tempfile.tempdir = folder
            text = refresh.with_outputs(text_of(name), names)
            left = os.listdir(folder)
        finally:
            os.chdir(before[0])
            tempfile.tempdir = before[1]
    return text, names, left


# ------------------------------------------------------------------------------------------------ all notebooks


def test_the_notebooks_are_in_one_folder_and_the_index_names_each() -> None:
    assert [path.stem for path in refresh.notebooks()] == NOTEBOOKS
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    assert [name for name in NOTEBOOKS if f"](notebooks/{name}.ipynb)" not in index] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_shows_what_its_cells_give_and_leaves_no_file(name: str) -> None:
    text, _, left = run(name)
    assert text_of(name) == text, "out of date: run python docs/refresh.py"
    assert left == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_one_that_any_program_for_notebooks_opens(name: str) -> None:
    notebook = json.loads(text_of(name))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(ids) == len(set(ids)) <= MOST_CELLS


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_has_a_title_questions_and_a_way_on(name: str) -> None:
    texts = ["".join(cell["source"]) for cell in cells(name, "markdown")]
    headings = [line for text in texts for line in text.splitlines() if line.startswith("#")]
    assert [heading.startswith("# ") for heading in headings] == [True, *[False] * (len(headings) - 1)]
    assert texts[0].startswith("# ")
    assert texts[-1].count("\n- ") >= 2
    assert headings[-1] == "## Where to go from here"
    if name != "first-analysis":
        assert [heading for heading in headings[1:-1] if not heading.endswith("?")] == []
        assert "invented" in texts[0]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_links_of_a_notebook_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", "".join("".join(cell["source"]) for cell in cells(name, "markdown")))
    assert links
    assert [link for link in links if not (DOCS / "notebooks" / link).is_file()] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_prose_of_a_notebook_has_no_figure_that_is_not_there_to_see(name: str) -> None:
    there = shown(name) + "".join("".join(cell["source"]) for cell in cells(name, "code"))
    figures = {figure for text in prose(name) for figure in re.findall(r"\d+(?:\.\d+)?", text)}
    assert figures - set(re.findall(r"\d+(?:\.\d+)?", there)) == set()


# ---------------------------------------------------------------------------- what each of them says, one by one


def holding(case: Any, concept: str) -> list[set[str]]:
    """The options taken in each equilibrium under a concept."""
    return [set(one.state.options) for one in cm.equilibria(case, [concept]).equilibria()]


def test_the_first_analysis_is_so() -> None:
    table = cm.equilibria(run("first-analysis")[1]["game"], ["nash", "seq"])
    assert table.at(7).concepts == ("seq",)
    assert run("first-analysis")[1]["changed"].at(7).concepts == ()


def test_the_first_analysis_shows_a_case_a_table_and_an_explanation_as_html() -> None:
    outputs = [output for cell in cells("first-analysis", "code") for output in cell["outputs"]]
    html = ["".join(output["data"]["text/html"]) for output in outputs if "text/html" in output.get("data", {})]
    assert any(text.startswith("<h3>The riverside works</h3>") for text in html)
    assert any("<th>SEQ</th>" in text for text in html)
    assert any("SEQ asks: " in text for text in html)


def test_the_case_in_code_is_so() -> None:
    names = run("case-in-code")[1]
    strike, guarantee = {"company.cranes", "dockers.strike"}, {"company.cranes", "company.jobs"}
    # The strike under both concepts, the guarantee under SEQ only; then the guarantee has gone, and today has come in.
    assert (holding(names["case"], "nash"), holding(names["case"], "seq")) == ([strike], [guarantee, strike])
    assert (holding(names["costly"], "nash"), holding(names["costly"], "seq")) == ([strike], [set(), strike])
    assert names["again"] == names["pact"]
    # With the pact, the guarantee is an equilibrium even under Nash, and stands in the last row.
    assert holding(names["pact"], "nash")[-1] == {*guarantee, "talks.pact"}
    game = cm.compile(names["costly"])
    company = game.ranks["company"]
    without, with_strike = (game.state(options).index for options in ("cranes, jobs", "cranes, strike"))
    assert company[with_strike] > company[without], "the company would rather have a strike than the guarantee"


def test_the_sweep_is_so() -> None:
    names = run("sweep")[1]
    counts = {label: names["heat"](label).data for label in ("deal", "windfall")}
    orders, deal = list(names["grid"]["north"]), counts["deal"]
    assert deal["majority"].nunique() == 1
    assert deal["majority"].min() > 0
    trees_first = [order.index("trees") < order.index("thrift") for order in orders]
    assert [bool(count) for count in deal["by money"]] == trees_first
    for rule in ("forest's veto", "unanimity"):
        assert (deal[rule] == 0).all()
        # The payment without protection is stable there under every concept, and the forest can stop its end.
        assert (counts["windfall"][rule] == len(CONCEPTS)).all()
        vetoes = cm.power(names["case"].with_rule("fund", names["rules"][rule]), "fund").vetoes
        assert "forest" in vetoes
    for rule in ("majority", "by money"):
        assert "forest" not in cm.power(names["case"].with_rule("fund", names["rules"][rule]), "fund").vetoes
    assert cm.power(names["case"].with_rule("fund", names["rules"]["by money"]), "fund").dictator == "north"
    # Each count is that of an own solution of the variant.
    for rule, edit in names["grid"]["rule"].items():
        for order in orders:
            table = cm.equilibria(names["grid"]["north"][order](edit(names["case"])))
            of_deal = [one for one in table.equilibria() if one.state.label == "deal"]
            assert deal.loc[order, rule] == sum(len(one.concepts) for one in of_deal), (rule, order)


def test_frames_for_r_are_so() -> None:
    names = run("frames-for-r")[1]
    answers, game = names["answers"], names["game"]
    assert answers.index[answers["nash"]].tolist() == [game.state("trade-war").number]
    assert answers.loc[game.state("free-trade").number, ["nash", "seq"]].tolist() == [False, True]
    # Each prefers that the other opens its market while its own stays closed: that is its first place.
    places = names["ranks"]["place"].unstack("actor")
    for actor, other in (("north", "south"), ("south", "north")):
        best = game.state(int(places.index[places[actor] == 1][0]))
        assert f"{other}.tariff" not in best.options
        assert f"{actor}.tariff" in best.options
    # Any tariff out of free trade is answered by one of the other, which is why it is stable.
    free = game.state("free-trade")
    assert all(cm.explain(game, free, actor, "seq").stable for actor in game.actors)
    assert len(names["columns"]) == len(answers.columns) + 1
    lines = {"states": 1, "moves": 1, "ranks": 1, "answers": 1, "columns": 1}
    for name, frame in {**names["frames"], "columns": names["columns"]}.items():
        assert names["written"][f"{name}.csv"] == len(frame) + lines[name]
    assert set(names["for_r"](answers)["nash"]) == {0, 1}


def test_the_graph_is_so() -> None:
    names = run("graph-export")[1]
    game, graph, (circle,) = names["game"], names["graph"], names["circles"]
    (end,) = names["ends"]
    assert names["nash"] == [end]
    assert game.state(end).options == ("commission.shares",)
    moves = game.moves.to_frame()
    assert len(moves[moves["improvement"]]) == graph.number_of_edges() == names["again"].number_of_edges()
    assert all(names["again"].nodes[state]["betweenness"] == names["between"][state] for state in graph)
    # Every other state leads to fixed shares, by improvements that are walked here one by one.
    reached, todo = {end}, [end]
    while todo:
        after = todo.pop()
        new = set(moves.loc[moves["improvement"] & (moves["to"] == after), "from"]) - reached
        reached, todo = reached | new, [*todo, *new]
    assert len(reached) == len(game.states)
    assert all("commission.shares" not in game.state(state).options for state in circle)
    for state in circle:
        options = game.state(state).options
        after = game.state([*options, "commission.shares"])
        losing = [actor for actor in game.actors if game.ranks[actor][after.index] < game.ranks[actor][state - 1]]
        leaves = [mover for _, to, mover in graph.out_edges(state, data="mover") if to not in circle]
        assert leaves == ([] if losing else ["commission"])
        assert bool(losing) == bool({"up.fill", "mid.divert"} & set(options))


def test_bodies_and_power_are_so() -> None:
    names = run("bodies-and-power")[1]
    powers, seats = names["powers"], names["seats"]
    base = powers["half of seats"]
    three = [base.of(party) for party in ("centre", "workers", "greens")]
    assert len({one.shapley_shubik for one in three}) == len({one.banzhaf for one in three}) == 1
    assert len({seats[one.actor] for one in three}) == 3
    assert base.dummies == ("farmers",)
    assert set(map(frozenset, base.minimal_winning.listed)) == {
        frozenset(pair) for pair in (("centre", "workers"), ("centre", "greens"), ("workers", "greens"))
    }
    # Where the indices agree and where they differ most.
    apart = {name: max(abs(one.shapley_shubik - one.banzhaf) for one in power.members) for name, power in powers.items()}
    assert apart["majority of parties"] == apart["all parties"] == 0
    assert max(apart, key=lambda name: apart[name]) == "Farmers' veto"
    thirds = powers["two thirds"]
    assert thirds.of("workers").shapley_shubik > thirds.of("greens").shapley_shubik
    assert thirds.of("centre").veto
    assert thirds.of("centre").shapley_shubik * 2 > 1
    assert powers["all parties"].winning == 1
    assert len(powers["all parties"].vetoes) == len(seats)
    # Where improvements lead: the tax and the blockade under the first rule, the Greens' leaving under every other.
    led = {rule: {options for name, options, is_led in names["outcomes"] if name == rule and is_led} for rule in powers}
    assert led.pop("half of seats") == {"farmers.block, parliament.tax"}
    assert set(map(frozenset, led.values())) == {frozenset({"greens.leave"})}
    assert names["verdict"]["centre"] == "worse"
    assert "parliament.tax" not in led["two thirds"].pop()
