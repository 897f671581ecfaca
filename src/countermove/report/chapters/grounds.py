"""The chapters on what a report rests on: every assumption with its reason and evidence, and the method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from countermove.briefing.grounds import Grounds
from countermove.model.case import Actor, Case
from countermove.model.preferences import Claim, Line, lines_of
from countermove.report.chapters.parts import Material, folded, for_readers, source_anchor, support, together
from countermove.text.blocks import (
    Block,
    Chapter,
    Entry,
    Inline,
    Link,
    Listing,
    Paragraph,
    Part,
    Table,
    from_lines,
    web_address,
)
from countermove.text.naming import alike, statement_words
from countermove.text.preferences import claim_words, entry_words
from countermove.text.rules import plain_number
from countermove.views.brief.grounds import ground_lines

__all__ = ["assumptions", "method"]

BARE = "no reason or evidence is given"


def assumptions(material: Material, grounds: Grounds) -> Chapter:
    """What is assumed of each actor and body and of the whole, and what it is taken from; before it, how much is not."""
    case, game = material.game.case, material.game
    lead = game.at(material.outcomes[0]) if material.outcomes and game.is_listed else None
    lines = list(ground_lines(game, grounds, lead))
    counted = from_lines(lines if game.is_listed else [(level, for_readers(text)) for level, text in lines])
    owners = alike((id_, _owner(material, id_)) for _, id_, _ in case.owners)
    parts = [together(case, ids, case.label(ids[0]), blocks) for blocks, ids in owners.items() if blocks]
    claims = (
        ("What cannot be", (_claim(material, claim) for claim in case.impossible)),
        ("What always holds", (_claim(material, claim) for claim in case.always)),
        ("What counts as one state", _patterns(material)),
    )
    parts += [Part(title, (Listing(own),)) for title, entries in claims if (own := tuple(entries))]
    blocks = folded(parts)
    nothing = () if counted or blocks else (Paragraph(("The case gives no reason and no evidence for anything.",)),)
    sources = (Part("Sources", tuple(_source(case, id_) for id_ in case.sources)),) if case.sources else ()
    model = (Part("Where the model comes from", (Paragraph((case.citation,)),)),) if case.citation else ()
    return Chapter("assumptions", "Assumptions and evidence", (*counted, *blocks, *nothing, *sources, *model))


def _source(case: Case, id_: str) -> Part:
    """A source, with a heading that evidence links to."""
    source = case.sources[id_]
    facts = [source.author, source.outlet, source.kind, source.date, source.language]
    words: list[Inline] = [", ".join(part for part in facts if part)]
    for address in (source.url, source.file):
        if address:
            linked = web_address(address)
            words += [", " if any(words) else "", Link(address, linked) if linked else address]
    below = (Paragraph(tuple(words)),) if any(words) else ()
    return Part(source.title or id_, below, source_anchor(id_))


def _owner(material: Material, id_: str) -> tuple[Block, ...]:
    """What is assumed of an actor or a body: that it is what it is, its options, and what it cares about."""
    case = material.game.case
    record = case.actors.get(id_) or case.bodies[id_]
    blocks: list[Block] = list(support(material, "", record.evidence))
    options = [row for row in case.option_rows if row.owner == id_ and (row.record.because or row.record.evidence)]
    entries = [Entry((f'"{row.name}"',), support(material, row.record.because, row.record.evidence)) for row in options]
    if entries:
        blocks += [Paragraph(("That it can do this:",)), Listing(tuple(entries))]
    if isinstance(record, Actor) and record.prefers:
        blocks.append(Paragraph(("That it cares about this, most important first:",)))
        blocks.append(Listing(tuple(_lines(material, id_, record)), ordered=True))
    return tuple(blocks)


def _lines(material: Material, owner: str, record: Actor) -> Iterator[Entry]:
    """The lines of an actor, numbered as everywhere."""
    for entry in record.prefers or ():
        lines = lines_of(entry)
        if isinstance(entry, Line):
            yield _line(material, owner, entry)
        else:
            inner = Listing(tuple(_line(material, owner, line) for line in lines))
            yield Entry(("Of these none comes first for certain:",), (inner,))


def _line(material: Material, owner: str, line: Line) -> Entry:
    case = material.game.case
    doubts = [f"{plain_number(line.sure * 100)} % sure"] if line.sure != 1 else []
    if line.otherwise is not None:
        doubts.append(f"otherwise: {statement_words(case, line.otherwise, owner)}")
    text = statement_words(case, line.that, owner)
    words = f"{text} ({'; '.join(doubts)})" if doubts else text
    return Entry((words,), _supported(material, line.because, line.evidence))


def _claim(material: Material, claim: Claim) -> Entry:
    case = material.game.case
    return Entry((claim_words(case, Claim(that=claim.that)),), _supported(material, claim.because, claim.evidence))


def _patterns(material: Material) -> Iterable[Entry]:
    case = material.game.case
    for pattern in case.coalesce:
        yield Entry((f"all states with {entry_words(case, pattern.that)}",),
                    _supported(material, pattern.because, pattern.evidence))  # fmt: skip


def _supported(material: Material, because: str, evidence: tuple[str, ...]) -> tuple[Block, ...]:
    return support(material, because, evidence) or (Paragraph((f"({BARE})",), note=True),)


# ------------------------------------------------------------------------------------------------------- method

OPENING = (
    "The case is analysed with the Graph Model for Conflict Resolution. The states are all combinations of options "
    "that can be. Actors and bodies move from one state to another by taking or dropping options of their own. Each actor "
    "ranks the states by its preferences. A state is an equilibrium if it is stable for all who can move. Solution concepts "
    "differ in what makes a state stable."
)
WORDS = (
    ("State", "a combination of options that can be; states are counted from 1, in the order of their codes."),
    ("Move", "a change of the mover's own options, all others being left as they are."),
    ("Improvement", "a move to a state that the mover strictly prefers. What is as good as before is no improvement."),
    ("Answer", "a sequence of moves of the others after an improvement; nobody moves twice in a row."),
    ("Credible", "every single move of the answer is an improvement for its mover."),
    ("Sanction", "an answer after which the mover is no better off than before it moved."),
    ("Reachable", "there is a sequence of moves that leads there from the status quo and in which nobody moves twice "
                  "in a row; by improvements: each of these moves is one."),
)  # fmt: skip
GRAPH_WORDS = (
    ("State", "one of the states that the case lists, in the order of the list."),
    ("Move", "a step from one state to another that the case lists for the mover."),
)
SEARCHED_STATE = ("State", "a combination of options that can be; there are too many to count or number them.")
WALK = ("Improvement walk", "improvements one after another, each drawn at random, until no mover has one.")
BODIES = (
    "A body has no preferences of its own. An improvement of a body is a change that its rule lets pass, given who of "
    "those named in the rule strictly prefers the new state and who strictly prefers the old one."
)
SOURCES = (
    "Definitions and sources: L. Fang, K. W. Hipel and D. M. Kilgour, Interactive Decision Making: The Graph Model for "
    "Conflict Resolution (Wiley, 1993); H. Xu, K. W. Hipel, D. M. Kilgour and L. Fang, Conflict Resolution Using the "
    "Graph Model (Springer, 2018). The documentation of countermove has a page on each concept, with its formula and "
    "where books differ."
)
HOLDING = (
    "A state is stable for a mover if the answer to the question is yes, and an equilibrium if it is stable for all "
    "who can move."
)
LISTED_ORDER = (
    "Outcomes stand in this order: Nash equilibria that improvements reach from the status quo; other Nash equilibria; "
    "those kept by credible answers (SEQ or SSEQ); those that rest on threats. Among equals, reached ones come first, "
    "then those that no other is better than for some and worse than for none."
)
SEARCHED_ORDER = (
    "The states are not listed: a constraint solver looks for equilibria, and proves where it can that there are no "
    "others. The outcome in which most random improvement walks from the status quo end stands first; the others "
    "follow by their distance from the status quo."
)


def method(material: Material, _: None) -> Chapter:
    """What was computed, the concepts asked, what the words mean, and in which order outcomes stand."""
    case, is_listed = material.game.case, material.game.is_listed
    order = f"{HOLDING} {LISTED_ORDER if is_listed else SEARCHED_ORDER}"
    asked = tuple((concept.label, concept.question) for concept in material.table.concepts)
    words: Sequence[tuple[str, str]] = (*GRAPH_WORDS, *WORDS[2:]) if case.is_graph else WORDS
    if not is_listed:
        words = (SEARCHED_STATE, *WORDS[1:3], WALK)
    blocks: list[Block] = [
        Paragraph((OPENING,)),
        Part("Solution concepts", (Table(("concept", "its question"), asked), Paragraph((order,), note=True))),
        Part("Words", (Listing(tuple(Entry((f"{word}: {meaning}",)) for word, meaning in words)),)),
    ]
    if case.bodies:
        blocks.append(Part("Bodies", (Paragraph((BODIES,)),)))
    blocks.append(Part("Where this is defined", (Paragraph((SOURCES,)),)))
    return Chapter("method", "Method and definitions", tuple(blocks), is_appendix=True)
