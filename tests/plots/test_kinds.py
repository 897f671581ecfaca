"""Every kind of picture on every catalogue case, and on cases with awkward names."""

from __future__ import annotations

from typing import Any

import pytest
from matplotlib.figure import Figure

import countermove as cm
from catalogued import LARGE, LISTED
from countermove.plots import KINDS, find_kind, kinds_for, plot, rendered, svg
from countermove.plots.pictures import PICTURES
from plots.boxes import HOSTILE, LONG, WORD, faults, listed, named, texts

GRAPHS = {id_: cm.compile(cm.load(id_)) for id_ in LISTED}
NOTHING = ("evolution", "condorcet-committee")
"""Where no state holds there is no outcome to go to."""
PAIRS = [(kind.id, id_) for id_, graph in GRAPHS.items() for kind in kinds_for(graph) if (kind.id, id_) != NOTHING]


def test_the_table_of_names_is_the_table_of_kinds() -> None:
    assert [(kind.id, kind.label, kind.question, kind.reading) for kind in KINDS.values()] == [
        (picture.id, picture.label, picture.question, picture.reading) for picture in PICTURES
    ]


@pytest.mark.parametrize(("kind", "case"), PAIRS)
def test_no_text_is_on_another_or_cut_in_the_catalogue(kind: str, case: str) -> None:
    assert faults(plot(GRAPHS[case], kind)) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [LONG, WORD, HOSTILE, "x", "谈判代表" * 9, "مفاوضات السلام"])
def test_no_text_is_on_another_or_cut_whatever_the_names_are(kind: str, name: str) -> None:
    figure = plot(named(name), kind)
    assert faults(figure) == []
    assert svg(figure)


@pytest.mark.parametrize("kind", kinds_for(listed()), ids=lambda kind: kind.id)
def test_cases_that_list_their_states_have_pictures(kind: Any) -> None:
    for name in ("", LONG, HOSTILE):
        assert faults(plot(listed(name), kind.id)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_written_as_they_are(kind: str) -> None:
    """No mathematics, no markup: what is drawn is the name, broken into lines at most."""
    figure = plot(named(HOSTILE), kind)
    shown = "".join("".join(texts(figure)).split())
    assert "".join(HOSTILE.split()) in shown
    assert not any(text.get_parse_math() or text.get_usetex() for text in figure.axes[0].texts)
    written = svg(figure)
    assert "<script" not in written
    assert "&lt;script&gt;" in "".join(written.split())


def test_a_kind_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(cm.QuestionError, match='unknown picture "winers"; did you mean "winners"'):
        plot(GRAPHS["chicken"], "winers")
    with pytest.raises(cm.QuestionError, match="known: "):
        find_kind("q")
    assert find_kind(" Winners ").id == "winners"


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_a_case_without_something_to_show_is_refused(kind: Any) -> None:
    for graph in (listed(), GRAPHS["chicken"]):
        if kind in kinds_for(graph):
            assert isinstance(plot(graph, kind.id), Figure)
        else:
            with pytest.raises(cm.QuestionError):
                plot(graph, kind.id)


@pytest.mark.parametrize("case", LARGE)
def test_of_a_case_with_too_many_states_only_power_is_drawn_without_what_was_found(case: str) -> None:
    for kind in kinds_for(cm.load(case)):
        if kind.of_case:
            assert faults(plot(cm.load(case), kind.id)) == []
        else:
            with pytest.raises(cm.SizeError):
                plot(cm.load(case), kind.id)


def test_pictures_without_matplotlib_are_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.plots.needs.find_spec", lambda _: None)
    with pytest.raises(cm.QuestionError, match=r'pip install "countermove\[plots\]"'):
        plot(GRAPHS["chicken"], "winners")


@pytest.mark.parametrize("kind", [kind.id for kind in kinds_for(GRAPHS["security-council"])])
def test_the_same_picture_has_the_same_bytes(kind: str) -> None:
    for ending in ("svg", "png", "pdf"):
        once, again = (rendered(plot(GRAPHS["security-council"], kind), ending, 40) for _ in range(2))
        assert once == again
