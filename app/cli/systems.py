"""Systems on the command line: search, and everything about one."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.door import Door
from app.cli.options import AsJson, AtRevision, Limit

SHOWN = 50
"""Systems in a text answer, unless --limit says another number."""
ALL = 1 << 31


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command("systems")(systems)
    app.command("system")(system)


def systems(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Left out: all of them.", show_default=False)] = "",
    limit: Limit = None,
    cursor: Annotated[
        str | None, typer.Option(metavar="CURSOR", help="The page after: `next` of the page before.")
    ] = None,
    revision: AtRevision = None,
    as_json: AsJson = False,
) -> None:
    """Search for systems by id, name, alias, vendor, purpose or description."""
    door: Door = ctx.obj
    with door.landskab(as_json=as_json) as landskab:
        most = limit or (ALL if as_json else SHOWN)
        found = landskab.systems(text, limit=most, cursor=cursor, revision=revision)
        if as_json:
            door.json(found.as_json())
        else:
            from app.cli.text_systems import print_systems

            print_systems(door, found, landskab.landscape(revision))


def system(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="A system's id, unique name or alias.")],
    limit: Limit = None,
    revision: AtRevision = None,
    as_json: AsJson = False,
) -> None:
    """Everything about one system: what it needs, who needs it, contracts, claims and gaps."""
    door: Door = ctx.obj
    with door.landskab(as_json=as_json) as landskab:
        sheet = landskab.system(what, revision=revision)
        if as_json:
            door.json(sheet.as_json(limit))
        else:
            from app.cli.text_systems import print_system

            print_system(door, sheet, landskab.landscape(revision), limit=limit)
