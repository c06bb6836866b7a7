"""Optuna, asked point by point: JSON lines on standard input and output.

A line {"sampler": NAME, "space": [...], "seed": N} begins a study and is answered by the first parameters; every line {"value": X}
tells the value of the last parameters (less is better) and is answered by the next ones. A space is a list of parameters, parents first:
{"name", "type": "float" | "int" | "categorical", "low", "high", "log", "step", "choices", "when": {NAME: [VALUES]}}.
"""
import json
import sys
import warnings

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.simplefilter("ignore")

SAMPLERS = {
    "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
    "sobol": lambda seed: optuna.samplers.QMCSampler(
        qmc_type="sobol", scramble=True, seed=seed, warn_independent_sampling=False
    ),
    "tpe": lambda seed: optuna.samplers.TPESampler(seed=seed),
    "gp": lambda seed: optuna.samplers.GPSampler(seed=seed, warn_independent_sampling=False),
    "cma-es": lambda seed: optuna.samplers.CmaEsSampler(seed=seed, warn_independent_sampling=False),
}


def suggest(trial, parameter):
    name = parameter["name"]
    if parameter["type"] == "categorical":
        return trial.suggest_categorical(name, parameter["choices"])
    if parameter["type"] == "int":
        return trial.suggest_int(name, parameter["low"], parameter["high"], log=parameter["log"])
    return trial.suggest_float(
        name, parameter["low"], parameter["high"], log=parameter["log"], step=parameter.get("step")
    )


study = trial = space = None
for line in sys.stdin:
    message = json.loads(line)
    if "value" in message:
        study.tell(trial, message["value"])
    else:
        study = optuna.create_study(sampler=SAMPLERS[message["sampler"]](message["seed"]))
        space = message["space"]
    trial = study.ask()
    params = {}
    for parameter in space:
        if all(params.get(name) in values for name, values in parameter.get("when", {}).items()):
            params[parameter["name"]] = suggest(trial, parameter)
    print(json.dumps(params), flush=True)
