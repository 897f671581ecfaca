"""The server: its tools, resources and prompt, over standard input and output."""

from __future__ import annotations

from typing import Any

from mcp.server import MCPServer

from countermove import __version__
from countermove.mcp.asking import Asker
from countermove.mcp.folder import Folder
from countermove.mcp.resources import add_prompt, add_resources
from countermove.mcp.tools import add_tools
from countermove.requests.worker import Workers

__all__ = ["serve", "server_for"]

INSTRUCTIONS = """\
countermove computes which outcomes of a conflict or negotiation are stable, why, and what would change them (the Graph
Model for Conflict Resolution with decision rules). Write the dispute as a case (case_schema says how; check_case says
what is wrong), then call solve. Preferences are what everything rests on: ask the person about each one. Report only
what the tools return, and name what it rests on.
"""


def server_for(workers: Workers, folder: Folder | None = None) -> MCPServer[Any]:
    """The server; `folder` is where its tool `report` may write, None where it may not."""
    server: MCPServer[Any] = MCPServer(
        "countermove", title="countermove", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING",
        subscriptions=False,
    )  # fmt: skip
    add_tools(server, Asker(workers), folder)
    add_resources(server)
    add_prompt(server)
    return server


def serve(folder: str | None = None) -> None:
    """Serve over standard input and output until the client ends; raises `QuestionError` for a folder that is not there."""
    place = None if folder is None else Folder(folder)
    with Workers() as workers:
        server_for(workers, place).run("stdio")
