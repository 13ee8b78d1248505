"""What duplicates are called: jobs, evidence and reasons in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from queries.duplicates import keep, twice
from visualisations.report.report import Reply
from visualisations.wording.day_words import day_text
from visualisations.wording.kind_words import kind_words
from visualisations.wording.shown_names import purpose_name

if TYPE_CHECKING:
    from queries.duplicates.answer import Reason
    from queries.duplicates.jobs import Evidence
    from visualisations.wording.translate import Translate
    from visualisations.wording.wording import Wording


def job_name(id_: str, parts: Wording) -> str:
    """A capability by name, a KLE task by its number.

    >>> from model.landscape.landscape import Landscape; from model.claims.state import State
    >>> from visualisations.wording.wording import Wording
    >>> job_name("gis", Wording(Landscape(State()), str)), job_name("27.36.04", Wording(Landscape(State()), str))
    ('GIS/kort', 'KLE 27.36.04')
    """
    return f"KLE {id_}" if id_[:1].isdigit() else purpose_name(parts.landscape, id_, parts.lang)


def evidence_text(one: Evidence, parts: Wording) -> str:
    """What speaks for a job, as a reader says it."""
    translate = parts.translate
    words = {
        "tag": translate("the municipality's own word: {text}"),
        "kle": translate("its KLE task: {text}"),
        "product": translate("a known product: {text}"),
        "kind": translate("registered as {text}"),
        "words": translate("the words “{text}”"),
    }
    texts = {"kind": kind_words(translate).get(one.text, one.text), "tag": job_name(one.text, parts)}
    return words[one.kind].format(text=texts.get(one.kind, one.text))


def yes_or_no(system: str, job: str, parts: Wording) -> tuple[Reply, ...]:
    """What can be answered to a guess.

    >>> from model.landscape.landscape import Landscape; from model.claims.state import State
    >>> from visualisations.wording.wording import Wording
    >>> [(reply.word, reply.about) for reply in yes_or_no("link", "sms", Wording(Landscape(State()), str))]
    [('sms', 'link: SMS-afsendelse'), ('not:sms', 'link: SMS-afsendelse')]
    """
    about = f"{parts.to_system(system)}: {job_name(job, parts)}"
    return (
        Reply(parts.translate("Yes"), about, system, job),
        Reply(parts.translate("No"), about, system, f"not:{job}"),
    )


def not_for_that(system: str, job: str, parts: Wording) -> tuple[Reply, ...]:
    """What can be answered to a finding."""
    about = f"{parts.to_system(system)}: {job_name(job, parts)}"
    return (Reply(parts.translate("No, not for that"), about, system, f"not:{job}"),)


def sentences(translate: Translate) -> Mapping[str, str]:
    """English sentence of a reason -> the reader's."""
    return {
        keep.BY_DEPENDANTS: translate(
            "{system} first: {count} systems stop or may stop without it; without {other} {fewer} do."
        ),
        keep.BY_ARCHITECTURE: translate("{system} first: it is part of the common architecture, and {other} is not."),
        keep.BY_USERS: translate("{system} first: it has {count} users, {other} has {fewer}."),
        keep.BY_KNOWN_USERS: translate("{system} first: it has {count} users; those of {other} are not registered."),
        keep.BY_END: translate("{system} first: its contract ends on {day}, later than that of {other}."),
        keep.BY_KNOWN_END: translate(
            "{system} first: its contract ends on {day}; an end is not registered for {other}."
        ),
        keep.BY_ID: translate(
            "Nothing that is registered tells {system} and {other} apart; {system} is first by its id."
        ),
        keep.NOT_COMMON: translate("Against it: {other} is part of the common architecture, and it is not."),
        keep.COPY_REGISTER: translate(
            "Against it: it is a paid copy register; which of its flows can move to shared services, moves says."
        ),
        keep.FEWER_USERS: translate("Against it: {other} has more users, {count}."),
        keep.UNKNOWN_USERS: translate("Against it: how many users it has is not registered."),
        keep.LEAVING: translate("Against it: it is being phased out."),
        keep.LEAVING_ON: translate("Against it: it goes out of use on {day}."),
        keep.ENDED: translate("Against it: its last contract ended on {day}."),
        keep.ENDS_EARLIER: translate("Against it: the contract of {other} ends later, on {day}."),
        keep.DEARER: translate("Against it: {other} costs less for each user, {fewer} kr. a year and not {count}."),
        twice.SAME_NAME: translate(
            "The names are the same once vendor, legal form and punctuation are taken off: {one}, {other}."
        ),
        twice.NEAR_NAME: translate("The names differ in one letter: {one}, {other}."),
        twice.MANY_ALIKE: translate(
            "{count} registrations have the same name once vendor, legal form and punctuation are taken off: {name}."
        ),
        twice.SAME_ALIAS: translate("One is called what the other is named: {name}."),
        twice.SAME_PRODUCT: translate("Both are {product}, in the same unit: {unit}."),
        twice.SAME_VENDOR: translate("Both are from {vendor}."),
        twice.SAME_CONTRACT: translate("One contract covers both: {contract}."),
        twice.SAME_OWNER: translate("Both have the owner {owner}."),
    }


def reason_text(reason: Reason, parts: Wording) -> str:
    """A reason in the reader's language, days and numbers as they write them."""
    shown = {
        name: day_text(value, parts.translate)
        if isinstance(value, date)
        else parts.number(value)
        if isinstance(value, int)
        else value
        for name, value in reason.values.items()
    }
    words = _of_one(parts.translate) if reason.values.get("count") == 1 else {}
    return words.get(reason.sentence, sentences(parts.translate)[reason.sentence]).format_map(shown)


def _of_one(translate: Translate) -> Mapping[str, str]:
    """The sentences in which a count of 1 takes another word."""
    return {
        keep.BY_DEPENDANTS: translate(
            "{system} first: {count} system stops or may stop without it; without {other} {fewer} do."
        ),
        keep.BY_USERS: translate("{system} first: it has {count} user, {other} has {fewer}."),
        keep.BY_KNOWN_USERS: translate("{system} first: it has {count} user; those of {other} are not registered."),
    }
