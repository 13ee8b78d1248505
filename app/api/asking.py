"""What the API's routes share: the revision a question is about, its tag, and the answer's bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import unquote

from fastapi import Path, Query, Request
from pydantic import AfterValidator, JsonValue
from starlette.responses import Response, StreamingResponse

from app.http.etags import etag, is_known
from app.http.json_stream import json_bytes
from app.http.store_said import say_away
from model.word_limits import LONGEST
from queries.options import read_date

if TYPE_CHECKING:
    from datetime import date

    from app.service.store_watch import Seen
    from app.service.verbs import Landskab

JSON = "application/json"
RevisionQuery = Annotated[
    int | None, Query(ge=1, description="Ask of the landscape as it was at this revision; the newest if left out.")
]
LimitQuery = Annotated[
    int | None, Query(ge=1, description="Cut every list to its first N; `…_total` then says how long it was.")
]
LangQuery = Annotated[
    Literal["da", "en"] | None,
    Query(description="The language of the words; as `Accept-Language` prefers if left out, else English."),
]
_SPELLINGS: list[JsonValue] = [{"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}]
DATE_OR_BLANK: dict[str, JsonValue] = {"anyOf": [*_SPELLINGS, {"type": "null"}]}
"""A date; blank is left out."""
AtQuery = Annotated[
    str | None,
    Query(
        description="A date, 2027-03-31: what is in use that day, what contracts say.",
        json_schema_extra=DATE_OR_BLANK,
    ),
]
SystemId = Annotated[
    str,
    Path(
        alias="id",
        description="The system's id, or its unique name or alias; percent-encoded, a slash as `%2F`.",
        examples=["kmd-aktiv"],
        json_schema_extra={"minLength": 1, "maxLength": LONGEST},
    ),
    AfterValidator(unquote),
]


def day_of(at: str | None) -> date | None:
    """The date of a question; raises `InputError`."""
    return None if at is None or not at.strip() else read_date(at)


def answered(
    request: Request,
    landskab: Landskab,
    revision: int | None,
    answer: Callable[[int | None], dict[str, Any] | Iterator[bytes]],
    *,
    dated: bool = False,
    lang: str = "",
) -> Response:
    """An answer with its tag, or 304 where the asker holds it already.

    `answer` is asked for the revision that the tag is about, `None` for an empty store. `dated`: the answer may change
    from one day to the next. `lang`: the language of its words, where it has any. Raises `UnknownRevision`, and
    `StoreAway` where nothing can answer.
    """

    def of(seen: Seen) -> Response:
        say_away(request, seen)
        tag = etag(
            revision=seen.entry,
            settings=landskab.settings,
            question=f"{request.url.path}?{request.url.query}{lang and f'#{lang}'}",
            today=landskab.clock().date() if dated else None,
            away=seen.away,
        )
        spoken = {"Content-Language": lang, "Vary": "Accept-Language"} if lang else {}
        headers = {"ETag": tag, "Cache-Control": "no-cache", **spoken}
        if is_known(tag, request.headers):
            return Response(status_code=304, headers=headers)
        return kept(landskab, tag, lambda: answer(seen.entry.number or None), headers)

    return landskab.asked_of(revision, of)


def kept(
    landskab: Landskab, key: str, answer: Callable[[], dict[str, Any] | Iterator[bytes]], headers: dict[str, str]
) -> Response:
    """An answer from memory where it is kept under this key, else made and kept."""

    def chunks() -> Iterator[bytes]:
        document = answer()
        return iter((json_bytes(document),)) if isinstance(document, dict) else document

    found = landskab.kept_answers.chunks(key, chunks)
    first, second = next(found, b""), next(found, None)
    if second is None:
        return Response(first, media_type=JSON, headers=headers)
    return written(chain((first, second), found), headers)


def written(document: dict[str, Any] | Iterator[bytes], headers: dict[str, str] | None = None) -> Response:
    """A document as an answer; chunks are sent as they are made."""
    if isinstance(document, dict):
        return Response(json_bytes(document), media_type=JSON, headers=headers)
    return StreamingResponse(document, media_type=JSON, headers=headers)
