"""Labels in words: they say what they stand for, in the case's own names."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import pytest

from cases import case_of, random_case, random_statement
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.model.statements import parse
from countermove.search.bounded import Move
from countermove.text.naming import (
    change_words,
    joined,
    move_words,
    number,
    outcome,
    state_name,
    statement_words,
    steps_words,
    whose,
)
from reference import Model

CUBA = compile(load_case("cuban-missile-crisis"))
LISTED = compile(
    case_of(
        states={"calm": "All quiet", "war": "War"},
        actors={"ann": {"moves": [["calm", "war"]], "ranking": ["war", "calm"]}},
    )
)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_as_people_write_them(parts: list[str], expected: str) -> None:
    assert joined(parts) == expected
    assert joined(tuple(parts), "or") == expected.replace(" and ", " or ")


def test_states_count_from_one() -> None:
    assert number(0) == 1
    assert state_name(CUBA, 5) == "state 6"


def test_listed_states_have_ids_and_names() -> None:
    assert state_name(LISTED, 0) == "calm (All quiet)"
    assert state_name(LISTED, 1) == "war (War)"


# -------------------------------------------------------------------------------------------------- outcomes


def test_an_outcome_lists_what_each_owner_takes() -> None:
    for seed in range(60):
        case = random_case(Random(seed), max_options=5, coalesce=False, levels=seed % 2 == 0)
        graph, model = compile(case), Model(case)
        owners = [owner for owner in (*case.actors, *case.bodies) if model.options_of(owner)]
        for s in range(graph.size):
            (code,) = model.states[s]
            expected = [
                (
                    case.label(owner),
                    [case.option_rows[k].name for k in model.options_of(owner) if int(code) >> k & 1],
                )
                for owner in owners
            ]
            assert outcome(graph, s) == expected, (seed, s)


def test_an_outcome_says_what_a_coalesced_state_leaves_open() -> None:
    graph = compile(case_of(actors={"a": {"options": {"x": "Go", "y": "Stop"}}}, coalesce=["-Y"]))
    assert outcome(graph, 2) == [("A", ["Go, or not", "Stop"])]


def test_a_listed_state_has_no_outcome() -> None:
    assert outcome(LISTED, 0) == []


def test_an_option_in_full() -> None:
    case = load_case("cuban-missile-crisis")
    assert [whose(case, row.index) for row in case.option_rows] == [
        f"{case.label(row.owner)}: {row.name}" for row in case.option_rows
    ]
    assert whose(case, 1) == "US: Blockade Cuba"


# ----------------------------------------------------------------------------------------------------- moves


def test_moves_say_who_takes_and_drops_what() -> None:
    assert move_words(CUBA, "usa", 0, 2) == 'US chooses "Blockade Cuba"'
    for seed in range(40):
        case = random_case(Random(seed), max_options=5, coalesce=False)
        graph, model = compile(case), Model(case)
        for mover in graph.movers:
            for s in range(graph.size):
                for t in model.um(mover.id, s):
                    said = change_words(graph, mover.id, s, t)
                    assert move_words(graph, mover.id, s, t) == f"{case.label(mover.id)} {said}"
                    # Bodies adopt and revoke what actors choose and drop.
                    takes, drops = ("adopts", "revokes") if mover.is_body else ("chooses", "drops")
                    taken, _, dropped = said.partition(drops)
                    was, is_ = graph.taken(s), graph.taken(t)
                    rows = [row for row in case.option_rows if row.owner == mover.id]
                    gained = [row.name for row in rows if is_[row.index] and not was[row.index]]
                    lost = [row.name for row in rows if was[row.index] and not is_[row.index]]
                    assert re.findall(r'"([^"]*)"', taken) == gained, (seed, said)
                    assert re.findall(r'"([^"]*)"', dropped) == lost, (seed, said)
                    assert (takes in said) == bool(gained)


def test_a_move_that_takes_one_and_drops_another() -> None:
    graph = compile(case_of(actors={"a": {"options": {"x": "Go", "y": "Stop", "z": "Ask"}}}))
    assert move_words(graph, "a", 0b001, 0b110) == 'A chooses "Stop" and "Ask" and drops "Go"'


def test_where_options_do_not_tell_a_move_leads_to_its_end() -> None:
    actors = {"a": {"options": {"x": {}}}, "b": {"options": {"y": {}, "z": {}}}}
    graph = compile(case_of(actors=actors, coalesce=["Y-N"]))
    assert move_words(graph, "a", 0, 6) == 'A chooses "X"'
    assert move_words(graph, "b", 6, 3) == "B moves to state 4"
    assert move_words(LISTED, "ann", 0, 1) == "Ann moves to war (War)"
    assert move_words(LISTED, "ann", 1, 0) == "Ann moves to calm (All quiet)"


# ------------------------------------------------------------------------------------------------ statements


def read_back(words: str, owner: str) -> str:
    """The statement that the words say, in the language of case files."""

    def option(found: re.Match[str]) -> str:
        return f"{found[2] or ''}{(found[1] or owner).lower()}.{found[3].lower()}"

    text = re.sub(r'(?:(\w+): )?(not )?"([^"]+)"', option, words)
    text = re.sub(r"at (least|most) (\d+) of \(", r"at\1(\2, ", text)
    text = text.replace("none of (", "none(").replace("exactly 1 of (", "one(")
    text = re.sub(r"exactly \d+ of \(", "all(", text)
    return text.replace("exactly if", "iff")


def test_statements_in_words_say_the_same() -> None:
    for seed in range(200):
        rng = Random(seed)
        case = random_case(rng, max_options=5, coalesce=False)
        owner = rng.choice(list(case.actors))
        model = Model(case)
        statement = parse(random_statement(rng, [row.full for row in case.option_rows], 3))
        back = parse(read_back(statement_words(case, statement, owner), owner))
        for code in range(2 ** len(case.option_rows)):
            assert model.names.holds(back.tree, code) == model.names.holds(statement.tree, code), (seed, str(statement))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("go", '"Go"'),
        ("not go", 'not "Go"'),
        ("not bob.stop", 'Bob: not "Stop"'),
        ("go and (bob.stop or not go)", '"Go" and (Bob: "Stop" or not "Go")'),
        ("go implies bob.stop", 'Bob: "Stop" if "Go"'),
        ("not (go or bob.stop)", 'not ("Go" or Bob: "Stop")'),
        ("go iff not bob.stop", '"Go" exactly if Bob: not "Stop"'),
        ("one(go, bob.stop)", 'exactly 1 of ("Go", Bob: "Stop")'),
        ("none(go, bob.stop)", 'none of ("Go", Bob: "Stop")'),
        ("atleast(1, go, bob.stop)", 'at least 1 of ("Go", Bob: "Stop")'),
        ("atmost(1, go, bob.stop)", 'at most 1 of ("Go", Bob: "Stop")'),
        ("true", "true"),
        ("FALSE", "false"),
    ],
)
def test_statements_in_the_block_of_their_owner(statement: str, expected: str) -> None:
    case = case_of(actors={"ann": {"options": {"go": {}}}, "bob": {"options": {"stop": {}}}})
    assert statement_words(case, parse(statement), "ann") == expected


def test_outside_a_block_every_option_names_its_owner() -> None:
    case = case_of(actors={"ann": {"name": "Anna", "options": {"arm": {"levels": ["none", "full"]}}}})
    assert statement_words(case, parse("not (arm is full)")) == 'Anna: not "Arm: full"'


def test_steps_that_do_the_same_one_after_another_have_a_verb_in_the_plural() -> None:
    options = {"talk": "Talk", "pay": "Pay"}
    game = compile(case_of(actors={id_: {"name": id_.title(), "options": options} for id_ in ("ann", "bob", "eve")}))
    taken: tuple[list[str], ...] = ([], ["ann.talk"], ["ann.talk", "bob.talk"], ["bob.talk"], ["bob.talk", "eve.pay"])
    ways = zip(("ann", "bob", "ann", "eve"), pairwise(game.find(options) for options in taken), strict=True)
    steps = [Move(mover, before, after) for mover, (before, after) in ways]
    assert list(steps_words(game, steps)) == [
        'One after another, Ann and Bob choose "Talk"',
        'Ann drops "Talk"',
        'Eve chooses "Pay"',
    ]
