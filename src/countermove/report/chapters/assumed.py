"""The chapter on what the report rests on: every assumption with its reason and its evidence, by reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from countermove.briefing.grounds import grounds
from countermove.model.case import Actor, Case
from countermove.model.preferences import Claim, Line, lines_of
from countermove.report.chapters.citing import support
from countermove.report.chapters.groups import folded, together
from countermove.report.chapters.material import Material
from countermove.text.blocks import Block, Chapter, Entry, Listing, Paragraph, Part, from_lines
from countermove.text.naming import alike, statement_words
from countermove.text.preferences import claim_words, entry_words
from countermove.text.rules import plain_number
from countermove.views.brief_grounds import ground_lines

__all__ = ["assumptions", "assumptions_told"]

BARE = "no reason or evidence is given"


def assumptions(material: Material) -> Chapter:
    """What is assumed of each actor and body and of the whole, and what it is taken from."""
    lead = material.outcomes[0] if material.outcomes else None
    state = None if lead is None else material.graph.at(lead)
    return assumptions_told(
        material.graph.case, from_lines(ground_lines(material.graph, grounds(material.table, lead), state))
    )


def assumptions_told(case: Case, counted: tuple[Block, ...]) -> Chapter:
    """The chapter on the assumptions of a case; `counted`: what is said of them before."""
    told = alike((id_, _owner(case, id_)) for _, id_, _ in case.owners)
    parts = [together(case, ids, case.label(ids[0]), blocks) for blocks, ids in told.items() if blocks]
    rows = (
        ("What cannot be", (_claim(case, claim) for claim in case.impossible)),
        ("What always holds", (_claim(case, claim) for claim in case.always)),
        ("What counts as one state", _patterns(case)),
    )
    parts += [Part(title, (Listing(found),)) for title, entries in rows if (found := tuple(entries))]
    blocks = folded(parts)
    nothing = () if counted or blocks else (Paragraph(("The case gives no reason and no evidence for anything.",)),)
    return Chapter("assumptions", "What this rests on", (*counted, *blocks, *nothing))


def _owner(case: Case, id_: str) -> tuple[Block, ...]:
    """What is assumed of an actor or a body: that it is what it is, its options, and what it cares about."""
    record = case.actors.get(id_) or case.bodies[id_]
    blocks: list[Block] = list(support(case, "", record.evidence))
    options = [row for row in case.option_rows if row.owner == id_ and (row.record.because or row.record.evidence)]
    told = [Entry((f'"{row.name}"',), support(case, row.record.because, row.record.evidence)) for row in options]
    if told:
        blocks += [Paragraph(("That it can do this:",)), Listing(tuple(told))]
    if isinstance(record, Actor) and record.prefers:
        blocks.append(Paragraph(("That it cares about this, most important first:",)))
        blocks.append(Listing(tuple(_lines(case, id_, record)), ordered=True))
    return tuple(blocks)


def _lines(case: Case, owner: str, record: Actor) -> Iterator[Entry]:
    """The lines of an actor, numbered as everywhere."""
    for entry in record.prefers or ():
        lines = lines_of(entry)
        if isinstance(entry, Line):
            yield _line(case, owner, entry)
        else:
            inner = Listing(tuple(_line(case, owner, line) for line in lines))
            yield Entry(("Of these none comes first for certain:",), (inner,))


def _line(case: Case, owner: str, line: Line) -> Entry:
    doubts = [f"{plain_number(line.sure * 100)} % sure"] if line.sure != 1 else []
    if line.otherwise is not None:
        doubts.append(f"otherwise: {statement_words(case, line.otherwise, owner)}")
    text = statement_words(case, line.that, owner)
    said = f"{text} ({'; '.join(doubts)})" if doubts else text
    return Entry((said,), _supported(case, line.because, line.evidence))


def _claim(case: Case, claim: Claim) -> Entry:
    return Entry((claim_words(case, Claim(that=claim.that)),), _supported(case, claim.because, claim.evidence))


def _patterns(case: Case) -> Iterable[Entry]:
    for pattern in case.coalesce:
        yield Entry((f"all states with {entry_words(case, pattern.that)}",),
                    _supported(case, pattern.because, pattern.evidence))  # fmt: skip


def _supported(case: Case, because: str, evidence: tuple[str, ...]) -> tuple[Block, ...]:
    return support(case, because, evidence) or (Paragraph((f"({BARE})",), note=True),)
