"""How sentences name few and many actors: by name, or by number and group with examples."""

from __future__ import annotations

import pytest

from cases import case_of
from countermove.model.case import Case
from countermove.text.pieces import counted, of_many, owners, said

NAMES = [f"{letter}{letter.lower()}" for letter in "ABCDEFGHIJKLMNOPQRST"]


def bodies(large: int, small: int) -> Case:
    """Twenty actors, and two bodies of the first of them, the larger one first."""
    ids = [name.lower() for name in NAMES]
    actors = {id_: {"name": name, "options": {"go": "Go"}} for id_, name in zip(ids, NAMES, strict=True)}
    rule = {"decides": "unanimity", "options": {"act": "Act"}}
    return case_of(
        actors=actors,
        bodies={
            "union": {"name": "Union", "members": ids[:large], **rule},
            "board": {"name": "Board", "members": ids[:small], **rule},
        },
    )


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (4, "Aa, Bb, Cc and Dd"),
        (5, "5 of the 8 members of Board (Aa, Bb, Cc and others)"),
        (6, "all members of Board except Gg and Hh"),
        (8, "all 8 members of Board"),
        (9, "9 of the 15 members of Union (Aa, Bb, Cc and others)"),
        (15, "all 15 members of Union"),
        (16, "16 of the 20 actors (Aa, Bb, Cc and others)"),
        (19, "all actors except Tt"),
        (20, "all 20 actors"),
    ],
)
def test_many_are_counted_in_the_smallest_group_of_all(count: int, words: str) -> None:
    case = bodies(15, 8)
    assert said(owners(case, list(case.actors)[:count])) == words


def test_bodies_among_many_belong_to_no_group() -> None:
    case = bodies(15, 8)
    ids = [*list(case.actors)[:4], "union"]
    assert said(owners(case, ids)) == "5 actors and bodies (Aa, Bb, Cc and others)"
    assert said(counted(case, ids)) == "five actors and bodies"


def test_a_bottom_line_counts_without_figures() -> None:
    case = bodies(15, 8)
    ids = list(case.actors)
    texts = [said(counted(case, some)) for some in (ids[:4], ids[:5], ids[:8], ids[:13], ids[3:18], ids)]
    assert texts[:4] == ["Aa, Bb, Cc and Dd", "five members of Board", "all members of Board", "most members of Union"]
    assert texts[4:] == ["most actors", "all actors"]


def test_of_many_there_is_one_number() -> None:
    case = bodies(15, 8)
    assert said(of_many(case, list(case.actors)[:5])) == "5 members of Board (Aa, Bb, Cc and others)"
