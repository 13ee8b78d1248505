"""Everything a person can ask the program to do, once; the command line, the API and the pages are doors to these.

A verb takes plain values, returns frozen results and raises `LandskabError`. It prints nothing and knows no door.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from pathlib import Path
from typing import Any, BinaryIO

from app.copying import Copied, Tell, copy_history
from app.empty_store import EmptyStore
from app.import_report import ImportReport, checked, report_of, unreadable
from app.loaded_landscapes import LoadedLandscapes
from app.question_options import Words, values
from app.questions import QUESTIONS
from app.source_lines import SourceLine, known_source, source_line, source_name
from app.store_watch import Seen
from app.tagging import tag_note, tagged, taken_back, words_meant
from app.told import Told
from app.undone import Undone, equal
from importers.landscape_files import default_source, import_bytes, import_path
from model import tags
from model.batch import Batch
from model.errors import InputError, StoreConflict, UnknownRevision, UnreadableFile
from model.flow_changes import FlowChange
from model.landscape import Landscape
from model.state import Revision, State
from queries.changes import LandscapeDiff, landscape_diff
from queries.impact_answer import ImpactAnswer
from queries.shutdown_impact import shutdown_impact
from queries.systems import SystemList, SystemSheet, find_systems, system_sheet
from stores.port import DrawingStore, SlicingStore
from stores.verified import Verified


@dataclass
class Landskab(LoadedLandscapes):
    """The verbs over one store. Safe to use from several threads.

    While the store does not answer, questions are answered from what has been loaded; what writes never is.
    """

    _importing: threading.Lock = field(default_factory=threading.Lock, repr=False)

    # -- sources ------------------------------------------------------------------------------------------------

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

        def batch(landscape: Landscape) -> Batch:
            return import_path(path, source=name, landscape=landscape, prefix=prefix, translate=self.translate)

        return self._import(name, batch, dry_run=dry_run, allow_removals=allow_removals)

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

        An open file is read when its turn comes, so that those that wait are not held in memory.
        """
        name = source_name(source or Path(filename).stem)

        def batch(landscape: Landscape) -> Batch:
            return import_bytes(
                _bytes_of(data), filename, source=name, landscape=landscape, prefix=prefix, translate=self.translate
            )

        return self._import(name, batch, dry_run=dry_run, allow_removals=allow_removals)

    def _import(
        self, source: str, read: Callable[[Landscape], Batch], *, dry_run: bool, allow_removals: bool
    ) -> ImportReport:
        """One at a time: each holds a file, the landscape before it and the one after."""
        with self._importing:
            while True:
                before = self._now()
                try:
                    batch = read(before)
                except UnreadableFile as error:
                    raise unreadable(error, source=source, revision=before.revision, dry_run=dry_run) from error
                after = before.state.with_batch(batch)
                report = report_of(batch, before=before.state, after=after, dry_run=dry_run)
                report = checked(report, before.state, allow_removals=allow_removals, translate=self.translate)
                if dry_run or after is before.state:
                    return report
                try:
                    self._append(after, "import", batch.source, batch.provenance.origin)
                except StoreConflict:
                    continue  # somebody else imported meanwhile: what the names mean may have changed
                return report

    def sources(self, revision: int | None = None) -> tuple[SourceLine, ...]:
        """Who claims what, in the order that decides, then by name."""
        state = self.landscape(revision).state
        named = [*state.order, *(name for name in sorted(state.sources) if name not in state.order)]
        return tuple(source_line(state, name) for name in named)

    def tag(
        self, system: str, words: Sequence[str] = (), *, by: str = "", new: bool = False, forget: Sequence[str] = ()
    ) -> int:
        """The municipality's own word on what a system is for: a claim of the source `tags`; gives the revision.

        `by`: who says so; it stands in the history. `new`: a word that nobody uses yet is taken into use. `forget`:
        words that are taken back. Raises `UnknownName`, `AmbiguousName` and `InputError`. Waits for no import: who
        comes second in the store begins again.
        """
        while True:
            landscape = self._now()
            found = landscape.names.one("system", system)
            gone = taken_back(landscape, found, forget)
            said = words_meant(landscape, words, new=new)
            after = landscape.state.with_batch(tagged(landscape, found, said, forget=gone))
            if after is landscape.state:
                return after.revision
            try:
                return self._append(after, "import", tags.SOURCE, tag_note(found, said, forget=gone, by=by))
            except StoreConflict:
                continue  # somebody else wrote meanwhile: what the words mean may have changed

    def order_sources(self, names: Sequence[str]) -> int:
        """These sources decide before all others, first first; gives the new revision."""
        while True:
            state = self._now().state
            for name in names:
                known_source(state, name)
            if len(set(names)) != len(names):
                raise InputError("A source stands twice in the order; name each once.")
            if tuple(names) == state.order:
                return state.revision
            try:
                return self._append(state.with_order(tuple(names)), "order", None, " ".join(names))
            except StoreConflict:
                continue

    def remove_source(self, name: str) -> int:
        """Take away all that one source claims; gives the new revision."""
        while True:
            state = self._now().state
            known_source(state, name)
            try:
                return self._append(state.without(name), "remove", name, "")
            except StoreConflict:
                continue

    def export(self, path: Path, revision: int | None = None) -> tuple[str, ...]:
        """The whole landscape as a workbook (`.xlsx`) or a CSV folder that can be imported again.

        Gives a sentence for what could not be written.
        """
        from visualisations.landscape_export import export_landscape

        return export_landscape(self.landscape(revision), path)

    # -- the past -----------------------------------------------------------------------------------------------

    def history(self) -> tuple[Revision, ...]:
        """All revisions, oldest first."""
        return self.seen().history

    def diff(self, a: int, b: int) -> LandscapeDiff:
        """What was added, changed and removed from revision `a` to `b`; 0 is the empty landscape."""
        return landscape_diff(self._at(a), self._at(b))

    def state(self, number: int) -> State:
        """What every source claims at a revision; nothing at 0."""
        return self._at(number).state

    def _at(self, number: int) -> Landscape:
        return Landscape(State()) if number == 0 else self.landscape(number)

    def undo(self, number: int | None = None) -> Undone:
        """Add a revision that equals revision `number` (the one before, if none is said).

        Where the newest equals it already nothing is added, as when a file is imported that says nothing new.
        """
        newest = self.store.newest()
        wanted = newest - 1 if number is None else number
        if newest == 0 or wanted < 0 or wanted > newest:
            raise UnknownRevision(wanted, newest=newest)
        old = State() if wanted == 0 else self.store.load(wanted)
        if equal(old, self.store.load(newest)):
            return Undone(newest, wanted, is_new=False)
        return Undone(self._append(old.as_revision(newest + 1), "undo", None, str(wanted)), wanted, is_new=True)

    # -- the store ----------------------------------------------------------------------------------------------

    def verify(self) -> Verified:
        """Look through the whole store: every revision, and the graph where the store draws one."""
        return self.watch.asked(self.store.verify, quick=False)

    def redraw(self) -> None:
        """Draw anew what the store draws from the claims; `InputError` where it draws nothing."""
        if not isinstance(self.store, DrawingStore):
            raise InputError("Only a Neo4j store has a graph that can be drawn anew; leave it out for this one.")
        self.watch.tried(self.store.redraw)

    def copy_to(self, other: Landskab, *, tell: Tell | None = None) -> Copied:
        """Copy every revision that the other store lacks; it is empty or holds the beginning of the same history."""
        return copy_history(self.store, other.store, tell=tell)

    def _append(self, state: State, kind: Any, source: str | None, note: str) -> int:
        at = self.clock().astimezone(UTC).isoformat(timespec="microseconds")
        entry = Revision(state.revision, at, kind, source, note)
        self.watch.tried(lambda: self.store.append(state, entry))
        return state.revision

    # -- questions ----------------------------------------------------------------------------------------------

    def ask(self, name: str, said: Words | None = None, *, revision: int | None = None) -> Told:
        """A question of the whole landscape on a day: one of `app.questions`, with its options as they were said.

        Raises `InputError` for an option that cannot be read, `UnknownRevision`, `StoreError`.
        """
        return self.asked_of(revision, lambda seen: self.told(name, said or {}, seen))

    def told(self, name: str, said: Words, seen: Seen) -> Told:
        """The same of what is seen; kept with the landscape, for a page, its workbook and the API ask the same."""
        question = QUESTIONS[name]
        given = values(question.all_options, said, self.settings.questions)
        as_of = given.pop("as_of", None) or self.clock().date()
        loaded = self._loaded_at(seen)
        key = (name, as_of, repr(sorted(given.items())))
        answer = loaded.answers.get(key, lambda: question.ask(loaded.landscape, as_of, given))
        return Told(question, loaded.landscape, seen.entry, as_of, given, answer)

    def impact(
        self,
        what: Sequence[str],
        *,
        at: date | None = None,
        revision: int | None = None,
        changes: Sequence[FlowChange] = (),
    ) -> ImpactAnswer:
        """What breaks if all of `what` is turned off, after the changes have been made."""
        landscape = self._not_empty(revision, what)
        return shutdown_impact(landscape.changed(changes) if changes else landscape, what, at=at)

    def slice(self, what: Sequence[str], *, at: date | None = None) -> Landscape:
        """The part of the newest landscape that turning off `what` can reach, for one that is too large to load.

        `shutdown_impact` answers on it as on the whole. Raises `InputError` where the store gives no slices.
        """
        if not isinstance(self.store, SlicingStore):
            raise InputError("Only a Neo4j store can give a slice of the landscape; leave it out for this one.")
        store = self.store
        part = self.watch.asked(lambda: store.slice(what, at), quick=False)
        if not part.whole.systems:
            raise EmptyStore(what[0] if what else "", store=self.settings.store)
        return Landscape.of_slice(part)

    def impact_in_slice(self, what: Sequence[str], *, at: date | None = None) -> ImpactAnswer:
        """The same answer as `impact`, from no more of the newest landscape than it needs."""
        return shutdown_impact(self.slice(what, at=at), what, at=at)

    def systems(
        self, text: str = "", *, limit: int = 50, cursor: str | None = None, revision: int | None = None
    ) -> SystemList:
        """Systems whose id, name, alias, vendor or description fits, best first; all of them for an empty text."""
        return find_systems(self.landscape(revision), text, limit=limit, cursor=cursor)

    def system(self, what: str, *, revision: int | None = None) -> SystemSheet:
        """Everything about one system: what it needs, who needs it, contracts, claims and gaps."""
        return system_sheet(self._not_empty(revision, (what,)), what)

    def _not_empty(self, revision: int | None, what: Sequence[str]) -> Landscape:
        """The landscape, to ask about `what` in; `EmptyStore` where nothing is there to be asked about."""
        landscape = self.landscape(revision)
        if what and not any(map(len, landscape.tables.values())):
            raise EmptyStore(what[0], store=self.settings.store)
        return landscape


def _bytes_of(data: bytes | BinaryIO) -> bytes:
    """All of it, however often it is asked for."""
    if isinstance(data, bytes):
        return data
    data.seek(0)
    return data.read()
