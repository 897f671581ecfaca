"""`mcp`: the program as tools for an assistant, over standard input and output."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["mcp"]

Folder = Annotated[
    str | None,
    typer.Option(metavar="FOLDER", help="The one folder that reports may be written to; default: none are written."),
]


def mcp(folder: Folder = None) -> None:
    """Serve an assistant, over the Model Context Protocol.

    It speaks over standard input and output until the assistant's program ends, which starts it by itself:
    name the command in its settings. All tools only read, but for one that writes reports into the folder.
    """
    from countermove.mcp import serve

    serve(folder)
