"""How a field of an entity is declared: its kind, what it refers to, and its headings.

The entities in `model.claims.entities` annotate every field with a `Field`; headings, closed words, importers, exports,
the template and the documentation are derived from those declarations and from nothing else.
Source of the columns: the landscape file format, one table per entity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

Kind = Literal["text", "texts", "ref", "refs", "number", "date", "dates", "flag", "word", "words", "needed"]
Value = str | float | bool | date | tuple[str, ...] | tuple[date, ...]
"""What a cell holds once it is read; a blank cell holds nothing (`None`)."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table.

    kind: text, texts (several, `|`), ref and refs (to `target`), number (>= 0), date, dates, flag (yes or no),
    word (of the closed list `words`), words (several of an open list with known spellings), needed (count or percent).
    danish: headings accepted beside the field's own name; the first is the one that is written.
    """

    kind: Kind
    danish: tuple[str, ...] = ()
    target: str | None = None
    required: bool = False
    words: str | None = None
    united: bool = False
    help: tuple[str, str] = ("", "")

    @property
    def several(self) -> bool:
        """Whether a cell holds several values separated by `|`."""
        return self.kind in ("texts", "refs", "dates", "words")


def _words(**danish: str) -> Mapping[str, str]:
    return MappingProxyType(danish)


VOCABULARIES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "kind": _words(
            application="fagsystem",
            register="register",
            copy_register="kopiregister",
            platform="platform",
            support="støttesystem",
            self_service="selvbetjening",
            management_information="ledelsesinformation",
        ),
        "lifecycle": _words(
            planned="planlagt",
            phasing_in="indfases",
            operational="i drift",
            phasing_out="udfases",
            retired="udfaset",
        ),
        "need": _words(required="påkrævet", supporting="støttende", unknown="ukendt"),
        "mode": _words(automatic="automatisk", file="fil", manual="manuel", unknown="ukendt"),
        "witness": _words(vendor="leverandør", municipality="kommune", observed="observeret"),
    }
)
"""Closed lists: word in code -> Danish word. `witness` (declared_by, documented_by) is open: other words are kept."""


def affirmed(capabilities: Value | None) -> list[str]:
    """The words of a cell that says what a system is for, without `not:x` and the x that it takes back.

    >>> affirmed(("sms", "mail", "not:sms"))
    ['mail']
    """
    words = list(dict.fromkeys(map(str, capabilities))) if isinstance(capabilities, tuple) else []
    return [word for word in words if not word.startswith("not:") and f"not:{word}" not in words]


def texts(value: Value | None) -> tuple[str, ...]:
    """The texts of a cell that may hold several; none of a blank one.

    >>> texts(("sms", "gis")), texts(None)
    (('sms', 'gis'), ())
    """
    return tuple(map(str, value)) if isinstance(value, tuple) else ()
