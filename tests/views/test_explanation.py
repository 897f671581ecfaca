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
    assert "The state (the status quo) in which nobody does anything." in text
    assert "Bob and Both have no move to anything better, and would stay." in text
    assert "Ann would stay: its gain is undone." in text
    assert 'Ann could gain: it takes "Go" (wins line 2 (go)).' in text
    assert 'But it would be undone: Bob takes "Stop"; in its own interest.' in text
    assert "Answers of at most 3 moves were looked for, no mover twice in a row; --depth looks further." in text


def test_under_nash_there_are_no_answers_and_no_bound() -> None:
    text = said("nash")
    assert "Every move was looked at." in text
    assert "Ann would move on: it has 1 gain." in text
    assert "bound" not in text


def test_what_is_not_shown_is_not_denied() -> None:
    alone = searched_game(case_of(actors={"ann": {"options": {"go": {}}, "prefers": ["go"]}}))
    text = "\n".join(search_sentences([explain(alone, alone.at(0), "ann", "seq", depth=1)]))
    assert "Ann is not shown to stay: to its one gain no answer of at most 1 move was found. A longer one may" in text
    assert "No answer within the bound undoes it." in text


def test_a_counter_move_is_spoken_of() -> None:
    assert "whatever it costs, and no further move would help" in said("smr")
