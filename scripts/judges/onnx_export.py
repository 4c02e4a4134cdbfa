"""Exports networks from PyTorch to ONNX and writes what a reader should find in them.

Usage: python3 scripts/judges/onnx_export.py FOLDER [NAME ...]

Needs torch and torchvision. For each network, FOLDER gets `<name>.onnx` and `<name>.expected.json`: the trained parameters,
and the multiply-accumulates of one run, counted where they are computed (convolutions, products of matrices, and for
recurrent modules steps times weight elements). Weights are random unless they are large, which are zero. Without names, the
small set that the tests use is exported. Files that are there are left.
"""

import inspect
import json
import os
import sys
import warnings

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode

import onnx_networks

warnings.filterwarnings("ignore")
ATEN = torch.ops.aten
HAS_DYNAMO = "dynamo" in inspect.signature(torch.onnx.export).parameters


def convolution(args, out):
    weight, transposed = args[1], args[6]
    positions = args[0] if transposed else out
    return positions.numel() * weight[0].numel()


COUNTS = {
    ATEN.convolution.default: convolution,
    ATEN.mm.default: lambda args, out: out.numel() * args[0].shape[-1],
    ATEN.addmm.default: lambda args, out: out.numel() * args[1].shape[-1],
    ATEN.bmm.default: lambda args, out: out.numel() * args[0].shape[-1],
    ATEN.baddbmm.default: lambda args, out: out.numel() * args[1].shape[-1],
    ATEN.mv.default: lambda args, out: args[0].numel(),
    ATEN.dot.default: lambda args, out: args[0].numel(),
}


class Counter(TorchDispatchMode):
    """Adds up multiply-accumulates of everything that runs, except within recurrent modules."""

    def __init__(self):
        super().__init__()
        self.macs = 0
        self.inside = 0

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        out = function(*args, **(kwargs or {}))
        count = COUNTS.get(function)
        if count is not None and self.inside == 0:
            self.macs += count(args, out)
        return out

    def watch(self, model):
        for module in model.modules():
            if isinstance(module, nn.RNNBase):
                module.register_forward_pre_hook(lambda *_: self.enter(1))
                module.register_forward_hook(self.leave)

    def enter(self, step):
        self.inside += step

    def leave(self, module, inputs, outputs):
        self.inside -= 1
        (sequence,) = inputs[:1]
        weights = sum(p.numel() for name, p in module.named_parameters() if "weight" in name)
        self.macs += sequence.shape[0] * sequence.shape[1] * weights


def count(model, inputs):
    counter = Counter()
    counter.watch(model)
    # With gradients and without the fast path, so that no fused kernel hides what it computes.
    if hasattr(torch.backends, "mha"):
        torch.backends.mha.set_fastpath_enabled(False)
    if hasattr(torch.backends.cuda, "enable_flash_sdp"):
        torch.backends.cuda.enable_flash_sdp(False)
    with counter:
        outputs = model(*inputs)
    return counter.macs, outputs


def flat(outputs):
    if torch.is_tensor(outputs):
        return [outputs]
    values = outputs.values() if isinstance(outputs, dict) else outputs
    return [tensor for value in values for tensor in flat(value)]


def export(name, folder):
    path = os.path.join(folder, name + ".onnx")
    if os.path.exists(path):
        return
    network = onnx_networks.NETWORKS[name]()
    if network.dynamo and not HAS_DYNAMO:
        return
    model = network.model.eval()
    macs, outputs = count(model, network.inputs)
    # In evaluation mode the exporter folds normalizations into convolutions, and their parameters are gone.
    norms = (nn.modules.batchnorm._BatchNorm,)
    folded = not network.preserve and any(isinstance(module, norms) for module in model.modules())
    params = None if folded else sum(p.numel() for p in model.parameters())
    training = torch.onnx.TrainingMode.PRESERVE if network.preserve else torch.onnx.TrainingMode.EVAL
    options = {"training": training, "dynamic_axes": network.dynamic_axes, "do_constant_folding": True}
    if HAS_DYNAMO:
        options["dynamo"] = network.dynamo
    if network.dynamo:
        options = {"dynamo": True, "external_data": False}
    torch.onnx.export(
        network.model,
        network.inputs,
        path,
        opset_version=network.opset,
        input_names=network.input_names,
        **options,
    )
    expected = {
        "opset": network.opset,
        "preserve": network.preserve,
        "params": params,
        "macs": macs,
        "output_shapes": [list(tensor.shape) for tensor in flat(outputs)],
        "input_shapes": {key: list(value.shape) for key, value in zip(network.input_names, network.inputs) if torch.is_tensor(value)},
    }
    with open(os.path.join(folder, name + ".expected.json"), "w") as file:
        json.dump(expected, file, indent=1)


def main():
    folder, *names = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    for name in names or onnx_networks.SMALL:
        try:
            export(name, folder)
            print("ok  ", name, flush=True)
        except Exception as error:  # one network that cannot be exported must not hide the others
            print("FAIL", name, str(error).splitlines()[0] if str(error) else repr(error), flush=True)


if __name__ == "__main__":
    main()
