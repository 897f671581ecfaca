from __future__ import annotations

import io
from pathlib import Path

import pytest

from cases import case_of
from countermove.errors import QuestionError
from countermove.io.formats import FORMATS, case_endings, dump, endings, format_of, load, save, written

CASE = case_of(actors={"a": {"name": "A", "options": {"go": {"name": "Go"}}, "prefers": ["not go"]}})


def test_every_ending_of_a_case_file_has_a_format() -> None:
    assert tuple(suffix for row in FORMATS for suffix in row.suffixes if row.examine) == case_endings()


@pytest.mark.parametrize("suffix", [*endings("written").split(", "), ".JSON", ".Gmcr", ".txt", ""])
def test_a_case_is_read_as_it_is_written(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"case{suffix}"
    save(CASE, path)
    assert load(path) == CASE
    if suffix == ".xlsx":
        assert path.read_bytes() == written(CASE, path)[0]
        with pytest.raises(QuestionError, match=r"a file that ends in \.xlsx is no text; countermove\.save writes it"):
            dump(CASE, suffix)
        return
    assert path.read_text() == written(CASE, path)[0] == dump(CASE, suffix)


def test_names_without_a_known_ending_are_yaml() -> None:
    assert {format_of(name).name for name in ("case", "case.txt", "case.yml", Path("a.b/case"))} == {"YAML"}


def test_nothing_is_written_where_the_format_cannot_hold_the_case(tmp_path: Path) -> None:
    path = tmp_path / "case.gmcr"
    path.write_text("as it was")
    with pytest.raises(QuestionError, match=r"needs of a\.go"):
        save(case_of(actors={"a": {"options": {"go": {"needs": "not go"}}}}), path)
    assert path.read_text() == "as it was"


def test_an_ending_without_its_dot_is_not_taken_for_yaml() -> None:
    case = load(io.StringIO("actors: {usa: {options: {go: Go}}}"))
    with pytest.raises(QuestionError, match=r'^the ending "json" has no dot; write "\.json"$'):
        dump(case, "json")
    assert dump(case, ".JSON") == dump(case, ".json") != dump(case)
