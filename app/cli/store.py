"""The store itself on the command line: whether it is sound, and into another one."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.door import Door
from app.cli.options import AsJson, Limit

if TYPE_CHECKING:
    from stores.shared.verified import Difference, Verified

SHOWN = 20
"""Differences that are told where nobody asks for more."""


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command("verify")(verify)
    app.command("copy")(copy)


def verify(
    ctx: typer.Context,
    limit: Limit = None,
    mend: Annotated[
        bool, typer.Option("--mend", help="Draw the graph in Neo4j anew first, from what the sources say.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Look through the whole store: is everything there, and is a graph in Neo4j as the sources say?"""
    door: Door = ctx.obj
    with door.landskab(as_json=as_json) as landskab, door.working("Looking through the store …"):
        if mend:
            landskab.redraw()
        found = landskab.verify()
    if as_json:
        door.json(verified_json(found, limit))
    else:
        _print(door, found, limit or SHOWN)
    if found.total:
        raise typer.Exit(1)


def copy(
    ctx: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="URL", help="The store to copy into.")],
    source: Annotated[
        str | None, typer.Option("--from", metavar="URL", help="The store to copy; left out: the one of --store.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Copy a landscape with its whole history into another store.

    The other store is empty, or holds the beginning of the same history: what was interrupted is continued. Two Neo4j
    servers share one login, that of NEO4J_USERNAME and NEO4J_PASSWORD (or NEO4J_PASSWORD_FILE).
    """
    door: Door = ctx.obj
    with ExitStack() as stack:
        here = stack.enter_context(door.landskab(store=source))
        there = stack.enter_context(door.landskab(store=to))
        show = stack.enter_context(door.working("Copying …"))
        text = door.say("Copying revision {number} of {total} …")
        done = here.copy_to(there, tell=lambda number, total: show(text.format(number=number, total=total)))
    if as_json:
        door.json({"revision": done.total, "copied": done.new})
        return
    text = door.say("Copied. {store} holds {total} revisions now; new are {new}.")
    if not done.new:
        text = door.say("{store} holds the same {total} revisions already. Nothing was copied.")
    door.out.print(text.format(store=to, total=done.total, new=done.new), markup=False, soft_wrap=True)


def verified_json(found: Verified, limit: int | None = None) -> dict[str, Any]:
    """What was found, as one document; `differences_total` counts also those that are not listed."""
    return {
        "well": not found.total,
        "revisions": found.revisions,
        "nodes": found.nodes,
        "relationships": found.relationships,
        "differences": [asdict(one) for one in found.differences[:limit]],
        "differences_total": found.total,
        "leftovers": [asdict(one) for one in found.leftovers[:limit]],
        "leftovers_total": len(found.leftovers),
        "sealed_from": found.sealed_from,
        "head": found.head,
    }


def _print(door: Door, found: Verified, limit: int) -> None:
    from app.cli.text import cut_note, line

    if found.total:
        text = door.say("The store is not as the sources say. Differences: {total}. Revisions read: {revisions}.")
    elif found.nodes:
        text = door.say(
            "All is well. Revisions read: {revisions}. The graph is as the sources say: nodes {nodes}, relationships"
            " {relationships}."
        )
    elif found.revisions:
        text = door.say("All is well. Revisions read: {revisions}.")
    else:
        text = door.say("The store is empty: nothing has been imported yet.")
    counts = {"revisions": found.revisions, "nodes": found.nodes, "relationships": found.relationships}
    line(door, text.format(total=found.total, **counts))
    if found.head:
        line(door, door.say("The newest checksum of the history: {head}").format(head=found.head))
    if (found.sealed_from or 1) > 1:
        line(door, door.say("The history is not sealed before revision {number}.").format(number=found.sealed_from))
    for one in found.differences[:limit]:
        line(door, _told(door, one))
    cut_note(door, min(limit, len(found.differences)), found.total)
    for one in found.leftovers[:limit]:
        line(door, _told(door, one), "dim")
    if found.total and found.nodes:
        line(door, door.say("'landskab verify --mend' draws the graph anew from what the sources say."))


def _told(door: Door, one: Difference) -> str:
    from app.language.error_text import said_in

    words = {
        "missing": door.say("missing"),
        "extra": door.say("too much"),
        "changed": door.say("changed"),
        "damaged": door.say("damaged"),
        "leftover": door.say("left over"),
    }
    return f"• {words[one.what]}: {said_in(one.where, door.say)}. {said_in(one.why, door.say)}"
