"""Errors as problem documents (RFC 9457, `application/problem+json`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from app.http.json_stream import json_bytes
from app.language.error_text import reason
from app.service.import_report import RefusedImport
from model.errors import (
    AmbiguousName,
    ImportRefused,
    InputError,
    NotNow,
    StoreConflict,
    StoreError,
    UnknownName,
    UnknownRevision,
)

MEDIA_TYPE = "application/problem+json"
TYPES = "/docs/problems#"
"""Before every problem's kind; the page is served by the program itself."""
RETRY_AFTER = 5
"""Seconds after which to ask again where the store is away or the service has too much to do."""


@dataclass(frozen=True, slots=True)
class ProblemDocument:
    """One problem: `kind` is the end of its type, `more` the members beside the standard ones."""

    status: int
    title: str
    detail: str
    kind: str = "error"
    more: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The document.

        >>> ProblemDocument(404, "Unknown name", "'x' is not in the landscape.", kind="unknown-name").as_json()["type"]
        '/docs/problems#unknown-name'
        """
        said = {"type": TYPES + self.kind, "title": self.title, "status": self.status, "detail": self.detail}
        return {**said, **self.more}


KINDS: Mapping[str, str] = {
    "unknown-name": "A word fits no system, interface, flow, vendor or contract; `nearest` has the nearest names.",
    "ambiguous-name": "A word fits several things; `fits` has the spellings that say which.",
    "unknown-revision": "The store has no revision of that number; `newest` is the newest.",
    "import-refused": "A file with errors, or one that takes away too much; the report stands beside.",
    "bad-input": "What was sent cannot be used; nothing was changed. `problems` says where, where that is known.",
    "not-found": "There is no such address.",
    "method-not-allowed": "The address does not take this method.",
    "too-large": "The body is above its limit.",
    "unknown-host": "The server was called by a name that is neither this machine's nor one it was given.",
    "other-origin": "The request came from a page of another site.",
    "store-conflict": "Somebody else wrote in between; ask again.",
    "not-now": (
        "The service is stopping, reads too many files already, or has no room for temporary files; nothing was "
        "changed, ask again later."
    ),
    "store-unavailable": "The store is away, full or broken; ask again later.",
    "error": "Something unexpected went wrong; the server's log says what.",
}
"""Every kind of problem and what it means."""


def problem_response(problem: ProblemDocument, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as an answer; it is never kept."""
    return Response(
        json_bytes(problem.as_json()),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def problem_of(error: Exception, say: Callable[[str], str] = str, *, in_path: bool = False) -> ProblemDocument:
    """The problem that an error is. `in_path`: what it is about stands in the address, so the address leads nowhere."""
    status, kind, title, more = _described(error, in_path=in_path)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return ProblemDocument(status, say(title), say("Something unexpected went wrong; the server's log says what."))
    return ProblemDocument(status, say(title), reason(error, say), kind, more)


Described = tuple[int, str, str, Mapping[str, Any]]
"""Status, kind, title, and the members beside the standard ones."""


def _described(error: Exception, *, in_path: bool) -> Described:
    match error:
        case UnknownName():
            return 404 if in_path else 422, "unknown-name", "Unknown name", {"nearest": list(error.nearest)}
        case AmbiguousName():
            return 409 if in_path else 422, "ambiguous-name", "Ambiguous name", {"fits": list(error.fits)}
        case UnknownRevision():
            return 404, "unknown-revision", "Unknown revision", {"newest": error.newest}
        case ImportRefused():
            return 422, "import-refused", "Import refused", _report(error)
        case InputError():
            return 422, "bad-input", "Bad input", {}
        case _:
            return _not_the_input(error)


def _report(error: ImportRefused) -> Mapping[str, Any]:
    if isinstance(error, RefusedImport):
        return error.report.as_json()
    return {"problems": [one.as_json() for one in error.problems]}


def _not_the_input(error: Exception) -> Described:
    match error:
        case StoreConflict():
            return 409, "store-conflict", "The store has changed", {}
        case NotNow():
            return 503, "not-now", "Not now", {}
        case StoreError():
            return 503, "store-unavailable", "The store is not available", {}
        case _:
            return 500, "error", "Unexpected error", {}
