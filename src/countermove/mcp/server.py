"""The server: its tools, resources and prompt, over standard input and output."""

from __future__ import annotations

from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, InputRequiredResult
from pydantic import ValidationError

from countermove import __version__
from countermove.errors import did_you_mean, quoted
from countermove.mcp.asking import Asker, refusal
from countermove.mcp.folder import Folder
from countermove.mcp.resources import add_prompt, add_resources
from countermove.mcp.tools import add_tools
from countermove.requests.contract.worker import Workers

__all__ = ["run", "server_for"]

INSTRUCTIONS = """\
countermove computes which outcomes of a conflict or negotiation are stable, why, and what would change them (the Graph
Model for Conflict Resolution with decision rules). Write the dispute as a case (case_schema says how; check_case says
what is wrong), then call solve. Preferences are what everything rests on: ask the person about each one. Report only
what the tools return, and name what it rests on.
"""


def _about(properties: dict[str, Any], place: str) -> str:
    """What a tool says of an argument."""
    return str(properties.get(place.partition(".")[0], {}).get("description", ""))


class Server(MCPServer[Any]):
    """A server whose tools answer a wrong argument with our own words."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; unknown tools, unknown and wrong arguments are answered with what is wrong and the way out."""
        tools = {tool.name: tool for tool in await self.list_tools()}
        if name not in tools:
            return refusal(f"there is no tool {quoted(name)}", did_you_mean(name, tools))
        known = tools[name].input_schema.get("properties", {})
        # The library passes arguments over that a tool does not have; a misspelt one would have no effect.
        if unknown := sorted(set(arguments) - set(known)):
            return refusal(f"{name} takes no argument {quoted(unknown[0])}", did_you_mean(unknown[0], known), unknown[0])
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as fault:
            if not isinstance(fault.__cause__, ValidationError):
                raise
            first = fault.__cause__.errors(include_url=False, include_context=False)[0]
            place = ".".join(map(str, first["loc"]))
            message = f"{quoted(place)} {first['msg'].removeprefix('Input ')}"
            return refusal(message, _about(known, place), place)


def server_for(workers: Workers, folder: Folder | None = None) -> MCPServer[Any]:
    """The server; `folder` is where its tool `report` may write, None where it may not."""
    server = Server(
        "countermove", title="countermove", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING",
        subscriptions=False,
    )  # fmt: skip
    add_tools(server, Asker(workers), folder)
    add_resources(server)
    add_prompt(server)
    return server


def run(folder: str | None = None) -> None:
    """Serve over standard input and output until the client ends; raises `QuestionError` for a folder that is not there."""
    place = None if folder is None else Folder(folder)
    with Workers() as workers:
        server_for(workers, place).run("stdio")
