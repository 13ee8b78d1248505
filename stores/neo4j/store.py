"""A landscape in a Neo4j server: every revision of the claims, and the newest one as a graph that a person can read.

The claims are the truth, from which any revision is loaded; the graph is drawn from them. How both lie in the server
is said in docs/neo4j.md. One writer at a time: it holds the lock on the one node `(:Landskab)` in a transaction that
stays open throughout, and which the server ends by itself when the writer dies.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4
from weakref import WeakValueDictionary

from model.claims.state import Revision, State
from model.claims.whole import Slice
from model.errors import StoreAway, StoreConflict, StoreDamaged, StoreError, StoreTooNew, UnknownRevision
from model.landscape.landscape import Landscape
from stores.neo4j.changes import touched
from stores.neo4j.claims import ClaimsInNeo4j
from stores.neo4j.commits import Commits, commits, next_copy, say_coming, say_shown
from stores.neo4j.copies import (
    by_itself,
    inside,
    is_of_this_edition,
    remove_copy,
    size_of,
    write_changes,
    write_copy,
)
from stores.neo4j.history import damaged, entries, entry_in, is_order, seal_newest, sealed_entries
from stores.neo4j.keys import check_keys
from stores.neo4j.layout import VERSION, constraints
from stores.neo4j.leftovers import check_beside, remove_strays, tidy
from stores.neo4j.login import Login
from stores.neo4j.newest import Newest, newest_in, settled
from stores.neo4j.rows import GraphRows
from stores.neo4j.server import CONNECT_SECONDS, Neo4jServer, Tx
from stores.neo4j.slice import all_of, read_slice
from stores.neo4j.verify import GraphCheck
from stores.neo4j.waiting import Writing, waited_for
from stores.neo4j.whole import rows_kept
from stores.neo4j.words import SILENT, UNSTORED
from stores.shared.text_checks import check_text
from stores.shared.verified import Differences, Verified, check_history

AT_ONCE = 2_000
"""An import that touches no more rows is one transaction; a larger one is written beside the landscape first."""
WHOLE_AT_MOST = 200_000
"""A slice of no more rows than so is all of the landscape: memory holds it, and loading it is the quickest."""

_PAUSES = (0.0, 0.1, 0.3, 1.0)
"""Seconds before each look: a slice is read in many queries, and an import in between would mix two revisions."""
_VERSION = "OPTIONAL MATCH (l:Landskab {key: 'landskab'}) RETURN l.version AS version"
_BEGIN = "MERGE (l:Landskab {key: 'landskab'}) SET l.version = coalesce(l.version, $version)"
_FOREIGN = "MATCH (n) WHERE NOT EXISTS { (:Landskab) } RETURN 1 LIMIT 1"  # another writer may be quicker
_LOCK = "MATCH (l:Landskab {key: 'landskab'}) SET l.writes = coalesce(l.writes, 0) + 1"
_WRITTEN_BY = "MATCH (l:Landskab {key: 'landskab'}) SET l.version = $version"
_REVISION = """MATCH (r:Revision {number: $number})
OPTIONAL MATCH (r)-[h:HOLDS]->(c:Claims)
WITH r, h, c ORDER BY h.position
RETURN r.order AS order, r.token AS token, r.sources AS sources,
  [one IN collect([h.source, c.digest]) WHERE one[1] IS NOT NULL] AS members"""
_SHOW = """OPTIONAL MATCH (old:Revision {current: true})
FOREACH (one IN CASE WHEN old IS NULL THEN [] ELSE [old] END | REMOVE one.current, one.landscape)
CREATE (r:Revision) SET r = $revision
WITH r
UNWIND $members AS row
MATCH (c:Claims {digest: row.digest})
CREATE (r)-[:HOLDS {position: row.position, source: row.source}]->(c)"""

_SHOW_COPY = "MATCH (r:Revision {current: true}) SET r.landscape = $copy"


class Neo4jStore:
    """A `Store` in the default database of the server at `url`. Safe to use from several threads.

    Nothing is asked of the server before the first method is called.
    """

    def __init__(self, url: str, login: Login, *, at_once: int = AT_ONCE, whole_at_most: int = WHOLE_AT_MOST) -> None:
        self.url = url
        self._at_once = at_once
        self._whole_at_most = whole_at_most
        self._server = Neo4jServer(url, login)
        self._claims = ClaimsInNeo4j(self._server)
        self._states: WeakValueDictionary[str, State] = WeakValueDictionary()

    def newest(self) -> int:
        """The number of the newest revision, 0 for an empty store."""
        return self._server.read(lambda tx: self._newest(tx).number)

    def history(self) -> Sequence[Revision]:
        """All revisions, oldest first."""

        def work(tx: Tx) -> Sequence[Revision]:
            self._check_version(tx)
            return settled(lambda: entries(tx, self.url))

        return self._server.read(work)

    def load(self, revision: int | None = None) -> State:
        """The state at a revision, the newest if none is said; `UnknownRevision` where there is none."""

        def work(tx: Tx) -> State:
            newest, _, _ = self._newest(tx)
            number = newest if revision is None else revision
            if revision is not None and not 1 <= revision <= newest:
                raise UnknownRevision(revision, newest=newest)
            return settled(lambda: self._state(tx, number)) if number else State()

        return self._server.read(work)

    def append(self, state: State, revision: Revision) -> None:
        """Add `state` as `revision`, all or nothing; `StoreConflict` unless it is the next."""
        if state.revision != revision.number:
            raise ValueError(f"state of revision {state.revision} appended as revision {revision.number}")
        check_text(revision, state)
        self._check_next(revision, self.newest())
        self._prepare()
        writing = Writing()
        try:
            old = waited_for(
                lambda: self._append(state, revision, writing), alive=self._server.answers, patience=CONNECT_SECONDS
            )
        except StoreAway as away:
            writing.give_up(self.url)
            if SILENT in str(away):
                raise StoreAway(f"The store {self.url}: {UNSTORED}") from away
            raise
        if old is not None:
            with suppress(StoreError):  # the revision is stored; what is left here the next import removes
                self._remove_old(old)

    def _append(self, state: State, revision: Revision, writing: Writing) -> int | None:
        """The import's one transaction; gives the copy that was shown before, where another is shown now."""
        token = uuid4().hex
        with self._commit_shown(), self._server.transaction() as tx:
            tx.run(_LOCK).consume()
            newest, _, copy = self._newest(tx)
            self._check_next(revision, newest)
            tidy(self._server, keep=copy)
            copy_now = self._draw(tx, state, shown=newest, copy=copy)
            self._write_revision(tx, state, revision, {"token": token, "landscape": copy_now})
            writing.begin_commit(self.url)
            say_coming(self._server)
        self._states[token] = state
        return copy if copy != copy_now else None

    @contextmanager
    def _commit_shown(self) -> Iterator[None]:
        """Afterwards, however it went, no commit is coming; where that cannot be said readers find out in a while."""
        try:
            yield
        finally:
            with suppress(StoreError):
                say_shown(self._server)

    def slice(self, what: Sequence[str], at: date | None = None) -> Slice:
        """The part of the newest revision that turning off `what` can reach on a date; all of one that is small."""
        if self._server.read(rows_kept) <= self._whole_at_most:
            return all_of(self.load())
        for pause in _PAUSES:
            time.sleep(pause)
            before = self._server.read(self._look)
            part, error = self._read_slice(before, what, at)
            if before[0].quiet and self._server.read(self._look) == before:
                if part is None:
                    raise error or StoreError(self.url)
                return part
        return all_of(self.load())  # others write all the time, and one transaction sees one revision

    def _look(self, tx: Tx) -> tuple[Commits, Newest]:
        return commits(tx), self._newest(tx)

    def _read_slice(
        self, seen: tuple[Commits, Newest], what: Sequence[str], at: date | None
    ) -> tuple[Slice | None, Exception | None]:
        """A slice, or what went wrong: rows may be gone where a commit came in between."""
        number, _, copy = seen[1]
        try:
            return self._server.read(lambda tx: read_slice(tx, copy or 0, number, what, at)), None
        except StoreAway:
            raise
        except Exception as error:  # noqa: BLE001 - raised by who finds that nobody wrote meanwhile
            return None, error

    def redraw(self) -> None:
        """Draw the graph anew from the claims, and take away all else that stands under its labels."""
        with self._commit_shown(), self._server.transaction() as tx:
            tx.run(_LOCK).consume()
            newest, _, copy = self._newest(tx)
            if copy is None:
                return
            tidy(self._server, keep=copy)
            rows = GraphRows(Landscape(self._state(tx, newest)), copy=next_copy(self._server))
            write_copy(by_itself(self._server), rows)
            tx.run(_SHOW_COPY, copy=rows.copy).consume()
            say_coming(self._server)
        with self._server.transaction() as tx:
            tx.run(_LOCK).consume()
            shown = self._newest(tx).copy
            tidy(self._server, keep=shown)
            remove_strays(self._server, keep=shown)

    def verify(self) -> Verified:
        """Load every revision, and compare the graph with the newest one's claims; imports wait meanwhile."""
        found = Differences()
        self._states.clear()  # what memory holds proves nothing
        nodes = relationships = 0
        with self._server.transaction() as tx:
            tx.run(_LOCK).consume()
            self._check_version(tx)
            sealed = sealed_entries(tx)
            first, head = check_history(sealed, found, partial(self._look_at, tx))
            try:
                newest, _, copy = self._newest(tx)
                check_beside(tx, found, copy=copy)
                nodes, relationships = self._check_graph(tx, newest, copy, found)
            except StoreDamaged as error:
                found.add("damaged", "(:Revision {current: true})", str(error))
        told = found.told(revisions=len(sealed), nodes=nodes, relationships=relationships)
        return replace(told, sealed_from=first, head=head)

    def _look_at(self, tx: Tx, number: int) -> None:
        """Read an entry and its state, which raises what is damaged."""
        entry_in(tx, number, self.url)
        self._state(tx, number)

    def close(self) -> None:
        """Let go of connections."""
        self._server.close()

    def _newest(self, tx: Tx) -> Newest:
        """Number and token of the newest revision, and the copy that it shows; 0 for an empty store."""
        self._check_version(tx)
        return newest_in(tx, self.url)

    def _check_version(self, tx: Tx) -> int:
        version = int(tx.run(_VERSION).single(strict=True)["version"] or 0)
        if version > VERSION:
            raise StoreTooNew(
                f"The store {self.url}: it was written by a newer program (its version is {version}, and this program"
                f" knows up to {VERSION}). Update the program."
            )
        return version

    def _check_next(self, revision: Revision, newest: int) -> None:
        if revision.number != newest + 1:
            raise StoreConflict(
                f"The store {self.url}: someone else wrote to it meanwhile (its newest revision is {newest})."
                " Nothing was stored; try again."
            )

    def _prepare(self) -> None:
        """Make a database ready that holds nothing yet."""
        if self._server.read(self._check_version):
            return
        if self._server.read(lambda tx: tx.run(_FOREIGN).single()) is not None:
            raise StoreError(
                f"The store {self.url}: its database holds something else already, which is left as it is."
                " Give Systemlandskab a server of its own."
            )
        for statement in constraints():  # tried again where another writer makes the same ones
            self._server.write(partial(_run, statement))
        self._server.run("CALL db.awaitIndexes(60)")
        self._server.run(_BEGIN, {"version": VERSION})

    def _state(self, tx: Tx, number: int) -> State:
        row = tx.run(_REVISION, number=number).single()
        if row is None or not is_order(row["order"]) or row["sources"] != [source for source, _ in row["members"]]:
            raise damaged(self.url, number)
        known = self._states.get(row["token"])
        if known is not None:
            return known
        sources = {source: self._claims.load(tx, digest, source=source) for source, digest in row["members"]}
        state = State(number, tuple(row["order"]), sources)
        self._states[row["token"]] = state
        return state

    def _draw(self, tx: Tx, state: State, *, shown: int, copy: int | None) -> int:
        """Write the graph of `state`; the number of the copy that holds it."""
        landscape = Landscape(state)
        check_keys(GraphRows(landscape, copy=0))
        if copy is not None and is_of_this_edition(tx, copy):
            changes = touched(Landscape(self._state(tx, shown)), landscape)
            if sum(map(len, changes.values())) <= self._at_once:
                write_changes(inside(tx), GraphRows(landscape, copy=copy), changes)
                return copy
        rows = GraphRows(landscape, copy=next_copy(self._server))
        write_copy(inside(tx) if size_of(rows) <= self._at_once else by_itself(self._server), rows)
        return rows.copy

    def _check_graph(self, tx: Tx, newest: int, copy: int | None, found: Differences) -> tuple[int, int]:
        if copy is None:
            return 0, 0
        try:
            state = self._state(tx, newest)
        except StoreDamaged:
            return 0, 0  # it is told already, among the revisions
        check = GraphCheck(tx, GraphRows(Landscape(state), copy=copy), found)
        return check.nodes(), check.relationships()

    def _write_revision(self, tx: Tx, state: State, revision: Revision, shown: dict[str, Any]) -> None:
        members = [
            {"position": position, "source": source, "digest": self._claims.save(tx, source, claims)}
            for position, (source, claims) in enumerate(state.sources.items())
        ]
        told = {"number": revision.number, "at": revision.at, "kind": revision.kind}
        told |= {"source": revision.source, "note": revision.note, "current": True}
        told |= {"order": list(state.order), "sources": list(state.sources)}
        tx.run(_SHOW, revision=told | shown, members=members).consume()
        seal_newest(tx, revision.number)
        tx.run(_WRITTEN_BY, version=VERSION).consume()

    def _remove_old(self, copy: int) -> None:
        """The copy shown before. Where this is interrupted the next import does it."""
        with self._server.transaction() as tx:
            tx.run(_LOCK).consume()
            remove_copy(self._server, copy)


def _run(statement: str, tx: Tx) -> None:
    tx.run(statement).consume()
