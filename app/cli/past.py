"""The past on the command line: history, what changed, and back again."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.door import Door
from app.cli.options import AsJson, Limit


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command("history")(history)
    app.command("diff")(diff)
    app.command("undo")(undo)


def history(ctx: typer.Context, limit: Limit = None, as_json: AsJson = False) -> None:
    """All revisions: when, and what was done."""
    door: Door = ctx.obj
    with door.landskab(as_json=as_json) as landskab:
        revisions = landskab.history()
    if as_json:
        from app.service.answers import revisions_json

        door.json(revisions_json(revisions, limit))
    else:
        from app.cli.text import print_history

        print_history(door, revisions, limit=limit)


def diff(
    ctx: typer.Context,
    a: Annotated[int, typer.Argument(metavar="A", min=0, help="A revision; 0 is the empty landscape.")],
    b: Annotated[int, typer.Argument(metavar="B", min=0, help="Another revision.")],
    limit: Limit = None,
    as_json: AsJson = False,
) -> None:
    """What was added, changed and removed from revision A to revision B."""
    door: Door = ctx.obj
    with door.landskab(as_json=as_json) as landskab, door.working("Comparing …"):
        found = landskab.diff(a, b)
    if as_json:
        door.json(found.as_json(limit))
    else:
        from app.cli.text import print_diff

        print_diff(door, found, limit=limit)


def undo(
    ctx: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", min=0, help="The revision to go back to; left out: the one before.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add a revision that equals revision N, unless the newest does; nothing of the past is lost."""
    door: Door = ctx.obj
    with door.landskab(as_json=as_json) as landskab:
        done = landskab.undo(number)
    if as_json:
        from app.service.answers import revision_json

        door.json(revision_json(done.revision))
        return
    if done.is_new:
        text = door.say("Revision {number} equals revision {back}.")
    else:
        text = door.say("Revision {number} equals revision {back} already. Nothing was changed.")
    door.out.print(text.format(number=done.revision, back=done.equals), markup=False)
