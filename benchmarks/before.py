"""The program as it was, to measure beside the program as it is, in one run on one machine."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
BEFORE = "7995ba5"  # of 23 November 2026


@contextmanager
def tree_before(revision: str = BEFORE) -> Iterator[Path]:
    """A checkout of that revision; run it with the same interpreter and `PYTHONPATH` set to it.

    Raises `CalledProcessError` where the clone has no history, as a download of one revision has none.
    """
    with tempfile.TemporaryDirectory(prefix="landskab-before-") as folder:
        tree = Path(folder) / "tree"
        subprocess.run(["git", "-C", ROOT, "worktree", "add", "--quiet", "--detach", tree, revision], check=True)
        try:
            yield tree
        finally:
            subprocess.run(["git", "-C", ROOT, "worktree", "remove", "--force", tree], check=True)
