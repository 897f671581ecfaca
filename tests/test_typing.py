"""Type checkers infer what the public interface returns: `tests/typed_example.py`, by mypy and by pyright."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import countermove as cm

EXAMPLE = Path(__file__).with_name("typed_example.py")
SOURCE = Path(cm.__file__).parent.parent
RIGHT, WRONG = 'assert_type(cm.deals(game, start=game.state("now")), cm.Deals)', "assert_type(cm.deals(game), cm.Winners)"
"""A line of the example, and what a checker must refuse in its place: else it has not looked."""


def checked(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A run of a checker on two copies of the example in a folder: as it is, and with one type wrong."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert RIGHT in text
    (folder / "example.py").write_text(text, encoding="utf-8")
    (folder / "wrong.py").write_text(text.replace(RIGHT, WRONG), encoding="utf-8")
    env = os.environ | {"MYPYPATH": str(SOURCE), "PYRIGHT_PYTHON_FORCE_VERSION": version("pyright")}
    return subprocess.run(
        [sys.executable, "-m", *command], check=False, capture_output=True, text=True, cwd=folder, env=env, timeout=600
    )


def test_mypy_infers_every_result(tmp_path: Path) -> None:
    # The package as its users have it: its own modules are followed, and not reported on.
    settings = "[mypy]\nstrict = True\n[mypy-countermove.*]\nfollow_imports = silent\n"
    (tmp_path / "mypy.ini").write_text(settings, encoding="utf-8")
    run = checked(tmp_path, "mypy", "--config-file", "mypy.ini", "--cache-dir", "cache", "example.py", "wrong.py")
    errors = [line for line in run.stdout.splitlines() if ": error: " in line]
    assert [line.partition(":")[0] for line in errors] == ["wrong.py"], run.stdout + run.stderr


def test_pyright_infers_every_result(tmp_path: Path) -> None:
    """Pyright is a program for Node, which the first start fetches; where it cannot, the assertion says so."""
    settings = {"extraPaths": [str(SOURCE)], "typeCheckingMode": "standard"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    run = checked(tmp_path, "pyright", "--outputjson", "--pythonpath", sys.executable)
    assert run.stdout.lstrip().startswith("{"), f"pyright does not start: {run.stdout}{run.stderr}"
    found = json.loads(run.stdout)
    assert found["summary"]["filesAnalyzed"] == 2
    assert [Path(error["file"]).name for error in found["generalDiagnostics"]] == ["wrong.py"], found["generalDiagnostics"]
