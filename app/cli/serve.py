"""`landskab serve`: the API and the pages, for this machine alone unless somebody says otherwise on purpose."""

from __future__ import annotations

import errno
import ipaddress
import logging
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.door import Door
from app.http.warm_up import warm_up
from app.language.error_text import reason
from model.errors import InputError, LandskabError, StoreAway, StoreRefuses

if TYPE_CHECKING:
    from app.service.verbs import Landskab


def add_to(app: typer.Typer) -> None:
    """Put this command on the command line."""
    app.command("serve")(serve)


def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to answer on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    allow_unauthenticated: Annotated[
        bool,
        typer.Option("--allow-unauthenticated", help="Let others reach it; nobody is asked who they are."),
    ] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host",
            metavar="NAME",
            help="Answer under this host name too, again for each; or LANDSKAB_HOSTS, with commas between.",
        ),
    ] = None,
) -> None:
    """Serve the API under /api/v1 and the pages under /."""
    door: Door = ctx.obj
    if not (is_loopback(host) or allow_unauthenticated):
        raise InputError(
            f"The address {host} is not this machine's own, and nobody is asked who they are. "
            "If others are meant to reach it, say --allow-unauthenticated."
        )
    from app.application import create_app
    from app.cli.terminal import ShownLines
    from app.http.guards import Guards
    from app.http.serving.server import Server

    guards = Guards.read(door.environ, hosts=named(host, allow_host or ()), any_address=allow_unauthenticated)
    log = logging.StreamHandler()
    log.setFormatter(ShownLines())
    logging.getLogger("app").addHandler(log)
    with door.landskab() as landskab, listening(host, port) as listener:
        api = create_app(landskab, guards=guards)
        _ask_the_store(landskab, door, api.state.compile_pages)
        server = Server(api, ending=landskab.stop_importing, closing=landskab.store.close)
        address = f"http://{_bracketed(host)}:{listener.getsockname()[1]}/"
        door.note(door.say("Systemlandskab is on {address} (stop with Ctrl-C).").format(address=address))
        with suppress(KeyboardInterrupt):  # the way to stop it
            server.run(sockets=[listener])


def _ask_the_store(landskab: Landskab, door: Door, *more: Callable[[], None]) -> None:
    """What is wrong with the store is told at the start; one that is away may come while the service runs."""
    try:
        landskab.store.newest()
    except StoreRefuses:
        raise
    except StoreAway as away:
        door.note(f"{reason(away, door.say)} {door.say('The service starts all the same, and asks the store again.')}")
    Thread(target=warm_up, args=(landskab, *more), daemon=True).start()


def named(host: str, more: Sequence[str]) -> tuple[str, ...]:
    """The host names that the user gave: the one to answer on, where it is a name, and more.

    >>> named("0.0.0.0", ["landskab.example"]), named("it.example", [])
    (('landskab.example',), ('it.example',))
    """
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return (host, *more)
    return tuple(more)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address.

    >>> [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _bracketed(host: str) -> str:
    return f"[{host.strip('[]')}]" if ":" in host else host


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; `LandskabError` where it cannot."""
    plain = host.strip("[]")
    family = socket.AF_INET6 if ":" in plain else socket.AF_INET
    # With its protocol said, asyncio sends every piece of an answer at once (TCP_NODELAY).
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((plain, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise LandskabError(f"Port {port} is in use on {host}. Say another with --port.") from None
        raise LandskabError(f"The address {host} cannot be served: {error.strerror or error}") from None
    return listener
