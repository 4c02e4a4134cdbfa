"""Builds models with Keras and saves them with what a reader should find in them.

Usage (Keras 3, or Keras 2 with TensorFlow): KERAS_BACKEND=jax python3 scripts/judges/keras_applications.py FOLDER [NAME ...]

For each model of keras.applications (weights none), and for those of keras_models.py and keras_compositions.py, FOLDER gets `<name>.keras`: an archive
with Keras' metadata and config but no weights, and with `facts.json` besides. These are Keras' own counts, and each layer's
output shapes without the batch axis and its parameters. Runs for some minutes; models that are there are left.
test/formats/keras/fixtures was made so, the folder keras2 there by Keras 2.15.
"""

import json
import math
import os
import sys
import zipfile

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras  # noqa: E402
import keras_compositions  # noqa: E402
import keras_models  # noqa: E402


def fast_initializers():
    """Zeros instead of random numbers: only shapes matter, and large models take much less time."""
    zeros = keras.initializers.Zeros()
    for name in ["GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform", "Orthogonal", "RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling"]:
        kind = getattr(keras.initializers, name)
        kind.__call__ = lambda self, shape, dtype=None, **_: zeros(shape, dtype=dtype)


def applications():
    for name in sorted(dir(keras.applications)):
        make = getattr(keras.applications, name)
        if name[:1].isupper() and callable(make):
            yield name, lambda make=make: make(weights=None)


def shapes_of(layer):
    try:
        outputs = layer.output
    except (AttributeError, ValueError):
        return None
    if isinstance(outputs, dict):
        outputs = list(outputs.values())
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    return [list(output.shape[1:]) for output in outputs]


def layer_facts(model):
    return [
        {
            "name": layer.name,
            "class": type(layer).__name__,
            "outputs": shapes_of(layer),
            "params": layer.count_params() if layer.built else None,
            **({"layers": layer_facts(layer)} if isinstance(layer, keras.Model) else {}),
        }
        for layer in model.layers
    ]


def count(weights):
    return sum(math.prod(weight.shape) for weight in weights)


def facts_of(model):
    return {
        "keras": keras.__version__,
        "params": model.count_params(),
        "trainable": count(model.trainable_weights),
        "nonTrainable": count(model.non_trainable_weights),
        "layers": layer_facts(model),
    }


def save(folder, name, make):
    path = os.path.join(folder, f"{name}.keras")
    if os.path.exists(path):
        return
    keras.backend.clear_session()
    model = make()
    facts = facts_of(model)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": keras.__version__}))
        archive.writestr("config.json", model.to_json())
        archive.writestr("facts.json", json.dumps(facts))
    print(name, facts["params"], facts["trainable"], facts["nonTrainable"], flush=True)


def main():
    folder, names = sys.argv[1], sys.argv[2:]
    os.makedirs(folder, exist_ok=True)
    fast_initializers()
    for name, make in [*keras_models.small_models(), *keras_compositions.composed_models(), *applications()]:
        if names and name not in names:
            continue
        try:
            save(folder, name, make)
        except Exception as problem:
            print(name, "failed:", repr(problem)[:300], file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
