"""`python -m benchmarks.capabilities.train`: learns the weights of `model/capability_weights.npz` from the list.

Only the rows that are not set aside, and the catalogue's products, are learnt from. scikit-learn is needed here alone.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.capabilities.registrations import FOLDS, Labelled, registrations
from model.capability_model import NONE, CapabilityModel
from model.capability_text import Registered, features
from model.catalogue import load_catalogue
from model.product_names import ProductNames, job_of

WEIGHTS = Path(__file__).parents[2] / "model" / "capability_weights.npz"
STRENGTH = 4.0
"""The inverse of the penalty on large weights."""
SEEN = 2
"""Rows that a feature must be in."""
ENOUGH = 4
"""Words of a description that tell the job without the name: such rows are learnt from once more without it."""
LEAST = 0.02
"""Features whose weights are all below are left out."""
Example = tuple[Registered, str]


def example(row: Labelled, products: ProductNames) -> Example:
    """A row as the model is asked: a product that the name only begins with is a feature."""
    return registered(row, products), row.capability or NONE


def registered(row: Labelled, products: ProductNames) -> Registered:
    """What the model is told of a row."""
    known = products.known([row.name], vendor=row.vendor)
    product = "" if known is None or known.whole else (job_of(known.entry) or NONE)
    return Registered(row.name, row.description, row.vendor, product)


def examples(rows: Sequence[Labelled]) -> list[Example]:
    """The rows, those with enough description once more without their name, and the catalogue's products by name."""
    catalogue = load_catalogue()
    products = ProductNames(catalogue)
    known = [entry for entry in catalogue.entries() if entry.section in ("product", "monopoly_system")]
    named = [(Registered(one.plain_name, "", one.vendor or ""), one.capability or NONE) for one in known]
    unnamed = [
        (Registered("", row.description), row.capability or NONE)
        for row in rows
        if len(row.description.split()) >= ENOUGH
    ]
    return [*(example(row, products) for row in rows), *unnamed, *named]


def learnt(told: Sequence[Example], *, slope: float = 1.0, offset: float = 0.0) -> CapabilityModel:
    """A model of examples; not calibrated unless slope and offset are said."""
    values = [_summed(said) for said, _ in told]
    seen = Counter(feature for one in values for feature in one)
    names = sorted(feature for feature, rows in seen.items() if rows >= SEEN)
    machine = LogisticRegression(C=STRENGTH, max_iter=2000, tol=1e-3)
    machine.fit(_matrix(values, names), [capability for _, capability in told])
    kept = np.flatnonzero(np.abs(machine.coef_).max(axis=0) >= LEAST)
    return CapabilityModel(
        classes=[str(one) for one in machine.classes_],
        names=[names[place] for place in kept],
        weights=machine.coef_.T[kept],
        intercept=machine.intercept_,
        slope=slope,
        offset=offset,
    )


def _summed(said: Registered) -> Mapping[str, float]:
    found: Counter[str] = Counter()
    for feature, value in features(said):
        found[feature] += value  # type: ignore[assignment]
    return found


def _matrix(values: Sequence[Mapping[str, float]], names: Sequence[str]) -> csr_matrix:
    index = {name: place for place, name in enumerate(names)}
    cells = [(row, index[f], v) for row, one in enumerate(values) for f, v in one.items() if f in index]
    rows, columns, numbers = zip(*cells, strict=True)
    return csr_matrix((numbers, (rows, columns)), shape=(len(values), len(names)))


def folds(rows: Sequence[Labelled]) -> list[CapabilityModel]:
    """For each fifth a model that has not seen it."""
    return [learnt(examples([row for row in rows if row.fold != fold])) for fold in range(FOLDS)]


def calibration(chances: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset from the logit of a chance to that of being right."""
    held = np.clip(np.array(chances), 1e-6, 1 - 1e-6)
    machine = LogisticRegression(C=1e6).fit(np.log(held / (1 - held))[:, None], np.array(right))
    return float(machine.coef_[0, 0]), float(machine.intercept_[0])


def main() -> int:
    """Learn, calibrate on what each fold's model has not seen, write."""
    rows = [row for row in registrations() if not row.set_aside]
    products = ProductNames(load_catalogue())
    models = folds(rows)
    asked = [(row, models[row.fold].guess(registered(row, products))) for row in rows]
    worth = [(row, guess) for row, guess in asked if guess.confidence >= 0.1]
    slope, offset = calibration(
        [guess.confidence for _, guess in worth], [guess.capability == row.capability for row, guess in worth]
    )
    data = learnt(examples(rows), slope=slope, offset=offset).to_bytes()
    WEIGHTS.write_bytes(data)
    print(f"{WEIGHTS.name}: {len(data) / 1024:.0f} KiB, slope {slope:.2f}, offset {offset:+.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
