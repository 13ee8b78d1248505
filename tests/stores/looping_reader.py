"""A program that loads a store's newest state until it is told to stop; `test_readers.py` runs four of them.

Given a store's file, of which it never waits for a lock, or a server's address. Says `ready` after its first load and,
when its input ends, which revisions it saw, as JSON; it ends with an error at the first state that is not whole.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

from stores.opening import open_store
from stores.sqlite.store import SqliteStore
from tests.stores.states import marks


def main() -> None:
    told_to_stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), told_to_stop.set()), daemon=True).start()
    place = sys.argv[1]
    store = open_store(place, os.environ) if "://" in place else SqliteStore(Path(place), wait_seconds=0)
    seen: list[int] = []
    stop = False
    while not stop:
        stop = told_to_stop.is_set()  # asked before the load, so that the last load sees the last import
        state = store.load()
        if marks(state) != {str(state.revision)}:
            raise SystemExit(f"revision {state.revision} held {marks(state)}")
        if not seen:
            print("ready", flush=True)
        seen.append(state.revision)
    store.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
