"""Other readers: what they return is taken only where it stands in the text; a real local server answers in many ways."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from countermove.reader.evidence import evidence_of
from countermove.reader.models import AdapterError, HttpAdapter, checked, with_adapter
from countermove.reader.read import read_article

READING = read_article(b"Kenya spurned the of-fer of Uganda, and the lake stayed calm on that day.", "a.txt")
GOOD = {"kind": "event", "quote": "the offer of Uganda", "type": "agree", "source": ["UGA"], "target": ["KEN"]}
BAD: list[Any] = [
    {**GOOD, "quote": "Kenya attacked Uganda"},
    {**GOOD, "quote": ""},
    {**GOOD, "type": "love"},
    {**GOOD, "source": ["Uganda the Great"]},
    {**GOOD, "source": 5},
    {**GOOD, "status": "certain"},
    {**GOOD, "kind": "preference"},
    {"kind": "option-hint", "quote": "spurned", "act": "dream", "actors": ["KEN"]},
    {"kind": "date", "quote": "that day", "value": "soon"},
    "Kenya",
    None,
]


@contextmanager
def server(body: bytes, status: int = 200, wait: float = 0.0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that answers every request with a body, after a while."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append({"path": self.path, "key": self.headers.get("Authorization"), **json.loads(content)})
            time.sleep(wait)
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass

        def log_message(self, *_: Any) -> None:
            pass

    found = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{found.server_port}/v1", asked
    finally:
        found.shutdown()
        thread.join()
        found.server_close()


def answer(items: Any, fence: bool = False) -> bytes:
    content = json.dumps({"items": items})
    return json.dumps({"choices": [{"message": {"content": f"```json\n{content}\n```" if fence else content}}]}).encode()


@pytest.mark.parametrize("head", ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"])
def test_a_server_that_sends_a_byte_now_and_then_is_not_waited_for(head: str) -> None:
    """Each byte comes within the timeout; the answer does not. Were it waited for, 40 bytes would come."""
    sent = 0
    with socket.create_server(("127.0.0.1", 0)) as door:

        def drip() -> None:
            nonlocal sent
            line, _ = door.accept()
            with line, contextlib.suppress(OSError):
                line.sendall(head.encode())
                for _ in range(40):
                    line.sendall(b"x" if head.endswith("\r\n\r\n") or not head else b"X: y\r\n")
                    sent += 1
                    time.sleep(0.1)

        thread = threading.Thread(target=drip)
        thread.start()
        with pytest.raises(AdapterError, match=r"no answer within 0\.5 seconds"):
            HttpAdapter(f"http://127.0.0.1:{door.getsockname()[1]}/v1", "small", 0.5).suggest("a text")
        thread.join()
    assert sent < 40


def test_what_stands_in_somebodys_speech_is_no_claim_of_the_author() -> None:
    reading = read_article(b"Kenya waited. Uganda said that it would close the border, and the day went on.", "a.txt")
    entry = {"kind": "event", "quote": "would close", "type": "threaten", "source": ["UGA"], "target": ["KEN"]}
    hint = {"kind": "option-hint", "quote": "close the border,", "act": "do", "actors": ["UGA"]}
    told = {**entry, "quote": "waited", "voice": ["KEN"]}
    own = {**entry, "quote": "Kenya waited"}
    found = checked(reading, "a", [entry, hint, told, own], "m").items
    assert [item.voices for item in found] == [("UGA",), ("UGA",), ("KEN",), ("author",)]


@pytest.mark.parametrize("fence", [False, True])
def test_a_good_answer_is_taken_and_marked(fence: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERMOVE_API_KEY", "key")
    with server(answer([GOOD, *BAD], fence)) as (url, asked):
        found, refused = with_adapter(evidence_of(READING), READING, HttpAdapter(url, "small"))
    (item,) = [i for i in found.items if i.reader != "rules"]
    assert refused == len(BAD)
    assert (item.reader, item.words, item.fields["source"]) == ("model small", "the offer of Uganda", ["UGA"])
    assert (asked[0]["path"], asked[0]["key"], asked[0]["model"]) == ("/v1/chat/completions", "Bearer key", "small")
    assert json.loads(asked[0]["messages"][1]["content"]) == {"text": READING.text.text}


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b"not json", 200, "is not JSON"),
        (b"{}", 200, "not the JSON that was asked for"),
        (answer(5), 200, "no list of items"),
        (
            json.dumps({"choices": [{"message": {"content": "Sure! Here you go"}}]}).encode(),
            200,
            "not the JSON that was asked for",
        ),
        (b"busy", 503, "status 503"),
    ],
)
def test_bad_answers_are_told(body: bytes, status: int, message: str) -> None:
    with server(body, status) as (url, _), pytest.raises(AdapterError, match=message):
        HttpAdapter(url, "m").suggest("text")


def test_a_slow_server_is_not_waited_for() -> None:
    with server(answer([]), wait=0.5) as (url, _), pytest.raises(AdapterError, match="no answer within"):
        HttpAdapter(url, "m", timeout=0.1).suggest("text")


@pytest.mark.parametrize("url", ["ftp://x/v1", "localhost", "http://127.0.0.1:1/v1", "http://127.0.0.1:99999/v1"])
def test_what_cannot_be_reached_is_told(url: str) -> None:
    with pytest.raises(AdapterError):
        HttpAdapter(url, "m", timeout=1).suggest("text")


def reply(content: Any) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


@pytest.mark.parametrize(
    "body",
    [
        reply(None), reply(["a"]), reply(""), reply("[" * 100_000), b"[" * 100_000, b"null", b'{"choices": []}',
        b'{"choices": [{"message": {"refusal": "no"}}]}',
    ],
)  # fmt: skip
def test_an_answer_without_what_was_asked_for_is_one_error_of_the_adapter(body: bytes) -> None:
    with server(body) as (url, _), pytest.raises(AdapterError, match="the answer is not"):
        HttpAdapter(url, "m", 5).suggest("Text.")


@pytest.mark.parametrize("url", ["http://[::1", "http://host:port", "http://host:99999", "ftp://host", "http://", "", "x"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(AdapterError, match="this is no address; one begins with http"):
        HttpAdapter(url, "m").suggest("Text.")


@pytest.mark.parametrize("timeout", [float("inf"), float("nan"), 0.0, -1.0, 1e300])
def test_a_time_limit_is_a_number_of_seconds(timeout: float) -> None:
    with pytest.raises(AdapterError, match="the time limit is"):
        HttpAdapter("http://127.0.0.1:9", "m", timeout).suggest("Text.")


@pytest.mark.parametrize(
    "url",
    [
        "http://ann:secret@127.0.0.1:9/v1",
        "ftp://ann:secret@host",
        "http://ann:secret@host:x/v1",
        "ann:secret@host/v1",
        "http://ann:se/secret@host/v1",
        "http://ann:s?secret@host/v1",
        "http://ann:s\nsecret@host/v1",
        "http://127.0.0.1:9/v1?key=secret",
    ],
)
def test_a_password_in_an_address_is_never_shown(url: str) -> None:
    with pytest.raises(AdapterError) as caught:
        HttpAdapter(url, "m", 5).suggest("Text.")
    assert "secret" not in str(caught.value)
