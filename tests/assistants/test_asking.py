"""What becomes of an answer in a reply to an assistant: its words, its numbers, its bounds."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("mcp")
from mcp_types import CallToolResult, TextContent

from countermove.mcp.asking import MOST_RECORD, for_assistants, replied, shortened
from countermove.requests import handle


def text_of(reply: CallToolResult) -> str:
    (content,) = reply.content
    assert isinstance(content, TextContent)
    return content.text


def test_outcomes_of_a_brief_come_with_their_states() -> None:
    answer = handle({"request": "solve", "catalogue": "nile-dam-2021", "words": True})
    states = [outcome["equilibrium"]["state"] for outcome in answer["briefing"]["outcomes"]]
    assert states[0] == 22
    assert f"outcome 1 is state {states[0]}, outcome 2 is state {states[1]}" in text_of(replied(answer))


def test_ways_out_are_those_of_tools() -> None:
    assert for_assistants("more: countermove deals; --from STATE; --limit shows them") == (
        "more: the tool find_deals; start STATE; limit shows them"
    )
    assert for_assistants("a - b -- c, well-known, countermove") == "a - b -- c, well-known, countermove"
    answer = handle({"request": "solve", "catalogue": "nile-dam-2021", "words": True})
    text = text_of(replied(answer))
    assert "countermove deals" not in text
    assert "--" not in text.replace(":-", "").replace("-:", "").replace("---", "")


def test_a_long_record_loses_its_longest_parts_only() -> None:
    record = {"schema": "x/1", "short": 1, "long": ["y" * 100] * 2_000, "longer": ["z" * 100] * 3_000}
    kept = shortened(record)
    assert kept == {"schema": "x/1", "short": 1, "left_out": ["longer", "long"]}
    assert len(json.dumps(kept)) <= MOST_RECORD
    assert shortened({"schema": "x/1", "short": 1}) == {"schema": "x/1", "short": 1}
    reply = replied({**record, "words": "Said."})
    assert (
        text_of(reply) == "Said.\n\n(Too long, and left out of the record: longer, long; a smaller limit brings them back.)"
    )


def test_an_error_says_where_what_and_the_way_out() -> None:
    reply = replied(handle({"request": "what_if", "catalogue": "chicken", "changes": {"actrs": {}}}))
    assert reply.is_error
    assert text_of(reply).startswith("changes.actrs: ")
    assert "actors" in text_of(reply)
