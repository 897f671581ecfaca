"""The program's entry: the version without loading anything else, and a word where the command line is not installed."""

from __future__ import annotations

import sys

__all__ = ["main"]

NEEDED = ("typer", "rich", "click")
"""What the extra `cli` installs."""


def main() -> None:
    """Run the command line; exits with its status."""
    if sys.argv[1:] == ["--version"]:
        from countermove import __version__

        print(f"countermove {__version__}")
        return
    try:
        from countermove.cli import main as run
    except ModuleNotFoundError as missing:
        if missing.name not in NEEDED:
            raise
        sys.exit('the command line needs an extra: install it with pip install "countermove[cli,fast]"')
    run()


if __name__ == "__main__":
    main()
