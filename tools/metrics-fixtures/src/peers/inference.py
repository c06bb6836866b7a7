"""Distributions, intervals and tests by SciPy and statsmodels: `inference.py FILE`."""
import sys

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

from _fixture import write

random = np.random.RandomState(8)


def binomial(of, p):
    hits = sorted({0, 1, of // 4, round(of * p), min(of, round(of * p) + 3), of // 2, of - 1, of} & set(range(of + 1)))
    return {
        "of": of,
        "p": p,
        "hits": hits,
        "probability": [stats.binom.pmf(k, of, p) for k in hits],
        "atMost": [stats.binom.cdf(k, of, p) for k in hits],
        "atLeast": [stats.binom.sf(k - 1, of, p) for k in hits],
    }


def share(hits, of):
    result = stats.binomtest(hits, of)
    wilson, exact = result.proportion_ci(0.95, "wilson"), result.proportion_ci(0.95, "exact")
    return {"hits": hits, "of": of, "wilson": [wilson.low, wilson.high], "exact": [exact.low, exact.high]}


def mcnemar(only_a, only_b):
    n, k = only_a + only_b, min(only_a, only_b)
    exact = stats.binomtest(only_a, n, 0.5).pvalue if n else 1.0
    # splits more uneven than this one, and half of those as uneven
    splits = np.arange(n + 1)
    uneven = np.abs(2 * splits - n)
    probability = stats.binom.pmf(splits, n, 0.5)
    mid = probability[uneven > n - 2 * k].sum() + probability[uneven == n - 2 * k].sum() / 2
    return {"onlyA": only_a, "onlyB": only_b, "exact": exact, "midP": mid}


def fisher(hits, of, other_hits, other_of):
    table = [[hits, of - hits], [other_hits, other_of - other_hits]]
    return {"counts": [hits, of, other_hits, other_of], "pValue": stats.fisher_exact(table).pvalue}


def holm(p_values):
    return {"pValues": p_values, "corrected": multipletests(p_values, method="holm")[1]}


write(
    sys.argv[1],
    {
        "binomial": [
            binomial(of, p)
            for of, p in ((1, 0.3), (5, 0.0), (5, 1.0), (15, 0.5), (16, 0.02), (100, 0.5), (126, 0.93), (1000, 0.1), (10000, 0.9))
        ],
        "shares": [
            share(*x)
            for x in ((0, 1), (1, 1), (0, 20), (20, 20), (3, 20), (81, 263), (1, 1000), (999, 1000), (5000, 10000), (9987, 10000))
        ],
        "mcnemar": [mcnemar(*x) for x in ((0, 0), (1, 0), (0, 5), (3, 3), (5, 12), (40, 18), (100, 160), (0, 300), (700, 701))],
        "fisher": [
            fisher(*x)
            for x in (
                (3, 10, 3, 10),
                (0, 5, 5, 5),
                (8, 10, 20, 90),
                (0, 10, 0, 20),
                (10, 10, 20, 20),
                (1, 1, 0, 1),
                (15, 20, 480, 500),
                (900, 1000, 8700, 9000),
            )
        ],
        "holm": [
            holm(p)
            for p in ([0.04], [0.01, 0.04, 0.03, 0.005], [0.02, 0.02, 0.02], [1.0, 0.6, 0.9], list(random.uniform(size=30) ** 4))
        ],
        "quantiles": [
            {"sorted": np.sort(x), "q": q, "quantile": np.quantile(x, q)}
            for x in (np.array([3.0]), random.normal(size=10))
            for q in (0.0, 0.025, 0.5, 0.975, 1.0)
        ],
    },
)
