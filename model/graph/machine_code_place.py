"""Where numba keeps machine code: in the folder that NUMBA_CACHE_DIR names, else beside the code, and nowhere else.

numba itself passes over a folder in which it cannot write, and then looks for others, the user's home among them. A
container that cannot be written in brings its machine code with it, so here such a folder is read all the same.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import InTreeCacheLocator, UserProvidedCacheLocator

config: Any = numba.config


class _Readable:
    """A folder that can be written in, or that holds machine code already."""

    def ensure_cache_path(self: Any) -> None:
        """Raise `OSError` for a folder of no use."""
        place = Path(self.get_cache_path())
        try:
            place.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=place).close()
        except OSError:
            if not any(place.glob("*.nbi")):
                raise


class NamedFolder(_Readable, UserProvidedCacheLocator):
    """The folder of NUMBA_CACHE_DIR."""


class BesideTheCode(_Readable, InTreeCacheLocator):
    """`__pycache__`, unless a folder is said: one that is said and cannot be used is not replaced by another."""

    @classmethod
    def from_function(cls, py_func: Any, py_file: Any) -> Any:
        """None where a folder is said."""
        found: Any = super()
        return None if config.CACHE_DIR else found.from_function(py_func, py_file)
