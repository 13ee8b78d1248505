"""What the search field offers while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from app.language.i18n import translator
from app.web.words import PageWording
from model.folding import fold
from model.landscape.names import KINDS

if TYPE_CHECKING:
    from app.service.verbs import Landskab
    from app.web.rendering import PageRequest
    from model.landscape.landscape import Landscape

MOST = 12
FEW = 3
"""Vendors and contracts that stand below the systems where no kind is said."""


def suggestions(landskab: Landskab, asked: PageRequest, text: str) -> dict[str, Any]:
    """Things that a text may mean, systems first: `{"total", "items": [{"value", "name", "kind", "vendor", "unit"}]}`.

    `value` is what the address takes. `total` counts the systems, or the things of the kind that stands before a colon.
    """
    reader = PageWording(asked.landscape, translator(asked.lang), asked.lang)
    kind, colon, rest = text.partition(":")
    kind = fold(kind)
    if colon and kind in KINDS and kind != "system":
        found = _of_kind(asked.landscape, kind, rest)
        items = [_thing(reader, kind, id_) for id_ in islice(found, MOST)]
        return {"total": len(items) + sum(1 for _ in found), "items": items}
    words = rest if colon and kind == "system" else text
    systems = landskab.systems(words, limit=MOST, revision=asked.landscape.revision)
    items = [_system(reader, system.id) for system in systems.items]
    for other in ("vendor", "contract"):
        items += [_thing(reader, other, id_) for id_ in islice(_of_kind(asked.landscape, other, words), FEW)]
    return {"total": systems.total, "items": items}


def _of_kind(landscape: Landscape, kind: str, text: str) -> Iterator[str]:
    asked = fold(text)
    if not asked:
        return
    if kind == "vendor":
        spelled = (str(value) for value in landscape.tables["systems"].column("vendor").values)
        yield from sorted({fold(vendor) for vendor in spelled if asked in fold(vendor)})
        return
    table = landscape.tables[KINDS[kind]]
    names: Iterable[Any] = table.cells("name")
    for id_, name in zip(table.ids, names, strict=True):
        if asked in fold(id_) or (name and asked in fold(str(name))):
            yield id_


def _system(reader: PageWording, id_: str) -> dict[str, Any]:
    row = reader.landscape.system(id_)
    kind = row.kind or str(reader.landscape.kinds[reader.landscape.tables["systems"].index[id_]])
    unit = reader.landscape.name_of("units", row.unit) if row.unit else None
    return {
        "value": spelled(reader.landscape, "system", id_),
        "name": reader.system(id_),
        "kind": reader.word("kind", kind),
        "vendor": row.vendor,
        "unit": unit,
    }


def _thing(reader: PageWording, kind: str, id_: str) -> dict[str, Any]:
    name = reader.vendor(id_) if kind == "vendor" else reader.name(KINDS[kind], id_)
    vendor = reader.landscape.cell("contracts", id_, "vendor") if kind == "contract" else None
    value = spelled(reader.landscape, kind, name if kind == "vendor" else id_)
    return {"value": value, "name": name, "kind": kind_word(kind, reader), "vendor": vendor, "unit": None}


def kind_word(kind: str, reader: PageWording) -> str:
    """What kind of thing can be turned off, in the reader's language."""
    translate = reader.translate
    return {
        "system": translate("system"),
        "interface": translate("interface"),
        "flow": translate("flow"),
        "vendor": translate("vendor"),
        "contract": translate("contract"),
    }[kind]


def spelled(landscape: Landscape, kind: str, id_: str) -> str:
    """The shortest word that means exactly this thing in a question: its id, else with its kind in front."""
    if kind == "system" and landscape.names.only(id_) == (kind, id_):
        return id_
    return f"{kind}:{id_}"
