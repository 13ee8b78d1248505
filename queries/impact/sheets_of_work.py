"""What must be done before it can go, and what the answer rests on, as sheets of plain cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from queries.impact.answer import Candidate, ContractTerms, ImpactAnswer, ToReestablish
from queries.impact.falling_flows import falling_flows
from queries.impact.words import ShutdownWording
from visualisations.sheet.sheet_data import Cell, Col, SheetData
from visualisations.wording.need_words import need_word

Row = tuple[Cell, ...]


def to_reestablish(answer: ImpactAnswer, words: ShutdownWording) -> SheetData:
    """A row per flow that must get another source."""
    translate = words.translate
    columns = (
        Col(translate("Consumer"), 30),
        Col(translate("Consumer id"), 20),
        Col(translate("Provider"), 30),
        Col(translate("Provider id"), 20),
        Col(translate("Flow id"), 34),
        Col(translate("Data objects"), 40),
        Col(translate("Need"), 20),
        Col(translate("Killed by"), 30),
        Col(translate("Unit"), 26),
        Col(translate("Owner"), 24),
        Col(translate("Contract"), 32),
        Col(translate("Contract id"), 16),
        Col(translate("Contract ends"), 14),
        Col(translate("Irrevocable until"), 16),
        Col(translate("Months of notice"), 16),
        Col(translate("Candidates"), 11),
    )
    note = translate("Flows that need another source before what is turned off can go.")
    rows = (_flow(words, row) for row in answer.to_reestablish)
    return SheetData(translate("To re-establish"), note, columns, rows)


def _flow(words: ShutdownWording, row: ToReestablish) -> Row:
    return (
        words.system(row.consumer),
        row.consumer,
        words.system(row.provider),
        row.provider,
        row.flow,
        words.objects(row.data_objects),
        need_word(row.need, words.translate),
        tuple(words.thing(id_) for id_ in row.killed_by),
        words.unit(row.unit),
        row.owner,
        *_contract(words, row.contract),
        row.candidates_total,
    )


def _contract(words: ShutdownWording, contract: ContractTerms | None) -> Row:
    if contract is None:
        return (None,) * 5
    name = words.landscape.name_of("contracts", contract.id)
    return (name, contract.id, contract.ends, contract.irrevocable_until, contract.notice_months)


def candidates(answer: ImpactAnswer, words: ShutdownWording) -> SheetData:
    """A row per candidate of a flow that must get another source."""
    translate = words.translate
    columns = (
        Col(translate("Consumer"), 30),
        Col(translate("Provider"), 30),
        Col(translate("Flow id"), 34),
        Col(translate("Candidate"), 32),
        Col(translate("Candidate id"), 22),
        Col(translate("Found as"), 40),
        Col(translate("Lacks"), 40),
    )
    note = translate("Where each flow could come from instead. What a candidate lacks is said beside it.")
    return SheetData(translate("Candidates"), note, columns, _candidates(answer, words))


def _candidates(answer: ImpactAnswer, words: ShutdownWording) -> Iterator[Row]:
    for row in answer.to_reestablish:
        consumer, provider = words.system(row.consumer), words.system(row.provider)
        for candidate in row.candidates:
            yield (consumer, provider, row.flow, *_candidate(words, candidate))


def _candidate(words: ShutdownWording, row: Candidate) -> Row:
    translate = words.translate
    kinds = {
        "successor": translate("successor"),
        "same_provider": translate("same provider, another way"),
        "system": translate("has some of it") if row.lacks else translate("has the data"),
        "catalogue": translate("catalogue"),
    }
    if row.lacks is None:
        lacks: Cell = translate("not registered")
    else:
        lacks = words.objects(row.lacks) or translate("nothing")
    return (words.system(row.system), row.system, kinds[row.kind], lacks)


def falls_away(answer: ImpactAnswer, words: ShutdownWording) -> SheetData:
    """A row per flow into what is turned off."""
    translate = words.translate
    columns = (
        Col(translate("Provider"), 32),
        Col(translate("Provider id"), 22),
        Col(translate("Consumer"), 30),
        Col(translate("Flow id"), 40),
        Col(translate("Data objects"), 40),
        Col(translate("Delivers then to nobody"), 16),
        Col(translate("The successor has it by"), 60),
    )
    rows = (
        (
            words.system(row.provider),
            row.provider,
            words.system(row.consumer),
            row.flow,
            row.data,
            translate("yes") if row.last else None,
            row.successor_has,
        )
        for row in falling_flows(answer.falls_away, answer, words)
    )
    note = translate("Flows into what is turned off: their providers no longer deliver to it.")
    return SheetData(translate("Falls away"), note, columns, rows)


def registration(answer: ImpactAnswer, words: ShutdownWording) -> SheetData:
    """A row per gap in the registration that the answer rests on."""
    translate = words.translate
    columns = (Col(translate("Gap"), 60), Col(translate("Name"), 60), Col(translate("Id"), 40))
    note = translate("How complete the registration is that this answer rests on.")
    return SheetData(translate("Registration"), note, columns, _registration(answer, words))


def _registration(answer: ImpactAnswer, words: ShutdownWording) -> Iterator[Row]:
    found = answer.registration
    translate = words.translate
    contract = words.landscape.name_of
    gaps: Iterable[tuple[str, Sequence[str], str]] = (
        (translate("Flow around the affected without a registered need"), found.need_unknown, "flows"),
        (translate("Flow around the affected without data objects"), found.without_data_objects, "flows"),
        (translate("Flow from a register without interface or way"), found.way_unknown, "flows"),
        (
            translate("Flow under a contract that has ended; counted as running"),
            found.contract_ended,
            "flows",
        ),
        (translate("System without any registered flow"), found.systems_without_flows, "systems"),
        (translate("Requirement without flows"), found.requirements_without_flows, "requirements"),
        (translate("Referred to, but listed nowhere"), found.unlisted, "systems"),
    )
    for gap, ids, table in gaps:
        for id_ in ids:
            name = {"flows": words.flow, "systems": words.thing}.get(table)
            yield (gap, name(id_) if name else contract(table, id_), id_)
