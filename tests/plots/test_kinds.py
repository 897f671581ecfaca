"""Every kind of picture on every catalogue case, and on cases with awkward names."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import countermove as cm
from catalogued import LARGE, LISTED
from countermove.plots import KINDS, alt_text, find_kind, kinds_for, rendered, sentence, svg
from countermove.plots.shown import Choice
from countermove.plots.style import COLOURS, page_of
from countermove.requests.documents.plot import RECORDS, Source
from plots.boxes import HOSTILE, LONG, WORD, crossings, faults, listed, named, texts

GRAPHS = {id_: cm.compile(cm.load(id_)) for id_ in LISTED}
TABLES = {id_: cm.equilibria(graph) for id_, graph in GRAPHS.items()}
NOTHING = (("evolution", "condorcet-committee"), ("path", "condorcet-committee"), ("path", "north-korea-2017"))
"""Where there is no equilibrium there is no outcome to go to, and where things stay as they are no path."""
PAIRS = [(kind.id, id_) for id_, graph in GRAPHS.items() for kind in kinds_for(graph) if (kind.id, id_) not in NOTHING]
PAGES = [page_of("light", 720), page_of("dark", 360)]
"""The widest column of a report, and a phone with a margin; light and dark pictures differ in colours alone (below)."""


def test_the_table_of_kinds_says_what_each_shows_and_is_drawn_from() -> None:
    assert list(KINDS) == [
        "outcomes",
        "tableau",
        "moves",
        "evolution",
        "path",
        "equilibria",
        "winners",
        "preferences",
        "power",
    ]
    for id_, kind in KINDS.items():
        assert kind.id == id_
        assert kind.label
        assert kind.question.endswith("?")
        assert kind.reading.endswith(".")
        assert kind.record in RECORDS
        assert set(kind.takes) <= {field.name for field in fields(Choice)}


@pytest.mark.parametrize(("kind", "case"), PAIRS)
def test_no_text_is_on_another_cut_small_or_pale_in_the_catalogue(kind: str, case: str) -> None:
    row = KINDS[kind]
    record = RECORDS[row.record](Source(GRAPHS[case].case, GRAPHS[case], TABLES[case]), Choice())
    for page in PAGES:
        figure = row.draw(record, Choice(page=page))
        assert faults(figure, page.width) == []
        assert crossings(figure) == 0
        assert alt_text(figure).startswith(sentence(figure))
        assert sentence(figure).endswith(".")
        assert " ".join(sentence(figure).split()) in " ".join(texts(figure))


@pytest.mark.parametrize("kind", KINDS)
def test_themes_differ_in_colours_alone_and_leave_actors_theirs(kind: str) -> None:
    light, dark = (cm.plot(TABLES["european-security-2022"], kind, theme=theme) for theme in ("light", "dark"))
    places = [[(t.get_text(), *t.get_position(), t.get_fontsize()) for t in f.axes[0].texts] for f in (light, dark)]
    assert places[0] == places[1]
    assert (to_hex(light.get_facecolor()), to_hex(dark.get_facecolor())) == ("#ffffff", "#15191d")
    own = [
        [colour for p in f.axes[0].patches for colour in (to_hex(p.get_facecolor()), to_hex(p.get_edgecolor()))
         if colour in COLOURS]
        for f in (light, dark)
    ]  # fmt: skip
    assert own[0] == own[1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [LONG, WORD, HOSTILE, "x", "谈判代表" * 9, "مفاوضات السلام"])
def test_no_text_is_on_another_or_cut_whatever_the_names_are(kind: str, name: str) -> None:
    for wide in (720, 360):
        figure = cm.plot(named(name), kind, width=wide)
        assert faults(figure, wide) == []
        assert crossings(figure) == 0
    assert svg(figure)


@pytest.mark.parametrize("kind", kinds_for(listed()), ids=lambda kind: kind.id)
def test_cases_that_list_their_states_have_pictures(kind: Any) -> None:
    for name in ("", LONG, HOSTILE):
        assert faults(cm.plot(listed(name), kind.id)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_written_as_they_are(kind: str) -> None:
    """No mathematics, no markup: what is drawn is the name, broken into lines at most."""
    figure = cm.plot(named(HOSTILE), kind)
    shown = "".join("".join(texts(figure)).split())
    assert "".join(HOSTILE.split()) in shown
    assert not any(text.get_parse_math() or text.get_usetex() for text in figure.axes[0].texts)
    written = svg(figure)
    assert "<script" not in written
    assert "&lt;script&gt;" in "".join(written.split())


def test_a_kind_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(cm.QuestionError, match='unknown picture "winers"; did you mean "winners"'):
        cm.plot(GRAPHS["chicken"], "winers")
    with pytest.raises(cm.QuestionError, match="known: "):
        find_kind("q")
    assert find_kind(" Winners ").id == "winners"


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_a_case_without_something_to_show_is_refused(kind: Any) -> None:
    for graph in (listed(), GRAPHS["chicken"]):
        if kind in kinds_for(graph):
            assert isinstance(cm.plot(graph, kind.id), Figure)
        else:
            with pytest.raises(cm.QuestionError):
                cm.plot(graph, kind.id)


@pytest.mark.parametrize("case", LARGE)
def test_of_a_case_with_too_many_states_there_are_the_kinds_for_searched_games(case: str) -> None:
    """Those of the case alone need no search; those that need the list of states are refused before any search."""
    for kind in kinds_for(cm.load(case)):
        if kind.is_of_case:
            assert faults(cm.plot(cm.load(case), kind.id)) == []
        elif not kind.for_searched:
            with pytest.raises(cm.QuestionError, match="needs the list of states"):
                cm.plot(cm.load(case), kind.id)


def test_pictures_without_matplotlib_are_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.plots.sheet.find_spec", lambda _: None)
    with pytest.raises(cm.QuestionError, match=r'pip install "countermove\[plots\]"'):
        cm.plot(GRAPHS["chicken"], "winners")


@pytest.mark.parametrize("kind", [kind.id for kind in kinds_for(GRAPHS["security-council"])])
def test_the_same_picture_has_the_same_bytes(kind: str) -> None:
    for ending in ("svg", "png", "pdf"):
        once, again = (rendered(cm.plot(GRAPHS["security-council"], kind), ending, 40) for _ in range(2))
        assert once == again
