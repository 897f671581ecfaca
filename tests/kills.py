"""A long run of `robust` is killed at a random moment and resumed: the answer has to be that of a run nobody killed.

    python tests/kills.py [N] [--seed S]        (make kills N=...)

Each of N times (50 by default) `robust --resume FILE` is started in a process of its own on a case of the catalogue, and
killed with SIGKILL about when it does something for the nth time: adds the counts of a chunk, or writes, flushes or
renames the file; what and n are random. It goes on until the signal is there, so that it may be anywhere by then. The
file that is left, if there is one, is resumed from, and the bytes of both answers are compared. Exits with 1 if they ever
differ.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections import Counter
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from signal import SIGKILL

from countermove.cli.running import run
from processes import signalled

CASE, DRAWS, CHUNKS = "cuban-missile-crisis", 2_000, 20
QUESTION = ("robust", CASE, "--draws", str(DRAWS), "--pairs", "none", "-f", "json")
RESUMED = (*QUESTION, "--resume", "kept.json")
PLACES = (
    *(("countermove.analysis.robustness.study:Tally.__add__", call) for call in range(1, CHUNKS + 1)),
    *((f"os:{name}", call) for name in ("fsync", "chmod", "replace") for call in (1, 2) for _ in range(5)),
)
"""Where it is killed; the file is written at least twice, after the first chunk and after the last."""


def answer(arguments: tuple[str, ...], folder: Path) -> bytes:
    """What the program prints for a question, asked in this process."""
    out, messages = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with chdir(folder), redirect_stdout(out), redirect_stderr(messages):
        status = run(arguments)
    if status:
        sys.exit(f"{' '.join(arguments)} ends with {status}: {messages.getvalue()}")
    out.flush()
    return out.detach().getvalue()  # type: ignore[attr-defined, no-any-return]


def killed_and_resumed(rng: Random) -> tuple[str, bytes]:
    """What became of a run that was killed, and the answer of the one that resumed it."""
    place, call = rng.choice(PLACES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        killed = signalled(list(RESUMED), SIGKILL, place, call, folder=folder, waits=False)
        had_ended = killed.returncode != -SIGKILL
        kept = "nothing was kept" if not (folder / "kept.json").exists() else "counts were kept"
        return "it had ended" if had_ended else kept, answer(RESUMED, folder)


def main(arguments: list[str]) -> int:
    """Kill and resume, print what became of it, and fail if any answer differs."""
    parser = argparse.ArgumentParser(description="Kill long runs at random moments and resume them.")
    parser.add_argument("count", type=int, nargs="?", default=50, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args(arguments)
    rng, fates, equal = Random(wanted.seed), Counter[str](), 0
    with tempfile.TemporaryDirectory() as name:
        uninterrupted = answer(QUESTION, Path(name))
    for number in range(1, wanted.count + 1):
        fate, resumed = killed_and_resumed(rng)
        fates[fate] += 1
        equal += resumed == uninterrupted
        print(f"{number}: {fate}; {'the same bytes' if resumed == uninterrupted else 'OTHER BYTES'}", flush=True)
    print(f"{equal} of {wanted.count} with the same bytes; {'; '.join(f'{fate}: {n}' for fate, n in fates.items())}")
    return 0 if equal == wanted.count else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
