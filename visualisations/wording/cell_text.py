"""Values as the text of a cell, such that reading it gives the value again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from model.schema import Value


def number_text(number: float) -> str:
    """A number without loss and without an exponent; decimals after a comma, as in `;` files.

    >>> number_text(1200.0), number_text(0.1), number_text(1e-7), number_text(1e22)
    ('1200', '0,1', '0,0000001', '10000000000000000000000')
    """
    exact = format(Decimal(repr(float(number))), "f")
    if "." in exact:
        exact = exact.rstrip("0").rstrip(".")
    return exact.replace(".", ",")


def cell_text(kind: str, value: Value) -> str:
    """Any value as text: lists with `|`, dates ISO, yes and no as true and false.

    >>> cell_text("refs", ("a", "b")), cell_text("flag", True), cell_text("needed", "33.5%")
    ('a|b', 'true', '33,5%')
    """
    if isinstance(value, tuple):
        return "|".join(cell_text("item", item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.replace(".", ",") if kind == "needed" else value
