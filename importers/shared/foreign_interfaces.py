"""Flows through an interface of a system that has no part in them: mostly a slip of provider or interface."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from importers.shared.drafts import Draft
from importers.shared.problems import Findings
from model.catalogue.catalogue import Catalogue, Entry
from model.claims.columns import Table
from model.schema import Value

_OWNERS = frozenset({"application", "register"})
"""Kinds of systems whose interfaces are theirs alone; platforms hand on what others give."""


def check_interfaces(
    drafts: Mapping[str, Draft], others: Mapping[str, Table], catalogue: Catalogue, findings: Findings
) -> None:
    """Warn where a flow's interface belongs to a system that neither gives the data, takes them nor passes them on.

    Services of the catalogue are left out, for they stand on another's platform, and so is what no application or
    register exposes.
    """
    flows = drafts.get("flows")
    if flows is None or "interface" not in flows.columns:
        return
    known = _Known(drafts, others, catalogue)
    column = flows.columns["interface"]
    cells = (flows.cells(field) for field in ("interface", "provider", "consumer", "via"))
    for code, row, interface, provider, consumer, via in zip(column.codes, flows.rows, *cells, strict=True):
        system = known.owners.get(str(interface)) if interface is not None else None
        passed = via if isinstance(via, tuple) else ()
        if system is None or None in (provider, consumer) or system in (provider, consumer, *passed):
            continue
        whose = {"interface": interface, "system": system, "provider": provider, "consumer": consumer}
        findings.add("foreign_interface", table="flows", row=row, column="interface", value=column.text(code), **whose)


class _Known:
    """The interfaces of the file and the landscape that are one system's own; the file's word goes first."""

    def __init__(self, drafts: Mapping[str, Draft], others: Mapping[str, Table], catalogue: Catalogue) -> None:
        self._drafts = drafts
        self._others = others
        self._catalogue = catalogue

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Interface -> its system, where that is an application or a register."""
        found = {id_: (name, of) for id_, name, of in self._rows("interfaces", "system")}
        systems = {str(of) for _, of in found.values() if of is not None}
        known = {id_: (name, kind) for id_, name, kind in self._rows("systems", "kind") if id_ in systems}
        owning = {id_ for id_ in systems if self._kind(id_, *known.get(id_, (None, None))) in _OWNERS}
        return {id_: str(of) for id_, (name, of) in found.items() if of in owning and not self._is_service(id_, name)}

    def _rows(self, table: str, field: str) -> list[tuple[str, Value | None, Value | None]]:
        """Id, name and one field of every row, the file's last."""
        rows: list[tuple[str, Value | None, Value | None]] = []
        if (theirs := self._others.get(table)) is not None:
            rows += zip(theirs.ids, theirs.cells("name"), theirs.cells(field), strict=True)
        if (own := self._drafts.get(table)) is not None:
            cells = zip(own.ids, own.cells("name"), own.cells(field), strict=True)
            rows += ((id_, name, value) for id_, name, value in cells if id_ is not None)
        return rows

    def _entry(self, id_: str, name: Value | None) -> Entry | None:
        return self._catalogue.stands_for(id=id_, names=() if name is None else (str(name),))

    def _kind(self, id_: str, name: Value | None, said: Value | None) -> str:
        entry = self._entry(id_, name)
        return str(said or (entry.kind if entry is not None else None) or "application")

    def _is_service(self, id_: str, name: Value | None) -> bool:
        entry = self._entry(id_, name)
        return entry is not None and entry.section == "service"
