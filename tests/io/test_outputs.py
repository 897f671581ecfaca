"""The form that an ending asks for, and the files that are never written over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import CountermoveError, QuestionError, speaking_to_command_line
from countermove.io.outputs import (
    CSV,
    JSON,
    MARKDOWN,
    TEXT,
    Destination,
    Input,
    OutputForm,
    chosen_form,
    is_same_file,
    refuse_inputs,
    usual_endings,
)

PDF = OutputForm("pdf", (".pdf",), is_text=False)
FORMS = (TEXT, MARKDOWN, JSON, CSV, PDF)
CASES = {"MARKDOWN": str.upper, "Md": str.title, "md": str.lower}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@pytest.mark.parametrize("change", CASES.values(), ids=CASES)
def test_every_ending_of_a_form_means_it_in_any_letters(form: OutputForm, change: type[str]) -> None:
    for ending in form.endings:
        assert chosen_form("solve", f"some.where/a{change(ending)}", None, FORMS, TEXT) == form
        assert chosen_form("solve", f"a{ending}", form.id, FORMS, TEXT) == form


@given(st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_a_name_and_an_ending_agree_or_are_one_error(named: OutputForm, ending: OutputForm) -> None:
    output = f"a{ending.endings[0]}"
    if named == ending:
        assert chosen_form("solve", output, named.id, FORMS, TEXT) == named
        return
    with speaking_to_command_line():
        with pytest.raises(QuestionError) as refused:
            chosen_form("solve", output, named.id, FORMS, TEXT)
        assert str(refused.value) == (
            f"{output}: the name ends in {ending.endings[0]}, and --format says {named.id}; leave --format out, or end the "
            f"name in {named.endings[0]}"
        )


@pytest.mark.parametrize("output", [None, "-", "/dev/null"])
def test_where_no_ending_says_it_the_name_does_or_the_default(output: str | None) -> None:
    assert chosen_form("solve", output, None, FORMS, TEXT) == TEXT
    assert chosen_form("solve", output, "csv", FORMS, TEXT) == CSV


@pytest.mark.parametrize(
    ("output", "named", "message"),
    [
        ("a.xyz", None, "a.xyz: solve cannot be written as .xyz; end the name in .txt, .md, .json, .csv or .pdf"),
        ("a.xyz", "csv", "a.xyz: solve cannot be written as .xyz; end the name in .txt, .md, .json, .csv or .pdf"),
        ("a.docx", "table", "a.docx: solve cannot be written as .docx; end the name in .txt, .md, .json, .csv or .pdf"),
        ("a", None, '"a" has no ending that says what to write; end it in .txt, .md, .json, .csv or .pdf'),
        (".txt", None, '".txt" has no ending that says what to write; end it in .txt, .md, .json, .csv or .pdf'),
        ("", None, "-o needs the name of a file; it ends in .txt, .md, .json, .csv or .pdf"),
        ("-", "docx", "--format docx: solve has no such form; it has table, md, json, csv, pdf"),
        ("a.csv", "docx", "--format docx: solve has no such form; it has table, md, json, csv, pdf"),
    ],
)
def test_what_cannot_be_is_one_message_with_the_way_out(output: str, named: str | None, message: str) -> None:
    with speaking_to_command_line():
        with pytest.raises(QuestionError) as refused:
            chosen_form("solve", output, named, FORMS, TEXT)
        assert str(refused.value) == message


def test_a_file_without_an_ending_has_the_form_that_is_named() -> None:
    assert chosen_form("solve", "a", "csv", FORMS, TEXT) == CSV


def test_endings_in_words() -> None:
    assert usual_endings(FORMS) == ".txt, .md, .json, .csv or .pdf"


def ways(path: Path) -> dict[str, Path]:
    """Other names of a file: links beside it, and ways round to it."""
    folder = path.parent / "folder"
    folder.mkdir()
    (path.parent / "hard.txt").hardlink_to(path)
    (path.parent / "soft.txt").symlink_to(path.name)
    (folder / "chain.txt").symlink_to(Path("..") / "soft.txt")
    (path.parent / "elsewhere").symlink_to(folder)
    return {
        "itself": path, "hard": path.parent / "hard.txt", "soft": path.parent / "soft.txt", "chain": folder / "chain.txt",
        "round": folder / ".." / path.name, "through": path.parent / "elsewhere" / "chain.txt",
        "relative": Path(os.path.relpath(path)),
    }  # fmt: skip


def test_a_file_is_itself_by_every_name(tmp_path: Path) -> None:
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_text("a")
    other.write_text("a")
    for name, way in ways(path).items():
        assert is_same_file(str(way), str(path)), name
        assert not is_same_file(str(way), str(other)), name
        with pytest.raises(QuestionError) as refused:
            refuse_inputs(str(way), [Input(str(other), "the second case"), Input(str(path), "the case")])
        file = "" if str(way) == str(path) else f"the file {path}, "
        assert str(refused.value) == f"{way}: this is {file}the case; give the output another name"


def test_files_that_are_not_there_yet_are_compared_by_where_they_lead(tmp_path: Path) -> None:
    (tmp_path / "soft.json").symlink_to("new.json")
    assert is_same_file(str(tmp_path / "soft.json"), str(tmp_path / "new.json"))
    assert not is_same_file(str(tmp_path / "soft.json"), str(tmp_path / "newer.json"))
    assert not is_same_file("a\0b", "a\0b")


def test_devices_and_standard_output_are_never_refused(tmp_path: Path) -> None:
    (tmp_path / "-").write_text("a")
    refuse_inputs("/dev/null", [Input("/dev/null", "the case")])
    refuse_inputs("-", [Input(str(tmp_path / "-"), "the case")])
    refuse_inputs(None, [Input(str(tmp_path / "-"), "the case")])


def test_bytes_go_to_a_pipe_and_not_to_a_terminal(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Destination(None, PDF)
    with monkeypatch.context() as patched:
        patched.setattr("sys.stdout.isatty", lambda: True)
        with pytest.raises(CountermoveError, match=r"a terminal cannot show it; name a file with -o$"):
            place.write(b"\0\xff")
    place.write(b"\0\xff")
    assert capfdbinary.readouterr().out == b"\0\xff"
