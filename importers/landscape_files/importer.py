"""Landscape files: the format a municipality can fill in by hand, as a workbook, a folder of CSV files or a ZIP of one.

`read` gets bytes as sheets of raw cells and interprets nothing; `transform` is pure: sheets and the landscape around
them -> batch, with every problem at once. A source of another kind is another file beside this one, of the same shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from importers.landscape_files import tabular
from importers.shared.checks import check_flows, check_needed, check_rings, check_systems, check_ways
from importers.shared.drafts import Draft, draft_of
from importers.shared.foreign_interfaces import check_interfaces
from importers.shared.headings import known_tables
from importers.shared.ids_in_use import check_names
from importers.shared.known_rows import KnownRows, listed_by_others
from importers.shared.municipalities import check_municipalities
from importers.shared.problems import Findings, Translate, UnreadableSource
from importers.shared.references import CREATED, Resolver
from importers.shared.resolving import columns_of, resolve, rows_by_table
from importers.shared.sheets import Sheets
from importers.shared.signs import check_signs
from importers.shared.source_names import default_source
from model.claims.batch import Batch, Provenance
from model.claims.columns import Table
from model.claims.entities import ENTITIES
from model.claims.merge import merged_tables
from model.claims.state import State
from model.folding import fold
from model.landscape.landscape import Landscape

IMPORTER = "landscape_files"


def read(path: str | Path) -> Sheets:
    """The sheets under a path: `.xlsx`, a folder of CSV files, a ZIP of one, or one CSV file named as its table.

    Raises `UnreadableFile` where nothing can be read: not there, empty, damaged, or not what its name says.
    """
    return tabular.read(path)


def transform(
    sheets: Sheets, *, source: str, landscape: Landscape, prefix: str = "", translate: Translate = str
) -> Batch:
    """What the sheets claim, as the next batch of `source`, to stand beside what `landscape` holds from other sources.

    prefix: put before every id that the file declares, data objects and catalogue ids aside. translate: English
    message template -> the reader's language. The batch's `problems` are all there are, by table, row and column;
    with an error among them its tables are empty.

    >>> from importers.shared.sheets import sheet_of
    >>> rows = [["nøgle", "navn", "afløser"], ["aktiv", "KMD Aktiv", "Nyt"], ["ny", "Nyt"]]
    >>> sheets = Sheets((sheet_of("Systemer", rows, decimal=","),))
    >>> batch = transform(sheets, source="hand", landscape=Landscape(State()))
    >>> batch.problems, batch.tables["systems"].row("aktiv")["successor"]
    ((), ('ny',))
    """
    findings = Findings(translate)
    raw, unreadable = known_tables(sheets, findings)
    drafts = {table: draft_of(raw[table], findings, prefix=prefix, catalogue=landscape.catalogue) for table in raw}
    others = listed_by_others(landscape, source)
    resolver = _resolver(drafts, others, landscape, unreadable)
    resolve(drafts, resolver, findings)
    check_flows(drafts, others, findings)
    check_signs(drafts, findings)
    check_municipalities(drafts, others, landscape, source, findings)
    tables = {} if findings.has_errors else _tables(drafts, resolver)
    if not findings.has_errors:
        check_systems(drafts.get("systems"), findings)
        check_names(drafts.get("systems"), landscape, source, findings)
        check_ways(drafts.get("flows"), findings)
        check_needed(drafts, others, findings)
        check_interfaces(drafts, others, landscape.catalogue, findings)
        _check_rings(drafts, tables, landscape, source, findings, resolver)
    provenance = Provenance(sheets.origin, sheets.sha256, IMPORTER)
    return Batch(source, {} if findings.has_errors else tables, provenance, findings.sorted())


def _resolver(
    drafts: Mapping[str, Draft], others: Mapping[str, Table], landscape: Landscape, unreadable: frozenset[str]
) -> Resolver:
    systems = drafts.get("systems")
    whose = {fold(str(said)) for said in systems.cells("municipality") if said} if systems is not None else set()
    return Resolver(
        file=rows_by_table(drafts),
        landscape={name: KnownRows(table.ids, table.cells) for name, table in others.items()},
        catalogue=landscape.catalogue,
        bare={
            table: frozenset(id_ for id_, why in added.items() if why == "unlisted")
            for table, added in landscape.added.items()
        },
        municipality=whose.pop() if len(whose) == 1 else None,
        unreadable=unreadable,
    )


def _tables(drafts: Mapping[str, Draft], resolver: Resolver) -> dict[str, Table]:
    tables = {}
    for name in ENTITIES:
        ids, columns = columns_of(drafts.get(name), name, resolver.new_rows.get(name, ()))
        if ids:
            tables[name] = Table.from_columns(name, ids, columns)
    return tables


def _check_rings(
    drafts: Mapping[str, Draft],
    tables: Mapping[str, Table],
    landscape: Landscape,
    source: str,
    findings: Findings,
    resolver: Resolver,
) -> None:
    """In the landscape that the import would make; of it only the tables that can hold a ring."""
    made = merged_tables(_only(landscape.state, CREATED).with_batch(_only_tables(source, tables)))
    for name in sorted(CREATED):
        check_rings(drafts.get(name), made[name], findings, new=resolver.new_rows[name])


def _only(state: State, names: frozenset[str]) -> State:
    sources = {
        source: replace(claims, tables=Batch(source, {n: t for n, t in claims.tables.items() if n in names}).tables)
        for source, claims in state.sources.items()
    }
    return replace(state, sources=sources)


def _only_tables(source: str, tables: Mapping[str, Table]) -> Batch:
    return Batch(source, {name: table for name, table in tables.items() if name in CREATED})


def import_path(
    path: str | Path,
    *,
    landscape: Landscape,
    source: str | None = None,
    prefix: str = "",
    translate: Translate = str,
) -> Batch:
    """Read and transform what is under a path; `source` is the path's stem where it is not named."""
    try:
        sheets = read(path)
    except UnreadableSource as error:
        raise error.translated(translate) from error
    name = source or default_source(path)
    return transform(sheets, source=name, landscape=landscape, prefix=prefix, translate=translate)


def import_bytes(
    data: bytes,
    filename: str,
    *,
    landscape: Landscape,
    source: str | None = None,
    prefix: str = "",
    translate: Translate = str,
) -> Batch:
    r"""Read and transform an upload; `source` is the stem of its file name where it is not named.

    >>> batch = import_bytes(b"id,name\na,A\n", "systems.csv", landscape=Landscape(State()))
    >>> batch.source, batch.tables["systems"].ids
    ('systems', ('a',))
    """
    try:
        sheets = tabular.read_bytes(data, filename)
    except UnreadableSource as error:
        raise error.translated(translate) from error
    name = source or PurePath(filename).stem or "import"
    return transform(sheets, source=name, landscape=landscape, prefix=prefix, translate=translate)
