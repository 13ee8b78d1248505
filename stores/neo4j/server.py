"""One Neo4j server or cluster: transactions on it, each with its errors in words."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, GraphDatabase, ManagedTransaction, Session, Transaction
from neo4j.exceptions import DriverError, Neo4jError

from model.errors import StoreAway
from stores.neo4j.login import Login
from stores.neo4j.waiting import GIVEN_UP, is_unheard, waited_for
from stores.neo4j.words import in_words

T = TypeVar("T")
Tx = ManagedTransaction | Transaction
Parameters = Mapping[str, Any]

CONNECT_SECONDS = 5.0
"""How long a connection may take, how long a failing transaction is tried again, and how often a server that has not
answered yet is asked whether it is there."""


class Neo4jServer:
    """Hands out transactions; connects on first use. Safe to use from several threads.

    What one session wrote the next one sees, also where it is sent to another member of a cluster: they share their
    bookmarks.
    """

    def __init__(self, url: str, login: Login) -> None:
        self.url = url
        self._login = login
        self._bookmarks = GraphDatabase.bookmark_manager()
        self._lock = threading.Lock()
        self._driver: Driver | None = None

    def read(self, work: Callable[[Tx], T]) -> T:
        """What `work` reads, from a follower in a cluster; tried again where the server asks for it.

        It may take its time, as long as the server still answers others. The driver alone would wait two minutes for a
        server that stands still: the limit is the server's own, which it promises to say something in.
        """

        def ask() -> T:
            with self._session(READ_ACCESS) as session:
                return session.execute_read(work)

        return waited_for(ask, alive=self.answers, patience=CONNECT_SECONDS)

    def write(self, work: Callable[[Tx], T]) -> T:
        """What `work` gives, its writing kept or not at all; it may run several times."""
        with self._session(WRITE_ACCESS) as session:
            return session.execute_write(work)

    def run(self, query: str, parameters: Parameters | None = None) -> None:
        """A query that keeps its own transactions, or changes the schema."""
        with self._session(WRITE_ACCESS) as session:
            session.run(query, dict(parameters or {})).consume()

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One transaction that stays open while others come and go; kept at the end, undone by an error."""
        with self._session(WRITE_ACCESS) as session, session.begin_transaction() as transaction:
            yield transaction
            transaction.commit()

    def close(self) -> None:
        """Let go of all connections; the next use connects anew."""
        with self._lock:
            driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    def answers(self) -> None:
        """Nothing, where the server answers within some seconds; else `StoreAway`."""
        with self._in_words():
            self._connected().verify_connectivity()

    @contextmanager
    def _session(self, access: str) -> Iterator[Session]:
        with (
            self._in_words(),
            self._connected().session(default_access_mode=access, bookmark_manager=self._bookmarks) as session,
        ):
            yield session

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except (DriverError, Neo4jError, OSError) as error:
            raise in_words(error, self.url) from error

    def _connected(self) -> Driver:
        with self._lock:
            if is_unheard():  # the store may be closed, and nobody would close what is opened now
                raise StoreAway(f"The store {self.url}: {GIVEN_UP}")
            if self._driver is None:
                logging.getLogger("neo4j").addHandler(logging.NullHandler())  # every error is raised, in words
                self._driver = GraphDatabase.driver(
                    self.url,
                    auth=(self._login.username, self._login.password),
                    connection_timeout=CONNECT_SECONDS,
                    connection_acquisition_timeout=CONNECT_SECONDS,
                    max_transaction_retry_time=CONNECT_SECONDS,
                    liveness_check_timeout=0,  # a connection is tried before each use: the server may stand still
                    notifications_min_severity="OFF",  # an empty store has no label yet, and the server would warn
                    user_agent="systemlandskab",
                )
            return self._driver
