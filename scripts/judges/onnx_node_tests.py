"""Prints ONNX's own tests of operators as JSON: models with small inputs as constants, and the shapes of their outputs.

Usage: python3 scripts/judges/onnx_node_tests.py > FILE

Needs onnx 1.16 or newer. The types of outputs are left out of the models, so that a reader has to infer them.
"""

import base64
import json
import sys
import warnings

import numpy
import onnx
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases

warnings.filterwarnings("ignore")


def is_small(value):
    return value.dtype.kind in "iub" and value.size <= 64 or value.dtype.kind == "f" and value.size <= 8


def convert(case):
    inputs, outputs = case.data_sets[0]
    if not all(isinstance(value, numpy.ndarray) or numpy.isscalar(value) for value in outputs):
        return None
    model = onnx.ModelProto()
    model.CopyFrom(case.model)
    for info, value in zip(list(model.graph.input), inputs):
        array = numpy.asarray(value)
        if is_small(array):
            model.graph.initializer.append(numpy_helper.from_array(array, info.name))
            model.graph.input.remove(info)
    for output in model.graph.output:
        output.ClearField("type")
    shapes = [list(numpy.asarray(value).shape) for value in outputs]
    return {"name": case.name, "shapes": shapes, "model": base64.b64encode(model.SerializeToString()).decode()}


def main():
    cases = [convert(case) for case in collect_testcases(None) if case.data_sets]
    json.dump([case for case in cases if case is not None], sys.stdout)


if __name__ == "__main__":
    main()
