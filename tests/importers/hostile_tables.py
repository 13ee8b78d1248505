"""Hostile CSV files and ZIPs of them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from tests.importers.hostile_files import (
    SYSTEMS,
    Hostile,
    encrypted,
    heavy,
    lying,
    noise,
    overlapping,
    packed,
    zip_bytes,
)
from tests.importers.landscape_files.landscape_spellings import workbook_bytes

MB = 1 << 20


def pieces(piece: bytes, times: int, *, head: bytes = b"id;name\n") -> list[bytes]:
    """A head and the same piece over and over, never whole in memory."""
    return [head, *[piece] * times]


def table(piece: bytes, times: int, *, head: bytes = b"id;name\n") -> bytes:
    """The same as a ZIP of systems.csv."""
    return packed({"systems.csv": pieces(piece, times, head=head)})


def numbered(count: int) -> list[bytes]:
    """That many different rows."""
    return [b"id;name\n", *("".join(f"s{at};S{at}\n" for at in rows).encode() for rows in _chunks(count))]


def _chunks(count: int) -> Iterator[range]:
    return (range(at, min(at + 10_000, count)) for at in range(0, count, 10_000))


def nested(depth: int) -> bytes:
    """A ZIP in a ZIP in a ZIP …"""
    data = SYSTEMS
    for _ in range(depth):
        data = zip_bytes({"systems.csv": data})
    return data


def truncated() -> bytes:
    """The deflated bytes end too early, the table of contents is whole."""
    data = packed({"systems.csv": b"id;name\n" + noise(5000).hex().encode()})
    return data[:300] + b"\xff" * 200 + data[500:]


def many_columns(count: int) -> bytes:
    """A heading row that goes on and on."""
    return b"id;name" + b";x" * count + b"\na;A\n"


TABLES = [
    Hostile("cell-of-900-mb", "x.zip", "too_packed", lambda: table(b"A" * MB, 900)),
    Hostile("two-million-headings", "x.zip", "too_wide", lambda: zip_bytes({"systems.csv": many_columns(2_000_000)})),
    Hostile("501-headings", "systems.csv", "too_wide", lambda: many_columns(499)),
    Hostile("wide-row-below", "systems.csv", "too_wide", lambda: SYSTEMS + b"b" + b";x" * 900 + b"\n"),
    Hostile("blank-cells-to-the-right", "systems.csv", "", lambda: SYSTEMS + b"b;B" + b";" * 16_384 + b"\n"),
    Hostile("600-mb-of-empty-lines", "x.zip", "too_packed", lambda: table(b";\n" * (MB // 2), 600)),
    Hostile("90-mb-of-empty-lines", "x.zip", "too_long", lambda: heavy(table(b";\n" * (MB // 2), 90), MB)),
    Hostile("10-million-rows", "x.zip", "too_long", lambda: packed({"systems.csv": numbered(10_000_000)})),
    Hostile(
        "rows-in-several-tables",
        "x.zip",
        "too_many_rows",
        lambda: heavy(
            packed(
                {
                    name: pieces(b"a;b\n" * 10_000, 104)
                    for name in ("systems.csv", "flows.csv", "contracts.csv", "units.csv")
                }
            ),
            MB,
        ),
    ),
    Hostile(
        "100000-empty-members",
        "x.zip",
        "too_many_members",
        lambda: zip_bytes({f"f{at}.csv": b"" for at in range(100_000)}),
    ),
    Hostile("9000-empty-members", "x.zip", "no_tables", lambda: zip_bytes({f"f{at}.csv": b"" for at in range(9_000)})),
    Hostile("overlapping-members", "x.zip", "too_packed", overlapping),
    Hostile("size-lies-small", "x.zip", "damaged_zip", lambda: lying(table(b"a;A\n", 50_000), offset=24, value=10)),
    Hostile(
        "size-lies-large",
        "x.zip",
        "too_large",
        lambda: lying(zip_bytes({"systems.csv": SYSTEMS}), offset=24, value=2**31),
    ),
    Hostile("sum-lies", "x.zip", "damaged_zip", lambda: lying(zip_bytes({"systems.csv": SYSTEMS}), offset=16, value=1)),
    Hostile(
        "offset-lies", "x.zip", "damaged_zip", lambda: lying(zip_bytes({"systems.csv": SYSTEMS}), offset=42, value=9)
    ),
    Hostile(
        "method-99",
        "x.zip",
        "zip_method",
        lambda: lying(zip_bytes({"systems.csv": SYSTEMS}), offset=10, value=99, width=2),
    ),
    Hostile("bzip2", "x.zip", "zip_method", lambda: packed({"systems.csv": SYSTEMS}, zipfile.ZIP_BZIP2)),
    Hostile("encrypted", "x.zip", "damaged_zip", lambda: encrypted(zip_bytes({"systems.csv": SYSTEMS}))),
    Hostile("nested-zips", "x.zip", "", lambda: nested(200)),
    Hostile("deflate-broken", "x.zip", "damaged_zip", truncated),
    Hostile("no-contents", "x.zip", "damaged_zip", lambda: zip_bytes({"systems.csv": SYSTEMS})[:60]),
    Hostile("workbook-as-zip", "x.zip", "zip_is_workbook", lambda: workbook_bytes({"systems": [["id"]]})),
    Hostile("path-out", "x.zip", "zip_paths", lambda: zip_bytes({"../../systems.csv": SYSTEMS})),
    Hostile(
        "unread-table-of-300-mb",
        "x.zip",
        "too_packed",
        lambda: packed({"a.csv": pieces(b"x" * MB, 300), "systems.csv": SYSTEMS}),
    ),
    Hostile("table-of-300-mb", "x.zip", "too_large_part", lambda: heavy(table(b"A" * MB, 300), 4 * MB)),
    Hostile(
        "quoted-cell-of-200-mb",
        "x.zip",
        "",
        lambda: heavy(table(b"A\n" * (MB // 2), 200, head=b'id;name\na;"'), 3 * MB),
    ),
    Hostile("quote-never-closed", "systems.csv", "", lambda: b'id;name\n"' + b"a;A\n" * 500_000),
    Hostile("one-line-of-200-mb", "x.zip", "", lambda: heavy(table(b"A" * MB, 200, head=b""), 3 * MB)),
    Hostile("one-line-of-delimiters", "systems.csv", "", lambda: b";" * (60 * MB)),
    Hostile("one-line-of-quotes", "systems.csv", "", lambda: b'"' * (60 * MB)),
    Hostile("first-line-of-100-mb", "systems.csv", "", lambda: b"sep=;" + b" " * (100 * MB) + b"\n" + SYSTEMS),
    Hostile("nuls", "systems.csv", "", lambda: b"\0" * (50 * MB)),
    Hostile("nul-in-a-cell", "systems.csv", "", lambda: SYSTEMS + b"b;B\0B\n"),
    Hostile("carriage-returns", "systems.csv", "too_long", lambda: SYSTEMS + b"\r" * (20 * MB)),
    Hostile("utf-16-cut", "systems.csv", "", lambda: "id;name\na;A\n".encode("utf-16")[:-1]),
    Hostile("utf-32", "systems.csv", "", lambda: "id;name\na;A\n".encode("utf-32")),
    Hostile(
        "ods-repeats",
        "x.ods",
        "old_workbook",
        lambda: zip_bytes({"content.xml": b'<table:table-cell table:number-columns-repeated="999999999"/>'}),
    ),
    Hostile("xlsb", "x.xlsb", "old_workbook", lambda: zip_bytes({"xl/workbook.bin": b"\0" * 1000})),
]
