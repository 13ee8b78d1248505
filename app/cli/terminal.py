"""What reaches a terminal: no text of a landscape, a file or an argument is obeyed there; it is shown."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.segment import Segment
from rich.text import Text

from model.hidden import shown

if TYPE_CHECKING:
    from rich.console import ConsoleOptions, RenderableType


class Terminal(Console):
    """A console on which control characters and marks of direction are shown as their numbers."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What is written, piece by piece; only the console's own pieces control the terminal."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(shown(piece.text), piece.style)


def words(text: str, style: str = "") -> Text:
    r"""A text for a console, as wide as it will be when it is shown.

    >>> words("a\x1b[31m").plain
    'a\\x1b[31m'
    """
    return Text(shown(text), style=style)


class ShownLines(logging.Formatter):
    """Lines of the log, in which what came from outside is shown too."""

    def format(self, record: logging.LogRecord) -> str:
        """One record."""
        return shown(super().format(record))
