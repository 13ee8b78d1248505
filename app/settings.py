"""What a person may set, read from the environment once by the composition root and passed on as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from model.errors import InputError

Language = Literal["da", "en"]
DEFAULT_STORE = "sqlite:///landskab.db"
QUESTIONS = ("LANDSKAB_SWITCH_COST", "LANDSKAB_LEAD_MONTHS", "LANDSKAB_THRESHOLD", "LANDSKAB_WINDOW_MONTHS")
SERVER_LOGIN = ("NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_PASSWORD_FILE", "NEO4J_AUTH_FILE")

LEAST_MEMORY: Final = 128
"""Megabytes; a reader takes two thirds of them before it has seen a file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take: megabytes of resident memory, and seconds by the clock on the wall."""

    memory: int
    seconds: int


OF_UPLOADS: Final = Limits(memory=1024, seconds=60)
OF_COMMANDS: Final = Limits(memory=4096, seconds=15 * 60)
AT_ONCE: Final = 3
"""Files that are read at once: two that take all their time keep nobody else waiting."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may set.

    `store`: URL; `lang`: what a person reads; `version`: the program's own; `server`: what the environment says of the
    login at a Neo4j server, neither shown nor compared; `questions`: what the questions fall back to, as it was said.
    `import_memory`, `import_seconds`: megabytes and seconds that reading one file may take, where not as usual;
    `imports_at_once`: how many are read at once.
    """

    store: str = DEFAULT_STORE
    lang: Language = "da"
    version: str = "0"
    server: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    questions: Mapping[str, str] = field(default_factory=dict)
    import_memory: int | None = None
    import_seconds: int | None = None
    imports_at_once: int = AT_ONCE

    @classmethod
    def read(cls, environ: Mapping[str, str], *, store: str | None = None, lang: str | None = None) -> Settings:
        """From the environment, what is said on the command line first.

        >>> Settings.read({"LANDSKAB_LANG": "en"}).lang
        'en'
        """
        from importlib.metadata import version

        chosen = (lang or environ.get("LANDSKAB_LANG") or "da").strip().lower()
        if chosen not in ("da", "en"):
            raise InputError(f"The language is 'da' or 'en', not {chosen!r}.")
        return cls(
            store=store or environ.get("LANDSKAB_STORE") or DEFAULT_STORE,
            lang="en" if chosen == "en" else "da",
            version=version("systemlandskab"),
            server={name: environ[name] for name in SERVER_LOGIN if name in environ},
            questions={name: environ[name] for name in QUESTIONS if name in environ},
            import_memory=_number(environ, "LANDSKAB_IMPORT_MEMORY", least=LEAST_MEMORY),
            import_seconds=_number(environ, "LANDSKAB_IMPORT_SECONDS"),
            imports_at_once=_number(environ, "LANDSKAB_IMPORTS_AT_ONCE") or AT_ONCE,
        )

    def limits(self, usual: Limits) -> Limits:
        """What reading one file may take.

        >>> Settings.read({"LANDSKAB_IMPORT_MEMORY": "512"}).limits(OF_UPLOADS)
        Limits(memory=512, seconds=60)
        """
        return Limits(self.import_memory or usual.memory, self.import_seconds or usual.seconds)


def _number(environ: Mapping[str, str], name: str, *, least: int = 1) -> int | None:
    """A setting that is a number; `None` where it is not set."""
    said = environ.get(name, "").strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 10 and int(said) >= least):
        raise InputError(f"{name} is a whole number from {least} on, not {said!r}.")
    return int(said)
