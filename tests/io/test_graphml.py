"""GraphML: what the format asks for, what Gephi reads of it, and that nothing of the game is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import networkx as nx
import pytest

import countermove as cm
from cases import case_of, random_case
from countermove.cli import run
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.io.graphml import dump_graphml

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
TYPES = {"boolean", "int", "long", "float", "double", "string"}
"""The types that the format has, and that Gephi's page on it lists."""
CASES = [id_ for id_ in cm.case_ids() if compile(cm.load(id_)).is_listed]


def require_valid(text: str) -> None:
    """What the schema of GraphML asks of such a file, as far as attributes go."""
    root = ElementTree.fromstring(text.encode())
    assert root.tag == f"{SPACE}graphml"
    keys = {key.get("id"): key for key in root.iter(f"{SPACE}key")}
    assert len(keys) == len(list(root.iter(f"{SPACE}key")))
    # One declaration for each name: igraph refuses a second, Gephi makes a second column of it.
    assert max(Counter((key.get("for"), key.get("attr.name")) for key in keys.values()).values()) == 1
    assert {key.get("attr.type") for key in keys.values()} <= TYPES
    (graph,) = root.iter(f"{SPACE}graph")
    assert graph.get("edgedefault") == "directed"
    nodes, edges = list(graph.iter(f"{SPACE}node")), list(graph.iter(f"{SPACE}edge"))
    ids = {node.get("id") for node in nodes}
    assert len(ids) == len(nodes)
    assert {edge.get(end) for edge in edges for end in ("source", "target")} <= ids
    # Gephi reads of several edges with one id only the first.
    assert len({edge.get("id") for edge in edges}) == len(edges)
    for element in (*nodes, *edges):
        for data in element.iter(f"{SPACE}data"):
            key = keys[data.get("key")]
            assert key.get("for") == element.tag.removeprefix(SPACE)
            if key.get("attr.type") == "boolean":
                assert data.text in ("true", "false")
            elif key.get("attr.type") == "long":
                assert -(2**63) <= int(data.text or "") < 2**63
    assert all("label" in {keys[data.get("key")].get("attr.name") for data in node.iter(f"{SPACE}data")} for node in nodes)


def require_the_same(game: ListedGame, text: str) -> None:
    """The file, read by networkx, has each state with its attributes, and each move once."""
    graph = nx.parse_graphml(text, node_type=int, force_multigraph=True)
    written = game.to_networkx()
    assert dict(graph.nodes(data=True)) == dict(written.nodes(data=True))
    rows = [sorted((u, v, *data.values()) for u, v, data in g.edges(data=True)) for g in (graph, written)]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("id_", CASES)
def test_a_case_of_the_catalogue_is_written_and_read_back(id_: str, tmp_path: Path) -> None:
    game = compile(cm.load(id_))
    assert isinstance(game, ListedGame)
    cm.save(game, tmp_path / "game.graphml")
    text = (tmp_path / "game.graphml").read_text(encoding="utf-8")
    require_valid(text)
    require_the_same(game, text)


@pytest.mark.parametrize("seed", range(12))
def test_a_random_case_is_written_and_read_back(seed: int) -> None:
    game = compile(random_case(Random(seed), levels=seed % 2 == 0))
    assert isinstance(game, ListedGame)
    text = dump_graphml(game)
    require_valid(text)
    require_the_same(game, text)


def test_codes_that_fit_no_word_are_texts() -> None:
    levels = {f"o{k}": {"levels": [f"l{j}" for j in range(23)]} for k in range(3)}
    game = compile(case_of(actors={"a": {"options": levels}}, impossible=["a.o0 is l1", "a.o1 is l1"]))
    assert isinstance(game, ListedGame)
    assert len(game.options) > 63
    graph = game.to_networkx(improvements=True)
    assert int(graph.nodes[game.size]["code"]) == game.at(game.size - 1).code
    require_valid(
        dump_graphml(
            compile(case_of(actors={"a": {"options": {"x": "X\x07<&>"}}, "b": {"name": "B\xe9", "options": {"y": {}}}}))
        )
    )  # type: ignore[arg-type]


def test_the_command_writes_it_and_says_what_it_leaves_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "conflict.graphml"
    assert run(["convert", "european-security-2022", str(out), "--scenario", "war-aims"]) == 0
    assert "does not hold: statements" in capsys.readouterr().err
    require_valid(out.read_text(encoding="utf-8"))
    assert run(["convert", "chicken", str(out), "--what", "payoffs"]) == 1
    assert "payoffs are chosen for files of games: .nfg" in capsys.readouterr().err


def test_a_game_is_saved_with_its_scenario_and_refused_where_states_are_too_many() -> None:
    case = cm.load("european-security-2022")
    assert cm.dump(cm.compile(case, "war-aims"), ".graphml") != cm.dump(case, ".graphml")
    assert cm.dump(cm.compile(case, "war-aims")) != cm.dump(case)
    with pytest.raises(cm.QuestionError, match="holds the list of all states, and this case has too many"):
        cm.dump(cm.compile(case, max_states=0), ".graphml")
