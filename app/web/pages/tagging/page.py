"""A municipality's own word on what a system is for, said on a page: where its buttons and its form lead."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from app.language.error_text import reason
from app.language.i18n import translator
from app.web.address import Address, address_of
from app.web.noted import AGAIN, FORGET, NOTED, PART
from app.web.pages.systems.page import system_values
from model.claims.tags import NOT
from model.errors import AmbiguousName, InputError, UnknownName

if TYPE_CHECKING:
    from app.web.rendering import Pages

_PART = re.compile(r"[a-z_]{1,40}")


def tag_routes(router: APIRouter, pages: Pages) -> None:
    """`/tag`: where the buttons and the form send a word; who opens it as a page is led to one."""

    @router.get("/tag")
    def page(request: Request) -> Response:
        address = address_of(request)
        system = address.get("system")
        here = Address("", _lang(address))
        return RedirectResponse(here.system(system) if system else here.to("/duplicates"), status_code=303)

    @router.post("/tag")
    def tag(
        request: Request,
        system: Annotated[str, Form()],
        word: Annotated[str, Form()] = "",
        own: Annotated[str, Form()] = "",
        says: Annotated[str, Form()] = "",
        back: Annotated[str, Form()] = "",
        part: Annotated[str, Form()] = "",
    ) -> Response:
        before = pages.asked(request).seen.newest
        try:
            number = _tag(pages, f"system:{system}", word.strip(), own.strip(), says)
        except (UnknownName, AmbiguousName):
            raise
        except InputError as error:
            return _refused(
                request, pages, system, error, {"word": word, "own": own, "says": says} if says != FORGET else {}
            )
        place = _place(back) or Address(_path(system))
        where = part if _PART.fullmatch(part) else None
        told = place.here(**{"revision": None, NOTED: AGAIN if number <= before else number, PART: where})
        return RedirectResponse(f"{told}#{where}" if where else told, status_code=303)


def _tag(pages: Pages, system: str, word: str, own: str, says: str) -> int:
    if not (word or own):
        raise InputError("Choose a word, or write one of your own.")
    if word and own:
        raise InputError("Choose a word or write one of your own, not both.")
    if says == FORGET:
        return pages.landskab.tag(system, forget=[word or own])
    said = word or own
    return pages.landskab.tag(system, [f"{NOT}{said}" if says == "not" else said], new=bool(own))


def _refused(request: Request, pages: Pages, system: str, error: InputError, kept: dict[str, str]) -> Response:
    """The system's page, with what was wrong above the form and the form as it was filled in."""
    asked = pages.asked(request)
    address = Address(_path(system), _lang(asked.address))
    asked = replace(asked, address=address)
    values = system_values(pages.landskab, asked, system)
    values["tagging"] |= {"refused": reason(error, translator(asked.lang)), "kept": kept}
    return pages.page("system.html", asked, status=422, notice=None, **values)


def _lang(address: Address) -> tuple[tuple[str, str], ...]:
    """The language that a reader has chosen, to be kept."""
    return tuple(one for one in address.params if one[0] == "lang")


def _path(system: str) -> str:
    return Address("").system(system)


def _place(back: str) -> Address | None:
    """The page that the form stood on: one of this server's own that has such a form.

    >>> _place("/duplicates?rows=100"), _place("//evil.example/duplicates"), _place("https://evil.example/systems/a")
    (Address(path='/duplicates', params=(('rows', '100'),)), None, None)
    """
    try:
        parts = urlsplit(back)
    except ValueError:
        return None
    ours = parts.path == "/duplicates" or parts.path.startswith("/systems/")
    if parts.scheme or parts.netloc or not ours:
        return None
    return Address(parts.path, tuple(parse_qsl(parts.query)))
