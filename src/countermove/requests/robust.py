"""The question how robust outcomes are, with draws that can be interrupted and resumed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from countermove.analysis.robustness import robustness as analysis
from countermove.analysis.robustness.breakpoints import Pairs
from countermove.analysis.robustness.robustness import Robustness
from countermove.analysis.robustness.run import counted, kept_counts, kept_text
from countermove.analysis.robustness.study import DRAWS, Settings, Study, Tally
from countermove.errors import CountermoveError, quoted
from countermove.game.listed import ListedGame
from countermove.io.files import leaving_in_order, say, write_text
from countermove.io.pipes import is_pipe, read_pipe
from countermove.requests.door import LINES, Answer, Request, Subject, UsageError, question
from countermove.requests.fields import CONCEPTS, LIMIT, option
from countermove.views.robustness import robust_page

__all__ = ["RobustRequest"]

ROWS = 10
"""Outcomes in the table that people read, where each has a column for every concept."""
WATCHED_SIZE = 10**6
"""The size under which draws of a searched game are announced, so that their progress is always shown."""
KEPT = "countermove-robust-{}.json"
"""Where the counts are kept when it is interrupted, unless a file is named; each study has a name of its own."""


MOST_PIPED_BYTES = 200_000_000
"""Bytes of saved draws that are taken from a pipe, which may never end; a file on a disk has a length."""
KEEP_SECONDS = 3.0
"""Seconds between two savings of the draws: as many as anybody likes to lose."""
WRITES_APART = 20
"""Times as long as it took that the next saving is put off at least, so that large counts cost a twentieth at most."""


class RobustRequest(Request):
    """How often each outcome is an equilibrium over plausible models, and which changes break it."""

    draws: int | None = option("Number of models to draw at each noise level.", metavar="N")
    seed: int = option("Random seed: the same seed gives the same draws.", default=1, metavar="N")
    noise: str | Sequence[float] = option(
        "Noise levels: chances that adjacent statements swap.", default="0,0.1,0.25", metavar="LIST"
    )
    concepts: Sequence[str] | None = CONCEPTS
    drop_options: float = option("Chance that each option is left out.", default=0.0, metavar="P")
    drop_actors: float = option("Chance that each actor is left out.", default=0.0, metavar="P")
    pairs: Pairs | None = option("Try pairs of these changes; default: what is quick.")
    workers: int | None = option("Number of processor cores; default: all.", metavar="N", least=1)
    scheduler: str | None = option("Address of a Dask cluster to draw on.", metavar="ADDRESS")
    resume: str | None = option("Resume from the draws in this file.", metavar="FILE", is_file=True)
    keep: bool = option("Save the draws where they are interrupted.", default=True, hidden=True)
    limit: int | None = LIMIT


@question("robust", RobustRequest, heading="How robust the outcomes are")
def robust(subject: Subject[RobustRequest]) -> Answer:
    """Show how robust each outcome is to errors in the model.

    It draws plausible models and counts in how many of them each outcome is an equilibrium. In a drawn model, uncertain
    statements may be false, unknown orders are random, and adjacent statements may swap. It also finds every single
    change that breaks an outcome, and pairs of such changes. It draws 1,000 models at each noise level, or 300 if the
    states are too many to list.
    """
    request = subject.request
    ids = None if request.concepts is None else tuple(request.concepts)
    settings = Settings(
        DRAWS if request.draws is None else request.draws,
        request.seed, _chances(request.noise), ids, request.drop_options, request.drop_actors,
    )  # fmt: skip
    game = subject.game()
    if isinstance(game, ListedGame):
        result, rows = _listed(subject, Study(game, settings)), ROWS
    else:
        result, rows = _searched(subject, settings), LINES
    return Answer(result, lambda _: robust_page(result, request.limit or rows))


def _chances(noise: str | Sequence[float]) -> tuple[float, ...]:
    """The noise levels, each once."""
    if not isinstance(noise, str):
        return tuple(noise)
    entries = list(dict.fromkeys(part.strip() for part in noise.split(",") if part.strip()))
    if not entries:
        raise UsageError("--noise is empty; write chances with commas between them, for example 0,0.1,0.25")
    try:
        return tuple(map(float, entries))
    except ValueError:
        raise UsageError(f"--noise: {quoted(noise)} is not a list of chances; write for example 0,0.1,0.25") from None


def _searched(subject: Subject[RobustRequest], settings: Settings) -> Robustness:
    request, game = subject.request, subject.game()
    needs = {
        "--drop-options": request.drop_options, "--drop-actors": request.drop_actors,
        "--scheduler": request.scheduler, "--resume": request.resume,
    }  # fmt: skip
    analysis.refuse_listing(request.concepts, needs)
    with subject.progress("Drawing", None, WATCHED_SIZE) as step:
        return subject.located(
            lambda: analysis.robust(
                game,
                draws=request.draws,
                seed=settings.seed,
                noise=settings.noise,
                pairs=request.pairs,
                limit=request.limit or analysis.LIMIT,
                on_progress=step,
            )
        )


# --------------------------------------------------------------------------------------------- going on


def _listed(subject: Subject[RobustRequest], study: Study) -> Robustness:
    """The answer about a listed game; where it is interrupted, what there is of the counts is kept in a file.

    In a file that was named they are kept every few seconds, too: nothing can be saved once the process is killed.
    """
    request = subject.request
    before = _kept(study, request.resume)
    # Into a pipe, even one with draws in it, nothing is saved: opening it would wait for a reader that may never come.
    saving = None if request.resume is None or is_pipe(request.resume) else request.resume
    latest = study.nothing if before is None else before
    size = study.settings.draws * study.game.size
    keeper = None if saving is None else _Keeper(study, saving)

    def on_progress(tally: Tally) -> None:
        nonlocal latest
        latest = tally
        if keeper is not None:
            keeper.keep(tally)
        if step is not None:
            step()

    try:
        # TERM and HUP as Ctrl-C: they end the program, and not before the draws are saved.
        with leaving_in_order(), subject.progress("Drawing", study.chunks - len(latest.chunks), size) as step:
            counts = counted(
                study, before=before, workers=request.workers, scheduler=request.scheduler, on_progress=on_progress
            )
        if keeper is not None:
            keeper.keep(counts, is_last=True)
        with leaving_in_order():
            return analysis.robustness(study, counts, request.pairs, request.limit or analysis.LIMIT)
    except (KeyboardInterrupt, SystemExit, CountermoveError):
        if request.keep:
            _keep(study, latest, saving or KEPT.format(study.name))
        raise


class _Keeper:
    """Saves the counts of a study in a file now and then; where that fails, says so once and goes on."""

    def __init__(self, study: Study, file: str) -> None:
        self.study, self.file = study, file
        self.moment, self.has_failed, self.chunks = 0.0, False, 0

    def keep(self, tally: Tally, is_last: bool = False) -> None:
        """Save the counts, if it is time for that or they are the last, and they are new."""
        begin = monotonic()
        if len(tally.chunks) == self.chunks or (begin < self.moment and not is_last):
            return
        try:
            write_text(self.file, kept_text(self.study, tally))
            self.chunks = len(tally.chunks)
        except CountermoveError as fault:
            if not self.has_failed:
                say(f"the draws are not saved: {fault}")
            self.has_failed = True
        end = monotonic()
        self.moment = end + max(KEEP_SECONDS, WRITES_APART * (end - begin))


def _kept(study: Study, file: str | None) -> Tally | None:
    """The counts in the file to go on from; None where there is none yet."""
    if file is None:
        return None
    if not os.path.exists(file):
        say(f"{file} does not exist yet, so the draws start from zero; if you interrupt them, they are saved there")
        return None
    try:
        content = read_pipe(file, MOST_PIPED_BYTES) if is_pipe(file) else Path(file).read_bytes()
        text = content.decode("utf-8")
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise CountermoveError(f"{file}: the file cannot be read: {reason.lower()}") from None
    return kept_counts(study, text, file)


def _keep(study: Study, tally: Tally, file: str) -> None:
    if not tally.chunks:
        return
    done = min(study.settings.draws, len(tally.chunks) * study.per_chunk)
    try:
        write_text(file, kept_text(study, tally))
    except CountermoveError as fault:
        say(f"the draws are lost: {fault}")
        return
    say(f"{done:,} of {study.settings.draws:,} draws are saved; to resume, use --resume {file}")
