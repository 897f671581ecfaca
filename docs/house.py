"""Draws the house from its own imports: its layers and folders, what each module is for, and who imports whom.

    python docs/house.py              all folders with their modules, and the arrows between folders
    python docs/house.py game         one folder: its modules, with what each imports and who imports it

An arrow that runs against the order of the layers is marked with ``!!``; tests/test_layers.py lets none through.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
ROOT = SOURCE / "countermove"

LINE: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        "errors", "model", "game", "stability", "search", "analysis", "explanation", "briefing", "text", "views",
        "report plots", "requests", "mcp", "cli",
    )
)  # fmt: skip
"""The layers, from left to right: each imports only what stands to its left."""

BESIDE: dict[str, set[str]] = {
    # What checks results shares nothing with what makes them.
    "verify": set(),
    "io": {"errors", "model", "game"},
    "reader": {"errors", "model", "text", "io"},
    "catalog": {"errors", "model", "io"},
}
"""What stands beside the line, and what it may import."""

MAY_READ_CASES = {
    "requests": {"io", "catalog", "reader", "verify"},
    "mcp": {"io", "catalog"},
    "cli": {"io", "catalog", "reader"},
}
"""Layers that may import what stands beside the line."""

OUTERMOST = {"__init__", "__main__"}
"""The root of the package and its entry, which stand to the right of everything."""

COMPUTE = frozenset({"stability", "search", "analysis"})
"""Layers whose functions nothing right of the briefing may import, but for `requests`; their records it may."""


class Imports(ast.NodeVisitor):
    """The modules that a module imports, at its top, inside functions, and for type checkers."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_Import(self, node: ast.Import) -> None:
        """Take what ``import a.b`` names."""
        self.names |= {alias.name for alias in node.names}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Take the module, or, of a package, the submodules that are named."""
        assert node.level == 0, "imports are absolute"
        assert node.module is not None
        if node.module == "countermove" or is_package(node.module):
            self.names |= {submodule(f"{node.module}.{alias.name}", node.module) for alias in node.names}
        else:
            self.names.add(node.module)


def is_package(module: str) -> bool:
    """Whether a name is a folder of the program."""
    return module.startswith("countermove") and (SOURCE / Path(*module.split("."))).is_dir()


def submodule(name: str, package: str) -> str:
    """The module that is imported: a submodule, or the package that has the name."""
    path = SOURCE / Path(*name.split("."))
    return name if path.is_dir() or path.with_suffix(".py").exists() else package


def imports_in(text: str) -> set[str]:
    """Everything that a text of Python imports."""
    reader = Imports()
    reader.visit(ast.parse(text))
    return reader.names


def name_of(path: Path) -> str:
    """The name of a module, from its file."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@cache  # every test of the layers asks, and reading all files takes a second
def modules() -> dict[str, set[str]]:
    """Every module of the program with everything that it imports."""
    return {name_of(path): imports_in(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))}


def layer(module: str) -> str:
    """The first part of a module's name below the program."""
    return module.split(".")[1] if "." in module else "__init__"


def folder(module: str) -> str:
    """The folder of a module below the program, or the module itself where it stands at the top."""
    parts = module.split(".")[1:]
    path = SOURCE / Path(*module.split("."))
    return "/".join(parts if path.is_dir() else parts[:-1]) or (parts[0] if parts else "__init__")


def allowed(module: str, imported: str) -> bool:
    """Whether the line lets one module import another."""
    here, there = layer(module), layer(imported)
    if here == there or here in OUTERMOST or imported == "countermove":
        return True
    if here in BESIDE:
        return there in BESIDE[here]
    if there in BESIDE:
        return there in MAY_READ_CASES.get(here, ())
    place = {name: k for k, names in enumerate(LINE) for name in names}
    return here in place and there in place and place[there] < place[here]


def own_imports() -> Iterator[tuple[str, str]]:
    """Every import of one module of the program by another."""
    for module, names in modules().items():
        for name in sorted(names):
            if name.split(".")[0] == "countermove" and name != module:
                yield module, name


def purpose(path: Path) -> str:
    """What a module is for: the first sentence of its docstring."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split())


def places() -> list[str]:
    """All folders in the order of the layers, those beside the line after the model."""
    order = [name for names in LINE for name in sorted(names)]
    order[2:2] = sorted(BESIDE)
    found = {folder(name_of(path)) for path in ROOT.rglob("*.py")} - OUTERMOST
    return sorted(found, key=lambda place: (order.index(place.split("/")[0]), place))


def files_in(place: str) -> list[Path]:
    """The modules of a folder, or the one module that stands at the top under this name."""
    path = ROOT / place
    return sorted(path.glob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def draw() -> Iterator[str]:
    """All folders with their modules, then the arrows between folders with how many imports each stands for."""
    for place in places():
        files = [path for path in files_in(place) if path.name != "__init__.py"]
        yield f"{place}/ ({len(files)} modules)" if (ROOT / place).is_dir() else f"{place}.py"
        yield from (f"    {path.name:<24} {purpose(path)}" for path in files)
    yield ""
    arrows = Counter((folder(a), folder(b)) for a, b in own_imports() if folder(a) != folder(b))
    wrong = {(folder(a), folder(b)) for a, b in own_imports() if not allowed(a, b)}
    for (a, b), count in sorted(arrows.items()):
        yield f"{a} -> {b} ({count}){' !!' if (a, b) in wrong else ''}"


def draw_folder(place: str) -> Iterator[str]:
    """The modules of one folder, with what each imports and who imports it."""
    arrows = list(own_imports())
    for path in files_in(place):
        name = name_of(path)
        yield f"{path.name}: {purpose(path)}"
        yield f"    imports      {', '.join(sorted(b.removeprefix('countermove.') for a, b in arrows if a == name))}"
        yield f"    imported by  {', '.join(sorted(a.removeprefix('countermove.') for a, b in arrows if b == name))}"


if __name__ == "__main__":
    print("\n".join(draw_folder(sys.argv[1]) if len(sys.argv) > 1 else draw()))
