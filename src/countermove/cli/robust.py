"""`robust`: how firmly each outcome holds, over draws of plausible models, and which changes unseat it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.options import LIMIT, CaseName, Concepts, Format, Limit, Output, Scenario, Written
from countermove.cli.results import json_text, listed, prose_text, table_text
from countermove.errors import CountermoveError, SizeError, quoted
from countermove.io.files import deliver, say

if TYPE_CHECKING:
    from countermove.analysis.robustness.robustness import Robustness
    from countermove.analysis.robustness.study import Study
    from countermove.analysis.robustness.tally import Tally

__all__ = ["Pairs", "robust"]

ROWS = 10
KEPT = "countermove-robust-{}.json"
"""Where the counts are kept when it is interrupted, unless --resume names a file; each study has a name of its own."""


class Pairs(StrEnum):
    """Of which changes pairs are tried."""

    all = "all"
    plausible = "plausible"
    none = "none"


Draws = Annotated[
    int | None, typer.Option("--draws", metavar="N", help="Draw so many models at each noise level: 1,000, or 300.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="The same seed gives the same draws.")]
Noise = Annotated[str, typer.Option("--noise", metavar="LIST", help="Chances that neighbouring lines change places.")]
DropOptions = Annotated[float, typer.Option("--drop-options", metavar="P", help="The chance to leave out each option.")]
DropActors = Annotated[float, typer.Option("--drop-actors", metavar="P", help="The chance to leave out each actor.")]
WhichPairs = Annotated[Pairs | None, typer.Option("--pairs", help="Try pairs of these changes; else what is quick.")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, metavar="N", help="Use so many cores; else all.")]
Scheduler = Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Draw on this Dask cluster.")]
Resume = Annotated[str | None, typer.Option("--resume", metavar="FILE", help="Go on from what this file has kept.")]


def robust(
    case: CaseName,
    draws: Draws = None,
    seed: Seed = 1,
    noise: Noise = "0,0.1,0.25",
    concepts: Concepts = None,
    drop_options: DropOptions = 0.0,
    drop_actors: DropActors = 0.0,
    pairs: WhichPairs = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    resume: Resume = None,
    limit: Limit = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell how firmly each outcome holds.

    How often, over draws of plausible models: lines that the analyst is not sure of, orders that are not known,
    neighbouring lines that change places. And exactly: which single change, and which two, unseat an outcome. Where
    the states are too many to list, 300 models are drawn unless --draws says otherwise, and the outcomes found are
    tried in each.
    """
    from countermove.analysis.robustness.study import DRAWS, Settings, Study
    from countermove.io.opening import compiled, opened
    from countermove.views import firmness

    chosen = tuple(listed(concepts, "--concepts")) if concepts is not None else None
    loaded, chances = opened(case), _chances(noise)
    settings = Settings(DRAWS if draws is None else draws, seed, chances, chosen, drop_options, drop_actors)
    try:
        graph = compiled(loaded, scenario)
    except SizeError:
        from countermove.cli.large_robust import robust_large

        listing = {
            "--drop-options": drop_options, "--drop-actors": drop_actors,
            "--scheduler": scheduler, "--resume": resume,
        }  # fmt: skip
        robust_large(
            loaded, chosen, draws, seed, chances, listing, None if pairs is None else pairs.value,
            limit, scenario, format, output,
        )  # fmt: skip
        return
    study = Study(graph, settings)
    found = _found(study, pairs, workers, scheduler, resume)
    if format is Format.json:
        deliver(json_text(graph.case.title, scenario, found.to_dict(limit or LIMIT)), output)
        return
    if format is Format.csv:
        deliver(table_text(firmness.firmness_flat(found, limit or LIMIT), format, output), output)
        return
    sections = firmness.firmness_prose(found)
    text = prose_text(sections, format, output)
    table = firmness.firmness_table(found, limit or ROWS)
    deliver("\n\n".join([text, *([table_text(table, format, output)] if table.rows else [])]), output)


def _chances(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in listed(text, "--noise"))
    except ValueError:
        raise typer.BadParameter(f"--noise: {quoted(text)} is no list of chances; write 0,0.1,0.25") from None


def _found(study: Study, pairs: Pairs | None, workers: int | None, scheduler: str | None, resume: str | None) -> Robustness:
    """What is found; where it is interrupted, what there is of the counts is kept in a file."""
    from countermove.analysis.robustness.robustness import robustness
    from countermove.analysis.robustness.workers import counted
    from countermove.cli.progress import progress

    begun = _begun(study, resume)
    latest = study.nothing if begun is None else begun
    size = study.settings.draws * study.graph.size

    def told(tally: Tally) -> None:
        nonlocal latest
        latest = tally
        if step is not None:
            step()

    try:
        with progress("Drawing", study.chunks - len(latest.chunks), size) as step:
            counts = counted(study, begun=begun, workers=workers, scheduler=scheduler, told=told)
        return robustness(study, counts, None if pairs is None else pairs.value)
    except (KeyboardInterrupt, CountermoveError):
        _keep(study, latest, resume or KEPT.format(study.name))
        raise


def _begun(study: Study, resume: str | None) -> Tally | None:
    """The counts in the file to go on from; None where there is none yet."""
    import os

    from countermove.analysis.robustness.resuming import read_kept

    if resume is None:
        return None
    if not os.path.exists(resume):
        say(f"{resume} does not exist yet, so the draws begin anew; if they are interrupted, they are kept there")
        return None
    try:
        with open(resume, encoding="utf-8") as file:
            text = file.read()
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise CountermoveError(f"{resume}: the file cannot be read: {reason.lower()}") from None
    return read_kept(study, text, resume)


def _keep(study: Study, tally: Tally, file: str) -> None:
    from countermove.analysis.robustness.resuming import kept_text
    from countermove.io.files import write_text

    if not tally.chunks:
        return
    done = min(study.settings.draws, len(tally.chunks) * study.per_chunk)
    try:
        write_text(file, kept_text(study, tally))
    except CountermoveError as fault:
        say(f"what was drawn is lost: {fault}")
        return
    say(f"{done:,} of {study.settings.draws:,} draws are kept; go on with --resume {file}")
