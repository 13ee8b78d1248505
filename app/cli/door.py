"""What every command shares: where it writes, in which language, and over which store."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.composition import compose
from app.language.i18n import translator
from app.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from app.service.verbs import Landskab

WIDE = 120
"""Columns where no terminal says how wide it is."""


@dataclass(frozen=True, slots=True)
class Door:
    """The command line's own context: settings, language, and the two streams."""

    settings: Settings
    environ: Mapping[str, str]
    out: Console
    err: Console

    @classmethod
    def open(cls, environ: Mapping[str, str], *, store: str | None, lang: str | None) -> Door:
        """From the environment and the options before the verb; raises `InputError`."""
        settings = Settings.read(environ, store=store, lang=lang)
        return cls(settings, environ, _console(environ, stderr=False), _console(environ, stderr=True))

    @property
    def lang(self) -> str:
        """The language of what a person reads."""
        return self.settings.lang

    def say(self, text: str) -> str:
        """An English sentence in that language."""
        return translator(self.lang)(text)

    @contextmanager
    def landskab(self, *, as_json: bool = False, store: str | None = None) -> Iterator[Landskab]:
        """The verbs, over another store if one is said; the store is let go of at the end.

        JSON is the same in every language.
        """
        settings = replace(self.settings, store=store or self.settings.store)
        landskab = compose(settings, translate=str if as_json else None)
        try:
            yield landskab
        finally:
            landskab.store.close()

    @contextmanager
    def working(self, text: str) -> Iterator[Callable[[str], None]]:
        """Shows on a terminal that something takes its time, and what; gives what shows another text there."""
        if not self.err.is_terminal:
            yield _unseen
            return
        from rich.markup import escape

        with self.err.status(escape(self.say(text))) as status:
            yield lambda text: status.update(escape(text))

    def json(self, document: Any) -> None:
        """One JSON document on standard output."""
        from app.http.json_stream import json_bytes

        self.bytes([json_bytes(document)])

    def bytes(self, chunks: Iterable[bytes]) -> None:
        """Bytes as they are on standard output."""
        sys.stdout.flush()
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()

    def note(self, text: str) -> None:
        """A line for the person, beside the answer."""
        self.err.print(text, markup=False, highlight=False, soft_wrap=True)


def _unseen(text: str) -> None:
    """Where nobody looks on, a text that says what is being done goes nowhere."""


def _console(environ: Mapping[str, str], *, stderr: bool) -> Console:
    from app.cli.terminal import Terminal

    stream = sys.stderr if stderr else sys.stdout
    on_terminal = stream.isatty()
    width = None if on_terminal else _width(environ)
    return Terminal(
        file=stream,
        width=width,
        force_terminal=on_terminal,
        no_color=bool(environ.get("NO_COLOR")),
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )


def _width(environ: Mapping[str, str]) -> int:
    columns = environ.get("COLUMNS", "")
    return int(columns) if columns.isdigit() and int(columns) >= 40 else WIDE
