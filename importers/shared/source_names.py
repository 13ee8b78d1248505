"""What a source is called that nobody named."""

from __future__ import annotations

from pathlib import Path


def default_source(path: str | Path) -> str:
    """The name of a source that nobody named: the path's stem.

    >>> default_source("tal/sorø.xlsx"), default_source("samples/eksempelkommune/")
    ('sorø', 'eksempelkommune')
    """
    place = Path(path)
    place = place.resolve() if place.name in ("", "..") else place
    return (place.name if place.is_dir() else place.stem) or "import"
