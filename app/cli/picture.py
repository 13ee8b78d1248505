"""The interactive picture, written from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.cli.door import Door
    from app.service.verbs import Landskab


def draw(
    door: Door, landskab: Landskab, what: Sequence[str], path: Path, *, at: date | None, revision: int | None
) -> None:
    """Write the picture of what breaks if all of `what` is turned off; for nothing, of the landscape itself."""
    from queries.impact.picture import impact_view
    from queries.systems.picture import landscape_view
    from visualisations.picture.picture_page import write_picture

    landscape = landskab.landscape(revision)
    if what:
        answer = landskab.impact(what, at=at, revision=landscape.revision or None)
        view = impact_view(answer, landscape, translate=door.say)
    else:
        view = landscape_view(landscape, translate=door.say)
    write_picture(view, path, translate=door.say, lang=door.lang)
