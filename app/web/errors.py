"""What went wrong, said to a reader: in plain words, with the ways on, and never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.empty_store import EmptyStore
from app.http.problems import RETRY_AFTER
from app.http.server_disk import as_full_disk
from app.http.store_said import away_of
from app.language.error_text import reason, unknown_names
from app.language.i18n import format_number, translator
from app.web.address import Address, BadAddress, address_of
from model.errors import AmbiguousName, InputError, NotNow, StoreError, UnknownName, UnknownRevision
from model.landscape.names import KINDS

if TYPE_CHECKING:
    from fastapi import Request
    from fastapi.responses import HTMLResponse

    from app.web.rendering import Pages

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Way:
    """A way on: a link and what it says."""

    link: str
    text: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an error page says. `ways_say` stands before the links."""

    status: int
    title: str
    text: str
    ways_say: str = ""
    ways: Sequence[Way] = ()


def trouble(error: Exception, address: Address, lang: str) -> Trouble:
    """An error in the reader's language; what nobody foresaw is written to the log and not shown."""
    error = as_full_disk(error)
    for kind, say_it in _TROUBLES:
        if isinstance(error, kind):
            return say_it(error, address, lang)
    log.error("A page failed: %s", address.path, exc_info=error)
    say = translator(lang)
    text = say("The program made a mistake. Nothing was changed. What happened stands in the server's log.")
    return Trouble(500, say("Something went wrong here"), text, "", _home(address, lang))


def _empty_store(error: EmptyStore, address: Address, lang: str) -> Trouble:
    say = translator(lang)
    way = Way(address.to("/import", revision=None), say("Import a landscape file"))
    return Trouble(404, say("There is no landscape here yet"), reason(error, say), "", (way,))


def _unknown_name(error: UnknownName, address: Address, lang: str) -> Trouble:
    say = translator(lang)
    several = unknown_names(error)
    text = " ".join(say("“{text}” is not in the landscape.").format(text=one.text) for one in several)
    ways = tuple(Way(_instead(address, one.text, near), near) for one in several for near in one.nearest)
    return Trouble(404, say("We do not know that name"), text, say("Did you mean:"), ways)


def _ambiguous_name(error: AmbiguousName, address: Address, lang: str) -> Trouble:
    say = translator(lang)
    text = say("“{text}” can mean several things.").format(text=error.text)
    ways = tuple(Way(_instead(address, error.text, fit), fit) for fit in error.fits)
    return Trouble(400, say("Which one do you mean?"), text, say("Choose one:"), ways)


def _unknown_revision(error: UnknownRevision, address: Address, lang: str) -> Trouble:
    say = translator(lang)
    text = say("There is no revision {number} in the history.").format(number=format_number(error.number, lang))
    ways = (
        Way(address.here(revision=None), say("The same page in the newest landscape")),
        Way(address.to("/history", revision=None), say("See the history")),
    )
    return Trouble(404, say("That revision does not exist"), text, "", ways)


def _bad_address(error: BadAddress, address: Address, lang: str) -> Trouble:
    say = translator(lang)
    if error.part == "at":
        text = say("“{value}” is not a date. Write it as 2027-03-31.").format(value=error.value)
    else:
        text = say("“{value}” cannot stand as “{part}” in the address.").format(value=error.value, part=error.part)
    way = Way(address.here(**{error.part: None}), say("The same page without it"))
    return Trouble(400, say("Part of the address cannot be read"), text, "", (way,))


def _half_a_form(_error: Exception, address: Address, lang: str) -> Trouble:
    say = translator(lang)
    ways = _home(address, lang)
    return Trouble(400, say("That cannot be done"), say("A part of the form is missing."), "", ways)


def _bad_input(error: InputError, address: Address, lang: str) -> Trouble:
    say = translator(lang)
    return Trouble(400, say("That cannot be done"), reason(error, say), "", _home(address, lang))


def _not_now(error: NotNow, address: Address, lang: str) -> Trouble:
    say = translator(lang)
    return Trouble(503, say("Not now"), reason(error, say), "", (Way(address.here(), say("Try again")),))


def _store_away(error: StoreError, address: Address, lang: str) -> Trouble:
    say = translator(lang)
    text = say("The landscape cannot be read right now: {reason}").format(reason=reason(error, say))
    return Trouble(503, say("The store does not answer"), text, "", (Way(address.here(), say("Try again")),))


_TROUBLES: Sequence[tuple[type[Exception], Callable[[Any, Address, str], Trouble]]] = (
    (EmptyStore, _empty_store),
    (UnknownName, _unknown_name),
    (AmbiguousName, _ambiguous_name),
    (UnknownRevision, _unknown_revision),
    (BadAddress, _bad_address),
    (RequestValidationError, _half_a_form),
    (HTTPException, _half_a_form),
    (InputError, _bad_input),
    (NotNow, _not_now),
    (StoreError, _store_away),
)
"""What each error says, the more special ones first."""


def _instead(address: Address, said: str, meant: str) -> str:
    """The same address with another word for what was asked for."""
    words = address.all("what")
    if address.path.startswith("/systems/") or not words:
        return address.to("/impact", what=meant) if meant.partition(":")[0] in KINDS else address.system(meant)
    return address.here(what=[_said(meant, like=word) if _same(word, said) else word for word in words])


def _same(word: str, said: str) -> bool:
    kind, colon, rest = word.partition(":")
    return word == said or bool(colon and kind.strip().lower() in KINDS and rest.strip() == said)


def _said(meant: str, *, like: str) -> str:
    kind, colon, _ = like.partition(":")
    has_kind = meant.partition(":")[0] in KINDS
    return f"{kind}:{meant}" if colon and kind.strip().lower() in KINDS and not has_kind else meant


def _home(address: Address, lang: str) -> tuple[Way, ...]:
    return (Way(address.to("/"), translator(lang)("Ask a new question")),)


def error_page(pages: Pages, request: Request, error: Exception) -> HTMLResponse:
    """The page for an error. Its links leave behind a revision that is the error."""
    address, lang = address_of(request), pages.lang(request)
    said = trouble(error, address, lang)
    wrong = isinstance(error, UnknownRevision) or (isinstance(error, BadAddress) and error.part == "revision")
    kept = Address(address.path, tuple(pair for pair in address.params if not (wrong and pair[0] == "revision")))
    away = None if said.status == 503 else away_of(request)
    page = pages.bare("error.html", kept, lang, status=said.status, trouble=said, words=address.all("what"), away=away)
    if said.status == 503:
        page.headers["Retry-After"] = str(RETRY_AFTER)
    return page


def not_found(pages: Pages, request: Request) -> HTMLResponse:
    """The page for an address that leads nowhere."""
    address, lang = address_of(request), pages.lang(request)
    say = translator(lang)
    said = Trouble(404, say("There is no such page"), say("The address leads nowhere."), "", _home(address, lang))
    return pages.bare("error.html", address, lang, status=404, trouble=said, words=())
