"""Writes a fixture as JSON: NaN as null, infinity as the string 'Infinity', numbers with all their digits."""
import json
import math

import numpy as np
import scipy
import sklearn


def plain(value):
    if isinstance(value, dict):
        return {key: plain(x) for key, x in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(x) for x in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        if math.isnan(value):
            return None
        return "Infinity" if math.isinf(value) else float(value)
    return value


def write(path, cases):
    made_by = {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"made_by": made_by, **plain(cases)}, file, separators=(",", ":"))
        file.write("\n")
