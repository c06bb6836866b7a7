"""Reliability bins by scikit-learn, calibration errors by their definitions, temperatures by SciPy: `calibration.py FILE`."""
import sys

import numpy as np
from scipy.optimize import brentq
from scipy.special import log_softmax, softmax
from sklearn.calibration import calibration_curve

from _fixture import write

random = np.random.RandomState(7)


def inputs():
    n = 300
    labels = random.randint(2, size=n)
    logits = np.zeros((n, 2))
    logits[:, 1] = 3 * (random.normal(size=n) + (2 * labels - 1) * 0.6)
    yield "two classes, too sure", logits, labels
    labels = random.randint(2, size=50)
    logits = np.zeros((50, 2))
    logits[:, 1] = (0.5 * (random.normal(size=50) + (2 * labels - 1))).round(1)
    yield "two classes, not sure enough, ties", logits, labels
    labels = random.randint(5, size=200)
    yield "five classes", 2.5 * (random.normal(size=(200, 5)) + np.eye(5)[labels]), labels
    yield "one wrong row of two", np.array([[2.0, 0.0], [0.0, 1.0]]), np.array([0, 0])
    labels = random.randint(3, size=60)
    yield "three classes, far too sure", 15 * (random.normal(size=(60, 3)) + 1.0 * np.eye(3)[labels]), labels


def calibration_errors(confidences, outcomes, ends):
    """Expected and maximum calibration error over bins (low, high]."""
    bins = np.searchsorted(ends[1:-1], confidences)
    gaps, counts = [], []
    for b in np.unique(bins):
        inside = bins == b
        gaps.append(abs(confidences[inside].mean() - outcomes[inside].mean()))
        counts.append(inside.sum())
    return np.average(gaps, weights=counts), max(gaps)


def reliability(confidences, outcomes, bins, strategy):
    observed, mean = calibration_curve(outcomes, confidences, n_bins=bins, strategy=strategy)
    quantiles = np.linspace(0, 1, bins + 1)
    ends = np.percentile(confidences, quantiles * 100) if strategy == "quantile" else quantiles
    expected, largest = calibration_errors(confidences, outcomes, ends)
    return {
        "bins": bins,
        "of": "equal-mass" if strategy == "quantile" else "equal-width",
        "confidence": mean,
        "observed": observed,
        "expectedError": expected,
        "maximumError": largest,
    }


def temperature(logits, labels):
    rows = np.arange(len(labels))

    def slope(inverse):
        return ((softmax(logits * inverse, axis=1) * logits).sum(1) - logits[rows, labels]).mean()

    def loss(inverse):
        return -log_softmax(logits * inverse, axis=1)[rows, labels].mean()

    inverse = brentq(slope, 1 / 20, 1 / 0.05, xtol=1e-15, rtol=1e-14)
    return {"temperature": 1 / inverse, "logLossBefore": loss(1), "logLossAfter": loss(inverse)}


def case(name, logits, labels):
    probabilities = softmax(logits, axis=1)
    predicted = (probabilities[:, 1] >= 0.5).astype(int) if logits.shape[1] == 2 else probabilities.argmax(1)
    confidences, outcomes = probabilities[np.arange(len(labels)), predicted], (predicted == labels).astype(int)
    return {
        "name": name,
        "classes": logits.shape[1],
        "logits": logits.ravel(),
        "labels": labels,
        "confidences": confidences,
        "outcomes": outcomes,
        "reliability": [
            reliability(confidences, outcomes, bins, strategy) for bins in (1, 7, 10) for strategy in ("uniform", "quantile")
        ],
        "fitted": temperature(logits, labels),
    }


write(sys.argv[1], {"cases": [case(*x) for x in inputs()]})
