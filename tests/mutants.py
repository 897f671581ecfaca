"""Mistakes that the tests must notice: each is put into a copy of the program, and some test has to fail.

Run by ``make mutants``; some of them by ``python tests/mutants.py joint.py levels``, with parts of files or names. The
mistakes, and the tests that must notice them, are data: tests/mutants.toml. Prints what happened to every mistake; exits
with 1 if any survives.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

__all__ = ["KILLERS", "MUTATIONS", "ROOT", "SOURCE", "Killers", "Mutation", "killers", "mutated"]

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "countermove"
PARALLEL = 2
"""Mistakes that are tried at the same time: one for each core of a small computer."""
PATIENCE = 5
"""A mistake that runs on for so many times what all tests together take is noticed, too."""
LONGEST = 3_600
"""Seconds that all tests together may take at most."""


class Mutation(NamedTuple):
    """One mistake: in a file below `src/countermove`, `old` (there exactly once) becomes `new`; `why` it matters."""

    name: str
    file: str
    old: str
    new: str
    why: str


class Killers(NamedTuple):
    """Tests that must notice mistakes in the files that begin with one of `files`, besides those of the module."""

    files: tuple[str, ...]
    tests: tuple[str, ...]


TABLE = tomllib.loads((ROOT / "tests" / "mutants.toml").read_text(encoding="utf-8"))
MUTATIONS = tuple(Mutation(**row) for row in TABLE["mutant"])
KILLERS = tuple(Killers(tuple(row["files"]), tuple(row["tests"])) for row in TABLE["killers"])


def killers(file: str) -> tuple[str, ...]:
    """The tests that must notice a mistake in a file, the test file of the module first.

    Of the rows of the table the one with the longest beginning of the file counts. The examples in the module itself
    are not among them, for they are run in the copy that has the mistake.
    """
    path = Path(file)
    own = f"tests/{path.parent}/test_{path.name}"
    rows = [(len(start), row.tests) for row in KILLERS for start in row.files if file.startswith(start)]
    more = max(rows, default=(0, ()))[1]
    return tuple(dict.fromkeys([*([own] if (ROOT / own).exists() else []), *more]))


def mutated(mutation: Mutation, text: str) -> str:
    """The text of the file with the mistake; `ValueError` where the old text is not there exactly once."""
    if text.count(mutation.old) != 1:
        raise ValueError(f"{mutation.name}: found {text.count(mutation.old)} times in {mutation.file}: {mutation.old}")
    return text.replace(mutation.old, mutation.new)


def copied(folder: Path) -> Path:
    """A copy of the program in a folder, without anything compiled."""
    copy = folder / "countermove"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def run(folder: Path, *arguments: str, seconds: float = LONGEST) -> subprocess.CompletedProcess[str]:
    """Python with the program in `folder`; what it compiles stays in there."""
    settings = {
        "PYTHONPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "NUMBA_CACHE_DIR": str(folder / "numba"),
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=seconds,
    )


def checked(folder: Path, files: Sequence[str], seconds: float = LONGEST) -> subprocess.CompletedProcess[str]:
    """The examples and the tests of some files up to the first that fails, without those that wait for the compiler."""
    modules = [folder / "countermove" / file for file in dict.fromkeys(files)]
    examples = [str(path) for path in modules if ">>>" in path.read_text(encoding="utf-8")]
    tests = dict.fromkeys(test for file in files for test in killers(file))
    # The copy is outside the project, whose settings have to be named therefore.
    place = ("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT))
    options = ("-x", "-q", "--tb=no", "-k", "not compiled")
    return run(folder, "-m", "pytest", *place, *options, *examples, *tests, seconds=seconds)


def check_sound(mutations: Sequence[Mutation]) -> str:
    """What is wrong with the program as it stands; empty where all tests that are needed pass on a copy."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy = copied(folder)
        place = run(folder, "-c", "import countermove; print(countermove.__file__)").stdout.strip()
        if Path(place).resolve() != (copy / "__init__.py").resolve():
            return f"the tests would not run on the copy, but on {place}"
        result = checked(folder, [mutation.file for mutation in mutations])
        return "" if result.returncode == 0 else f"the tests fail without a mistake\n{result.stdout}{result.stderr}"


def outcome(mutation: Mutation, seconds: float) -> str:
    """What became of a mistake: killed (also by running on for so long) or survived; or not tried, and why."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = copied(folder) / mutation.file
        try:
            path.write_text(mutated(mutation, path.read_text(encoding="utf-8")), encoding="utf-8")
        except ValueError as fault:
            return f"not applied ({fault})"
        try:
            result = checked(folder, [mutation.file], seconds)
        except subprocess.TimeoutExpired:
            return "killed"
        if result.returncode in (0, 1):
            return "killed" if result.returncode else "survived"
        return f"not tested\n{result.stdout}{result.stderr}"


def main() -> int:
    """Try every mistake whose name or file contains one of the arguments (all, without any)."""
    words = sys.argv[1:]
    chosen = [m for m in MUTATIONS if not words or any(word in m.name or word in m.file for word in words)]
    if not chosen:
        print(f"no mistake has {' or '.join(words)} in its name or file")
        return 1
    start = perf_counter()
    fault = check_sound(chosen)
    if fault:
        print(fault)
        return 1
    patience = PATIENCE * (perf_counter() - start)
    killed = 0
    with ThreadPoolExecutor(PARALLEL) as pool:
        for mutation, result in zip(chosen, pool.map(partial(outcome, seconds=patience), chosen), strict=True):
            print(f"{result:9} {mutation.file}: {mutation.name}", flush=True)
            if result == "killed":
                killed += 1
            else:
                print(f"          {mutation.why}")
    print(f"{killed} of {len(chosen)} killed in {perf_counter() - start:.0f} s")
    return 0 if killed == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
