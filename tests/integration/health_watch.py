"""Polls /health of a server: ADDRESS. At the end of its input it says the longest answer since the last line.

Every line it is given makes it say the longest answer in seconds, or `none` where one failed, and begin anew.
"""

from __future__ import annotations

import select
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

EVERY = 0.2


def asked(address: str) -> float:
    """Seconds of one answer; infinity for one that is no 200."""
    began = time.monotonic()
    try:
        with urlopen(f"{address}/health", timeout=30) as answer:
            answer.read()
    except (URLError, OSError):
        return float("inf")
    return time.monotonic() - began


def main(address: str) -> None:
    """Until nobody asks any more."""
    longest = 0.0
    while True:
        longest = max(longest, asked(address))
        if select.select([sys.stdin], [], [], EVERY)[0]:
            if not sys.stdin.readline():
                return
            print(longest, flush=True)
            longest = 0.0


if __name__ == "__main__":
    main(sys.argv[1])
