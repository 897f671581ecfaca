"""Renews what the program itself can say in the documentation: run it after a change, then read the diff.

    python docs/refresh.py            writes README.md and docs/** anew where something has changed
    python docs/refresh.py --check    writes nothing, names the pages out of date, and fails if there are any

What is renewed, by the first line of a fenced block:

* ``yaml NAME``: nothing; the block is a file that the commands below it on the page can use (``yaml NAME +``
  adds to it), and ``yaml complete`` is a whole case that the tests load;
* ``console``: what each command after ``$`` prints, 100 columns wide; ``console 12``: the first 12 lines of it;
* ``text brief CASE``: the brief of a catalogue case;
* ``tool``: what each tool for assistants answers after ``>``, its name and its arguments as JSON, where the case is the
  name of a file of the page; ``tool 12``: the first 12 lines of it;
* ``pycon``: what each expression after ``>>>`` returns (an empty line ends the last answer).

Besides, the outputs of the notebooks, the list of modules in architecture.md, the options in reference/options.md, the
pictures of gallery.md in pictures/, all of reference/diagnostics/, and the JSON Schemas that the program ships.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import html
import io
import json
import re
import shlex
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from docs import house

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "countermove"
DIAGNOSTIC_PAGES = DOCS / "reference" / "diagnostics"
FENCE = re.compile(r"^```(?P<info>[^`\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
MODULES = re.compile(r"(?<=<!-- modules: generated -->\n).*?(?=<!-- end of modules -->)", re.DOTALL)
GALLERY = re.compile(r"(?<=<!-- pictures: generated -->\n).*?(?=<!-- end of pictures -->)", re.DOTALL)
PICTURES = DOCS / "pictures"
SHOWN = {"evolution": "nile-dam-2021", "preferences": "mountain-pass", "power": "security-council"}
"""The case of a picture in the gallery, where it is not the Cuban missile crisis."""
FORMATS = re.compile(r"(?<=<!-- formats: generated -->\n).*?(?=<!-- end of formats -->)", re.DOTALL)
OUTPUTS = re.compile(r"(?<=<!-- outputs: generated -->\n).*?(?=<!-- end of outputs -->)", re.DOTALL)
REQUESTS = re.compile(r"(?<=<!-- requests: generated -->\n).*?(?=<!-- end of requests -->)", re.DOTALL)
OPTIONS = re.compile(r"(?<=<!-- options: generated -->\n).*?(?=<!-- end of options -->)", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: the words of its first line, its text, and where the text stands in the page."""

    words: tuple[str, ...]
    body: str
    start: int
    end: int


def pages() -> list[Path]:
    """All pages: those at the root of the project, then those under docs."""
    outside = sorted(ROOT.glob("*.md"))
    # The site has copies of pages of the root in the folder docs itself, which are no pages of their own.
    copies = {DOCS / page.name for page in outside}
    return [*outside, *(page for page in sorted(DOCS.rglob("*.md")) if page not in copies)]


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [Block(tuple(m["info"].split()), m["body"], *m.span("body")) for m in FENCE.finditer(text)]


def renewed(text: str) -> str:
    """A page with its commands and briefs run again, in a folder of their own with the page's files."""
    pieces, done = [], 0
    with tempfile.TemporaryDirectory() as name:
        for block in blocks(text):
            pieces += [text[done : block.start], _answer(block, Path(name))]
            done = block.end
    whole = MODULES.sub(lambda _: module_list(), "".join([*pieces, text[done:]]))
    whole = FORMATS.sub(lambda _: format_table(), whole)
    whole = OUTPUTS.sub(lambda _: output_table(), whole)
    whole = REQUESTS.sub(lambda _: request_table(), whole)
    return GALLERY.sub(lambda _: gallery(), OPTIONS.sub(lambda _: option_tables(), whole))


def format_table() -> str:
    """The table of file formats, from the rows of `io.formats`."""
    from countermove.io.formats import format_rows

    lines = (" | ".join(cell for cell in row) for row in format_rows())
    rows = "".join(f"| {line} |\n".replace("|  |", "| |") for line in lines)
    return f"\n| ending | read | written | what it holds |\n|---|---|---|---|\n{rows}\n"


def output_table() -> str:
    """The table of what each command writes, by the endings of files."""
    from countermove.cli.app import all_commands
    from countermove.requests.documents.outputs import command_forms

    rows: dict[str, list[str]] = {}
    for name in all_commands():
        if forms := command_forms(name):
            rows.setdefault(", ".join(f"`{form.endings[0]}`" for form in forms), []).append(f"`{name}`")
    lines = "".join(f"| {', '.join(names)} | {endings} |\n" for endings, names in rows.items())
    return f"\n| commands | endings |\n|---|---|\n{lines}\n"


def request_table() -> str:
    """The table of requests, with what each takes besides the case and what it needs."""
    from countermove.requests.contract.table import ROWS

    rows = "".join(
        f"| `{name}` | {', '.join(f'`{key}`' for key in (*row.takes, *row.adds))} | {row.needs} |\n"
        for name, row in ROWS.items()
    )
    return f"\n| request | parameters | needs |\n|---|---|---|\n{rows}\n"


def _answer(block: Block, folder: Path) -> str:
    """What should stand in a block."""
    match block.words:
        case ("yaml", name, *more) if name != "complete":
            with (folder / name).open("a" if more else "w", encoding="utf-8") as file:
                file.write(block.body)
        case ("console", *most):
            commands = [line for line in block.body.splitlines() if line.startswith("$ ")]
            shown = [_first(command_output(line[2:], folder), int(most[0]) if most else None) for line in commands]
            return "\n\n".join(f"{line}\n{text}" for line, text in zip(commands, shown, strict=True)) + "\n"
        case ("tool", *most):
            calls = [line for line in block.body.splitlines() if line.startswith("> ")]
            shown = [_first(tool_reply(line[2:], folder), int(most[0]) if most else None) for line in calls]
            return "\n\n".join(f"{line}\n{text}" for line, text in zip(calls, shown, strict=True)) + "\n"
        case ("text", "brief", case):
            return brief_of(case) + "\n"
    return block.body


def _first(text: str, most: int | None) -> str:
    """The first lines of a text, with a mark where more follow; all of it without a number."""
    lines = text.splitlines()
    return text if most is None or len(lines) <= most else "\n".join([*lines[:most], "[...]"])


def command_output(line: str, folder: Path) -> str:
    """What one command line prints in a folder, standard error included."""
    from countermove.cli import run

    program, *arguments = shlex.split(line)
    if program != "countermove":
        raise ValueError(f"a console block runs countermove, not {program}")
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        status = run(arguments)
    if status not in (0, 1):
        raise RuntimeError(f"{line}: exit status {status}: {printed.getvalue()}")
    return _trimmed(printed.getvalue())


def tool_reply(line: str, folder: Path) -> str:
    """What a tool answers an assistant: ``solve {"case": "nile.yaml"}`` asks about that file of the page."""
    import asyncio
    from concurrent.futures import Future
    from types import SimpleNamespace

    from mcp import Client

    from countermove.mcp.server import server_for
    from countermove.requests import handle

    name, _, written = line.partition(" ")
    arguments = json.loads(written or "{}")
    if (folder / arguments.get("case", "none")).is_file():
        arguments["case"] = (folder / arguments["case"]).read_text(encoding="utf-8")

    def start(request: dict[str, Any], _on_progress: object) -> SimpleNamespace:
        # Here, and not in a process of its own, which would take a second to begin.
        future: Future[dict[str, Any]] = Future()
        future.set_result(handle(request))
        return SimpleNamespace(future=future, cancel=lambda: None)

    async def reply() -> str:
        async with Client(server_for(SimpleNamespace(start=start))) as client:
            return "".join(content.text for content in (await client.call_tool(name, arguments)).content)

    # A fence in the reply would end the block that it stands in.
    return re.sub(r"^```.*\n?", "", _trimmed(asyncio.run(reply())), flags=re.MULTILINE)


def brief_of(case: str) -> str:
    """The brief of a catalogue case."""
    import countermove as cm

    return _trimmed(str(cm.brief(cm.equilibria(cm.compile(cm.load(case))))))


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines())


def with_answers(text: str, name: str) -> str:
    """A page with its Python examples run again."""
    examples = [e for e in doctest.DocTestParser().parse(text, name) if isinstance(e, doctest.Example)]
    answers: dict[int, str] = {}

    class Recorder(doctest.DocTestRunner):
        def report_failure(self, _out: object, _test: object, example: doctest.Example, got: str) -> None:
            answers[example.lineno] = "".join(
                (line.strip() and line) or "<BLANKLINE>\n" for line in got.splitlines(keepends=True)
            )

    test = doctest.DocTest(examples, {"__name__": "__main__"}, name, name, 0, text)
    Recorder(verbose=False).run(test, out=lambda _: None)
    lines = text.splitlines(keepends=True)
    for example in reversed(examples):
        if example.lineno in answers:
            first = example.lineno + example.source.count("\n")
            lines[first : first + example.want.count("\n")] = [answers[example.lineno]]
    return "".join(lines)


def notebooks() -> list[Path]:
    """All notebooks."""
    return sorted(DOCS.rglob("*.ipynb"))


def with_outputs(text: str, names: dict[str, Any] | None = None) -> str:
    """A notebook with its cells run again from top to bottom: what they print, and the value of the last expression.

    `names`: where the cells leave the names that they define, if somebody needs them.
    """
    import pandas as pd

    notebook = json.loads(text)
    names = {} if names is None else names
    names["__name__"] = "__main__"
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    # What pandas shows of a frame would depend on the width of the terminal; these are its settings in a notebook.
    with pd.option_context("display.max_columns", 20, "display.max_rows", 60):
        for count, cell in enumerate(cells, 1):
            cell["execution_count"] = count
            cell["outputs"] = list(_outputs("".join(cell["source"]), count, names))
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _outputs(source: str, count: int, names: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a notebook shows below a cell."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, f"<cell {count}>", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"<cell {count}>", "eval"), names)
    if printed.getvalue():
        yield {"name": "stdout", "output_type": "stream", "text": printed.getvalue().splitlines(keepends=True)}
    if value is not None:
        form, text = _displayed(value)
        data = {form: text.splitlines(keepends=True)}
        yield {"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"}


def _displayed(value: object) -> tuple[str, str]:
    """The form in which a notebook shows a value, and the value in it: HTML, else SVG, else text."""
    for form, method in (("text/html", "_repr_html_"), ("image/svg+xml", "_repr_svg_")):
        # Figures of matplotlib have a method for HTML that gives None where there is none.
        text = getattr(value, method, lambda: None)()
        if text is not None:
            return form, text
    return "text/plain", repr(value)


def module_list() -> str:
    """Every folder of the program with its purpose and the names of its modules; `make house` says what each is for."""
    lines = [_folder_line("At the top", "", SOURCE)]
    lines += [_folder_line(f"`{place}/`", place, SOURCE / place) for place in house.places() if (SOURCE / place).is_dir()]
    return "\n" + "".join(lines) + "\n"


def _folder_line(name: str, place: str, folder: Path) -> str:
    purpose = f" {house.purpose(folder / '__init__.py')}" if place else ""
    modules = [f"`{path.name}`" for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]
    line = f"- **{name}**{purpose} {', '.join(modules)}"
    return textwrap.fill(line.rstrip(), 150, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False) + "\n"


def gallery() -> str:
    """A part of the gallery for each kind of picture: its question, how to ask for it, and an example."""
    from countermove.plots import KINDS, sentence

    return "\n".join(
        f"## {kind.label}\n\n**{kind.question}** {kind.reading}\n\n"
        f"`countermove plot {shown_case(kind.id)} {kind.id} -o {kind.id}.svg`\n\n"
        f'<picture><source media="(prefers-color-scheme: dark)" srcset="pictures/{kind.id}-dark.svg">'
        f'<img src="pictures/{kind.id}.svg" alt="{html.escape(sentence(example(kind.id)))}"></picture>\n'
        for kind in KINDS.values()
    )


def shown_case(kind: str) -> str:
    """The case of the example of a kind of picture."""
    return SHOWN.get(kind, "cuban-missile-crisis")


@cache
def example(kind: str, theme: str = "light") -> Any:
    """The example of a kind of picture, as a figure."""
    import countermove as cm

    return cm.plot(cm.compile(cm.load(shown_case(kind))), kind, theme=theme)


def drawn() -> dict[Path, str]:
    """The pictures of the gallery, by file, for light pages and for dark ones."""
    import countermove as cm
    from countermove.plots import KINDS

    endings = {"light": ".svg", "dark": "-dark.svg"}
    return {
        PICTURES / f"{id_}{ending}": cm.svg(example(id_, theme)) + "\n" for id_ in KINDS for theme, ending in endings.items()
    }


def option_tables() -> str:
    """Every command with its arguments and options, as the program itself describes them."""
    import typer

    from countermove.cli.app import app_for

    commands = typer.main.get_command(app_for([])).commands  # type: ignore[attr-defined]
    return "\n".join(f"## `{_usage(name, command)}`\n\n{_described(command)}" for name, command in commands.items())


def _usage(name: str, command: Any) -> str:
    return " ".join([name, *(p.metavar for p in command.params if p.param_type_name == "argument")])


def _described(command: Any) -> str:
    """What a command does, and the table of its arguments and options."""
    about = "\n\n".join(" ".join(part.split()) for part in command.help.split("\n\n"))
    rows = "".join(f"| {_written(p)} | {p.help} | {_default(p)} |\n" for p in command.params)
    return f"{about}\n\n| write | what it does | if it is left out |\n|---|---|---|\n{rows}"


def _written(parameter: Any) -> str:
    """An argument or option as it is written, short forms included."""
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar}`"
    value = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
    return ", ".join(f"`{name}{value}`" for name in (*parameter.opts, *parameter.secondary_opts))


def _default(parameter: Any) -> str:
    if parameter.required:
        return "needed"
    if getattr(parameter, "is_flag", False):
        return f"`{parameter.opts[0]}`" if parameter.default else ""
    if isinstance(parameter.default, Enum):
        known = ", ".join(f"`{member.value}`" for member in type(parameter.default))
        return f"`{parameter.default.value}` (one of {known})"
    return "" if parameter.default is None else f"`{parameter.default}`"


def diagnostic_pages() -> dict[Path, str]:
    """A page for each diagnostic code, and the list of them, by file."""
    from countermove.model.checks.diagnostics import DIAGNOSTICS

    rows = "".join(f"| [{k.code}]({k.code}.md) | {k.severity} | {k.title} |\n" for k in DIAGNOSTICS.values())
    index = (
        "# Diagnostics\n\n"
        "What `countermove check` can say about a case. An error stops the analysis; a warning does not.\n"
        "These pages are made from the program's own table by `docs/refresh.py`.\n\n"
        f"| code | kind | what it says |\n|---|---|---|\n{rows}"
    )
    found = {DIAGNOSTIC_PAGES / "index.md": index}
    for kind in DIAGNOSTICS.values():
        page = (
            f"# {kind.code}: {kind.title}\n\n*{kind.severity.capitalize()}.* {kind.what}\n\n"
            f"**Why it matters.** {kind.why}\n\n**The way out.** {kind.way_out}\n\n"
            f"{''.join(_example(kind.example))}[All diagnostics](index.md)\n"
        )
        found[DIAGNOSTIC_PAGES / f"{kind.code}.md"] = page
    return found


def _example(example: str) -> Iterator[str]:
    """A case that has the fault, and what `check` says about it."""
    if not example:
        return
    printable = all(c.isprintable() or c == "\n" for c in example)
    shown = example if printable else example.replace("\x00", "\\x00")
    yield "**Example.**\n\n" if printable else "**Example.** `\\x00` stands for the character number 0.\n\n"
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "case.yaml").write_text(example, encoding="utf-8")
        said = command_output("countermove check case.yaml", Path(name))
    kinds = ("yaml case.yaml", "console") if printable else ("text", "text")
    yield f"```{kinds[0]}\n{shown}```\n\n```{kinds[1]}\n$ countermove check case.yaml\n{said}\n```\n\n"


def schema_files() -> dict[Path, str]:
    """The JSON Schema of each result and of each request, as it is shipped with the program."""
    from countermove.requests.documents.schemas import request_schemas, schemas

    folder = SOURCE / "schemas"
    places = {folder / f"{name}.json": schema for name, schema in schemas().items()}
    places |= {folder / "requests" / f"{name}.json": schema for name, schema in request_schemas().items()}
    return {path: json.dumps(schema, indent=1, sort_keys=True) + "\n" for path, schema in places.items()}


def outdated(answers: bool = True) -> dict[Path, str]:
    """The pages out of date, with the text that they should have; `answers`: Python examples, too."""
    generated = diagnostic_pages()
    wanted = dict(generated)
    for path in pages():
        if path.parent != DIAGNOSTIC_PAGES:
            text = renewed(_read(path))
            wanted[path] = with_answers(text, path.name) if answers else text
    wanted |= {path: with_outputs(_read(path)) for path in notebooks()} | drawn() | schema_files()
    return {path: text for path, text in wanted.items() if not path.exists() or text != _read(path)}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def stray_diagnostic_pages() -> list[Path]:
    """Pages of codes that the program does not have."""
    return sorted(set(DIAGNOSTIC_PAGES.glob("*.md")) - set(diagnostic_pages()))


def main(arguments: list[str]) -> int:
    """Write the pages anew, or with ``--check`` only name those that are out of date."""
    changes, strays = outdated(), stray_diagnostic_pages()
    for path in [*changes, *strays]:
        print(path.relative_to(ROOT))
    if "--check" in arguments:
        return 1 if changes or strays else 0
    for path, text in changes.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in strays:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
