"""What lies in the server beside the landscape that is shown: what an import left, and what is nobody's."""

from __future__ import annotations

from stores.neo4j_copies import is_of_this_edition
from stores.neo4j_layout import NODE_LABELS
from stores.neo4j_server import Tx
from stores.verified import Findings, What

_META = ("Landskab", "Revision", "Source", "Claims", "Column", "Content", "Copy")
_COPIES = "MATCH (c:Copy) RETURN c.landscape AS copy"
_BESIDE = """MATCH (n:{label}) WHERE n.landscape IS NULL OR n.landscape <> $landscape
RETURN n.landscape AS copy, count(*) AS count"""
_STRANGE = f"""MATCH (n) WHERE NOT (n:{" OR n:".join((*NODE_LABELS, *_META))})
RETURN labels(n) AS labels, count(*) AS count"""
_ORPHANS = {
    "Claims": "NOT EXISTS { (:Revision)-[:HOLDS]->(n) }",
    "Column": "NOT EXISTS { (:Claims)-[:HAS]->(n) }",
    "Content": "NOT EXISTS { (:Column)-->(n) }",
    "Source": "NOT EXISTS { (n)-[:MADE]->() }",
}
_LEFT = "An interrupted import left {count} of them; the next import removes them."
_OTHER_EDITION = "The graph was drawn by another edition of the program; the next import draws it anew."
_NOBODYS = "{count} of them belong to no landscape."


def check_beside(tx: Tx, found: Findings, *, copy: int | None) -> None:
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


def _tell(found: Findings, what: What, where: str, count: int) -> None:
    found.add(what, where, (_LEFT if what == "leftover" else _NOBODYS).format(count=count))
