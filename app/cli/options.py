"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, nothing else.")]
AtRevision = Annotated[
    int | None, typer.Option("--revision", metavar="N", min=1, help="Ask of the landscape as it was at revision N.")
]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="At most N rows of every list.")]
