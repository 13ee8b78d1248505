"""Answers as a person reads them on a terminal: tables, cut at a stated number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from app.cli.terminal import words
from app.language.column_words import column_word as problem_column
from app.language.i18n import format_moment, format_number
from model.claims.entities import ENTITIES

if TYPE_CHECKING:
    from app.cli.door import Door
    from app.service.import_report import ImportReport
    from app.service.source_lines import SourceLine
    from model.claims.state import Revision
    from model.problem import Problem
    from model.schema import Value
    from queries.changes.query import ChangedRow, LandscapeDiff

SHOWN = 20
"""Rows of a list in a text answer, unless --limit says another number."""
SEVERITY_STYLE = {"error": "bold red", "warning": "yellow", "note": "dim"}

Cell = str | Text


def line(door: Door, text: str, style: str = "") -> None:
    """One line or paragraph, wrapped where the terminal ends."""
    door.out.print(words(text, style))


def heading(door: Door, text: str) -> None:
    """A heading with a blank line before it."""
    door.out.print()
    door.out.print(words(text, "bold"))


def table(door: Door, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, numbers: Sequence[int] = ()) -> None:
    """A table; the columns `numbers` stand to the right."""
    shown = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for at, column in enumerate(columns):
        shown.add_column(column, justify="right" if at in numbers else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(cell if isinstance(cell, Text) else words(cell) for cell in row))
    with door.out.capture() as drawn:
        door.out.print(shown)
    door.out.file.write("".join(f"{text.rstrip()}\n" for text in drawn.get().splitlines()))


def cut_note(door: Door, shown: int, total: int) -> None:
    """Says how much of a list is shown, where it is not all."""
    if shown < total:
        text = door.say("Showing {shown} of {total}; --limit N for more, --json for all.")
        counted = {"shown": format_number(shown, door.lang), "total": format_number(total, door.lang)}
        line(door, text.format(**counted), "dim")


def table_names(door: Door) -> dict[str, str]:
    """The tables of a landscape file as a person calls them."""
    words = ("systems", "interfaces", "flows", "requirements", "contracts", "units", "data objects")
    return {word.replace(" ", "_"): door.say(word) for word in words}


def column_word(door: Door, of_table: str, field: str) -> str:
    """A column's name as its heading says it."""
    danish = ENTITIES[of_table].fields()[field].danish
    return danish[0] if danish and door.lang == "da" else field.replace("_", " ")


def value_text(door: Door, value: Value | None) -> str:
    """A cell as text; a blank one is a dash."""
    from app.language.dates import show_date

    if value is None or value == ():
        return "–"
    if isinstance(value, tuple):
        return ", ".join(value_text(door, one) for one in value)
    if isinstance(value, bool):
        return door.say("yes") if value else door.say("no")
    if isinstance(value, (int, float)):
        return format_number(value, door.lang)
    return value if isinstance(value, str) else show_date(value, door.lang)


# -- imports ----------------------------------------------------------------------------------------------------


def print_report(door: Door, report: ImportReport, *, refused: bool = False) -> None:
    """What an import did, would do, or was refused for; problems first, as they are what to act on."""
    _print_problems(door, report.problems)
    if refused:
        return
    changes = any(sum(getattr(report, name).values()) for name in ("added", "changed", "removed"))
    if changes:
        _print_counts(door, report)
    line(door, _outcome(door, report, changes=changes))


def _outcome(door: Door, report: ImportReport, *, changes: bool) -> str:
    if report.dry_run:
        text = "Dry run: nothing was stored. {source} would be revision {number}."
    elif changes:
        text = "{source} is in the landscape. This is revision {number}."
    else:
        text = "{source} says nothing new. The landscape is still revision {number}."
    if report.dry_run and not changes:
        text = "Dry run: {source} says nothing new. The landscape is revision {number}."
    return door.say(text).format(source=report.source, number=report.revision)


def _print_counts(door: Door, report: ImportReport) -> None:
    names = table_names(door)
    columns = ["", door.say("Added"), door.say("Changed"), door.say("Removed")]
    counts = ((name, report.added[name], report.changed[name], report.removed[name]) for name in names)
    rows = ((names[name], *(format_number(n, door.lang) for n in ns)) for name, *ns in counts if any(ns))
    table(door, columns, rows, numbers=(1, 2, 3))


def _print_problems(door: Door, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    words = {"error": door.say("error"), "warning": door.say("warning"), "note": door.say("note")}
    names = table_names(door)
    columns = [door.say(name) for name in ("Severity", "Table", "Row", "Column", "Value", "What is wrong")]
    rows = (
        (
            Text(words[one.severity], style=SEVERITY_STYLE[one.severity]),
            names.get(one.table or "", one.table or ""),
            "" if one.row is None else str(one.row),
            problem_column(one.table, one.column, door.lang),
            one.value or "",
            one.message,
        )
        for one in problems
    )
    table(door, columns, rows)


def print_sources(door: Door, lines: Sequence[SourceLine]) -> None:
    """Who claims what, the one that decides first on top."""
    if not lines:
        line(door, door.say("No source has been imported yet."))
        return
    columns = [door.say(name) for name in ("Place", "Source", "Revision", "Rows", "From")]
    rows = (
        (
            "–" if one.place is None else f"{one.place}.",
            one.source,
            str(one.revision),
            format_number(sum(one.rows.values()), door.lang),
            one.origin,
        )
        for one in lines
    )
    table(door, columns, rows, numbers=(2, 3))
    line(door, door.say("Without a place the claim that changed last wins."), "dim")


# -- the past ---------------------------------------------------------------------------------------------------


def print_history(door: Door, revisions: Sequence[Revision], *, limit: int | None) -> None:
    """The newest revisions, oldest first."""
    if not revisions:
        line(door, door.say("The store is empty: nothing has been imported yet."))
        return
    shown = revisions[-(limit or SHOWN) :]
    kinds = {"import": "import", "order": "order of sources", "remove": "source removed", "undo": "back to revision"}
    columns = [door.say(name) for name in ("Revision", "When", "What", "Source", "Note")]
    rows = (
        (str(one.number), format_moment(one.at, door.lang), door.say(kinds[one.kind]), one.source or "", one.note)
        for one in shown
    )
    table(door, columns, rows, numbers=(0,))
    cut_note(door, len(shown), len(revisions))


def print_diff(door: Door, diff: LandscapeDiff, *, limit: int | None) -> None:
    """What changed, table by table."""
    if not diff.tables:
        line(door, door.say("Revisions {a} and {b} hold the same.").format(a=diff.a, b=diff.b))
        return
    names = table_names(door)
    for one in diff.tables:
        text = door.say("{table}: {added} added, {changed} changed, {removed} removed")
        counts = {name: len(getattr(one, name)) for name in ("added", "changed", "removed")}
        heading(door, text.format(table=names[one.table].capitalize(), **counts))
        for sign, rows in (("+", one.added), ("~", one.changed), ("-", one.removed)):
            shown = rows[: limit or SHOWN]
            for row in shown:
                line(door, _diff_line(door, one.table, sign, row))
            cut_note(door, len(shown), len(rows))


def _diff_line(door: Door, of_table: str, sign: str, row: ChangedRow) -> str:
    named = row.id if row.name == row.id else f"{row.name} ({row.id})"
    cells = (
        f"{column_word(door, of_table, one.field)}: {value_text(door, one.before)} → {value_text(door, one.after)}"
        for one in row.fields
    )
    return f"  {sign} {named}" + "".join(f"\n      {cell}" for cell in cells)
