"""The landscapes of a store as they are asked for: built once, kept while in use, from memory while it is away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from app.service.kept_answers import KeptAnswers
from app.service.store_watch import Loaded, Seen, StoreWatch, seen_in
from app.settings import Settings
from model.claims.state import Revision, State
from model.errors import StoreAway
from model.kept import Kept
from model.landscape.landscape import Landscape
from stores.port import Store

T = TypeVar("T")
KEPT = 2
"""Landscapes kept in memory, the last asked for; the watch holds the newest besides. A national one takes some hundred
megabytes."""


@dataclass
class LoadedLandscapes:
    """The landscapes of one store. Safe to use from several threads.

    `clock` gives the time that is written into the history; `translate` puts messages in the user's language; `watch`
    knows whether the store answers; `kept_answers` holds what the doors have sent.
    """

    store: Store
    settings: Settings = field(default_factory=Settings)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    translate: Callable[[str], str] = str
    watch: StoreWatch = field(default_factory=StoreWatch, repr=False)
    kept_answers: KeptAnswers = field(default_factory=KeptAnswers, repr=False)
    _kept: Kept[Revision, Loaded] = field(default_factory=lambda: Kept(KEPT), repr=False)

    def landscape(self, revision: int | None = None) -> Landscape:
        """The landscape at a revision, the newest if none is said; built once and kept while it is asked for.

        Who asks for a revision that is being built waits for it; who asks for another does not.
        """
        return self.asked_of(revision, self.landscape_at)

    def entry(self, revision: int | None = None) -> Revision:
        """The entry of the history, number 0 for an empty store; raises `UnknownRevision`.

        With its time, so that a store that was replaced is not taken for the old one.
        """
        return self.seen(revision).entry

    def seen(self, revision: int | None = None) -> Seen:
        """What a question about a revision is answered from now; raises `UnknownRevision`.

        `StoreAway` where the store does not answer and nothing that was loaded can.
        """
        try:
            return self.watch.asked(lambda: self._live(revision))
        except StoreAway as error:
            return self._instead(revision, error)

    def asked_of(self, revision: int | None, question: Callable[[Seen], T]) -> T:
        """A question of what is seen; once more where the store goes away between seeing and loading."""
        seen = self.seen(revision)
        try:
            return question(seen)
        except StoreAway as error:
            if seen.away is not None:
                raise
            instead = self._instead(revision, error)
        return question(instead)

    def landscape_at(self, seen: Seen) -> Landscape:
        """The landscape of what was seen."""
        return self._loaded_at(seen).landscape

    def _loaded_at(self, seen: Seen) -> Loaded:
        if seen.kept is not None:
            return seen.kept
        loaded = self._kept.get(seen.entry, lambda: self._load(seen.entry))
        self.watch.keep(seen, loaded)
        return loaded

    def _instead(self, revision: int | None, error: StoreAway) -> Seen:
        instead = self.watch.instead(revision, self._kept.found)
        if instead is None:
            raise error
        return instead

    def _live(self, revision: int | None) -> Seen:
        seen = seen_in(self.store.history(), revision)
        if self.watch.is_away:  # it answers again, and the others go by what is kept until the newest is loaded
            self.landscape_at(seen_in(seen.history, None))
        return seen

    def _load(self, entry: Revision) -> Loaded:
        known = self.watch.found(entry)
        if known is not None:
            return known
        number = entry.number
        state = self.watch.asked(lambda: self.store.load(number), quick=False) if number else State()
        return Loaded(Landscape(state), self.clock().astimezone(UTC))

    def _now(self) -> Landscape:
        """The newest landscape of the store itself: what is written is never built on what only memory holds."""
        return self.landscape_at(self.watch.asked(lambda: self._live(None)))
