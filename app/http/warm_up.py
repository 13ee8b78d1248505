"""What a server does while nobody asks yet, so that who asks first does not wait for it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from model.errors import LandskabError

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.service.verbs import Landskab


def warm_up(landskab: Landskab, *more: Callable[[], None]) -> None:
    """Load the newest landscape, compile the engine's passes, and do what else makes the first answer quick.

    The landscape comes first: there is something to answer from then, should the store go away. Who asks meanwhile is
    answered by plain Python, or waits for the same compiled passes where the landscape is large.
    """
    with suppress(LandskabError):  # who asks first is told
        landskab.landscape()
    from model.landscape.ready import make_ready

    make_ready()
    with suppress(LandskabError):
        _lay_out(landskab)
    for step in more:
        step()


def _lay_out(landskab: Landskab) -> None:
    """The newest landscape as the engine needs it, before the first question of it."""
    from model.graph.fall import before

    before(landskab.landscape().graph, None)


if __name__ == "__main__":  # when an image is built, so that it brings the machine code and the read catalogue with it
    from app.language.i18n import LANGUAGES, translator
    from model.landscape.ready import make_ready

    for language in LANGUAGES:
        translator(language)
    make_ready()
