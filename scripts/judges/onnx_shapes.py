"""Runs ONNX files and writes the shape of every tensor that their nodes give.

Usage: python3 scripts/judges/onnx_shapes.py FILE.onnx ...

Needs onnx and onnxruntime. `<name>.shapes.json` gets the shapes as they were when the model ran on random inputs at batch 1
(open dimensions other than the batch take the sizes in `<name>.expected.json`, or 8). Files that are there are left.
"""

import json
import os
import sys

import numpy
import onnx
import onnxruntime

TYPES = {
    "tensor(float)": numpy.float32,
    "tensor(float16)": numpy.float16,
    "tensor(double)": numpy.float64,
    "tensor(int64)": numpy.int64,
    "tensor(int32)": numpy.int32,
    "tensor(bool)": numpy.bool_,
    "tensor(uint8)": numpy.uint8,
}


def value_for(info, known):
    sizes = known.get(info.name) or [
        size if isinstance(size, int) else 1 if axis == 0 else 8 for axis, size in enumerate(info.shape)
    ]
    kind = TYPES[info.type]
    if numpy.issubdtype(kind, numpy.floating):
        return numpy.random.rand(*sizes).astype(kind)
    return numpy.ones(sizes, kind)


def run(path):
    model = onnx.load(path)
    outputs = {output.name for output in model.graph.output}
    for node in model.graph.node:
        for name in node.output:
            if name and name not in outputs:
                model.graph.output.append(onnx.ValueInfoProto(name=name))
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    expected = path[: -len(".onnx")] + ".expected.json"
    known = json.load(open(expected)).get("input_shapes", {}) if os.path.exists(expected) else {}
    inputs = {info.name: value_for(info, known) for info in session.get_inputs()}
    names = [output.name for output in session.get_outputs()]
    values = session.run(names, inputs)
    return {name: list(value.shape) for name, value in zip(names, values) if hasattr(value, "shape")}


def main():
    for path in sys.argv[1:]:
        target = path[: -len(".onnx")] + ".shapes.json"
        if os.path.exists(target):
            continue
        try:
            shapes = run(path)
        except Exception as error:  # one model that cannot be run must not hide the others
            print("FAIL", path, str(error)[:300], flush=True)
            continue
        with open(target, "w") as file:
            json.dump(shapes, file)
        print("ok  ", path, flush=True)


if __name__ == "__main__":
    main()
