"""The program that all commands belong to, its own options, and the commands in the order of the help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Annotated

import typer

from countermove.io.files import deliver
from countermove.io.formats import endings

__all__ = ["all_commands", "app_for", "case_help"]

WRITTEN = {
    "read": "read", "new": "files", "check": "files", "show": "files",
    "compare": "compare",
    "plot": "plot", "report": "report", "convert": "files", "catalog": "files", "verify": "verify",
    "schema": "programs", "ask": "programs", "mcp": "mcp",
}  # fmt: skip
"""Commands that do more than ask one question, with the module here that has each."""
ORDER = (
    "read", "new", "check", "show", "states", "solve", "explain", "deals", "coalitions", "paths", "farsighted",
    "credibility", "winners", "perceptions", "power", "compare", "grade", "invert", "robust", "plot", "report", "convert",
    "verify", "catalog", "schema", "ask", "mcp",
)  # fmt: skip
"""The order of commands in the help: from a text to a case, its questions, and what is made of the answers."""


def case_help() -> str:
    """The line below the help of the program: how to name a case."""
    return f"CASE is a file ({endings('read')}) or the id of a bundled case (see: countermove catalog)."


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """The program with the commands that a command line may mean.

    Where it names a command, only this one is loaded, for the others would cost time; otherwise all are.
    """
    app = typer.Typer(
        name="countermove",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="Analyse a conflict: which outcomes are stable, why, and what would change them.",
        epilog=case_help(),
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    is_named = bool(arguments) and arguments[0] in ORDER
    names = [arguments[0]] if is_named else all_commands()
    for name in names:
        function = _command(name)
        # Without a text of its own, Click cuts the first sentence where the line ends.
        app.command(name, short_help=(function.__doc__ or "").partition("\n\n")[0])(function)
    return app


def all_commands() -> list[str]:
    """The commands in the order of the help; those of questions that are not in it come last."""
    from countermove.requests.door import all_questions

    others = [name for name, question in all_questions().items() if name not in ORDER and question.is_command]
    return [*ORDER, *others]


def _command(name: str) -> Callable[..., None]:
    """The function behind a command: written in a module here, or made from the request of its question."""
    if name in WRITTEN:
        function: Callable[..., None] = getattr(import_module(f"countermove.cli.{WRITTEN[name]}"), name)
        return function
    from countermove.cli.questions import command
    from countermove.requests.door import find

    return command(find(name))


def _print_version(wanted: bool) -> None:
    if wanted:
        from countermove import __version__

        deliver(f"countermove {__version__}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and exit."),
]


def _options(version: Version = False) -> None:
    """Take the options that stand before a command; `--version` has acted by then."""
