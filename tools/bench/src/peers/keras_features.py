"""Features of a folder of images in Keras, timed: `keras_features.py IMAGES WEIGHTS.h5`.

Prints one JSON object: ms_per_image, decoding included, after one batch to warm up.
"""
import argparse
import json
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("images")
parser.add_argument("weights")
args = parser.parse_args()

dataset = keras.utils.image_dataset_from_directory(
    args.images, labels=None, image_size=(160, 160), batch_size=32, shuffle=False
)
base = keras.applications.MobileNetV2(
    input_shape=(160, 160, 3), include_top=False, weights=args.weights, pooling="avg"
)
inputs = keras.Input((160, 160, 3))
model = keras.Model(inputs, base(keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs), training=False))
model.predict(dataset.take(1), verbose=0)
started = time.perf_counter()
features = model.predict(dataset.prefetch(-1), verbose=0)
print(json.dumps({"ms_per_image": (time.perf_counter() - started) * 1000 / len(features)}))
