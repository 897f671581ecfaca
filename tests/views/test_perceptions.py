"""Perceptions in prose and as a table: what is said is so, short enough, and in the names of the case."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from rich.cells import cell_len

from cases import case_of, random_case, random_graph_case
from catalogued import unlabelled
from countermove.analysis.perceptions import perceptions
from countermove.errors import printable
from countermove.game.compile import compile
from countermove.game.names.labels import states_words
from countermove.game.perceived import own_game
from countermove.model.case import Case
from countermove.text.layout import sections_text
from countermove.views.perceptions import differences, different_games, perception_prose, perception_table
from reference_perceptions import with_views

PASS = "mountain-pass"


def page(case: Case, *concepts: str) -> str:
    answer = perceptions(case, list(concepts) or None)
    return " ".join(sections_text(perception_prose(answer)).split())


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
        ({"actors": {"russia": {"prefers": ["attack"]}}}, ['believes that Russia ranks "Attack" first']),
        (
            {"actors": {"russia": {"prefers": ["not attack", "not talk"]}}},
            ['believes that Russia ranks not "Talk" right after its first preference'],
        ),
        (
            {"actors": {"russia": {"prefers": ["not attack", "talk", "usa.strike"]}}},
            ['believes that Russia ranks The US: "Strike" right after its first 2 preferences'],
        ),
        (
            {"actors": {"russia": {"prefers": ["not attack"]}}},
            ["believes that Russia has only the first of its preferences"],
        ),
        ({"actors": {"russia": {"prefers": []}}}, ["believes that Russia has no preferences"]),
        ({"actors": {"russia": {"worth": {"attack": 1}}}}, ["believes that Russia likes states 3, 4, 7 and 8 best"]),
        ({"actors": {"russia": {"worth": {}}}}, ["believes that Russia likes all states equally"]),
        ({"actors": {"russia": {"ranking": ["talk", "not talk"]}}}, ['believes that Russia ranks "Talk" first']),
        (
            {"actors": {"russia": {"ranking": ["-YY", "-NY", "--N"]}}},
            ["believes that Russia likes states 7 and 8 best"],
        ),
        (
            {"unaware": ["russia.attack", "talk"]},
            ['does not know that Russia can choose "Attack" or that Russia can choose "Talk"'],
        ),
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
    assert "It does not see these states: - s2 (War)" in page(graph.case)


def test_a_surprise_is_told_with_its_reason() -> None:
    text = page(pair({"actors": {"russia": {"prefers": ["attack"]}}, "unaware": ["russia.talk"]}), "nash")
    assert (
        'At state 1, the status quo: Russia chooses "Talk" (state 5) and gains by it. '
        'The US does not expect this: it does not know of "Talk".'
    ) in text
    assert (
        'At state 1, the status quo: The US expects that Russia chooses "Attack" (state 3). '
        "This does not happen: Russia gains nothing by it."
    ) in text
    blind = page(pair({"unseen": ["talk"]}), "nash")
    assert "The US does not expect this: it does not see state 5." in blind


def test_a_body_passes_or_does_not() -> None:
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["x"]}, "b": {"prefers": ["q"]}},
        bodies={"union": {"name": "The Union", "members": ["b"], "decides": "consensus", "options": {"q": "Act"}}},
        views={"a": {"actors": {"b": {"prefers": ["not q"]}}}},
        status_quo=[],
    )
    text = page(case, "nash")
    assert (
        'The Union adopts "Act" (state 3), and the decision passes. A does not expect this: it does not believe that the decision'
        in text
    )
    assert "A sees a game that differs from the one as written. The Union sees the game as written." in text


def test_without_views_it_says_so() -> None:
    text = page(unlabelled("security-council"), "nash")
    assert (
        "The case has no views: every actor sees the game as written. countermove solve shows its equilibria. To write what "
        "Suspected state may see differently, add a view to the case file, such as one of these: - views: {suspect: {actors: "
        "{china: {prefers: [...]}}}} (the preferences that China is believed to have) - views: {suspect: {unaware: "
        "[russia.supply]}} (an option that is not known: Russia: Go on supplying the suspected state)"
    ) in text
    assert list(different_games(perceptions(unlabelled("chicken")))) == []


def test_the_lines_of_the_brief() -> None:
    assert [text for _, text in different_games(perceptions(unlabelled(PASS), ["nash"]))] == [
        'Defender sees a different game: it does not know that Attacker can choose "Attack over the mountain pass".',
        "It expects these equilibria (Nash): states 4, 5 and 8. It is wrong about state 4 and surprised by states 6 and 9.",
        'Today: Attacker chooses "Attack over the mountain pass" (state 3) and gains by it. Defender does not expect this: it '
        'does not know of "Attack over the mountain pass".',
        "If each actor plays the game that it sees, the equilibria (Nash) are states 5, 6, 8 and 9; the same as in the game as "
        "written.",
    ]


def test_verbs_agree_with_plural_names() -> None:
    case = pair({"unaware": ["russia.talk"], "actors": {"russia": {"prefers": ["attack"]}}})
    usa = case.actors["usa"].model_copy(update={"plural": True, "name": "The states"})
    case = case.model_copy(update={"actors": {**case.actors, "usa": usa}})
    text = page(case, "nash")
    assert "The states see a game that differs from the one as written." in text
    assert "The game as The states see it" in text
    assert "They believe that Russia has these preferences, the most important first:" in text
    assert "They do not know of these options, and believe that nobody changes them:" in text
    assert 'The states do not expect this: they do not know of "Talk".' in text
    assert 'The states expect that Russia chooses "Attack"' in text
    first = next(text for _, text in different_games(perceptions(case, ["nash"])))
    assert first == (
        'The states see a different game: they believe that Russia ranks "Attack" first and do not know that Russia can choose "Talk".'
    )


def test_who_is_right_is_told_to_be() -> None:
    lines = [
        line
        for _, line in different_games(
            perceptions(pair({"actors": {"russia": {"prefers": ["not attack", "talk", "usa.strike"]}}}), ["nash"])
        )
    ]
    assert lines[1].endswith("It is right in that.")


@pytest.mark.parametrize("seed", range(40))
def test_every_random_case_can_be_told(seed: int) -> None:
    rng = Random(seed)
    case = with_views(rng, random_graph_case(rng) if seed % 4 == 3 else random_case(rng, max_options=5))
    graph = compile(case)
    answer = perceptions(graph)
    text = sections_text(perception_prose(answer))
    assert all(cell_len(line) <= 100 for line in text.split("\n"))
    assert printable(text) == text
    assert not re.search(r"\bNone\b|\(\)|  \.", text)
    assert "{" not in text or not answer.games
    table = perception_table(answer, 5)
    assert len(table.rows) == min(5, len(answer.notable()))
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_the_table_says_where_it_was_cut() -> None:
    table = perception_table(perceptions(unlabelled(PASS)), 2)
    assert table.notes[0] == "4 more states; --limit shows them."
    assert table.rows[0] == (
        "5", "attacker.coast, defender.guard-coast", "all 7 concepts", "all 7 concepts", "all 7 concepts", "yes",
    )  # fmt: skip
