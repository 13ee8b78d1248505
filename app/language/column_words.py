"""A column of a landscape file as a reader calls it."""

from __future__ import annotations

from model.claims.entities import ENTITIES


def column_word(table: str | None, column: str | None, lang: str) -> str:
    """The heading of a column in the reader's language; a column that the table has not stays as it is written.

    >>> column_word("flows", "need", "da"), column_word("flows", "need", "en"), column_word("flows", "Farve", "da")
    ('behov', 'need', 'Farve')
    """
    entity = ENTITIES.get(table or "")
    field = entity.fields().get(column or "") if entity else None
    return field.danish[0] if field and field.danish and lang == "da" else column or ""
