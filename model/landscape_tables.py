"""What the parts of a landscape that are worked out later need of it: its tables, and what the catalogue adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from model.catalogue.catalogue import Catalogue, Entry
    from model.claims.columns import CodedColumn, Table
    from model.claims.referred import Added
    from model.claims.whole import Whole
    from model.schema import Value


class LandscapeTables(Protocol):
    """What `Landscape` has, and what its graph, its names and its search text are built from."""

    catalogue: Catalogue
    tables: Mapping[str, Table]
    added: Mapping[str, Mapping[str, Added]]
    told: Whole | None

    def cell(self, table: str, id_: str, field: str) -> Value | None:
        """One cell as registered; `None` where it is blank or the row is not there."""

    def name_of(self, table: str, id_: str) -> str:
        """The name of a row, or its id where it has none."""

    def successors(self, id_: str) -> tuple[str, ...]:
        """What takes over from a system."""

    @property
    def kinds(self) -> CodedColumn:
        """The kind of every system as it counts."""

    @property
    def stands_for(self) -> Mapping[str, Entry]:
        """System id -> the catalogue entry that its row stands for."""

    @property
    def standing_for(self) -> Mapping[str, tuple[str, ...]]:
        """Catalogue entry id -> the systems that stand for it, sorted."""

    @property
    def unlisted(self) -> tuple[str, ...]:
        """Ids that somebody refers to and nobody lists, catalogue entries aside; sorted."""
