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
        """From `NEO4J_USERNAME` and `NEO4J_PASSWORD`, or the first line of the file that `NEO4J_PASSWORD_FILE` names.

        >>> Login.read({"NEO4J_PASSWORD": "secret"}).username
        'neo4j'
        """
        username = environ.get("NEO4J_USERNAME") or "neo4j"
        password = environ.get("NEO4J_PASSWORD") or _first_line(environ.get("NEO4J_PASSWORD_FILE"))
        if not password:
            raise InputError(
                "The store's password is not set. Set NEO4J_PASSWORD, or NEO4J_PASSWORD_FILE to a file that holds it."
            )
        return cls(username, password)


def _first_line(path: str | None) -> str:
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8").partition("\n")[0]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"NEO4J_PASSWORD_FILE names {path}, which cannot be read.") from error
