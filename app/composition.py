"""The composition root: from settings to the verbs, the one place that knows which store there is."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from app.language.i18n import translator
from app.settings import Settings
from model.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.service.verbs import Landskab


def compose(settings: Settings, *, translate: Callable[[str], str] | None = None) -> Landskab:
    """The verbs over the store that the settings name; nothing is read from it yet.

    `translate` puts an import's messages into a language, that of the settings if none is said. Raises `InputError`
    for a URL that no store understands, or that holds a password.
    """
    from app.service.verbs import Landskab  # the engine is slow to import; `landskab --help` does without
    from stores.opening import open_store

    refuse_password(settings.store)
    store = open_store(settings.store, settings.server)
    return Landskab(store, settings, translate=translate or translator(settings.lang))


def spare_collector() -> None:
    """Let the collector of unreachable cycles look less often; for a program's start.

    A national landscape and its answers are millions of lasting objects and hardly a cycle, and looking through them
    again and again took a third of the time of a long answer.
    """
    gc.set_threshold(100_000, 50, 100)


def refuse_password(url: str) -> None:
    """A URL with a password would stand in the shell's history and in the list of processes.

    >>> refuse_password("sqlite:///a.db"), refuse_password("neo4j://user@host:7687")
    (None, None)
    """
    user = url.partition("//")[2].partition("/")[0].rpartition("@")[0]
    if ":" in user:
        raise InputError("The store's address must hold no password: others can read it there. Leave it out.")
