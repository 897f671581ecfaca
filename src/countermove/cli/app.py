"""The program that all commands belong to, and its own options."""

from __future__ import annotations

from typing import Annotated

import typer

from countermove.io.files import deliver
from countermove.io.formats import endings

__all__ = ["app", "case_help"]


def case_help() -> str:
    """What stands below the help of the program: what a case is called."""
    return f"CASE is a file ({endings('read')}) or the id of a case that comes along (see: countermove catalog)."


app = typer.Typer(
    name="countermove",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Which outcomes of a conflict hold, why, and what would change them.",
    epilog=case_help(),
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
