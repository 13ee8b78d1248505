"""The Cypher book on the command line: the list of its queries, and one of them, ready to paste."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.door import Door
from app.cli.options import AsJson
from queries.cypher_book.book import cypher_book, cypher_query

if TYPE_CHECKING:
    from queries.cypher_book.book import CypherQuery

WIDTH = 117
"""Columns of a comment's text."""


def add_to(app: typer.Typer) -> None:
    """Put this command on the command line."""
    app.command("cypher")(cypher)


def cypher(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="A query; left out: the list.", show_default=False)
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Queries in Cypher for a Neo4j store: the list, or one to paste into Neo4j Browser or cypher-shell."""
    door: Door = ctx.obj
    if name:
        query = cypher_query(name)
        if as_json:
            door.json(query.as_json())
        else:
            door.out.file.write(pasted(door, query))
    elif as_json:
        items = [query.as_json() for query in cypher_book()]
        door.json({"total": len(items), "items": items, "next": None})
    else:
        _print_book(door)


def pasted(door: Door, query: CypherQuery) -> str:
    """A query as it runs wherever it is pasted: what it is as comments, its examples where parameters stood."""
    lines = (f"// {line}" for text in _said(door, query) for line in textwrap.wrap(text, WIDTH))
    return "\n".join([*lines, query.with_examples(), ""])


def _said(door: Door, query: CypherQuery) -> Iterator[str]:
    yield query.title.in_language(door.lang)
    yield query.answers.in_language(door.lang)
    text = door.say("{example} is an example ({meaning}). Write your own instead.")
    for one in query.parameters:
        yield text.format(example=one.example, meaning=one.meaning.in_language(door.lang))
    yield query.read.in_language(door.lang)


def _print_book(door: Door) -> None:
    from app.cli.text import line, table

    rows = [(query.name, query.answers.in_language(door.lang)) for query in cypher_book()]
    table(door, [door.say("Query"), door.say("Answers")], rows)
    line(door, door.say("landskab cypher NAME prints one, ready to paste into Neo4j Browser or cypher-shell."), "dim")
