"""One request from a tool: run in a process of its own, with progress, ended on time or when the call is cancelled."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult, TextContent

from countermove.requests.contract.worker import Workers

__all__ = ["Asker", "for_assistants", "refusal", "refused", "replied", "shortened"]

MOST_TEXT = 12_000
"""Characters of text in one reply: some three pages, and an assistant has to read all of them."""
MOST_RECORD = 120_000
"""Characters of a record as JSON in one reply; of a longer one its longest parts are left out, and named."""
TOOLS = {
    "check": "check_case", "solve": "solve", "explain": "explain_state", "deals": "find_deals", "compare": "what_if",
    "invert": "smallest_change", "power": "who_can_block", "robust": "robustness", "report": "report",
}  # fmt: skip
"""The tool for each command that a text may name."""
ARGUMENTS = {"from": "start", "for": "actor"}
"""Arguments of tools that have another name than the option of the command line."""
_COMMAND = re.compile(r"\bcountermove (\w+)")
_OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*)")


class Asker:
    """What sends the requests of tools to workers, and makes replies of their answers."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    async def ask(self, context: Context[Any, Any], request: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to a request; the work ends when the client cancels the call."""
        loop, sending = asyncio.get_running_loop(), set[asyncio.Task[None]]()

        def send(event: Mapping[str, Any]) -> None:
            task = loop.create_task(context.report_progress(event["done"], event["steps"], event["what"]))
            # The loop holds its tasks weakly.
            sending.add(task)
            task.add_done_callback(sending.discard)

        def on_progress(event: Mapping[str, Any]) -> None:
            # Called in a thread of the workers, which must not wait for a client that may be gone.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(send, event)

        job = self._workers.start(request, on_progress)
        try:
            # Shielded: the future of a job belongs to the workers, and a call that is cancelled ends the job in its own way.
            return await asyncio.shield(asyncio.wrap_future(job.future))
        finally:
            job.cancel()

    async def reply(self, context: Context[Any, Any], request: Mapping[str, Any]) -> CallToolResult:
        """The reply to a tool's call: the text that a person would read, and the record beside it."""
        return replied(await self.ask(context, {**request, "words": True}))


def replied(answer: Mapping[str, Any]) -> CallToolResult:
    """An answer as a reply: its text, bounded, and its record."""
    record = {key: value for key, value in answer.items() if key != "words"}
    if str(answer.get("schema", "")).startswith("error/"):
        return refused(record)
    text = for_assistants(str(answer.get("words", "")))
    if len(text) > MOST_TEXT:
        cut = text[:MOST_TEXT].rpartition("\n")[0]
        text = f"{cut}\n\n(Cut after {len(cut):,} of {len(text):,} characters; the record beside this has the rest.)"
    record = shortened(record)
    if left := record.get("left_out"):
        text += f"\n\n(Too long, and left out of the record: {', '.join(left)}; a smaller limit brings them back.)"
    if numbers := _numbers(answer):
        text += f"\n\n(For other tools: {numbers}.)"
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=record)


def _numbers(answer: Mapping[str, Any]) -> str:
    """Which states the outcomes of a brief are: their numbers in it are places in its list, and name no state."""
    briefing = answer.get("briefing") or {}
    states = [outcome["equilibrium"]["state"] for outcome in briefing.get("outcomes", ())]
    return ", ".join(f"outcome {k} is state {state}" for k, state in enumerate(states, 1) if state is not None)


def shortened(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record of at most `MOST_RECORD` characters: its longest parts are left out, and named under ``left_out``.

    >>> shortened({"schema": "states/1", "rows": ["a state"] * 20_000})
    {'schema': 'states/1', 'left_out': ['rows']}
    """
    sizes = {key: len(json.dumps(value)) for key, value in record.items()}
    left: list[str] = []
    while sum(sizes.values()) > MOST_RECORD:
        left.append(max(sizes, key=lambda key: sizes[key]))
        del sizes[left[-1]]
    kept = {key: value for key, value in record.items() if key in sizes}
    return {**kept, "left_out": left} if left else kept


def for_assistants(text: str) -> str:
    """A text with commands and options of the command line called by the tools and arguments that stand for them.

    >>> for_assistants("There are five more deals: countermove deals. 3 more states; --limit shows them.")
    'There are five more deals: the tool find_deals. 3 more states; limit shows them.'
    """
    named = _COMMAND.sub(lambda m: f"the tool {TOOLS[m[1]]}" if m[1] in TOOLS else m[0], text)
    return _OPTION.sub(lambda m: ARGUMENTS.get(m[1], m[1].replace("-", "_")), named)


def refused(error: Mapping[str, Any]) -> CallToolResult:
    """An error as a reply: where it is, what is wrong, the way out."""
    place = error.get("place") or {}
    where = place.get("path") or ""
    if place.get("line"):
        where = f"line {place['line']}, column {place['column']}" + (f" ({where})" if where else "")
    lines = [f"{where}: {error.get('message')}" if where else str(error.get("message"))]
    if error.get("hint"):
        lines.append(str(error["hint"]))
    return CallToolResult(
        content=[TextContent(type="text", text="\n".join(lines))], structured_content=dict(error), is_error=True
    )


def refusal(message: str, hint: str = "", argument: str | None = None) -> CallToolResult:
    """What is wrong with a call itself, as a reply; `argument`: which of its arguments is wrong."""
    place = None if argument is None else {"file": None, "line": None, "column": None, "path": argument}
    return refused({"schema": "error/1", "code": "question", "message": message, "place": place, "hint": hint})
