"""A workbook to write to, in which text stays text: nothing becomes a formula or a link by its looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from zipfile import ZipFile

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, XlsxWriterException

from model.errors import LandskabError
from visualisations.safe_file import cannot_write, written_beside

MAX_ROWS = 1_048_576
"""Rows of a sheet, the heading among them; Excel's limit."""
MAX_TEXT = 32_767
"""Characters of a cell; Excel's limit."""

_TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@contextmanager
def new_workbook(path: Path, *, large: bool = False) -> Iterator[xlsxwriter.Workbook]:
    """A workbook that is at `path` when the block ends; on an error `path` is as it was.

    large: rows are written out as they come, so they must come in order.
    """
    with written_beside(path) as new:
        options = {**_TEXT_STAYS_TEXT, "constant_memory": large, "default_date_format": "yyyy-mm-dd"}
        workbook = xlsxwriter.Workbook(str(new), options)
        try:
            with _closed_on_error(workbook):
                yield workbook
            workbook.close()
        except FileCreateError as error:
            _let_go(error)
            raise _reason(path, error) from error
        except XlsxWriterException as error:
            raise LandskabError(f"'{path}' was not written: {error}.") from error


@contextmanager
def _closed_on_error(workbook: xlsxwriter.Workbook) -> Iterator[None]:
    """Rows that were written out as they came lie in files of their own, which only closing removes."""
    try:
        yield
    except BaseException:
        with suppress(Exception):
            workbook.close()
        raise


def _let_go(error: BaseException) -> None:
    """Close the archives that a full disk left open, for else they try to end themselves when they are forgotten."""
    inner: BaseException | None = error
    while inner is not None:
        trace = inner.__traceback__
        while trace is not None:
            for found in list(trace.tb_frame.f_locals.values()):
                if isinstance(found, ZipFile):
                    with suppress(Exception):
                        found.close()
            trace = trace.tb_next
        inner = inner.__context__


def _reason(path: Path, error: FileCreateError) -> LandskabError:
    inner = error.args[0] if error.args else None
    return cannot_write(path, inner) if isinstance(inner, OSError) else LandskabError(f"'{path}' was not written.")
