"""`/systems/{id}/impact` and `/impact`: what breaks if something is turned off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body, Query, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from app.api.asking import DATE_OR_BLANK, AtQuery, LimitQuery, RevisionQuery, SystemId, answered, day_of, kept, written
from app.api.examples import IMPACT, explained
from app.http.etags import etag
from app.http.json_stream import json_chunks
from app.http.store_said import say_away
from model.claims.flow_changes import FlowChange
from model.errors import InputError, StoreAway
from model.word_limits import LONGEST, MOST

if TYPE_CHECKING:
    from app.service.store_watch import Seen
    from app.service.verbs import Landskab


Word = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
"""A name or an id, as it is said."""


class Change(BaseModel):
    """A flow given another source before the question is asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    flow: Word = Field(description="The flow's id.")
    provider: Word = Field(description="The new provider; a catalogue service means its register and the service.")
    interface: Word | None = Field(None, description="The new provider's interface.")
    via: list[Word] | None = Field(None, max_length=MOST, description="The new way; left out or null, the present one.")

    def made(self) -> FlowChange:
        """The same as the verbs take it."""
        return FlowChange(self.flow, self.provider, self.interface, None if self.via is None else tuple(self.via))


class ImpactQuestion(BaseModel):
    """What is turned off, together; on which date; with which changes made first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    turn_off: list[Word] = Field(
        min_length=1,
        max_length=MOST,
        description="Ids, unique names or aliases; `vendor:KMD` where a word fits several.",
    )
    at: str | None = Field(None, description="A date, 2027-03-31.", json_schema_extra=DATE_OR_BLANK)
    limit: int | None = Field(None, ge=1, description="Cut every list to its first N.")
    changes: list[Change] = Field(
        [], max_length=MOST, description="Flows that get another source first; nothing is stored."
    )


QUESTIONS = {
    "one": {"summary": "One system", "value": {"turn_off": ["kmd-aktiv"]}},
    "moved": {
        "summary": "A vendor, on a date, after a flow was moved",
        "value": {
            "turn_off": ["vendor:KMD"],
            "at": "2027-03-31",
            "limit": 200,
            "changes": [{"flow": "p-data>unik-bolig", "provider": "CPR", "interface": "SF1520"}],
        },
    },
}


SLICE = "Load only what can be reached, from a Neo4j store: for a landscape too large for one process. The same answer."


def impact_routes(landskab: Landskab) -> APIRouter:
    """Routes under `/api/v1`."""
    router = APIRouter(tags=["impact"])

    @router.get(
        "/systems/{id}/impact", summary="What breaks if it is turned off", responses=explained(IMPACT, 404, 409, 422)
    )
    def impact_of_one(
        request: Request,
        system_id: SystemId,
        at: AtQuery = None,
        limit: LimitQuery = None,
        revision: RevisionQuery = None,
    ) -> Response:
        """The whole answer, streamed; the same bytes as `landskab impact ID --json`."""
        day = day_of(at)

        def answer(number: int | None) -> Iterator[bytes]:
            found = landskab.landscape(number).names.one("system", system_id)
            whole = landskab.impact([f"system:{found}"], at=day, revision=number)
            return json_chunks(replace(whole, asked=(system_id,)), limit)

        return answered(request, landskab, revision, answer, dated=True)

    @router.post(
        "/impact",
        summary="What breaks if all of these are turned off",
        responses=explained(IMPACT, 400, 403, 404, 413, 422),
    )
    def impact(
        request: Request,
        question: Annotated[ImpactQuestion, Body(openapi_examples=QUESTIONS)],
        revision: RevisionQuery = None,
        *,
        sliced: Annotated[bool, Query(alias="slice", description=SLICE)] = False,
    ) -> Response:
        """Several at once: systems, interfaces, flows, vendors, contracts, after changes. Nothing is stored."""
        day, changes = day_of(question.at), [change.made() for change in question.changes]
        if sliced:
            if revision is not None or changes:
                raise InputError("A slice is of the newest revision, without changes; leave it out to ask otherwise.")
            with suppress(StoreAway):  # what is loaded answers below, where there is something
                found = landskab.impact_in_slice(question.turn_off, at=day)
                return written(json_chunks(found, question.limit), {"Cache-Control": "no-store"})

        def of(seen: Seen) -> Response:
            say_away(request, seen)
            key = etag(
                revision=seen.entry,
                settings=landskab.settings,
                question=f"POST {question.model_dump_json()}",
                today=landskab.clock().date(),
                away=seen.away,
            )

            def answer() -> Iterator[bytes]:
                found = landskab.impact(question.turn_off, at=day, revision=seen.entry.number or None, changes=changes)
                return json_chunks(found, question.limit)

            return kept(landskab, key, answer, {"Cache-Control": "no-store"})

        return landskab.asked_of(revision, of)

    return router
