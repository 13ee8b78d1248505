"""Names as every door shows them: a catalogue service with its number, a purpose without the remark behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape

_NUMBER = re.compile(r"SF\d\w*")
_REMARK = re.compile(r"(?<!\s)\s*+\([^()]*\)$")
_ENGLISH = re.compile(
    r"\b(the|of|and|is|to|in|only|not|with|from|found|named|inferred|assumed|unknown|unverified|after|places?|issues)\b",
    re.IGNORECASE,
)
"""Words that no Danish remark has."""


def shown_name(landscape: Landscape, table: str, id_: str) -> str:
    """The name of a row; of one that the catalogue alone has, behind its number if it is a service.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> from model.landscape.landscape import Landscape
    >>> landscape = Landscape(State().with_batch(Batch.of("hand", systems={"a": {"name": "A"}})))
    >>> shown_name(landscape, "systems", "a"), shown_name(landscape, "systems", "nowhere")
    ('A', 'nowhere')
    >>> shown_name(landscape, "systems", "SF1520")
    'SF1520 · CPR replika opslag (PersonBaseDataExtended + CPRQuery)'
    """
    if table == "data_objects":
        return object_name(landscape, id_)
    name = landscape.cell(table, id_, "name")
    if name is None and table == "systems" and (table, id_) not in landscape:
        entry = landscape.catalogue.entry(id_)
        return id_ if entry is None else _numbered(id_, entry.name)
    if name is None:
        return id_
    return _numbered(id_, str(name)) if landscape.added.get(table, {}).get(id_) == "catalogue" else str(name)


def object_name(landscape: Landscape, id_: str) -> str:
    """The name of a kind of data: the municipality's, else the catalogue's, else its id.

    >>> from model.claims.state import State; from model.landscape.landscape import Landscape
    >>> object_name(Landscape(State()), "adgang.token"), object_name(Landscape(State()), "own")
    ('Sikkerhedstoken', 'own')
    """
    own = landscape.cell("data_objects", id_, "name")
    entry = landscape.catalogue.data_objects.get(id_)
    return str(own) if own is not None else entry.name if entry is not None else id_


def _numbered(id_: str, name: str) -> str:
    return f"{id_} · {name}" if _NUMBER.fullmatch(id_) and not name.startswith(id_) else name


_LAST = str.maketrans({"æ": "\U0010fffb", "ä": "\U0010fffb", "ø": "\U0010fffc", "ö": "\U0010fffc", "å": "\U0010fffd"})


def danish_order(name: str) -> str:
    """What names are sorted by in a Danish list: Æ, Ø and Å after Z, large and small letters alike.

    >>> sorted(["Ås", "Øst", "ære", "Zeta", "alfa"], key=danish_order)
    ['alfa', 'Zeta', 'ære', 'Øst', 'Ås']
    """
    return name.casefold().translate(_LAST)


def purpose_name(landscape: Landscape, id_: str, lang: str) -> str:
    """What the catalogue calls a purpose, in Danish without the remark that stands in brackets behind it.

    >>> from model.landscape.landscape import Landscape; from model.claims.state import State
    >>> nothing = Landscape(State())
    >>> [purpose_name(nothing, "management_information", lang) for lang in ("da", "en")]
    ['Ledelsesinformation/BI', 'Management information (BI)']
    >>> purpose_name(nothing, "own", "en")
    'own'
    """
    entry = landscape.catalogue.capabilities.get(id_)
    if entry is None:
        return id_
    return _REMARK.sub("", entry.name) if lang == "da" else entry.english


def in_english(text: str, lang: str) -> bool:
    """Whether a remark of the catalogue, which is in either language, is English to a reader of another.

    >>> in_english("title only", "da"), in_english("afregnes pr. kald", "da"), in_english("title only", "en")
    (True, False, False)
    """
    return lang != "en" and _ENGLISH.search(text) is not None
