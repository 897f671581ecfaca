"""Verdicts with answers of bounded length, in sentences."""

from __future__ import annotations

from cases import case_of
from countermove.explanation import explain
from countermove.game.searched import searched_game
from countermove.views.explanation.explanation import search_sentences

CASE = searched_game(
    case_of(
        actors={
            "ann": {"options": {"go": {"name": "Go"}}, "prefers": ["not bob.stop", "go"]},
            "bob": {"options": {"stop": {"name": "Stop"}}, "prefers": ["stop iff ann.go"]},
        },
        bodies={"both": {"members": ["ann", "bob"], "decides": "majority", "options": {"end": {"name": "End"}}}},
        status_quo=[],
    )
)


def said(concept: str, depth: int = 3) -> str:
    verdicts = [explain(CASE, CASE.at(0), mover.id, concept, depth=depth) for mover in CASE.movers]
    return "\n".join(search_sentences(verdicts))


def test_a_gain_and_its_answer() -> None:
    text = said("seq")
    assert text.split("\n") == [
        "The status quo: no option is taken.",
        "SEQ asks: Can the others answer every improvement by moves that they gain by? "
        "Answers of at most 3 moves were tried; --depth tries longer ones.",
        "The state is stable for Bob and Both: none of their moves is an improvement.",
        "The state is stable for Ann: the only improvement has an answer.",
        '  Improvement: Ann chooses "Go", which makes this true: "Go" (statement 2).',
        '    Credible answer: Bob chooses "Stop".',
    ]


def test_under_nash_there_are_no_answers_and_no_bound() -> None:
    text = said("nash")
    assert "Every move was tried." in text
    assert "The state is not stable for Ann: there is 1 improvement." in text
    assert "nswer" not in text


def test_what_is_not_shown_is_not_denied() -> None:
    alone = searched_game(case_of(actors={"ann": {"options": {"go": {}}, "prefers": ["go"]}}))
    text = "\n".join(search_sentences([explain(alone, alone.at(0), "ann", "seq", depth=1)]))
    assert "It is not known whether the state is stable for Ann.\n" in text
    assert "For the only improvement, no answer of at most 1 move was found. A longer one may exist.\n" in text
    assert "    No answer of at most 1 move was found." in text


def test_a_counter_move_is_spoken_of() -> None:
    assert '    Answer, at any cost: Bob chooses "Stop"; no further move of Ann helps.' in said("smr")
