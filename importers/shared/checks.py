"""What is wrong or odd between rows, once their references are ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from importers.shared.drafts import Draft
from importers.shared.problems import Findings
from model.claims.columns import Table

_OWNERS = frozenset({"application", "register"})
"""Kinds of systems whose interfaces are theirs alone; a platform hands on those of others."""


def check_flows(drafts: Mapping[str, Draft], others: Mapping[str, Table], findings: Findings) -> None:
    """Flows of a system to itself (a warning), and flows whose requirement is another consumer's."""
    flows = drafts.get("flows")
    if flows is None:
        return
    owners = _consumers(drafts.get("requirements"), others.get("requirements"))
    cells = zip(flows.rows, flows.cells("provider"), flows.cells("consumer"), flows.cells("requirement"), strict=True)
    for row, provider, consumer, requirement in cells:
        if provider == consumer and provider is not None:
            findings.add("self_flow", table="flows", row=row, column="consumer", value=str(consumer))
        owner = owners.get(str(requirement)) if requirement is not None else None
        if owner is not None and consumer is not None and owner != consumer:
            findings.add(
                "other_consumer",
                table="flows",
                row=row,
                column="requirement",
                value=str(requirement),
                requirement=requirement,
                owner=owner,
                consumer=consumer,
            )


def _consumers(own: Draft | None, others: Table | None) -> dict[str, str]:
    """Requirement -> its consumer; the file's word goes before the landscape's."""
    found: dict[str, str] = {}
    if others is not None:
        found |= {id_: str(of) for id_, of in zip(others.ids, others.cells("consumer"), strict=True) if of}
    if own is not None:
        found |= {id_: str(of) for id_, of in zip(own.ids, own.cells("consumer"), strict=True) if id_ and of}
    return found


def check_ways(flows: Draft | None, findings: Findings) -> None:
    """Warn of flows that go by way of their own provider or consumer."""
    if flows is None or "via" not in flows.columns:
        return
    column = flows.columns["via"]
    cells = zip(flows.rows, column.codes, flows.cells("provider"), flows.cells("consumer"), strict=True)
    for row, code, provider, consumer in cells:
        via = column.values[code]
        for key, party in (("via_provider", provider), ("via_consumer", consumer)):
            if isinstance(via, tuple) and party in via:
                findings.add(key, table="flows", row=row, column="via", value=column.text(code), system=party)


def check_systems(systems: Draft | None, findings: Findings) -> None:
    """Warn of systems that are their own successor, or go out of use before they come into use."""
    if systems is None:
        return
    fields = (systems.cells(field) for field in ("successor", "in_use_from", "in_use_to"))
    for row, id_, successor, start, end in zip(systems.rows, systems.ids, *fields, strict=True):
        if isinstance(successor, tuple) and id_ in successor:
            findings.add("own_successor", table="systems", row=row, column="successor", value=id_)
        if isinstance(start, date) and isinstance(end, date) and start > end:
            where: dict[str, Any] = {"table": "systems", "row": row, "column": "in_use_to", "value": str(end)}
            findings.add("ends_before_start", **where, start=str(start), end=str(end))


def check_needed(drafts: Mapping[str, Draft], others: Mapping[str, Table], findings: Findings) -> None:
    """Warn of requirements that need nothing, or more flows than they have in the file and the landscape."""
    requirements = drafts.get("requirements")
    if requirements is None:
        return
    counts = _flows_of(drafts.get("flows"), others.get("flows"))
    for row, id_, said in zip(requirements.rows, requirements.ids, requirements.cells("needed"), strict=True):
        needed = str(said or "1")
        where: dict[str, Any] = {"table": "requirements", "row": row, "column": "needed", "value": said}
        if needed.rstrip("%") == "0":
            findings.add("needed_zero", **where)
        elif not needed.endswith("%") and id_ is not None and int(needed) > counts[id_]:
            findings.add("needed_too_many", **where, needed=needed, flows=counts[id_])


def _flows_of(own: Draft | None, others: Table | None) -> Counter[str]:
    """How many flows each requirement has."""
    ids: set[str] = set()
    counts: Counter[str] = Counter()
    if own is not None:
        counts.update(str(requirement) for requirement in own.cells("requirement") if requirement is not None)
        ids = {id_ for id_ in own.ids if id_ is not None}
    if others is not None and "requirement" in others.columns:
        pairs = zip(others.ids, others.cells("requirement"), strict=True)
        counts.update(str(requirement) for id_, requirement in pairs if requirement is not None and id_ not in ids)
    return counts


def check_rings(draft: Draft | None, made: Table, findings: Findings, *, new: Iterable[str] = ()) -> None:
    """Units or data objects that stand under themselves.

    made: the table of the landscape that the import would make; new: ids that the file brings without listing them.
    """
    dotted = made.name == "data_objects"
    parents = {id_: str(up) for id_, up in zip(made.ids, made.cells("parent"), strict=True) if up is not None}
    listed = {} if draft is None else {id_: at for at, id_ in enumerate(draft.ids) if id_ is not None}
    for ring in _rings([*listed, *new], parents, dotted=dotted):
        at = min((listed[id_] for id_ in ring if id_ in listed), default=None)
        row = None if draft is None or at is None else draft.rows[at]
        value = None if draft is None or at is None else parents.get(draft.ids[at] or "")
        text = " > ".join([*ring, ring[0]])
        findings.add("ring", table=made.name, row=row, column="parent", value=value, ring=text)


def _rings(starts: Iterable[str], parents: Mapping[str, str], *, dotted: bool) -> Iterator[list[str]]:
    """Every ring that is reached from the starts, once, from its smallest member on."""
    seen: set[str] = set()
    for start in starts:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in seen:
            seen.add(at)
            path[at] = None
            at = parents.get(at) or (at.rpartition(".")[0] if dotted else "") or None
        if at is not None and at in path:
            ring = list(path)[list(path).index(at) :]
            smallest = ring.index(min(ring))
            yield ring[smallest:] + ring[:smallest]
