"""A page's address: it holds the whole question, so that a link shows a colleague the same page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from app.language.i18n import LANGUAGES
from model.errors import InputError
from queries.options import read_date

if TYPE_CHECKING:
    from starlette.requests import Request

KEPT = ("revision", "lang")
"""What every link takes along where the address has it."""

Param = str | int | date | None | Sequence[str]


class BadAddress(InputError):
    """A part of a page's address that is not what it should be: `part` its name, `value` what stood there."""

    def __init__(self, part: str, value: str) -> None:
        self.part = part
        self.value = value
        super().__init__(f"{part}={value!r} in the address cannot be read.")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a reader is: the path and the parameters in their order.

    >>> here = Address("/impact", (("what", "a/b"), ("revision", "2"), ("page", "3")))
    >>> here.to("/systems"), here.here(page=None), here.system("a/b")
    ('/systems?revision=2', '/impact?what=a%2Fb&revision=2', '/systems/a%2Fb?revision=2')
    """

    path: str
    params: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str | None:
        """The first value of a parameter, without spaces around it; `None` where it is blank or missing."""
        return next((value.strip() for key, value in self.params if key == name and value.strip()), None)

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a parameter, each once, blank ones left out."""
        return tuple(dict.fromkeys(value.strip() for key, value in self.params if key == name and value.strip()))

    def number(self, name: str, *, default: int, most: int = 10**9) -> int:
        """A parameter that counts something, from 1 to `most`; `BadAddress` where it is no such number."""
        text = self.get(name)
        if text is None:
            return default
        if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 10 and 1 <= int(text) <= most):
            raise BadAddress(name, text)
        return int(text)

    @property
    def revision(self) -> int | None:
        """The revision asked for, `None` for the newest; `BadAddress` where it is no number."""
        return None if self.get("revision") is None else self.number("revision", default=0)

    @property
    def day(self) -> date | None:
        """The date asked for (`at`); `BadAddress` where it is no date."""
        text = self.get("at")
        try:
            return None if text is None else read_date(text)
        except InputError:
            raise BadAddress("at", text or "") from None

    def lang(self, default: str) -> str:
        """The language asked for, else `default`."""
        asked = (self.get("lang") or "").lower()
        return asked if asked in LANGUAGES else default

    def to(self, path: str, **params: Param) -> str:
        """Another page, with the revision and the language of this one."""
        kept = {name: self.get(name) for name in KEPT}
        return address(path, {**params, **{name: value for name, value in kept.items() if name not in params}})

    def here(self, **changes: Param) -> str:
        """This page with some parameters changed; `None` takes one away."""
        said: dict[str, dict[str, None]] = {}
        for name, value in self.params:
            if value.strip():
                said.setdefault(name, {})[value.strip()] = None
        return address(self.path, {**{name: tuple(values) for name, values in said.items()}, **changes})

    def also(self, path: str, **changes: Param) -> str:
        """Another page about the same question: all parameters of this one, some of them changed."""
        return Address(path, self.params).here(**changes)

    def system(self, id_: str) -> str:
        """The page of one system. Every sign of the id that means something in an address is encoded, a slash too."""
        return self.to(f"/systems/{quote(id_, safe='')}")


def address(path: str, params: Mapping[str, Param]) -> str:
    """A path with parameters; several values of one name stand one after the other, `None` is left out.

    >>> address("/impact", {"what": ["vendor:KMD", "a&b"], "at": None})
    '/impact?what=vendor:KMD&what=a%26b'
    """
    pairs = [(name, text) for name, value in params.items() for text in _texts(value)]
    return f"{path}?{urlencode(pairs, safe=':')}" if pairs else path


def _texts(value: Param) -> Iterable[str]:
    if value is None:
        return ()
    return (str(value),) if isinstance(value, (str, int, date)) else value


def address_of(request: Request) -> Address:
    """The address of a request."""
    return Address(request.url.path, tuple(request.query_params.multi_items()))
