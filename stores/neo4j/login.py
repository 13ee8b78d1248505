"""Who the program is to a server, from the environment only: neither an address nor a command line holds a password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from model.errors import InputError


@dataclass(frozen=True, slots=True)
class Login:
    """A user name and a password, which is never shown.

    >>> Login("neo4j", "secret")
    Login(username='neo4j')
    """

    username: str = "neo4j"
    password: str = field(default="", repr=False)

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Login:
        """From `NEO4J_USERNAME` and `NEO4J_PASSWORD`, or the first line of a file that the environment names.

        `NEO4J_PASSWORD_FILE` names one that holds the password; `NEO4J_AUTH_FILE` one that holds `neo4j/PASSWORD`,
        the form that Neo4j's own container reads.

        >>> Login.read({"NEO4J_PASSWORD": "secret"}).username
        'neo4j'
        """
        named = ""
        password = environ.get("NEO4J_PASSWORD") or _first_line(environ, "NEO4J_PASSWORD_FILE")
        if not password:
            named, _, password = _first_line(environ, "NEO4J_AUTH_FILE").partition("/")
        if not password:
            raise InputError(
                "The store's password is not set. Set NEO4J_PASSWORD, or NEO4J_PASSWORD_FILE to a file that holds it."
            )
        return cls(environ.get("NEO4J_USERNAME") or named or "neo4j", password)


def _first_line(environ: Mapping[str, str], variable: str) -> str:
    """The first line of the file that the variable names; nothing where it names none."""
    path = environ.get(variable)
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8").partition("\n")[0]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{variable} names {path}, which cannot be read.") from error
