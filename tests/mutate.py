"""Small random mistakes in what a change touches, made by Cosmic Ray; the tests of the module have to notice each.

    python tests/mutate.py BASE            in the lines changed since BASE (a commit), 40 mistakes a module at most
    python tests/mutate.py BASE --most N   N mistakes a module at most

For each changed module the tests with its name are run (tests/game/test_moves.py for game/moves.py) and its own
examples, in a clone of the last commit, so that nothing here is touched. Prints each mistake that no test noticed, and
exits with 1 if there are any. The curated mistakes, which know what may go wrong, are in tests/mutants.toml.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path("src/countermove")
TIMEOUT = 60.0
"""Seconds for the tests of one module; a mistake that makes them last longer is noticed, too."""
MOST = 40
"""Mistakes tried in one module: some two minutes where its tests take three seconds."""
SEED = 1


def run(folder: Path, program: str, *arguments: str) -> str:
    """What a program prints in a folder, with the code of the folder; ends where it fails."""
    paths = os.pathsep.join(str(folder / part) for part in ("src", "tests", "."))
    settings = os.environ | {"PYTHONPATH": paths, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([program, *arguments], cwd=folder, env=settings, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{program} {' '.join(arguments)} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def changed_modules(base: str) -> list[Path]:
    """The modules with lines that were changed since `base`."""
    names = run(ROOT, "git", "diff", "--name-only", "--diff-filter=d", base, "HEAD", "--", str(SOURCE)).splitlines()
    return [Path(name) for name in names if name.endswith(".py") and not name.endswith("__init__.py")]


def tests_of(module: Path) -> list[str]:
    """The test file with the name of a module, in the mirrored folder."""
    inside = module.relative_to(SOURCE)
    mirrored = Path("tests") / inside.parent / f"test_{inside.name}"
    return [str(mirrored)] if (ROOT / mirrored).exists() else []


def survivors(module: Path, tests: list[str], copy: Path, base: str, most: int) -> list[str]:
    """The mistakes in the changed lines of one module that its tests do not notice."""
    command = f"{sys.executable} -m pytest -x -q -p no:cacheprovider {module} {' '.join(tests)}"
    (copy / "mutate.toml").write_text(
        f'[cosmic-ray]\nmodule-path = "{module}"\ntimeout = {TIMEOUT}\nexcluded-modules = []\n'
        f'test-command = "{command}"\n[cosmic-ray.distributor]\nname = "local"\n'
        f'[cosmic-ray.filters.git-filter]\nbranch = "{base}"\n',
        encoding="utf-8",
    )
    run(copy, *command.split())  # tests that fail without a mistake would notice everything
    session = copy / "mutate.sqlite"
    session.unlink(missing_ok=True)
    run(copy, "cosmic-ray", "init", "mutate.toml", session.name)
    run(copy, "cr-filter-git", session.name, "--config", "mutate.toml")
    with closing(sqlite3.connect(session)) as data, data:
        skipped = {job for (job,) in data.execute("SELECT job_id FROM work_results")}
        jobs = sorted({job for (job,) in data.execute("SELECT job_id FROM mutation_specs")} - skipped)
        kept = set(random.Random(SEED).sample(jobs, min(most, len(jobs))))
        for job in [job for job in (*jobs, *skipped) if job not in kept]:
            for table in ("mutation_specs", "work_results", "work_items"):
                data.execute(f"DELETE FROM {table} WHERE job_id = ?", (job,))
    run(copy, "cosmic-ray", "exec", "mutate.toml", session.name)
    wanted = (
        "SELECT start_pos_row, operator_name FROM mutation_specs JOIN work_results USING (job_id) "
        "WHERE test_outcome = 'SURVIVED' ORDER BY start_pos_row"
    )
    with closing(sqlite3.connect(session)) as data:
        return [f"{module}:{row}: {operator}" for row, operator in data.execute(wanted)]


def main() -> int:
    """Try every changed module; 1 if a mistake survives, or a changed module has no test of its name."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("base", help="the commit since which lines were changed")
    parser.add_argument("--most", type=int, default=MOST, help="mistakes tried in one module")
    wanted = parser.parse_args()
    left: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "checkout"
        run(ROOT, "git", "clone", "--quiet", str(ROOT), str(copy))
        base = run(ROOT, "git", "rev-parse", wanted.base).strip()
        for module in changed_modules(base):
            tests = tests_of(module)
            found = survivors(module, tests, copy, base, wanted.most) if tests else [f"{module}: no test has its name"]
            print(f"{module}: {'nothing survives' if not found else f'{len(found)} left'}", flush=True)
            left += found
    print("\n".join(left) if left else "every mistake was noticed")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
