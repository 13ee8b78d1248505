"""What stands beside the groups of duplicates: same system twice, guesses, overlaps, joint tenders; as tables."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote
from typing import TYPE_CHECKING

from queries.duplicates.words import evidence_text, job_name, reason_text, yes_or_no
from visualisations.report.report import Column, Linked, ReportTable

if TYPE_CHECKING:
    from queries.duplicates.answer import DuplicatesAnswer
    from visualisations.wording.wording import Wording


def twice_table(answer: DuplicatesAnswer, parts: Wording) -> ReportTable:
    """Pairs of registrations that are perhaps one system."""
    translate = parts.translate
    columns = (
        Column(translate("Registrations")),
        Column(translate("What speaks for it")),
        Column(translate("Fuller registration")),
    )
    rows = [
        (
            _told_apart(one.systems, parts),
            [reason_text(reason, parts) for reason in one.reasons],
            _told_apart([one.keep], parts),
        )
        for one in answer.same_system_twice
    ]
    return ReportTable(
        "same_system_twice",
        translate("Perhaps the same system twice"),
        columns,
        rows,
        empty=translate("No two registrations look like one system."),
        note=translate("Nothing is merged by itself: correct the registration where the two are one."),
    )


def _told_apart(ids: Sequence[str], parts: Wording) -> list[Linked | str]:
    """Systems by name and id: two that are perhaps one have perhaps one name."""
    return [Linked(f"{parts.to_system(id_)} ({id_})", "systems", id_) for id_ in ids]


def proposals_table(answer: DuplicatesAnswer, parts: Wording) -> ReportTable:
    """Guesses below the threshold, with a yes and a no."""
    translate = parts.translate
    columns = (
        Column(translate("System")),
        Column(translate("Perhaps for")),
        Column(translate("Confidence"), "share"),
        Column(translate("Because of")),
        Column(translate("Yes"), "command"),
        Column(translate("No"), "command"),
    )
    rows = [
        (
            parts.to_system(one.system),
            job_name(one.capability, parts),
            one.confidence,
            [evidence_text(evidence, parts) for evidence in one.evidence],
            f"landskab tag {quote(one.system)} {one.capability}",
            f"landskab tag {quote(one.system)} not:{one.capability}",
        )
        for one in answer.proposals
    ]
    return ReportTable(
        "proposals",
        translate("Guesses that wait for an answer"),
        columns,
        rows,
        empty=translate("No guess waits for an answer."),
        note=translate("They are counted nowhere until somebody says yes."),
        replies=[yes_or_no(one.system, one.capability, parts) for one in answer.proposals],
    )


def overlaps_table(answer: DuplicatesAnswer, parts: Wording) -> ReportTable:
    """Systems of different jobs that buy the same data."""
    translate = parts.translate
    columns = (
        Column(translate("Data")),
        Column(translate("Bought from")),
        Column(translate("Systems")),
        Column(translate("Annual price"), "money"),
    )
    rows = [
        (
            parts.data_object(one.data_object),
            parts.to_system(one.provider),
            parts.to_systems(one.systems),
            one.annual_price,
        )
        for one in answer.overlaps
    ]
    return ReportTable(
        "overlaps",
        translate("Other systems that buy the same data"),
        columns,
        rows,
        empty=translate("No two systems pay the same provider for the same data, as far as it is registered."),
        note=translate(
            "Only flows with a registered price are counted. A flow that carries several kinds of data stands in a row "
            "for each, with its whole price."
        ),
        sheet=translate("Others that buy the same"),
    )


def tenders_table(answer: DuplicatesAnswer, parts: Wording) -> ReportTable:
    """Systems of several municipalities that could be tendered together."""
    translate = parts.translate
    columns = (
        Column(translate("Job")),
        Column(translate("First end"), "date"),
        Column(translate("Last end"), "date"),
        Column(translate("Municipalities")),
        Column(translate("Systems")),
    )
    rows = [
        (job_name(one.capability, parts), one.first, one.last, list(one.municipalities), parts.to_systems(one.systems))
        for one in answer.joint_tenders
    ]
    return ReportTable(
        "joint_tenders",
        translate("Could be tendered together"),
        columns,
        rows,
        empty=translate(
            "No two municipalities have systems for the same job that can end within the same window, as far as their "
            "ends are registered."
        ),
        note=translate("The window is {months}.").format(
            months=parts.counted(answer.window_months, translate("1 month"), translate("{n} months"))
        ),
    )
