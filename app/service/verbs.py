"""Everything a person can ask the program to do, once; the command line, the API and the pages are doors to these.

A verb takes plain values, returns frozen results and raises `LandskabError`. It prints nothing and knows no door.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.empty_store import EmptyStore
from app.service.copying import Copied, Tell, copy_history
from app.service.importing import Importing
from app.service.source_lines import SourceLine, known_source, source_line
from app.service.store_watch import Seen
from app.service.tagging import tag_note, tagged, taken_back, words_meant
from app.service.told import Told
from app.service.undone import Undone, equal
from model.claims import tags
from model.claims.flow_changes import FlowChange
from model.claims.state import Revision, State
from model.errors import InputError, StoreConflict, UnknownRevision
from model.landscape.landscape import Landscape
from model.word_limits import LONGEST_CURSOR, LONGEST_OPTION, looked_at, name_looked_at
from queries.changes.query import LandscapeDiff, landscape_diff
from queries.impact.answer import ImpactAnswer
from queries.impact.query import shutdown_impact
from queries.options import Words, values
from queries.registry import QUESTIONS
from queries.systems.query import SystemList, SystemSheet, find_systems, system_sheet
from stores.port import DrawingStore, SlicingStore
from stores.shared.verified import Verified


@dataclass
class Landskab(Importing):
    """The verbs over one store. Safe to use from several threads.

    While the store does not answer, questions are answered from what has been loaded; what writes never is.
    """

    # -- sources ------------------------------------------------------------------------------------------------

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
        looked_at(system, *words, *forget)
        name_looked_at(by)
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
            found = tuple(known_source(state, name) for name in names)
            if len(set(found)) != len(found):
                raise InputError("A source stands twice in the order; name each once.")
            if found == state.order:
                return state.revision
            try:
                return self._append(state.with_order(found), "order", None, " ".join(found))
            except StoreConflict:
                continue

    def remove_source(self, name: str) -> int:
        """Take away all that one source claims; gives the new revision. A name may be written as it is shown."""
        while True:
            state = self._now().state
            found = known_source(state, name)
            try:
                return self._append(state.without(found), "remove", found, "")
            except StoreConflict:
                continue

    def export(self, path: Path, revision: int | None = None) -> tuple[str, ...]:
        """The whole landscape as a workbook (`.xlsx`) or a CSV folder that can be imported again.

        Gives a sentence for what could not be written.
        """
        from visualisations.sheet.landscape_export import export_landscape

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

    # -- questions ----------------------------------------------------------------------------------------------

    def ask(self, name: str, said: Words | None = None, *, revision: int | None = None) -> Told:
        """A question of the whole landscape on a day: one of `queries.registry`, with its options as given.

        Raises `InputError` for an option that cannot be read, `UnknownRevision`, `StoreError`.
        """
        return self.asked_of(revision, lambda seen: self.told(name, said or {}, seen))

    def told(self, name: str, said: Words, seen: Seen) -> Told:
        """The same of what is seen; kept with the landscape, for a page, its workbook and the API ask the same."""
        question = QUESTIONS[name]
        looked_at(*(word for words in said.values() for word in words), longest=LONGEST_OPTION)
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
        looked_at(*what, *(word for change in changes for word in change.words))
        landscape = self._not_empty(revision, what)
        return shutdown_impact(landscape.changed(changes) if changes else landscape, what, at=at)

    def slice(self, what: Sequence[str], *, at: date | None = None) -> Landscape:
        """The part of the newest landscape that turning off `what` can reach, for one that is too large to load.

        `shutdown_impact` answers on it as on the whole. Raises `InputError` where the store gives no slices.
        """
        if not isinstance(self.store, SlicingStore):
            raise InputError("Only a Neo4j store can give a slice of the landscape; leave it out for this one.")
        looked_at(*what)
        store = self.store
        part = self.watch.asked(lambda: store.slice(what, at), quick=False)
        landscape = Landscape.of_slice(part)
        if not (landscape.told.systems if landscape.told else any(map(len, landscape.tables.values()))):
            raise EmptyStore(what[0] if what else "", store=self.settings.store)
        return landscape

    def impact_in_slice(self, what: Sequence[str], *, at: date | None = None) -> ImpactAnswer:
        """The same answer as `impact`, from no more of the newest landscape than it needs."""
        return shutdown_impact(self.slice(what, at=at), what, at=at)

    def systems(
        self, text: str = "", *, limit: int = 50, cursor: str | None = None, revision: int | None = None
    ) -> SystemList:
        """Systems whose id, name, alias, vendor or description fits, best first; all of them for an empty text."""
        looked_at(text)
        looked_at(cursor or "", longest=LONGEST_CURSOR)
        return find_systems(self.landscape(revision), text, limit=limit, cursor=cursor)

    def system(self, what: str, *, revision: int | None = None) -> SystemSheet:
        """Everything about one system: what it needs, who needs it, contracts, claims and gaps."""
        looked_at(what)
        return system_sheet(self._not_empty(revision, (what,)), what)

    def _not_empty(self, revision: int | None, what: Sequence[str]) -> Landscape:
        """The landscape, to ask about `what` in; `EmptyStore` where nothing is there to be asked about."""
        landscape = self.landscape(revision)
        if what and not any(map(len, landscape.tables.values())):
            raise EmptyStore(what[0], store=self.settings.store)
        return landscape
