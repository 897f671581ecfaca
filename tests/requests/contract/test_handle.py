"""Every request about every case of the catalogue, and the same answers as the command line gives."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from contract_requests import answered, request_of
from countermove import __version__, case_ids
from countermove.cli import run
from countermove.io.opening import case_path
from countermove.requests import handle
from countermove.requests.contract.table import ROWS
from countermove.requests.door import all_questions

LARGE = (
    "eu-council", "eu-sanctions-2025", "european-security-2022", "nile-dam-2021", "security-council", "thirty-allies-2022",
)  # fmt: skip
"""Cases about which some questions take seconds."""
QUICK = ("check", "show", "convert", "edit", "power")
DRAWN = ("plot", "report")
"""Requests that take a while, and have tests of their own in which forms and kinds differ: one small case is enough here."""
PAIRS = [
    (name, id_)
    for id_ in case_ids()
    for name, row in ROWS.items()
    if row.has_case and (id_ not in LARGE or name in QUICK) and (name not in DRAWN or id_ == "elmira")
]
PAIRS += [("states", "nile-dam-2021"), ("deals", "nile-dam-2021"), ("what_if", "nile-dam-2021"), ("states", "eu-council")]
UNANSWERABLE = {
    ("deals", "no status quo"), ("power", "there is no body"), ("compare", "no scenarios"),
}  # fmt: skip
"""What a case may have nothing for, and a word of the error that says so."""
SAME = [name for name, row in ROWS.items() if name in all_questions() and name not in ("plot", "report", "convert", "new")]
LINES = {"explain": ["1"], "power": ["council"], "invert": ["--want", "1"], "robust": ["--draws", "2", "--pairs", "none"]}


@pytest.mark.parametrize(("name", "case_id"), PAIRS)
def test_every_request_about_every_case(name: str, case_id: str) -> None:
    answer = answered(request_of(name, case_id))
    assert answer["countermove"] == __version__
    if answer["schema"] == "error/1":
        assert answer["code"] == "question"
        assert any(name == question and words in answer["message"] for question, words in UNANSWERABLE)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if not row.has_case])
def test_every_request_about_no_case(name: str) -> None:
    assert answered({"request": name})["case"] == {"title": None, "scenario": None}


def test_every_question_is_a_request_or_is_about_files() -> None:
    asked = {row.asks or name for name, row in ROWS.items()}
    assert set(all_questions()) - asked == {"read", "verify", "grade", "solve-files"}
    assert asked <= set(all_questions())


@pytest.mark.parametrize("case_id", ["elmira", "condorcet-committee"])
@pytest.mark.parametrize("name", [name for name in SAME if name not in ("what_if", "edit", "schema")])
def test_the_command_line_prints_the_same(
    name: str, case_id: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Seen from its folder the file is called what the request calls it.
    monkeypatch.chdir(case_path(case_id).parent)
    status = run([name, f"{case_id}.yaml", *[w.replace("council", "committee") for w in LINES.get(name, [])], "-f", "json"])
    request = request_of(name, case_id)
    request |= {"want": "1"} if name == "invert" else {"state": "1"} if name == "explain" else {}
    answer = answered(request | ({"body": "committee"} if name == "power" else {}))
    printed = capsys.readouterr().out
    if status == 0:
        assert json.dumps(answer) == printed.removesuffix("\n")
    else:
        assert json.loads(printed)["code"] == answer["code"]


def test_the_command_line_prints_the_same_list_of_cases(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["catalog", "--format", "json"]) == 0
    assert json.dumps(handle({"request": "catalogue"})) == capsys.readouterr().out.removesuffix("\n")


def test_a_text_is_answered_as_the_file_is() -> None:
    text = case_path("elmira").read_text(encoding="utf-8")
    by_text = answered({"request": "check", "case": text, "file": "elmira.yaml"})
    assert by_text == answered({"request": "check", "catalogue": "elmira"})
    assert answered({"request": "solve", "case": text}) == answered({"request": "solve", "catalogue": "elmira"})


@pytest.mark.parametrize("ending", [".json", ".gmcr", ".nfg", ".yaml"])
def test_the_name_of_a_text_says_its_format(ending: str) -> None:
    text = answered(request_of("convert", "prisoners-dilemma", out=f"dilemma{ending}"))["text"]
    answer = answered({"request": "states", "case": text, "file": f"dilemma{ending}"})
    assert len(answer["states"]) == 4


def test_a_scenario_is_applied_and_named() -> None:
    answer = answered({"request": "show", "catalogue": "european-security-2022", "scenario": "war-aims"})
    assert answer["case"]["scenario"] == "war-aims"


def test_a_second_case_is_a_text_or_one_of_the_catalogue() -> None:
    text = case_path("chicken").read_text(encoding="utf-8")
    request = {"request": "compare", "catalogue": "prisoners-dilemma", "concepts": ["nash"]}
    assert list(answered(request | {"other_catalogue": "chicken"})["scenarios"]) == ["base", "chicken"]
    assert list(answered(request | {"other": text, "other_file": "second.yaml"})["scenarios"]) == ["base", "second"]


def test_actors_may_move_as_one() -> None:
    request = request_of("solve", "prisoners-dilemma")
    apart, together = answered(request), answered(request | {"merge": [["row", "column"]]})
    assert apart["equilibria"] != together["equilibria"]


def test_a_limit_cuts_and_says_so() -> None:
    answer = answered(request_of("states", "elmira", limit=1))
    assert (len(answer["states"]), answer["truncated"]) == (1, True)


def test_an_answer_that_is_too_long_names_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.requests.contract.table.ROWS", ROWS)
    monkeypatch.setitem(vars(ROWS["states"]), "most_bytes", 200)
    answer = answered(request_of("states", "elmira"))
    assert (answer["code"], answer["hint"]) == ("size", 'ask for fewer rows, such as "limit": 100')


@pytest.mark.parametrize(("form", "start"), [("html", b"<!"), ("md", b"# "), ("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_report_is_bytes_in_base64(form: str, start: bytes) -> None:
    answer = answered(request_of("report", "prisoners-dilemma", form=form, pictures=False))
    assert base64.b64decode(answer["base64"]).startswith(start)


def test_a_picture_is_svg_with_words_for_it() -> None:
    answer = answered(request_of("plot", "prisoners-dilemma", kind="outcomes"))
    assert answer["text"].startswith("<svg")
    assert answer["alt"]


def test_progress_is_told_step_by_step() -> None:
    events: list[Any] = []
    handle(request_of("solve", "chicken"), events.append)
    assert [event["done"] for event in events] == list(range(len(events)))
    assert events[-1]["done"] == events[-1]["steps"] > 1


def test_what_the_function_of_the_caller_raises_ends_the_work() -> None:
    class EnoughError(Exception):
        pass

    def stop(_: Any) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        handle(request_of("solve", "chicken"), stop)


def test_equal_requests_have_equal_answers() -> None:
    for name in ("robust", "plot", "what_if"):
        assert handle(request_of(name, "condorcet-committee")) == handle(request_of(name, "condorcet-committee"))


def test_the_time_of_a_request_is_heeded_at_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(0, 10**6, 100))
    monkeypatch.setattr("countermove.requests.contract.handling.monotonic", lambda: next(moments))
    answer = answered(request_of("solve", "chicken", seconds=150))
    assert (answer["code"], answer["place"]["path"]) == ("time", "seconds")
    assert answer["message"] == "the time limit of 150 seconds is over"


def test_messages_call_parameters_by_their_keys() -> None:
    answer = answered(request_of("deals", "chicken"))
    assert '"start"' in answer["message"]
    assert "--" not in answer["message"]


def test_a_state_is_asked_about_by_the_number_that_an_answer_has() -> None:
    solved = handle({"request": "solve", "catalogue": "elmira", "limit": 1})
    state = solved["equilibria"][0]["state"]
    for request in ({"request": "explain", "state": state}, {"request": "deals", "start": state}):
        by_number = handle({**request, "catalogue": "elmira"})
        key = "state" if "state" in request else "start"
        assert by_number["schema"] != "error/1"
        assert by_number == handle({**request, key: str(state), "catalogue": "elmira"})


def test_who_has_no_time_is_told_what_makes_the_answer_cheaper() -> None:
    late = handle({"request": "robust", "catalogue": "elmira", "draws": 10**9, "limit": 10, "seconds": 0.01})
    assert (late["code"], late["hint"]) == (
        "time",
        'ask for more, such as "seconds": 600, or for less, such as "draws": 100',
    )
