"""A small town for tests of the doors: written as a CSV folder, kept in a real store."""

from __future__ import annotations

from pathlib import Path

from app.composition import compose
from app.service.verbs import Landskab
from app.settings import Settings

SYSTEMS = """id;name;type;leverandør;enhed;ejer;formål;andre navne;beskrivelse
kmd-aktiv;KMD Aktiv;fagsystem;KMD;ydelse;;kontanthjaelp;Aktiv;Ydelser til borgere
momentum;KMD Momentum;fagsystem;KMD;job;Bo Lund;;;
refusion;Ydelsesrefusion;fagsystem;KOMBIT;ydelse;;;;
flis;FLIS;ledelsesinformation;;;;;;
opus;KMD Opus;;KMD;økonomi;;;;
intranet;Intranet;;;;;;;
a/b c;Skrå/streg æøå;;;;;;;
"""
FLOWS = """udstiller;anvender;behov;dataobjekter;tolerance timer;via
KMD Aktiv;momentum;påkrævet;ydelse.bevilling;24;
KMD Aktiv;refusion;påkrævet;ydelse.effektuering;;
KMD Aktiv;flis;;;;
KMD Aktiv;opus;støttende;postering;24;Serviceplatformen
CPR;KMD Aktiv;påkrævet;person;;
a/b c;flis;;;;
"""
CONTRACTS = """id;name;vendor;systems;ends;notice_months
drift;KMD Aktiv drift;KMD;kmd-aktiv|momentum;30-06-2027;6
"""
UNITS = "id;navn;overordnet\nydelse;Ydelse;velfærd\njob;Jobcenter;velfærd\nvelfærd;Velfærd;\nøkonomi;Økonomi;\n"
FILES = {"systemer": SYSTEMS, "dataflow": FLOWS, "kontrakter": CONTRACTS, "enheder": UNITS}


def town_files(folder: Path, **changed: str) -> Path:
    """The folder with the town's files, some of them replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**FILES, **changed}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def store_of(tmp_path: Path) -> str:
    """The URL of a store in the test's own folder."""
    return f"sqlite:///{tmp_path / 'town.db'}"


def town(tmp_path: Path, lang: str = "da") -> Landskab:
    """The town in a store of its own, as revision 1."""
    settings = Settings(store=store_of(tmp_path), lang="en" if lang == "en" else "da", version="1.2.3")
    landskab = compose(settings, translate=str)
    if landskab.store.newest() == 0:
        landskab.import_path(town_files(tmp_path / "files"), source="hand")
    return landskab
