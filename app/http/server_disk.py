"""A server whose disk for temporary files is full says so, whatever the request was about to put there."""

from __future__ import annotations

import errno
import logging
from tempfile import gettempdir

from app.language.error_text import FULL
from model.errors import NotNow, StoreError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
log = logging.getLogger(__name__)


def as_full_disk(error: Exception) -> Exception:
    """The error itself, or what it means where a full disk caused it; then the log names the folder.

    The store is no temporary file: its errors say themselves what is wrong with its disk.

    >>> as_full_disk(ValueError("else"))
    ValueError('else')
    """
    if isinstance(error, (StoreError, NotNow)) or not _is_full(error):
        return error
    log.error("The folder for temporary files, %s, is full.", gettempdir())
    return NotNow(FULL)


def _is_full(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        error = error.__cause__
    return False
