"""A case that becomes a workbook and a case again is the same, but for what a workbook is said not to hold."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from cases import TRAPS, case_of, cases, graph_cases, labelled
from countermove.catalog import case_ids, load_case
from countermove.cli import run
from countermove.game.listed import listed_game
from countermove.io.formats import diagnose, load, save
from countermove.io.workbook.writing import case_workbook, left_out
from countermove.model.case import Case

LOST = ("sources", "labels", "scenarios", "views", "published")


def held(case: Case) -> dict[str, Any]:
    """What a workbook holds of a case, written in one way: there are several for a few things."""
    data = case.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    data = _without_evidence({key: value for key, value in data.items() if key not in LOST})
    for actor in data["actors"].values():
        actor["prefers"] = [_alone(line) for line in actor.get("prefers") or ()]
        ranking = [[entry] if isinstance(entry, str) else entry for entry in actor.get("ranking") or ()]
        actor["ranking"] = [entry for entry in ranking if entry]
        actor["worth"] = actor.get("worth") or {}
        actor["moves"] = actor.get("moves") or []
    if case.status_quo is not None and not case.is_graph:
        # Bare ids, and levels that are the first, may be left to be understood.
        game_code = _codes(case)
        data["status quo"] = game_code
    return data


def _alone(line: Any) -> Any:
    """A group of one is its statement."""
    for key in ("equally", "order unknown"):
        if key in line and len(line[key]) == 1:
            return line[key][0]
    return line


def _codes(case: Case) -> int:
    game = listed_game(case)
    assert game.status_quo_key is not None
    return int(game.codes_at()[game.status_quo_key]) if not game.is_coalesced else -1


def _without_evidence(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_evidence(inner) for key, inner in value.items() if key != "evidence"}
    if isinstance(value, list):
        return [_without_evidence(inner) for inner in value]
    return value.strip() if isinstance(value, str) else value


def again(case: Case) -> Case:
    data, _ = case_workbook(case)
    other, findings = diagnose(io.BytesIO(data), "case.xlsx")
    assert other is not None, findings
    return other


def assert_same(case: Case) -> None:
    other = again(case)
    assert held(other) == held(case)
    assert all(not getattr(other, key) for key in LOST)
    one, two = listed_game(case), listed_game(other)
    assert (one.size, one.status_quo_key) == (two.size, two.status_quo_key)
    assert np.array_equal(one.rank_rows, two.rank_rows)
    for mover, same in zip(one.movers, two.movers, strict=True):
        assert mover.id == same.id
        first, second = (game.moves_of(who, np.arange(game.size)) for game, who in ((one, mover), (two, same)))
        assert np.array_equal(first.target, second.target)
        assert [str(vote) for vote in mover.votes] == [str(vote) for vote in same.votes]


@settings(max_examples=25, deadline=None)
@given(cases(levels=True))
def test_random_cases(case: Case) -> None:
    assert_same(case)


@settings(max_examples=10, deadline=None)
@given(graph_cases())
def test_random_cases_of_listed_states(case: Case) -> None:
    assert_same(case)


@pytest.mark.parametrize("name", list(TRAPS)[::6])
def test_cases_around_a_trap(name: str) -> None:
    assert_same(TRAPS[name].case)


@pytest.mark.parametrize("id_", case_ids())
def test_cases_of_the_catalogue(id_: str) -> None:
    case = load_case(id_)
    if sum(1 for _ in case.option_rows) <= 12:
        assert_same(case)
    assert held_of_any(again(case)) == held_of_any(case)


def held_of_any(case: Case) -> dict[str, Any]:
    """The same without the states, which may be too many to list."""
    plain = case.model_copy(update={"status_quo": None})
    rows = {row.full for row in case.option_rows}
    taken = {full for full in rows for entry in case.status_quo or () if full == entry or full.endswith(f".{entry}")}
    return {**held(plain), "taken": taken, "has one": case.status_quo is not None}


TEXTS = (
    "=1+1", "+pay", "-", "@sum", "'quoted", "#REF!", "#N/A", "TRUE", "1", "007", "1e5", "2021-12-17", "_x000D_", "_x005F_x000D_",
    "a\nb", "a  b", "a\u00a0b", "Zoë 雨 𝄞", "<b>&amp;</b>", "%", '"', "=HYPERLINK(\"x\")", "a\tb",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_texts_stay_as_they_are(text: str) -> None:
    options = {"go": {"name": "Go", "because": text}}
    case = case_of(
        title=text, actors={"ann": {"about": text, "options": options, "prefers": [{"that": "go", "because": text}]}}
    )
    other = again(case)
    assert other == case
    if "\n" not in text:
        named = case_of(actors={"ann": {"name": text, "options": {"go": {"name": text}}}})
        assert again(named).actors["ann"] == named.actors["ann"]


@pytest.mark.parametrize(
    "weight", ["1", "-0.5", "1e-7", "123456789012345678901234567890", "0.1234567890123456789", "1e30", "0"]
)
def test_numbers_are_exact(weight: str) -> None:
    case = case_of(actors={"ann": {"options": {"go": {}}, "worth": {"go": weight}}})
    assert again(case).actors["ann"].worth == case.actors["ann"].worth


def test_what_is_not_held_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (
        "actors: {ann: {options: {go: {evidence: s#1}}, prefers: [go]}}\n"
        "sources: {s: {title: A letter}}\nlabels: {gone: go}\nscenarios: {none: {impossible: [go]}}\nviews: {ann: {unaware: [go]}}\n"
    )
    Path("case.yaml").write_text(text, encoding="utf-8")
    assert run(["convert", "case.yaml", "case.xlsx"]) == 0
    assert capsys.readouterr().err == "case.xlsx does not hold: sources; labels; scenarios; views; evidence\n"
    assert run(["convert", "case.xlsx", "again.yaml"]) == 0
    assert capsys.readouterr().err == ""
    assert "Go" not in Path("again.yaml").read_text(encoding="utf-8")


def test_each_part_that_is_lost_is_named() -> None:
    rng = Random(7)
    for case in (labelled(rng, TRAPS["an irreversible move cannot be taken back"].case) for _ in range(5)):
        assert ("labels" in left_out(case)) == bool(case.labels)
    claim = {"that": "go", "evidence": ["s"]}
    for data in (
        {"impossible": [claim]},
        {"always": [claim]},
        {"events": [{"on": "2020", "actor": "ann", "evidence": ["s"]}]},
    ):
        assert left_out(case_of(actors={"ann": {"options": {"go": {}}}}, **data)) == ["evidence"]
    lines = {"ann": {"options": {"go": {}}, "prefers": [{"equally": [claim, "not go"]}]}}
    assert left_out(case_of(actors=lines)) == ["evidence"]
    assert left_out(case_of(actors={"ann": {"options": {"go": {}}}})) == []


def test_the_same_case_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    case = load_case("chicken")
    first = case_workbook(case)[0]
    now = time.localtime()
    monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((now.tm_year + 1, *now[1:])))
    assert case_workbook(case)[0] == first


def test_save_and_load_take_a_workbook(tmp_path: Path) -> None:
    case, path = load_case("chicken"), tmp_path / "case.xlsx"
    save(case, path)
    assert held(load(path)) == held(case)
