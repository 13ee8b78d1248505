"""The Cypher book: questions to the graph that the Neo4j store draws, each a file in `queries/cypher_book/`.

A file begins with its head, one statement a line, longer ones indented on the next:

    // title da: …        // title en: …        what it is called
    // answers da: …      // answers en: …      the question, as a person asks it
    // $what = 'CPR'                            a parameter, with an example as Cypher writes it
    // $what da: …        // $what en: …        what to write there
    // read da: …         // read en: …         how to read the result

The rest is one query that reads the current landscape and nothing else. A new question is a new file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from model.errors import InputError
from model.near import near

_CONTINUED = "//   "


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A sentence in both languages."""

    da: str
    en: str

    def in_language(self, lang: str) -> str:
        """The Danish one, or the English one for `en`."""
        return self.en if lang == "en" else self.da

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"da": self.da, "en": self.en}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a query asks for, a text; `example` as Cypher writes it: `'CPR'`."""

    name: str
    example: str
    meaning: Bilingual

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"name": self.name, "example": self.example.strip("'"), "meaning": self.meaning.as_json()}


@dataclass(frozen=True, slots=True)
class CypherQuery:
    """One query of the book. `text` is the Cypher, with `$name` where a parameter stands and a semicolon at the end."""

    name: str
    title: Bilingual
    answers: Bilingual
    parameters: tuple[Parameter, ...]
    read: Bilingual
    text: str

    def with_examples(self) -> str:
        """The Cypher with the examples written in, so that it runs wherever it is pasted.

        >>> cypher_query("reach").with_examples().splitlines()[1]
        "MATCH (giver:System {landscape: r.landscape, id: 'CPR'})"
        """
        examples = {one.name: one.example for one in self.parameters}
        return re.sub(r"\$(\w+)", lambda found: examples[found[1]], self.text)

    def as_json(self) -> dict[str, Any]:
        """As plain values, both languages."""
        said = {name: getattr(self, name).as_json() for name in ("title", "answers", "read")}
        return {"name": self.name, **said, "parameters": [one.as_json() for one in self.parameters], "text": self.text}


def cypher_query(name: str) -> CypherQuery:
    """The query of that name. Raises `InputError` with the names most like it."""
    book = {query.name: query for query in cypher_book()}
    if name not in book:
        meant = near(name, book)
        if meant:
            raise InputError(f"There is no query {name!r} in the Cypher book. Did you mean: {', '.join(meant)}?")
        raise InputError(f"There is no query {name!r} in the Cypher book. The queries are: {', '.join(book)}.")
    return book[name]


@cache
def cypher_book() -> tuple[CypherQuery, ...]:
    """Every query of the book, by name; read when it is first asked for.

    >>> cypher_book()[0].name, cypher_book()[0].title.en
    ('contracts_ending', 'Contracts that end between two dates')
    """
    folder = files("queries.cypher_book")
    texts = {
        file.name.removesuffix(".cypher"): file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".cypher")
    }
    return tuple(query_of(name, texts[name]) for name in sorted(texts))


def query_of(name: str, text: str) -> CypherQuery:
    r"""A query from the text of its file. Raises `KeyError` where the head lacks a line.

    >>> head = "// title da: Ja\n// title en: Yes\n// answers da: a\n//   b\n// answers en: c\n"
    >>> query = query_of("yes", head + "// read da: d\n// read en: e\nRETURN 1;\n")
    >>> query.answers.da, query.text
    ('a b', 'RETURN 1;')
    """
    lines = text.splitlines()
    length = next((at for at, line in enumerate(lines) if not line.startswith("//")), len(lines))
    head = _head(lines[:length])
    named = [key.removeprefix("$") for key in head if key.startswith("$") and " " not in key]
    return CypherQuery(
        name=name,
        title=_said(head, "title"),
        answers=_said(head, "answers"),
        parameters=tuple(Parameter(one, head[f"${one}"], _said(head, f"${one}")) for one in named),
        read=_said(head, "read"),
        text="\n".join(lines[length:]),
    )


def _said(head: Mapping[str, str], what: str) -> Bilingual:
    return Bilingual(head[f"{what} da"], head[f"{what} en"])


def _head(lines: Iterable[str]) -> dict[str, str]:
    """What stands before the colon, or before the equals sign of an example -> what stands after it."""
    whole: list[str] = []
    for line in lines:
        if line.startswith(_CONTINUED):
            whole[-1] += f" {line.removeprefix(_CONTINUED)}"
        else:
            whole.append(line.removeprefix("// "))
    parts = (re.split(r": | = ", line, maxsplit=1) for line in whole)
    return dict(parts)
