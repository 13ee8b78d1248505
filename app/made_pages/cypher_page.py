"""The queries of `docs/cypher.md`, made from the Cypher book: `python -m app.made_pages.cypher_page docs/cypher.md`.

What stands before the two markers and after them is written by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from queries.cypher_book.book import CypherQuery, cypher_book

BEGIN = "<!-- queries: made by `make docs` from queries/cypher_book/, do not edit -->"
END = "<!-- end of queries -->"


def book_section() -> str:
    """Every query with its question, its parameters, its Cypher and how to read the result; in English.

    >>> book_section().splitlines()[0]
    '### `contracts_ending`: Contracts that end between two dates'
    """
    return "\n\n".join("\n\n".join(_section(query)) for query in cypher_book())


def _section(query: CypherQuery) -> Iterator[str]:
    yield f"### `{query.name}`: {query.title.en}"
    yield f"{query.answers.en} ({query.title.da}.)"
    if query.parameters:
        yield "\n".join(f"- `${one.name}`: {one.meaning.en}, such as `{one.example}`" for one in query.parameters)
    yield f"```cypher\n{query.text}\n```"
    yield query.read.en


def with_book(page: str) -> str:
    r"""A page with the part between its two markers made anew. Raises `ValueError` where a marker is missing.

    >>> with_book(f"a\n{BEGIN}\nold\n{END}\nb\n").splitlines()[3]
    '### `contracts_ending`: Contracts that end between two dates'
    """
    before, _, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError("The page lacks a marker: its queries must stand between the two.")
    return f"{before}{BEGIN}\n\n{book_section()}\n\n{END}{after}"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(with_book(target.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{target}\n")
