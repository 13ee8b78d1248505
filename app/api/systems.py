"""`/systems` and `/systems/{id}`: search with pages, and everything about one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.api.asking import LimitQuery, RevisionQuery, SystemId, answered
from app.api.examples import SHEET, SYSTEMS, explained
from model.word_limits import LONGEST, LONGEST_CURSOR

if TYPE_CHECKING:
    from app.service.verbs import Landskab


def system_routes(landskab: Landskab) -> APIRouter:
    """Routes under `/api/v1`."""
    router = APIRouter(tags=["systems"])

    @router.get("/systems", summary="Search for systems", responses=explained(SYSTEMS, 404, 422))
    def systems(
        request: Request,
        q: Annotated[
            str,
            Query(
                max_length=LONGEST,
                description="Part of an id, name, alias, vendor, purpose or description.",
                examples=["aktiv"],
            ),
        ] = "",
        limit: Annotated[int, Query(ge=1, le=1000, description="Systems on one page.")] = 50,
        cursor: Annotated[
            str | None,
            Query(
                max_length=LONGEST_CURSOR,
                description="`next` of the page before.",
                json_schema_extra={"pattern": "^[A-Za-z0-9_=-]*$"},
            ),
        ] = None,
        revision: RevisionQuery = None,
    ) -> Response:
        """Best first: that very id, name or alias; what begins so; a word that does; anywhere; else what is like it."""

        def answer(number: int | None) -> dict[str, Any]:
            return landskab.systems(q, limit=limit, cursor=cursor, revision=number).as_json()

        return answered(request, landskab, revision, answer)

    @router.get("/systems/{id}", summary="Everything about one system", responses=explained(SHEET, 404, 409, 422))
    def system(
        request: Request, system_id: SystemId, limit: LimitQuery = None, revision: RevisionQuery = None
    ) -> Response:
        """Its columns, what it needs and who needs it, interfaces, contracts, all sources' claims, and what is missing.

        `inherited` names the columns whose value is the catalogue's; `catalogue` is the shipped entry that it stands
        for, with source and confidence, never the municipality's own registration.
        """

        def answer(number: int | None) -> dict[str, Any]:
            return landskab.system(system_id, revision=number).as_json(limit)

        return answered(request, landskab, revision, answer)

    return router
