"""`/revisions`: the history, and what changed between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.api.asking import LimitQuery, answered
from app.api.examples import DIFF, REVISIONS, explained
from app.service.answers import revisions_json

if TYPE_CHECKING:
    from app.service.verbs import Landskab

Number = Annotated[int, Path(ge=0, description="A revision; 0 is the empty landscape.", examples=[1])]


def past_routes(landskab: Landskab) -> APIRouter:
    """Routes under `/api/v1`."""
    router = APIRouter(tags=["history"])

    @router.get("/revisions", summary="All revisions, oldest first", responses=explained(REVISIONS, 422))
    def revisions(request: Request, limit: LimitQuery = None) -> Response:
        """When, what was done (`import`, `order`, `remove`, `undo`), to which source."""

        def answer(_number: int | None) -> dict[str, Any]:
            return revisions_json(landskab.history(), limit)

        return answered(request, landskab, None, answer)

    @router.get(
        "/revisions/{a}/diff/{b}", summary="What changed between two revisions", responses=explained(DIFF, 404, 422)
    )
    def diff(request: Request, a: Number, b: Number, limit: LimitQuery = None) -> Response:
        """Rows added, changed and removed from `a` to `b`, table by table, field by field."""

        def answer(_number: int | None) -> dict[str, Any]:
            return landskab.diff(a, b).as_json(limit)

        return answered(request, landskab, None, answer)

    return router
