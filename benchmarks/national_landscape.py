"""A national landscape to measure on: 98 municipalities of 1,000 systems and 10,000 flows each, seeded.

The shares are those of `samples/eksempelkommune` (374 flows, 125 systems), counted on 2026-11-23; `SHARES` states
them. Registers, the platforms and their services are shared by all; everything else is a municipality's own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from types import MappingProxyType

MUNICIPALITIES, SYSTEMS, FLOWS = 98, 1_000, 10_000

SHARES = MappingProxyType(
    {
        "provider: a shared register or platform": 0.18,  # CPR 27, CVR 8, DFDG, BBR … of 374
        "provider: one of the municipality's 8 hubs": 0.32,  # p-data 28, kmd-aktiv 20, ad 17, opus 14 + 12 …
        "consumer: one of the municipality's 8 hubs": 0.27,  # opus 24, sbsys 15, kmd-aktiv 14, momentum 11 …
        "consumer: a shared register or platform": 0.05,  # FLIS 9, DFDG, eIndkomst, SDI, YDI
        "need: required": 0.32,
        "need: supporting": 0.36,
        "in a requirement": 0.107,
        "interface": 0.61,
        "interface: a shared platform's": 0.20,  # of those with one; the rest are the provider's own
        "via": 0.126,
        "tolerance": 0.25,
        "data objects: none": 0.08,
    }
)
OBJECTS_PER_FLOW = ((1, 0.74), (2, 0.94), (3, 1.0))
"""Of the flows that have any: how many, cumulated."""
TOLERANCES = ((168, 35), (24, 29), (72, 21), (4, 5), (8, 4))
GROUP_SIZES = ((2, 11), (3, 3), (4, 1), (5, 1))
NEEDED = ("", "1", "1", "2", "40%", "60%", "100%")
REGISTERS = ("CPR", "CVR", "BBR", "DAR", "MAT", "EJF", "EBR", "VUR", "ESR", "DAGI", "TINGBOGEN", "EINDKOMST", "DFDG")
PLATFORMS = ("SERVICEPLATFORMEN", "DATAFORDELER", "SFTP", "BESKEDFORDELER", "FORDELINGSKOMPONENT", "SDI", "YDI", "FLIS")
SHARED_WEIGHTS = (27, 8, 5, 3, 3, 3, 2, 2, 3, 2, 2, 5, 5, 6, 3, 2, 2, 1, 2, 1, 2)
"""How often each shared system gives data, registers first."""
AREAS = ("person", "ejendom", "ydelse", "sag", "dokument", "oekonomi", "organisation", "sundhed", "skole", "loen")
OBJECTS = tuple(f"{area}.del{part}" for area in AREAS for part in range(10))
SERVICES = tuple(f"tjeneste-{number:02}" for number in range(40))

FLOW_HEADINGS = (
    "id",
    "provider",
    "consumer",
    "interface",
    "via",
    "data_objects",
    "need",
    "requirement",
    "tolerance_hours",
    "declared_by",
)


def write_national(folder: Path, *, seed: int = 1, municipalities: int = MUNICIPALITIES) -> None:
    """Write the landscape as a CSV folder; the same seed gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(seed)
    names = [f"k{number:02}" for number in range(1, municipalities + 1)]
    _write(folder / "systems.csv", ("id", "name", "kind", "vendor", "unit", "municipality"), _systems(names, random))
    _write(folder / "units.csv", ("id", "name", "municipality"), _units(names))
    _write(folder / "data_objects.csv", ("id", "name"), ((name, name) for name in (*AREAS, *OBJECTS)))
    _write(folder / "interfaces.csv", ("id", "name", "system", "data_objects"), _interfaces(names, random))
    requirements: list[tuple[str, ...]] = []
    _write(folder / "flows.csv", FLOW_HEADINGS, _flows(names, random, requirements))
    _write(folder / "requirements.csv", ("id", "consumer", "needed", "need", "tolerance_hours"), requirements)


def _write(path: Path, headings: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        writer.writerows(rows)


def _systems(names: Sequence[str], random: Random) -> Iterator[Sequence[str]]:
    for register in REGISTERS:
        yield register, f"Register {register}", "register", "", "", ""
    for platform in PLATFORMS:
        yield platform, f"Platform {platform}", "platform", "KOMBIT", "", ""
    for name in names:
        for number in range(SYSTEMS):
            unit = f"{name}-e{random.randrange(20):02}" if random.random() < 0.9 else ""
            yield f"{name}-s{number:04}", f"System {name} {number}", "", f"Vendor {random.randrange(60)}", unit, name


def _units(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for name in names:
        for number in range(20):
            yield f"{name}-e{number:02}", f"Enhed {number}", name


def _interfaces(names: Sequence[str], random: Random) -> Iterator[Sequence[str]]:
    for service in SERVICES:
        yield service, service, PLATFORMS[0 if random.random() < 0.7 else 1], random.choice(OBJECTS)
    for name in names:
        for number in range(SYSTEMS):
            if number < 8 or number % 2 == 0:
                system = f"{name}-s{number:04}"
                yield f"{system}-i", f"Snitflade {number}", system, random.choice(OBJECTS)


class _Picker:
    """Draws one thing by weights."""

    def __init__(self, things: Sequence[tuple[object, int]], random: Random) -> None:
        self._bag = [thing for thing, weight in things for _ in range(weight)]
        self._random = random

    def __call__(self) -> str:
        return str(self._random.choice(self._bag))


def _flows(names: Sequence[str], random: Random, requirements: list[tuple[str, ...]]) -> Iterator[Sequence[str]]:
    shared = _Picker(list(zip((*REGISTERS, *PLATFORMS), SHARED_WEIGHTS, strict=True)), random)
    tolerance, size = _Picker(TOLERANCES, random), _Picker(GROUP_SIZES, random)
    for name in names:
        waiting: list[tuple[str, str]] = []
        for number in range(FLOWS):
            if not waiting and random.random() < SHARES["in a requirement"] / 2.5:
                waiting = _requirement(name, random, int(size()), requirements)
            consumer, requirement = waiting.pop() if waiting else (_consumer(name, random, shared), "")
            while (provider := _provider(name, random, shared)) == consumer:
                pass
            yield (
                f"{name}-f{number:05}",
                provider,
                consumer,
                _interface(provider, random),
                _via(random),
                _objects(random),
                _need(random),
                requirement,
                tolerance() if random.random() < SHARES["tolerance"] else "",
                "vendor" if random.random() < 0.5 else "",
            )


def _requirement(name: str, random: Random, size: int, requirements: list[tuple[str, ...]]) -> list[tuple[str, str]]:
    consumer = f"{name}-s{random.randrange(SYSTEMS):04}"
    id_ = f"{name}-r{len(requirements):05}"
    requirements.append((id_, consumer, random.choice(NEEDED), _need(random), random.choice(("", "", "", "24"))))
    return [(consumer, id_)] * size


def _provider(name: str, random: Random, shared: _Picker) -> str:
    draw = random.random()
    if draw < SHARES["provider: a shared register or platform"]:
        return shared()
    hub = (
        draw < SHARES["provider: a shared register or platform"] + SHARES["provider: one of the municipality's 8 hubs"]
    )
    return f"{name}-s{random.randrange(8 if hub else SYSTEMS):04}"


def _consumer(name: str, random: Random, shared: _Picker) -> str:
    draw = random.random()
    if draw < SHARES["consumer: a shared register or platform"]:
        return shared()
    hub = (
        draw < SHARES["consumer: a shared register or platform"] + SHARES["consumer: one of the municipality's 8 hubs"]
    )
    return f"{name}-s{random.randrange(8 if hub else SYSTEMS):04}"


def _interface(provider: str, random: Random) -> str:
    if random.random() >= SHARES["interface"]:
        return ""
    own = "-s" in provider and (int(provider[-4:]) < 8 or int(provider[-4:]) % 2 == 0)
    if "-s" not in provider or random.random() < SHARES["interface: a shared platform's"]:
        return random.choice(SERVICES)
    return f"{provider}-i" if own else ""


def _via(random: Random) -> str:
    if random.random() >= SHARES["via"]:
        return ""
    return random.choices(("SFTP", "DATAFORDELER", "SERVICEPLATFORMEN", "FORDELINGSKOMPONENT"), (23, 11, 8, 4))[0]


def _objects(random: Random) -> str:
    if random.random() < SHARES["data objects: none"]:
        return ""
    draw = random.random()
    count = next(number for number, below in OBJECTS_PER_FLOW if draw < below)
    return "|".join(random.sample(OBJECTS, count))


def _need(random: Random) -> str:
    draw = random.random()
    if draw < SHARES["need: required"]:
        return "required"
    return "supporting" if draw < SHARES["need: required"] + SHARES["need: supporting"] else ""
