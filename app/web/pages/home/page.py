"""What the first page offers: the things already chosen, and systems to start with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.language.i18n import translator
from app.web.pages.systems.suggest import kind_word, spelled
from app.web.words import PageWording
from model.landscape.names import KINDS
from visualisations.wording.shown_names import shown_name

if TYPE_CHECKING:
    from app.web.rendering import PageRequest
    from model.landscape.landscape import Landscape

OFFERED = 8


@dataclass(frozen=True, slots=True)
class Chip:
    """A thing already chosen, and the address without it. `known` is false where nothing is called that."""

    value: str
    name: str
    kind: str
    without: str
    known: bool


@dataclass(frozen=True, slots=True)
class Start:
    """A system to start with: its address value, what makes it interesting in numbers or a date."""

    value: str
    name: str
    users: int
    ends: date | None
    lifecycle: str


def home_values(asked: PageRequest) -> dict[str, Any]:
    """What the template of the first page is given."""
    reader = PageWording(asked.landscape, translator(asked.lang), asked.lang)
    return {
        "chips": chips(asked, reader),
        "at": asked.address.get("at") or "",
        "leaving": _leaving(asked.landscape),
        "connected": _connected(asked.landscape),
        "counts": {table: len(asked.landscape.tables[table]) for table in ("systems", "flows", "contracts", "units")},
    }


def chips(asked: PageRequest, reader: PageWording) -> list[Chip]:
    """The things that the address has already."""
    words = asked.address.all("what")
    return [_chip(asked, reader, word, [other for other in words if other != word]) for word in words]


def _chip(asked: PageRequest, reader: PageWording, word: str, others: list[str]) -> Chip:
    without = asked.address.also("/", what=others)
    meant = asked.landscape.names.only(word)
    if meant is None:
        return Chip(word, word, "", without, known=False)
    kind, id_ = meant
    name = reader.vendor(id_) if kind == "vendor" else reader.name(KINDS[kind], id_)
    return Chip(word, name, kind_word(kind, reader), without, known=True)


def _connected(landscape: Landscape) -> list[Start]:
    """The systems that most flows come from or pass through."""
    users: Counter[str] = Counter()
    for column in (landscape.tables["flows"].column(field) for field in ("provider", "via")):
        for code, count in Counter(column.codes.tolist()).items():  # by code: a national table has a million rows
            value = column.values[code] if code >= 0 else ()
            for system in value if isinstance(value, tuple) else (value,):
                users[str(system)] += count
    most = sorted(users.items(), key=lambda one: (-one[1], one[0]))[:OFFERED]
    return [_start(landscape, id_, count) for id_, count in most]


def _leaving(landscape: Landscape) -> list[Start]:
    """The systems that are being phased out, the first to go first."""
    systems = landscape.tables["systems"]
    rows = zip(systems.ids, systems.cells("lifecycle"), systems.cells("in_use_to"), strict=True)
    going = [
        (ends if isinstance(ends, date) else date.max, id_)
        for id_, lifecycle, ends in rows
        if lifecycle == "phasing_out" or (ends is not None and lifecycle != "retired")
    ]
    return [_start(landscape, id_, 0) for _, id_ in sorted(going)[:OFFERED]]


def _start(landscape: Landscape, id_: str, users: int) -> Start:
    ends = landscape.cell("systems", id_, "in_use_to")
    return Start(
        value=spelled(landscape, "system", id_),
        name=shown_name(landscape, "systems", id_),
        users=users,
        ends=ends if isinstance(ends, date) else None,
        lifecycle=str(landscape.cell("systems", id_, "lifecycle") or ""),
    )
