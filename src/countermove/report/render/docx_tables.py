"""Tables for papers in a DOCX file: a caption, three rules, groups of rows, and a head that is repeated on every page."""

from __future__ import annotations

from typing import Any

from countermove.report.render.columns import column_widths
from countermove.text.blocks import Table, clean

__all__ = ["add_paper_table"]

WIDTH = 16.0
"""The width of the text, in centimetres."""
GLYPH = 0.0225
"""About how wide a character is, in centimetres for each point of its font's size."""
POINTS = 9.0
GAP = 0.38
"""What a cell needs beside its text, in centimetres."""
LONGEST_WORD = 4.5
"""The widest first column, in centimetres; longer names take several lines."""
THICK, THIN = 8, 4
"""The rules, in eighths of a point, as in printed tables: above and below the table, and below its head."""


def add_paper_table(file: Any, table: Table) -> None:
    """Add a table to a document of python-docx; its notes are left to who calls.

    Parameters
    ----------
    file
        The document.
    table
        A table with a caption.
    """
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm, Pt

    _caption(file, table)
    grid = file.add_table(rows=0, cols=len(table.columns))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    # The heads of groups run over all columns, so that they make none wider.
    columns = [name.strip() and name for name in table.columns]
    names = [row for k, row in enumerate(table.rows) if k not in table.groups]
    has_heads = len(columns) == 1 or any(columns[1:])
    head = tuple(columns) if has_heads else ("",) * len(columns)
    glyph = POINTS * GLYPH
    widths = column_widths(Table(head, tuple(names)), WIDTH, lambda text: glyph * len(text), LONGEST_WORD, GAP)
    for k, row in enumerate((tuple(columns), *table.rows)):
        is_head = k == 0 and not has_heads
        _row(grid, row, table, widths, is_group=is_head or k - 1 in table.groups, is_strong=k == 0 or k - 1 in table.strong)
    # Some word processors look at the widths of the columns, others at those of the cells.
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    _mark(grid.rows[0], "w:tblHeader")
    for row in grid.rows:
        _mark(row, "w:cantSplit")
    _rule(grid.rows[0], top=THICK, bottom=THIN)
    _rule(grid.rows[-1], bottom=THICK)
    _keep_together(grid, table)
    file.paragraphs[-1].paragraph_format.space_after = Pt(3)


def _caption(file: Any, table: Table) -> None:
    """The caption above the table; word processors know it by its style."""
    from docx.shared import Pt, RGBColor

    caption = file.add_paragraph(style="Caption")
    run = caption.add_run(clean(table.caption))
    run.font.size, run.font.color.rgb = Pt(10), RGBColor(0, 0, 0)
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(8), Pt(3)


def _row(grid: Any, row: tuple[str, ...], table: Table, widths: list[float], *, is_group: bool, is_strong: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    cells = grid.add_row().cells
    for k, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        name = table.columns[k]
        if name in table.right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif name in table.centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(clean(row[k]))
        run.font.size, run.bold = Pt(POINTS), is_strong or is_group
        _margins(cell)
        if k == 0 and table.groups and not is_group and not is_strong:
            paragraph.paragraph_format.left_indent = Cm(0.3)
    if is_group:
        cells[0].merge(cells[-1])
        # Merging leaves the empty paragraphs of the other cells.
        for extra in cells[0].paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        cells[0].paragraphs[0].paragraph_format.space_before = Pt(3)
        cells[0].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT


def _keep_together(grid: Any, table: Table) -> None:
    """Keep the head of a group with the row below it, and the head of the table with the first."""
    for k, row in enumerate(grid.rows[:-1]):
        if k == 0 or k - 1 in table.groups:
            row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True


def _mark(row: Any, tag: str) -> None:
    """Set a property of a row: that it is repeated on every page, or that no page break divides it."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _margins(cell: Any) -> None:
    """Narrow margins, so that many states stand side by side."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tcMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "50")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    cell._tc.get_or_add_tcPr().append(margins)


def _rule(row: Any, **sides: int) -> None:
    """Draw rules above or below a row."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for cell in {id(cell._tc): cell for cell in row.cells}.values():
        properties = cell._tc.get_or_add_tcPr()
        borders = OxmlElement("w:tcBorders")
        for side, width in sides.items():
            line = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", str(width)), ("space", "0"), ("color", "000000")):
                line.set(qn(f"w:{key}"), value)
            borders.append(line)
        # The order of these elements is fixed: borders stand before margins.
        margins = properties.find(qn("w:tcMar"))
        if margins is None:
            properties.append(borders)
        else:
            margins.addprevious(borders)
