"""A new kind of picture, added as CONTRIBUTING says: a row, what draws it, and the record that it is drawn from."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.figure import Figure

import countermove as cm
from countermove.cli import run
from countermove.game.listed import ListedGame
from countermove.game.searched import searched_game
from countermove.plots.grid import Cell, Head, Row, grid
from countermove.plots.kinds import KINDS, Kind
from countermove.plots.sheet import Sheet
from countermove.plots.shown import Choice
from countermove.requests.documents.plot import RECORDS, Source
from plots.boxes import faults, texts

Freedom = tuple[ListedGame, dict[str, int]]


def moves_now(source: Source, _: Choice) -> Freedom:
    """The record: how many states each mover can move to from the status quo."""
    game = source.listed
    now = game.status_quo_key or 0
    return game, {mover.id: len(list(game.moves_from(mover, now))) for mover in game.movers}


def freedom_figure(freedom: Freedom, _: Choice) -> Figure:
    """A row for each mover."""
    game, counts = freedom
    sheet = Sheet()
    grid(sheet, [Head("moves")], [Row(game.case.label(id_), (Cell(str(count)),)) for id_, count in counts.items()])
    return sheet.figure("Freedom", f"{len(counts)} movers.", [])


@pytest.fixture(autouse=True)
def _added(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = Kind("freedom", "Freedom", "Who can move?", "A row for each mover.", freedom_figure, "freedom", lambda _: None)
    monkeypatch.setitem(KINDS, kind.id, kind)
    monkeypatch.setitem(RECORDS, "freedom", moves_now)  # type: ignore[arg-type]


def test_it_is_drawn_in_python() -> None:
    figure = cm.plot(cm.load("cuban-missile-crisis"), "freedom")
    assert faults(figure) == []
    assert "moves" in texts(figure)


def test_it_is_drawn_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "a.svg"
    assert run(["plot", "cuban-missile-crisis", "freedom", "-o", str(target)]) == 0
    assert "Freedom" in target.read_text(encoding="utf-8")
    assert capsys.readouterr().out == f"The picture is in {target}\n"


def test_what_it_cannot_show_is_refused_in_the_words_of_all_kinds() -> None:
    with pytest.raises(cm.QuestionError, match="the picture freedom needs the list of states"):
        cm.plot(searched_game(cm.load("chicken")), "freedom")
    with pytest.raises(cm.QuestionError, match="the picture freedom takes no states="):
        cm.plot(cm.load("chicken"), "freedom", states=[1])
