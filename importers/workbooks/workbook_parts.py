"""Which part of a workbook each sheet is, as the workbook's own relationships say."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator

from importers.workbooks.xml_parts import ElementReader, StrangeXml, local, walk

HELD_LIMIT = 128 << 20
"""Bytes of a part that is held whole while the workbook is read."""
_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_HELD = (_BOOK, _RELATIONS, "xl/sharedstrings.xml", "xl/styles.xml")


class WorkbookParts:
    """The members of a workbook by name, in any case; a name that stands twice is damage (`StrangeXml`)."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self._members: dict[str, zipfile.ZipInfo] = {}
        for info in archive.infolist():
            if self._members.setdefault(_key(info.filename), info) is not info:
                raise StrangeXml(info.filename)

    def get(self, path: str) -> zipfile.ZipInfo | None:
        """The member of a path."""
        return self._members.get(_key(path))

    def held(self) -> Iterator[zipfile.ZipInfo]:
        """Those that are held whole while the workbook is read."""
        yield from (info for info in map(self.get, _HELD) if info is not None)

    def sheets(self) -> list[tuple[str, str]]:
        """Name and relationship of every sheet, in the workbook's order."""
        found: list[tuple[str, str]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "sheet":
                ids = [value for key, value in attributes.items() if local(key) == "id"]
                found.append((attributes.get("name", ""), ids[0] if ids else ""))

        self._walk(_BOOK, _Told(start))
        return found

    def targets(self) -> dict[str, list[zipfile.ZipInfo]]:
        """Relationship -> the members that its target can be read as: by the standard, and as it is often taken."""
        found: dict[str, list[zipfile.ZipInfo]] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                members = map(self.get, _paths(attributes.get("Target", "")))
                found.setdefault(attributes.get("Id", ""), []).extend(info for info in members if info is not None)

        self._walk(_RELATIONS, _Told(start))
        return found

    def _walk(self, path: str, reader: ElementReader) -> None:
        info = self.get(path)
        if info is None:
            raise StrangeXml(path)
        walk(self.archive, info, reader)


class _Told:
    """Elements by their names without prefix."""

    def __init__(self, told: Callable[[str, dict[str, str]], None]) -> None:
        self.begun = 0
        self._told = told

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.begun += 1
        self._told(local(name), attributes)


def _key(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").casefold()


def _paths(target: str) -> list[str]:
    """Every path that a target can mean, beside `xl/workbook.xml`.

    >>> _paths("/xl/sheets/s.xml"), _paths("../xl/./s.xml")
    (['xl/sheets/s.xml'], ['xl/s.xml'])
    """
    standard = target if target.startswith("/") else posixpath.join("xl", target)
    taken = target if target.lower().lstrip("/").startswith("xl/") else posixpath.join("xl", target.lstrip("/"))
    resolved = (posixpath.normpath(path.replace("\\", "/")).lstrip("/") for path in (standard, taken, target))
    return list(dict.fromkeys(path for path in resolved if not path.startswith("..")))
