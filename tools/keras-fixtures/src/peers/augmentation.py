"""What Keras' augmentation layers make of a small image: `augmentation.py OUT_DIR`.

Writes `views.json`: for each case the draws that were pinned and the resulting image (float32, little-endian, base64),
and `ranges.json`: from where to where each layer draws when it is given one factor.
"""
import base64
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

SIZE = 16


def picture(size):
    """A picture without smooth places, so that a wrong weight shows: the tests draw the same."""
    y, x, channel = np.meshgrid(np.arange(size), np.arange(size), np.arange(3), indexing="ij")
    return (((x * 37 + y * 61 + channel * 101 + x * y * 7) % 1021) / 4).astype("float32")


def flip(image, mode):
    keras_mode = "horizontal_and_vertical" if mode == "both" else mode
    layer = keras.layers.RandomFlip(keras_mode)
    return layer.transform_images(image, {"flips": np.ones((1, 1, 1, 1), bool)})


def rotation(image, turns):
    return keras.layers.RandomRotation((turns, turns))(image, training=True)


def zoom(image, side):
    return keras.layers.RandomZoom((side - 1, side - 1))(image, training=True)


def translation(image, shift):
    x, y = shift["x"], shift["y"]
    return keras.layers.RandomTranslation((y, y), (x, x))(image, training=True)


def contrast(image, factor):
    return keras.layers.RandomContrast((1 - factor, factor - 1))(image, training=True)


def brightness(image, delta):
    return keras.layers.RandomBrightness((delta, delta))(image, training=True)


STEPS = dict(
    flip=flip, rotation=rotation, zoom=zoom, translation=translation, contrast=contrast, brightness=brightness
)

VIEWS = [
    {"flip": "horizontal"},
    {"flip": "vertical"},
    {"flip": "both"},
    {"rotation": 0.05},
    {"rotation": -0.1},
    {"rotation": 0.25},
    {"rotation": 0.618},
    {"zoom": 0.7},
    {"zoom": 1.3},
    {"zoom": 1.9},
    {"translation": {"x": 0.1, "y": -0.23}},
    {"translation": {"x": -1, "y": 0.9}},
    {"contrast": 1.4},
    {"brightness": 0.2},
    {"brightness": -0.35},
    {"flip": "horizontal", "rotation": 0.07},
    {
        "flip": "horizontal",
        "rotation": -0.06,
        "zoom": 0.85,
        "translation": {"x": 0.05, "y": 0.08},
        "contrast": 1.15,
        "brightness": -0.1,
    },
]


def view(draws):
    image = tf.constant(picture(SIZE)[None])
    for name, draw in draws.items():
        image = STEPS[name](image, draw)
    pixels = np.asarray(image, "<f4")
    assert pixels.shape == (1, SIZE, SIZE, 3), pixels.shape
    return base64.b64encode(pixels.tobytes()).decode()


def drawn(layer, name):
    """Smallest and largest of many draws."""
    draws = layer.get_random_transformation(np.zeros((20_000, 4, 4, 3), "float32"), training=True)
    values = np.asarray(draws[name])
    return [round(float(values.min()), 3), round(float(values.max()), 3)]


RANGES = {
    "rotation": ("of 0.1, in degrees", lambda: drawn(keras.layers.RandomRotation(0.1), "angle")),
    "zoom": ("of 0.3", lambda: drawn(keras.layers.RandomZoom(0.3), "height_zoom")),
    "translation": ("of 0.2, in pixels of 4", lambda: drawn(keras.layers.RandomTranslation(0.2, 0.2), "translations")),
    "contrast": ("of 0.2", lambda: drawn(keras.layers.RandomContrast(0.2), "contrast_factor")),
    "brightness": ("of 0.2, in 255ths", lambda: drawn(keras.layers.RandomBrightness(0.2), "rgb_delta")),
}


def write(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
        file.write("\n")


out = sys.argv[1]
os.makedirs(out, exist_ok=True)
made_by = {"keras": keras.__version__, "tensorflow": tf.__version__}
cases = [{"view": draws, "pixels": view(draws)} for draws in VIEWS]
write(os.path.join(out, "views.json"), {"made_by": made_by, "size": SIZE, "cases": cases})
ranges = {name: {"drawn": of, "range": measure()} for name, (of, measure) in RANGES.items()}
write(os.path.join(out, "ranges.json"), {"made_by": made_by, "ranges": ranges})
