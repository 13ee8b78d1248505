"""Whether what a command is to write can be written, said before the work is done."""

from __future__ import annotations

import re
from pathlib import Path

from model.errors import InputError


def writable(path: Path, *, suffix: str) -> Path:
    """The path itself; raises `InputError` where it is a folder, has another ending, or its folder is not there."""
    if path.is_dir():
        raise InputError(f"{path} is a folder; name a file.")
    if path.suffix.lower() != suffix:
        raise InputError(f"{path} must end in {suffix}.")
    if not path.parent.is_dir():
        raise InputError(f"'{path}' cannot be written: there is no folder '{path.parent}'. Make it first.")
    return path


def exportable(path: Path) -> Path:
    """The path of an export; raises `InputError` for a name that looks like a file of another kind."""
    other = re.fullmatch(r"\.[A-Za-z]{2,5}", path.suffix) and path.suffix.lower() != ".xlsx"
    if other and not path.is_dir():
        raise InputError(f"'{path}' is neither a workbook nor a folder. Give a name that ends in .xlsx, or a folder's.")
    return path
