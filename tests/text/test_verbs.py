"""Verbs in the number of their subject, and names of the case that look like words of ours."""

from __future__ import annotations

import pytest

from cases import case_of
from countermove.game.compile import compile
from countermove.game.game import Game
from countermove.game.names.labels import listed_name, move_words, short_names, state_in_brackets, state_name, states_words
from countermove.text.blocks import Table
from countermove.text.naming import steps_words, table_with_labels
from countermove.text.phrases import states_listed, step_words
from countermove.text.verbs import is_plural, its, itself, verb

HOSTILE = ['chooses "', 'Takes "heart" and drops "out"', "its", "Keep its word", "was its own", "state 3", "is takes its"]
"""Names that hold words of ours, such as a careless edit of finished sentences would change."""


def pair(name: str = "Go", **plurals: bool) -> Game:
    actors = {
        "a": {"name": "Alpha", "options": {"go": name}, "plural": plurals.get("a", False)},
        "b": {"name": "Beta", "options": {"go": name, "stop": "Stop"}, "plural": plurals.get("b", False)},
    }
    bodies = {"c": {"members": ["a", "b"], "decides": "majority", "plural": True}}
    return compile(case_of(actors=actors, bodies=bodies, labels={"open-war": ["a.go"], "late": {"where": "stop"}}))


def steps(game: Game, *moves: tuple[str, int, int]) -> list[str]:
    from countermove.game.game import Move

    return list(steps_words(game, [Move(mover, game.at(before), game.at(after)) for mover, before, after in moves]))


def test_agreement() -> None:
    case = pair(b=True).case
    assert [is_plural(case, ids) for ids in ("a", "b", "c", ["a"], ["a", "c"], "a+b")] == [
        False, True, True, False, True, False,
    ]  # fmt: skip
    assert [verb(case, id_, "takes", "take") for id_ in ("a", "b")] == ["takes", "take"]
    assert [its(case, ids) for ids in ("a", "b", ["a", "b"])] == ["its", "their", "their"]
    assert [itself(case, ids) for ids in ("a", "c")] == ["itself", "themselves"]


def test_moves_agree_with_the_name_of_their_mover() -> None:
    game = pair(b=True)
    assert move_words(game, "a", 0, 1) == 'Alpha chooses "Go"'
    assert move_words(game, "b", 4, 2) == 'Beta choose "Go" and drop "Stop"'
    assert steps(game, ("a", 1, 0), ("b", 2, 0)) == ['One after another, Alpha and Beta drop "Go"']
    assert steps(game, ("b", 0, 2)) == ['Beta choose "Go"']


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_the_case_are_never_edited(name: str) -> None:
    game = pair(name)
    assert steps(game, ("a", 0, 1), ("b", 1, 3)) == [f'One after another, Alpha and Beta choose "{name}"']
    assert steps(game, ("a", 1, 0)) == [f'Alpha drops "{name}"']


def test_what_a_state_is_called() -> None:
    game = pair()
    assert [state_name(game, key) for key in (0, 1)] == ["state 1", '"open war" (state 2)']
    assert [state_in_brackets(game, key) for key in (0, 1)] == ["(state 1)", '("open war", state 2)']
    assert [listed_name(game, key) for key in (0, 1)] == ["1", '2 ("open war")']
    assert states_words(game, [0, 1, 2], "or") == 'states 1, 2 ("open war") or 3'
    assert states_words(game, [4]) == '"late" (state 5)'
    assert states_words(game, range(5)) == "5 states"
    assert states_listed(game, [0, 2], 4) == "states 1 and 3"
    assert states_listed(game, [0, 1], 4) == 'state 1 and "open war" (state 2)'
    assert states_listed(game, [0, 1, 2], 4) == 'states 1 and 3; and "open war" (state 2)'
    assert states_listed(game, [0, 1, 2, 3], 2) == 'state 1, "open war" (state 2) and 2 others'
    assert short_names(game, [0, 1], 1) == "1, ..."
    assert short_names(game, [0, 1]) == '1, 2 ("open war")'
    table = Table(("state", "x"), (("1", "a"), ("2", "b")), frozenset({"state"}), ("a note",), frozenset({1}))
    labelled = table_with_labels(table, game, [0, 1])
    assert (labelled.columns, labelled.rows) == (("state", "label", "x"), (("1", "", "a"), ("2", "open war", "b")))
    assert (labelled.right, labelled.notes, labelled.strong) == (table.right, table.notes, table.strong)
    assert table_with_labels(table, game, [None, 1], 2).rows == (("1", "a", ""), ("2", "b", "open war"))
    assert table_with_labels(table, game, [0, 2]) is table
    assert step_words(game, "a", 0, 1) == 'chooses "Go" ("open war", state 2)'


def test_what_a_listed_state_is_called() -> None:
    game = compile(case_of(states={"s": "Peace", "t": "War"}, actors={"a": {"moves": [["s", "t"]]}}, labels={"end": "t"}))
    assert [state_name(game, key) for key in (0, 1)] == ["s (Peace)", '"end" (t)']
    assert [state_in_brackets(game, key) for key in (0, 1)] == ["(s (Peace))", '("end", t)']
    assert [listed_name(game, key) for key in (0, 1)] == ["s", 't ("end")']
    assert step_words(game, "a", 0, 1) == 'moves to "end" (t)'


def test_what_an_unnumbered_state_is_called() -> None:
    game = compile(pair().case, max_states=0)
    assert [state_name(game, key) for key in (1, 4, 2, 0)] == ['"open war"', '"late"', "state b.go", "state nothing"]
    assert [state_in_brackets(game, 1), listed_name(game, 1)] == ['("open war")', '"open war"']
