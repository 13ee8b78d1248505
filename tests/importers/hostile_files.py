"""Small files made to hurt whoever reads them: each ends in a sentence or an honest import, within memory and time."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests.importers.landscape_files.landscape_spellings import workbook_bytes, zip_bytes

Alter = Callable[[bytes], bytes]
SYSTEMS = b"id;name\na;A\n"
BOOK = workbook_bytes({"systems": [["id", "name"], ["a", "A"]]})
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True)
class Hostile:
    """A file by its name; `make` gives its bytes.

    key: of `importers.shared.problems.UNREADABLE` for a file that is refused as a whole, "" for one that is read, be
    it with problems.
    """

    name: str
    filename: str
    key: str
    make: Callable[[], bytes]


def packed(files: dict[str, bytes | list[bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP whose members may be given in pieces, so that a large one never stands whole in memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            with archive.open(name, "w", force_zip64=True) as member:
                for piece in [content] if isinstance(content, bytes) else content:
                    member.write(piece)
    return out.getvalue()


def book(**changes: Alter) -> bytes:
    """The small workbook with some parts altered: sheet, strings, styles, workbook, relations."""
    paths = {"sheet": SHEET, "strings": STRINGS, "styles": STYLES, "workbook": WORKBOOK, "relations": RELATIONS}
    parts = parts_of(BOOK)
    return zip_bytes(parts | {paths[part]: alter(parts[paths[part]]) for part, alter in changes.items()})


def parts_of(data: bytes) -> dict[str, bytes]:
    """The members of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def before(mark: bytes, new: bytes) -> Alter:
    """Something stands before a mark."""
    return lambda data: data.replace(mark, new + mark, 1)


def swap(old: bytes, new: bytes) -> Alter:
    """Something is something else."""

    def alter(data: bytes) -> bytes:
        assert old in data, (old, data[:300])
        return data.replace(old, new, 1)

    return alter


def rows(new: bytes) -> bytes:
    """The small workbook with more rows."""
    return book(sheet=before(b"</sheetData>", new))


def cell(address: str, *, row: str = "1048576", name: str = "r") -> bytes:
    """A row of one cell."""
    text = f'<row r="{row}"><c {name}="{address}" t="inlineStr"><is><t>x</t></is></c></row>'
    return text.encode()


def moved(path: str, target: str) -> bytes:
    """The sheet, with a far cell in it, lies elsewhere in the workbook."""
    parts = parts_of(BOOK)
    far = parts.pop(SHEET).replace(b"</sheetData>", cell("XFD1048576") + b"</sheetData>")
    relations = parts[RELATIONS].replace(b"/xl/worksheets/sheet1.xml", target.encode())
    assert relations != parts[RELATIONS] or target == "/xl/worksheets/sheet1.xml"
    return zip_bytes(parts | {path: far, RELATIONS: relations})


def several(names: list[str], new: bytes) -> bytes:
    """A workbook of many sheets, all but the first with more rows."""
    parts = parts_of(workbook_bytes({"systems": [["id", "name"], ["a", "A"]], **{name: [["x"]] for name in names}}))
    for at in range(2, len(names) + 2):
        path = f"xl/worksheets/sheet{at}.xml"
        parts[path] = parts[path].replace(b"</sheetData>", new + b"</sheetData>")
    return zip_bytes(parts)


def lying(data: bytes, *, offset: int, value: int, width: int = 4) -> bytes:
    """A field of the first entry in a ZIP's table of contents says something else."""
    changed = bytearray(data)
    at = changed.index(b"PK\x01\x02") + offset
    changed[at : at + width] = value.to_bytes(width, "little")
    return bytes(changed)


def overlapping() -> bytes:
    """A hundred entries of one and the same large member."""
    big = packed({"systems.csv": SYSTEMS + b"a;A\n" * 2_500_000})
    start, end = big.index(b"PK\x01\x02"), big.rindex(b"PK\x05\x06")
    entry, tail = big[start:end], bytearray(big[end:])
    entries = b"".join(entry.replace(b"systems.csv", f"table{at:02}.csv".encode()[-11:]) for at in range(100))
    tail[8:12] = (100).to_bytes(2, "little") * 2
    tail[12:16] = len(entries).to_bytes(4, "little")
    return big[:start] + entries + bytes(tail)


def same_name_twice() -> bytes:
    """A workbook with two sheets parts of one name, the second with a far cell."""
    out = io.BytesIO(BOOK)
    far = parts_of(BOOK)[SHEET].replace(b"</sheetData>", cell("XFD1048576") + b"</sheetData>")
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("XL/worksheets/Sheet1.xml", far)
    return out.getvalue()


def encrypted(data: bytes) -> bytes:
    """The first member says that it needs a password."""
    changed = bytearray(data)
    changed[6] |= 1
    changed[changed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def with_strings(content: bytes) -> bytes:
    """The workbook with shared strings of this content, of which the second is its name cell."""
    relation = (
        b'<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
    )
    relation += b'Target="sharedStrings.xml" Id="rId9"/>'
    parts = parts_of(rows(b'<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c></row>'))
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation + b"</Relationships>")
    space = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    head = b"" if content.startswith(b"<!DOCTYPE") else space
    return zip_bytes(parts | {STRINGS: head + content + b"</sst>"})


def noise(count: int) -> bytes:
    """Bytes that do not pack, so that what stands beside them is no hundredfold of the file."""
    return random.Random(5).randbytes(count)


def heavy(data: bytes, count: int) -> bytes:
    """The same ZIP with a picture in it that does not pack."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/media/image1.png", noise(count))
    return out.getvalue()
