"""Trains small heads in Keras with every optimizer, loss, schedule and penalty that the trainer has.

    python head.py FOLDER

writes FOLDER/trainings.json: for each training the options in the trainer's own words, the losses and accuracies
that `fit` reports for each epoch, and the parameters at the end in the trainer's layout (layer after layer the
kernel unit by unit, then the biases). The data and the first parameters come from formulas that
libs/models/src/keras-head.unit.test.ts repeats; nothing is drawn at random.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

FEATURES = 9
ROWS = 24
VALIDATION_ROWS = 11
EPOCHS = 6
BATCH = 5

CASES = {
    "adam": {},
    "adam, three classes": {"classes": 3},
    "adam, a row at a time": {"batchSize": 1},
    "adamw": {"optimizer": "adamw", "weightDecay": 0.05},
    "sgd": {"optimizer": "sgd", "learningRate": 0.1},
    "sgd, momentum": {"optimizer": "sgd", "learningRate": 0.1, "momentum": 0.9},
    "sgd, nesterov": {"optimizer": "sgd", "learningRate": 0.1, "momentum": 0.9, "nesterov": True, "classes": 3},
    "rmsprop": {"optimizer": "rmsprop"},
    "rmsprop, momentum, centered": {"optimizer": "rmsprop", "momentum": 0.5, "rho": 0.8, "centered": True},
    "label smoothing": {"loss": {"kind": "cross-entropy", "labelSmoothing": 0.2}},
    "label smoothing, three classes": {"loss": {"kind": "cross-entropy", "labelSmoothing": 0.2}, "classes": 3},
    "focal": {"loss": {"kind": "focal", "gamma": 2}},
    "focal, alpha, label smoothing": {"loss": {"kind": "focal", "gamma": 1.5, "alpha": 0.25, "labelSmoothing": 0.1}},
    "focal, three classes": {"loss": {"kind": "focal", "gamma": 2}, "classes": 3},
    "focal, alpha, label smoothing, three classes": {
        "loss": {"kind": "focal", "gamma": 2.5, "alpha": 0.4, "labelSmoothing": 0.1},
        "classes": 3,
    },
    "class weights": {"classWeights": [0.5, 3]},
    "class weights, L2, three classes": {"classWeights": [0.5, 3, 1.25], "l2": 0.02, "classes": 3},
    "hidden layer": {"hidden": [6]},
    "two hidden layers, L2, three classes": {"hidden": [6, 5], "l2": 0.01, "classes": 3},
    "hidden layer, sgd, focal, class weights": {
        "hidden": [7],
        "optimizer": "sgd",
        "learningRate": 0.2,
        "momentum": 0.8,
        "loss": {"kind": "focal", "gamma": 2},
        "classWeights": [2, 1],
    },
    "cosine": {"schedule": {"kind": "cosine", "floor": 0.1}},
    "cosine, warm-up": {"schedule": {"kind": "cosine", "warmUpEpochs": 2}},
    "step": {"schedule": {"kind": "step", "everyEpochs": 2, "factor": 0.3}},
}

DEFAULTS = {"classes": 2, "hidden": [], "optimizer": "adam", "learningRate": 0.03, "batchSize": BATCH}


def rows(count, classes, shift):
    """Numbers from −1 to 1 in whole twelfths, the label's own features raised."""
    i = np.arange(count)[:, None] + shift
    j = np.arange(FEATURES)[None, :]
    labels = (i[:, 0] * i[:, 0] + 2 * i[:, 0]) % 5 % classes
    features = ((i * 31 + j * 17 + i * j * 7) % 25 - 12) / 12 + (j % classes == labels[:, None]) * 0.5
    return features.astype("float32"), labels


def first_numbers(count, start):
    """The head's first parameters: number `start` and those after it."""
    return ((np.arange(start, start + count) * 37 + 11) % 29 / 29 - 0.5).astype("float32")


def learning_rate(case):
    rate = case["learningRate"]
    schedule = case.get("schedule")
    steps = -(-ROWS // case["batchSize"])
    if schedule is None:
        return rate
    if schedule["kind"] == "step":
        return keras.optimizers.schedules.ExponentialDecay(
            rate, schedule["everyEpochs"] * steps, schedule["factor"], staircase=True
        )
    warm_up = schedule.get("warmUpEpochs", 0) * steps
    return keras.optimizers.schedules.CosineDecay(
        0.0 if warm_up else rate,
        EPOCHS * steps - warm_up,
        alpha=schedule.get("floor", 0.0),
        warmup_target=rate if warm_up else None,
        warmup_steps=warm_up,
    )


def optimizer(case):
    rate = learning_rate(case)
    momentum = float(case.get("momentum", 0))
    match case["optimizer"]:
        case "adam":
            return keras.optimizers.Adam(rate)
        case "adamw":
            return keras.optimizers.AdamW(rate, weight_decay=case["weightDecay"])
        case "sgd":
            return keras.optimizers.SGD(rate, momentum, nesterov=case.get("nesterov", False))
        case "rmsprop":
            return keras.optimizers.RMSprop(
                rate, rho=case.get("rho", 0.9), momentum=momentum, centered=case.get("centered", False)
            )


def loss(case):
    settings = case.get("loss", {"kind": "cross-entropy"})
    smoothing = settings.get("labelSmoothing", 0.0)
    binary = case["classes"] == 2
    if settings["kind"] == "cross-entropy":
        of = keras.losses.BinaryCrossentropy if binary else keras.losses.CategoricalCrossentropy
        return of(from_logits=True, label_smoothing=smoothing)
    gamma, alpha = settings["gamma"], settings.get("alpha")
    if binary:
        return keras.losses.BinaryFocalCrossentropy(
            apply_class_balancing=alpha is not None,
            alpha=alpha if alpha is not None else 0.25,
            gamma=gamma,
            from_logits=True,
            label_smoothing=smoothing,
        )
    return keras.losses.CategoricalFocalCrossentropy(
        alpha=alpha if alpha is not None else 1.0, gamma=gamma, from_logits=True, label_smoothing=smoothing
    )


def targets(labels, classes):
    return labels.astype("float32")[:, None] if classes == 2 else np.eye(classes, dtype="float32")[labels]


def train(case):
    classes = case["classes"]
    units = 1 if classes == 2 else classes
    l2 = case.get("l2")
    penalty = keras.regularizers.L2(l2) if l2 else None
    model = keras.Sequential([keras.Input((FEATURES,))])
    for width in case["hidden"]:
        model.add(keras.layers.Dense(width, activation="relu", kernel_regularizer=penalty))
    model.add(keras.layers.Dense(units, kernel_regularizer=penalty))
    start = 0
    for layer in model.layers:
        inputs, outputs = layer.kernel.shape
        kernel = first_numbers(inputs * outputs, start).reshape(outputs, inputs)
        layer.set_weights([kernel.T, first_numbers(outputs, start + kernel.size)])
        start += kernel.size + outputs

    # logits, so probability 0.5 is 0
    right = keras.metrics.BinaryAccuracy(threshold=0.0) if classes == 2 else keras.metrics.CategoricalAccuracy()
    right.name = "accuracy"
    model.compile(optimizer(case), loss(case), metrics=[right])
    features, labels = rows(ROWS, classes, 0)
    others, other_labels = rows(VALIDATION_ROWS, classes, 100)
    weights = case.get("classWeights")
    history = model.fit(
        features,
        targets(labels, classes),
        batch_size=case["batchSize"],
        epochs=EPOCHS,
        shuffle=False,
        verbose=0,
        validation_data=(others, targets(other_labels, classes)),
        validation_batch_size=VALIDATION_ROWS,
        class_weight=dict(enumerate(weights)) if weights else None,
    ).history
    parameters = np.concatenate([np.concatenate([w.T.ravel(), b]) for w, b in (x.get_weights() for x in model.layers)])
    epochs = [
        {key: history[key][epoch] for key in ("loss", "accuracy", "val_loss", "val_accuracy")}
        for epoch in range(EPOCHS)
    ]
    return {"options": case, "epochs": epochs, "parameters": parameters.tolist()}


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.8g}")
    if isinstance(value, list):
        return [rounded(x) for x in value]
    if isinstance(value, dict):
        return {key: rounded(x) for key, x in value.items()}
    return value


def main(folder):
    trainings = {name: train({**DEFAULTS, **case}) for name, case in CASES.items()}
    file = {"keras": keras.__version__, "tensorflow": tf.__version__, "trainings": rounded(trainings)}
    with open(os.path.join(folder, "trainings.json"), "w") as out:
        json.dump(file, out, indent=1)
        out.write("\n")


main(sys.argv[1])
