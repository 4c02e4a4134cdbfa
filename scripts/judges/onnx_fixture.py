"""Makes small fixtures of exported networks: float tensors of more than 64 elements keep name, type and size but no values.

Usage: python3 scripts/judges/onnx_fixture.py FOLDER OUT NAME ...

FOLDER holds what onnx_export.py and onnx_shapes.py wrote. OUT gets `<name>.onnx` and `<name>.json` with what both found.
"""

import json
import os
import sys

import onnx

MOST_ELEMENTS = 64
#: Of what PyTorch's newer exporter says about nodes; the rest is long.
KEPT = ("namespace", "pkg.torch.onnx.name_scopes")


def strip(model):
    for tensor in model.graph.initializer:
        count = 1
        for dim in tensor.dims:
            count *= dim
        if tensor.data_type == onnx.TensorProto.FLOAT and count > MOST_ELEMENTS:
            for field in ("raw_data", "float_data"):
                tensor.ClearField(field)
    for node in model.graph.node:
        node.ClearField("doc_string")
        kept = [entry for entry in node.metadata_props if entry.key in KEPT]
        node.ClearField("metadata_props")
        node.metadata_props.extend(kept)
    return model


def main():
    folder, out, *names = sys.argv[1:]
    os.makedirs(out, exist_ok=True)
    for name in names:
        source = os.path.join(folder, name)
        onnx.save(strip(onnx.load(source + ".onnx")), os.path.join(out, name + ".onnx"))
        facts = json.load(open(source + ".expected.json"))
        facts["shapes"] = json.load(open(source + ".shapes.json"))
        with open(os.path.join(out, name + ".json"), "w") as file:
            json.dump(facts, file)


if __name__ == "__main__":
    main()
