"""One source's claims as they came in one import: its tables, where they came from, and what was noticed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from model.claims.columns import Table
from model.claims.entities import ENTITIES
from model.problem import Problem
from model.schema import Value


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a batch came from: `origin` as the user named it, `sha256` of its bytes, `importer` by name."""

    origin: str = ""
    sha256: str = ""
    importer: str = ""


@dataclass(frozen=True, eq=False)
class Batch:
    """Everything one source claims, complete: a later batch of the source replaces it.

    >>> Batch.of("hand", systems={"a": {"name": "A"}}).tables["systems"].ids
    ('a',)
    """

    source: str
    tables: Mapping[str, Table]
    provenance: Provenance = field(default_factory=Provenance)
    problems: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        complete = {name: self.tables.get(name) or Table(name, (), {}) for name in ENTITIES}
        object.__setattr__(self, "tables", complete)

    @classmethod
    def of(cls, source: str, **tables: Mapping[str, Mapping[str, Value | None]]) -> Batch:
        """From literal rows by table and id."""
        return cls(source, {name: Table.of(name, rows) for name, rows in tables.items()})

    def errors(self) -> Iterable[Problem]:
        """The problems that stop an import."""
        return (problem for problem in self.problems if problem.severity == "error")
