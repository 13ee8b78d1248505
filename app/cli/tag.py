"""`landskab tag`: the municipality's own word on what a system is for."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.door import Door
from app.cli.options import AsJson


def add_to(app: typer.Typer) -> None:
    """Put this command on the command line."""
    app.command("tag")(tag)


def tag(
    ctx: typer.Context,
    system: Annotated[str, typer.Argument(metavar="SYSTEM", help="A system, by id, unique name or alias.")],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORD", help="What it is for (sms), or is not for (not:sms).")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so; you, if left out.")] = None,
    new: Annotated[bool, typer.Option("--new", help="Begin using a word of your own that nobody uses yet.")] = False,
    forget: Annotated[
        list[str] | None,
        typer.Option("--forget", metavar="WORD", help="Take back what was said with this word, sms and not:sms alike."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what a system is for, or is not for: a claim of the source tags, with who and when."""
    door: Door = ctx.obj
    with door.landskab(as_json=as_json) as landskab:
        number = landskab.tag(system, words or (), by=_who() if by is None else by, new=new, forget=forget or ())
    if as_json:
        from app.service.answers import revision_json

        door.json(revision_json(number))
    else:
        from app.cli.text import line

        line(door, door.say("Noted. This is revision {number}.").format(number=number))


def _who() -> str:
    """The user's own name at this machine, where it has one."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
