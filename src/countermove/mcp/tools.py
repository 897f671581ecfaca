"""The tools: what an assistant can ask, each a request of the one contract with a description that stands alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from countermove.catalog.starter import STARTER
from countermove.mcp.asking import Asker
from countermove.mcp.folder import Folder
from countermove.stability.concept import NASH, SEQ

__all__ = ["add_tools"]

Case = Annotated[
    str,
    Field(
        description="The case: its whole text in the case format (YAML or JSON; see case_schema), or the id of a "
        "catalogue case such as cuban-missile-crisis."
    ),
]
Scenario = Annotated[str | None, Field(description="A scenario of the case to apply first; none: the case as written.")]
State = Annotated[
    str,
    Field(
        description="A state: its number as in other answers (counted from 1), a label, now (the status quo), or the "
        "options taken, with commas between them, such as usa.blockade,ussr.withdraw."
    ),
]
Seconds = Annotated[float, Field(description="Time limit in seconds; the work is ended then.", gt=0, le=600)]
Limit = Annotated[int, Field(description="At most this many rows in the answer.", ge=1, le=1000)]

READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
"""What clients may know of a tool: it changes nothing, and the same call has the same answer."""
WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

RULES = """\
How to write a case
- Ids are small letters, digits and hyphens, and begin with a letter. An option is OWNER.ID, or ID where one owner has it.
- Preferences of an actor are statements, most important first; one higher statement outweighs everything below it.
- Statements: not, and, or, implies, iff, A if B, any(a, b), all(a, b), none(a, b), one(a, b), atleast(2, a, b, c).
- Write down what the actor wants of the OTHERS' options as well as of its own, and what its own options cost it.
- A statement with a comma in a list in square brackets, and a text with a colon and a space, needs quotation marks.
- Ask the person about each preference that you guessed, or give it sure: 0.5 to 0.9 and because: why.
- Leave a body out if nobody votes; use impossible for combinations that cannot be.
- check_case says what is wrong or may have been overlooked; then solve.
"""


def add_tools(server: MCPServer[Any], asker: Asker, folder: Folder | None) -> None:
    """Add the ten tools to a server; without a folder the tool that writes reports refuses."""
    tool = server.tool(annotations=READS)

    @tool
    async def case_schema() -> CallToolResult:
        """How to write a case: the rules, and a commented example to change. Read this before you write your first case."""
        return CallToolResult(
            content=[TextContent(type="text", text=f"{RULES}\n{STARTER}")],
            structured_content={"format": "yaml", "example": STARTER},
        )

    @tool
    async def check_case(case: Case, context: Context[Any, Any], seconds: Seconds = 60) -> CallToolResult:
        """What is wrong with a case, with line and column and the way out, and what may have been overlooked."""
        return await asker.reply(context, _request("check", case, seconds))

    @tool
    async def solve(
        case: Case,
        context: Context[Any, Any],
        scenario: Scenario = None,
        actor: Annotated[str | None, Field(description="Add what this actor can do, offer and fear.")] = None,
        concepts: Annotated[
            list[str] | None, Field(description="Use only these solution concepts, such as nash and seq.")
        ] = None,
        seconds: Seconds = 60,
    ) -> CallToolResult:
        """The bottom line of a conflict: where it ends, who gains, what could be agreed, who can block, what it rests on.

        Returns the brief as text, and as a record every equilibrium with the solution concepts that support it.
        """
        asked = _request("solve", case, seconds, scenario=scenario, actor=actor, concepts=concepts)
        return await asker.reply(context, asked)

    @tool
    async def explain_state(
        case: Case,
        state: State,
        context: Context[Any, Any],
        actor: Annotated[str | None, Field(description="Explain for this actor or body only.")] = None,
        concept: Annotated[str, Field(description="The solution concept: nash, gmr, smr, seq, sseq, ...")] = SEQ.id,
        scenario: Scenario = None,
        seconds: Seconds = 60,
    ) -> CallToolResult:
        """Why a state is stable or not: for each mover its improvements, and how the others would answer each of them."""
        asked = _request("explain", case, seconds, scenario=scenario, state=state, actor=actor, concept=concept)
        return await asker.reply(context, asked)

    @tool
    async def find_deals(
        case: Case,
        context: Context[Any, Any],
        start: Annotated[
            str | None, Field(description="The state that the deal leaves, named as a state is; none: the status quo.")
        ] = None,
        scenario: Scenario = None,
        limit: Limit = 30,
        seconds: Seconds = 60,
    ) -> CallToolResult:
        """What actors could agree: deals that they prefer, whether each holds by itself, who would break it.

        Each deal says who gains what, who moves first, and who has to trust whom.
        """
        return await asker.reply(context, _request("deals", case, seconds, scenario=scenario, start=start, limit=limit))

    @tool
    async def what_if(
        case: Case,
        changes: Annotated[
            dict[str, Any] | str,
            Field(
                description="The change, written as a scenario is: the keys of the case with what differs, such as "
                '{"actors": {"usa": {"prefers": ["not war"]}}}, {"bodies": {"council": {"decides": "majority"}}} or '
                '{"without": ["russia.gas"]}; or the name of a scenario that the case has.'
            ),
        ],
        context: Context[Any, Any],
        seconds: Seconds = 60,
    ) -> CallToolResult:
        """What changes if something were otherwise: the bottom line before and after, outcomes that go and that come."""
        return await asker.reply(context, _request("what_if", case, seconds, changes=changes))

    @tool
    async def smallest_change(
        case: Case,
        want: Annotated[
            str,
            Field(description="The wanted outcome: a statement such as not war and talks.deal, a state, a label."),
        ],
        context: Context[Any, Any],
        concept: Annotated[str, Field(description="The solution concept under which it shall be an equilibrium.")] = NASH.id,
        rules: Annotated[bool, Field(description="Change rules and options instead of preferences.")] = False,
        scenario: Scenario = None,
        limit: Limit = 10,
        seconds: Seconds = 60,
    ) -> CallToolResult:
        """What would have to change, at the least, for a wanted outcome to be an equilibrium, and whether that is proved."""
        asked = _request(
            "invert", case, seconds, scenario=scenario, want=want, concept=concept, rules=rules, limit=limit
        )  # fmt: skip
        return await asker.reply(context, asked)

    @tool
    async def who_can_block(
        case: Case,
        body: Annotated[str, Field(description="The id of a body in the case, such as council.")],
        context: Context[Any, Any],
        option: Annotated[str | None, Field(description="The decision, an option of the body; none: its rule.")] = None,
        state: Annotated[str | None, Field(description="Who is for and against at this state, such as now.")] = None,
        scenario: Scenario = None,
        seconds: Seconds = 60,
    ) -> CallToolResult:
        """Who can block the decisions of a body, who supports them, and how much power each member has under its rule."""
        asked = _request("power", case, seconds, scenario=scenario, body=body, option=option, state=state)
        return await asker.reply(context, asked)

    @tool
    async def robustness(
        case: Case,
        context: Context[Any, Any],
        draws: Annotated[int, Field(description="Number of plausible models to draw.", ge=1, le=10_000)] = 200,
        seed: Annotated[int, Field(description="The same seed gives the same draws.", ge=0)] = 1,
        scenario: Scenario = None,
        seconds: Seconds = 60,
    ) -> CallToolResult:
        """How far the outcomes hang on doubtful assumptions: how often each survives, and which single change breaks it."""
        asked = _request("robust", case, seconds, scenario=scenario, draws=draws, seed=seed)
        return await asker.reply(context, asked)

    @server.tool(annotations=WRITES)
    async def report(
        case: Case,
        file: Annotated[
            str,
            Field(description="The name of the file; its ending says the form: .html, .md, .docx, .pdf."),
        ],
        context: Context[Any, Any],
        length: Annotated[str, Field(description="memo (two pages), short (some ten), or full.")] = "memo",
        scenario: Scenario = None,
        seconds: Seconds = 120,
    ) -> CallToolResult:
        """Write a report on a case to a file, in the one folder that this server may write to; an older one is replaced."""
        if folder is None:
            return Folder.absent()
        if (trouble := folder.trouble(file)) is not None:
            return trouble
        asked = _request("report", case, seconds, scenario=scenario, length=length, form=folder.ending(file))
        return folder.written(file, await asker.ask(context, asked))


def _request(name: str, case: str, seconds: float, **parameters: Any) -> Mapping[str, Any]:
    """A request of the contract; parameters that are None are left to their defaults."""
    subject = {"catalogue": case} if _is_id(case) else {"case": case}
    given = {key: value for key, value in parameters.items() if value is not None}
    return {"request": name, **subject, "seconds": seconds, **given}


def _is_id(case: str) -> bool:
    """Whether a text can only be the id of a catalogue case: one word of small letters, digits and hyphens.

    >>> _is_id("cuban-missile-crisis"), _is_id("actors: {a: {}}")
    (True, False)
    """
    return case.strip().replace("-", "").isalnum()
