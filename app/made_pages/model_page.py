"""The pages of `docs/` that are made from the entity declarations: `python -m app.made_pages.model_page docs`.

`docs/model.md` is made whole; of `docs/landscape-files.md` the part between the two markers is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from model.claims.entities import ENTITIES, Entity
from model.schema import VOCABULARIES, Field

BEGIN = "<!-- tables: made by `make docs` from model/claims/entities.py, do not edit -->"
END = "<!-- end of tables -->"

_WRITTEN = {
    "text": "text",
    "texts": "texts, `|` between them",
    "ref": "one of {}",
    "refs": "several of {}, `|` between them",
    "number": "number, not below 0",
    "date": "date",
    "dates": "dates, `|` between them",
    "flag": "yes or no",
    "word": "a word of [{0}](#{0})",
    "words": "words of [{0}](#{0}) or your own, `|` between them",
    "needed": "a count (`2`) or a percent (`50%`)",
}
_HELD = {
    "text": "`str`",
    "texts": "`tuple[str, …]`",
    "ref": "`str`",
    "refs": "`tuple[str, …]`",
    "number": "`float`",
    "date": "`date`",
    "dates": "`tuple[date, …]`",
    "flag": "`bool`",
    "word": "`str`",
    "words": "`tuple[str, …]`",
    "needed": "`str`",
}
_HEAD = """# The model

Made from `model/claims/entities.py` by `make docs`; a test compares the two. How the columns are filled in:
[landscape-files.md](landscape-files.md). How the rooms of the code fit together: [architecture.md](architecture.md).

Every table of a landscape is one frozen class, and every column one annotated field of it. Headings, importers, export,
template and this page read these declarations and nothing else, so a new column is one new field.

A blank cell is `None`, or an empty tuple where several values may stand. What a blank *means* (a flow's blank need is
unknown, a system's blank lifecycle is operational) is worked out where it is used, never stored, so an export keeps
blanks blank. A star marks what must be filled in.
"""


def model_page() -> str:
    """`docs/model.md` as Markdown."""
    parts = [_HEAD, *(_class(entity) for entity in ENTITIES.values()), _references(), closed_words(level=2)]
    return "\n".join(parts)


def _class(entity: type[Entity]) -> str:
    sentence = " ".join((entity.__doc__ or "").split("\n\n")[0].split())
    rows = (
        (f"`{name}`" + (" \\*" if field.required else ""), _HELD[field.kind], _target(field), _explained(field))
        for name, field in entity.fields().items()
    )
    title = f"## {entity.__name__}: table `{entity.table}`"
    return f"{title}\n\n{sentence}\n\n" + _table(("field", "holds", "refers to", "what it says"), rows)


def _target(field: Field) -> str:
    return f"`{field.target}`" if field.target else ""


def _explained(field: Field) -> str:
    united = " (what all sources say, together)" if field.united else ""
    words = f" (words: [{field.words}](#{field.words}))" if field.words else ""
    return f"{field.help[1]}{words}{united}"


def _references() -> str:
    rows = (
        (f"`{field.target}`", f"`{table}.{name}`")
        for table, entity in ENTITIES.items()
        for name, field in entity.fields().items()
        if field.target
    )
    by_target: dict[str, list[str]] = {}
    for target, source in rows:
        by_target.setdefault(target, []).append(source)
    lines = ((target, ", ".join(sources)) for target, sources in by_target.items())
    return "## Who refers to whom\n\n" + _table(("table", "is referred to by"), lines)


def closed_words(*, level: int) -> str:
    """The words of the lists, English and Danish; every list is a heading that can be linked to.

    >>> print(closed_words(level=2).split("### need")[1].splitlines()[4])
    | `required` | `påkrævet` |
    """
    parts = [f"{'#' * level} Words of the lists\n"]
    for name, words in VOCABULARIES.items():
        rows = ((f"`{english}`", f"`{danish}`") for english, danish in words.items())
        parts.append(f"{'#' * (level + 1)} {name}\n\n" + _table(("English", "Danish"), rows))
    return "\n".join(parts)


def columns_of_tables() -> str:
    """The columns of every table as people fill them in: what stands between the markers of the file format's page."""
    parts = [_columns(entity) for entity in ENTITIES.values()]
    return "\n".join([*parts, closed_words(level=2)])


def _columns(entity: type[Entity]) -> str:
    names = ", ".join(f"`{name}`" for name in entity.danish_table)
    rows = (
        (
            f"`{name}`" + (" \\*" if field.required else ""),
            ", ".join(f"`{heading}`" for heading in field.danish),
            _written(field),
            field.help[1],
        )
        for name, field in entity.fields().items()
    )
    return f"### `{entity.table}` ({names})\n\n" + _table(
        ("column", "Danish headings", "written as", "what it says"), rows
    )


def _written(field: Field) -> str:
    return _WRITTEN[field.kind].format(field.words or f"`{field.target}`")


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def with_tables(page: str) -> str:
    r"""A page with the part between its two markers made anew. Raises `ValueError` where a marker is missing.

    >>> with_tables(f"a\n{BEGIN}\nold\n{END}\nb\n").splitlines()[2]
    ''
    """
    before, _, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError("The page lacks a marker: its tables must stand between the two.")
    return f"{before}{BEGIN}\n\n{columns_of_tables()}\n{END}{after}"


def written_pages(folder: Path) -> Iterator[Path]:
    """Make both pages anew and give the path of each."""
    for name, text in (
        ("model.md", model_page()),
        ("landscape-files.md", with_tables((folder / "landscape-files.md").read_text(encoding="utf-8"))),
    ):
        (folder / name).write_text(text, encoding="utf-8")
        yield folder / name


if __name__ == "__main__":
    for page in written_pages(Path(sys.argv[1])):
        sys.stdout.write(f"{page}\n")
