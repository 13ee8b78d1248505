"""Only what an address takes may be said to it: a mistyped parameter would change nothing, and nobody would see it."""

from __future__ import annotations

from fastapi import Request
from fastapi.routing import APIRoute

from model.errors import InputError
from model.near import near
from model.word_limits import beginning


def known_only(request: Request) -> None:
    """Raises `InputError` for a query parameter that the address does not take."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    extra = (route.openapi_extra or {}).get("parameters", ())
    known = [*(one.alias for one in route.dependant.query_params), *(one["name"] for one in extra)]
    for name in request.query_params:
        if name not in known:
            raise _unknown(name, known)


def _unknown(name: str, known: list[str]) -> InputError:
    if meant := near(name, known):
        return InputError(f"There is no parameter {beginning(name)!r} here. Did you mean: {', '.join(meant)}?")
    if known:
        return InputError(f"There is no parameter {beginning(name)!r} here. The parameters are: {', '.join(known)}.")
    return InputError(f"There is no parameter {beginning(name)!r} here; the address takes none.")
