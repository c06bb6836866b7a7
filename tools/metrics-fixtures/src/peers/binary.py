"""Two classes: curves, areas and figures at thresholds, by scikit-learn: `binary.py FILE`."""
import sys
import warnings

import numpy as np
from scipy import stats
from scipy.optimize import brentq
from sklearn import metrics

from _fixture import write

warnings.filterwarnings("ignore")
random = np.random.RandomState(5)


def scored(labels, shift, spread=1.0):
    """Probabilities that lean towards the labels."""
    logits = random.normal(size=len(labels)) * spread + shift * (2 * np.asarray(labels) - 1)
    return 1 / (1 + np.exp(-logits))


def labels_of(n, share):
    return (random.uniform(size=n) < share).astype(int)


def inputs():
    half, rare = labels_of(120, 0.5), labels_of(150, 0.07)
    yield "distinct probabilities", scored(half, 0.7).round(6), half
    yield "rare positives", scored(rare, 0.5).round(6), rare
    yield "many ties", scored(half, 0.5).round(1), half
    yield "all tied", np.full(9, 0.5), np.array([0, 1, 1, 0, 1, 0, 0, 0, 1])
    # positive and negative rows at each probability
    steps = [(1, 1), (2, 1), (1, 1), (1, 2), (1, 1), (1, 0)]
    tied = [(0.9 - 0.1 * i, label) for i, counts in enumerate(steps) for label in (1, 0) for _ in range(counts[1 - label])]
    yield "ties that bend one rate alone", np.array([p for p, _ in tied]).round(1), np.array([label for _, label in tied])
    yield "float32 probabilities", scored(half, 0.8).astype("float32").astype(float), half
    yield "fully parted", np.array([0.1, 0.2, 0.3, 0.7, 0.8, 0.9]), np.array([0, 0, 0, 1, 1, 1])
    yield "fully reversed", np.array([0.1, 0.2, 0.3, 0.7, 0.8]), np.array([1, 1, 1, 0, 0])
    yield "extreme probabilities", np.array([0, 1, 1, 0, 1e-300, 1 - 1e-16, 0.5, 0, 1]), np.array([0, 1, 0, 1, 1, 0, 1, 0, 1])
    yield "one positive", scored([0] * 12 + [1], 0.3).round(6), np.array([0] * 12 + [1])
    yield "positives only", np.array([0.2, 0.9, 0.9, 0.4]), np.ones(4, int)
    yield "negatives only", np.array([0.2, 0.9, 0.9, 0.4]), np.zeros(4, int)
    yield "one row, positive", np.array([0.3]), np.array([1])
    yield "one row, negative", np.array([0.5]), np.array([0])


def delong_variance(p, y):
    """By the definition: the variances of the placements of each positive among the negatives and the reverse."""
    wins = (p[y == 1][:, None] > p[y == 0][None, :]) + 0.5 * (p[y == 1][:, None] == p[y == 0][None, :])
    if min(wins.shape) < 2:
        return float("nan")
    return wins.mean(1).var(ddof=1) / wins.shape[0] + wins.mean(0).var(ddof=1) / wins.shape[1]


def newcombe(auc, m, n):
    """Newcombe's method 5: where the distance to the area is 1.96 of the deviations that Hanley and McNeil's formula gives there."""
    star = (m + n) / 2 - 1

    def excess(area):
        variance = area * (1 - area) * (1 + star * (1 - area) / (2 - area) + star * area / (1 + area)) / (m * n)
        return (area - auc) ** 2 - stats.norm.ppf(0.975) ** 2 * variance

    low = 0.0 if auc == 0 else brentq(excess, 1e-12, min(auc, 1 - 1e-12), xtol=1e-15, rtol=1e-14)
    high = 1.0 if auc == 1 else brentq(excess, max(auc, 1e-12), 1 - 1e-12, xtol=1e-15, rtol=1e-14)
    return low, high


def at_threshold(p, y, threshold):
    predicted = (p >= threshold).astype(int)
    (tn, fp), (fn, tp) = metrics.confusion_matrix(y, predicted, labels=[0, 1])
    undefined = {"zero_division": np.nan}
    has_both = 0 < y.sum() < len(y)
    return {
        "threshold": threshold,
        "counts": {"truePositives": tp, "falsePositives": fp, "falseNegatives": fn, "trueNegatives": tn},
        "accuracy": metrics.accuracy_score(y, predicted),
        "recall": metrics.recall_score(y, predicted, **undefined),
        "specificity": metrics.recall_score(y, predicted, pos_label=0, **undefined),
        "precision": metrics.precision_score(y, predicted, **undefined),
        "negativePredictiveValue": metrics.precision_score(y, predicted, pos_label=0, **undefined),
        "f1": metrics.f1_score(y, predicted, **undefined),
        "balancedAccuracy": metrics.balanced_accuracy_score(y, predicted),
        "youden": metrics.balanced_accuracy_score(y, predicted, adjusted=True) if has_both else float("nan"),
    }


def best_value(p, y, figure):
    """The greatest value over all thresholds, those that predict everything and nothing included."""
    return np.nanmax([figure(y, (p >= t).astype(int)) for t in [*np.unique(p), 2.0]])


def case(name, p, y):
    has_both = 0 < y.sum() < len(y)
    fpr, tpr, roc_thresholds = metrics.roc_curve(y, p, drop_intermediate=True)
    precision, recall, thresholds = metrics.precision_recall_curve(y, p)
    two = np.stack([1 - p, p], axis=1)
    cost = np.array([[0.0, 5.0], [1.0, -0.5]])  # [predicted][label]
    return {
        "name": name,
        "probabilities": p,
        "labels": y,
        "roc": {"thresholds": roc_thresholds, "falsePositiveRates": fpr, "truePositiveRates": tpr},
        "auc": metrics.roc_auc_score(y, p) if has_both else float("nan"),
        "delongVariance": delong_variance(p, y) if has_both else float("nan"),
        "newcombe": newcombe(metrics.roc_auc_score(y, p), y.sum(), (1 - y).sum()) if has_both else None,
        # scikit-learn calls recall 1 and average precision 0 where there is no positive row
        "precisionRecall": {"thresholds": thresholds, "precisions": precision, "recalls": recall} if y.any() else None,
        "averagePrecision": metrics.average_precision_score(y, p) if y.any() else float("nan"),
        "logLoss": metrics.log_loss(y, two, labels=[0, 1]),
        "brier": metrics.brier_score_loss(y, p, labels=[0, 1]),
        "atThresholds": [at_threshold(p, y, t) for t in (0.0, 0.3, 0.5, 0.9, 1.0, 1.5)],
        "best": {
            "balancedAccuracy": best_value(p, y, metrics.balanced_accuracy_score),
            "f1": best_value(p, y, lambda a, b: metrics.f1_score(a, b, zero_division=np.nan)),
            "cost": -best_value(p, y, lambda a, b: -(metrics.confusion_matrix(a, b, labels=[0, 1]).T * cost).sum() / len(a)),
        },
        "costs": cost,
    }


write(sys.argv[1], {"cases": [case(*x) for x in inputs()]})
