"""How a page is made: the templates, what every page knows, and the headers that keep it to itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.http.etags import etag, is_known
from app.http.store_said import say_away
from app.language.breakable import breakable
from app.language.column_words import column_word
from app.language.dates import show_date
from app.language.i18n import format_hours, format_moment, format_number, translator
from app.web.address import Address, address_of
from app.web.words import table_word
from model.word_limits import looked_at
from queries.registry import QUESTIONS

if TYPE_CHECKING:
    from app.service.store_watch import Seen
    from app.service.verbs import Landskab
    from model.landscape.landscape import Landscape

FOLDER = Path(str(files("app.web")))
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""A page asks nothing of any other host and runs nothing that stands in its own text."""

MOST_ON_A_PAGE = 200
"""Words of a question on a page, which has a way to each without it."""
Say = Callable[..., str]


def speaker(lang: str) -> Say:
    """`_` of a template: the sentence in the reader's language, its `{places}` filled with escaped values.

    >>> speaker("en")("turned off: {name}", name="<b>")
    Markup('turned off: &lt;b&gt;')
    """
    translate = translator(lang)

    def say(text: str, **values: object) -> str:
        said = translate(text)
        return escape(said).format(**values) if values else said

    return say


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What every page knows of the request: the address, the language, the landscape at the revision asked for.

    `banner`: when an old revision was made, where one is shown.
    """

    address: Address
    lang: str
    landscape: Landscape
    seen: Seen
    banner: str | None


def template_folders() -> list[Path]:
    """Where templates stand: those of all pages, and a folder for each page with its own."""
    return [FOLDER / "templates", *sorted(page for page in (FOLDER / "pages").iterdir() if page.is_dir())]


class Pages:
    """Templates over the verbs of one `Landskab`. `is_open`: others than this machine's users may reach them."""

    def __init__(self, landskab: Landskab, *, is_open: bool = False) -> None:
        self.landskab = landskab
        self.is_open = is_open

    @cached_property
    def _templates(self) -> Environment:
        templates = Environment(
            loader=FileSystemLoader(template_folders()),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        templates.filters["breakable"] = breakable
        templates.globals["static"] = self.static
        templates.globals["version"] = self.landskab.settings.version
        templates.globals["is_open"] = self.is_open
        templates.globals["strong"] = strong
        templates.globals["questions"] = questions
        return templates

    def compile(self) -> None:
        """Compile every template and read the words, in memory, so that the first page waits for none of them."""
        translator(self.landskab.settings.lang)
        for name in self._templates.list_templates(extensions=["html"]):
            self._templates.get_template(name)

    @cached_property
    def files(self) -> Mapping[str, tuple[bytes, str]]:
        """The shipped files by name: their bytes and a short fingerprint of them."""
        found = sorted(path for path in (FOLDER / "static").iterdir() if path.is_file())
        return {path.name: (data := path.read_bytes(), hashlib.sha256(data).hexdigest()[:12]) for path in found}

    def static(self, name: str) -> str:
        """The address of a shipped file; it changes when the file does."""
        return f"/static/{name}?v={self.files[name][1]}"

    def lang(self, request: Request) -> str:
        """The language of a request."""
        return address_of(request).lang(self.landskab.settings.lang)

    def asked(self, request: Request) -> PageRequest:
        """What a page needs to know of a request; raises `BadAddress`, `UnknownRevision` and `StoreError`."""
        address = address_of(request)
        looked_at(*address.all("what"), most=MOST_ON_A_PAGE)

        def of(seen: Seen) -> PageRequest:
            say_away(request, seen)
            old = address.revision is not None and seen.entry.number < seen.newest
            banner = seen.entry.at if old else None
            return PageRequest(address, self.lang(request), self.landskab.landscape_at(seen), seen, banner)

        return self.landskab.asked_of(address.revision, of)

    def page(self, name: str, asked: PageRequest, *, status: int = 200, **values: Any) -> HTMLResponse:
        """One page from its template."""
        known = {
            "asked": asked,
            "revision": asked.landscape.revision,
            "newest": asked.seen.newest,
            "banner": asked.banner,
            "away": asked.seen.away,
        }
        return self.bare(name, asked.address, asked.lang, status=status, **known, **values)

    def kept(self, request: Request, asked: PageRequest, make: Callable[[], HTMLResponse]) -> Response:
        """A page whose address holds the whole question: from memory where it is kept, 304 where the asker has it."""
        tag = etag(
            revision=asked.seen.entry,
            settings=self.landskab.settings,
            question=f"{request.url.path}?{request.url.query} of {asked.seen.newest}",
            today=self.landskab.clock().date(),
            away=asked.seen.away,
        )
        headers = {**HEADERS, "Content-Language": asked.lang}
        if asked.seen.away is None:  # none outlives its banner
            headers["ETag"] = tag
        if "ETag" in headers and is_known(tag, request.headers):
            return Response(status_code=304, headers=headers)
        body = self.landskab.kept_answers.whole(tag, lambda: bytes(make().body))
        return HTMLResponse(body, headers=headers)

    def bare(self, name: str, address: Address, lang: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page that needs no landscape: an error while the store is away."""
        text = self._templates.get_template(name).render(
            {
                "_": speaker(lang),
                "address": address,
                "lang": lang,
                "day": lambda day: show_date(day, lang),
                "moment": lambda at: format_moment(at, lang),
                "number": lambda number: format_number(number, lang),
                "hours": lambda hours: format_hours(hours, lang),
                "table_word": lambda table: table_word(table, translator(lang)),
                "column_word": lambda table, column: column_word(table, column, lang),
                "revision": None,
                "newest": None,
                "banner": None,
                "away": None,
                **values,
            }
        )
        return HTMLResponse(text, status_code=status, headers={**HEADERS, "Content-Language": lang})


def questions(say: Say) -> list[tuple[str, str]]:
    """The questions in the menu of every page: the address of each and its title.

    >>> questions(speaker("en"))[0]
    ('/overview', 'Overview')
    """
    return [(f"/{question.name}", say(question.title)) for question in QUESTIONS.values()]


def strong(text: str) -> Markup:
    """A text that stands out, itself escaped.

    >>> strong("<b>")
    Markup('<strong>&lt;b&gt;</strong>')
    """
    return Markup("<strong>{}</strong>").format(text)
