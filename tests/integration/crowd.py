"""A crowd of clients in one process: PORT SECONDS CLIENTS. Says `ending`, waits for the end, and tells what came."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from contextlib import suppress

PATHS = (
    "/",
    "/health",
    "/systems",
    "/api/v1/systems",
    "/api/v1/systems/kmd-aktiv/impact",
    "/api/v1/systems/kmd-aktiv/impact?limit=5",
    "/impact?what=kmd-aktiv",
    "/overview",
    "/api/v1/moves",
    "/sources",
    "/static/pages.css",
)
HALF_BODY = (
    b"POST /api/v1/imports?source=q HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
    b"Content-Type: multipart/form-data; boundary=B\r\n\r\n--B\r\n"
)
UNREAD = b"GET /api/v1/systems/kmd-aktiv/impact HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
STALLS = (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", HALF_BODY, UNREAD * 40, b"")
STALLED = 5
"""Every so many of the clients stalls."""


class Crowd:
    def __init__(self, port: int) -> None:
        self.port = port
        self.ending = False
        self.told: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.health: list[float] = []

    async def asked(self, request: bytes) -> int:
        """The status of one request on a connection of its own; 0 where the server has gone."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return 0
        try:
            writer.write(request)
            said = await reader.read()
            return int(said[9:12] or 0)
        except OSError:
            return 0
        finally:
            writer.close()

    def note(self, kind: str, status: int, *, may: tuple[int, ...] = ()) -> None:
        if status in (200, 304) or (self.ending and status in (0, 503)) or status in may:
            self.told[kind] += 1
        else:
            self.wrong[f"{kind} {status}"] += 1

    async def asks(self, seed: int) -> None:
        rng = random.Random(seed)
        while not self.ending:
            path = rng.choice(PATHS)
            head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            self.note("answered", await self.asked(head.encode()))

    async def imports(self) -> None:
        number = 0
        while not self.ending:
            number += 1
            rows = "".join(f"x{row},X {row} {number}\r\n" for row in range(2000))
            body = (
                '--B\r\nContent-Disposition: form-data; name="file"; filename="systems.csv"\r\n\r\n'
                f"id,name\r\n{rows}\r\n--B--\r\n"
            )
            head = (
                "POST /api/v1/imports?source=q HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                f"Content-Type: multipart/form-data; boundary=B\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            self.note("imports", await self.asked((head + body).encode()))
            with suppress(TimeoutError):
                await asyncio.sleep(1)

    async def stalls(self, seed: int) -> None:
        while not self.ending:
            with suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1000)
                writer.write(STALLS[seed % len(STALLS)])
                for _ in range(20):
                    if not (self.ending or reader.at_eof()):
                        await asyncio.sleep(0.5)
                writer.close()

    async def watches(self) -> None:
        while not self.ending:
            began = time.monotonic()
            head = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            status = await self.asked(head)
            self.note("healths", status)
            if status == 200:
                self.health.append(time.monotonic() - began)
            await asyncio.sleep(0.1)


async def main(port: int, seconds: float, clients: int) -> None:
    crowd = Crowd(port)
    doing = [crowd.stalls(n // STALLED) if n % STALLED == 0 else crowd.asks(n) for n in range(clients)]
    tasks = [asyncio.ensure_future(one) for one in (*doing, crowd.imports(), crowd.watches())]
    await asyncio.sleep(seconds)
    crowd.ending = True
    print("ending", flush=True)
    await asyncio.wait(tasks, timeout=30)
    told = {"answered": 0, "imports": 0, "healths": 0, **crowd.told, "wrong": dict(crowd.wrong)}
    print(json.dumps({**told, "health_max": round(max(crowd.health, default=0), 3)}))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])))
