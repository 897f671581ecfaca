"""The built wheel: what is in it, and how it works in an empty environment with the core dependencies only."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

import countermove as cm

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FOR_DEVELOPERS = {"dev", "docs"}
WITHOUT: dict[str, str] = {
    "cli": "import sys; sys.argv = ['countermove', 'catalog']; import countermove.__main__ as m; m.main()",
    "distributed": "import countermove as cm;"
    " cm.robust(cm.compile(cm.load('chicken')), draws=1, scheduler='tcp://127.0.0.1:1')",
    "excel": "import countermove as cm; cm.save(cm.load('chicken'), 'chicken.xlsx')",
    "fast": "import countermove.stability.engines.compiling as c; c.compiled(lambda x: x)",
    "frames": "import countermove as cm; cm.equilibria(cm.compile(cm.load('chicken'))).to_frame()",
    "graphs": "import countermove as cm; cm.compile(cm.load('chicken')).to_networkx()",
    "mcp": "import countermove.mcp as m; m.serve()",
    "plots": "import countermove as cm; cm.plot(cm.load('chicken'), 'winners')",
    "reader": "import countermove.reader.documents as i;"
    " i.original_of(b'<!DOCTYPE html><html><body><p>Some words.</p></body></html>', 'a.html')",
    "report": "import countermove.report.render.docx as d, countermove.text.blocks as r;"
    " d.as_docx(r.Document('', '', '', (), (), ''))",
    "solver": "import countermove as cm; cm.stable_sets(cm.compile(cm.load('chicken')))",
}
"""For each extra something that needs it: without the extra, it must end in a message that names it."""


def run(command: Sequence[str | Path], folder: Path, seconds: int = 300) -> subprocess.CompletedProcess[str]:
    """A command run in `folder`, without the paths of the environment that runs the tests."""
    variables = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=seconds)
    assert "Traceback" not in done.stderr or done.returncode, done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], ROOT)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_everything_that_the_program_reads_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    skipped = {".pyc", ".nbi", ".nbc"}
    ours = {
        path.relative_to(source).as_posix()
        for path in (source / "countermove").rglob("*")
        if path.is_file() and path.suffix not in skipped
    }
    assert ours - names == set()
    assert {"countermove/py.typed", "countermove/__main__.py"} <= names
    assert {f"countermove/catalog/{id_}.yaml" for id_ in cm.case_ids()} <= names
    assert [name for name in names if name.endswith("licenses/LICENSE")]
    assert {name.split("/")[0] for name in names} == {"countermove", f"countermove-{cm.__version__}.dist-info"}


def test_the_wheel_says_what_it_needs(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    metadata = archive.read(f"countermove-{cm.__version__}.dist-info/METADATA").decode("utf-8")
    assert f"\nVersion: {cm.__version__}\n" in metadata
    needed = re.findall(r"^Requires-Dist: ([\w.-]+)[^;\n]*$", metadata, flags=re.MULTILINE)
    ours = [re.split(r"[<>=\[]", text)[0].replace(".", "-") for text in PROJECT["dependencies"]]
    assert sorted(name.replace(".", "-") for name in needed) == sorted(ours)


def test_every_extra_has_something_that_needs_it() -> None:
    assert set(PROJECT["optional-dependencies"]) - FOR_DEVELOPERS == set(WITHOUT)


def test_the_wheel_works_with_the_core_dependencies_only(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "empty", with_pip=False)
    there = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin")
    python = there / "python"
    done = run([sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-compile", wheel], tmp_path, 900)
    assert done.returncode == 0, done.stderr

    done = run([there / "countermove", "--version"], tmp_path)
    assert (done.returncode, done.stdout) == (0, f"countermove {cm.__version__}\n")
    done = run([there / "countermove", "solve", "chicken"], tmp_path)
    said = 'the command line needs an extra: install it with pip install "countermove[cli,fast]"\n'
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
    for extra, user in WITHOUT.items():
        done = run([python, "-c", user], tmp_path)
        assert done.returncode == 1
        said = done.stderr.strip().splitlines()[-1]
        assert extra == "cli" or said.startswith("countermove.errors."), said
        assert re.search(rf'pip install "countermove\[{extra}[],]', said)
    for extra in ("cli", "fast"):
        wanted = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-compile", f"{wheel}[{extra}]"]
        done = run(wanted, tmp_path, 900)
        assert done.returncode == 0, done.stderr
    done = run([there / "countermove", "solve", "european-security-2022"], tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("European security talks, January 2022")
    done = run([python, "-m", "countermove", "solve", "cuban-missile-crisis", "-f", "json"], tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert [e["state"] for e in json.loads(done.stdout)["equilibria"] if "seq" in e["concepts"]] == [5, 7]
    done = run([there / "countermove", "new", "mine.yaml"], tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    done = run([there / "countermove", "check", "mine.yaml"], tmp_path)
    assert (done.returncode, done.stdout) == (0, "no problems\n")

    program = "import pkgutil, importlib, countermove\n" + (
        "for m in pkgutil.walk_packages(countermove.__path__, 'countermove.'):\n"
        # The server for assistants is built upon its library, as the command line is upon its own.
        "    m.name.endswith('__main__') or m.name.startswith('countermove.mcp.') or importlib.import_module(m.name)"
    )
    done = run([python, "-c", program], tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
