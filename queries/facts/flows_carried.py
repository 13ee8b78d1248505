"""What a flow carries, and which rows of a table speak of a thing."""

from __future__ import annotations

from model.claims.columns import Table
from model.landscape.landscape import Landscape
from model.schema import texts


def carried(landscape: Landscape, flow: str) -> tuple[str, ...]:
    """The data objects of a flow, else of its interface; none where neither says."""
    own = texts(landscape.cell("flows", flow, "data_objects"))
    return own or texts(landscape.cell("interfaces", str(landscape.cell("flows", flow, "interface")), "data_objects"))


def rows_where(table: Table, field: str, id_: str) -> list[int]:
    """The rows of a table whose field is, or lists, an id; in row order."""
    column = table.column(field)
    wanted = {value: 1 for value in column.values if value == id_ or (isinstance(value, tuple) and id_ in value)}
    return [int(row) for row in column.mapped(wanted, missing=0).nonzero()[0].tolist()] if wanted else []
