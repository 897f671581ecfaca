"""The picture of the path: its steps, its deal and its sentence against the game itself."""

from __future__ import annotations

import re
from random import Random

import pytest

import countermove as cm
from cases import case_of, random_case
from countermove.plots import alt_text, sentence
from countermove.plots.path import MOST_STEPS, PathToOutcome, path_figure
from countermove.plots.shown import Choice
from countermove.plots.style import page_of
from countermove.requests.documents.plot import RECORDS, Source
from plots.boxes import faults, texts
from reference_deals import DealModel
from sentences import number


def test_of_random_cases_length_ends_and_deal_are_so() -> None:
    n_drawn = n_deals = 0
    for seed in range(40):
        case = random_case(Random(seed), max_options=4, actors=(1, 3), coalesce=False)
        model, game = DealModel(case), cm.compile(case)
        if model.status_quo is None:
            continue
        record = RECORDS["path"](Source(case, game), Choice())
        if record.deal is None and (record.approach is None or not record.approach.steps):
            with pytest.raises(cm.QuestionError, match="no path to draw"):
                path_figure(record, Choice())
            continue
        said = sentence(path_figure(record, Choice()))
        n_drawn += 1
        n_deals += record.deal is not None
        check_sentence(model, record, said)
    assert n_drawn > 15
    assert n_deals > 3


def check_sentence(model: DealModel, record: PathToOutcome, said: str) -> None:
    match = re.match(r"(\w+) (improvement|move)s? leads? from today", said)
    approach, now = record.approach, model.status_quo
    assert now is not None
    assert bool(match) == (approach is not None and bool(approach.steps))
    if match:
        assert approach is not None
        reach = model.reachable_from(now)
        assert (match[2] == "improvement") == (approach.to.key in reach["improvements"])
        distances = shortest(model, now, match[2] == "improvement")
        assert number(match[1]) == distances[approach.to.key]
    assert ("deal" in said) == (record.deal is not None)
    if record.deal is not None:
        assert record.deal.after == model.in_order(record.deal.before)[0]
        assert set(record.tempted) == set(model.tempted(record.deal.after))
        assert ("tempted" in said) == bool(record.tempted)


def shortest(model: DealModel, start: int, improving: bool) -> dict[int, int]:
    """How many moves, none of two in a row by one mover, lead to each state at least."""
    distances, front = {(start, ""): 0}, [(start, "")]
    while front:
        state, last = front.pop(0)
        for mover in model.movers:
            if mover != last:
                for after in model.ui(mover, state) if improving else model.um(mover, state):
                    if (after, mover) not in distances:
                        distances[after, mover] = distances[state, last] + 1
                        front.append((after, mover))
    least: dict[int, int] = {}
    for (state, _), steps in distances.items():
        least[state] = min(steps, least.get(state, steps))
    return least


def test_steps_stand_in_their_order_between_both_ends_and_the_deal_below() -> None:
    figure = cm.plot(cm.load("nile-dam-2021"), "path")
    text = " ".join(texts(figure))
    places = [
        text.index(words)
        for words in ("Today", "Ethiopia chooses", "Egypt chooses", "Sudan chooses", "Outcome 1", "A deal of")
    ]
    assert places == sorted(places)
    assert sentence(figure) in alt_text(figure)


@pytest.mark.parametrize("width", [390, 720])
def test_no_text_leaves_its_box(width: int) -> None:
    figure = cm.plot(cm.load("thirty-allies-2022"), "path", width=width)
    assert faults(figure) == []
    assert "17 improvements lead from today" in sentence(figure)


def test_a_long_path_is_cut_and_says_how_much_is_left_out() -> None:
    names = [f"a{k}" for k in range(MOST_STEPS + 3)]
    actors = {name: {"options": {"go": {"name": f"Go {name}"}}, "prefers": ["go"]} for name in names}
    figure = cm.plot(case_of(actors=actors, **{"status quo": []}), "path")
    assert "three more steps" in " ".join(texts(figure))
    assert faults(figure) == []


def test_a_case_in_which_nothing_moves_is_refused() -> None:
    with pytest.raises(cm.QuestionError, match="the first outcome is where things stand today, so there is no path to draw"):
        cm.plot(cm.load("north-korea-2017"), "path", theme=page_of("dark").theme.id)
