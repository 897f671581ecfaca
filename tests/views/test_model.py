import pytest

from countermove.catalog import case_ids, load_case
from countermove.model.case import Case
from countermove.model.scenario import apply_scenario
from countermove.text.layout import sections_text as as_text
from countermove.views.model import model_prose

CASE = Case.model_validate(
    {
        "title": "Everything",
        "at": "2020-01-01",
        "sources": {"s": {"title": "T", "author": "A", "url": "http://x"}},
        "actors": {
            "a": {
                "name": "Anna",
                "about": "The first",
                "options": {
                    "talk": {"name": "Talk", "levels": ["none", "full"]},
                    "go": {"name": "Go", "change": "drop-only", "needs": "b.stay", "because": "Law"},
                },
                "worth": {"go": "3", "talk-full": "-1.5"},
            },
            "b": {"options": {"stay": {"name": "Stay", "change": "take-only"}}, "prefers": ["stay"]},
            "c": {},
        },
        "bodies": {
            "club": {
                "members": ["a", "c"],
                "decides": {"veto": ["a"], "also": "majority"},
                "options": {"permit": {"name": "Permit", "decides": {"actor": "b"}}, "close": "Close"},
            }
        },
        "impossible": [{"that": "go and close", "because": "Fact"}],
        "always": ["stay or go"],
        "coalesce": [{"that": "close", "evidence": ["s#1"]}],
        "status quo": ["go", "talk-full"],
        "scenarios": {
            "x": {
                "about": "What if",
                "actors": {"b": {"prefers": []}, "d": {"name": "Dora"}, "c": None},
                "bodies": {"club": {"decides": "majority", "options": {"permit": {"decides": "majority"}}}},
                "impossible": [],
                "status quo": [],
                "title": "Other",
            }
        },
        "views": {
            "a": {
                "about": "Hopes",
                "actors": {"b": {"prefers": ["not stay"]}},
                "unaware": ["close"],
                "unseen": ["stay"],
            }
        },
        "events": [{"on": "2019", "actor": "a", "takes": ["go"], "drops": ["talk-full"], "because": "Seen"}],
    }
)


def section(title: str) -> str:
    return next(as_text([found], width=200) for found in model_prose(CASE) if found.title == title)


def test_every_part_of_the_case_is_read_back() -> None:
    assert [found.title for found in model_prose(CASE)] == [
        "Everything",
        "Anna (a)",
        "B",
        "C",
        "Club",
        "Impossible",
        "Always true",
        "Counted as one state",
        "Status quo",
        "Scenarios",
        "Beliefs (hypergame)",
        "What happened",
        "Sources",
    ]  # fmt: skip


def test_the_opening_explains_how_to_read_it() -> None:
    text = section("Everything")
    assert "  As of 2020-01-01.\n" in text
    assert "  3 actors, 1 body that decides by a rule and 6 options.\n" in text
    assert text.count("Each statement outweighs all the statements below it") == 1
    assert "In a body, voters are for a change if they strictly prefer the state after it," in text


def test_actors() -> None:
    assert section("Anna (a)") == (
        "Anna (a)\n  The first\n  Options:\n    - Talk (a.talk); levels: none or full, exactly one at a time\n    - "
        'Go (a.go); once dropped, it cannot be taken again; it can be taken only if this is already true: B: "Stay" '
        "(because: Law)\n  Weights, added up over the options taken:\n    - Anna: Go: +3\n    - Anna: Talk: full: "
        "-1.5"
    )
    assert section("B") == (
        "B\n  Options:\n    - Stay (b.stay); once taken, it cannot be dropped\n  Preferences, most important "
        'first:\n    1. "Stay"'
    )
    assert (
        section("C")
        == "C\n  No options of its own; member of Club.\n  No preferences are given, so all states are equally good."
    )


def test_bodies() -> None:
    assert section("Club") == (
        "Club\n  Members: Anna and C.\n  Rule:\n    - Anna may not be against it (veto), and in addition:\n      - "
        "more than half of the 2 members must be for it\n  Options:\n    - Permit (club.permit)\n      Rule of this "
        "option:\n        - B must be for it\n    - Close (club.close)"
    )


def test_the_rest() -> None:
    assert section("Impossible").endswith('\n  - Anna: "Go" and Club: "Close" (because: Fact)')
    assert section("Always true").endswith('\n  - B: "Stay" or Anna: "Go"')
    assert section("Counted as one state").endswith('\n  - all states with Club: "Close" (evidence: s#1)')
    assert section("Status quo").endswith(
        "\n  These options are taken, and no others:\n    - Anna: Talk: full\n    - Anna: Go"
    )
    assert section("Scenarios").endswith(
        "\n  - x: What if\n    changes the preferences of B, who takes part (new: Dora), who takes part (without C), "
        'the rule of Club, the option "Permit" of Club, what is impossible, the status quo and title'
    )
    assert section("Beliefs (hypergame)").endswith(
        '\n  - Anna: Hopes\n    sees these preferences of B, most important first:\n      1. not "Stay"\n'
        "    is not aware of these options:\n      - Club: Close\n"
        '    does not see the states in which this is true:\n      - B: "Stay"'
    )
    assert section("What happened").endswith('\n  - 2019: Anna chooses "Go" and drops "Talk: full" (because: Seen)')
    assert section("Sources").endswith("\n  - s: T, A, http://x")


def test_a_scenario_is_named_first() -> None:
    case = load_case("european-security-2022")
    found = model_prose(apply_scenario(case, "russian-veto"), ("russian-veto", case.scenarios["russian-veto"].about))
    text = as_text(found)
    assert text.split("\n")[1] == "  Scenario russian-veto: What if admission needed Russia's agreement too?"
    assert "          - Russia must be for it" in text


def test_a_graph_case() -> None:
    case = Case.model_validate(
        {
            "states": {"s1": "Peace", "s2": "War"},
            "actors": {"a": {"moves": [["s1", "s2"]], "ranking": [["s1", "s2"]]}, "b": {"moves": []}},
            "status quo": ["s1"],
        }
    )
    assert as_text(model_prose(case)) == (
        "Untitled case\n  2 actors and 2 listed states.\n\nA\n  Moves:\n    - from s1: Peace to s2: War\n  Ranking "
        "of the states, best first:\n    1. equally good:\n      - s1: Peace\n      - s2: War\n\nB\n  No moves.\n  "
        "No preferences are given, so all states are equally good.\n\nStates\n  - s1: Peace\n  - s2: War\n\nStatus "
        "quo\n  s1: Peace"
    )


@pytest.mark.parametrize("id_", case_ids())
def test_the_prose_of_the_catalogue_names_every_option(id_: str) -> None:
    case = load_case(id_)
    text = as_text(model_prose(case), width=10_000)
    whole = [row.full if row.level is None else row.full.removesuffix(f"-{row.level}") for row in case.option_rows]
    assert all(f"({name})" in text for name in whole)
