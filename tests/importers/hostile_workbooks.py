"""Hostile workbooks: cells far away, entities, bombs, parts that are not where they should be."""

from __future__ import annotations

from tests.importers.hostile_files import (
    BOOK,
    RELATIONS,
    SHEET,
    STYLES,
    WORKBOOK,
    Hostile,
    before,
    book,
    cell,
    encrypted,
    heavy,
    lying,
    moved,
    packed,
    parts_of,
    rows,
    same_name_twice,
    several,
    swap,
    with_strings,
    zip_bytes,
)

LAUGHS = b"<!DOCTYPE sst [<!ENTITY a 'ha'>" + b"".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>".encode() for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
OUTSIDE = b"<!DOCTYPE sst [<!ENTITY i SYSTEM 'file:///etc/passwd'>"
SAID = b"]><sst><si><t>&i;</t></si><si><t>A</t></si>"
SPARSE = b'<row r="1048576"><c r="AL1048576"><v>1</v></c></row>'
DOCTYPE = b"<!DOCTYPE worksheet [<!ENTITY x 'x'>]>"
STRICT = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
)
DENIED = b'<row r="1048576"><c r="SF1"><v>1</v></c><c r="A1"/><c><v>1</v></c></row>'
BACK = b'<row r="3">' + b'<c r="A3"/>' * 600 + b"<c><v>1</v></c></row>"
NO_RESULT = b'<row r="3"><c r="A3" t="str"><f>1</f><v>b</v></c><c r="B3"><f>1+1</f></c></row>'
OUTER = "../../../etc/passwd"
Relation = b'<Relationship Type="x" Target="s%d.xml" Id="x%d"/>'


def utf16() -> bytes:
    """The sheet's part is UTF-16."""
    text = '<?xml version="1.0" encoding="UTF-16"?>' + parts_of(BOOK)[SHEET].decode()
    return book(
        sheet=lambda _: text.replace("</sheetData>", cell("XFD1048576").decode() + "</sheetData>").encode("utf-16")
    )


def prefixed() -> bytes:
    """Every element of the sheet has a prefix."""
    far = parts_of(BOOK)[SHEET].replace(b"</sheetData>", cell("XFD1048576") + b"</sheetData>")
    text = far.replace(b"</", b"\0").replace(b"<", b"<x:").replace(b"\0", b"</x:").replace(b"xmlns=", b"xmlns:x=")
    return book(sheet=lambda _: text)


def many(piece: bytes, times: int) -> bytes:
    """The same over and over."""
    return piece * times


WORKBOOKS = [
    Hostile("far-cell", "x.xlsx", "too_wide", lambda: rows(cell("XFD1048576"))),
    Hostile(
        "far-cell-spaced",
        "x.xlsx",
        "too_wide",
        lambda: rows(cell("XFD1048576", name="r = ").replace(b"r = =", b"r = ")),
    ),
    Hostile("far-cell-lower-case", "x.xlsx", "too_wide", lambda: rows(cell("xfd1048576"))),
    Hostile("far-cell-other-part", "x.xlsx", "too_wide", lambda: moved("xl/sheets/s1.xml", "sheets/s1.xml")),
    Hostile("far-cell-absolute-part", "x.xlsx", "too_wide", lambda: moved("xl/odd/s1.xml", "/xl/odd/s1.xml")),
    Hostile("far-cell-case-part", "x.xlsx", "too_wide", lambda: moved("XL/Odd/S1.XML", "odd/s1.xml")),
    Hostile("far-cell-dotted-part", "x.xlsx", "too_wide", lambda: moved("xl/odd/s1.xml", "./a/../odd/s1.xml")),
    Hostile("row-4294967290", "x.xlsx", "too_long", lambda: rows(cell("A4294967290", row="4294967290"))),
    Hostile("row-99999999", "x.xlsx", "too_long", lambda: rows(cell("A99999999", row="99999999"))),
    Hostile("row-of-200-digits", "x.xlsx", "damaged_workbook", lambda: rows(cell("A1", row="9" * 200))),
    Hostile("row-only-in-the-cell", "x.xlsx", "too_long", lambda: rows(cell("A1048577", row="3"))),
    Hostile(
        "far-cell-cv", "x.xlsx", "sparse_workbook", lambda: rows(cell("CV1048576", name="r =").replace(b"==", b"="))
    ),
    Hostile("column-xfe", "x.xlsx", "too_wide", lambda: rows(cell("XFE3", row="3"))),
    Hostile("column-of-7-letters", "x.xlsx", "too_wide", lambda: rows(cell("AAAAAAA3", row="3"))),
    Hostile("stray-cell-xfd3", "x.xlsx", "too_wide", lambda: rows(cell("XFD3", row="3"))),
    Hostile("formatted-blanks-to-xfd", "x.xlsx", "", lambda: rows(b'<row r="3"><c r="XFD3" s="0"/></row>')),
    Hostile(
        "cells-without-address",
        "x.xlsx",
        "too_wide",
        lambda: rows(b"<row>" + many(b"<c><v>1</v></c>", 20_000) + b"</row>"),
    ),
    Hostile("rows-without-number", "x.xlsx", "too_long", lambda: rows(many(b"<row/>", 1_100_000))),
    Hostile("sparse-al", "x.xlsx", "sparse_workbook", lambda: rows(SPARSE)),
    Hostile("ten-sparse-other-sheets", "x.xlsx", "", lambda: several([f"Ark{at}" for at in range(9)], SPARSE)),
    Hostile(
        "5001-sheets",
        "x.xlsx",
        "too_many_sheets",
        lambda: book(
            workbook=before(
                b"</sheets>",
                b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (at, at) for at in range(2, 5002)),
            )
        ),
    ),
    Hostile(
        "strict-names",
        "x.xlsx",
        "too_wide",
        lambda: book(sheet=lambda data: before(b"</sheetData>", cell("XFD9"))(swap(*STRICT)(data))),
    ),
    Hostile("prefixed-elements", "x.xlsx", "too_wide", prefixed),
    Hostile("utf-16-part", "x.xlsx", "too_wide", utf16),
    Hostile(
        "unknown-encoding",
        "x.xlsx",
        "damaged_workbook",
        lambda: book(sheet=lambda d: b'<?xml version="1.0" encoding="x"?>' + d),
    ),
    Hostile("doctype-in-sheet", "x.xlsx", "damaged_workbook", lambda: book(sheet=lambda data: DOCTYPE + data)),
    Hostile("billion-laughs", "x.xlsx", "damaged_workbook", lambda: with_strings(LAUGHS + SAID)),
    Hostile("entity-from-outside", "x.xlsx", "damaged_workbook", lambda: with_strings(OUTSIDE + SAID)),
    Hostile("strings-bomb", "x.xlsx", "too_packed", lambda: with_strings(many(b"<si><t>x</t></si>", 6_000_000))),
    Hostile(
        "strings-bomb-in-a-large-file",
        "x.xlsx",
        "",
        lambda: heavy(with_strings(many(b"<si><t>x</t></si>", 5_000_000)), 1 << 20),
    ),
    Hostile(
        "one-string-of-120-mb",
        "x.xlsx",
        "",
        lambda: heavy(with_strings(b"<si><t>" + many(b"x", 120_000_000) + b"</t></si><si><t>B</t></si>"), 2 << 20),
    ),
    Hostile(
        "strings-of-140-mb",
        "x.xlsx",
        "too_large_part",
        lambda: heavy(with_strings(many(b"<si/>", 28_000_000)), 2 << 20),
    ),
    Hostile(
        "styles-bomb", "x.xlsx", "", lambda: book(styles=before(b"</cellXfs>", many(b'<xf numFmtId="0"/>', 2_000_000)))
    ),
    Hostile("formats-bomb", "x.xlsx", "", lambda: book(styles=before(b"</cellXfs>", many(b"<xf/>", 500_000)))),
    Hostile(
        "merged-over-everything",
        "x.xlsx",
        "",
        lambda: book(sheet=before(b"<pageMargins", b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    ),
    Hostile(
        "millions-of-merged-cells",
        "x.xlsx",
        "",
        lambda: book(sheet=before(b"<pageMargins", many(b'<mergeCell ref="A1:B2"/>', 1_000_000))),
    ),
    Hostile(
        "validation-bomb",
        "x.xlsx",
        "",
        lambda: book(sheet=before(b"<pageMargins", many(b'<dataValidation sqref="A1"/>', 500_000))),
    ),
    Hostile("dimension-lies", "x.xlsx", "", lambda: book(sheet=swap(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))),
    Hostile(
        "dimension-is-nonsense",
        "x.xlsx",
        "damaged_workbook",
        lambda: book(sheet=swap(b'ref="A1:B2"', b'ref="B2:A1:-5"')),
    ),
    Hostile(
        "inline-text-of-40-mb",
        "x.xlsx",
        "damaged_workbook",
        lambda: rows(cell("A3", row="3").replace(b"<t>x", b"<t>" + many(b"x", 40_000_000))),
    ),
    Hostile(
        "attribute-of-20-mb",
        "x.xlsx",
        "damaged_workbook",
        lambda: book(sheet=swap(b'r="1"', b'r="1" x="' + many(b"x", 20_000_000) + b'"')),
    ),
    Hostile(
        "comment-of-20-mb",
        "x.xlsx",
        "damaged_workbook",
        lambda: book(sheet=before(b"<sheetData>", b"<!--" + many(b"x", 20_000_000) + b"-->")),
    ),
    Hostile(
        "depth-of-a-million",
        "x.xlsx",
        "damaged_workbook",
        lambda: book(sheet=before(b"<sheetData>", many(b"<a>", 1_000_000))),
    ),
    Hostile(
        "hundred-thousand-attributes",
        "x.xlsx",
        "damaged_workbook",
        lambda: book(sheet=swap(b'r="1"', b'r="1" ' + b" ".join(b'x%d=""' % at for at in range(700_000)))),
    ),
    Hostile(
        "relations-bomb",
        "x.xlsx",
        "",
        lambda: book(relations=before(b"</Relationships>", b"".join(Relation % (at, at) for at in range(200_000)))),
    ),
    Hostile(
        "relation-to-nothing",
        "x.xlsx",
        "damaged_workbook",
        lambda: book(relations=swap(b"/xl/worksheets/sheet1.xml", b"/xl/worksheets/none.xml")),
    ),
    Hostile(
        "relation-out-of-the-file",
        "x.xlsx",
        "damaged_workbook",
        lambda: book(relations=swap(b"/xl/worksheets/sheet1.xml", OUTER.encode())),
    ),
    Hostile(
        "relation-to-itself",
        "x.xlsx",
        "",
        lambda: book(relations=swap(b"/xl/worksheets/sheet1.xml", b"_rels/workbook.xml.rels")),
    ),
    Hostile(
        "relation-to-the-book",
        "x.xlsx",
        "",
        lambda: book(relations=swap(b"/xl/worksheets/sheet1.xml", b"workbook.xml")),
    ),
    Hostile(
        "relation-missing", "x.xlsx", "damaged_workbook", lambda: book(workbook=swap(b'r:id="rId1"', b'r:id="rId77"'))
    ),
    Hostile(
        "table-twice-one-part",
        "x.xlsx",
        "",
        lambda: book(workbook=before(b"</sheets>", b'<sheet name="systemer" sheetId="2" r:id="rId1"/>')),
    ),
    Hostile(
        "sheet-name-twice",
        "x.xlsx",
        "damaged_workbook",
        lambda: book(workbook=before(b"</sheets>", b'<sheet name="systems" sheetId="2" r:id="rId1"/>')),
    ),
    Hostile(
        "no-relations",
        "x.xlsx",
        "damaged_workbook",
        lambda: zip_bytes({k: v for k, v in parts_of(BOOK).items() if k != RELATIONS}),
    ),
    Hostile("part-twice", "x.xlsx", "damaged_workbook", same_name_twice),
    Hostile("no-styles", "x.xlsx", "", lambda: zip_bytes({k: v for k, v in parts_of(BOOK).items() if k != STYLES})),
    Hostile("book-is-a-bomb", "x.xlsx", "too_packed", lambda: packed({WORKBOOK: [b"<a>" + b" " * (1 << 20)] * 60})),
    Hostile("encrypted-member", "x.xlsx", "", lambda: encrypted(BOOK)),
    Hostile("unpacked-size-lies", "x.xlsx", "too_large", lambda: lying(BOOK, offset=24, value=(1 << 32) - 2)),
    Hostile("cut-in-half", "x.xlsx", "damaged_workbook", lambda: BOOK[: len(BOOK) // 2]),
    Hostile(
        "dates-of-1904", "x.xlsx", "", lambda: book(workbook=swap(b"<workbookPr />", b'<workbookPr date1904="1"/>'))
    ),
    Hostile(
        "date-beyond-reason",
        "x.xlsx",
        "",
        lambda: rows(b'<row r="3"><c r="A3" t="d"><v>99999-99-99</v></c><c r="B3"><v>1e308</v></c></row>'),
    ),
    Hostile("formula-without-result", "x.xlsx", "", lambda: rows(NO_RESULT)),
    Hostile("rows-out-of-order", "x.xlsx", "", lambda: rows(cell("A90", row="90") + cell("A3", row="3"))),
    Hostile(
        "string-number-beyond",
        "x.xlsx",
        "damaged_workbook",
        lambda: rows(b'<row r="3"><c r="A3" t="s"><v>4000000000</v></c></row>'),
    ),
    Hostile("negative-address", "x.xlsx", "damaged_workbook", lambda: rows(cell("A-1", row="3"))),
    Hostile("address-in-r1c1", "x.xlsx", "damaged_workbook", lambda: rows(cell("R3C1", row="3"))),
    Hostile("row-that-its-cells-deny", "x.xlsx", "sparse_workbook", lambda: rows(DENIED)),
    Hostile("places-that-addresses-deny", "x.xlsx", "too_wide", lambda: rows(BACK)),
    Hostile("zero-row", "x.xlsx", "damaged_workbook", lambda: rows(cell("A0", row="0"))),
]
