"""What Keras' backbones make of a picture, with weights that a formula gives: `backbones.py OUT_DIR`.

Writes one JSON file for each architecture, width and size: the features, and of every layer's output its shape, mean, standard deviation
and first values; and two genuine weights files of the narrowest MobileNetV3, one in each of Keras' layouts (gzipped).

Real weights are too large for the repository. Weights, pictures and the rules below are those of libs/models/src/formula-weights.test.ts.
Batch norms divide by what they find, so that activations stay in bounds through a hundred layers: their `moving_variance` is the formula's times
the mean square of their input, rounded; the factors are in the file.
"""
import base64
import gzip
import json
import os
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import h5py  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras import applications  # noqa: E402
from keras.src.applications import efficientnet  # noqa: E402
from keras.src.legacy.saving import legacy_h5_format  # noqa: E402

IMAGENET_MEAN = [0.485, 0.456, 0.406]
# what Keras' published EfficientNet files hold as the variance are the standard deviations
IMAGENET_DEVIATION = [0.229, 0.224, 0.225]

FAMILIES = {
    "mobilenet_v2": applications.MobileNetV2,
    "mobilenet_v3_small": applications.MobileNetV3Small,
    "mobilenet_v3_large": applications.MobileNetV3Large,
    "efficientnet_b0": applications.EfficientNetB0,
    "efficientnet_b1": applications.EfficientNetB1,
    "efficientnet_v2_b0": applications.EfficientNetV2B0,
}

# (family, width or None, size, whether every layer is written down)
CASES = [
    ("mobilenet_v2", 1.0, 75, True),
    ("mobilenet_v2", 0.35, 64, False),
    ("mobilenet_v2", 0.5, 33, False),
    ("mobilenet_v2", 0.75, 48, False),
    ("mobilenet_v2", 1.3, 47, False),
    ("mobilenet_v2", 1.4, 96, False),
    ("mobilenet_v3_small", 1.0, 75, True),
    ("mobilenet_v3_small", 0.75, 96, False),
    ("mobilenet_v3_large", 1.0, 75, True),
    ("mobilenet_v3_large", 0.75, 96, False),
    ("efficientnet_b0", None, 75, True),
    ("efficientnet_b0", None, 96, False),
    ("efficientnet_b1", None, 47, True),
    ("efficientnet_v2_b0", None, 75, True),
    ("efficientnet_v2_b0", None, 96, False),
]


def hashes(key, count):
    """`count` whole numbers below 2^32: FNV-1a of the key, stepped by the golden ratio and mixed as in MurmurHash3."""
    seed = 0x811C9DC5
    for byte in key.encode():
        seed = ((seed ^ byte) * 0x01000193) & 0xFFFFFFFF
    x = np.uint32(seed) + np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B9)
    x = (x ^ (x >> 16)) * np.uint32(0x85EBCA6B)
    x = (x ^ (x >> 13)) * np.uint32(0xC2B2AE35)
    return x ^ (x >> 16)


def formula_array(layer, name, shape, depthwise):
    """One array of weights: the kernels of unit gain after a ReLU (He), the others near 1 or near 0."""
    u = hashes(f"{layer}/{name}", int(np.prod(shape))) / 2.0**31 - 1
    if name == "kernel":
        fan_in = np.prod(shape[:2]) if depthwise else np.prod(shape[:-1])
        values = u * np.sqrt(6 / fan_in)
    elif name in ("gamma", "moving_variance"):
        values = 1 + 0.2 * u
    else:
        values = 0.2 * u
    return values.reshape(shape)


def formula_picture(size):
    """Whole numbers 0..255: stripes with noise on them."""
    row, column, channel = np.meshgrid(np.arange(size), np.arange(size), np.arange(3), indexing="ij")
    noise = (hashes("picture", size * size * 3) >> 26).reshape(size, size, 3)
    return ((row * 5 + column * 3 + channel * 60 + noise) % 256).astype("float32")


def build(family, alpha, size):
    """Built as with `weights='imagenet'`, so that EfficientNet has the layer that Keras adds to it then alone; the file is our own."""
    common = dict(input_shape=(size, size, 3), include_top=False, pooling="avg")
    if not family.startswith("efficientnet_b"):
        widths = {} if alpha is None else {"alpha": alpha}
        return FAMILIES[family](weights=None, **common, **widths)
    plain = FAMILIES[family](weights=None, **common)
    normalization = next(x for x in plain.layers if isinstance(x, keras.layers.Normalization))
    normalization.set_weights([np.array(IMAGENET_MEAN), np.array(IMAGENET_DEVIATION), np.array(0)])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "published.h5")
        save_legacy(plain, path)
        get_file = efficientnet.file_utils.get_file
        efficientnet.file_utils.get_file = lambda *_, **__: path
        try:
            return FAMILIES[family](weights="imagenet", **common)
        finally:
            efficientnet.file_utils.get_file = get_file


def save_legacy(model, path):
    with h5py.File(path, "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)


def set_weights(layer, factor=1.0):
    if isinstance(layer, keras.layers.Normalization):
        return
    depthwise = isinstance(layer, keras.layers.DepthwiseConv2D)
    for variable in getattr(layer, "weights", []):  # an operation such as `x + 3` has none
        values = formula_array(layer.name, variable.name, tuple(variable.shape), depthwise)
        variable.assign((values * factor if variable.name == "moving_variance" else values).astype("float32"))


def run(model, picture):
    """The features; the factor of each batch norm; every layer and its output, in the order in which they ran."""
    factors, outputs = {}, []

    def record(layer):
        def call(*args, **kwargs):
            factor = 1.0
            if isinstance(layer, keras.layers.BatchNormalization):
                factor = float(f"{float(np.mean(np.square(np.asarray(args[0], 'float64')))):.3g}")
                factors[layer.name] = factor
            set_weights(layer, factor)
            y = layer(*args, **kwargs)
            outputs.append((layer, np.asarray(y)[0]))
            return y

        return call

    scaled = picture / 127.5 - 1 if model.name.startswith("mobilenetv2") else picture
    features = model._run_through_graph(tf.constant(scaled[None]), operation_fn=record)
    # the same model, run as users run it
    again = model.predict(scaled[None], verbose=0)
    assert np.abs(np.asarray(features) - again).max() < 1e-4, np.abs(np.asarray(features) - again).max()
    return again[0], factors, outputs


def rounded(x):
    return float(f"{float(x):.7g}")


def describe(layer, output):
    flat = output.astype("float64").ravel()
    return {
        "layer": layer.name,
        "shape": list(output.shape),
        "mean": rounded(flat.mean()),
        "deviation": rounded(flat.std()),
        "largest": rounded(np.abs(flat).max()),
        "first": [rounded(x) for x in flat[:4]],
        "last": [rounded(x) for x in flat[-4:]],
    }


def write(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, separators=(",", ":"))
        file.write("\n")


def write_case(out, family, alpha, size, every_layer):
    keras.backend.clear_session()
    model = build(family, alpha, size)
    features, factors, outputs = run(model, formula_picture(size))
    name = family if alpha is None else f"{family}_{alpha}"
    value = {
        "made_by": {"keras": keras.__version__, "tensorflow": tf.__version__},
        "backbone": name,
        "size": size,
        "factors": factors,
        "features": base64.b64encode(np.asarray(features, "<f4").tobytes()).decode(),
    }
    if every_layer:
        value["layers"] = [describe(layer, output) for layer, output in outputs if output.ndim]
    write(os.path.join(out, f"{name}_{size}.json"), value)
    print(name, size, "features", rounded(np.mean(features)), "±", rounded(np.std(features)))


def write_weight_files(out):
    """The narrowest MobileNetV3-Small, every array by the formula: as Keras 2 and as Keras 3 lay it out."""
    keras.backend.clear_session()
    model = applications.MobileNetV3Small(
        input_shape=(32, 32, 3), include_top=False, pooling="avg", weights=None, alpha=0.05
    )
    for layer in model.layers:
        set_weights(layer)
    with tempfile.TemporaryDirectory() as folder:
        legacy, current = os.path.join(folder, "legacy.h5"), os.path.join(folder, "current.weights.h5")
        save_legacy(model, legacy)
        model.save_weights(current)
        for path in (legacy, current):
            with open(path, "rb") as file, open(os.path.join(out, os.path.basename(path) + ".gz"), "wb") as packed:
                packed.write(gzip.compress(file.read(), mtime=0))


def main(out):
    os.makedirs(out, exist_ok=True)
    for case in CASES:
        write_case(out, *case)
    write_weight_files(out)


if __name__ == "__main__":
    main(sys.argv[1])
