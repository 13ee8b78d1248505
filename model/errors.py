"""Every error the program raises on purpose, as one tree.

    LandskabError
    ├── InputError            the user's input: exit code 2, HTTP 4xx
    │   ├── UnknownName       a word that fits nothing; carries the nearest names
    │   ├── AmbiguousName     a word that fits several things
    │   ├── UnknownRevision   a revision number that the store does not hold
    │   ├── UnreadableFile    a file that is not what its name says
    │   └── ImportRefused     a file with errors, or one that takes away too much; carries the report's problems
    ├── NotNow                the program cannot take it on now; nothing was changed: exit code 1, HTTP 503
    │   ├── TooManyImports    too many files are being read, or the machine has no room for one more
    │   └── ServiceStopping   the service is about to end
    └── StoreError            the store: exit code 1, HTTP 503
        ├── StoreAway         it cannot be reached or does not answer now; a running service answers from what it has
        ├── StoreDamaged      what it keeps is not what was written
        ├── StoreConflict     someone else wrote in between
        └── StoreTooNew       written by a newer program

A message says what, where, and what to do. Errors are caught only at the doors (`app/`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.problem import Problem


class LandskabError(Exception):
    """Base of every error that is raised on purpose."""


class InputError(LandskabError):
    """What the user gave cannot be used; nothing was changed."""


class UnknownName(InputError):
    """No system, interface, flow, vendor or contract is called that.

    >>> str(UnknownName("KMD Aktv", nearest=["KMD Aktiv"]))
    "'KMD Aktv' is not in the landscape. Did you mean: KMD Aktiv?"
    """

    def __init__(self, text: str, *, nearest: Sequence[str] = ()) -> None:
        self.text = text
        self.nearest = tuple(nearest)
        hint = f" Did you mean: {', '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(f"{text!r} is not in the landscape.{hint}")


class AmbiguousName(InputError):
    """A word fits several things; `fits` are the spellings that say which.

    >>> str(AmbiguousName("KMD", fits=["system:kmd", "vendor:KMD"]))
    "'KMD' fits several: system:kmd, vendor:KMD. Write one of these instead."
    """

    def __init__(self, text: str, *, fits: Sequence[str]) -> None:
        self.text = text
        self.fits = tuple(fits)
        super().__init__(f"{text!r} fits several: {', '.join(self.fits)}. Write one of these instead.")


class UnknownRevision(InputError):
    """The store has no revision of that number."""

    def __init__(self, number: int, *, newest: int) -> None:
        self.number = number
        self.newest = newest
        have = f"the newest is {newest}" if newest else "the store is empty"
        super().__init__(f"There is no revision {number}; {have}.")


class UnreadableFile(InputError):
    """A file that is not there, not readable, or not what its name says."""


class ImportRefused(InputError):
    """An import that ended in errors; nothing was stored. `problems` are all of them."""

    def __init__(self, message: str, *, problems: Sequence[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(message)


class NotNow(LandskabError):
    """Nothing is wrong with what was asked, and nothing was changed; ask again in a while."""


class TooManyImports(NotNow):
    """Too many files are being read, or the machine has no room to read one more."""


class ServiceStopping(NotNow):
    """The service is about to end and takes nothing on any more."""


class StoreError(LandskabError):
    """The store is away, full, broken or not ours."""


class StoreAway(StoreError):
    """The store cannot be reached or does not answer now; nothing is wrong with what was asked."""


class StoreRefuses(StoreAway):
    """The store is there and does not let the program in; asked too often it shuts the user out for everybody."""


class StoreDamaged(StoreError):
    """What is kept is not what was written."""


class StoreConflict(StoreError):
    """Someone else wrote to the store since it was read; ask again."""


class StoreTooNew(StoreError):
    """The store was written by a newer program."""
