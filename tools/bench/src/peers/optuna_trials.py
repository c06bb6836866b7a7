"""Trials of 20 reports in Optuna on a database, timed: `optuna_trials.py STORAGE_URL TRIALS`.

Each trial is asked for, reports 20 values with a look at the median pruner after each, and is told its value. Prints one JSON array:
milliseconds of each trial.
"""
import json
import sys
import time

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
url, trials = sys.argv[1], int(sys.argv[2])
study = optuna.create_study(
    storage=url,
    sampler=optuna.samplers.RandomSampler(seed=0),
    pruner=optuna.pruners.MedianPruner(n_startup_trials=5),
)
times = []
for number in range(trials):
    start = time.perf_counter()
    trial = study.ask()
    x = trial.suggest_float("x", 0, 1)
    for step in range(20):
        trial.report(1 / (step + 1), step)
        trial.should_prune()
    study.tell(trial, x)
    times.append((time.perf_counter() - start) * 1000)
print(json.dumps(times))
