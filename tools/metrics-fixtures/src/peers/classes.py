"""N classes: figures from confusion matrices and from probabilities, by scikit-learn: `classes.py FILE`."""
import sys
import warnings

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform
from sklearn import metrics

from _fixture import write

warnings.filterwarnings("ignore")
random = np.random.RandomState(6)


def softmax(logits):
    weights = np.exp(logits - logits.max(1, keepdims=True))
    return weights / weights.sum(1, keepdims=True)


def leaning(labels, classes, strength):
    return softmax(random.normal(size=(len(labels), classes)) + strength * np.eye(classes)[labels])


def inputs():
    for classes, n in ((2, 60), (3, 80), (10, 120)):
        labels = random.randint(classes, size=n)
        yield f"{classes} classes", leaning(labels, classes, 1.2), labels
    labels = random.choice([0, 1, 3], p=[0.8, 0.15, 0.05], size=90)
    yield "a class without labels", leaning(labels, 4, 1.0), labels
    never = leaning(labels, 4, 1.0)
    never[:, 2] = 1e-9
    yield "a class without labels and predictions", never / never.sum(1, keepdims=True), labels
    yield "one label", leaning(np.full(15, 2), 3, 0.5), np.full(15, 2)
    yield "all right", np.eye(3)[[0, 1, 2, 2]], np.array([0, 1, 2, 2])
    yield "all wrong, extreme", np.eye(3)[[1, 2, 0, 0]], np.array([0, 1, 2, 2])
    yield "one row, right", np.array([[0.2, 0.5, 0.3]]), np.array([1])
    yield "one row, wrong", np.array([[0.2, 0.5, 0.3]]), np.array([0])
    wide = random.randint(3, size=40)
    yield "three classes, probabilities of 1e-12", softmax(14 * (random.normal(size=(40, 3)) + np.eye(3)[wide])), wide


def figures(y, predicted, **how):
    precision, recall, f1, support = metrics.precision_recall_fscore_support(y, predicted, **how)
    return {"precision": precision, "recall": recall, "f1": f1, **({} if support is None else {"support": support})}


def ovr(y, p):
    """As roc_auc_score(multi_class='ovr'), which refuses sets where a label is missing."""
    areas = [metrics.roc_auc_score(y == c, p[:, c]) if 0 < (y == c).sum() < len(y) else np.nan for c in range(p.shape[1])]
    if len(np.unique(y)) == p.shape[1] > 2:
        assert abs(np.mean(areas) - metrics.roc_auc_score(y, p, multi_class="ovr", average="macro")) < 1e-15
    return areas


def clustered(confusion):
    """Heights of average linkage on how rarely two classes are confused; [predicted][label] goes in."""
    shares = confusion / np.maximum(1, confusion.sum(0, keepdims=True))
    distances = 1 - (shares + shares.T) / 2
    np.fill_diagonal(distances, 0)
    return linkage(squareform(distances, checks=False), "average")[:, 2]


def case(name, p, y):
    classes = p.shape[1]
    every = np.arange(classes)
    predicted = (p[:, 1] >= 0.5).astype(int) if classes == 2 else p.argmax(1)
    confusion = metrics.confusion_matrix(y, predicted, labels=every).T
    # ties among probabilities are broken differently
    tied = any(len(np.unique(row)) < classes for row in p)
    return {
        "name": name,
        "classes": classes,
        "probabilities": p.ravel(),
        "labels": y,
        "confusion": confusion,
        "accuracy": metrics.accuracy_score(y, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(y, predicted),
        "perClass": figures(y, predicted, labels=every, zero_division=np.nan),
        "macro": figures(y, predicted, average="macro", zero_division=0),
        "weighted": figures(y, predicted, average="weighted", zero_division=0),
        "micro": figures(y, predicted, average="micro", zero_division=0),
        "matthews": metrics.matthews_corrcoef(y, predicted),
        "kappa": metrics.cohen_kappa_score(y, predicted),
        "topK": None
        if tied or classes == 2
        else [metrics.top_k_accuracy_score(y, p, k=k, labels=every) for k in range(1, classes + 1)],
        "oneVsRest": ovr(y, p),
        "logLoss": metrics.log_loss(y, p, labels=every),
        "brier": metrics.brier_score_loss(y, p if classes > 2 else p[:, 1], labels=every),
        "linkageHeights": clustered(confusion) if classes > 1 else [],
    }


write(sys.argv[1], {"cases": [case(*x) for x in inputs()]})
