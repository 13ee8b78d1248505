"""Who is hit, and why: the parts of an impact answer that name verdicts, as sheets of plain cells."""

from __future__ import annotations

from collections.abc import Iterator

from queries.impact.answer import Affected, ImpactAnswer
from queries.impact.words import ShutdownWording
from visualisations.sheet.sheet_data import Cell, Col, Shaded, SheetData
from visualisations.wording.need_words import felt_after, need_word
from visualisations.wording.verdict_words import role_word

Row = tuple[Cell | Shaded, ...]


def affected(answer: ImpactAnswer, words: ShutdownWording) -> SheetData:
    """A row per affected system."""
    translate = words.translate
    columns = (
        Col(translate("Verdict"), 20),
        Col(translate("At least"), 16),
        Col(translate("System"), 32),
        Col(translate("System id"), 22),
        Col(translate("Unit"), 26),
        Col(translate("Owner"), 24),
        Col(translate("Vendor"), 18),
        Col(translate("Steps"), 8),
        Col(translate("After hours"), 13),
        Col(translate("Felt"), 34),
        Col(translate("Chain"), 60),
        Col(translate("Chain of ids"), 40),
        Col(translate("Reasons"), 80),
    )
    note = translate("Systems that are affected, strongest verdict first. Hours are the earliest.")
    return SheetData(translate("Affected"), note, columns, (_affected(words, row) for row in answer.affected))


def _affected(words: ShutdownWording, row: Affected) -> Row:
    id_ = row.system.id
    return (
        _role(words, row.verdict),
        _role(words, row.at_least) if row.at_least else None,
        words.system(id_),
        id_,
        _unit_of(words, id_),
        _text(words, id_, "owner"),
        _text(words, id_, "vendor"),
        row.steps,
        row.after_hours,
        felt_after(row.after_hours, assumed=row.hours_assumed, translate=words.translate),
        words.chain(row.chain),
        " > ".join(row.chain),
        tuple(words.reasons(row)),
    )


def _unit_of(words: ShutdownWording, system: str) -> str | None:
    unit = words.landscape.cell("systems", system, "unit")
    return None if unit is None else words.unit(str(unit))


def _text(words: ShutdownWording, system: str, field: str) -> str | None:
    value = words.landscape.cell("systems", system, field)
    return None if value is None else str(value)


def why(answer: ImpactAnswer, words: ShutdownWording) -> SheetData:
    """A row per lost requirement of an affected system."""
    translate = words.translate
    columns = (
        Col(translate("System"), 32),
        Col(translate("System id"), 22),
        Col(translate("Verdict"), 20),
        Col(translate("Reason"), 80),
        Col(translate("Rests on"), 18),
        Col(translate("Requirement, data object or flow"), 36),
        Col(translate("Its id"), 30),
        Col(translate("Need"), 20),
        Col(translate("Needed"), 9),
        Col(translate("Dead"), 8),
        Col(translate("Alive"), 8),
        Col(translate("Dead flows"), 50),
        Col(translate("Living flows"), 50),
    )
    note = translate("Why each system is affected: a row per requirement that is lost or loses a leg.")
    return SheetData(translate("Why"), note, columns, _why(answer, words))


def _why(answer: ImpactAnswer, words: ShutdownWording) -> Iterator[Row]:
    kinds = {
        "declared": words.translate("a declared requirement"),
        "data": words.translate("a data object"),
        "flow": words.translate("a flow"),
    }
    for row in answer.affected:
        for lost in row.why:
            yield (
                words.system(row.system.id),
                row.system.id,
                _role(words, row.verdict),
                words.reason(lost),
                kinds[lost.kind],
                words.requirement(lost),
                lost.requirement,
                need_word(lost.need, words.translate),
                lost.needed,
                len(lost.dead),
                len(lost.alive),
                tuple(lost.dead),
                tuple(lost.alive),
            )


def already_down(answer: ImpactAnswer, words: ShutdownWording) -> SheetData:
    """A row per system that is down before anything is turned off."""
    translate = words.translate
    reasons = {
        "out_of_use": translate("out of use on the date"),
        "stops": translate("stops with what is out of use"),
        "may_stop": translate("may stop with what is out of use; counted as living"),
    }
    off = set(answer.turned_off)
    rows = (
        (words.system(row.system), row.system, reasons[row.reason], translate("yes") if row.system in off else None)
        for row in answer.already_down
    )
    columns = (
        Col(translate("System"), 32),
        Col(translate("System id"), 22),
        Col(translate("Reason"), 50),
        Col(translate("Is turned off too"), 18),
    )
    note = translate("Down before anything is turned off, or may be: what may be down counts as living.")
    return SheetData(translate("Already down"), note, columns, rows)


def units(answer: ImpactAnswer, words: ShutdownWording) -> SheetData:
    """A row per unit whose systems are hit."""
    translate = words.translate
    columns = (
        Col(translate("Unit"), 32),
        Col(translate("Unit id"), 22),
        Col(translate("Worst"), 20),
        Col(translate("Number"), 9),
        Col(translate("Systems"), 80),
        Col(translate("System ids"), 60),
    )
    rows = (
        (
            words.unit(row.unit) or translate("no unit registered"),
            row.unit,
            _role(words, row.worst),
            len(row.systems),
            words.systems(row.systems),
            tuple(row.systems),
        )
        for row in answer.units
    )
    note = translate("Units that own or use a system that is turned off or affected.")
    return SheetData(translate("Units"), note, columns, rows)


def capabilities(answer: ImpactAnswer, words: ShutdownWording) -> SheetData:
    """A row per capability that loses systems."""
    translate = words.translate
    columns = (
        Col(translate("Capability"), 26),
        Col(translate("Lost"), 45),
        Col(translate("At risk"), 45),
        Col(translate("Remaining"), 45),
    )
    rows = (
        (
            words.purpose(row.capability),
            words.systems(row.lost),
            words.systems(row.at_risk),
            words.systems(row.remaining),
        )
        for row in answer.capabilities
    )
    note = translate("What the systems are for, and which systems remain for it.")
    return SheetData(translate("Capabilities"), note, columns, rows)


def _role(words: ShutdownWording, role: str) -> Shaded:
    return Shaded(role, role_word(role, words.translate))
