"""Edits to the text of a case: only what they name changes, and the findings of the new text come with it."""

from __future__ import annotations

from typing import Any

from contract_requests import answered

CASE = """\
title: Talks                # a title
actors:
  usa:
    options:
      strike: Strike         # short
      talk: Talk
    prefers:
      - not strike           # first
      # the second
      - talk
  iran: {options: {stop: Stop, go: Go}}
"""


def edited(*edits: Any) -> dict[str, Any]:
    return answered({"request": "edit", "case": CASE, "edits": list(edits)})


def test_edits_are_made_in_their_order_and_comments_stay() -> None:
    answer = edited(
        {"set": ["title"], "value": "Peace"},
        {"insert": ["actors", "usa", "prefers", 1], "value": "iran.stop"},
        {"remove": ["actors", "usa", "prefers", 3]},
        {"remove": ["actors", "iran", "options", "go"]},
    )
    new = CASE.replace("Talks                #", "Peace                #")
    new = new.replace("      - not strike ", "      - iran.stop\n      - not strike ").replace(
        "      # the second\n      - talk\n", ""
    )
    assert answer["text"] == new.replace(", go: Go", "")
    assert (answer["errors"], answer["case"]["title"]) == (0, "Peace")


def test_an_edit_that_makes_the_case_wrong_is_an_answer_with_its_findings() -> None:
    answer = edited({"remove": ["actors", "usa", "options", "talk"]})
    assert "talk: Talk" not in answer["text"]
    assert [(f["code"], f["line"]) for f in answer["findings"] if f["severity"] == "error"] == [("CM104", 9)]


def test_an_edit_without_a_place_names_which_it_is() -> None:
    answer = edited({"set": ["title"], "value": "x"}, {"remove": ["actors", "ussr"]})
    assert (answer["schema"], answer["place"]["path"]) == ("error/1", "edits[2]")
    assert "actors.ussr" in answer["message"]


def test_edits_that_are_none() -> None:
    for wrong in ({"set": ["title"]}, {"remove": []}, {"remove": ["actors", 0]}, {"move": ["title"]}, {}):
        assert edited(wrong)["code"] == "request"
    assert edited()["text"] == CASE
