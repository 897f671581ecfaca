"""Constraints in words, read back: what a sentence rules out is what the statement rules out, in every combination."""

from __future__ import annotations

import re
from itertools import product
from random import Random

import pytest

from cases import case_of
from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.statements import parse, truth
from countermove.text.clauses import goal, limit
from countermove.text.pieces import said

CLAUSE = re.compile(r'(\w+(?:(?:, | and )\w+)*) (do(?:es)? not )?(?:chooses?|adopts?) "(\w+)"')


def four() -> Case:
    names = {"name": "Ann", "options": {"x": "X", "y": "Y", "z": "Z"}}
    return case_of(
        actors={"ann": names, "bob": {"name": "Bob", "options": {"x": "X"}}},
        bodies={"talks": {"name": "Talks", "members": ["ann", "bob"], "decides": "unanimity", "options": {"w": "W"}}},
    )


def options(case: Case, owners: str, name: str) -> list[int]:
    """The options of this name of some owners."""
    names = re.split(r", | and ", owners)
    found = [row.index for row in case.option_rows if case.label(row.owner) in names and row.name == name]
    assert len(found) == len(names)
    return found


def clauses(case: Case, text: str) -> list[tuple[int, bool]]:
    """The options that clauses speak of, and whether they are taken; every word of the text belongs to a clause."""
    assert not re.sub(r",| and | or ", "", CLAUSE.sub("", text)).strip(), text
    return [(k, not negation) for who, negation, name in CLAUSE.findall(text) for k in options(case, who, name)]


def rules_out(case: Case, text: str, taken: tuple[bool, ...]) -> bool:
    """Whether a sentence says that a combination is impossible."""
    if several := re.fullmatch(r'(\w+) cannot (?:choose|adopt) (?:both |all of )?((?:(?:, | and )?"\w+")+)', text):
        return all(taken[k] for name in re.findall(r'"(\w+)"', several[2]) for k in options(case, several[1], name))
    if only := re.fullmatch(r'(\w+) can (?:choose|adopt) "(\w+)" only if (.*)', text):
        (choice,) = options(case, only[1], only[2])
        return taken[choice] and not any(taken[k] == value for k, value in clauses(case, only[3]))
    if beside := re.fullmatch(r'(\w+) cannot (?:choose|adopt) "(\w+)" if (.*)', text):
        (choice,) = options(case, beside[1], beside[2])
        return taken[choice] and all(taken[k] == value for k, value in clauses(case, beside[3]))
    always = re.fullmatch(r"it is always so that (.*)", text)
    assert always, text
    return not any(taken[k] == value for k, value in clauses(case, always[1]))


@pytest.mark.parametrize("is_always", [False, True])
def test_a_limit_rules_out_what_its_statement_does(is_always: bool) -> None:
    case, rng = four(), Random(5)
    forms = set()
    for _ in range(150):
        ids = rng.sample([row.full for row in case.option_rows], rng.randint(1, 4))
        parts = [f"{'not ' if rng.random() < 0.4 else ''}{id_}" for id_ in ids]
        statement = parse((" or " if is_always else " and ").join(parts))
        tree, text = OptionNames(case).bind(statement, None), said(limit(case, statement, is_always))
        forms.add(re.sub(r'"\w+"|\b(?:Ann|Bob|Talks)\b', "_", text)[:14])
        for taken in product((False, True), repeat=len(case.option_rows)):
            is_impossible = truth(tree, taken.__getitem__) != is_always
            assert rules_out(case, text, taken) == is_impossible, (text, taken)
    assert len(forms) > 4


@pytest.mark.parametrize(
    ("statement", "is_always", "text"),
    [
        ("ann.x and ann.y", False, 'Ann cannot choose both "X" and "Y"'),
        ("ann.x and ann.y and ann.z", False, 'Ann cannot choose all of "X", "Y" and "Z"'),
        ("ann.x and talks.w", False, 'Talks cannot adopt "W" if Ann chooses "X"'),
        ("talks.w and not ann.x", False, 'Talks can adopt "W" only if Ann chooses "X"'),
        ("talks.w", False, 'Talks cannot adopt "W"'),
        ("ann.x if bob.x", True, 'Bob can choose "X" only if Ann chooses "X"'),
        ("ann.x or bob.x", True, 'it is always so that Ann chooses "X" or Bob chooses "X"'),
        (
            "atleast(2, ann.x, ann.y, bob.x)",
            False,
            'at most one of these can be so: Ann chooses "X"; Ann chooses "Y"; Bob chooses "X"',
        ),
        ("atmost(1, ann.x, bob.x)", True, 'at most one of Ann and Bob can choose "X"'),
        (
            "(ann.x or bob.x) and talks.w",
            False,
            'it is impossible that (Ann chooses "X" or Bob chooses "X") and Talks adopts "W"',
        ),
    ],
)
def test_each_kind_of_limit_has_its_words(statement: str, is_always: bool, text: str) -> None:
    assert said(limit(four(), parse(statement), is_always)) == text


def is_wanted(case: Case, text: str, taken: tuple[bool, ...]) -> bool:
    """Whether a combination is as Ann wants it: a bare "to choose" is hers, and stands before what others should do."""
    text, if_, condition = text.removeprefix("wants ").partition(" if ")
    aims, is_hers = [], True
    for part in re.split(r",? and (?:wants )?|, (?:or )?", text):
        aim = re.fullmatch(r'(?:(?!not)(\w+) )?(not )?to (choose|adopt|avoid) "(\w+)"', part)
        assert aim, text
        assert is_hers or aim[1], f"who is to do it: {text}"
        owner, is_hers = aim[1] or "Ann", not aim[1]
        (k,) = options(case, owner, aim[4])
        aims.append(taken[k] != (bool(aim[2]) or aim[3] == "avoid"))
    if if_:
        return aims[0] or not all(taken[k] == value for k, value in clauses(case, condition))
    return any(aims) if ", or " in text else all(aims)


@pytest.mark.parametrize("last", [" and ", " or ", " if "])
def test_what_an_actor_wants_is_its_statement(last: str) -> None:
    case, rng = four(), Random(7)
    for _ in range(100):
        ids = rng.sample([row.full for row in case.option_rows], 2 if last == " if " else rng.randint(1, 4))
        if last == " if ":
            ids = [f"ann.{rng.choice('xy')}", rng.choice(["bob.x", "talks.w", "ann.z"])]
        parts = [f"{'not ' if rng.random() < 0.4 else ''}{id_}" for id_ in ids]
        statement = parse(last.join(parts))
        tree, text = OptionNames(case).bind(statement, "ann"), said(goal(case, statement, "ann"))
        for taken in product((False, True), repeat=len(case.option_rows)):
            assert is_wanted(case, text, taken) == truth(tree, taken.__getitem__), (text, taken)
