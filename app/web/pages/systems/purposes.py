"""What a system is for, as its page shows it, and what the form to say so is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.language.i18n import translator
from app.service.tagging import own_words, words_in_use
from app.web.noted import may_write
from model.claims.tags import FIELD, NOT
from model.schema import texts
from queries.duplicates.jobs import Jobs, registrations
from queries.duplicates.members import SHARED_ON_PURPOSE
from queries.duplicates.query import THRESHOLD
from queries.duplicates.words import evidence_text, job_name, not_for_that, yes_or_no
from queries.options import values
from queries.registry import QUESTIONS
from visualisations.wording.shown_names import danish_order, purpose_name
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.service.verbs import Landskab
    from app.web.rendering import PageRequest
    from model.landscape.landscape import Landscape
    from queries.duplicates.jobs import Job
    from visualisations.report.report import Reply


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a system is for, or said not to be: by name, with what speaks for it and what can be answered.

    `counts`: whether it is sure enough to be counted; else it is a guess that waits for an answer. `undo`: the
    municipality's own word that says so, which can be taken back.
    """

    name: str
    is_for: bool
    counts: bool
    evidence: Sequence[str] = ()
    confidence: float | None = None
    replies: Sequence[Reply] = ()
    undo: str | None = None


def purpose_values(landskab: Landskab, asked: PageRequest, id_: str) -> dict[str, Any]:
    """What the template of one system is given to say what it is for, and to ask."""
    landscape = asked.landscape
    kind = str(landscape.kinds[landscape.tables["systems"].index[id_]])
    for_none = kind in SHARED_ON_PURPOSE
    listed = bool(landscape.sources_of("systems", id_))
    parts = Wording(landscape, translator(asked.lang), asked.lang)
    own = own_words(landscape.state).get(id_, ())
    purposes = [] if for_none else _purposes(id_, parts, threshold=_threshold(landskab))
    return {
        "purposes": _said_of_none(own, parts) if for_none else [_by_hand(one, own) for one in purposes],
        "for_none": for_none,
        "words": _words(landscape, asked.lang),
        "open": may_write(asked) and listed and not for_none,
        "writable": may_write(asked),
        "refused": None,
        "kept": {},
    }


def _threshold(landskab: Landskab) -> float:
    """The confidence from which a finding counts."""
    said = values(QUESTIONS["duplicates"].all_options, {}, landskab.settings.questions)
    return float(said.get("threshold", THRESHOLD))


def _purposes(id_: str, parts: Wording, *, threshold: float) -> list[Purpose]:
    """What it is for by confidence, then what the municipality has said that it is not for."""
    landscape = parts.landscape
    [said] = registrations(landscape, [landscape.tables["systems"].index[id_]])
    jobs = Jobs(landscape.catalogue).of(said)
    denied = [word for word in texts(landscape.cell("systems", id_, FIELD)) if word.startswith(NOT)]
    return [
        *(_found(id_, job, parts, threshold) for job in jobs),
        *(Purpose(job_name(word.removeprefix(NOT), parts), False, True, undo=word) for word in denied),
    ]


def _said_of_none(own: Sequence[str], parts: Wording) -> list[Purpose]:
    """What the municipality has said of a system that is for no one job."""
    bare = ((word.removeprefix(NOT), word) for word in own)
    return [Purpose(job_name(one, parts), one == word, True, (), 1.0, undo=word) for one, word in bare]


def _by_hand(purpose: Purpose, own: Sequence[str]) -> Purpose:
    """What the municipality said by hand is taken back; anything else is answered."""
    return replace(purpose, replies=()) if purpose.undo in own else replace(purpose, undo=None)


def _found(id_: str, job: Job, parts: Wording, threshold: float) -> Purpose:
    counts = job.confidence >= threshold
    no = not_for_that(id_, job.capability, parts)
    evidence = [evidence_text(one, parts) for one in job.evidence]
    replies = no if counts else yes_or_no(id_, job.capability, parts)
    told = job.capability if job.evidence[0].kind == "tag" else None
    return Purpose(job_name(job.capability, parts), True, counts, evidence, job.confidence, replies, told)


def _words(landscape: Landscape, lang: str) -> list[tuple[str, str]]:
    """Every word that a system can be said to be for, with its name, in the order of the names."""
    named = ((word, purpose_name(landscape, word, lang)) for word in words_in_use(landscape))
    return sorted(named, key=lambda one: (danish_order(one[1]), one[0]))
