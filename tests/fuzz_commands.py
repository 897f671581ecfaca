"""Random command lines on random cases: no traceback, no hang, and answers that agree with each other.

    python tests/fuzz_commands.py [N] [--cases C] [--seed S] [--processes P]        (make fuzz LINES=...)

Cases of every class (`fuzz_cases`) are written to files, and N command lines of every command are tried on them
(`fuzz_lines`), a report on every tenth. Each has to end with an answer, or with a message and the status 1 or 2, within
20 seconds; JSON has to be one object. Where a case is sound, its answers have to agree (`fuzz_checks`). The table at the
end counts command lines by command and class.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from typing import Any

import countermove as cm
from countermove.cli import run
from countermove.errors import CountermoveError
from countermove.game.compile import compile
from countermove.game.listed import listed_game
from countermove.io.formats import load
from countermove.model.case import Case
from fuzz_cases import CLASSES, drawn, is_searched
from fuzz_checks import CHECKS
from fuzz_findings import PATIENCE, BrokenPromise, Findings, attempt, hold, saved, spread
from fuzz_lines import COMMANDS, command_line

__all__ = ["case_in", "cm", "fuzz", "main", "tried"]

LINES = 10_000
LINES_FOR_CASE = 10
ARTICLE = (
    "Talks on the dam\n\nAnn will pay, said Bob on 12 January 2022. The Union threatens to go if Cat signs; "
    '"We shall arm," Dan warned. Eve and Fay could agree to talk.\n'
)


@contextmanager
def small_cases_searched(wanted: bool) -> Iterator[None]:
    """Let cases be searched that could be listed, as if no state could be."""
    functions = (compile, listed_game)
    before = [dict(function.__kwdefaults__) for function in functions]
    try:
        for function in functions if wanted else ():
            function.__kwdefaults__["max_states"] = 0
        yield
    finally:
        for function, defaults in zip(functions, before, strict=True):
            function.__kwdefaults__.update(defaults)


def tried(line: Sequence[str]) -> str:
    """Run a command line in this process; what became of it. A fault of the program is an error here."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run(line)
    out.flush()
    text, messages = out.buffer.getvalue().decode(), err.getvalue()  # type: ignore[attr-defined]
    what = f"{' '.join(line)}: {messages[-3000:]}"
    fault = messages.rpartition("not of your case: ")[2].partition(";")[0].replace(":", "")
    hold(status in (0, 1, 2), f"{line[0]} ends with {status}, {fault}: {what}")
    hold("Traceback" not in messages, f"{line[0]} prints a traceback: {what}")
    wants_json = "json" in line and line[0] != "convert"
    if status:
        # What `check` and `verify` find is their answer.
        hold(
            bool(messages.strip()) or line[0] in ("check", "verify") or wants_json,
            f"{line[0]} ends with {status} and says nothing: {what}",
        )
    if wants_json and (text or status == 0):
        hold(isinstance(json.loads(text), dict), f"{line[0]} prints no JSON object: {what}")
    return ("answered", "refused", "usage")[status]


def fuzz(count: int, start: int, folder: Path | None = None) -> Findings:
    """Try `count` command lines, ten on each case, and the checks on each case that is sound."""
    os.environ["COUNTERMOVE_TRACEBACK"] = "1"
    current = folder and folder / f"{start}.txt"
    findings, rng = Findings(current=current), Random(start)
    names = list(CLASSES)
    with tempfile.TemporaryDirectory() as place:
        Path(place, "article.txt").write_text(ARTICLE, encoding="utf-8")
        for number in range(-(-count // LINES_FOR_CASE)):
            # Cases that are too large to list take seconds for an answer.
            name = rng.choice(names) if rng.random() < 0.98 else names[0]
            if name.endswith("more") and rng.random() < 0.8:
                name = names[number % 4]
            data = drawn(rng, name)
            lines = min(LINES_FOR_CASE, count - number * LINES_FOR_CASE)
            with small_cases_searched(is_searched(name)):
                _try_lines(rng, findings, data, name, place, lines)
                _try_checks(rng, findings, data, name)
    return findings


def case_in(data: dict[str, Any]) -> Case | CountermoveError:
    """The case that the data are, or why they are none."""
    try:
        return load(io.StringIO(json.dumps(data)), "case.json")
    except CountermoveError as fault:
        return fault


def _try_lines(rng: Random, findings: Findings, data: dict[str, Any], name: str, folder: str, lines: int) -> None:
    case = f"{folder}/case.json"
    text = json.dumps(data)
    Path(case).write_text(text, encoding="utf-8")
    others = [command for command in COMMANDS if command != "report"]
    # The promise of seconds is one on cases of up to 2,000 states; a solver computes on all cores at once.
    allowed = 10 * PATIENCE if name.endswith("more") else None
    for k in range(lines):
        line = command_line(rng, "report" if k == 0 else rng.choice(others), data, case, folder)
        before = findings.counts.copy()
        attempt(findings, lambda _: tried(line), f"{' '.join(line)}\n{text}".encode(), seconds=allowed)  # noqa: B023
        (fate,) = findings.counts - before
        findings.counts[fate] -= 1
        findings.counts[f"{line[0]}|{name}|{fate}"] += 1


def _try_checks(rng: Random, findings: Findings, data: dict[str, Any], name: str) -> None:
    text, case = json.dumps(data), case_in(data)
    if isinstance(case, CountermoveError):
        return
    try:
        game = compile(case)
    except CountermoveError:
        return
    for title, check in CHECKS.items():

        def trial(_: bytes, check: Any = check) -> str:
            check(rng, case, game)
            return "agrees"

        before = findings.counts.copy()
        attempt(findings, trial, f"{title}\n{text}".encode())
        (fate,) = findings.counts - before
        findings.counts[fate] -= 1
        findings.counts[f"{title}|{name}|{fate}"] += 1


def table(findings: Findings) -> str:
    """Command lines and checks by command and class of case: how many, and how many of them were answered."""
    names = list(CLASSES)
    rows = [["", *names, "all", "answered"]]
    for command in (*COMMANDS, *CHECKS):
        cells = [_count(findings, command, name) for name in names]
        answered = sum(_count(findings, command, name, fate) for name in names for fate in ("answered", "agrees"))
        rows.append([command, *(f"{cell:,}" for cell in cells), f"{sum(cells):,}", f"{answered:,}"])
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return "\n".join(
        " | ".join(
            cell.ljust(width) if k == 0 else cell.rjust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def _count(findings: Findings, command: str, name: str, fate: str | None = None) -> int:
    fates = (fate,) if fate else ("answered", "agrees", "refused", "usage", "FAILED")
    return sum(findings.counts[f"{command}|{name}|{each}"] for each in fates)


def main(arguments: list[str]) -> int:
    """Fuzz in several processes, print the table, and fail if any command line did."""
    parser = argparse.ArgumentParser(description="Random command lines on random cases.")
    parser.add_argument("count", type=int, nargs="?", default=LINES, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    wanted = parser.parse_args(arguments)
    start = time.perf_counter()
    try:
        findings = spread(fuzz, wanted.count, wanted.seed, wanted.processes, share=200)
    except BrokenPromise as fault:
        print(fault)
        return 1
    print(table(findings))
    seconds = time.perf_counter() - start
    lines = sum(_count(findings, command, name) for command in COMMANDS for name in CLASSES)
    print(
        f"{lines:,} command lines on {-(-wanted.count // LINES_FOR_CASE):,} cases in {seconds:.0f} seconds (seed {wanted.seed})"
    )
    print("\n\n".join(["", *saved(findings)]) if findings.failures else "No fault, no hang, and all answers agree.")
    return 1 if findings.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
