"""The program that checks results: it accepts what the other says, and rejects whatever is changed in it."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

import countermove.verify as program
from cases import case_of, random_case, random_graph_case
from catalogued import LISTED
from countermove.catalog import load_case
from countermove.cli import run
from countermove.errors import CountermoveError
from countermove.io.formats import dump
from countermove.io.loading import Loaded
from countermove.model.case import Case
from countermove.requests.door import ask
from countermove.verify import CONCEPTS, MOVES, Check, Conflict, FalsehoodError, UnreadableError, check, read, sentences

Data = Any
FILE = Path(program.__file__)


def answer(case: Case, question: str, **parameters: Any) -> Data:
    """The JSON of an answer, as a file has it."""
    result = ask(question, Loaded(case, {}, "case.yaml"), **parameters).result
    head = {"schema": result.schema, "case": {"title": case.title, "scenario": None}}
    return read(json.dumps(head | result.to_dict()))


def plain(case: Case) -> Data:
    return read(dump(case, ".json"))


def faults(result: Data, case: Case) -> list[str]:
    return check(result, plain(case)).faults


# ------------------------------------------------------------------------------------------------ what is true


@pytest.mark.parametrize("id_", LISTED)
def test_results_of_the_catalogue_are_accepted(id_: str) -> None:
    case = load_case(id_)
    is_small, has_brief = len(case.option_rows) < 7, len(case.option_rows) == 4 and not case.bodies
    concepts = None if is_small else ["nash", "sseq"]
    result = answer(case, "solve", certificates=True, brief=has_brief, concepts=concepts)
    checking = check(result, plain(case))
    assert checking.faults == []
    verdicts = sum(len(rows) for rows in result["stable"].values()) * result["states"]["count"]
    assert checking.checked["verdicts by their certificate"] == verdicts
    assert set(checking.unchecked) == ({"the brief"} if has_brief else set())


@pytest.mark.parametrize("id_", ["cuban-missile-crisis", "elmira", "security-council", "nile-dam-2021"])
def test_explanations_paths_and_deals_of_the_catalogue_are_accepted(id_: str) -> None:
    case = load_case(id_)
    for question in ("paths", "deals"):
        result = answer(case, question)
        checking = check(result, plain(case))
        assert checking.faults == [], question
        assert checking.checked[question] == len(result[question])
        assert [what for what in checking.unchecked if question in what], "what is not checked is said"
    for concept in CONCEPTS:
        checking = check(answer(case, "explain", state="3", concept=concept), plain(case))
        assert checking.faults == [], concept
        assert not checking.unchecked, concept


def test_of_a_searched_case_the_equilibria_are_checked_and_what_a_solver_says_is_not() -> None:
    case = load_case("thirty-allies-2022")
    result = answer(case, "solve", certificates=True, brief=False)
    checking = check(result, plain(case))
    assert checking.faults == []
    assert checking.checked["verdicts by their certificate"] == len(case.movers) * len(result["equilibria"])
    assert list(checking.unchecked) == ["that there are no other equilibria, for not all verdicts are in the result"]
    assert result["certificates"]["no_others_by"] == "solver"
    worse = deepcopy(result)
    worse["equilibria"][0]["code"] ^= 1
    assert check(worse, plain(case)).faults


@pytest.mark.parametrize("part", range(4))
def test_whatever_the_program_says_of_a_random_case_is_accepted(part: int) -> None:
    for seed in range(part, 32, 4):
        rng = Random(seed)
        is_graph = seed % 4 == 0
        case = random_graph_case(rng) if is_graph else random_case(rng, levels=seed % 3 == 0, max_options=6)
        concept = rng.choice(CONCEPTS[:5] if is_graph else CONCEPTS)
        questions: list[tuple[str, dict[str, Any]]] = [
            ("solve", {"certificates": True, "brief": seed % 5 == 0}),
            ("paths", {}), ("deals", {"limit": 5}), ("explain", {"state": "1", "concept": concept}),
        ]  # fmt: skip
        for question, parameters in questions:
            try:
                result = answer(case, question, **parameters)
            except CountermoveError:  # a case without a status quo has no deals
                continue
            if result["schema"] != "starts/1":
                assert faults(result, case) == [], (seed, question)


def test_without_certificates_verdicts_are_found_anew() -> None:
    case = load_case("cuban-missile-crisis")
    checking = check(answer(case, "solve", brief=False), plain(case))
    assert checking.checked["verdicts found anew"] == 7 * 2 * 12
    assert not checking.unchecked


# ----------------------------------------------------------------------------------------------- what is false

GRAPH = case_of(
    states={"s1": "Calm", "s2": "Embargo", "s3": "War"},
    actors={
        "a": {"moves": [["s1", "s2"], ["s2", "s3"]], "ranking": ["s2", "s1", "s3"]},
        "b": {"moves": [["s2", "s1"]], "ranking": ["s1", ["s2", "s3"]]},
    },
    status_quo="s1",
)
Falsehood = tuple[str, Data]
"""Where something is false, as the beginning of the sentence that says so, and the result with it."""


def changed(result: Data, change: Callable[[Data], object]) -> Data:
    """A copy of a result with something changed in it."""
    copy = deepcopy(result)
    change(copy)
    return copy


def flipped(result: Data) -> Iterator[Falsehood]:
    """Each verdict of the table turned round."""
    for concept, rows in result["stable"].items():
        for mover, numbers in rows.items():
            for number in range(1, result["states"]["count"] + 1):
                other = sorted({*numbers} ^ {number})
                yield f"stable.{concept}.{mover}: state {number} ", changed(
                    result, lambda r, c=concept, m=mover, n=other: r["stable"][c].__setitem__(m, n)
                )  # fmt: skip


def false_certificates(result: Data) -> Iterator[Falsehood]:
    """Certificates of the other verdict, without an improvement, with other answers, or about worse states."""
    for k, one in enumerate(result["certificates"]["verdicts"]):
        where = f"certificates.verdicts[{k}]: "

        def item(change: Callable[[Data], object], k: int = k) -> Data:
            return changed(result, lambda r: change(r["certificates"]["verdicts"][k]))

        yield where, item(lambda v: v.update(stable=not v["stable"]))
        yield where, item(lambda v: v.update(concept="whatever"))
        for j, entry in enumerate(one["improvements"]):
            if one["stable"]:
                yield where, item(lambda v, j=j: v["improvements"].pop(j))
                yield where, item(lambda v, j=j: v["improvements"][j].update(held=False))
            yield where, item(lambda v, j=j: v["improvements"][j].update(to=v["state"], to_code=v["code"]))
            if entry.get("sanction"):
                yield where, item(lambda v, j=j: v["improvements"][j]["sanction"].pop(0))
                yield where, item(lambda v, j=j: v["improvements"][j]["sanction"][-1].update(mover=v["actor"]))
                yield where, item(lambda v, j=j: stay(v["improvements"][j]["sanction"][-1]))
            if entry.get("combination"):
                yield where, item(lambda v: v.update(concept="nash"))
                yield where, item(lambda v, j=j: v["improvements"][j]["combination"]["changes"].clear())
                yield where, item(
                    lambda v, j=j: v["improvements"][j]["combination"].update(to=v["state"], to_code=v["code"])
                )  # fmt: skip


def stay(move: Data) -> None:
    """A move that leads nowhere."""
    move.update(to=move["from"], to_code=move["from_code"])


def false_equilibria(result: Data) -> Iterator[Falsehood]:
    """Equilibria left out, made up, twice, under another concept, with other options or another way there."""
    yield "equilibria: ", changed(result, lambda r: r["equilibria"].append(r["equilibria"][0]))
    numbers = {one["state"] for one in result["equilibria"]}
    for k, one in enumerate(result["equilibria"]):
        where = f"equilibria[{k}]: "
        yield f"equilibria: state {one['state']} ", changed(result, lambda r, k=k: r["equilibria"].pop(k))
        yield where, changed(result, lambda r, k=k: r["equilibria"][k]["concepts"].pop())
        yield where, changed(result, lambda r, k=k: r["equilibria"][k]["concepts"].append(r["equilibria"][k]["concepts"][0]))
        others = [c for c in result["concepts"] if c not in one["concepts"]]
        if others:
            yield where, changed(result, lambda r, k=k, c=others[0]: r["equilibria"][k]["concepts"].append(c))
        if one["code"] is not None:
            yield where, changed(result, lambda r, k=k: r["equilibria"][k].update(code=r["equilibria"][k]["code"] + 1))
        for name in one["options"]:
            yield where, changed(
                result, lambda r, k=k, n=name: r["equilibria"][k]["options"].update({n: not r["equilibria"][k]["options"][n]})
            )  # fmt: skip
        for kind, truth in (one["reachable"] or {}).items():
            yield where, changed(result, lambda r, k=k, n=kind, t=truth: r["equilibria"][k]["reachable"].update({n: not t}))
    for number in range(1, result["states"]["count"] + 1):
        if number not in numbers:
            made_up = {"state": number, "code": None, "concepts": result["concepts"][:1], "reachable": None}
            made_up["id"] = list(GRAPH.states or ())[number - 1] if not result["options"] else None
            made_up = {key: value for key, value in made_up.items() if key != "id" or value}
            yield f"equilibria[{len(numbers)}]: ", changed(result, lambda r, e=made_up: r["equilibria"].append(e))


def false_facts(result: Data) -> Iterator[Falsehood]:
    """Another case: other actors, options, states, or another status quo."""
    yield "the result: ", changed(result, lambda r: r["actors"].reverse())
    yield "the result: ", changed(result, lambda r: r["options"].append("nobody.nothing"))
    yield "the result: ", changed(result, lambda r: r["states"].update(count=r["states"]["count"] + 1))
    yield "the result: ", changed(result, lambda r: r["states"].update(status_quo=3))
    first = result["concepts"][0]
    yield f"stable.{first}: ", changed(result, lambda r: r["stable"][first].popitem())


def false_paths(result: Data) -> Iterator[Falsehood]:
    """Paths without a move, by others, to elsewhere, of another length."""
    for k, path in enumerate(result["paths"]):
        where = f"paths[{k}]: "

        def item(change: Callable[[Data], object], k: int = k) -> Data:
            return changed(result, lambda r: change(r["paths"][k]))

        yield where, item(lambda p: p.update(length=p["length"] + 1))
        for j in range(len(path["steps"])):
            yield where, item(lambda p, j=j: p["steps"].pop(j))
            yield where, item(lambda p, j=j: p["steps"][j].update(gains=not p["steps"][j]["gains"]))
            yield where, item(lambda p, j=j: stay(p["steps"][j]))
            yield where, item(lambda p, j=j: p["steps"][j].update(mover="nobody"))
        yield where, item(lambda p: p.update(to=result["from"], code=result["code"]))


def false_deals(result: Data) -> Iterator[Falsehood]:
    """Deals with other gains, for others, or with other contracts."""
    for k, deal in enumerate(result["deals"]):
        where = f"deals[{k}]: "

        def item(change: Callable[[Data], object], k: int = k) -> Data:
            return changed(result, lambda r: change(r["deals"][k]))

        yield where, item(lambda d: d["gainers"].pop())
        yield where, item(lambda d: d["losers"].append(d["gainers"][0]))
        yield where, item(lambda d: d.update(for_all=not d["for_all"]))
        yield where, item(lambda d: d.update(of_gainers=not d["of_gainers"]))
        for j in range(len(deal["contract"])):
            yield where, item(lambda d, j=j: d["contract"].pop(j))
            yield where, item(lambda d, j=j: stay(d["contract"][j]))
            yield where, item(lambda d, j=j: d["contract"][j]["trusts"].append("nobody"))
        for j, one in enumerate(deal["stakes"]):
            wrong = "worse" if one["verdict"] != "worse" else "better"
            yield where, item(lambda d, j=j, v=wrong: d["stakes"][j].update(verdict=v))


def false_explanations(result: Data) -> Iterator[Falsehood]:
    """Explanations of the other verdict, or with other answers."""
    for k, one in enumerate(result["explanations"]):
        where = f"explanations[{k}]: "

        def item(change: Callable[[Data], object], k: int = k) -> Data:
            return changed(result, lambda r: change(r["explanations"][k]))

        yield where, item(lambda e: e.update(stable=not e["stable"]))
        for j, entry in enumerate(one["improvements"]):
            yield (
                where,
                item(lambda e, j=j: e["improvements"][j].update(held=not e["improvements"][j]["held"], sanction=None)),
            )
            for i in range(len(entry["sanction"] or ())):
                step = entry["sanction"][i]
                wrong = not step["credible"]
                yield where, item(lambda e, j=j, i=i, w=wrong: e["improvements"][j]["sanction"][i].update(credible=w))


SOLVED: list[Callable[[Data], Iterator[Falsehood]]] = [flipped, false_certificates, false_equilibria, false_facts]
CERTIFIED: dict[str, Any] = {"certificates": True, "brief": False}
PLANTED: list[tuple[str, str, dict[str, Any], list[Callable[[Data], Iterator[Falsehood]]], int]] = [
    ("cuban-missile-crisis", "solve", CERTIFIED | {"concepts": ["nash", "sseq", "conflict-analysis"]}, SOLVED, 240),
    ("elmira", "solve", CERTIFIED | {"concepts": ["gmr", "sim"]}, SOLVED, 150),
    ("graph", "solve", CERTIFIED, SOLVED, 90),
    ("security-council", "solve", {"brief": False, "concepts": ["seq"]}, [flipped, false_equilibria], 90),
    ("security-council", "paths", {}, [false_paths], 40),
    ("cuban-missile-crisis", "paths", {}, [false_paths], 60),
    ("nile-dam-2021", "deals", {"limit": 4}, [false_deals], 50),
    ("cuban-missile-crisis", "explain", {"state": "7", "concept": "sseq"}, [false_explanations], 4),
    ("security-council", "explain", {"state": "9", "concept": "gmr"}, [false_explanations], 4),
]  # fmt: skip


@pytest.mark.parametrize(("id_", "question", "parameters", "kinds", "least"), PLANTED)
def test_planted_falsehoods_are_rejected_where_they_are(
    id_: str, question: str, parameters: dict[str, Any], kinds: list[Callable[[Data], Iterator[Falsehood]]], least: int
) -> None:
    case = GRAPH if id_ == "graph" else load_case(id_)
    result = answer(case, question, **parameters)
    assert faults(result, case) == []
    count = 0
    for kind in kinds:
        for where, false in kind(result):
            said = faults(false, case)
            assert any(fault.startswith(where) for fault in said), (kind.__name__, where, said)
            assert all(re.match(r"[\w.\[\] -]+: .{12,}", fault) for fault in said), said
            count += 1
    assert count >= least


# ------------------------------------------------------------------------------------- the program by itself


def test_it_uses_nothing_but_the_standard_library() -> None:
    tree = ast.parse(FILE.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_runs_alone_on_two_files(tmp_path: Path) -> None:
    """Isolated (-I), without packages (-S): a copy of the one file, as on a referee's machine."""
    case, script = load_case("chicken"), tmp_path / "verify.py"
    shutil.copy(FILE, script)
    result = answer(case, "solve", brief=False, certificates=True)
    (tmp_path / "case.json").write_text(dump(case, ".json"), encoding="utf-8")
    for number, (data, status, word) in enumerate(
        [
            (result, 0, "ACCEPTED"),
            (next(flipped(result))[1], 1, "REJECTED"),
            ({"schema": "robust/1"}, 1, "its form is 'robust/1'"),
        ]
    ):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(data), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", "-S", script, file, tmp_path / "case.json"], capture_output=True, text=True, check=False
        )
        assert (done.returncode, word in done.stdout + done.stderr) == (status, True), done
        assert "Traceback" not in done.stderr
    assert subprocess.run([sys.executable, script], capture_output=True, check=False).returncode == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"actors": {"a": {"options": {"x": {}}}}, "forbidden": []}, "the key 'forbidden' of the case"),
        ({"actors": {"a": {"options": {"x": {"cost": 3}}}}}, "the key 'cost' of an option"),
        ({"actors": {"a": {"options": {"x": {}}, "prefers": ["x and"]}}}, "the statement 'x and' lacks an operand"),
        ({"actors": {"a": {"options": {"x": {}}, "prefers": ["x y"]}}}, "goes on with 'y'"),
        ({"actors": {"a": {"options": {"x": {}}, "prefers": ["z"]}}}, "'z' names 0 options"),
        ({"actors": {"a": {"options": {"x": {}}, "worth": {"x": "much"}}}}, "not in the form of a case"),
        ([], "it has no actors"),
    ],
)
def test_a_case_that_it_does_not_read_is_refused(data: Data, said: str) -> None:
    with pytest.raises(UnreadableError, match=re.escape(said)):
        check({"schema": "solve/1", "actors": ["a"], "options": ["a.x"], "states": {}, "equilibria": []}, data)


def test_a_scenario_has_to_be_in_the_case() -> None:
    case = load_case("security-council")
    result = answer(case, "solve", brief=False, concepts=["nash"])
    result["case"]["scenario"] = "no-veto"
    with pytest.raises(UnreadableError, match="--scenario no-veto"):
        check(result, plain(case))


def test_nobody_moves_twice_in_a_row() -> None:
    checking = Check(Conflict(plain(GRAPH)), {})
    steps = [{"mover": "a", "from": 1, "to": 2}, {"mover": "a", "from": 2, "to": 3}]
    with pytest.raises(FalsehoodError, match="a moves twice in a row"):
        checking.sequence(steps, "s1", ["a", "b"], MOVES)


def test_a_mover_joins_in_with_one_improvement_of_its_own() -> None:
    """Each of two moves is an improvement of b, and both together are none: they deter nobody."""
    case = case_of(
        actors={
            "a": {"options": {"go": "Go"}, "prefers": ["not (b.x and b.y)", "go"]},
            "b": {"options": {"x": "X", "y": "Y"}, "prefers": ["one(x, y)"]},
        }
    )
    result = answer(case, "solve", certificates=True, brief=False, concepts=["sim"])
    assert faults(result, case) == []
    verdict = next(v for v in result["certificates"]["verdicts"] if (v["state"], v["actor"]) == (1, "a"))
    assert not verdict["stable"]
    twice = [{"mover": "b", "takes": [name], "drops": []} for name in ("b.x", "b.y")]
    combination = {"changes": twice, "to": 8, "to_code": 7}
    verdict.update(stable=True)
    verdict["improvements"][0].update(held=True, combination=combination)
    assert any("no improvements at the same time lead to state 8" in fault for fault in faults(result, case))


def test_a_result_that_is_no_result_is_rejected_without_a_traceback() -> None:
    case = load_case("chicken")
    result = answer(case, "solve", brief=False, certificates=True)
    for key in result:
        if key in ("schema", "case", "coverage", "depth", "certificates", "states", "stable", "concepts", "briefing"):
            continue
        for junk in (None, 3, "x", [3], [[]], {"a": 1}):
            checking = check({**result, key: junk}, plain(case))
            assert checking.faults or key == "proved", (key, junk)
    for junk in (None, 3, [3], {"verdicts": [3]}, {"verdicts": [{"state": 1}]}):
        check({**result, "certificates": junk}, plain(case))


def test_what_would_take_too_long_is_left_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    case = load_case("security-council")
    result = answer(case, "solve", brief=False, concepts=["gmr"])
    monkeypatch.setattr(program, "MOST_MOVES", 3)
    checking = check(result, plain(case))
    assert checking.faults == []
    assert checking.unchecked["verdicts found anew that would take too long"] > 0
    assert any("would take too long" in line for line in sentences(checking))


# ------------------------------------------------------------------------------------------------- the command


def test_the_command_reads_the_scenario_from_the_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(tmp_path / "result.json")
    assert run(["solve", "security-council", "-s", "no-veto", "--no-brief", "-o", file]) == 0
    assert run(["verify", file, "security-council"]) == 0
    assert capsys.readouterr().out.startswith("ACCEPTED")
    data = json.loads(Path(file).read_text(encoding="utf-8"))
    data["case"]["scenario"] = None
    Path(file).write_text(json.dumps(data), encoding="utf-8")
    assert run(["verify", file, "security-council", "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert not said["accepted"]
    assert said["faults"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "the result cannot be read: no such file or directory"),
        ("{", "this is no JSON"),
        ("\udcff", "this is no JSON"),
        ("[" * 100_000, "this is no JSON"),
        ("[]", "its form is None"),
        ('{"schema": "robust/1"}', "its form is 'robust/1'; this program checks solve/1"),
        ('{"schema": "solve/1", "case": {"scenario": 3}}', "case.scenario is"),
        ('{"schema": "solve/1", "case": {"scenario": "nowhere"}}', "nowhere"),
        ('{"schema": "solve/1", "merged": [["row", "column"]]}', "coalitions that move as one are not checked"),
    ],
)
def test_a_result_that_cannot_be_checked_is_refused(
    content: str | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "result.json"
    if content is not None:
        file.write_bytes(content.encode("utf-8", errors="surrogateescape"))
    assert run(["verify", str(file), "chicken"]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert str(file) in error or "scenario" in error


def test_nothing_is_written_over_the_result_or_the_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "result.json"
    assert run(["solve", "chicken", "--no-brief", "-o", str(file)]) == 0
    before = file.read_bytes()
    assert run(["verify", str(file), "chicken", "-o", str(file)]) == 1
    assert "the result" in capsys.readouterr().err
    assert file.read_bytes() == before


def test_certificates_are_for_json_and_bounded(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    assert run(["solve", "chicken", "--certificates"]) == 2
    assert "--format json" in capsys.readouterr().err
    monkeypatch.setattr("countermove.explanation.certificates.MOST_VERDICTS", 10)
    assert run(["solve", "chicken", "--certificates", "-o", str(tmp_path / "result.json")]) == 1
    assert "certificates of 56 verdicts are too many; the most are 10" in capsys.readouterr().err
    assert not (tmp_path / "result.json").exists()
    assert "certificates" not in answer(load_case("chicken"), "solve")


def test_concepts_of_another_kind_have_no_certificates() -> None:
    result = answer(load_case("chicken"), "solve", brief=False, certificates=True, concepts=["nash", "l3", "maximin-4"])
    assert result["certificates"]["without"] == ["l3", "maximin-4"]
    checking = check(result, plain(load_case("chicken")))
    assert checking.faults == []
    assert [what for what in checking.unchecked if "l3" in what]
