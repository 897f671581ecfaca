"""A headless Chromium, where there is one: pages are opened in it, looked over by a script, and what it finds is read.

Run as a program, it says in one line if there is none, and nothing otherwise.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--virtual-time-budget=20000",
)  # fmt: skip
DARK = "--blink-settings=preferredColorScheme=0"
ABSENT = "No Chromium was found: reports were not opened in a browser (the package chromium has it; or set CHROMIUM)."
SECONDS = 120


def browser() -> str | None:
    """Where Chromium is: the variable CHROMIUM, or a program of one of the usual names."""
    return os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)


def looked_over(pages: Mapping[str, tuple[str, int]], script: str, *flags: str) -> dict[str, Any]:
    """What a script finds in each page: `pages` are HTML and a width by name, `script` the body of a function of ``doc``.

    All are opened at once, each in a frame of its own in one page.
    """
    frames = "".join(
        f'<iframe name="{escape(name)}" style="width:{width}px;height:900px;border:0" srcdoc="{escape(page)}"></iframe>'
        for name, (page, width) in pages.items()
    )
    program = f"""
        function look(doc) {{ {script} }}
        addEventListener("load", () => {{
          const found = {{}};
          for (const frame of document.querySelectorAll("iframe")) {{
            try {{ found[frame.name] = look(frame.contentDocument); }} catch (fault) {{ found[frame.name] = String(fault); }}
          }}
          document.body.innerHTML = "";
          const answer = document.createElement("pre");
          answer.id = "found"; answer.textContent = JSON.stringify(found);
          document.body.append(answer);
        }});
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page = Path(folder) / "page.html"
        page.write_text(
            f'<!DOCTYPE html><meta charset="utf-8"><title>t</title><script>{program}</script><body>{frames}</body>',
            encoding="utf-8",
        )
        shown = _opened(folder, ["--dump-dom", page.as_uri()], *flags)
    answer = re.search(r'<pre id="found">(.*?)</pre>', shown, re.DOTALL)
    assert answer, shown[:2000]
    found: dict[str, Any] = json.loads(unescape(answer[1]))
    assert set(found) == set(pages)
    return found


def printed(page: str) -> bytes:
    """A page as PDF, as the browser prints it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        there = Path(folder) / "page.html"
        there.write_text(page, encoding="utf-8")
        target = Path(folder) / "page.pdf"
        _opened(folder, [f"--print-to-pdf={target}", "--no-pdf-header-footer", there.as_uri()])
        return target.read_bytes()


def _opened(folder: str, what: list[str], *flags: str) -> str:
    program = browser()
    assert program is not None, ABSENT
    command = [program, *FLAGS, f"--user-data-dir={folder}/profile", "--window-size=1200,900", *flags, *what]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


if __name__ == "__main__" and browser() is None:
    print(ABSENT)
