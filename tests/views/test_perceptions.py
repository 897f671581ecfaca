"""Perceptions in prose and as a table: what is said is so, short enough, and in the names of the case."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from rich.cells import cell_len

from briefs import brief
from cases import case_of, random_case, random_graph_case
from countermove.analysis.equilibria import equilibria
from countermove.analysis.perceptions import perceptions
from countermove.catalog import load_case
from countermove.errors import printable
from countermove.game.compile import compile
from countermove.game.names.labels import states_words
from countermove.game.perceived import own_game
from countermove.model.case import Case
from countermove.text.layout import sections_text
from countermove.views.perceptions import differences, different_games, perception_prose, perception_table
from reference_perceptions import with_views

PASS = "mountain-pass"


def told(case: Case, *concepts: str) -> str:
    found = perceptions(case, list(concepts) or None)
    return " ".join(sections_text(perception_prose(found)).split())


def pair(view: dict[str, Any], **more: Any) -> Case:
    actors = {
        "usa": {"name": "The US", "options": {"strike": "Strike"}, "prefers": ["not russia.attack", "not strike"]},
        "russia": {
            "options": {"attack": "Attack", "talk": "Talk"},
            "prefers": ["not attack", "talk", "not usa.strike"],
        },
    }
    return case_of(**({"actors": actors, "views": {"usa": view}, "status_quo": []} | more))


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ({"actors": {"russia": {"prefers": ["attack"]}}}, ['believes that Russia puts "Attack" first']),
        (
            {"actors": {"russia": {"prefers": ["not attack", "not talk"]}}},
            ['believes that Russia puts not "Talk" right after its first line'],
        ),
        (
            {"actors": {"russia": {"prefers": ["not attack", "talk", "usa.strike"]}}},
            ['believes that Russia puts The US: "Strike" right after its first 2 lines'],
        ),
        ({"actors": {"russia": {"prefers": ["not attack"]}}}, ["believes that Russia cares about its first line only"]),
        ({"actors": {"russia": {"prefers": []}}}, ["believes that Russia cares about nothing"]),
        ({"actors": {"russia": {"worth": {"attack": 1}}}}, ["believes that Russia likes states 3, 4, 7 and 8 best"]),
        ({"actors": {"russia": {"worth": {}}}}, ["believes that Russia likes all states equally"]),
        ({"actors": {"russia": {"ranking": ["talk", "not talk"]}}}, ['believes that Russia puts "Talk" first']),
        (
            {"actors": {"russia": {"ranking": ["-YY", "-NY", "--N"]}}},
            ["believes that Russia likes states 7 and 8 best"],
        ),
        ({"unaware": ["russia.attack", "talk"]}, ['does not know of Russia: "Attack" or Russia: "Talk"']),
        ({"unseen": ["strike and russia.attack"]}, ["does not see states 4 or 8"]),
        ({"unseen": ["strike or talk"]}, ["does not see 6 states"]),
    ],
)
def test_differences_are_named(view: dict[str, Any], said: list[str]) -> None:
    graph = compile(pair(view))
    assert list(differences(graph, own_game(graph, "usa"))) == said


def test_listed_states_keep_their_names() -> None:
    graph = compile(Case.model_validate(
        {
            "states": {"s1": "Peace", "s2": "War", "s3": "Truce"},
            "actors": {"a": {"moves": [["s1", "s2"]], "ranking": ["s2", "s1", "s3"]}, "b": {"ranking": ["s1", "s2", "s3"]}},
            "views": {"b": {"unseen": ["s2"], "actors": {"a": {"ranking": ["s1", "s2", "s3"]}}}},
        }
    ))  # fmt: skip
    assert list(differences(graph, own_game(graph, "b"))) == [
        "believes that A likes s1 (Peace) best",
        "does not see s2 (War)",
    ]
    assert states_words(graph, [0, 1], "or") == "s1 (Peace) or s2 (War)"
    assert "It does not see: - s2 (War)" in told(graph.case)


def test_a_surprise_is_told_with_its_reason() -> None:
    text = told(pair({"actors": {"russia": {"prefers": ["attack"]}}, "unaware": ["russia.talk"]}), "nash")
    assert (
        'At state 1, where things stand: Russia takes "Talk" (state 5), to its own gain. '
        'The US does not see it coming: it does not know of "Talk".'
    ) in text
    assert (
        'At state 1, where things stand: The US reckons with it that Russia takes "Attack" (state 3). '
        "It does not come: Russia would not gain by it."
    ) in text
    blind = told(pair({"unseen": ["talk"]}), "nash")
    assert "The US does not see it coming: it does not see state 5." in blind


def test_a_body_passes_or_does_not() -> None:
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["x"]}, "b": {"prefers": ["q"]}},
        bodies={"union": {"name": "The Union", "members": ["b"], "decides": "consensus", "options": {"q": "Act"}}},
        views={"a": {"actors": {"b": {"prefers": ["not q"]}}}},
        status_quo=[],
    )
    text = told(case, "nash")
    assert 'The Union takes "Act" (state 3), to its own gain. A does not reckon with it: it does not believe' in text
    assert "A plays a game of its own. The Union plays the game as written." in text


def test_without_views_it_says_so() -> None:
    text = told(load_case("security-council"), "nash")
    assert "Nobody is said to see the case differently: it has no views, so everybody plays the game as written" in text
    assert "views: {suspect: {actors: {china: {prefers: [...]}}}} (what it thinks that China wants)" in text
    assert "views: {suspect: {unaware: [russia.supply]}} (that it does not know of Russia:" in text
    assert "holds" not in text.split("countermove solve tells what holds there.")[1]
    assert list(different_games(perceptions(load_case("chicken")))) == []


def test_the_brief_says_who_plays_a_different_game() -> None:
    text = " ".join(brief(equilibria(compile(load_case(PASS)))).split())
    assert 'Defender plays a different game: it does not know of Attacker: "Attack over the mountain pass".' in text
    assert "In its eyes states 4, 5 and 8 hold (Nash). Surprises: state 4 does not hold; states 6 and 9 hold." in text
    assert "WHO PLAYS A DIFFERENT GAME" not in brief(equilibria(compile(load_case("chicken"))))


def test_who_is_right_is_told_to_be() -> None:
    lines = [
        line
        for _, line in different_games(
            perceptions(pair({"actors": {"russia": {"prefers": ["not attack", "talk", "usa.strike"]}}}), ["nash"])
        )
    ]
    assert lines[1].endswith("it is right in that.")


@pytest.mark.parametrize("seed", range(40))
def test_every_random_case_can_be_told(seed: int) -> None:
    rng = Random(seed)
    case = with_views(rng, random_graph_case(rng) if seed % 4 == 3 else random_case(rng, max_options=5))
    graph = compile(case)
    found = perceptions(graph)
    text = sections_text(perception_prose(found))
    assert all(cell_len(line) <= 100 for line in text.split("\n"))
    assert printable(text) == text
    assert not re.search(r"\bNone\b|\(\)|  \.", text)
    assert "{" not in text or not found.games
    short = brief(equilibria(graph))
    assert len(short.split("\n")) <= 45
    table = perception_table(found, 5)
    assert len(table.rows) == min(5, len(found.notable()))
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_the_table_says_where_it_was_cut() -> None:
    table = perception_table(perceptions(load_case(PASS)), 2)
    assert table.notes[0] == "4 more states hold for somebody; --limit shows them."
    assert table.rows[0] == (
        "5", "attacker.coast, defender.guard-coast", "all 7 concepts", "all 7 concepts", "all 7 concepts", "yes",
    )  # fmt: skip
