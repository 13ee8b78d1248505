"""What lies in the server beside the landscape that is shown: what an import left, and what is nobody's.

What is told of as a leftover and what the next import removes come from the same table.
"""

from __future__ import annotations

from collections.abc import Mapping

from stores.neo4j.copies import is_of_this_edition, remove_copy
from stores.neo4j.layout import NODE_LABELS
from stores.neo4j.server import Neo4jServer, Tx
from stores.shared.verified import Differences, What

_META = ("Landskab", "Revision", "Source", "Claims", "Column", "Content", "Copy")
_COPIES = "MATCH (c:Copy) RETURN c.landscape AS copy"
_BESIDE = """MATCH (n:{label}) WHERE n.landscape IS NULL OR n.landscape <> $landscape
RETURN n.landscape AS copy, count(*) AS count"""
_STRANGE = f"""MATCH (n) WHERE NOT (n:{" OR n:".join((*NODE_LABELS, *_META))})
RETURN labels(n) AS labels, count(*) AS count"""
_ORPHANS: Mapping[str, str] = {  # those that hold others first
    "Claims": "NOT EXISTS { (:Revision)-[:HOLDS]->(n) }",
    "Column": "NOT EXISTS { (:Claims)-[:HAS]->(n) }",
    "Content": "NOT EXISTS { (:Column)-->(n) }",
    "Source": "NOT EXISTS { (n)-[:MADE]->() }",
}
_REMOVE = "MATCH (n:{label}) WHERE {alone} CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 10 ROWS"
_REMOVE_STRAYS = """MATCH (n:{label}) WHERE n.landscape IS NULL OR n.landscape <> $landscape
CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 1000 ROWS"""
_LEFT = "An interrupted import left {count} of them; the next import removes them."
_OTHER_EDITION = "The graph was drawn by another edition of the program; the next import draws it anew."
_NOBODYS = "{count} of them belong to no landscape."


def check_beside(tx: Tx, found: Differences, *, copy: int | None) -> None:
    """Tell what the newest revision neither holds nor shows."""
    markers = {row["copy"] for row in tx.run(_COPIES)}
    if copy is not None and not is_of_this_edition(tx, copy):
        found.add("changed", f"(:Copy {{landscape: {copy}}})", _OTHER_EDITION)
    for label in NODE_LABELS:
        for row in tx.run(_BESIDE.format(label=label), landscape=-1 if copy is None else copy):
            left = row["copy"] in markers
            _tell(found, "leftover" if left else "extra", f"(:{label} {{landscape: {row['copy']}}})", row["count"])
    for row in tx.run(_STRANGE):
        _tell(found, "extra", f"({''.join(f':{label}' for label in sorted(row['labels']))})", row["count"])
    for label, alone in _ORPHANS.items():
        count = tx.run(f"MATCH (n:{label}) WHERE {alone} RETURN count(*) AS count").single(strict=True)["count"]
        if count:
            _tell(found, "leftover", f"(:{label})", count)


def tidy(server: Neo4jServer, *, keep: int | None) -> None:
    """Remove what an interrupted import left; the caller holds the writers' lock."""
    copies = server.read(lambda tx: [row["copy"] for row in tx.run(_COPIES)])
    for copy in copies:
        if copy != keep:
            remove_copy(server, copy)
    for label, alone in _ORPHANS.items():
        server.run(_REMOVE.format(label=label, alone=alone))


def remove_strays(server: Neo4jServer, *, keep: int | None) -> None:
    """Remove what belongs to no landscape though it has a label of one; the caller holds the writers' lock."""
    for label in NODE_LABELS:
        server.run(_REMOVE_STRAYS.format(label=label), {"landscape": -1 if keep is None else keep})


def _tell(found: Differences, what: What, where: str, count: int) -> None:
    found.add(what, where, (_LEFT if what == "leftover" else _NOBODYS).format(count=count))
