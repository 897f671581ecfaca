"""Reports as a browser shows them: nothing overlaps or is cut, everything can be read, and nothing in a case runs."""

from __future__ import annotations

import functools
import io
from typing import Any

import pytest
from pypdf import PdfReader

import countermove as cm
from browser import ABSENT, DARK, browser, looked_over, printed
from catalogued import LARGE, LISTED
from countermove.game.searched import searched_game
from countermove.report.render.html import POLICY, as_html
from countermove.report.report import Origin
from countermove.requests.documents.report import report_document
from countermove.text.blocks import Details, Paragraph, plain
from report.test_lengths import only_letters
from report.test_report import inside

pytestmark = pytest.mark.skipif(browser() is None, reason=ABSENT)

WIDTHS = (1100, 390)
MEASURE = """
    doc.querySelectorAll("details").forEach(d => { d.open = true; });
    const view = doc.defaultView, faults = [], boxes = [];
    const blocks = "td,th,summary,figcaption,dt,dd,li,p,h1,h2,h3,h4,h5,h6,svg";
    const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim() || node.parentElement.closest("style,title,desc,metadata,defs")) continue;
      const frame = node.parentElement.closest(blocks), range = doc.createRange();
      if (!frame) { faults.push("without a frame: " + node.data.slice(0, 60)); continue; }
      range.selectNodeContents(node);
      const edge = frame.getBoundingClientRect(), scrolls = node.parentElement.closest(".grid,.plate");
      for (const box of range.getClientRects()) {
        if (box.width < 0.5 || box.height < 0.5) continue;
        const out = box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 3 ||
                    box.bottom > edge.bottom + 3;
        if (out) faults.push("leaves its frame: " + node.data.slice(0, 60));
        if (!scrolls && (box.left < -1 || box.right > view.innerWidth + 1))
          faults.push("leaves the page: " + node.data.slice(0, 60));
        boxes.push({l: box.left, r: box.right, t: box.top, b: box.bottom, text: node.data.slice(0, 60)});
      }
    }
    boxes.sort((x, y) => x.t - y.t);
    for (let i = 0; i < boxes.length; i++)
      for (let j = i + 1; j < boxes.length && boxes[j].t < boxes[i].b - 1; j++) {
        const wide = Math.min(boxes[i].r, boxes[j].r) - Math.max(boxes[i].l, boxes[j].l);
        const high = Math.min(boxes[i].b, boxes[j].b) - boxes[j].t;
        if (wide > 1 && high > 2) faults.push("overlap: " + boxes[i].text + " | " + boxes[j].text);
      }
    if (view.innerWidth > 1000)
      doc.querySelectorAll(".grid,.plate").forEach(g => {
        if (g.scrollWidth > g.clientWidth + 1) faults.push("too wide: " + g.textContent.slice(0, 60));
      });
    if (doc.documentElement.scrollWidth > view.innerWidth + 1) faults.push("the page is wider than the window");
    return {boxes: boxes.length, faults};
"""
CONTRAST = """
    doc.querySelectorAll("details").forEach(d => { d.open = true; });
    const view = doc.defaultView;
    const parts = text => text.match(/[0-9.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
      .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
      .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
    const behind = element => {
      for (let e = element; e; e = e.parentElement) {
        const colour = parts(view.getComputedStyle(e).backgroundColor);
        if (colour.length < 4 || colour[3] > 0) return colour;
      }
      return [255, 255, 255];
    };
    let least = 21, where = "";
    for (const element of doc.querySelectorAll("h1,h2,h3,h4,h5,p,li,td,th,a,summary,dt,dd,figcaption")) {
      const a = light(parts(view.getComputedStyle(element).color)), b = light(behind(element));
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < least) { least = ratio; where = element.tagName + " " + element.textContent.slice(0, 40); }
    }
    return {least, where, page: parts(view.getComputedStyle(doc.body).backgroundColor)};
"""
RAN = """
    return {
      ran: doc.defaultView.parent.document.documentElement.dataset.ran || doc.documentElement.dataset.ran || "",
      strange: doc.querySelectorAll("script,img,iframe,object,embed,form,input,base,video,audio,math").length,
      handlers: [...doc.querySelectorAll("*")].filter(e => [...e.attributes].some(a => /^on/i.test(a.name))).length,
      links: [...doc.querySelectorAll("a")].filter(a => !/^(#|https?:)/i.test(a.getAttribute("href"))).length,
      titles: [...doc.querySelectorAll("title")].filter(e => !e.closest("svg")).length,
      text: doc.body.textContent,
    };
"""
RUN = "document.documentElement.dataset.ran='yes'"
HOSTILE = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}><text>x</text></svg>",
    f"</style></title></textarea><script>{RUN}</script>",
    f'" onmouseover="{RUN}" style="position:fixed;inset:0" x=\'',
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;<math><mtext><style><img src=x onerror={RUN}></style></mtext></math>",
    f"--><script>{RUN}</script><!--",
]


@functools.cache
def page(id_: str) -> str:
    """The report on a catalogue case as HTML."""
    case, origin = cm.load(id_), Origin(f"{id_}.yaml", "0" * 64, cm.load(id_).at)
    game = searched_game(case) if id_ in LARGE else cm.compile(case)
    return as_html(report_document(game, origin=origin, pictures=True, length="full"))


def hostile_case() -> cm.Case:
    """A case with markup and scripts wherever it may hold text."""
    a, b, c, d, e, f, g, h = HOSTILE
    lines = [{"that": "go", "because": a, "evidence": ["s#1", "t#2", "u"], "sure": 0.5, "otherwise": "not go"}]
    return cm.Case.model_validate({
        "title": a, "at": "2022-01-13", "about": b, "citation": c,
        "sources": {
            "s": {"title": d, "author": e, "outlet": f, "url": f"javascript:{RUN}", "kind": g},
            "t": {"title": h, "url": f"https://example.org/\"onclick=\"{RUN}"},
            "u": {"title": a, "url": "https://example.org/?a=1&b=<script>", "file": f"data:text/html,{a}"},
        },
        "actors": {
            "ann": {"name": b, "about": c, "options": {"go": {"name": d, "because": e, "evidence": ["s"]}},
                    "prefers": lines},
            "ben": {"name": e, "options": {"stop": {"name": f}}, "prefers": ["not ann.go", "stop"]},
        },
        "bodies": {"board": {"name": g, "about": h, "members": ["ann", "ben"], "decides": "majority",
                             "options": {"vote": {"name": a}}}},
        "impossible": [{"that": "board.vote and stop", "because": b}],
        "status quo": [],
        "scenarios": {"other": {"about": c, "actors": {"ben": {"prefers": ["stop"]}}}},
        "views": {"ann": {"about": d, "actors": {"ben": {"prefers": ["ann.go"]}}}},
        "events": [{"on": "2021-12-15", "actor": "ann", "drops": ["go"], "because": e, "evidence": ["t"]}],
    })  # fmt: skip


def without_policy(text: str) -> str:
    """The page without what tells the browser to run nothing: escaping alone has to do."""
    line = next(line for line in text.splitlines() if "Content-Security-Policy" in line)
    return text.replace(line, "")


def long_case() -> cm.Case:
    """A case with very long names, with and without spaces."""
    word, many = "w" * 300, "a name of many words " * 15
    return cm.Case.model_validate({
        "title": "A case in which everything has a name that is very much longer than any that one would give it",
        "actors": {
            "ann": {"name": "Donaudampfschifffahrtsgesellschaftskapitaenskajuetenschluessel",
                    "options": {"go": {"name": word}, "build": {"name": "B"}}},
            "ben": {"name": many, "options": {"stop": {"name": "Stop"}}, "prefers": ["stop", "not ann.go"]},
        },
        "status quo": [],
    })  # fmt: skip


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    pages = {f"{id_} {width}": (page(id_), width) for id_ in (*LISTED, *LARGE) for width in WIDTHS}
    case = long_case()
    text = as_html(report_document(case, origin=Origin("long.yaml", "0" * 64, ""), pictures=True, length="full"))
    pages |= {f"long names {width}": (text, width) for width in WIDTHS}
    return looked_over(pages, MEASURE)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("id_", [*LISTED, *LARGE, "long names"])
def test_no_text_overlaps_another_or_leaves_its_frame(measured: dict[str, Any], id_: str, width: int) -> None:
    found = measured[f"{id_} {width}"]
    assert found["faults"] == []
    assert found["boxes"] > 100


def test_the_measuring_notices_what_it_is_for() -> None:
    bad = (
        '<p style="width:50px;white-space:nowrap">this line is far too long for its frame</p>'
        '<p style="margin:0">one</p><p style="margin:-12px 0 0">two</p><p style="margin-left:2000px">far out</p>'
    )
    found = looked_over({"bad": (bad, 1100)}, MEASURE)["bad"]["faults"]
    assert {fault.split(":")[0] for fault in found} >= {"leaves its frame", "overlap", "leaves the page"}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everything_can_be_read_in_light_and_in_the_dark(dark: bool) -> None:
    pages = {id_: (page(id_), 1100) for id_ in ("european-security-2022", "elmira", *LARGE)}
    for found in looked_over(pages, CONTRAST, *([DARK] if dark else [])).values():
        assert found["least"] >= 4.5, found
        assert (max(found["page"]) < 60) == dark


@pytest.mark.parametrize("policy", [True, False], ids=["with-policy", "without"])
def test_nothing_in_a_case_runs(policy: bool) -> None:
    case = hostile_case()
    text = as_html(report_document(case, origin=Origin("<script>.yaml", "0" * 64, HOSTILE[0]), pictures=True, length="full"))
    found = looked_over({"report": (text if policy else without_policy(text), 1100)}, RAN)["report"]
    shown = found.pop("text")
    assert found == {"ran": "", "strange": 0, "handlers": 0, "links": 0, "titles": 1}
    assert [name for name in HOSTILE if name not in shown] == []


def test_the_check_notices_what_runs() -> None:
    bad = f"<p>x</p><script>{RUN}</script>"
    assert looked_over({"bad": (bad, 1100)}, RAN)["bad"]["ran"] == "yes"
    strict = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">{bad}'
    assert looked_over({"bad": (strict, 1100)}, RAN)["bad"]["ran"] == ""


def test_what_is_folded_is_printed() -> None:
    reader = PdfReader(io.BytesIO(printed(page("cuban-missile-crisis"))))
    text = only_letters(" ".join(leaf.extract_text() for leaf in reader.pages))
    document = report_document(cm.compile(cm.load("cuban-missile-crisis")), length="full")
    folded = [
        plain(block.words)
        for chapter in document.chapters
        for details in inside(chapter.blocks)
        if isinstance(details, Details)
        for block in inside(details.blocks)
        if isinstance(block, Paragraph)
    ]
    assert len(folded) > 20
    assert [words for words in folded if only_letters(words) not in text] == []
