"""What went wrong at a Neo4j server, as a sentence for the person who waits. None holds a user name or password."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from neo4j.exceptions import DriverError, Neo4jError

from model.errors import StoreAway, StoreError, StoreRefuses

_NOTHING = "Nothing was stored"
SILENT = "the server does not answer. See that it runs and can be reached."
"""Also of a server that stands still."""
UNSTORED = f"{SILENT} {_NOTHING}."
"""The same in the middle of an import."""
_READ_ONLY = (
    f"this server may only be read. {_NOTHING}. Write to one that may be written; in a cluster, an address that"
    " begins with neo4j:// finds it."
)
_STOPPED = (
    "the server has stopped its database after an error of its own. See that its disk is not full, then start it anew."
)
_WORDS: Mapping[str, tuple[type[StoreError], str]] = MappingProxyType(
    {
        "CredentialsExpired": (
            StoreRefuses,
            (
                "the server wants the password changed before it is used. Change it there, in Neo4j Browser, and then"
                " in NEO4J_PASSWORD."
            ),
        ),
        "AuthenticationRateLimit": (
            StoreRefuses,
            (
                "the server refuses every login for some seconds, for several were wrong. Check NEO4J_USERNAME and the"
                " password, and try again in a while."
            ),
        ),
        "AuthError": (StoreRefuses, "the server refuses the login. Check NEO4J_USERNAME and the password."),
        "Forbidden": (StoreError, f"the user may not do this there. {_NOTHING}. Give it the right to read and write."),
        "ConfigurationError": (StoreError, "the address or its encryption does not fit the server."),
        "IncompleteCommit": (
            StoreAway,
            "the connection broke at the very end. Look in the history whether the revision was stored.",
        ),
        "BoltSecurityError": (
            StoreAway,
            "no encrypted connection comes about. See that it runs, that it encrypts, and which certificate it has.",
        ),
        "ServiceUnavailable": (StoreAway, SILENT),
        "SessionExpired": (StoreAway, SILENT),
        "ConnectionPoolError": (StoreAway, SILENT),
        "DatabaseUnavailable": (StoreAway, SILENT),
        "OSError": (StoreAway, SILENT),
        "WriteOnReadOnlyAccessDatabase": (StoreError, _READ_ONLY),
        "ForbiddenOnReadOnlyDatabase": (StoreError, _READ_ONLY),
        "NotALeader": (StoreError, _READ_ONLY),
        "TransactionLogError": (
            StoreError,
            f"the server cannot write to its disk, which may be full. {_NOTHING}. Make room there and start it anew.",
        ),
        "TransactionStartFailed": (StoreAway, _STOPPED),
        "DatabasePanic": (StoreAway, _STOPPED),
        "TransientError": (
            StoreAway,
            "the server is too busy or short of memory ({code}). Try again in a while.",
        ),
    }
)
"""Class of the error, or the last word of its code -> what is raised, and what it says; the first that fits counts."""
_OTHER = (StoreError, f"the server answered {{code}}. Its own log says more. {_NOTHING}.")


def in_words(error: DriverError | Neo4jError | OSError, url: str) -> StoreError:
    """The error that the program raises instead.

    >>> from neo4j.exceptions import ServiceUnavailable
    >>> in_words(ServiceUnavailable("refused"), "bolt://localhost:7687")
    StoreAway('The store bolt://localhost:7687: the server does not answer. See that it runs and can be reached.')
    """
    names = set(_names(error))
    kind, text = next((said for name, said in _WORDS.items() if name in names), _OTHER)
    code = getattr(error, "code", None) or type(error).__name__
    return kind(f"The store {url}: {text.format(code=code)}")


def _names(error: BaseException | None) -> Iterator[str]:
    """What the error is called, with all of its kinds, and what it came from."""
    if error is not None:
        yield from (kind.__name__ for kind in type(error).__mro__)
        yield str(getattr(error, "code", None)).rpartition(".")[2]
        for one in (error.__cause__, *getattr(error, "exceptions", ())):
            yield from _names(one)
