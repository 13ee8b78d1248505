"""Which styles of a workbook show a number as a percent."""

from __future__ import annotations

import re

from importers.workbooks.workbook_parts import WorkbookParts
from importers.workbooks.xml_parts import StrangeXml, local, walk

STYLES_LIMIT = 65_536
"""More than a spreadsheet program can hold."""
_BUILT_IN = frozenset({"9", "10"})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^][]*\]')


def percent_styles(parts: WorkbookParts) -> frozenset[str]:
    """The numbers of the cell styles that are percents, as cells name them; raises `StrangeXml` for far too many."""
    info = parts.get("xl/styles.xml")
    if info is None:
        return frozenset()
    reader = _Styles()
    walk(parts.archive, info, reader)
    return frozenset(str(place) for place, number in enumerate(reader.cells) if number in reader.percents)


def is_percent(code: str) -> bool:
    r"""Whether a number format shows percents; what is quoted in it only looks so.

    >>> is_percent("0.0%"), is_percent('0" %"'), is_percent("0\\%")
    (True, False, False)
    """
    return "%" in _QUOTED.sub("", code)


class _Styles:
    def __init__(self) -> None:
        self.begun = 0
        self.cells: list[str] = []
        self.percents = set(_BUILT_IN)
        self._within = ""
        self._formats = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.begun += 1
        name = local(name)
        if name == "xf" and self._within == "cellXfs":
            self.cells.append(attributes.get("numFmtId", "0"))
        elif name == "numFmt":
            self._formats += 1
            self.percents.discard(attributes.get("numFmtId", ""))
            if is_percent(attributes.get("formatCode", "")):
                self.percents.add(attributes.get("numFmtId", ""))
        elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            self._within = name
        if len(self.cells) > STYLES_LIMIT or self._formats > STYLES_LIMIT:
            raise StrangeXml("styles")
