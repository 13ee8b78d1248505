"""What an import did or would do, in the form of `commands.md`, and when it must stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.language.error_text import said_in
from model.claims.batch import Batch
from model.claims.columns import Table
from model.claims.entities import ENTITIES
from model.claims.state import State
from model.claims.table_changes import changed_rows, ids_beside
from model.errors import ImportRefused, UnreadableFile
from model.problem import Problem

FEW = 10
"""An import may always take away this many rows."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a source that an import adds, changes or removes; `fields` names what changes."""

    table: str
    id: str
    change: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The report of one import. Counts are of the source's rows by table; `rows` are the rows themselves."""

    source: str
    revision: int
    dry_run: bool
    added: Mapping[str, int]
    changed: Mapping[str, int]
    removed: Mapping[str, int]
    problems: tuple[Problem, ...]
    rows: tuple[RowChange, ...] = ()
    would_stop: bool = False
    """A dry run of an import that would be refused, because it takes away too much."""

    def as_json(self) -> dict[str, Any]:
        """The form of `commands.md`."""
        counts = {name: dict(getattr(self, name)) for name in ("added", "changed", "removed")}
        return {
            "source": self.source,
            "revision": self.revision,
            "dry_run": self.dry_run,
            **counts,
            "problems": [problem.as_json() for problem in self.problems],
        }


class RefusedImport(ImportRefused):
    """An import that was refused, with the whole report."""

    def __init__(self, message: str, report: ImportReport) -> None:
        self.report = report
        super().__init__(message, problems=report.problems)

    @property
    def says_all(self) -> bool:
        """Whether the one sentence is the one problem: nothing could be read at all."""
        return [problem.message for problem in self.problems] == [str(self)]


def report_of(batch: Batch, *, before: State, after: State, dry_run: bool) -> ImportReport:
    """The report of bringing `batch` in; `revision` is the one that holds it or would, the present one if refused."""
    old = before.sources.get(batch.source)
    rows = tuple(
        change
        for name in ENTITIES
        for change in row_changes(old.tables[name] if old else Table(name, (), {}), batch.tables[name])
    )
    refused = any(batch.errors())
    return ImportReport(
        source=batch.source,
        revision=before.revision if refused else after.revision,
        dry_run=dry_run,
        added=_counts(rows, "added"),
        changed=_counts(rows, "changed"),
        removed=_counts(rows, "removed"),
        problems=batch.problems,
        rows=rows,
    )


def _counts(rows: tuple[RowChange, ...], change: str) -> dict[str, int]:
    counts = dict.fromkeys(ENTITIES, 0)
    for row in rows:
        if row.change == change:
            counts[row.table] += 1
    return counts


def row_changes(before: Table, after: Table) -> list[RowChange]:
    """Rows added, changed and removed between two versions of a table, by id.

    >>> one = Table.of("systems", {"a": {"name": "A"}, "b": {"name": "B"}})
    >>> two = Table.of("systems", {"a": {"name": "Å"}, "c": {"name": "C"}})
    >>> [(row.id, row.change) for row in row_changes(one, two)]
    [('a', 'changed'), ('b', 'removed'), ('c', 'added')]
    """
    if before.same_as(after):
        return []
    name = after.name
    changes = [RowChange(name, id_, "removed") for id_ in ids_beside(before, after)]
    changes += [RowChange(name, id_, "added") for id_ in ids_beside(after, before)]
    for id_, cells in changed_rows(before, after):
        changes.append(RowChange(name, id_, "changed", tuple(cell.field for cell in cells)))
    return sorted(changes, key=lambda change: change.id)


def checked(
    report: ImportReport, before: State, *, allow_removals: bool, translate: Callable[[str], str] = str
) -> ImportReport:
    """Stop an import with errors, or one that takes away more than a fifth (and more than ten) of a source's rows.

    A dry run is not stopped by the latter; its report then says so with a warning, by `translate` in the reader's
    language. Raises `RefusedImport`.
    """
    errors = [problem for problem in report.problems if problem.severity == "error"]
    if errors:
        if len(errors) == 1:
            raise RefusedImport("The import was refused: 1 error. Nothing was stored.", report)
        raise RefusedImport(f"The import was refused: {len(errors)} errors. Nothing was stored.", report)
    too_much = None if allow_removals else _too_much(report, before)
    if too_much is None:
        return report
    if not report.dry_run:
        raise RefusedImport(too_much, report)
    warning = Problem("warning", None, None, None, None, said_in(too_much, translate))
    return replace(report, problems=(*report.problems, warning), would_stop=True)


def _too_much(report: ImportReport, before: State) -> str | None:
    """Why the import takes away too much, if it does."""
    old = before.sources.get(report.source)
    had = sum(len(table) for table in old.tables.values()) if old else 0
    gone = sum(report.removed.values())
    if gone <= FEW or gone * 5 <= had:
        return None
    return (
        f"The import would take away {gone} of the {had} rows of source {report.source!r}. "
        "Nothing was stored. If that is meant, say --allow-removals."
    )


def unreadable(error: UnreadableFile, *, source: str, revision: int, dry_run: bool) -> RefusedImport:
    """The refusal of a file of which nothing can be read: one problem, at no place of the file.

    >>> refusal = unreadable(UnreadableFile("a.csv: it is empty."), source="a", revision=0, dry_run=False)
    >>> refusal.problems[0].message
    'a.csv: it is empty.'
    """
    none = dict.fromkeys(ENTITIES, 0)
    problem = Problem("error", None, None, None, None, str(error))
    return RefusedImport(str(error), ImportReport(source, revision, dry_run, none, none, none, (problem,)))
