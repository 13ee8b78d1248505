"""Learns the weights of `model/catalogue/capability_weights.npz` from the list.

Run `python -m benchmarks.capabilities.train`.

Only the rows that are not set aside, and the catalogue's products, are learnt from. scikit-learn is needed here alone.
One thread does the sums, so that their order, and with it the file, is the same however many the machine has.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from benchmarks.capabilities.registrations import FOLDS, Labelled, registrations
from model.catalogue.capability_model import NONE, CapabilityModel, Guess
from model.catalogue.capability_text import Registered, features
from model.catalogue.catalogue import load_catalogue
from model.landscape.product_names import ProductNames, job_of

WEIGHTS = Path(__file__).parents[2] / "model" / "catalogue" / "capability_weights.npz"
STRENGTH = 2.0
"""The inverse of the penalty on large weights."""
EXACT = 1e-5
"""How near the best weights is near enough; coarser, the weights hang on how the processor sums."""
WORTH = 0.1
"""Chances below are not calibrated on."""
DIGITS = 6
"""Of the calibration; what is behind them differs from processor to processor."""
SEEN = 2
"""Rows that a feature must be in."""
ENOUGH = 4
"""Words of a description that tell the job without the name: such rows are learnt from once more without it."""
NAMED = 0.5
"""How much a row counts once more without its description, for many registrations are a bare name."""
LEAST = 0.03
"""Features whose weights are all below are left out."""
Example = tuple[Registered, str, float]
"""What is said, the capability, and how much it counts."""


def registered(row: Labelled, products: ProductNames) -> Registered:
    """What the model is told of a row."""
    known = products.known([row.name], vendor=row.vendor)
    product = "" if known is None or known.whole else (job_of(known.entry) or NONE)
    return Registered(row.name, row.description, row.vendor, product)


def examples(rows: Sequence[Labelled]) -> list[Example]:
    """The rows, once more without the name or the description where the other may do, and the catalogue's products."""
    catalogue = load_catalogue()
    products = ProductNames(catalogue)
    known = [entry for entry in catalogue.entries() if entry.section in ("product", "monopoly_system")]
    whole = [(registered(row, products), row.capability or NONE, 1.0) for row in rows]
    unnamed = [
        (Registered("", row.description), row.capability or NONE, 1.0)
        for row in rows
        if len(row.description.split()) >= ENOUGH
    ]
    named = [(Registered(row.name, "", row.vendor), row.capability or NONE, NAMED) for row in rows if row.description]
    sold = [(Registered(one.plain_name, "", one.vendor or ""), one.capability or NONE, 1.0) for one in known]
    return [*whole, *unnamed, *named, *sold]


def learnt(told: Sequence[Example]) -> CapabilityModel:
    """A model of examples, not calibrated."""
    values = [_summed(said) for said, _, _ in told]
    seen = Counter(feature for one in values for feature in one)
    names = sorted(feature for feature, rows in seen.items() if rows >= SEEN)
    machine = LogisticRegression(C=STRENGTH, max_iter=20_000, tol=EXACT)
    with threadpool_limits(1):
        machine.fit(_matrix(values, names), [job for _, job, _ in told], sample_weight=[weight for *_, weight in told])
    kept = np.flatnonzero(np.abs(machine.coef_).max(axis=0) >= LEAST)
    return CapabilityModel(
        classes=[str(one) for one in machine.classes_],
        names=[names[place] for place in kept],
        weights=machine.coef_.T[kept],
        intercept=machine.intercept_,
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


Told = tuple[Labelled, Guess]


def guessed(rows: Sequence[Labelled], models: Sequence[CapabilityModel]) -> list[Told]:
    """What each row's fold's model, which has not seen it, says of it."""
    products = ProductNames(load_catalogue())
    return [(row, models[row.fold].guess(registered(row, products))) for row in rows]


def calibrate(model: CapabilityModel, told: Sequence[Told]) -> None:
    """Sets what makes a chance the share of right guesses, from guesses of models that are not calibrated."""
    worth = [(row, guess) for row, guess in told if guess.confidence >= WORTH]
    chances = np.clip([guess.confidence for _, guess in worth], 1e-6, 1 - 1e-6)
    right = np.array([guess.capability == row.capability for row, guess in worth])
    with threadpool_limits(1):
        machine = LogisticRegression(C=1e6).fit(np.column_stack((np.log(chances), -np.log(1 - chances))), right)
    found = (*machine.coef_[0], *machine.intercept_)
    model.rise, model.graph.fall, model.offset = (round(float(one), DIGITS) for one in found)


def main() -> int:
    """Learn, calibrate on what each fold's model has not seen, write."""
    rows = [row for row in registrations() if not row.set_aside]
    model = learnt(examples(rows))
    calibrate(model, guessed(rows, folds(rows)))
    data = model.to_bytes()
    WEIGHTS.write_bytes(data)
    said = f"rise {model.rise:.2f}, fall {model.graph.fall:.2f}, offset {model.offset:+.2f}"
    print(f"{WEIGHTS.name}: {len(data) / 1024:.0f} KiB, {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
