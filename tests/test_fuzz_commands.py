"""A short run of the fuzzer of commands, over every class of case; and the fuzzer itself: it notices what goes wrong."""

from __future__ import annotations

from random import Random

import pytest

import fuzz_commands
import fuzz_findings
from cases import random_graph_case
from countermove.cli import run
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.requests import door
from fuzz_cases import CLASSES, drawn
from fuzz_checks import CHECKS
from fuzz_lines import COMMANDS, REPORT_ENDINGS, command_line


def test_random_command_lines_lead_to_no_traceback_and_answers_agree() -> None:
    findings = fuzz_commands.fuzz(20, start=8)
    assert findings.failures == {}, "\n".join(fuzz_findings.saved(findings))
    fates = {key.rpartition("|")[2] for key, number in findings.counts.items() if number}
    assert fates <= {"answered", "agrees", "refused", "usage"}
    assert {"answered", "agrees"} <= fates


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_has_sound_cases_and_all_commands_are_tried(name: str) -> None:
    sound = 0
    for seed in range(12):
        data = drawn(Random(seed), name)
        sound += not isinstance(fuzz_commands.case_in(data), Exception)
        for command in COMMANDS:
            line = command_line(Random(seed), command, data, "case.json", "folder")
            assert line[0] == command
            assert all(isinstance(word, str) for word in line)
    assert sound > (0 if "wrong" in name else 5), sound


def test_every_command_is_tried() -> None:
    from countermove.cli.app import all_commands

    # A server talks to a client; tests/assistants has one.
    assert set(COMMANDS) == set(all_commands()) - {"mcp"}


def test_a_wrong_verdict_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = random_graph_case(Random(3), states=(4, 4), actors=(2, 2))
    game = fuzz_commands.compile(graph)
    assert isinstance(game, ListedGame)
    for check in CHECKS.values():
        check(Random(1), graph, game)
    table = fuzz_commands.cm.equilibria(game)
    for rows in table.stable.values():
        rows[:] = ~rows
    monkeypatch.setattr(fuzz_commands.cm, "equilibria", lambda *_, **__: table)
    with pytest.raises(fuzz_findings.BrokenPromise, match="explain says"):
        CHECKS["solve and explain agree"](Random(1), graph, game)


def test_a_fault_in_a_command_is_kept_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("always")

    monkeypatch.setattr(door, "compile", broken)
    with pytest.raises(fuzz_findings.BrokenPromise, match=r"^solve ends with 3, ZeroDivisionError always"):
        fuzz_commands.tried(["solve", "chicken"])


@pytest.mark.parametrize("ending", REPORT_ENDINGS)
def test_graph_cases_have_reports_in_every_form(ending: str, tmp_path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    for seed in range(2):
        case: Case = random_graph_case(Random(seed), actors=(2, 3))
        file = tmp_path / "case.json"
        file.write_text(case.model_dump_json(by_alias=True, exclude_defaults=True), encoding="utf-8")
        length = ("memo", "short")[seed]
        status = run(["report", str(file), "-o", str(tmp_path / f"out.{ending}"), "--no-pictures", "--length", length])
        assert status == 0, capsys.readouterr().err
        assert (tmp_path / f"out.{ending}").stat().st_size > 1_000


def test_graph_cases_go_through_every_command(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    rng = Random(5)
    case = random_graph_case(rng, states=(5, 5), actors=(3, 3))
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    file = tmp_path / "case.json"
    file.write_text(case.model_dump_json(by_alias=True, exclude_defaults=True), encoding="utf-8")
    (tmp_path / "article.txt").write_text(fuzz_commands.ARTICLE, encoding="utf-8")
    for command in COMMANDS:
        fuzz_commands.tried(command_line(rng, command, data, str(file), str(tmp_path)))
    capsys.readouterr()
