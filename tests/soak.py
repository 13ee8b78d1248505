"""How often the long tests try: a tenth of their seeds in every run, all of them in `make soak`."""

from __future__ import annotations

import os

FULL = os.environ.get("LANDSKAB_SOAK") == "1"


def times(full: int) -> int:
    """How many of `full` cases this run tries: the first tenth of the seeds, or all of them in `make soak`.

    A seed always means the same case, so what fails in the long run fails alone too.
    """
    return full if FULL else max(1, full // 10)
