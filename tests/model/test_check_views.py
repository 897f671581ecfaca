"""What is wrong with a view, without looking at the states."""

from __future__ import annotations

import io

import pytest

from countermove.io.cases import diagnose

CASE = """\
actors:
  usa: {options: {strike: Strike}, prefers: [ussr.talk]}
  ussr: {options: {talk: Talk}, prefers: [usa.strike]}
views: """


@pytest.mark.parametrize(
    ("view", "lines"),
    [
        ("{usa: {actors: {ussr: {prefers: [talk]}}, unaware: [ussr.talk], unseen: [talk]}}", []),
        (
            "{usa: {actors: {usa: {prefers: [strike]}}}}",
            [
                'case.yaml:4:24 views.usa.actors.usa: "usa" has a view of its own preferences; '
                "write what it prefers under actors.usa, or in a scenario [CM801]"
            ],
        ),
        (
            "{ussr: {about: Nothing}}",
            [
                'case.yaml:4:9 views.ussr: warning: the view of "ussr" says nothing; '
                "write actors:, unaware: or unseen:, or take it out [CM804]"
            ],
        ),
        (
            "{ussr: {unaware: [usa.strike, talk]}}",
            [
                'case.yaml:4:38 views.ussr.unaware[2]: warning: "ussr" does not know of its own option "talk"; '
                "it will never change it; is an option of somebody else meant? [CM805]"
            ],
        ),
        (
            "{ussr: {unaware: [usa.strik]}, usa: {actors: {france: {prefers: [strike]}}}}",
            [
                'case.yaml:4:26 views.ussr.unaware[1]: unknown option "usa.strik"; did you mean "strike"? [CM104]',
                'case.yaml:4:54 views.usa.actors.france: there is no actor "france"; known: "usa", "ussr" [CM107]',
            ],
        ),
        (
            "{nato: {unaware: [talk]}}",
            ['case.yaml:4:9 views.nato: there is no actor "nato"; known: "usa", "ussr" [CM107]'],
        ),
    ],
)
def test_findings_are_told_with_their_places_and_ways_out(view: str, lines: list[str]) -> None:
    found = diagnose(io.StringIO(CASE + view), "case.yaml")[1]
    assert [str(d) for d in found if d.code != "CM905"] == lines
