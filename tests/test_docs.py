"""The documentation is true: commands print what pages show, cases load, links lead somewhere, nothing is missing.

Python examples (``>>>``) in the pages are run by pytest itself. ``python docs/refresh.py`` renews what is out of date.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from docs import refresh
from pydantic import BaseModel

import countermove as cm
from countermove.cli.app import app_for
from countermove.game.findings import state_findings
from countermove.model.case import Actor, Body, BodyOption, Case, Event, Option, Pattern, Seen, Source, View
from countermove.model.checks.diagnostics import DIAGNOSTICS
from countermove.model.parse import keys_of
from countermove.model.preferences import Claim, Equally, Line, OrderUnknown
from countermove.model.rules import ONE_WORD, ROWS
from countermove.model.statements import KEYWORDS
from countermove.stability.coalition import COALITION_CONCEPTS
from countermove.stability.concept import CONCEPTS, FAMILIES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
FORMAT = DOCS / "reference" / "case-format.md"
TUTORIAL = DOCS / "tutorial" / "cuban-missile-crisis.md"
COMMANDS = DOCS / "reference" / "commands.md"
BESIDES = ("core", "hypergame", "largest-consistent-set", "merged", "stable-sets", *COALITION_CONCEPTS)
"""Pages of concepts that are not verdicts on one mover and one state."""
RECORDS = (
    Case, Actor, Option, Body, BodyOption, Line, Equally, OrderUnknown, Claim, Pattern, Source, View, Seen, Event,
)  # fmt: skip
FOREIGN = re.compile(
    r"\b(session|helper|sub-?agent|workspace)s?\b|(?<![\w#])#\d+\b|/(work|tmp|home|root|usr)/", re.IGNORECASE
)

PAGES = refresh.pages()
WRITTEN = [path for path in PAGES if path.parent != refresh.DIAGNOSTIC_PAGES]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", WRITTEN, ids=_name)
def test_what_a_page_shows_is_what_the_program_says(path: Path) -> None:
    assert _text(path) == refresh.renewed(_text(path)), "out of date: run python docs/refresh.py"


def test_there_is_an_up_to_date_page_for_every_diagnostic_and_no_other() -> None:
    wanted = refresh.diagnostic_pages()
    assert {path.stem for path in wanted} == {"index", *DIAGNOSTICS}
    assert [_name(p) for p, text in wanted.items() if not p.exists() or _text(p) != text] == [], "run docs/refresh.py"
    assert refresh.stray_diagnostic_pages() == []


@pytest.mark.parametrize("kind", [k for k in DIAGNOSTICS.values() if k.example], ids=lambda kind: kind.code)
def test_the_example_of_a_diagnostic_has_it(kind: object) -> None:
    code = str(getattr(kind, "code", ""))
    assert f"[{code}]" in _text(refresh.DIAGNOSTIC_PAGES / f"{code}.md")


def test_every_kind_of_picture_is_in_the_gallery_as_the_program_draws_it() -> None:
    """Libraries may place a line elsewhere by a hair, so the words are compared."""
    wanted = refresh.drawn()
    assert {path.name for path in (DOCS / "pictures").iterdir()} == {path.name for path in wanted}
    for path, text in wanted.items():
        shown = [re.findall(r">([^<>]*[^<>\s][^<>]*)<", picture) for picture in (_text(path), text)]
        assert shown[0] == shown[1], "run docs/refresh.py"


def test_solve_begins_with_the_brief_that_the_readme_shows(tmp_path: Path) -> None:
    (shown,) = (block.body for block in refresh.blocks(_text(ROOT / "README.md")) if block.words[:1] == ("text",))
    printed = refresh.command_output("countermove solve european-security-2022", tmp_path)
    assert printed.startswith(shown)


def test_the_tutorial_ends_with_the_preferences_of_the_published_case() -> None:
    files = [block.body for block in refresh.blocks(_text(TUTORIAL)) if block.words == ("yaml", "cuba.yaml")]
    ours = cm.compile(cm.load(io.StringIO(files[-1])))
    published = cm.compile(cm.load("cuban-missile-crisis"))
    assert ours.codes_at() == published.codes_at()
    assert ours.rank_rows.tolist() == published.rank_rows.tolist()


def test_the_tutorial_for_mediators_ends_with_the_case_of_the_catalogue() -> None:
    page = DOCS / "tutorial" / "mediators.md"
    files = [block.body for block in refresh.blocks(_text(page)) if block.words == ("yaml", "nile.yaml")]
    ours, theirs = cm.compile(cm.load(io.StringIO(files[-1]))), cm.compile(cm.load("nile-dam-2021"))
    assert ours.codes_at() == theirs.codes_at()
    assert ours.rank_rows.tolist() == theirs.rank_rows.tolist()
    assert ours.status_quo_key == theirs.status_quo_key


def test_a_long_answer_is_cut_where_the_page_says_so() -> None:
    page = "```console 2\n$ countermove states chicken\n```\n"
    lines = refresh.renewed(page).splitlines()
    assert lines[:2] == ["```console 2", "$ countermove states chicken"]
    assert lines[-2:] == ["[...]", "```"]
    assert len(lines) == 6
    assert "[...]" not in refresh.renewed(page.replace("console 2", "console 100"))


def _prose(path: Path) -> str:
    """A page without its fenced blocks."""
    return str(refresh.FENCE.sub("", _text(path)))


def _cases() -> list[str]:
    return [block.body for block in refresh.blocks(_text(FORMAT)) if block.words == ("yaml", "complete")]


@pytest.mark.parametrize("text", _cases(), ids=lambda text: text.splitlines()[0])
def test_examples_of_the_case_format_are_whole_cases(text: str) -> None:
    case = cm.load(io.StringIO(text))
    found, notes = state_findings(case)
    assert [str(d) for d in found if d.severity == "error"] + notes == []
    assert cm.equilibria(cm.compile(case)).stable


def test_every_example_on_the_page_of_the_case_format_is_loaded() -> None:
    assert {block.words for block in refresh.blocks(_text(FORMAT))} == {("yaml", "complete")}


def _keys(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from _keys(value)
    elif isinstance(data, list):
        for value in data:
            yield from _keys(value)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_key_of_a_case_file_is_described_and_has_an_example(record: type[BaseModel]) -> None:
    from countermove.io.loading import load_data

    used = {key for text in _cases() for key in _keys(load_data(text))}
    described = {word.strip() for code in re.findall(r"`([^`]+)`", _prose(FORMAT)) for word in re.split("[,:{]", code)}
    assert set(keys_of(record)) - used == set()
    assert set(keys_of(record)) - described == set()


def test_every_word_of_a_rule_and_of_a_statement_is_described() -> None:
    for path in (FORMAT, DOCS / "reference" / "definitions.md"):
        code = " ".join(re.findall(r"`([^`]+)`", _prose(path)))
        known = set(re.findall(r"[a-z]+", code))
        keys = {key for _, allowed in ROWS.values() for key in allowed}
        assert ({*ONE_WORD, *keys} | set(KEYWORDS)) - known == set(), _name(path)


def _sections() -> dict[str, str]:
    """What commands.md says of each command."""
    parts = re.split(r"^## `(\w+)[^`]*`$", _text(COMMANDS), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_has_a_section_that_names_its_options() -> None:
    commands = typer.main.get_command(app_for([])).commands  # type: ignore[attr-defined]
    sections = _sections()
    assert list(sections) == list(commands)
    for name, command in commands.items():
        for option in [opt for param in command.params for opt in param.opts if opt.startswith("--")]:
            assert option in sections[name] or option == "--help", (name, option)


def test_commands_name_no_option_that_does_not_exist() -> None:
    commands = typer.main.get_command(app_for([])).commands  # type: ignore[attr-defined]
    known = {opt for c in commands.values() for p in c.params for opt in (*p.opts, *p.secondary_opts)}
    for path in WRITTEN:
        for block in (b for b in refresh.blocks(_text(path)) if b.words[:1] in (("console",), ("sh",))):
            lines = [line for line in block.body.splitlines() if "countermove " in line]
            named = {word for line in lines for word in re.findall(r"(?<!\S)--[a-z][a-z-]*", line.split("#")[0])}
            assert named <= known | {"--help", "--version"}, _name(path)
    text = _text(COMMANDS)
    assert set(re.findall(r"(?<!\w)--[a-z][a-z-]*", text)) <= known | {"--help", "--version"}


def test_commands_name_the_id_of_every_solution_concept() -> None:
    text = COMMANDS.read_text(encoding="utf-8")
    known = [*CONCEPTS, *(family.example.replace("LEADER", "ID") for family in FAMILIES)]
    shown = set(re.findall(r"`([a-z][\w-]*)`", text.partition("### Ids of solution concepts")[2].partition("## ")[0]))
    assert {id_.replace("maximin-4", "maximin-1") for id_ in known} <= shown


def _listed_modules(text: str) -> set[str]:
    """The modules in the generated list of the architecture page: each item is a folder with its modules."""
    found: set[str] = set()
    for item in re.split(r"^- ", refresh.MODULES.search(text)[0], flags=re.MULTILINE)[1:]:
        place, _, names = item.partition("** ")
        folder = place.strip("*`") if "`" in place else ""
        modules = set(re.findall(r"`(\w+\.py)`", names))
        assert modules or folder, item
        found |= {folder + name for name in modules}
    return found


def test_every_module_is_on_the_architecture_page_and_no_other() -> None:
    text = _text(DOCS / "architecture.md")
    source = ROOT / "src" / "countermove"
    modules = {path.relative_to(source).as_posix() for path in source.rglob("*.py") if path.name != "__init__.py"}
    assert _listed_modules(text) == modules
    named = set(re.findall(r"`([\w/]+\.py)`", refresh.MODULES.sub("", text)))
    assert {name for name in named if not name.startswith(("tests/", "docs/"))} - modules == set()
    assert all((ROOT / name).exists() for name in named if name.startswith(("tests/", "docs/")))


def test_the_architecture_page_is_short_and_names_folders_that_exist() -> None:
    text = _text(DOCS / "architecture.md")
    assert len(text.splitlines()) <= 200
    source = ROOT / "src" / "countermove"
    assert [name for name in re.findall(r"`([a-z_]+(?:/[a-z_]+)*)/`", text) if not (source / name).is_dir()] == []


@pytest.mark.parametrize("concept", [*CONCEPTS.values(), *COALITION_CONCEPTS.values()], ids=lambda concept: concept.id)
def test_every_solution_concept_has_a_page(concept: object) -> None:
    id_, question = str(getattr(concept, "id", "")), str(getattr(concept, "question", ""))
    text = _text(DOCS / "concepts" / f"{id_}.md")
    assert text.startswith(f"# {getattr(concept, 'label', '')}")
    assert f"**The question.** {question}\n" in text


@pytest.mark.parametrize("page", [*CONCEPTS, *(family.name for family in FAMILIES), *BESIDES])
def test_pages_of_solution_concepts_have_the_same_form(page: str) -> None:
    text = _text(DOCS / "concepts" / f"{page}.md")
    parts = ("question", "Definition", "Formula", "Example", "What it assumes about people", "Limits", "Reference")
    places = [text.find(f"**{'The ' if part == 'question' else ''}{part}") for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert ">>> " in text
    (question,) = re.findall(r"\*\*The question\.\*\* (.*)\n", text)
    assert f"](concepts/{page}.md) | {question} |" in _text(DOCS / "index.md")


def test_there_are_no_pages_of_concepts_that_do_not_exist() -> None:
    assert {path.stem for path in (DOCS / "concepts").glob("*.md")} == {
        *CONCEPTS,
        *(f.name for f in FAMILIES),
        *BESIDES,
    }


def _anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as the usual renderers of Markdown make them."""
    headings = re.findall(r"^#+ (.*)$", _prose(path), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", WRITTEN, ids=_name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", _prose(path)):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        goal = (path.parent / file).resolve() if file else path
        assert goal.is_file(), target
        assert not anchor or anchor in _anchors(goal), target


def test_every_page_can_be_found_from_the_index() -> None:
    todo, seen = [ROOT / "README.md"], set()
    while todo:
        path = todo.pop()
        if path.suffix == ".md" and path.is_file() and path not in seen:
            seen.add(path)
            links = re.findall(r"\]\(([^)\s#]+)[^)]*\)", _prose(path))
            todo += [(path.parent / link).resolve() for link in links if not link.startswith("https://")]
    assert {_name(path) for path in PAGES} - {_name(path) for path in seen} == set()


@pytest.mark.parametrize("path", [*PAGES, ROOT / "CITATION.cff", DOCS / "refresh.py"], ids=_name)
def test_pages_stand_by_themselves(path: Path) -> None:
    assert [m.group() for m in FOREIGN.finditer(_prose(path))] == []


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads(_text(ROOT / "pyproject.toml"))["project"]
    assert project["version"] == cm.__version__
    assert f"\nversion: {cm.__version__}\n" in _text(ROOT / "CITATION.cff")
    assert f"## [{cm.__version__}]" in _text(ROOT / "CHANGELOG.md")


def test_the_make_verbs_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", _text(ROOT / "Makefile"), flags=re.MULTILINE))
    for page in ("README.md", "CONTRIBUTING.md"):
        assert set(re.findall(r"(?:`|^)make ([a-z]+)", _text(ROOT / page), flags=re.MULTILINE)) <= targets, page
