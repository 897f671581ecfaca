"""One request from a tool: run in a process of its own, with progress, ended on time or when the call is cancelled."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult, TextContent

from countermove.requests.contract.worker import Workers

__all__ = ["Asker", "refusal", "refused", "replied"]

MOST_TEXT = 12_000
"""Characters of text in one reply: some three pages, and an assistant has to read all of them."""
MOST_RECORD = 120_000
"""Characters of a record as JSON in one reply; a longer one is left out, and the reply says how to ask for less."""


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
    text = str(answer.get("words", ""))
    if len(text) > MOST_TEXT:
        cut = text[:MOST_TEXT].rpartition("\n")[0]
        text = f"{cut}\n\n(Cut after {len(cut):,} of {len(text):,} characters; the record beside this has the rest.)"
    if (size := len(json.dumps(record))) > MOST_RECORD:
        text += f"\n\n(The record has {size:,} characters and is left out; ask for fewer states with limit or where.)"
        record = {"schema": record.get("schema"), "left_out": f"{size} characters, over the limit of {MOST_RECORD}"}
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=record)


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
