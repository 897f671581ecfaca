"""`plot`: one picture of a case, as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.options import CaseName, Concepts, Scenario
from countermove.cli.results import listed
from countermove.errors import SizeError, printable
from countermove.io.files import deliver, say
from countermove.plots.pictures import PICTURES

if TYPE_CHECKING:
    from countermove.analysis.equilibria import StabilityTable
    from countermove.game.listed import ListedGame
    from countermove.model.case import Case

__all__ = ["plot"]

KindName = Annotated[str, typer.Argument(metavar="KIND", help="The kind of picture; plot -h lists them.")]
PictureFile = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="The file to write; its ending is .svg, .png or .pdf.")
]
States = Annotated[str | None, typer.Option("--states", metavar="LIST", help="Show these states: 1,5,now.")]
ActorName = Annotated[str | None, typer.Option("--actor", "-a", metavar="A", help="For preferences: only this actor.")]
BodyName = Annotated[str | None, typer.Option("--body", metavar="B", help="For power: only this body.")]
OptionName = Annotated[str | None, typer.Option("--option", metavar="O", help="For power: the rule of this option.")]


def plot(
    case: CaseName,
    kind: KindName,
    output: PictureFile,
    states: States = None,
    concepts: Concepts = None,
    actor: ActorName = None,
    body: BodyName = None,
    option: OptionName = None,
    scenario: Scenario = None,
) -> None:
    """Draw one picture and write it to a file."""
    from countermove import plots
    from countermove.io.files import write_bytes
    from countermove.io.opening import compiled, opened
    from countermove.model.scenario import apply_scenario

    found = plots.find_kind(kind)
    ending = plots.ending_of(output)
    chosen = listed(concepts, "--concepts") if concepts is not None else None
    loaded = opened(case)
    model: Case | ListedGame | StabilityTable = loaded.case if scenario is None else apply_scenario(loaded.case, scenario)
    wanted: tuple[int, ...] | None = None if states is None else ()
    if not found.of_case:
        try:
            model = compiled(loaded, scenario)
            wanted = None if states is None else plots.state_list(model, states)
        except SizeError:
            from countermove.cli.large import searched

            plots.check_large(found, loaded.case)
            model = searched(loaded, scenario, None)
    figure = plots.plot(model, kind, states=wanted, concepts=chosen, actor=actor, body=body, option=option)
    write_bytes(output, plots.rendered(figure, ending))
    missing = plots.undrawn(figure)
    if missing:
        say(f"no font of this machine has {missing[:40]}; an SVG shows them where a browser has one")
    deliver(printable(f"The picture is in {output}"))


plot.__doc__ = "\n\n".join(
    [
        "Draw one picture and write it to a file. The kinds of pictures:",
        *(f"{picture.id}: {picture.question}" for picture in PICTURES),
    ]
)
