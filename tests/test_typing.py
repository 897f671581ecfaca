"""Type checkers infer what the public interface returns: `tests/typed_example.py`, by mypy and by pyright."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import countermove as cm

EXAMPLE = Path(__file__).with_name("typed_example.py")
SOURCE = Path(cm.__file__).parent.parent


def checked(*command: str, folder: Path) -> str:
    """What a checker prints about the example; an assertion where it finds a mistake, or does not start."""
    env = os.environ | {"MYPYPATH": str(SOURCE), "PYTHONPATH": str(SOURCE), "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    run = subprocess.run(
        [sys.executable, "-m", *command], check=False, capture_output=True, text=True, cwd=folder, env=env, timeout=600
    )
    assert run.returncode == 0, f"{command[0]} ended with {run.returncode}:\n{run.stdout}{run.stderr}"
    return run.stdout


def test_mypy_infers_every_result(tmp_path: Path) -> None:
    config = tmp_path / "mypy.ini"
    # The package as its users have it: its own modules are followed, and not reported on.
    config.write_text("[mypy]\nstrict = True\n[mypy-countermove.*]\nfollow_imports = silent\n", encoding="utf-8")
    shown = checked(
        "mypy", "--config-file", str(config), "--cache-dir", str(tmp_path / "cache"), str(EXAMPLE), folder=tmp_path
    )
    assert "no issues found in 1 source file" in shown


def test_pyright_infers_every_result(tmp_path: Path) -> None:
    """Pyright is a program for Node; its first start fetches it, and says so in the assertion where it cannot."""
    settings = (
        f'{{"include": ["{EXAMPLE.as_posix()}"], "extraPaths": ["{SOURCE.as_posix()}"], "typeCheckingMode": "standard"}}'
    )
    (tmp_path / "pyrightconfig.json").write_text(settings, encoding="utf-8")
    shown = checked("pyright", "--project", str(tmp_path), "--pythonpath", sys.executable, folder=tmp_path)
    assert "0 errors" in shown
