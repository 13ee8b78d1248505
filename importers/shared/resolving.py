"""References of a file's tables as ids, the flows' own ids, and the rows that come into being by being referred to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, repeat
from types import MappingProxyType

from importers.shared.drafts import Coded, Draft
from importers.shared.known_rows import KnownRows
from importers.shared.problems import Findings, Wrong
from importers.shared.references import CREATED, Meant, Resolver, ServiceMeans
from model.claims.columns import CodedColumn
from model.claims.entities import ENTITIES
from model.schema import Field, Value

_SERVICE_MEANS: Mapping[tuple[str, str], ServiceMeans] = MappingProxyType(
    {
        ("flows", "provider"): "provider",
        ("flows", "consumer"): "platform",
        ("flows", "via"): "platform",
        ("requirements", "consumer"): "platform",
        ("data_objects", "register"): "register",
    }
)
"""What a catalogue service means in a column; in every other column that asks for a system it is an error."""


def resolve(drafts: Mapping[str, Draft], resolver: Resolver, findings: Findings) -> None:
    """Replace the references of every table by ids, in place, and give flows without an id theirs."""
    for table in CREATED:
        resolver.create(table, _texts_of(drafts.values(), table))
    for table, draft in drafts.items():
        services: dict[int, str] = {}
        for field, declared in ENTITIES[table].fields().items():
            if declared.target is not None and field in draft.columns:
                _index_flows(declared.target, drafts, resolver)
                found = _resolve_column(draft.columns[field], declared, resolver, findings)
                services = found if (table, field) == ("flows", "provider") else services
        if table == "flows":
            _fill_interfaces(draft, services)
            _name_flows(draft, drafts)


def _texts_of(drafts: Iterable[Draft], target: str) -> Iterator[str]:
    """Every text by which the file refers to a table."""
    for draft in drafts:
        for field, declared in ENTITIES[draft.table].fields().items():
            if declared.target == target and field in draft.columns:
                for value in draft.columns[field].values:
                    yield from _parts(value)


def _parts(value: Value | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def _index_flows(target: str, drafts: Mapping[str, Draft], resolver: Resolver) -> None:
    """Only contracts refer to flows, and most files have none: a million ids are indexed when they are needed."""
    if target == "flows" and "flows" in drafts:
        resolver.file = {**resolver.file, "flows": drafts["flows"].as_rows()}


def _resolve_column(column: Coded, declared: Field, resolver: Resolver, findings: Findings) -> dict[int, str]:
    """Ids for texts, in place; returned are the services that stood for their provider, by code."""
    service = _SERVICE_MEANS.get((column.table, column.field), "nothing")
    wrong: dict[int, list[Wrong]] = {}
    services: dict[int, str] = {}
    for code, value in enumerate(column.values):
        meant = list(_meant(_parts(value), declared.target or "", resolver, wrong.setdefault(code, []), service))
        ids = tuple(dict.fromkeys(one.id for one in meant))
        column.values[code] = None if not ids else ids if declared.several else ids[0]
        if meant and meant[0].service is not None:
            services[code] = meant[0].service
    findings.add_cells({code: found for code, found in wrong.items() if found}, column)
    return services


def _meant(
    texts: Iterable[str], target: str, resolver: Resolver, wrong: list[Wrong], service: ServiceMeans
) -> Iterator[Meant]:
    for text in texts:
        try:
            yield resolver.meant(target, text, service=service)
        except Wrong as found:
            found.part = text
            wrong.append(found)


def _fill_interfaces(flows: Draft, services: Mapping[int, str]) -> None:
    """Where a service stood for the provider and no interface is named, the service is the interface."""
    if not services:
        return
    provider = flows.columns["provider"]
    pairs = zip(flows.cells("interface"), provider.codes, strict=True)
    cells = CodedColumn.of(own if own is not None else services.get(code) for own, code in pairs)
    values: list[Value | None] = [*cells.values, None]
    codes = provider.codes[:0]
    codes.extend(code if code >= 0 else len(cells.values) for code in cells.codes.tolist())
    flows.columns["interface"] = Coded("flows", "interface", flows.rows, codes, values, tuple([None] * len(values)))


def _name_flows(flows: Draft, drafts: Mapping[str, Draft]) -> None:
    """`provider>consumer` of the resolved ids where the id is blank, with #2, #3 … in the file's order."""
    if None not in flows.ids:
        return
    taken = {id_ for id_ in flows.ids if id_ is not None}
    counts: dict[str, int] = {}
    own = _own_spellings(drafts)
    spellings = dict(flows.own_ids)
    for at, (provider, consumer) in enumerate(zip(flows.cells("provider"), flows.cells("consumer"), strict=True)):
        if flows.ids[at] is None and provider is not None and consumer is not None:
            pair = f"{provider}>{consumer}"
            id_, number = _free(pair, counts.get(pair, 0) + 1, taken)
            counts[pair] = number
            flows.ids[at] = id_
            if own:
                text = f"{own.get(str(provider), provider)}>{own.get(str(consumer), consumer)}"
                spellings.setdefault(_numbered(text, number), id_)
    flows.own_ids = spellings


def _own_spellings(drafts: Mapping[str, Draft]) -> dict[str, str]:
    """Final id of a system -> the id as the file spells it."""
    systems = drafts.get("systems")
    return {} if systems is None else {final: own for own, final in systems.own_ids.items() if own != final}


def _free(pair: str, number: int, taken: set[str]) -> tuple[str, int]:
    while (id_ := _numbered(pair, number)) in taken:
        number += 1
    taken.add(id_)
    return id_, number


def _numbered(pair: str, number: int) -> str:
    return pair if number == 1 else f"{pair}#{number}"


def columns_of(draft: Draft | None, table: str, new: Iterable[str]) -> tuple[list[str], dict[str, CodedColumn]]:
    """The ids and columns of a finished table, with the rows that came into being at its end."""
    created = list(new)
    ids = [id_ for id_ in draft.ids if id_ is not None] if draft is not None else []
    fields = [field for field in ENTITIES[table].fields() if field != "id"]
    columns = {}
    for field in fields:
        fresh: Iterable[Value | None] = created if (table, field) == ("units", "name") else repeat(None, len(created))
        listed = draft.cells(field) if draft is not None else ()
        if draft is not None and (field in draft.columns or created):
            columns[field] = CodedColumn.of(chain(listed, fresh))
        elif created:
            columns[field] = CodedColumn.of(fresh)
    return [*ids, *created], columns


def rows_by_table(drafts: Mapping[str, Draft]) -> dict[str, KnownRows]:
    """What references can mean among the file's rows; flows come later, when their ids are known."""
    return {table: draft.as_rows() for table, draft in drafts.items() if table != "flows"}
