"""Bringing a file in: it is read in a process of its own, beside the landscape as it is, and stored in one step."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any, BinaryIO, Final

from app.reading.isolated import as_file, packed, read_batch, words_of
from app.reading.terms import Task
from app.service.import_report import ImportReport, checked, report_of, unreadable
from app.service.imports import Imports
from app.service.loaded_landscapes import LoadedLandscapes
from app.service.source_lines import source_name
from app.settings import OF_COMMANDS, OF_UPLOADS, Limits
from importers.shared.source_names import default_source
from model.claims.batch import Batch
from model.claims.state import Revision, State
from model.errors import StoreConflict, UnreadableFile
from model.word_limits import name_looked_at

QUICK: Final = 5.0
"""Seconds within which a file is read that may keep the other imports from storing while it is read once more."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to bring in: what a reader needs to know of it, what it may take, and its bytes if it is an upload."""

    task: Task
    limits: Limits
    data: bytes | BinaryIO | None = None

    @contextmanager
    def opened(self) -> Iterator[int | None]:
        """The descriptor of an upload."""
        if self.data is None:
            yield None
        else:
            with as_file(self.data) as number:
                yield number


@dataclass
class Importing(LoadedLandscapes):
    """The landscapes of one store, and what brings files into it."""

    _imports: Imports = field(default_factory=Imports, repr=False)

    def import_path(
        self,
        path: Path,
        *,
        source: str | None = None,
        prefix: str = "",
        dry_run: bool = False,
        allow_removals: bool = False,
    ) -> ImportReport:
        """A landscape file or folder becomes the newest batch of its source; `ImportRefused` carries the problems."""
        name = source_name(source or default_source(path))
        incoming = Incoming(self._task(str(path), name, prefix), self.settings.limits(OF_COMMANDS))
        return self._import(incoming, dry_run=dry_run, allow_removals=allow_removals)

    def import_upload(
        self,
        data: bytes | BinaryIO,
        filename: str,
        *,
        source: str | None = None,
        prefix: str = "",
        dry_run: bool = False,
        allow_removals: bool = False,
    ) -> ImportReport:
        """The same for a file that came over the network: a workbook, or a ZIP of a CSV folder.

        Raises `TooManyImports` where too many files are being read already. An open file is read when its turn comes.
        """
        name = source_name(source or Path(filename).stem)
        task = self._task(filename, name, prefix, is_upload=True)
        incoming = Incoming(task, self.settings.limits(OF_UPLOADS), data)
        return self._import(incoming, dry_run=dry_run, allow_removals=allow_removals)

    def stop_importing(self) -> None:
        """Before the service ends: no import is begun or stored any more, and one that is being stored is waited for.

        What is being read is ended. Imports that wait and later ones raise `ServiceStopping`, dry runs too.
        """
        self._imports.stop()

    def _task(self, name: str, source: str, prefix: str, *, is_upload: bool = False) -> Task:
        name_looked_at(prefix)
        return Task(name, str(Path.cwd()), source, prefix, words_of(self.translate), is_upload=is_upload)

    def _import(self, incoming: Incoming, *, dry_run: bool, allow_removals: bool) -> ImportReport:
        """Several are read at once, and one stores at a time.

        Where somebody else wrote meanwhile, what the names mean may have changed, so the file is read once more; then
        the others wait with storing, unless that would be long. One that is long gives up when its time is over.
        """
        patience, quick = float(incoming.limits.seconds), False
        with self._imports.reading(at_once=self.settings.imports_at_once, patience=patience):
            until = time.monotonic() + patience
            while True:
                began = time.monotonic()
                try:
                    with self._imports.appending() if quick else nullcontext():
                        return self._once(incoming, dry_run=dry_run, allow_removals=allow_removals)
                except StoreConflict:
                    if time.monotonic() > until:
                        raise
                    quick = time.monotonic() - began < QUICK

    def _once(self, incoming: Incoming, *, dry_run: bool, allow_removals: bool) -> ImportReport:
        """Read the file beside the newest landscape, and store its batch; raises `StoreConflict`."""
        before = self._now().state
        try:
            batch = self._read(incoming, before)
        except UnreadableFile as error:
            self._imports.go_on()
            source = incoming.task.source
            raise unreadable(error, source=source, revision=before.revision, dry_run=dry_run) from error
        after = before.with_batch(batch)
        report = report_of(batch, before=before, after=after, dry_run=dry_run)
        report = checked(report, before, allow_removals=allow_removals, translate=self.translate)
        if not dry_run and after is not before:
            with self._imports.appending():
                self._append(after, "import", batch.source, batch.provenance.origin)
        return report

    def _read(self, incoming: Incoming, state: State) -> Batch:
        with incoming.opened() as file:
            return read_batch(
                incoming.task,
                packed(state),
                limits=incoming.limits,
                translate=self.translate,
                file=file,
                began=lambda reading: self._imports.ended_by_stop(reading.end),
            )

    def _append(self, state: State, kind: Any, source: str | None, note: str) -> int:
        at = self.clock().astimezone(UTC).isoformat(timespec="microseconds")
        entry = Revision(state.revision, at, kind, source, note)
        self.watch.tried(lambda: self.store.append(state, entry))
        return state.revision
