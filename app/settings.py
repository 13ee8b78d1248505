"""What a person may set, read from the environment once by the composition root and passed on as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from model.errors import InputError

Language = Literal["da", "en"]
DEFAULT_STORE = "sqlite:///landskab.db"
QUESTIONS = ("LANDSKAB_SWITCH_COST", "LANDSKAB_LEAD_MONTHS", "LANDSKAB_THRESHOLD", "LANDSKAB_WINDOW_MONTHS")
SERVER_LOGIN = ("NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_PASSWORD_FILE", "NEO4J_AUTH_FILE")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may set.

    `store`: URL; `lang`: what a person reads; `version`: the program's own; `server`: what the environment says of the
    login at a Neo4j server, neither shown nor compared; `questions`: what the questions fall back to, as it was said.
    """

    store: str = DEFAULT_STORE
    lang: Language = "da"
    version: str = "0"
    server: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    questions: Mapping[str, str] = field(default_factory=dict)

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
        )
