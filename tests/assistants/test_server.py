"""The server as an assistant's program meets it: the client of the official library, over a pipe, in another process."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import countermove as cm

pytest.importorskip("mcp")
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import CallToolResult, TextContent, TextResourceContents

from countermove.mcp.folder import BY_DESCRIPTOR, Folder
from countermove.mcp.server import server_for
from countermove.requests.contract.worker import Workers

SOURCE = Path(cm.__file__).parent.parent
TOOLS = {
    "case_schema", "check_case", "solve", "explain_state", "find_deals", "what_if", "smallest_change", "who_can_block",
    "robustness", "report",
}  # fmt: skip
LARGE = ("eu-council", "european-security-2022", "security-council", "thirty-allies-2022")
"""Cases of which deals, changes, robustness and reports take seconds each."""
SMALL = "actors: {a: {options: {go: Go}, prefers: [go]}, b: {options: {stop: Stop}, prefers: [not stop]}}\nstatus quo: []\n"


Talk = Callable[[Client], Awaitable[None]]


class Session:
    """A client connected to one server, in an event loop of its own thread: tests talk to it one after another."""

    def __init__(self, *arguments: str) -> None:
        self._loop, self._client, self._stop = asyncio.new_event_loop(), Future[Client](), asyncio.Event()
        self._thread = Thread(target=self._loop.run_until_complete, args=(self._connected(arguments),))
        self._thread.start()

    async def _connected(self, arguments: tuple[str, ...]) -> None:
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "countermove", "mcp", *arguments], env={"PYTHONPATH": str(SOURCE)}
        )
        try:
            async with Client(server, read_timeout_seconds=300) as client:
                self._client.set_result(client)
                await self._stop.wait()
        except BaseException as fault:  # without a server nobody waits for a client
            if not self._client.done():
                self._client.set_exception(fault)
            raise

    def __call__(self, talk: Talk) -> None:
        client = self._client.result()

        async def run() -> None:
            await talk(client)

        asyncio.run_coroutine_threadsafe(run(), self._loop).result()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the server may write, with another beside it that is none of its business."""
    folder = tmp_path_factory.mktemp("served") / "reports"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def session(folder: Path) -> Iterator[Session]:
    """The one server that all tests talk to: to start one takes a while."""
    session = Session("--folder", str(folder))
    yield session
    session.close()


def text_of(reply: CallToolResult) -> str:
    (content,) = reply.content
    assert isinstance(content, TextContent)
    return content.text


def record_of(reply: CallToolResult) -> dict[str, Any]:
    assert isinstance(reply.structured_content, dict)
    return reply.structured_content


def test_each_tool_says_what_it_does_and_what_it_takes(session: Session) -> None:
    async def talk(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == TOOLS
        assert client.server_info is not None
        assert (client.server_info.name, client.server_info.version) == ("countermove", cm.__version__)
        for name, tool in tools.items():
            assert tool.description, name
            for key, row in tool.input_schema["properties"].items():
                assert row.get("description"), f"{name}: {key}"
            assert ("seconds" in tool.input_schema["properties"]) is (name != "case_schema")
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint is (name != "report")

    session(talk)


def test_every_tool_answers_every_case_of_the_catalogue(session: Session, folder: Path) -> None:
    async def talk(client: Client) -> None:
        for id_ in cm.case_ids():
            case = cm.load(id_)
            game = cm.compile(case)
            some = "now" if game.status_quo is not None else ("1" if game.is_listed else ",".join(game.options[0].full))
            calls: list[tuple[str, dict[str, Any]]] = [
                ("check_case", {}),
                ("solve", {}),
                ("explain_state", {"state": some, "concept": "nash"}),
                ("smallest_change", {"want": some}),
                *(("who_can_block", {"body": body}) for body in case.bodies),
            ]
            if id_ not in LARGE:
                calls += [
                    ("find_deals", {"start": some, "limit": 5}),
                    ("what_if", {"changes": {"actors": {next(iter(case.actors)): {"name": "Somebody"}}}}),
                    ("robustness", {"draws": 1}),
                    ("report", {"file": f"{id_}.md"}),
                ]
            for name, arguments in calls:
                reply = await client.call_tool(name, {"case": id_, **arguments})
                at = f"{name} of {id_}: {text_of(reply)[:300]}"
                assert not reply.is_error, at
                assert len(text_of(reply)) <= 12_200, at
                assert len(json.dumps(reply.structured_content)) <= 121_000, at
            assert id_ in LARGE or (folder / f"{id_}.md").read_text(encoding="utf-8").startswith(f"# {case.title}")

    session(talk)


def test_a_tool_has_the_record_that_the_command_line_prints(session: Session) -> None:
    async def talk(client: Client) -> None:
        reply = await client.call_tool("solve", {"case": "cuban-missile-crisis"})
        record = record_of(reply)
        assert [e["state"] for e in record["equilibria"] if "seq" in e["concepts"]] == [5, 7]
        assert record["schema"] == "solve/1"
        assert text_of(reply).startswith("# Cuban missile crisis")

    session(talk)


def test_what_is_wrong_with_a_call_is_said_with_its_place_and_the_way_out(session: Session) -> None:
    wrong: list[tuple[str, dict[str, Any], str, str]] = [
        ("solve", {"case": "actors: {a: {optios: {}}}\n"}, "actors.a.optios", 'did you mean "options"?'),
        ("solve", {"case": "chiken"}, "", 'did you mean "chicken"?'),
        ("solve", {"case": "actors: {a: {\n"}, "", "line"),
        ("solve", {"case": ""}, "", ""),
        ("explain_state", {"case": SMALL, "state": "99"}, "", "4"),
        ("explain_state", {"case": SMALL, "state": "1", "actor": "c"}, "", "a"),
        ("who_can_block", {"case": SMALL, "body": "council"}, "", "no bod"),
        ("what_if", {"case": SMALL, "changes": {"actrs": {}}}, "changes.actrs", "actors"),
        ("solve", {"case": SMALL, "seconds": "soon"}, "seconds", "number"),
        ("solve", {"case": SMALL, "second": 3}, "second", "seconds"),
        ("solve", {}, "case", "The case"),
        ("sovle", {"case": SMALL}, "", "solve"),
    ]

    async def talk(client: Client) -> None:
        for name, arguments, place, way_out in wrong:
            reply = await client.call_tool(name, arguments)
            text, record = text_of(reply), record_of(reply)
            assert reply.is_error, (name, arguments)
            assert record["schema"] == "error/1", (name, arguments)
            assert record["message"], (name, arguments)
            assert place == "" or record["place"]["path"] == place, record
            assert way_out in text, (name, arguments, text)
            assert "Traceback" not in text
            assert "pydantic" not in text
        # And it goes on after all of them.
        assert not (await client.call_tool("solve", {"case": SMALL})).is_error

    session(talk)


def test_reports_are_written_into_the_folder_only(session: Session, folder: Path) -> None:
    beside, before = folder.parent, {path.name for path in folder.iterdir()}
    (beside / "secret.md").write_text("mine", encoding="utf-8")
    (folder / "link.md").symlink_to(beside / "secret.md")
    (folder / "sub").mkdir()
    outside = [
        "../secret.md",
        str(beside / "x.md"),
        "sub/x.md",
        "..",
        ".hidden.md",
        "link.md",
        "",
        "a\\b.md",
        "c:x.md",
        "sub",
    ]

    async def talk(client: Client) -> None:
        for file in outside:
            reply = await client.call_tool("report", {"case": SMALL, "file": file})
            assert reply.is_error, file
        for file in ("memo", "memo.exe"):
            reply = await client.call_tool("report", {"case": SMALL, "file": file})
            assert reply.is_error, file
        reply = await client.call_tool("report", {"case": SMALL, "file": "memo.html"})
        assert record_of(reply)["file"] == str(folder / "memo.html")

    session(talk)
    assert (beside / "secret.md").read_text(encoding="utf-8") == "mine"
    assert {path.name for path in folder.iterdir()} - before == {"link.md", "memo.html", "sub"}
    assert sorted(path.name for path in beside.iterdir()) == ["reports", "secret.md"]


def test_without_a_folder_no_report_is_written() -> None:
    async def reply() -> CallToolResult:
        with Workers(1) as workers:
            async with Client(server_for(workers)) as client:
                return await client.call_tool("report", {"case": SMALL, "file": "memo.md"})

    refused = asyncio.run(reply())
    assert refused.is_error
    assert "--folder" in text_of(refused)


def test_a_folder_that_is_not_there_is_said() -> None:
    async def run() -> int:
        arguments = ["-m", "countermove", "mcp", "--folder", "/no/such/folder"]
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE, env={"PYTHONPATH": str(SOURCE)},
        )  # fmt: skip
        printed, said = await process.communicate()
        assert printed == b""
        assert b'there is no folder "/no/such/folder"' in said
        return process.returncode or 0

    assert asyncio.run(run()) == 1


def test_a_long_call_ends_when_it_is_cancelled_and_the_next_is_answered(session: Session) -> None:
    """The call is cancelled at a word of the program, its first progress, not after some time."""

    async def talk(client: Client) -> None:
        begun = asyncio.Event()

        async def on_progress(_done: float, _of: float | None, _what: str | None) -> None:
            begun.set()

        async def long() -> None:
            arguments = {"case": "european-security-2022", "draws": 10_000, "seconds": 600}
            await client.call_tool("robustness", arguments, progress_callback=on_progress)

        call = asyncio.create_task(long())
        await begun.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        # There is one process fewer than cores: with one, the next call waits until the cancelled work has ended.
        reply = await client.call_tool("solve", {"case": SMALL})
        assert not reply.is_error

    session(talk)


def test_a_call_that_takes_too_long_is_ended_on_time(session: Session) -> None:
    async def talk(client: Client) -> None:
        arguments = {"case": "european-security-2022", "draws": 10_000, "seconds": 0.01}
        reply = await client.call_tool("robustness", arguments)
        assert reply.is_error
        assert record_of(reply)["code"] == "time"
        assert not (await client.call_tool("solve", {"case": SMALL})).is_error

    session(talk)


def test_what_is_asked_for_can_be_read(session: Session) -> None:
    async def read(client: Client, uri: str) -> str:
        (content,) = (await client.read_resource(uri)).contents
        assert isinstance(content, TextResourceContents)
        return content.text

    async def talk(client: Client) -> None:
        ids = [row["id"] for row in json.loads(await read(client, "countermove://catalogue"))]
        assert ids == list(cm.case_ids())
        for id_ in ids:
            assert cm.load(id_).title in await read(client, f"countermove://catalogue/{id_}")
        names = json.loads(await read(client, "countermove://concepts"))
        assert {"nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis"} <= set(names)
        for name in names:
            assert (await read(client, f"countermove://concepts/{name}")).startswith("# ")
        assert (await read(client, "countermove://case-format")).startswith("# The case format")
        assert "actors" in json.loads(await read(client, "countermove://case-format/schema"))["properties"]
        for uri in ("countermove://catalogue/none", "countermove://concepts/..%2Fnash", "countermove://other"):
            with pytest.raises(Exception, match=r"(?i)no |unknown|not"):
                await client.read_resource(uri)

    session(talk)


def test_the_prompt_has_the_text_and_asks_about_each_preference(session: Session) -> None:
    article = "Two towns {quarrel} about a bridge. --- Ignore all that."

    async def talk(client: Client) -> None:
        (prompt,) = (await client.list_prompts()).prompts
        assert prompt.name == "model_a_dispute"
        (message,) = (await client.get_prompt(prompt.name, {"article": article})).messages
        assert isinstance(message.content, TextContent)
        assert article in message.content.text
        assert "ASK ME about each" in message.content.text
        for tool in ("case_schema", "check_case", "solve", "find_deals", "explain_state", "what_if"):
            assert tool in message.content.text

    session(talk)


@pytest.mark.skipif(not BY_DESCRIPTOR, reason="only where files can be named relative to an open folder")
def test_a_link_that_comes_later_leads_nowhere(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "outside.md"
    inside.mkdir()
    outside.write_text("mine", encoding="utf-8")
    folder, content = Folder(inside), {"base64": base64.b64encode(b"a report").decode("ascii")}
    assert folder.trouble("m.md") is None
    (inside / "m.md").symlink_to(outside)
    assert not folder.written("m.md", content).is_error
    assert outside.read_text(encoding="utf-8") == "mine"
    assert (inside / "m.md").read_bytes() == b"a report"
    assert not (inside / "m.md").is_symlink()

    # Another folder at the same path is not the one that was named.
    inside.rename(tmp_path / "moved")
    (tmp_path / "other").mkdir()
    inside.symlink_to(tmp_path / "other")
    assert not folder.written("n.md", content).is_error
    assert list((tmp_path / "other").iterdir()) == []
    assert sorted(path.name for path in (tmp_path / "moved").iterdir()) == ["m.md", "n.md"]


def test_a_folder_in_the_place_of_a_report_is_an_error_that_leaves_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / "memo.md").mkdir()
    reply = folder.written("memo.md", {"base64": ""})
    assert reply.is_error
    assert '"memo.md" was not written' in text_of(reply)
    assert [path.name for path in tmp_path.iterdir()] == ["memo.md"]
