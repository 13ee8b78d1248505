"""`/imports` and `/sources`: bring a file in, and who claims what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, File, Query, Request, UploadFile
from starlette.responses import Response

from app.api.asking import LimitQuery, RevisionQuery, answered, written
from app.api.examples import REPORT, SOURCES, explained
from app.http.accept_language import language_of
from app.language.i18n import translator
from app.service.answers import sources_json
from model.word_limits import LONGEST_NAME

if TYPE_CHECKING:
    from app.service.verbs import Landskab


SEEN = {
    "maxLength": LONGEST_NAME,
    "pattern": r"^[^\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*$",
}
"""A name that is kept: of characters that are seen."""


def source_routes(landskab: Landskab) -> APIRouter:
    """Routes under `/api/v1`."""
    router = APIRouter(tags=["sources"])

    @router.post(
        "/imports",
        summary="Bring in a landscape file",
        responses=explained(REPORT, 400, 403, 409, 413, 422, writes=True),
    )
    def bring_in(
        request: Request,
        file: Annotated[UploadFile, File(description="A workbook (.xlsx), or a ZIP of a folder of CSV files.")],
        source: Annotated[
            str | None, Query(description="Whose claims these are; else the file's own name.", json_schema_extra=SEEN)
        ] = None,
        prefix: Annotated[
            str, Query(description="Put before every id that the file declares.", json_schema_extra=SEEN)
        ] = "",
        *,
        dry_run: Annotated[bool, Query(description="Say what would change; store nothing.")] = False,
        allow_removals: Annotated[
            bool, Query(description="Even if more than a fifth of the source's rows go away.")
        ] = False,
    ) -> Response:
        """The file becomes the newest batch of its source, all or nothing. Problems are told all at once.

        A refused import is a problem document (422) with the same report beside it.
        """
        asked = replace(landskab, translate=translator(language_of(request)))
        report = asked.import_upload(
            file.file,
            file.filename or "",
            source=source,
            prefix=prefix,
            dry_run=dry_run,
            allow_removals=allow_removals,
        )
        return written(report.as_json(), {"Cache-Control": "no-store"})

    @router.get(
        "/sources", summary="Who claims what, and whose word counts first", responses=explained(SOURCES, 404, 422)
    )
    def sources(request: Request, limit: LimitQuery = None, revision: RevisionQuery = None) -> Response:
        """The sources that are ordered first, then by name; `place` is `null` for one without a place."""

        def answer(number: int | None) -> dict[str, Any]:
            return sources_json(landskab.sources(number), limit)

        return answered(request, landskab, revision, answer)

    return router
