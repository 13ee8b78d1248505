"""A workbook to write to, in which text stays text: nothing becomes a formula or a link by its looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, XlsxWriterException

from model.errors import LandskabError
from visualisations.safe_file import written_beside

MAX_ROWS = 1_048_576
"""Rows of a sheet, the heading among them; Excel's limit."""
MAX_TEXT = 32_767
"""Characters of a cell; Excel's limit."""

_TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@contextmanager
def new_workbook(path: Path, *, large: bool = False) -> Iterator[xlsxwriter.Workbook]:
    """A workbook that is at `path` when the block ends; on an error `path` is as it was.

    large: rows are written out as they come, so they must come in order. They wait in the folder for temporary
    files; the workbook itself, compressed, is in memory until it is whole.
    """
    with written_beside(path) as new:
        made = _Memory()
        with _packed(path, large=large) as packing:
            workbook = xlsxwriter.Workbook(made, {**_TEXT_STAYS_TEXT, **packing, "default_date_format": "yyyy-mm-dd"})
            with _closed_on_error(workbook):
                yield workbook
            try:
                workbook.close()
            except FileCreateError as error:  # its word for an OSError, which it carries
                raise (error.args or (error,))[0] from error
            except XlsxWriterException as error:
                raise LandskabError(f"'{path}' was not written: {error}.") from error
        new.write_bytes(made.getbuffer())


class _Memory(BytesIO):
    """Memory that is never closed: an archive that was given up ends itself into it, whenever it is forgotten."""

    def close(self) -> None:
        """Nothing."""


@contextmanager
def _packed(path: Path, *, large: bool) -> Iterator[Mapping[str, object]]:
    """How a workbook is packed: in memory, or where it is large by way of a folder that is gone afterwards."""
    if not large:
        yield {"in_memory": True}
        return
    with TemporaryDirectory(prefix="landskab-", ignore_cleanup_errors=True) as folder:
        try:
            yield {"constant_memory": True, "tmpdir": folder}
        except OSError as error:
            place = Path(folder).parent
            raise LandskabError(
                f"'{path}' was not written: the folder for temporary files, {place}, takes no more"
                f" ({error.strerror or error}). Free some space there, or name another folder with TMPDIR."
            ) from error


@contextmanager
def _closed_on_error(workbook: xlsxwriter.Workbook) -> Iterator[None]:
    """Rows that were written out as they came lie in files that are open, which only closing closes."""
    try:
        yield
    except BaseException:
        with suppress(Exception):
            workbook.close()
        raise
