"""Tables for papers: every cell says what the game says, blocks fit a page, and the caption counts what is shown."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import countermove as cm
from countermove.analysis.moves import improvements_at
from countermove.analysis.states import states
from countermove.cli import run
from countermove.requests.documents.journal import TableKind, solve_tables, states_tables
from countermove.text.blocks import Table
from countermove.views.journal.blocks import GAP_POINTS, LETTER_POINTS, LONGEST_NAME, PAGE_POINTS, in_blocks
from countermove.views.journal.selection import all_or_notable, notable
from countermove.views.journal.tableau import MARKED, marks, tableau_tables

CASES = ("chicken", "cuban-missile-crisis", "elmira", "mountain-pass", "security-council", "european-security-2022")
SIGN = {True: "Y", False: "N", None: "-"}


def rows_of(blocks: tuple[Table, ...]) -> list[tuple[str, list[str]]]:
    """The rows of a table that was cut into blocks, put together again: the name, and the cells of all states."""
    named = [[(row[0], list(row[1:])) for row in block.rows] for block in blocks]
    return [(name, list(chain(*(rows[k][1] for rows in named)))) for k, (name, _) in enumerate(named[0])]


@pytest.mark.parametrize("case", CASES)
def test_the_option_form_says_of_every_state_what_the_game_says(case: str) -> None:
    game = cm.compile(cm.load(case))
    table = cm.equilibria(game)
    blocks = states_tables(states(game))
    keys = [int(head) - 1 for block in blocks for head in block.columns[1:]]
    rows = rows_of(blocks)
    names = [name for name, _ in rows]
    owners = dict.fromkeys(game.case.label(option.owner) for option in game.options)
    assert [name for k, (name, _) in enumerate(rows) if k in blocks[0].groups] == [*owners, "Equilibrium under"]
    options = [(name, cells) for k, (name, cells) in enumerate(rows) if k not in blocks[0].groups][: len(game.options)]
    for option, (name, cells) in zip(game.options, options, strict=True):
        assert name == option.name
        assert cells == [SIGN[game.taken(key)[option.index]] for key in keys]
    for concept in table.concepts:
        assert rows[names.index(concept.label, names.index("Equilibrium under"))][1] == [
            "E" if table.stable[concept.id][:, key].all() else "" for key in keys
        ]


@pytest.mark.parametrize("case", CASES)
def test_the_tableau_has_each_actor_s_states_best_first_with_their_marks(case: str) -> None:
    game = cm.compile(cm.load(case))
    table = cm.equilibria(
        game, [id_ for id_ in MARKED if id_ in {c.id for c in cm.equilibria(game).concepts} | {"nash", "seq"}]
    )
    chosen = all_or_notable(table, 30)
    blocks = tableau_tables(table, chosen, improvements_at(game, chosen.keys))
    parts: dict[str, dict[str, list[str]]] = {}
    for block in blocks:
        current: dict[str, list[str]] = {}
        for k, row in enumerate(block.rows):
            if k in block.groups:
                current = parts.setdefault(row[0], {})
            elif row[0]:
                current.setdefault(row[0], []).extend(row[1:])
    assert list(parts) == [game.case.label(mover.id) for mover in game.movers]
    for mover in game.movers:
        part = parts[game.case.label(mover.id)]
        keys = [int(number) - 1 for number in part["State"]]
        assert sorted(keys) == sorted(chosen.keys)
        assert part["Stability"] == marks(table, mover)[keys].tolist()
        if mover.actor is None:
            assert "Place" not in part
            continue
        ranks = game.rank_rows[mover.actor][keys]
        assert list(ranks) == sorted(ranks, reverse=True)
        assert part["Place"] == [str(1 + int((ranks > rank).sum())) for rank in ranks]


def test_cuba_as_it_is_printed() -> None:
    (form,) = states_tables(states(cm.compile(cm.load("cuban-missile-crisis"))))
    assert form.caption == "Cuban missile crisis: the 12 feasible states in option form."
    assert form.label == "tab:cuban-missile-crisis-option-form"
    assert form.columns == ("State", *map(str, range(1, 13)))
    assert {row[0]: "".join(cell or "." for cell in row[1:]) for row in form.rows}["SEQ"] == "....E.E....."


def test_a_long_case_shows_what_matters_and_counts_it() -> None:
    game = cm.compile(cm.load("european-security-2022"))
    table = cm.equilibria(game)
    chosen = notable(table)
    n_equilibria = int((table.strength() > 0).sum())
    assert len(chosen.keys) == 30
    assert game.status_quo_key in chosen.keys
    strength = table.strength()
    weakest = min(strength[key] for key in chosen.keys if strength[key])
    assert all(key in chosen.keys for key in np.flatnonzero(strength > weakest))
    blocks = states_tables(states(game))
    n_shown = sum(strength[key] > 0 for key in chosen.keys)
    assert blocks[0].caption == (
        f"{game.case.title}: 30 of 416 states in option form (the status quo, 1 with a label of its own and {n_shown} of the {n_equilibria} equilibria, "
        "those under the most concepts first)."
    )


def test_states_with_a_label_are_among_those_that_matter() -> None:
    options = {f"o{k}": f"Option {k}" for k in range(7)}
    case = cm.Case.model_validate({
        "title": "T", "actors": {"a": {"options": options, "prefers": ["o0"]}},
        "labels": {"the-end": [f"o{k}" for k in range(7)], "the-start": []},
    })  # fmt: skip
    table = cm.equilibria(cm.compile(case), ["nash"])
    chosen = notable(table, 5)
    assert {0, 127} <= set(chosen.keys)
    assert "2 with a label of their own" in chosen.which
    (form,) = solve_tables(table, TableKind.option_form, 5)[TableKind.option_form]
    assert "Labels: the start (1); the end (128)." in form.notes


def test_what_was_asked_for_is_what_stands_there() -> None:
    game = cm.compile(cm.load("chicken"))
    (form,) = states_tables(states(game, "row.cooperate"))
    assert form.columns == ("State", "2", "4")
    assert form.caption == 'Chicken: 2 of 4 states in option form (the 2 in which "row.cooperate" holds).'
    (first,) = states_tables(states(game, limit=3), 3)
    assert first.caption == "Chicken: 3 of 4 states in option form (those with the lowest numbers)."


def test_a_graph_case_has_a_row_for_each_state() -> None:
    case = cm.Case.model_validate({
        "title": "Graph", "states": {"war": "Open war", "talks": "Talks"}, "status quo": "talks",
        "actors": {"a": {"ranking": ["talks", "war"], "moves": [("talks", "war")]}},
    })  # fmt: skip
    game = cm.compile(case)
    (table,) = states_tables(states(game))
    assert table.columns[:3] == ("State", "Name", "Nash")
    assert [row[:3] for row in table.rows] == [("1", "Open war", "E"), ("2", "Talks", "E")]
    tableau = solve_tables(cm.equilibria(game), TableKind.tableau)[TableKind.tableau]
    assert "States: 1: Open war; 2: Talks." in tableau[0].notes


# --------------------------------------------------------------------------------------------------- blocks of columns


@given(st.integers(1, 80), st.integers(1, 40), st.integers(1, 4))
def test_blocks_fit_a_page_and_lose_nothing(n_states: int, name_length: int, digits: int) -> None:
    heads = [f"{k:0{digits}}" for k in range(n_states)]
    whole = Table(("State", *heads), (("x" * name_length, *heads),), notes=("n",), caption="C (which).", label="tab:c")
    blocks = in_blocks(whole, "C")
    assert [head for block in blocks for head in block.columns[1:]] == heads
    assert [cell for block in blocks for cell in block.rows[0][1:]] == heads
    for block in blocks:
        widest = max(len(head) for head in heads)
        room = min(name_length, LONGEST_NAME) * LETTER_POINTS + GAP_POINTS
        width = room + (len(block.columns) - 1) * (widest * LETTER_POINTS + GAP_POINTS)
        assert width <= PAGE_POINTS or len(block.columns) == 2
    sizes = [len(block.columns) for block in blocks]
    assert max(sizes) - min(sizes) <= 1
    assert [block.notes for block in blocks] == [
        (),
    ] * (len(blocks) - 1) + [("n",)]
    assert [block.caption for block in blocks] == ["C (which).", *["C (continued)"] * (len(blocks) - 1)]
    assert [block.label for block in blocks] == ["tab:c", *[""] * (len(blocks) - 1)]
    assert [block.is_continued for block in blocks] == [False, *[True] * (len(blocks) - 1)]


# ------------------------------------------------------------------------------------------------------ the command


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_solve_writes_both_tables_or_the_one_that_is_asked_for() -> None:
    assert run(["solve", "cuban-missile-crisis", "-o", "a.tex"]) == 0
    assert re.findall(r"\\label\{(.*)\}", Path("a.tex").read_text()) == [
        "tab:cuban-missile-crisis-option-form", "tab:cuban-missile-crisis-tableau",
    ]  # fmt: skip
    assert run(["solve", "cuban-missile-crisis", "--table", "tableau", "-o", "b.tex"]) == 0
    assert re.findall(r"\\label\{(.*)\}", Path("b.tex").read_text()) == ["tab:cuban-missile-crisis-tableau"]


def test_a_table_alone_is_shown_on_a_screen_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["solve", "chicken", "--table", "option-form"]) == 0
    assert (
        "Chicken: 4 of 4 states in option form (4 with a label of their own and all 3 equilibria under some"
        in capsys.readouterr().out
    )


@pytest.mark.parametrize("form", ["json", "csv"])
def test_data_hold_everything_so_no_table_is_chosen(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["solve", "chicken", "--table", "tableau", "-f", form]) == 2
    assert "leave --table out" in " ".join(capsys.readouterr().err.replace("│", " ").split())
