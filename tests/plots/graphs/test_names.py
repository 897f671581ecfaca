"""A box says what a state is: its label, what is done, or its number."""

from __future__ import annotations

import countermove as cm
from cases import case_of
from countermove.plots.graphs.names import MOST_LINES, WIDE, box_words, cut
from plots.boxes import listed

ACTORS = {
    "ann": {"name": "Ann", "options": {"go": "Go", "pay": "Pay", "arm": "Arm"}, "prefers": ["go"]},
    "bob": {"options": {"talk": "Talk"}},
}


def test_states_are_told_by_label_then_by_what_is_done() -> None:
    labels = {"peace": {"name": "Peace at last", "options": ["go", "talk"]}}
    game = cm.compile(case_of(actors=ACTORS, status_quo=["arm"], labels=labels))
    keys = [game.state(text).key for text in ("now", "go,talk", "go,pay", "nothing")]
    boxes = box_words(game, keys)
    assert [words.lines for words in boxes.words] == [
        ("Today", "(5)"), ("Peace at last", "(10)"), ("Go", "Pay", "(4)"), ("nothing is done", "(1)"),
    ]  # fmt: skip
    assert [words.bold for words in boxes.words] == [1, 1, 0, 0]
    assert boxes.note == "In a box: the options taken, in the colour of their owner."


def test_where_too_much_is_done_boxes_say_what_differs_from_today() -> None:
    game = cm.compile(case_of(actors=ACTORS, status_quo=["go", "pay", "arm"]))
    boxes = box_words(game, [game.state("go,pay,arm,talk").key, game.state("pay,arm").key])
    assert [words.lines[:-1] for words in boxes.words] == [("Talk",), ("not Go",)]
    assert boxes.note == "In a box: what differs from today, in the colour of its owner."


def test_of_many_options_the_first_are_told_and_the_others_counted() -> None:
    game = cm.compile(case_of(actors=ACTORS))
    (words,) = box_words(game, [game.state("go,pay,arm,talk").key]).words
    assert words.lines == ("Go", "Pay", "and 2 more", "(16)")
    assert len(words.lines) == MOST_LINES + 1


def test_of_many_states_those_without_a_label_have_their_number() -> None:
    game = cm.compile(case_of(actors=ACTORS))
    assert [words.lines for words in box_words(game, range(13)).words] == [(str(k + 1),) for k in range(13)]


def test_listed_states_go_by_name_and_id() -> None:
    assert [words.lines for words in box_words(listed(), [0, 1]).words] == [
        ("Calm", "(calm)"), ("Embargo", "(embargo, today)"),
    ]  # fmt: skip


def test_long_texts_are_cut_between_words_and_say_so() -> None:
    assert cut(["one", "two"], 2, 100.0) == ["one", "two"]
    assert cut(["one", "two words", "three"], 2, 45.0) == ["one", "two …"]
    long = case_of(actors={"ann": {"options": {"go": "Send " + "very " * 40 + "much"}}})
    (words,) = box_words(cm.compile(long), [1]).words
    assert words.lines[2].endswith(" …")
    assert words.width <= WIDE + 9
