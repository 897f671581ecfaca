"""`plot`: one picture of a case, as a file."""

from __future__ import annotations

from typing import Annotated

import typer

from countermove.cli.options import CaseName, Concepts, Scenario, listed
from countermove.errors import printable
from countermove.io.files import deliver, say
from countermove.io.outputs import Input, refuse_inputs
from countermove.plots.kinds import KINDS

__all__ = ["plot"]

KindName = Annotated[str, typer.Argument(metavar="KIND", help="The kind of picture; plot -h lists the kinds.")]
PictureFile = Annotated[
    str,
    typer.Option("--output", "-o", metavar="FILE", help="The new file: .svg, .png or .pdf. - is standard output."),
]
PictureFormat = Annotated[
    str | None, typer.Option("--format", "-f", metavar="FORMAT", help="Format, if no ending sets it: svg, png or pdf.")
]
States = Annotated[str | None, typer.Option("--states", metavar="LIST", help="Show these states, such as 1,5,now.")]
ActorName = Annotated[str | None, typer.Option("--actor", "-a", metavar="A", help="For preferences: this actor only.")]
BodyName = Annotated[str | None, typer.Option("--body", metavar="B", help="For power: this body only.")]
OptionName = Annotated[str | None, typer.Option("--option", metavar="O", help="For power: the rule of this option.")]
ThemeName = Annotated[str, typer.Option("--theme", metavar="NAME", help="Colours for a light or a dark page: light, dark.")]
Width = Annotated[
    int | None, typer.Option("--width", metavar="PIXELS", help="The greatest width; 390 suits a phone. [default: 720]")
]


def plot(
    case: CaseName,
    kind: KindName,
    output: PictureFile,
    states: States = None,
    concepts: Concepts = None,
    actor: ActorName = None,
    body: BodyName = None,
    option: OptionName = None,
    theme: ThemeName = "light",
    width: Width = None,
    scenario: Scenario = None,
    format: PictureFormat = None,
) -> None:
    """Draw one picture and write it to a file."""
    from countermove import plots
    from countermove.io.opening import file_of, opened
    from countermove.requests.documents.outputs import destination, inputs_of, picture_forms
    from countermove.requests.documents.plot import PlotRequest, picture
    from countermove.requests.door import Subject

    plots.find_kind(kind)  # before the case is read, so that a wrong name is refused at once
    refuse_inputs(output, [Input(file_of(case), "the case")])
    forms = picture_forms()
    place = destination("a picture", output, format, forms, forms[0])
    chosen = None if concepts is None else tuple(listed(concepts, "--concepts"))
    request = PlotRequest(
        kind=kind, states=states, concepts=chosen, actor=actor, body=body, option=option, theme=theme, width=width
    )
    loaded = opened(case)
    refuse_inputs(output, inputs_of(loaded))
    figure = picture(Subject(loaded, scenario, (), request))
    place.write(plots.rendered(figure, place.form.id))
    missing = plots.undrawn(figure)
    if missing:
        say(f"no installed font has these characters: {missing[:40]}; an SVG shows them if the browser has a font for them")
    if place.file is not None:
        deliver(printable(f"The picture is in {output}"))


plot.__doc__ = "\n\n".join(
    [
        "Draw one picture and write it to a file.",
        "The kinds of pictures:",
        *(f"{kind.id}: {kind.question}" for kind in KINDS.values()),
    ]
)
