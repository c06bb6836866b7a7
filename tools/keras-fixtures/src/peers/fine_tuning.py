"""Fine-tunes the upper layers of backbones in Keras: `fine_tuning.py OUT_DIR`.

Writes one JSON file for each backbone and optimizer: the losses that `fit` reports for each epoch, and of every trained array its values at
some places before and after. Weights and the first picture are those of backbones.py; the other rules are repeated in
libs/models/src/keras-fine-tuning.int.test.ts.
"""
import json
import os
import sys

import keras
import numpy as np
import tensorflow as tf
from backbones import build, formula_picture, rounded, run

PICTURES = 7
BATCH = 3
EPOCHS = 3
PLACES = 12

# (family, width or None, size, first trained layer, classes, optimizer, learning rate)
CASES = [
    ("mobilenet_v2", 0.35, 64, "block_14_depthwise", 2, "sgd", 0.01),
    ("mobilenet_v2", 0.35, 64, "block_14_depthwise", 2, "adam", 1e-4),
    ("mobilenet_v3_small", 1.0, 64, "expanded_conv_8_expand", 3, "sgd", 0.01),
    ("efficientnet_b0", None, 64, "block6a_se_squeeze", 2, "sgd", 0.01),
]


class FineTuned(keras.Model):
    """A base in inference mode below a head. Not a functional model: in Keras 3 `fit` overrides the `training=False` that such a model was
    built with as soon as batch norms are trainable (keras-team/keras issue 20285)."""

    def __init__(self, base, dense, scale):
        super().__init__()
        self.base, self.dense, self.scale = base, dense, scale

    def call(self, images):
        return self.dense(self.base(images / 127.5 - 1 if self.scale else images, training=False))


def pictures(size):
    first = formula_picture(size)
    return np.stack([(first * (1 + i % 3) + 23 * i) % 256 for i in range(PICTURES)]).astype("float32")


def head_kernel(features, units):
    """[features, units]"""
    return (((np.arange(units)[None, :] * features + np.arange(features)[:, None]) * 37 % 101 - 50) / 2500).astype("float32")


def places(count):
    """Where an array of `count` numbers is looked at: from the first to the last, alike far apart."""
    if count <= PLACES:
        return np.arange(count)
    return np.arange(PLACES) * (count - 1) // (PLACES - 1)


def looked_at(variable):
    flat = np.asarray(variable).ravel()
    return [float(x) for x in flat[places(flat.size)]]


def write_case(out, family, alpha, size, first, classes, optimizer, rate):
    keras.backend.clear_session()
    base = build(family, alpha, size)
    _, factors, _ = run(base, formula_picture(size))
    base.trainable = True
    for layer in base.layers[: [layer.name for layer in base.layers].index(first)]:
        layer.trainable = False

    dense = keras.layers.Dense(1 if classes == 2 else classes, name="head")
    model = FineTuned(base, dense, scale=family == "mobilenet_v2")
    model(pictures(size)[:1])
    dense.set_weights([head_kernel(*dense.kernel.shape), np.zeros(dense.kernel.shape[1], "float32")])
    binary = classes == 2
    model.compile(
        keras.optimizers.Adam(rate) if optimizer == "adam" else keras.optimizers.SGD(rate),
        keras.losses.BinaryCrossentropy(from_logits=True)
        if binary
        else keras.losses.CategoricalCrossentropy(from_logits=True),
    )
    labels = np.arange(PICTURES) % classes
    targets = labels.astype("float32")[:, None] if binary else np.eye(classes, dtype="float32")[labels]
    x = pictures(size)

    trained = [(layer.name, variable) for layer in [*base.layers, dense] for variable in layer.trainable_variables]
    before = [looked_at(variable) for _, variable in trained]
    history = model.fit(
        x, targets, batch_size=BATCH, epochs=EPOCHS, shuffle=False, verbose=0, validation_data=(x[:BATCH], targets[:BATCH])
    ).history
    name = family if alpha is None else f"{family}_{alpha}"
    value = {
        "made_by": {"keras": keras.__version__, "tensorflow": tf.__version__},
        "backbone": name,
        "size": size,
        "factors": factors,
        "from": first,
        "classes": classes,
        "optimizer": optimizer,
        "learningRate": rate,
        "epochs": [
            {"loss": rounded(loss), "val_loss": rounded(val_loss)}
            for loss, val_loss in zip(history["loss"], history["val_loss"], strict=True)
        ],
        "arrays": {
            f"{layer}/{variable.name}": {
                "before": [rounded(v) for v in start],
                "after": [float(f"{v:.9g}") for v in looked_at(variable)],
            }
            for (layer, variable), start in zip(trained, before, strict=True)
        },
    }
    with open(os.path.join(out, f"{name}_{optimizer}.json"), "w", encoding="utf-8") as file:
        json.dump(value, file, separators=(",", ":"))
        file.write("\n")
    print(name, optimizer, len(trained), "arrays", value["epochs"])


def main(out):
    os.makedirs(out, exist_ok=True)
    for case in CASES:
        write_case(out, *case)


if __name__ == "__main__":
    main(sys.argv[1])
