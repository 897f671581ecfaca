from pathlib import Path

import pytest

from countermove.errors import CaseError, QuestionError
from countermove.io.opening import compiled, file_of, opened

TEXT = "title: T\nactors: {a: {options: {go: Go}, prefers: [{that: go, because: So}]}}\nstatus quo: [go]\n"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_what_looks_like_a_file_is_one() -> None:
    for name in ("x.yaml", "x.yml", "x.JSON", "./chicken", "x/y"):
        assert file_of(name) == name


def test_a_file_stands_before_the_catalogue_and_a_directory_behind_it() -> None:
    assert file_of("chicken").endswith("catalog/chicken.yaml")
    Path("chicken").mkdir()
    assert file_of("chicken").endswith("catalog/chicken.yaml")
    Path("elmira").write_text(TEXT)
    assert file_of("elmira") == "elmira"
    assert opened("elmira").case.title == "T"
    Path("folder").mkdir()
    assert file_of("folder") == "folder"


def test_what_is_neither_is_a_question_without_an_answer() -> None:
    with pytest.raises(QuestionError, match=r'^the catalogue has no case "elmra"; did you mean "elmira"\?'):
        file_of("elmra")


def test_faults_of_states_have_their_place() -> None:
    Path("c.yaml").write_text(TEXT + "impossible: [go]\n")
    with pytest.raises(CaseError) as fault:
        compiled(opened("c.yaml"))
    assert str(fault.value.diagnostics[0].place) == "c.yaml:3:1"
