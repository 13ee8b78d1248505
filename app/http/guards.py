"""What the server refuses first: names that are not its own, posts from other pages, bodies that are too large."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.problems import ProblemDocument, problem_response
from model.errors import InputError

MEGABYTE = 1 << 20
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
"""Scripts from this server only; styles may stand in the page, as the shipped API page writes them so."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
UPLOADS = ("/api/v1/imports", "/import")
HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::[0-9]*)?", flags=re.ASCII)
"""A Host header: a name or an address, and perhaps a port; nobody's name before an @, no path."""


@dataclass(frozen=True, slots=True)
class Guards:
    """Whom the server answers, and how much it reads.

    It answers under the names of this machine itself, under `hosts`, and with `any_address` under every literal IP
    address: a page of another site can be made to point here by its name, never by an address. `max_upload` and
    `max_body`: bytes of a file and of any other body.
    """

    hosts: frozenset[str] = frozenset()
    any_address: bool = False
    max_upload: int = 256 * MEGABYTE
    max_body: int = 8 * MEGABYTE

    @classmethod
    def read(cls, environ: Mapping[str, str], *, hosts: Iterable[str] = (), any_address: bool = False) -> Guards:
        """From the environment: LANDSKAB_MAX_UPLOAD in megabytes, LANDSKAB_HOSTS names with commas between.

        >>> Guards.read({"LANDSKAB_MAX_UPLOAD": "1"}).max_upload
        1048576
        >>> sorted(Guards.read({"LANDSKAB_HOSTS": "it.example, kort.example"}, hosts=["Landskab.example"]).hosts)
        ['it.example', 'kort.example', 'landskab.example']
        """
        said = environ.get("LANDSKAB_MAX_UPLOAD", "").strip() or "256"
        if not (said.isascii() and said.isdigit() and int(said) > 0):
            raise InputError(f"LANDSKAB_MAX_UPLOAD is a number of megabytes above 0, not {said!r}.")
        named = [*hosts, *(one for one in environ.get("LANDSKAB_HOSTS", "").split(",") if one.strip())]
        return cls(frozenset(map(_host_name, named)), any_address, max_upload=int(said) * MEGABYTE)

    def answers(self, host: str) -> bool:
        """Whether a Host header names this server.

        >>> guards = Guards(hosts=frozenset({"landskab.example"}))
        >>> [guards.answers(host) for host in ("localhost:8000", "LANDSKAB.example", "10.0.0.5", "evil@localhost")]
        [True, True, False, False]
        """
        name = _hostname(host)
        if name == "localhost" or name in self.hosts:
            return True
        try:
            return ipaddress.ip_address(name).is_loopback or self.any_address
        except ValueError:
            return False


class Guarded:
    """The application behind its guards."""

    def __init__(self, app: ASGIApp, guards: Guards) -> None:
        self._app = app
        self._guards = guards

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI asks."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            await problem_response(refused)(scope, receive, send_guarded)
        else:
            await self._counted(scope, receive, send_guarded)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A body without a length is counted as it comes; past its limit the answer is 413 and no other."""
        most, seen, too_much = self._most(scope), 0, False

        async def counting() -> Message:
            nonlocal seen, too_much
            message = await receive()
            seen += len(message.get("body", b""))
            too_much = too_much or seen > most
            return {"type": "http.disconnect"} if too_much else message

        async def sending(message: Message) -> None:
            if not too_much:
                await send(message)

        try:
            await self._app(scope, counting, sending)
        except ClientDisconnect:  # nobody is there to be told
            if not too_much:
                return
        if too_much:
            await problem_response(too_large(most))(scope, receive, send)

    def _most(self, scope: Scope) -> int:
        """The body's limit; a multipart body is the file and a little around it."""
        return self._guards.max_upload + MEGABYTE if is_upload(scope) else self._guards.max_body

    def _refused(self, scope: Scope) -> ProblemDocument | None:
        headers = Headers(scope=scope)
        if not self._guards.answers(headers.get("host", "")):
            detail = (
                "This server answers under 127.0.0.1, localhost and [::1], and under the names it was given with "
                "--allow-host or LANDSKAB_HOSTS."
            )
            return ProblemDocument(421, "Unknown host name", detail, kind="unknown-host")
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and _from_elsewhere(headers):
            return ProblemDocument(
                403, "Request from another page", "Another site may not write here.", kind="other-origin"
            )
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > self._most(scope):
            return too_large(self._most(scope))
        return None


def is_upload(scope: Scope) -> bool:
    """Whether a request brings a file.

    >>> is_upload({"type": "http", "method": "POST", "path": "/import/"})
    True
    """
    return scope["method"] == "POST" and scope["path"].rstrip("/") in UPLOADS


def too_large(most: int) -> ProblemDocument:
    """The problem of a body above its limit."""
    text = f"The body is larger than {most // MEGABYTE} MB. LANDSKAB_MAX_UPLOAD raises the limit of a file."
    return ProblemDocument(413, "Too large", text, kind="too-large")


def _host_name(said: str) -> str:
    """A host's name as it is compared; raises `InputError` for what can be none, such as an address with a port."""
    name = said.strip().lower()
    if not re.fullmatch(r"\w[\w.-]*", name, flags=re.ASCII):
        raise InputError(f"The host {said!r} is no name. Write it as landskab.example.dk, without port.")
    return name


def _hostname(host: str) -> str:
    """The name in a Host header; empty for what is none."""
    said = HOST.fullmatch(host)
    return said[1].strip("[]").lower() if said else ""


def _from_elsewhere(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and _place(origin) != headers.get("host", "").lower()


def _place(origin: str) -> str:
    """Host and port of an Origin header; empty for one that has none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
