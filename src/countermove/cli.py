"""The command line: each command opens a case, asks the library one thing, and prints the answer."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from countermove.errors import CountermoveError, QuestionError, printable, quoted
from countermove.report.delivery import deliver, say, screen

if TYPE_CHECKING:
    from countermove.analysis.equilibria import StabilityTable
    from countermove.report.table import Table

__all__ = ["app", "main", "run"]

LIMIT = 1_000
LINES = 30
"""So many equilibria are listed in a table for people unless --limit says otherwise."""

app = typer.Typer(
    name="countermove",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Which outcomes of a conflict hold, why, and what would change them.",
    epilog="CASE is a file (.yaml, .json, .gmcr) or the id of a case that comes along (see: countermove catalog).",
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How results are written."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"


class Rows(StrEnum):
    """The tables that `convert` writes."""

    states = "states"
    stability = "stability"


CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case file, or the id of a catalogue case.")]
StateName = Annotated[str, typer.Argument(metavar="STATE", help="A number, now, or the options taken: a,b.")]
NewFile = Annotated[str, typer.Argument(metavar="FILE", help="The file to write; it must not exist yet.")]
ConvertedFile = Annotated[str, typer.Argument(metavar="IN", help="A case file, or the id of a catalogue case.")]
OutFile = Annotated[
    str, typer.Argument(metavar="OUT", help="The file to write; its ending (.yaml, .gmcr, .tex, ...) says how.")
]
What = Annotated[Rows | None, typer.Option("--what", help="Which table; without it, .csv has the states.")]
Scenario = Annotated[str | None, typer.Option("--scenario", "-s", metavar="NAME", help="First apply this scenario.")]
Written = Annotated[Format, typer.Option("--format", "-f", help="How to write the result.")]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
]
Limit = Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="List at most so many.")]
Where = Annotated[str | None, typer.Option(metavar="STATEMENT", help="Only states in which this holds.")]
Concepts = Annotated[str | None, typer.Option(metavar="LIST", help="Only these concepts: nash,seq.")]
Assignment = Annotated[str | None, typer.Option(metavar="LIST", help="One for each: usa=nash,ussr=seq.")]
Every = Annotated[bool, typer.Option("--all", help="The verdicts on all states, however many.")]
Brief = Annotated[bool, typer.Option("--brief/--no-brief", help="Begin with the brief.")]
Actor = Annotated[str | None, typer.Option("--actor", "-a", metavar="A", help="Only this actor or body.")]
ConceptName = Annotated[str, typer.Option("--concept", "-c", metavar="C", help="The solution concept.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        from countermove import __version__

        deliver(f"countermove {__version__}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and leave."),
]


@app.callback()
def _options(version: Version = False) -> None:
    """Take the options that stand before a command; `--version` has acted by then."""


@app.command()
def new(file: NewFile) -> None:
    """Write a commented starter case."""
    from countermove.io.files import write_text
    from countermove.report.starter import STARTER

    if file.lower().endswith((".json", ".gmcr")):
        raise QuestionError(f"{file}: a starter case is full of comments, so it is YAML; end the name in .yaml")
    if os.path.lexists(file):
        raise QuestionError(f"{file}: the file exists already and is left as it is; give another name")
    write_text(file, STARTER)
    deliver(printable(f"{file} is written. Next: read it, change it, and run countermove check {file}"))


@app.command()
def check(case: CaseName, format: Written = Format.table, output: Output = None) -> None:
    """Tell what is wrong with a case.

    All errors and warnings, those that only the states show included, for the case and its scenarios.
    """
    from countermove.report import findings
    from countermove.report.opening import examined

    title, found, notes = examined(case)
    if format is Format.json:
        text = _json(title, None, findings.records(found, notes))
    elif format is Format.table:
        text = findings.as_text(found, notes)
    else:
        text = _table(findings.table(found), format, output)
    deliver(text, output)
    if any(d.severity == "error" for d in found):
        raise typer.Exit(1)


@app.command()
def show(case: CaseName, scenario: Scenario = None, format: Written = Format.table, output: Output = None) -> None:
    """Read the model back in prose.

    Who takes part, what they can do, what each cares about, and who decides how.
    """
    from countermove.io.writing import dump
    from countermove.model.scenario import apply_scenario
    from countermove.report import prose
    from countermove.report.model_prose import model_prose
    from countermove.report.opening import opened

    _no_csv("show", format)
    base = opened(case).case
    model = base if scenario is None else apply_scenario(base, scenario)
    if format is Format.json:
        deliver(_json(base.title, scenario, {"model": json.loads(dump(model, ".json"))}), output)
        return
    about = None if scenario is None else (scenario, base.scenarios[scenario].about)
    sections = model_prose(model, about)
    markdown = format is Format.md
    deliver(prose.as_markdown(sections) if markdown else prose.as_text(sections, *screen(output)), output)


@app.command()
def states(
    case: CaseName,
    where: Where = None,
    limit: Limit = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """List the feasible states in option form."""
    from countermove.report.opening import compiled, opened
    from countermove.report.state_tables import state_records, states_flat, states_table
    from countermove.report.where import states_where

    graph = compiled(opened(case), scenario)
    found = states_where(graph, where)
    shown = found[: limit or LIMIT]
    cut = len(found) - len(shown)
    if format is Format.json:
        data = {"count": len(found), "states": state_records(graph, shown)}
        data |= {"truncated": True} if cut else {}
        deliver(_json(graph.case.title, scenario, data), output)
        return
    if cut and format is Format.csv:
        say(f"{cut:,} more states; --limit shows them")
    table = states_flat(graph, shown) if format is Format.csv else states_table(graph, shown, cut)
    deliver(_table(table, format, output), output)


@app.command()
def solve(
    case: CaseName,
    concepts: Concepts = None,
    assign: Assignment = None,
    every: Every = False,
    brief: Brief = True,
    limit: Limit = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Give the brief, then the stability table.

    Which states hold, for whom, and under which concepts.
    """
    from countermove.analysis.equilibria import equilibria, equilibria_under
    from countermove.report.opening import compiled, opened
    from countermove.report.progress import progress
    from countermove.report.stability_tables import assigned_words, stability_table
    from countermove.stability.concept import concepts_for

    chosen = _listed(concepts, "--concepts") if concepts is not None else None
    wanted = _pairs(assign) if assign is not None else None
    graph = compiled(opened(case), scenario)
    steps = len(chosen or concepts_for(graph)) * len(graph.movers)
    with progress("Solving", steps, graph.size) as step:
        table = equilibria(graph, chosen, told=step)
    assigned = equilibria_under(table.graph, wanted) if wanted is not None else None
    if format is Format.json:
        data = table.to_dict(every=every, limit=limit or LIMIT)
        if assigned is not None:
            data["assigned"] = {"concepts": wanted, "equilibria": (assigned + 1).tolist()}
        deliver(json.dumps(data), output)
        return
    if format is Format.csv:
        deliver(_stability_csv(table, assigned, limit, every), output)
        return
    parts = [_brief(table, format)] if brief else []
    if wanted is not None:
        parts.append(printable(assigned_words(table.graph, wanted, limit or LINES)))
    parts.append(_table(stability_table(table, limit or LINES, every), format, output))
    deliver("\n\n".join(parts), output)


@app.command()
def explain(
    case: CaseName,
    state: StateName,
    actor: Actor = None,
    concept: ConceptName = "seq",
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell why a state holds for an actor, or does not.

    The moves, sanctions and counter-moves behind a verdict; without --actor, for everybody who can move.
    """
    from countermove.explain import explain as explained
    from countermove.report.opening import compiled, opened
    from countermove.report.prose import folded

    _no_csv("explain", format)
    graph = compiled(opened(case), scenario)
    movers = [mover.id for mover in graph.movers] if actor is None else [actor]
    found = [explained(graph, state, mover, concept) for mover in movers]
    if format is Format.json:
        data = [explanation.to_dict() for explanation in found]
        deliver(json.dumps(data[0] if actor is not None else {"explanations": data}), output)
        return
    text = "\n\n".join(folded(str(explanation), screen(output)[0]) for explanation in found)
    deliver(f"```text\n{text}\n```" if format is Format.md else text, output)


@app.command()
def convert(source: ConvertedFile, out: OutFile, what: What = None, scenario: Scenario = None) -> None:
    """Write a case in another form.

    As a case file (.yaml, .json, .gmcr), as tables of its states and their stability (.csv, .md, .tex), or as
    a game in strategic form for Gambit (.nfg). What the form leaves out is said; what it cannot hold is refused.
    """
    from countermove.io.files import write_text
    from countermove.report.conversion import converted
    from countermove.report.opening import opened

    loaded = opened(source)
    if os.path.exists(out) and os.path.samefile(loaded.file, out):
        raise QuestionError(f"{out}: this is the file to read; give the new one another name")
    text, left_out = converted(loaded, out, None if what is None else what.value, scenario)
    write_text(out, text)
    if left_out:
        say(f"{out} does not hold: {'; '.join(left_out)}")


@app.command()
def catalog(format: Written = Format.table, output: Output = None) -> None:
    """List the cases that come with the program."""
    from countermove import __version__
    from countermove.catalog import case_ids, load_case
    from countermove.report.table import Table

    cases = [(id_, load_case(id_)) for id_ in case_ids()]
    if format is Format.json:
        rows = [{"id": id_, "title": case.title, "citation": case.citation} for id_, case in cases]
        deliver(json.dumps({"countermove": __version__, "cases": rows}), output)
        return
    lines = tuple((id_, case.title, case.citation) for id_, case in cases)
    notes = ("An id stands where a command takes CASE: countermove solve cuban-missile-crisis",)
    deliver(_table(Table(("id", "title", "citation"), lines, notes=notes), format, output), output)


def _brief(table: StabilityTable, format: Format) -> str:
    from countermove.report.brief import brief

    text = printable(brief(table))
    return f"```text\n{text}\n```" if format is Format.md else text


def _stability_csv(table: StabilityTable, assigned: Any, limit: int | None, every: bool) -> str:
    """All states where they fit or all are asked for, else the equilibria."""
    from countermove.report.stability_tables import listed_states, stability_flat
    from countermove.report.table import as_csv

    found = listed_states(table, assigned, every)
    shown = found if every else found[: limit or LIMIT]
    if len(found) > len(shown):
        say(f"{len(found) - len(shown):,} more states; --limit shows them")
    return as_csv(stability_flat(table, shown, assigned))


def _listed(text: str, option: str) -> list[str]:
    """The entries of a list with commas, each once."""
    entries = list(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    if not entries:
        raise typer.BadParameter(f"{option} is empty; write names with commas between them")
    return entries


def _pairs(text: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for entry in _listed(text, "--assign"):
        mover, _, concept = (part.strip() for part in entry.partition("="))
        if not mover or not concept or mover in pairs:
            way = "write usa=nash,ussr=seq, each actor once"
            raise typer.BadParameter(f"--assign: {quoted(entry)} does not fit; {way}")
        pairs[mover] = concept
    return pairs


def _no_csv(command: str, format: Format) -> None:
    if format is Format.csv:
        raise typer.BadParameter(f"{command} answers in sentences, not in rows; use table, md or json")


def _json(title: str | None, scenario: str | None, data: dict[str, Any]) -> str:
    from countermove import __version__

    return json.dumps({"countermove": __version__, "case": {"title": title, "scenario": scenario}, **data})


def _table(table: Table, format: Format, output: str | None) -> str:
    from countermove.report import table as layout

    if format is Format.csv:
        return layout.as_csv(table)
    return layout.as_markdown(table) if format is Format.md else layout.as_text(table, *screen(output))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; its exit status: 0 done, 1 case or question wrong, 2 usage, 3 our fault."""
    try:
        status = app(args=list(arguments), prog_name="countermove", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except BaseException as fault:
        return _failed(fault)


def _failed(fault: BaseException) -> int:
    """Say what went wrong; the exit status that tells it."""
    match fault:
        case CountermoveError():
            say(str(fault))
            return 1
        case MemoryError():
            say("there is not enough memory for so many states; rule combinations out under impossible:")
            return 1
        case KeyboardInterrupt() | typer.Abort():
            say("interrupted")
            return 130
    show_usage = getattr(fault, "show", None)
    if show_usage is not None:
        show_usage()
        return int(getattr(fault, "exit_code", 2))
    if os.environ.get("COUNTERMOVE_TRACEBACK"):
        import traceback

        say("".join(traceback.format_exception(fault)).rstrip())
    what = " ".join(f"{type(fault).__name__}: {fault}".split())
    say(f"a fault of countermove, not of your case: {what}; COUNTERMOVE_TRACEBACK=1 shows where it arose")
    return 3


def main() -> None:
    """The entry point of the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))
