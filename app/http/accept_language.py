"""Which language an asker of the API prefers."""

from __future__ import annotations

from starlette.requests import Request


def language_of(request: Request) -> str:
    """The language of an error's sentences: Danish or English as the asker prefers, English if it does not say."""
    for said in request.headers.get("accept-language", "").lower().split(","):
        tongue = said.strip()[:2]
        if tongue in ("da", "en"):
            return tongue
    return "en"
