"""Signs for those who read in several steps, each on a node of its own: the one that writers lock is locked.

A server shows a commit bit by bit, so a reader of many rows may meet some from before and some from after. A writer
says beforehand that a commit is coming, in a transaction that is over before the commit begins; who reads looks at that
sign before and after.
"""

from __future__ import annotations

from typing import NamedTuple

from stores.neo4j.server import Neo4jServer, Tx

LONGEST_COMMIT = 60_000
"""Milliseconds after which a commit that was said to be coming never came: its writer is gone."""
_COMING = """MERGE (l:Landskab {key: 'commits'})
SET l.coming = coalesce(l.coming, 0) + 1, l.since = timestamp()"""
_SHOWN = "MATCH (l:Landskab {key: 'commits'}) SET l.shown = l.coming"
_LOOK = """OPTIONAL MATCH (l:Landskab {key: 'commits'})
RETURN coalesce(l.coming, 0) AS coming,
  coalesce(l.coming, 0) = coalesce(l.shown, 0) OR timestamp() - l.since > $longest AS quiet"""
_NEXT_COPY = """MERGE (l:Landskab {key: 'copies'})
SET l.last = coalesce(l.last, 0) + 1
RETURN l.last AS copy"""


class Commits(NamedTuple):
    """How many commits were said to be coming, and whether none is under way."""

    coming: int
    quiet: bool


def commits(tx: Tx) -> Commits:
    """The sign as it stands."""
    return Commits(*tx.run(_LOOK, longest=LONGEST_COMMIT).single(strict=True).values())


def say_coming(server: Neo4jServer) -> None:
    """A commit comes next; the caller holds the writers' lock."""
    server.run(_COMING)


def say_shown(server: Neo4jServer) -> None:
    """It is over."""
    server.run(_SHOWN)


def next_copy(server: Neo4jServer) -> int:
    """A number for a copy of the graph that nobody else ever gets, not even where this import is undone."""
    return server.write(lambda tx: int(tx.run(_NEXT_COPY).single(strict=True)["copy"]))
