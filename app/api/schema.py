"""What the answers look like, for the API's documentation: from the entities' declarations and the answers' types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from pydantic import TypeAdapter

from app.api.examples import EXAMPLES
from model.claims.entities import ENTITIES
from model.claims.state import Revision
from model.schema import VOCABULARIES, Field
from queries.impact.answer import ImpactAnswer
from visualisations.report.report import CellKind

if TYPE_CHECKING:
    from fastapi import FastAPI

REF = "#/components/schemas/{model}"
Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer"}
_DATE: Schema = {"type": "string", "format": "date"}
_KINDS: Mapping[str, Schema] = {
    "text": _TEXT,
    "texts": _TEXT,
    "ref": _TEXT,
    "refs": _TEXT,
    "number": {"type": "number", "minimum": 0},
    "date": _DATE,
    "dates": _DATE,
    "flag": {"type": "boolean"},
    "word": _TEXT,
    "words": _TEXT,
    "needed": _TEXT,
}


def document(app: FastAPI) -> None:
    """Put the descriptions where `/openapi.json` refers to them."""
    plain = app.openapi

    def openapi() -> Schema:
        if app.openapi_schema is None:
            written = plain()
            written.setdefault("components", {}).setdefault("schemas", {}).update(schemas())
            _put_back_nulls(written)
            app.openapi_schema = written
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


def _put_back_nulls(written: Schema) -> None:
    """FastAPI leaves out what is null, and an example shows that a blank value is there and null."""
    for operations in written["paths"].values():
        for operation in operations.values():
            answer = operation["responses"]["200"]["content"]["application/json"]
            answer["example"] = EXAMPLES[answer["schema"]["$ref"].rpartition("/")[2]]


def schemas() -> dict[str, Schema]:
    """Every description by name."""
    answer = TypeAdapter(ImpactAnswer).json_schema(mode="serialization", ref_template=REF)
    parts: dict[str, Schema] = answer.pop("$defs")
    answer["description"] = "With `limit` every list is cut and `…_total` beside it says how long it was."
    revision = TypeAdapter(Revision).json_schema(mode="serialization")
    return {
        **parts,
        "ImpactAnswer": answer,
        **{entity.__name__: row_schema(table) for table, entity in ENTITIES.items()},
        "SystemList": _list({"$ref": REF.format(model="System")}),
        "SystemSheet": _sheet(),
        "QuestionAnswer": {**_object(as_of=_DATE), "additionalProperties": True},
        "QuestionReport": _question_report(),
        "RevisionList": _list(revision),
        "SourceList": _list(_source()),
        "ImportReport": _report(),
        "LandscapeDiff": _diff(),
        "Health": _object(
            status=_TEXT, revision=_NUMBER, version=_TEXT, loaded={"type": "string", "format": "date-time"}
        ),
        "Problem": {**_object(type=_TEXT, title=_TEXT, status=_NUMBER, detail=_TEXT), "additionalProperties": True},
    }


def row_schema(table: str) -> Schema:
    """A row from its declaration.

    >>> row_schema("units")["properties"]["parent"]
    {'type': ['string', 'null'], 'description': 'Parent; refers to units'}
    """
    fields = ENTITIES[table].fields()
    said = _object(**{name: _field(field, required=name == "id") for name, field in fields.items()})
    said["description"] = f"One row of the table {table}; a blank cell is null."
    if table == "systems":
        said["properties"]["inherited"] = _array(_TEXT, "Columns whose value is the catalogue's.")
    return said


def _field(field: Field, *, required: bool) -> Schema:
    about = field.help[1] + (f"; refers to {field.target}" if field.target else "")
    kind = dict(_KINDS[field.kind])
    if field.kind == "word" and field.words:
        kind["enum"] = [*VOCABULARIES[field.words], None]
    if field.several:
        return _array(kind, about)
    return {**kind, "type": kind["type"] if required else [kind["type"], "null"], "description": about}


def _sheet() -> Schema:
    flow = {
        "allOf": [{"$ref": REF.format(model="Flow")}],
        "description": "The flow's columns, the names beside them, and `carries`: its data objects or its interface's.",
    }
    said = row_schema("systems")
    said["description"] = "The columns of the system, and everything about it."
    said["properties"] |= {
        "revision": _NUMBER,
        "listed_by": _array(_TEXT, "The sources that list it."),
        "added": {"type": ["string", "null"], "description": "Why it is there where no source lists it."},
        "catalogue": {"type": ["object", "null"], "description": "The shipped entry that it stands for."},
        **{name: _array(flow, about) for name, about in _FLOWS.items()},
        **{name: _array({"$ref": REF.format(model=ENTITIES[name].__name__)}, "") for name in _ROWS},
        "units": _array(_object(id=_TEXT, name=_TEXT, role=_TEXT, within=_array(_TEXT)), "In charge, or using it."),
        "claims": _array(_object(field=_TEXT, source=_TEXT, value={}, since=_NUMBER, decides={"type": "boolean"})),
        "gaps": _array(_object(code=_TEXT, count={"type": ["integer", "null"]}), "What is not registered."),
    }
    return said


_FLOWS = {"needs": "Flows into it.", "needed_by": "Flows from it.", "passes_through": "Flows via it."}
_ROWS = ("interfaces", "contracts", "requirements")


def _source() -> Schema:
    place = {"type": ["integer", "null"]}
    return _object(source=_TEXT, origin=_TEXT, sha256=_TEXT, revision=_NUMBER, place=place, rows=_counts())


def _report() -> Schema:
    blank = {"type": ["string", "null"]}
    problem = _object(
        severity=_TEXT, table=blank, row={"type": ["integer", "null"]}, column=blank, value=blank, message=_TEXT
    )
    counts = {name: _counts() for name in ("added", "changed", "removed")}
    return _object(source=_TEXT, revision=_NUMBER, dry_run={"type": "boolean"}, **counts, problems=_array(problem))


def _question_report() -> Schema:
    column = _object(heading=_TEXT, kind={"enum": list(get_args(CellKind))}, unit={"type": ["string", "null"]})
    column["description"] = "A heading, how its cells are written, and what a number counts."
    link = _object(text=_TEXT, table=_TEXT, id=_TEXT)
    cell: Schema = {"anyOf": [{"type": ["string", "number", "null"]}, link, _array({"anyOf": [_TEXT, link]})]}
    cell["description"] = "`null`: not registered; an object: a name that leads to a row."
    words = dict.fromkeys(("key", "title", "note", "empty"), _TEXT)
    table = _object(**words, columns=_array(column), rows=_array(_array(cell)))
    return {**_object(title=_TEXT, sentences=_array(_TEXT), tables=_array(table)), "additionalProperties": True}


def _diff() -> Schema:
    cell = _object(field=_TEXT, before={}, after={})
    row = _object(id=_TEXT, name=_TEXT, fields=_array(cell))
    rows = {name: _array(row) for name in ("added", "changed", "removed")}
    counts = {name: _counts() for name in rows}
    return _object(**{"from": _NUMBER, "to": _NUMBER}, **counts, tables=_array(_object(table=_TEXT, **rows)))


def _counts() -> Schema:
    return {"type": "object", "additionalProperties": _NUMBER, "description": "Rows by table."}


def _list(item: Schema) -> Schema:
    return _object(total=_NUMBER, items=_array(item), next={"type": ["string", "null"]})


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties}


def _array(item: Schema, about: str = "") -> Schema:
    return {"type": "array", "items": item, **({"description": about} if about else {})}
