"""What each diagnostic code means: the table from which the help, the documentation and tests are made."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.errors import Severity

__all__ = ["DIAGNOSTICS", "Kind"]


@dataclass(frozen=True)
class Kind:
    """One kind of diagnostic: what it says, why it matters, the way out, and a small case that has it.

    `example` is empty where no small text can show it.

    Parameters
    ----------
    code
        The key of the row.
    severity
        Whether it keeps a case from being analysed.
    title
        What is wrong, as a heading.
    what
        When it is said.
    why
        Why it matters.
    way_out
        What to do.
    example
        A small case that has it; empty where no small text can show it.
    """

    code: str
    severity: Severity
    title: str
    what: str
    why: str
    way_out: str
    example: str = ""


def _rows() -> tuple[Kind, ...]:
    return (*FILES, *SHAPES, *PREFERENCES, *STATES, *BODIES, *SCENARIOS, *CITATIONS, *FOREIGN, *VIEWS, *WARNINGS)


FILES = (
    Kind(
        "CM001", "error", "The file cannot be read",
        "There is no file of this name, or it is a directory, or it may not be read.",
        "Nothing can be said about a case that is not there.",
        "Check the path; if a file with a similar name lies beside it, the message names it.",
    ),
    Kind(
        "CM002", "error", "The file is too large",
        "The file is larger than 1 MB, or holds more than 50,000 values, 200 scenarios or 50 labels. A workbook is larger "
        "than 20 MB when it is unpacked, or has more than 100,000 cells.",
        "A case that people can discuss has a few hundred lines. A file of this size is something "
        "else, and reading it to the end would only cost time.",
        "Check that it is the right file. A ranking of very many states is better written as "
        "prioritised statements.",
    ),
    Kind(
        "CM003", "error", "The file is not text in UTF-8",
        "The file has bytes that are not UTF-8, or control characters that no text has.",
        "Names would be read as something else than was written.",
        "Save the file as UTF-8 (every editor can). A byte order mark at the beginning does no "
        "harm.",
        "title: \x00\n",
    ),
    Kind(
        "CM004", "error", "This is not YAML",
        "The text does not follow the rules of YAML at the place named: a bracket or quotation mark "
        "is not closed, the indentation does not fit, or a text with a colon is not in quotation "
        "marks.",
        "From here on the file could mean several things.",
        "Look at the line named and at the one before it. Put texts that contain a colon followed "
        "by a space in quotation marks, and indent with spaces.",
        "title: What next: war or peace?\n",
    ),
    Kind(
        "CM005", "error", "A key stands twice",
        "The same key is written twice in one mapping.",
        "YAML readers silently keep the last one; half of what was written would be lost without a "
        "word.",
        "Keep one of the two, or join their contents.",
        "actors:\n  usa: {options: {strike: Strike}}\n  usa: {options: {talk: Talk}}\n",
    ),
    Kind(
        "CM006", "error", "Anchors, aliases, tags and several documents have no place in a case",
        "The file uses `&name`, `*name`, `!tag`, or a second document after `---`.",
        "A case is read from top to bottom and compared line by line; a value that stands elsewhere "
        "cannot be read in its place. Some of these devices have also been used to attack programs.",
        "Write the value out. Put a text that begins with &, * or ! in quotation marks.",
        "actors:\n  usa: {about: *later}\n",
    ),
    Kind(
        "CM007", "error", "The file is nested too deep",
        "Brackets or blocks are nested more than 64 deep.",
        "No case needs it, and deep nesting can exhaust a program.",
        "Check the brackets at the place named.",
        "title: " + "[" * 70 + "\n",
    ),
    Kind(
        "CM008", "error", "The file holds no case",
        "The file is empty, or holds a list or a single text and not keys with values.",
        "A case has at least the key `actors`.",
        "Begin with `title:` and `actors:`; `countermove new FILE` writes a case to start from.",
        "- usa\n- ussr\n",
    ),
    Kind(
        "CM009", "error", "A file of another kind",
        "The file is a document, a picture, an archive, a page, a Python pickle or a game in extensive form, whatever its "
        "name says.",
        "Nothing of a case could be read from it.",
        "The message says what the file is, and what to do with it. [File formats](../formats.md) lists what is read.",
        "<html><body>Talks</body></html>\n",
    ),
)  # fmt: skip

SHAPES = (
    Kind(
        "CM101", "error", "Unknown key",
        "A key is written that the case format does not have at this place.",
        "An unknown key is nearly always a misspelt one, and its content would be ignored in "
        "silence.",
        "Correct the key; the message names the nearest known ones. Free text goes into `about`.",
        "actors:\n  usa: {optoins: {strike: Strike}}\n",
    ),
    Kind(
        "CM102", "error", "Something else is expected here",
        "A text stands where a list is expected, a list where a mapping is, or a word that is not "
        "one of the few allowed ones.",
        "The value cannot be understood as what its key announces.",
        "Write what the message expects. An empty key is taken out, or gets a value.",
        "actors:\n  usa: {options: [strike, talk]}\n",
    ),
    Kind(
        "CM103", "error", "Not an id, or an id that is taken",
        "An id has other characters than small letters, digits and hyphens, does not begin with a "
        "letter, is a word of the statement language (and, or, not, if, is, ...), or names two "
        "things.",
        "Ids are used in statements, on the command line and in tables, where each must mean one "
        "thing.",
        "Choose a short id of small letters, digits and hyphens, and put what people should read "
        "under `name`.",
        "actors:\n  USA: {options: {strike: Strike}}\n",
    ),
    Kind(
        "CM104", "error", "Unknown option",
        "A statement, a list of options or a weight names an option that no actor and no body has.",
        "A misspelt name would silently change what the statement means.",
        "Correct the name. An option of somebody else is written `owner.option`.",
        "actors:\n  usa:\n    options: {strike: Strike}\n    prefers: [not strke]\n",
    ),
    Kind(
        "CM105", "error", "The statement cannot be read",
        "A statement does not follow the rules of the statement language at the place named.",
        "It could mean several things.",
        "Join options with `and`, `or`, `if`, `iff`, put `not` before them, and close every "
        "bracket.",
        "actors:\n  usa:\n    options: {strike: Strike}\n    prefers: [strike and]\n",
    ),
    Kind(
        "CM106", "error", "The name does not say which option is meant",
        "Several owners have an option of this id, or one option is named twice where it may be "
        "named once.",
        "The statement would be about one of them, and a reader would not know which.",
        "Write the full name, `owner.option`.",
        "actors:\n  usa: {options: {talk: Talk}}\n  ussr: {options: {talk: Talk}}\nimpossible: [talk]\n",
    ),
    Kind(
        "CM107", "error", "Unknown actor",
        "A rule, a view or an event names an actor that the case does not have, or a body where "
        "only an actor can stand.",
        "A vote or a belief would belong to nobody.",
        "Correct the id. Rules name actors only; a body takes part as a member.",
        "actors:\n  usa: {options: {strike: Strike}}\nviews:\n  ussr: {unaware: [usa.strike]}\n",
    ),
    Kind(
        "CM108", "error", "Levels are not used as they should be",
        "An option has fewer than two levels or the same twice, has `change` or `needs` beside "
        "them, or a statement names a level that does not exist, or none.",
        "Exactly one level of an option holds in every state; without two of them, or with moves "
        "restricted, that would not be a choice.",
        "Write `owner.option is level` in statements, `owner.option-level` in lists of options.",
        "actors:\n  usa:\n    options: {arms: {levels: [none]}}\n    prefers: [arms is none]\n",
    ),
    Kind(
        "CM109", "error", "Not a number that can stand here",
        "A number is expected, or one in a certain range: `sure` is a share between 0 and 1.",
        "The analysis computes with it, exactly.",
        "Write it with digits and a decimal point: 3, or 0.65.",
        "actors:\n  usa:\n    options: {strike: Strike}\n    prefers: [{that: strike, sure: 60}]\n",
    ),
    Kind(
        "CM110", "error", "A key is missing",
        "A record lacks a key without which it means nothing.",
        "There is no sensible value to assume.",
        "Add the key that the message names.",
        "title: A case without actors\n",
    ),
    Kind(
        "CM111", "error", "A case has options, or it lists its states, not both",
        "A case that lists its states also has options, bodies, constraints or prioritised "
        "statements, or `moves` stand in a case without `states`.",
        "Statements are about options; in a case that lists its states there are none that they "
        "could be about.",
        "Take out the one or the other.",
        "states: {s1: Peace, s2: War}\nactors:\n  usa: {prefers: [s1], moves: [[s1, s2]]}\n",
    ),
    Kind(
        "CM112", "error", "Preferences are given in several ways",
        "An actor has more than one of `prefers`, `ranking` and `worth`.",
        "They could contradict each other.",
        "Keep one. Other ways can be tried as scenarios.",
        "actors:\n"
        "  usa:\n"
        "    options: {strike: Strike}\n"
        "    prefers: [strike]\n"
        "    worth: {strike: 1}\n",
    ),
    Kind(
        "CM113", "error", "Unknown state, or no move",
        "A move, a ranking or the status quo names a state that is not under `states`, a move leads "
        "from a state to itself, or the status quo is not one state.",
        "A move to nowhere would change the analysis without a trace.",
        "Correct the id of the state. Staying needs no move: it is always possible.",
        "states: {s1: Peace, s2: War}\nactors:\n  usa: {moves: [[s1, s3]]}\n",
    ),
    Kind(
        "CM114", "error", "A blank name",
        "The name of an actor, a body, an option, a state or a label has nothing in it that can be seen.",
        "Everything that people read calls things by their names; there would be a gap in its place.",
        "Write what people should read, or take the key out: then the id is shown. Of a state, write its id again.",
        'actors:\n  usa: {name: " ", options: {strike: Strike}}\n',
    ),
)  # fmt: skip

PREFERENCES = (
    Kind(
        "CM201", "error", "Malformed pattern",
        "A pattern has not one character for each option, or others than Y, N and -.",
        "It is not clear which options it is about.",
        "Write one character for each option in bit order (actors in file order, then bodies), Y "
        "for taken, N for not taken, - for either, and put it in quotation marks.",
        'actors:\n  usa:\n    options: {strike: Strike, talk: Talk}\n    ranking: ["Y", "N"]\n',
    ),
    Kind(
        "CM202", "error", "The ranking leaves out states",
        "A feasible state matches no entry of a ranking.",
        "Whether an actor prefers it to others is not known, so stability cannot be decided.",
        "Add the states that the message names, in their place.",
        "states: {s1: Peace, s2: War}\nactors:\n  usa: {moves: [[s1, s2]], ranking: [s1]}\n",
    ),
    Kind(
        "CM203", "error", "The ranking has a state twice",
        "A feasible state matches two entries of a ranking.",
        "It cannot be in two places at once.",
        "Make the entries exclude each other, or take one out.",
        "states: {s1: Peace, s2: War}\nactors:\n  usa: {moves: [[s1, s2]], ranking: [s1, s2, s1]}\n",
    ),
    Kind(
        "CM204", "error", "A coalesced state is not one state to somebody",
        "An actor prefers one combination inside a coalesced state to another.",
        "A coalesced state stands for combinations that the analyst does not tell apart; here an "
        "actor does.",
        "Make the pattern narrower, or change the preference so that it does not look inside.",
        "actors:\n"
        "  usa:\n"
        "    options: {strike: Strike, talk: Talk}\n"
        "    prefers: [talk]\n"
        "coalesce: [strike]\n",
    ),
)  # fmt: skip

STATES = (
    Kind(
        "CM301", "error", "No feasible state",
        "The constraints rule out every combination of options, or no state is listed.",
        "There is nothing to analyse.",
        "Look for constraints that contradict each other, and weaken one.",
        "states: {}\nactors:\n  usa: {name: USA}\n",
    ),
    Kind(
        "CM302", "error", "The status quo is not feasible",
        "The combination of options under `status quo` is ruled out by a constraint, or leaves two "
        "levels of one option taken.",
        "Paths begin at the status quo; an impossible one has no place among the states.",
        "Correct the status quo or the constraint that rules it out.",
        "actors:\n"
        "  usa: {options: {strike: Strike, talk: Talk}}\n"
        "impossible: [strike and talk]\n"
        "status quo: [strike, talk]\n",
    ),
    Kind(
        "CM303", "error", "Coalesced states overlap",
        "A feasible combination matches two entries of `coalesce`.",
        "It can belong to one state only.",
        "Join the two entries, or make them exclude each other.",
        "actors:\n  usa: {options: {strike: Strike, talk: Talk}}\ncoalesce: [strike, talk]\n",
    ),
    Kind(
        "CM304", "error", "A coalesced state is empty",
        "An entry of `coalesce` matches no feasible combination.",
        "It would be a state in which nothing can be the case.",
        "Correct the entry, or take it out.",
        "actors:\n"
        "  usa: {options: {strike: Strike, talk: Talk}}\n"
        "impossible: [strike and talk]\n"
        "coalesce: [strike and talk]\n",
    ),
    Kind(
        "CM305", "error", "Too many options",
        "The case has more options than this command can list the combinations of (63).",
        "Each option doubles the number of combinations.",
        "Ask `solve` or `explain`, which find equilibria without a list; or leave out options that nobody's "
        "preferences depend on.",
    ),
    Kind(
        "CM306", "error", "Too many states",
        "The case has more feasible states than this command can list.",
        "Every state is kept in memory, once for each mover.",
        "Ask `solve` or `explain`, which find equilibria without a list; or add the constraints that go without "
        "saying, or take out options that no preference mentions.",
    ),
    Kind(
        "CM307", "error", "A label that no state has",
        "The state of a label is not feasible, its statement holds in no feasible state, or every state in which it "
        "holds has another label.",
        "No state would be called by it, though an outcome was meant.",
        "Correct the label or the constraint that rules the state out. Of several statements that hold the first in the "
        "file counts: put the narrower one first.",
        "actors:\n"
        "  usa: {options: {strike: Strike, talk: Talk}}\n"
        "impossible: [strike and talk]\n"
        "labels: {both: {options: [strike, talk]}}\n",
    ),
    Kind(
        "CM308", "error", "Two labels for one state",
        "Two labels name the same options, or the same listed state.",
        "A state is called by one label; the other one would never be seen.",
        "Keep one of the two.",
        "actors:\n"
        "  usa: {options: {strike: Strike, talk: Talk}}\n"
        "labels: {war: {options: [strike]}, attack: {options: [usa.strike]}}\n",
    ),
)  # fmt: skip

BODIES = (
    Kind(
        "CM401", "error", "Unknown member",
        "A body names a member that is neither an actor nor a body of the case.",
        "Its vote would be nobody's.",
        "Correct the id, or add the actor; an actor needs no options to be a member.",
        "actors:\n  usa: {}\nbodies:\n  nato: {members: [usa, europ], decides: majority}\n",
    ),
    Kind(
        "CM402", "error", "A body without members",
        "A body has no `members`.",
        "Nobody could decide in it.",
        "List its members, or give its options to an actor.",
        "actors:\n  usa: {}\nbodies:\n  nato: {decides: majority}\n",
    ),
    Kind(
        "CM403", "error", "A rule that can never pass",
        "The rule fails even when everybody is for the change.",
        "The options that it decides could never be changed; nearly always a quota is above the "
        "total of the weights.",
        "Lower the quota, or correct the weights. An option that cannot be changed is better left "
        "out.",
        "actors:\n"
        "  usa: {}\n"
        "  france: {}\n"
        "bodies:\n"
        "  nato: {members: [usa, france], decides: {quota: 3}}\n",
    ),
    Kind(
        "CM404", "error", "An empty rule",
        "A rule has nothing in it: `all`, `any` or `veto` without entries, or a veto without the "
        "rule beside it.",
        "It is not clear who decides.",
        "Write a rule: unanimity, consensus, majority, {quota: ...}, {actor: ...}, ...",
        "actors:\n  usa: {}\nbodies:\n  nato: {members: [usa], decides: {all: []}}\n",
    ),
    Kind(
        "CM405", "error", "Bodies that are members of themselves",
        "Following members that are bodies leads back to the same body.",
        "Its decision would depend on itself.",
        "Take one of the members on the way out.",
        "actors:\n"
        "  usa: {}\n"
        "bodies:\n"
        "  nato: {members: [usa, council], decides: majority}\n"
        "  council: {members: [usa, nato], decides: majority}\n",
    ),
    Kind(
        "CM406", "error", "Weights that do not fit the members",
        "`weights` leaves out a member, or names somebody who is none.",
        "A vote without a weight, or a weight without a vote, is a mistake that no default should "
        "hide.",
        "Give every member a weight (0 is allowed) and nobody else.",
        "actors:\n"
        "  usa: {}\n"
        "  france: {}\n"
        "bodies:\n"
        "  nato: {members: [usa, france], decides: {quota: 0.5, weights: {usa: 3}}}\n",
    ),
    Kind(
        "CM407", "error", "An option that no rule decides",
        "A body has no `decides`, and neither has one of its options.",
        "It is not known who can change the option.",
        "Add `decides` to the body, or to the option.",
        "actors:\n  usa: {}\nbodies:\n  nato: {members: [usa], options: {admit: Admit}}\n",
    ),
    Kind(
        "CM408", "error", "A member body without a rule",
        "A body is a member of another and has no rule of its own, only (perhaps) for single "
        "options.",
        "Its vote in the other body would not be known.",
        "Add `decides` to the member.",
        "actors:\n"
        "  usa: {}\n"
        "bodies:\n"
        "  eu: {members: [usa]}\n"
        "  nato: {members: [usa, eu], decides: majority}\n",
    ),
    Kind(
        "CM409", "error", "A quota or weight that is no such number",
        "A quota is not positive, or a share above 100 %; a weight is negative, all weights are 0, or `blocking` "
        "does not count members.",
        "With such numbers a rule would pass with nobody for, or mean nothing.",
        "A fraction (2/3), a decimal below 1 (0.65) and a percentage (65 %) are shares of the total weight; any other "
        "number is a number of votes, so that 1 is one vote, and 100 % is all of them.",
        "actors:\n  usa: {}\nbodies:\n  nato: {members: [usa], decides: {quota: two thirds}}\n",
    ),
    Kind(
        "CM410", "error", "Unknown rule",
        "`decides` has a word or key that is no rule.",
        "It is not known who decides.",
        "Write unanimity, consensus, majority, {quota: ...}, {actor: ...}, {veto: [...], also: "
        "...}, {all: [...]} or {any: [...]}.",
        "actors:\n  usa: {}\nbodies:\n  nato: {members: [usa], decides: unanimty}\n",
    ),
    Kind(
        "CM411", "error", "A member that stands twice",
        "A body lists the same member twice.",
        "It has one vote; several are written as a weight.",
        "Take one out, or use {quota: ..., weights: {...}}.",
        "actors:\n  usa: {}\nbodies:\n  nato: {members: [usa, usa], decides: majority}\n",
    ),
    Kind(
        "CM412", "warning", "A part of a rule that has no effect",
        "A rule listed under `any` can never pass; or a quota is above the total, so that only `blocking` lets it "
        "pass; or `blocking` is so high that one member alone carries everything; or a veto names an actor twice.",
        "The rule passes in other cases than a reader of the file expects.",
        "Correct the number or the name, or take the part out.",
        "actors:\n"
        "  usa: {}\n"
        "  france: {}\n"
        "bodies:\n"
        "  nato: {members: [usa, france], decides: {any: [unanimity, {quota: 3}]}}\n",
    ),
    Kind(
        "CM413", "warning", "A share that is a rounded fraction",
        "A quota such as 0.67 is a third, a sixth, a seventh or a ninth, rounded, and takes another number of votes than "
        "the fraction itself in this body.",
        "Two thirds of three votes are two, but 0.67 of them are more than two, so that all three would be needed.",
        "Write the fraction, such as 2/3, or another share.",
        "actors:\n"
        "  usa: {}\n"
        "  france: {}\n"
        "  italy: {}\n"
        "bodies:\n"
        "  nato: {members: [usa, france, italy], decides: {quota: 0.67}}\n",
    ),
    Kind(
        "CM414", "warning", "A half that is reached exactly",
        "A quota is half of the total, and some members together have exactly half.",
        "Then a change and the change back can each pass, with one half of the members for each.",
        "Where more than half is meant, write majority, or the number of votes that the message names.",
        "actors:\n"
        "  usa: {}\n"
        "  france: {}\n"
        "bodies:\n"
        "  nato: {members: [usa, france], decides: {quota: 1/2}}\n",
    ),
)  # fmt: skip

SCENARIOS = (
    Kind(
        "CM501", "error", "A scenario that changes nothing that exists",
        "A scenario is empty, or changes an actor, a body, an option or a label that the case does not have, "
        "without saying enough to add it.",
        "A misspelt id would leave the case as it is, and the comparison would show no difference.",
        "Correct the id. A new actor has `name` or `options`, a new body `members`, a new option a "
        "text.",
        "actors:\n"
        "  usa: {options: {strike: Strike}}\n"
        "scenarios:\n"
        "  doves: {actors: {us: {prefers: [not strike]}}}\n",
    ),
    Kind(
        "CM502", "error", "The changed case is wrong",
        "With a scenario merged over it the case has an error at a place that the scenario does not "
        "mention, typically because it takes away something that is used there.",
        "The scenario cannot be analysed.",
        "Change that place in the scenario, too.",
        "actors:\n"
        "  usa: {options: {strike: Strike, talk: Talk}, prefers: [not strike]}\n"
        "scenarios:\n"
        "  peace: {actors: {usa: {options: {strike: null}}}}\n",
    ),
)  # fmt: skip

CITATIONS = (
    Kind(
        "CM601", "warning", "Unknown source",
        "`evidence` cites a source that is not under `sources`.",
        "A reader cannot look it up.",
        "Declare it under `sources`, or correct its id. A paragraph is cited as `source#3`.",
        "actors:\n  usa: {options: {strike: {name: Strike, evidence: [nyt#3]}}}\n",
    ),
    Kind(
        "CM602", "warning", "No such place in the source",
        "`evidence` cites an item that the source's evidence file does not have, or a paragraph that is not there.",
        "A reader looks it up and finds nothing.",
        "Look the item up in the evidence file. Paragraphs of the body count from 1; headline and byline do not count.",
    ),
    Kind(
        "CM603", "warning", "A rejected item",
        "`evidence` cites an item that was rejected in the review.",
        "The analyst who read the source found that it does not say this.",
        "Cite something else, or change the decision in the decisions file.",
    ),
    Kind(
        "CM604", "warning", "Stale evidence",
        "The article has changed since it was read, or a decided item is gone since then.",
        "What is cited may no longer stand in the source.",
        "Read the article again, review what is new, and cite that. Decisions made before are kept.",
    ),
    Kind(
        "CM605", "warning", "Assumptions without evidence",
        "Some preference statements or constraints cite nothing, though the case has evidence files.",
        "A reason alone cannot be looked up.",
        "Cite an item or a paragraph: evidence: [SOURCE#ITEM].",
    ),
    Kind(
        "CM606", "warning", "A preference on hearsay",
        "All evidence for a preference of an actor is what others say: an opponent, or the author of the source.",
        "Opponents and commentators say what suits them. It is a claim about the actor, and no deed of its own.",
        "Look for what the actor says or does itself. If there is nothing, say so under `because`, and lower `sure`.",
    ),
    Kind(
        "CM607", "warning", "An evidence file that cannot be read",
        "Beside a source lies an evidence file, or a file of decisions, that is broken.",
        "What is cited from it cannot be checked.",
        "Read the article again; a broken file of decisions has to be mended by hand, so that nothing is lost.",
    ),
)  # fmt: skip

FOREIGN = (
    Kind(
        "CM701", "error", "No such position in a .gmcr file",
        "A `.gmcr` file refers to an option or a decision maker by its position in a list, and there "
        "is none at that position.",
        "What is said about it cannot be said about anything.",
        "Positions count from 0. Correct the position, or export the file again.",
    ),
    Kind(
        "CM702", "error", "An option in a .gmcr file has not exactly one owner",
        "An option stands under two decision makers of a `.gmcr` file, or twice under one, or under "
        "none.",
        "Who can take or drop an option decides who can move; here an option has one owner.",
        "Give each decision maker an option of its own, and rule the combinations out that cannot "
        "be. Take an option out that nobody has.",
    ),
    Kind(
        "CM703", "warning", "A key of a .gmcr file is not understood",
        "The file has a key that this program does not know.",
        "What it says is left out. The rest is read as usual.",
        "Look at the case with `countermove show` to see whether anything is missing.",
    ),
    Kind(
        "CM704", "warning", "Something in a .gmcr file is left out",
        "The file has a coalition of several decision makers, or conditions as preferences where "
        "rankings by hand are in force.",
        "A case lets every actor decide for itself, and holds one order of the states for each.",
        "Nothing needs to be done if that is meant. `countermove solve FILE --merge a,b` lets actors act as one.",
    ),
    Kind(
        "CM705", "warning", "States have other numbers than in the program that wrote the file",
        "The options of a `.gmcr` file do not stand in the order of their owners, and so they are "
        "numbered anew.",
        "The number of a state follows from the order of the options; a published table of the case "
        "cannot be compared number by number.",
        "Compare states by the options taken, or put the options of each decision maker together "
        "before the file is exported.",
    ),
    Kind(
        "CM706", "error", "A strategic form that cannot be read",
        "A `.nfg` file does not go on as the format says, is cut off, or has more profiles of strategies or moves than are "
        "read.",
        "A payoff that is missing or in the wrong place would shift all those behind it.",
        "Save the game again with the program that wrote it, or take out strategies that do not matter.",
    ),
    Kind(
        "CM707", "error", "A workbook that is not opened",
        "A workbook is damaged, has macros or a password, is saved in a form that is not read, or has a part that no "
        "spreadsheet program writes.",
        "Nothing in it can be relied on, and some of it could do harm.",
        "Open it in your spreadsheet program and save it as Excel Workbook (`.xlsx`), without password and macros.",
    ),
    Kind(
        "CM708", "error", "A sheet of a workbook is not as a case has it",
        "A sheet is missing or hidden, a column is missing, misspelt or there twice, or cells are merged.",
        "What stands there would be left out, or be taken for something else.",
        "Correct the name; unhide the sheet; unmerge the cells. `countermove new case.xlsx` makes one to compare with.",
    ),
    Kind(
        "CM709", "error", "A cell of a workbook cannot be read",
        "A cell holds an error, a formula that has not been computed, a date where text is expected, or a word that is not "
        "in its list; an id stands there twice or is not known; or a row is incomplete.",
        "A guess would make another case of it.",
        "Correct the cell that the message names. Columns with the format of text keep what is typed.",
    ),
    Kind(
        "CM710", "warning", "A column of a workbook is not read",
        "A sheet has a column that a case does not have.",
        "What it says is left out. Notes of your own may stand there.",
        "Leave it if that is meant; else give it the name of one of the columns that the message lists.",
    ),
)  # fmt: skip

VIEWS = (
    Kind(
        "CM801", "error", "An actor's view of itself",
        "A view says what its own actor prefers.",
        "An actor acts on what it prefers, so it would have two preferences at once. "
        "Others can be mistaken about them.",
        "Write them under `actors`, or compare both in a scenario.",
        "actors:\n  usa: {options: {strike: Strike}}\nviews:\n  usa: {actors: {usa: {prefers: [strike]}}}\n",
    ),
    Kind(
        "CM802", "error", "A coalesced state that is seen in part",
        "An actor sees some combinations in a coalesced state, and not others.",
        "A coalesced state is one state: it is seen, or it is not.",
        "Correct the entry under `unseen`, or split the state.",
    ),
    Kind(
        "CM803", "error", "An actor that sees no state",
        "The entries under `unseen` of a view hold in every feasible state.",
        "An actor that sees nothing has no game of its own.",
        "Leave it some states, or take the view out.",
    ),
    Kind(
        "CM804", "warning", "A view that changes nothing",
        "A view is empty; or it says of an actor what that actor does prefer; or an entry under `unseen` holds in no "
        "feasible state.",
        "The viewer plays the game as written, and nobody would see that something else was meant.",
        "Correct it, or take it out.",
        "actors:\n  usa: {options: {strike: Strike}}\nviews:\n  usa: {}\n",
    ),
    Kind(
        "CM805", "warning", "An actor that does not know its own option",
        "An option under `unaware` belongs to the actor whose view it is.",
        "That can be meant: it will never use what it could use. More often an option of somebody else was.",
        "Check the name; `owner.option` says whose it is.",
        "actors:\n  usa: {options: {strike: Strike}}\nviews:\n  usa: {unaware: [strike]}\n",
    ),
    Kind(
        "CM806", "warning", "The status quo is not seen",
        "An entry under `unseen` of a view holds in the status quo.",
        "The actor would not see where things stand, and has no move from there.",
        "Correct the entry, unless that is meant.",
    ),
)  # fmt: skip

WARNINGS = (
    Kind(
        "CM901", "warning", "An option that no preference mentions",
        "No actor's preferences say anything about an option.",
        "States that differ only in it are equally good for every actor. That can be meant, but more "
        "often a statement has been forgotten.",
        "Add a statement, or leave the option out: the case becomes half as large.",
        "actors:\n  usa: {options: {strike: Strike, talk: Talk}, prefers: [not strike]}\n",
    ),
    Kind(
        "CM902", "warning", "A preference statement that is always true",
        "A preference statement is true in every feasible state.",
        "It has no effect.",
        "Take it out, or look for the constraint that makes it trivial.",
        "actors:\n  usa: {options: {strike: Strike}, prefers: [strike or not strike, strike]}\n",
    ),
    Kind(
        "CM903", "warning", "A preference statement that is never true",
        "A preference statement is true in no feasible state.",
        "It has no effect: it asks for something that the case rules out.",
        "Take it out, or look for the constraint that rules it out.",
        "actors:\n  usa: {options: {strike: Strike}, prefers: [strike and not strike, strike]}\n",
    ),
    Kind(
        "CM904", "warning", "An actor that can never move",
        "An actor or body has options, and in no feasible state can it change any of them.",
        "Every state is stable for it, and its options only look like choices.",
        "Check `change`, `needs` and the constraints.",
        "actors:\n  usa: {options: {strike: Strike}, prefers: [strike]}\nimpossible: [strike]\n",
    ),
    Kind(
        "CM905", "warning", "Assumptions without a reason",
        "Some preference statements or constraints have neither `because` nor `evidence`.",
        "Results are only as good as the assumptions; readers will ask for the grounds.",
        "Write them in their long form: {that: ..., because: ..., evidence: [...]}.",
        "actors:\n  usa: {options: {strike: Strike}, prefers: [not strike]}\n",
    ),
    Kind(
        "CM906", "warning", "An actor without preferences",
        "An actor has none of `prefers`, `ranking` and `worth`.",
        "It is indifferent between all states, so every state is stable for it.",
        "Give its preferences, or leave it as it is if that is meant.",
        "actors:\n  usa: {options: {strike: Strike}}\n",
    ),
    Kind(
        "CM907", "warning", "Two things of one name",
        "Two actors or bodies, two options of one owner, or two labels have the same name.",
        "Briefs, explanations and pictures call them by their names; a reader would not know which is meant.",
        "Give one of them another name. Ids are for statements, names are for people.",
        "actors:\n"
        "  north: {name: The state, options: {sign: Sign}, prefers: [sign]}\n"
        "  south: {name: The state, prefers: [not sign]}\n",
    ),
    Kind(
        "CM908", "warning", "A preference statement that decides nothing",
        "Between all states that the statements above it leave undecided, a statement has the same value: it "
        "repeats one of them, is the opposite of one, or follows from several.",
        "A statement outweighs all statements below it, so this one never decides.",
        "Take it out, or move it up if it matters more than the statements that it follows from.",
        "actors:\n  usa: {options: {strike: Strike}, prefers: [strike, not strike]}\n",
    ),
    Kind(
        "CM909", "warning", "A status quo left empty",
        "The key `status quo` stands there, with nothing under it.",
        "Then the case has no status quo, so it is not known what can be reached and who gains. "
        "A status quo in which no option is taken is written `[]`.",
        "Write `status quo: []`, or list the options taken now, or take the key out.",
        "actors:\n  usa: {options: {strike: Strike}, prefers: [not strike]}\nstatus quo:\n",
    ),
    Kind(
        "CM910", "warning", "A label that a scenario leaves without a state",
        "With a scenario merged over the case no feasible state has a label.",
        "The label is left out there. That can be meant: what it stands for cannot happen any more.",
        "Write `labels: {ID: null}` in the scenario if it is meant, or correct the scenario.",
        "actors:\n"
        "  usa: {options: {strike: Strike, talk: Talk}, prefers: [talk, not strike]}\n"
        "labels: {war: strike}\n"
        "scenarios:\n"
        "  peace: {impossible: [strike]}\n",
    ),
    Kind(
        "CM911", "warning", "A list takes the place of a mapping, or the reverse",
        "A scenario has `labels` as a list where the case has a mapping, or as a mapping where it has a list.",
        "Entries merge by their ids; a list has none, so that all entries of the case are replaced.",
        "Write them in the same form in both places.",
        "actors:\n"
        "  usa: {options: {strike: Strike, talk: Talk}, prefers: [talk, not strike]}\n"
        "labels: {war: strike}\n"
        "scenarios:\n"
        "  peace: {labels: [{name: Peace, where: not strike}]}\n",
    ),
    Kind(
        "CM912", "warning", "A chain of implies, if or iff",
        "A statement has `implies`, `if` or `iff` twice in a row without brackets.",
        "Such a chain can be read in two ways, which are true in different states. The first two parts belong together.",
        "Write the brackets, or the other reading that the message names.",
        "actors:\n"
        "  usa: {options: {strike: Strike, talk: Talk, leave: Leave}, prefers: [talk implies strike implies leave]}\n",
    ),
    Kind(
        "CM913", "warning", "Two options of a body that may both be taken",
        "A body has two options, and nothing in the case says whether they go together: no constraint, precondition, "
        "preference statement or label names both.",
        "Versions of one decision exclude each other only where the case says so; otherwise there are states with both.",
        "Write `a and b` under `impossible`, or make them `levels` of one option. If both may be taken, leave it, or say in "
        "a statement what the members think of both together.",
        "actors:\n"
        "  usa: {prefers: [union.ban, not union.limit]}\n"
        "  ussr: {prefers: [union.limit]}\n"
        "bodies:\n"
        "  union: {members: [usa, ussr], decides: consensus, options: {ban: Ban tests, limit: Limit tests}}\n",
    ),
    Kind(
        "CM914", "warning", "Two statements that are the halves of one iff",
        "One preference statement of an actor is `a implies b`, another is `b implies a`.",
        "Together they say `a iff b`; as two statements, the one above outweighs the one below and all between them.",
        "Write `a iff b` as one statement if that is one aim, or leave them if one matters more.",
        "actors:\n"
        "  usa: {options: {strike: Strike, talk: Talk}, prefers: [strike implies talk, talk implies strike]}\n",
    ),
)  # fmt: skip

DIAGNOSTICS: dict[str, Kind] = {row.code: row for row in _rows()}
"""All kinds of diagnostics by their code."""
