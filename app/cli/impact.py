"""The main question on the command line: what breaks if something is turned off, as text, JSON, sheet or picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.door import Door
from app.cli.options import AsJson, AtRevision, Limit
from model.errors import InputError
from queries.options import read_date

if TYPE_CHECKING:
    from datetime import date

    from app.service.verbs import Landskab
    from model.landscape.landscape import Landscape
    from queries.impact.answer import ImpactAnswer

What = Annotated[
    list[str],
    typer.Argument(
        metavar="WHAT",
        help="Systems, interfaces, flows, vendors or contracts, by id, unique name or alias; "
        "vendor:KMD where a word fits several.",
    ),
]
At = Annotated[str | None, typer.Option("--at", metavar="DATE", help="On this date: 2027-03-31 or 31.03.2027.")]


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command("impact")(impact)
    app.command("graph")(graph)


def impact(
    ctx: typer.Context,
    what: What,
    at: At = None,
    limit: Limit = None,
    revision: AtRevision = None,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", metavar="FILE.xlsx", help="Write the answer as a workbook too.")
    ] = None,
    sliced: Annotated[
        bool,
        typer.Option("--slice", help="Load only what can be reached, from a Neo4j store; the answer is the same."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """What breaks if all of this is turned off, how soon, why, and what must be done first."""
    from app.cli.files import writable

    door: Door = ctx.obj
    day = None if at is None else read_date(at)
    file = None if sheet is None else writable(sheet, suffix=".xlsx")
    with door.landskab(as_json=as_json) as landskab:
        with door.working("Working out the answer …"):
            landscape, answer = _answered(landskab, what, day, revision=revision, sliced=sliced)
        if as_json:
            from app.http.json_stream import json_chunks

            door.bytes(json_chunks(answer, limit))
        else:
            from app.cli.text_impact import print_impact

            print_impact(door, answer, landscape, limit=limit)
        if file is not None:
            from queries.impact.workbook import write_impact_workbook

            write_impact_workbook(answer, landscape, file, translate=door.say, lang=door.lang)
            door.note(door.say("The sheet is in {path}.").format(path=file))


def _answered(
    landskab: Landskab, what: list[str], day: date | None, *, revision: int | None, sliced: bool
) -> tuple[Landscape, ImpactAnswer]:
    """The answer, and the landscape that has the names in it."""
    if not sliced:
        landscape = landskab.landscape(revision)
        return landscape, landskab.impact(what, at=day, revision=landscape.revision or None)
    if revision is not None:
        raise InputError("A slice is of the newest revision, without changes; leave it out to ask otherwise.")
    from queries.impact.query import shutdown_impact

    part = landskab.slice(what, at=day)
    return part, shutdown_impact(part, what, at=day)


def graph(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.html", help="The page to write.")],
    what: Annotated[
        list[str] | None, typer.Argument(metavar="WHAT", help="What is turned off; left out: the landscape itself.")
    ] = None,
    at: At = None,
    revision: AtRevision = None,
) -> None:
    """Draw the interactive picture as one page that needs no network."""
    from app.cli.files import writable
    from app.cli.picture import draw

    door: Door = ctx.obj
    file = writable(out, suffix=".html")
    day = None if at is None else read_date(at)
    with door.landskab() as landskab, door.working("Drawing the picture …"):
        draw(door, landskab, what or [], file, at=day, revision=revision)
    door.out.print(door.say("The picture is in {path}.").format(path=file), markup=False, soft_wrap=True)
