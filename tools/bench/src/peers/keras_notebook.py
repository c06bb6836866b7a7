"""The notebook's job in Keras, timed: `keras_notebook.py IMAGES WEIGHTS.h5 [--augment]`.

Prints one JSON object: fit_s (fit alone), total_s (from before the import of TensorFlow), val_accuracy
(probability >= 0.5, from the logits of the validation set).
"""
import argparse
import json
import os
import time

started = time.perf_counter()
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("images")
parser.add_argument("weights")
parser.add_argument("--augment", action="store_true")
parser.add_argument("--epochs", type=int, default=20)
args = parser.parse_args()

common = dict(seed=123, validation_split=0.2, image_size=(160, 160), batch_size=1)
train = keras.utils.image_dataset_from_directory(args.images, subset="training", **common)
validation = keras.utils.image_dataset_from_directory(args.images, subset="validation", **common)
train, validation = train.prefetch(-1), validation.prefetch(-1)

base = keras.applications.MobileNetV2(input_shape=(160, 160, 3), include_top=False, weights=args.weights)
base.trainable = False
inputs = keras.Input((160, 160, 3))
x = inputs
if args.augment:
    x = keras.layers.RandomFlip("horizontal")(x)
    x = keras.layers.RandomRotation(0.1)(x)
x = keras.layers.Rescaling(1 / 127.5, offset=-1)(x)
x = base(x, training=False)
x = keras.layers.GlobalAveragePooling2D()(x)
x = keras.layers.Dropout(0.2)(x)
model = keras.Model(inputs, keras.layers.Dense(1)(x))
model.compile(
    optimizer=keras.optimizers.Adam(1e-4),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
fit_started = time.perf_counter()
model.fit(train, validation_data=validation, epochs=args.epochs, verbose=0)
fit_s = time.perf_counter() - fit_started

hits = count = 0
for images, labels in validation:
    logits = np.asarray(model(images, training=False)).reshape(-1)
    hits += int(((logits >= 0) == (np.asarray(labels) == 1)).sum())
    count += len(logits)
print(json.dumps({"fit_s": fit_s, "total_s": time.perf_counter() - started, "val_accuracy": hits / count}))
