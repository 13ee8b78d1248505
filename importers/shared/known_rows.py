"""The rows of one table that references can mean: of the file, or of the landscape around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from model.catalogue.catalogue import Catalogue
from model.claims.columns import Table
from model.claims.merge import merged_tables
from model.folding import fold
from model.landscape.landscape import Landscape
from model.schema import Value


class KnownRows:
    """Ids and names of rows. Names are indexed on first use: a file that refers by id needs none.

    cells: field -> its cells in row order. spellings: other texts that mean a row exactly as its id does, such as the
    id without a prefix.

    >>> rows = KnownRows(("aktiv",), {"name": ["KMD Aktiv"], "aliases": [("Aktiv",)]}.__getitem__)
    >>> rows.called("kmd  aktiv"), rows.called("AKTIV"), rows.called("x")
    (('aktiv',), ('aktiv',), ())
    """

    def __init__(
        self,
        ids: Sequence[str | None],
        cells: Callable[[str], Iterable[Value | None]],
        *,
        spellings: Mapping[str, str] | None = None,
    ) -> None:
        self._ids = ids
        self._cells = cells
        self._own_spellings = spellings or {}
        self._standing: Mapping[str, tuple[str, ...]] | None = None

    def called(self, text: str) -> tuple[str, ...]:
        """The ids that a text fits: the one of exactly that id, else all whose id, name or alias folds alike."""
        exact = self._exact.get(text)
        return (exact,) if exact is not None else self._folded.get(fold(text), ())

    @cached_property
    def _exact(self) -> Mapping[str, str]:
        return {id_: id_ for id_ in self._ids if id_ is not None} | dict(self._own_spellings)

    @cached_property
    def _folded(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for spelling, id_ in self._all_spellings:
            found.setdefault(fold(spelling), {})[id_] = None
        return {folded: tuple(sorted(ids)) for folded, ids in found.items()}

    @cached_property
    def _all_spellings(self) -> Sequence[tuple[str, str]]:
        found = list(self._exact.items())
        for id_, names in self._named.items():
            found.extend((name, id_) for name in names)
        return found

    @cached_property
    def _named(self) -> Mapping[str, tuple[str, ...]]:
        """Id -> name and aliases."""
        named: dict[str, tuple[str, ...]] = {}
        for id_, name, aliases in zip(self._ids, self._cells("name"), self._cells("aliases"), strict=True):
            if id_ is not None:
                several = aliases if isinstance(aliases, tuple) else ()
                named[id_] = tuple(str(text) for text in (name, *several) if text is not None)
        return named

    def spellings(self) -> Iterator[str]:
        """Every text that means a row."""
        return (spelling for spelling, _ in self._all_spellings)

    def standing_for(self, catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
        """Catalogue entry id -> the rows that stand for it, sorted."""
        if self._standing is None:
            found: dict[str, list[str]] = {}
            for id_, names in sorted(self._named.items()):
                entry = catalogue.stands_for(id=id_, names=names)
                if entry is not None:
                    found.setdefault(entry.id, []).append(id_)
            self._standing = {entry: tuple(ids) for entry, ids in found.items()}
        return self._standing

    def municipality_of(self, id_: str) -> str | None:
        """Whose a row is, folded; `None`: nobody's."""
        return self._municipality.get(id_)

    @cached_property
    def _municipality(self) -> Mapping[str, str]:
        pairs = zip(self._ids, self._cells("municipality"), strict=True)
        return {id_: fold(str(whose)) for id_, whose in pairs if id_ is not None and whose is not None}


def listed_by_others(landscape: Landscape, source: str) -> dict[str, Table]:
    """The landscape's rows that other sources than `source` list.

    A source's own rows do not count: its file says what they are now, and the same file must mean the same twice.
    """
    state = landscape.state
    if not state.sources.keys() - {source}:
        return {}
    return merged_tables(state.without(source) if source in state.sources else state)
