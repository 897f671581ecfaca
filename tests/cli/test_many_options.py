"""Cases with many options and few states: every command answers, and however options are stored the answer is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermove.cli import run
from countermove.game.codes import packing
from countermove.game.codes import states as growth
from countermove.game.codes.layout import plain
from countermove.game.listed import listed_game
from countermove.io.formats import dump
from countermove.io.formats import load as load_file
from game.codes.test_layout import of_exclusive, of_levels

BODY = """
title: A ceasefire in steps
actors:
  north:
    name: North
    options: {arms: {levels: [none, some, all]}, talk: Talk}
    prefers: [arms is all, {that: not council.pressure, sure: 0.7, otherwise: talk}, south.stay, talk if council.pressure]
  south:
    name: South
    options: {stay: Stay, leave: Leave, fight: Fight}
    prefers: [not arms is all, {equally: [fight, leave]}, talk]
  east: {name: East, prefers: [pressure, not fight, arms is none]}
bodies:
  council:
    name: Council
    members: [north, south, east]
    decides: majority
    options:
      pressure: Pressure
      mission: {name: Mission, levels: [none, small, large, joint], decides: consensus}
impossible: ["not atmost(1, stay, leave, fight)", mission is joint and fight]
status quo: [stay, arms-some]
views: {north: {actors: {south: {prefers: [fight]}}, unaware: [council.pressure]}}
events: [{on: 2024-01-01, actor: south, takes: [stay]}]
"""
QUESTIONS = {
    "solve": ("--concepts", "nash,gmr,smr,seq,sseq,sim"),
    "states": ("--where", "mission is joint and arms is all"),
    "winners": (),
    "paths": (),
    "credibility": (),
    "coalitions": (),
    "farsighted": (),
    "perceptions": (),
    "robust": ("--draws", "25", "--drop-options", "0.2"),
    "compare": ("--without", "east"),
    "explain": ("now", "--actor", "council", "-c", "gmr"),
    "check": (),
    "show": (),
    "power": ("council", "--option", "mission-large"),
    "invert": ("--want", "mission is joint and talk"),
}
"""The questions, each with what it is asked of the case above."""


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    status = run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert status == 0, err
    assert out.strip()
    return out


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.yaml"
    path.write_text(BODY, encoding="utf-8")
    return path


def narrowed(patch: pytest.MonkeyPatch) -> None:
    """Store the nine bits of the case in eight, so that the three options of the south share a field, too."""
    for module in (packing, growth):
        patch.setattr(module, "MAX_BITS", 8)


def widened(patch: pytest.MonkeyPatch) -> None:
    """Store every option in a bit of its own."""
    patch.setattr(packing, "_with_levels", lambda _case, names: plain(len(names.rows)).fields)


def test_the_case_is_stored_as_these_tests_want_it(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert listed_game(load_file(talks)).layout.width == 9
    with monkeypatch.context() as patch:
        narrowed(patch)
        assert listed_game(load_file(talks)).layout.width == 8
    widened(monkeypatch)
    assert listed_game(load_file(talks)).layout.is_plain


@pytest.mark.parametrize("form", ["json", "table"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_the_same_however_options_are_stored(
    question: str, form: str, talks: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *more = QUESTIONS[question] or ("",)
    arguments = [question, talks, *filter(None, [first]), *more, "--format", form]
    with monkeypatch.context() as patch:
        narrowed(patch)
        narrow = answer(capsys, *arguments)
    widened(monkeypatch)
    assert answer(capsys, *arguments) == narrow


@pytest.mark.parametrize("picture", ["outcomes", "tableau", "moves", "evolution", "equilibria", "winners"])
def test_pictures_are_the_same_however_options_are_stored(
    picture: str, talks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = tmp_path / "picture.svg"
    some = ("--states", "now, 1, 2, 3, 4, 5") if picture in ("moves", "tableau") else ()
    with monkeypatch.context() as patch:
        narrowed(patch)
        answer(capsys, "plot", talks, picture, *some, "-o", drawn)
    narrow = drawn.read_bytes()
    widened(monkeypatch)
    answer(capsys, "plot", talks, picture, *some, "-o", drawn)
    assert drawn.read_bytes() == narrow


WIDE = {"levels": (of_levels(40), "a.x is l3, b.y is l4"), "exclusive": (of_exclusive(35), "a.o3, b.o4")}


@pytest.mark.parametrize("wide", WIDE)
@pytest.mark.parametrize(
    "question",
    [
        "solve",
        "winners",
        "paths",
        "credibility",
        "coalitions",
        "perceptions",
        "check",
        "show",
        "explain",
        "invert",
        "compare",
    ],
)
def test_many_options_are_no_obstacle_where_few_states_are_feasible(
    wide: str, question: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, state = WIDE[wide]
    path = tmp_path / "wide.json"
    path.write_text(dump(case, ".json"), encoding="utf-8")
    more = {"explain": (state,), "invert": ("--want", "5"), "compare": ("--without", "b")}.get(question, ())
    text = answer(capsys, question, path, *more)
    assert "too many" not in text


def test_every_state_of_a_case_with_many_options_has_its_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wide.json"
    path.write_text(dump(of_levels(40), ".json"), encoding="utf-8")
    text = answer(capsys, "states", path, "--where", "a.x is l39 and b.y is l39", "--format", "json")
    assert f'"code": {1 << 39 | 1 << 79}' in text
    assert '"state": 1600' in text
