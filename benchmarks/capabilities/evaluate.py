"""`python -m benchmarks.capabilities.evaluate`: how often the program is right about what a system is for.

Five-fold cross-validation on three quarters of the list, where every row is asked of a model that has not seen it,
and the quarter set aside, asked of the shipped model. Writes the tables between the markers of docs/duplicates.md.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.capabilities.registrations import Labelled, registrations
from benchmarks.capabilities.train import calibrate, folds, guessed
from model.catalogue.capability_model import CapabilityModel, load_model
from model.catalogue.catalogue import load_catalogue
from queries.duplicates.jobs import Jobs, RegisteredSystem, strongest

PAGE = Path(__file__).parents[2] / "docs" / "duplicates.md"
BEGIN, END = "<!-- evaluation begins -->", "<!-- evaluation ends -->"
THRESHOLD = 0.8
PRECISION, RECALL = 0.95, 0.80
BANDS = ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01))


@dataclass(frozen=True, slots=True)
class Asked:
    """A row and what the program says of it: a capability ("" for none) and its confidence."""

    row: Labelled
    capability: str
    confidence: float

    @property
    def right(self) -> bool:
        """Whether that is what the row is labelled."""
        return self.capability == self.row.capability

    @property
    def counts(self) -> bool:
        """Whether it would count as a finding."""
        return bool(self.capability) and self.confidence >= THRESHOLD


class _Asking(Jobs):
    """The program's own way, with another model than the shipped one."""

    def __init__(self, model: CapabilityModel) -> None:
        super().__init__(load_catalogue())
        self._guess = model.guess

    def ask(self, row: Labelled) -> Asked:
        job = strongest(self.of(RegisteredSystem(row.name, row.description, row.vendor or None)))
        return Asked(row, job.capability if job else "", job.confidence if job else 0.0)


def cross_validated(rows: Sequence[Labelled]) -> list[Asked]:
    """Every row asked of a model, and calibrated by folds, that have not seen it."""
    models = folds(rows)
    plain = guessed(rows, models)
    for fold, model in enumerate(models):
        calibrate(model, [(row, guess) for row, guess in plain if row.fold != fold])
    asking = [_Asking(model) for model in models]
    return [asking[row.fold].ask(row) for row in rows]


def shares(asked: Sequence[Asked]) -> tuple[int, int, int]:
    """Right findings, findings, and rows with a capability."""
    found = [one for one in asked if one.counts]
    return sum(one.right for one in found), len(found), sum(bool(one.row.capability) for one in asked)


def _percent(part: int, whole: int) -> str:
    return "–" if not whole else f"{part / whole:.3f} ({part} of {whole})"


def by_capability(asked: Sequence[Asked], held: Sequence[Asked]) -> list[str]:
    """A table: precision and recall of every capability, in both parts."""
    lines = [
        "| capability | precision, cross-validated | recall | precision, set aside | recall |",
        "|---|---|---|---|---|",
    ]
    for name in (*sorted({one.row.capability for one in (*asked, *held)} - {""}), "all"):
        cells = []
        for part in (asked, held):
            found = [one for one in part if one.counts and name in ("all", one.capability)]
            there = [one for one in part if one.row.capability and name in ("all", one.row.capability)]
            right = sum(one.right for one in found)
            cells += [_percent(right, len(found)), _percent(right, len(there))]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def by_confidence(asked: Sequence[Asked], held: Sequence[Asked]) -> list[str]:
    """A table: of findings in a band of confidence, how many are right; all rows, unclear ones too."""
    lines = [
        "| confidence | mean said | right, cross-validated | mean said | right, set aside |",
        "|---|---|---|---|---|",
    ]
    for low, high in BANDS:
        cells = []
        for part in (asked, held):
            found = [one for one in part if one.capability and low <= one.confidence < high]
            mean = sum(one.confidence for one in found) / len(found) if found else 0.0
            cells += [f"{mean:.2f}" if found else "–", _percent(sum(one.right for one in found), len(found))]
        lines.append(f"| {low:.1f}–{min(high, 1.0):.1f} | {' | '.join(cells)} |")
    return lines


def missed(asked: Sequence[Asked]) -> list[str]:
    """What is not found or found wrongly, as lines."""
    wrong = [one for one in asked if (one.counts and not one.right) or (one.row.capability and not one.counts)]
    return [
        f"- {one.row.name}{': ' if one.row.description else ''}{one.row.description} → "
        f"{one.row.capability or 'none'}, said {one.capability or 'nothing'} at {one.confidence:.2f}"
        for one in wrong
    ]


def tables() -> list[str]:
    """Everything that stands between the markers."""
    rows = registrations()
    asked = cross_validated([row for row in rows if not row.set_aside])
    shipped = _Asking(load_model())
    held = [shipped.ask(row) for row in rows if row.set_aside]
    clear, clear_held = ([one for one in part if one.row.clear] for part in (asked, held))
    blank = sum(not row.capability for row in rows)
    about = (
        f"The list: {len(rows)} registrations, {blank} of them ({blank / len(rows):.0%}) with no job of the list, "
        f"{sum(not row.clear for row in rows)} marked unclear; {len(held)} set aside by a seeded hash. "
        f"A finding is one at {THRESHOLD} or above. Clear registrations:"
    )
    lines = [
        about,
        "",
        *by_capability(clear, clear_held),
        "",
        "Calibration, over all registrations, the unclear ones too:",
        "",
        *by_confidence(asked, held),
        "",
        f"Of the clear ones, missed or wrong in cross-validation ({len(missed(clear))}):",
        "",
        *missed(clear),
        "",
        f"Missed or wrong in the quarter set aside ({len(missed(clear_held))}):",
        "",
        *missed(clear_held),
    ]
    for name, part in (("cross-validated", clear), ("set aside", clear_held)):
        right, found, there = shares(part)
        print(f"{name}: precision {right / found:.3f} (at least {PRECISION}), recall {right / there:.3f} ({RECALL})")
    return lines


def main() -> int:
    """Measure, print, and write the page where it is there."""
    lines = tables()
    if "--full" in sys.argv:
        print("\n".join(lines))
    if PAGE.exists():
        text = PAGE.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text("\n".join((f"{before}{BEGIN}", "", *lines, "", f"{END}{after}")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
