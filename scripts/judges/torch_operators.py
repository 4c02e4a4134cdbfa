"""Runs operators in PyTorch and prints what came out as JSON: shapes without the batch axis, and the shapes of weights.

Usage: python3 scripts/judges/torch_operators.py > test/fixtures/torch-operators.json

Each case has an operator with its attributes as Netlens names them, and input shapes. `macs` is there where it can be
measured instead of computed: with all weights and inputs 1, no bias and no padding, the sum of the outputs of a convolution,
a linear layer or a matrix product is the number of its multiply-accumulates. `reach` lists, for some outputs along the last
axis, the first and the last input that they depend on, found by their gradients.
"""

import itertools
import json
import sys

import torch
from torch import nn
from torch.nn import functional as F

BATCH = 2


def pick(attributes, names):
    """Keyword arguments for PyTorch from Netlens' names."""
    return {theirs: torch_value(attributes[ours]) for ours, theirs in names.items() if ours in attributes}


def torch_value(value):
    return tuple(value) if isinstance(value, list) else value


CONV = {"stride": "stride", "pad": "padding", "dilation": "dilation", "groups": "groups", "bias": "bias"}
POOL = {"stride": "stride", "pad": "padding", "dilation": "dilation", "ceil": "ceil_mode", "count_include_pad": "count_include_pad"}
NORM = {"affine": "affine", "track": "track_running_stats", "epsilon": "eps"}
RECURRENT = {"layers": "num_layers", "bidirectional": "bidirectional", "bias": "bias"}


def ranked(name, rank):
    return getattr(nn, f"{name}{rank}d")


def conv(a, shapes):
    channels, rank = shapes[0][0], len(shapes[0]) - 1
    return ranked("Conv", rank)(channels, a["channels"], torch_value(a["kernel"]), **pick(a, CONV))


def depthwise(a, shapes):
    channels, rank = shapes[0][0], len(shapes[0]) - 1
    kernel = torch_value(a["kernel"])
    return ranked("Conv", rank)(channels, channels * a.get("multiplier", 1), kernel, groups=channels, **pick(a, CONV))


def conv_transpose(a, shapes):
    channels, rank = shapes[0][0], len(shapes[0]) - 1
    names = {**CONV, "output_pad": "output_padding"}
    return ranked("ConvTranspose", rank)(channels, a["channels"], torch_value(a["kernel"]), **pick(a, names))


def pool(name):
    return lambda a, shapes: ranked(name, len(shapes[0]) - 1)(torch_value(a["kernel"]), **pick(a, POOL))


def lp_pool(a, shapes):
    return ranked("LPPool", len(shapes[0]) - 1)(a.get("p", 2), torch_value(a["kernel"]), **pick(a, {"stride": "stride", "ceil": "ceil_mode"}))


def adaptive(name):
    return lambda a, shapes: ranked(name, len(shapes[0]) - 1)(torch_value(a["size"]))


def norm(name):
    return lambda a, shapes: ranked(name, max(1, len(shapes[0]) - 1))(shapes[0][0], **pick(a, NORM))


def layer_norm(a, shapes):
    axes = a.get("axis", [-1])
    return nn.LayerNorm([shapes[0][axis] for axis in axes], **pick(a, {"affine": "elementwise_affine"}))


def module(make):
    return lambda a, shapes: make(a)


def attention(a, shapes):
    query = shapes[0]
    key = shapes[1] if len(shapes) > 1 else query
    value = shapes[2] if len(shapes) > 2 else key
    layer = nn.MultiheadAttention(query[-1], a["heads"], bias=a.get("bias", True), kdim=key[-1], vdim=value[-1], batch_first=True)

    class Attend(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = layer

        def forward(self, query, key=None, value=None):
            key = query if key is None else key
            value = key if value is None else value
            average = a.get("average", True)
            return list(self.layer(query, key, value, average_attn_weights=average))

    return Attend()


def recurrent(name):
    def make(a, shapes):
        layer = getattr(nn, name)(shapes[0][-1], a["hidden"], batch_first=True, **pick(a, RECURRENT))

        class Run(nn.Module):
            def __init__(self):
                super().__init__()
                self.layer = layer

            def forward(self, x):
                output, states = self.layer(x)
                output = output if a.get("sequence", True) else output[:, -1]
                states = states if isinstance(states, tuple) else (states,)
                return [output, *[state.transpose(0, 1) for state in states]]

        return Run()

    return make


def function(run):
    """A function of the attributes and tensors."""

    def make(a, shapes):
        class Call(nn.Module):
            def forward(self, *tensors):
                return run(a, *tensors)

        return Call()

    return make


def split(a, x):
    parts, axis = a["parts"], a.get("axis", 1)
    if isinstance(parts, list):
        return list(torch.split(x, parts, axis))
    if x.shape[axis] % parts != 0:
        raise ValueError("not divisible")
    return list(torch.chunk(x, parts, axis))


def take_slice(a, x):
    index = [slice(None)] * x.dim()
    index[a.get("axis", 1)] = slice(a.get("start", 0), a.get("end"), a.get("step", 1))
    result = x[tuple(index)]
    if result.numel() == 0:
        raise ValueError("empty")
    return result


def matmul(a, x, y):
    first = x.transpose(-1, -2) if a.get("transpose_first") else x
    return torch.matmul(first, y.transpose(-1, -2) if a.get("transpose") else y)


def reduce(name):
    def run(a, x):
        axes = a.get("axis", list(range(1, x.dim())))
        return getattr(torch, name)(x, dim=axes, keepdim=a.get("keepdim", False))

    return function(run)


def pad(a, x):
    pairs = a["pad"] if isinstance(a["pad"], list) else [a["pad"]] * (x.dim() - 2)
    pairs = [pair if isinstance(pair, list) else [pair, pair] for pair in pairs]
    flat = [number for pair in reversed(pairs) for number in pair]
    return F.pad(x, flat, mode=a.get("mode", "constant"))


def upsample(a, x):
    return F.interpolate(x, size=torch_value(a.get("size")), scale_factor=torch_value(a.get("scale")), mode=a.get("mode", "nearest"))


MAKERS = {
    "Conv": conv,
    "DepthwiseConv": depthwise,
    "ConvTranspose": conv_transpose,
    "MaxPool": pool("MaxPool"),
    "AvgPool": pool("AvgPool"),
    "LPPool": lp_pool,
    "AdaptiveAvgPool": adaptive("AdaptiveAvgPool"),
    "AdaptiveMaxPool": adaptive("AdaptiveMaxPool"),
    "GlobalAvgPool": function(lambda a, x: x.mean(dim=list(range(2, x.dim())), keepdim=a.get("keepdim", True))),
    "BatchNorm": norm("BatchNorm"),
    "InstanceNorm": norm("InstanceNorm"),
    "GroupNorm": lambda a, shapes: nn.GroupNorm(a["groups"], shapes[0][0], **pick(a, {"affine": "affine"})),
    "LayerNorm": layer_norm,
    "LocalResponseNorm": module(lambda a: nn.LocalResponseNorm(a["size"])),
    "Linear": lambda a, shapes: nn.Linear(shapes[0][-1], a["features"], **pick(a, {"bias": "bias"})),
    "Bilinear": lambda a, shapes: nn.Bilinear(shapes[0][-1], shapes[1][-1], a["features"], **pick(a, {"bias": "bias"})),
    "PReLU": module(lambda a: nn.PReLU(a.get("parameters", 1))),
    "GLU": module(lambda a: nn.GLU(a.get("axis", -1))),
    "Softmax": module(lambda a: nn.Softmax(a.get("axis", -1))),
    "LogSoftmax": module(lambda a: nn.LogSoftmax(a.get("axis", -1))),
    "LeakyReLU": module(lambda a: nn.LeakyReLU(a.get("slope", 0.01))),
    "Dropout": module(lambda a: nn.Dropout(a.get("p", 0.5))),
    "MultiHeadAttention": attention,
    "RNN": recurrent("RNN"),
    "LSTM": recurrent("LSTM"),
    "GRU": recurrent("GRU"),
    "Embedding": module(lambda a: nn.Embedding(a["num"], a["dim"])),
    "Flatten": module(lambda a: nn.Flatten(a.get("start", 1), a.get("end", -1))),
    "Reshape": function(lambda a, x: x.reshape(x.shape[0], *a["shape"])),
    "Permute": function(lambda a, x: x.permute(0, *a["order"])),
    "Transpose": function(lambda a, x: x.transpose(a.get("axis1", -2), a.get("axis2", -1))),
    "Squeeze": function(lambda a, x: x.squeeze(a["axis"])),
    "Unsqueeze": function(lambda a, x: x.unsqueeze(a["axis"])),
    "Concat": function(lambda a, *x: torch.cat(x, a.get("axis", 1))),
    "Add": function(lambda a, *x: x[0] + x[1]),
    "Sub": function(lambda a, *x: x[0] - x[1]),
    "Mul": function(lambda a, *x: x[0] * x[1]),
    "Div": function(lambda a, *x: x[0] / x[1]),
    "Max": function(lambda a, *x: torch.maximum(*x)),
    "Min": function(lambda a, *x: torch.minimum(*x)),
    "MatMul": function(matmul),
    "Stack": function(lambda a, *x: torch.stack(x, a.get("axis", 1))),
    "Index": function(lambda a, x: eval(f"x[:, {a['index']}]", {"x": x})),
    "OneHot": function(lambda a, x: F.one_hot(x.long(), a["classes"])),
    "Mean": reduce("mean"),
    "Sum": reduce("sum"),
    "ReduceMax": reduce("amax"),
    "Split": function(split),
    "Slice": function(take_slice),
    "Select": function(lambda a, x: x.select(a.get("axis", 1), a.get("index", 0))),
    "Tile": function(lambda a, x: x.repeat(1, *a["repeats"])),
    "Expand": function(lambda a, x: x.expand(-1, *a["shape"])),
    "Pad": function(pad),
    "Upsample": function(upsample),
    "PixelShuffle": module(lambda a: nn.PixelShuffle(a["factor"])),
    "SpaceToDepth": module(lambda a: nn.PixelUnshuffle(a["factor"])),
    "ChannelShuffle": module(lambda a: nn.ChannelShuffle(a["groups"])),
    "Reverse": function(lambda a, x: x.flip(a.get("axis", 1))),
    "Einsum": function(lambda a, *x: torch.stack([torch.einsum(a["equation"], *[t[n] for t in x]) for n in range(BATCH)])),
}
for simple in ["ReLU", "ReLU6", "ELU", "CELU", "SELU", "GELU", "SiLU", "Sigmoid", "LogSigmoid", "Tanh", "Mish", "Softplus", "Softsign"]:
    MAKERS[simple] = module(lambda a, simple=simple: getattr(nn, simple)())
for ours, theirs in {"HardSwish": "Hardswish", "HardSigmoid": "Hardsigmoid", "HardTanh": "Hardtanh"}.items():
    MAKERS[ours] = module(lambda a, theirs=theirs: getattr(nn, theirs)())

SIZES = {1: [[8, 17]], 2: [[8, 15, 22]], 3: [[8, 9, 10, 7]]}


def grid(**axes):
    """All combinations, without those that are None."""
    for values in itertools.product(*axes.values()):
        yield {name: value for name, value in zip(axes, values) if value is not None}


def sliding_cases():
    for rank, shapes in SIZES.items():
        uneven = [3, 2, 1][:rank]
        for shape in shapes:
            for a in grid(kernel=[1, 3, uneven], stride=[None, 2], pad=[None, 1], dilation=[None, 2]):
                yield "Conv", {"channels": 6, **a}, [shape]
            for a in grid(kernel=[3], groups=[2, 4, 3], bias=[None, False]):
                yield "Conv", {"channels": 12, **a}, [shape]
            for a in grid(kernel=[2, 5], pad=["same"], dilation=[None, 2]):
                yield "Conv", {"channels": 4, **a}, [shape]
            yield "Conv", {"channels": 4, "kernel": 99}, [shape]
            for a in grid(kernel=[3, uneven], stride=[None, 2], pad=[None, 1], multiplier=[None, 3], bias=[None, False]):
                yield "DepthwiseConv", a, [shape]
            for a in grid(kernel=[2, 4, uneven], stride=[None, 2, 3], pad=[None, 1], output_pad=[None, 1], groups=[None, 2]):
                yield "ConvTranspose", {"channels": 6, **a}, [shape]
            for a in grid(kernel=[4], stride=[2], dilation=[None, 2], bias=[None, False]):
                yield "ConvTranspose", {"channels": 6, **a}, [shape]
            for a in grid(kernel=[2, 3, uneven], stride=[None, 1, 2, 3], pad=[None, 1], ceil=[None, True]):
                yield "MaxPool", a, [shape]
                yield "AvgPool", a, [shape]
            for a in grid(kernel=[3], dilation=[2, 3], stride=[None, 2], ceil=[None, True]):
                yield "MaxPool", a, [shape]
            yield "MaxPool", {"kernel": 3, "pad": 2}, [shape]
            yield "AvgPool", {"kernel": 3, "pad": 2}, [shape]
            yield "MaxPool", {"kernel": 50}, [shape]
            for size in [1, 2, 5]:
                yield "AdaptiveAvgPool", {"size": size}, [shape]
                yield "AdaptiveMaxPool", {"size": size}, [shape]
            yield "AdaptiveAvgPool", {"size": [4, 3, 2][:rank]}, [shape]
            for keep in [None, False]:
                yield "GlobalAvgPool", ({} if keep is None else {"keepdim": keep}), [shape]
            if rank < 3:
                for a in grid(kernel=[2, 3], stride=[None, 1], ceil=[None, True]):
                    yield "LPPool", a, [shape]
    for size, kernel, stride, padding in itertools.product([5, 6, 7, 8, 9, 10], [2, 3, 4], [2, 3, 4], [0, 1]):
        a = {"kernel": kernel, "stride": stride, "pad": padding, "ceil": True}
        yield "MaxPool", a, [[2, size, size + 3]]


def layer_cases():
    for shape in [[8, 17], [8, 15, 22], [8, 3, 4, 5]]:
        for a in grid(affine=[None, False], track=[None, False]):
            yield "BatchNorm", a, [shape]
        for a in grid(affine=[None, True], track=[None, True]):
            yield "InstanceNorm", a, [shape]
        for groups in [1, 2, 4, 8, 3]:
            yield "GroupNorm", {"groups": groups}, [shape]
        yield "GroupNorm", {"groups": 2, "affine": False}, [shape]
        yield "LocalResponseNorm", {"size": 5}, [shape]
        yield "LayerNorm", {}, [shape]
        yield "LayerNorm", {"axis": [-2, -1]}, [shape]
        yield "LayerNorm", {"affine": False}, [shape]
        for features in [1, 10]:
            yield "Linear", {"features": features}, [shape]
        yield "PReLU", {}, [shape]
        yield "PReLU", {"parameters": 8}, [shape]
        yield "PReLU", {"parameters": 5}, [shape]
        yield "Softmax", {}, [shape]
        yield "Softmax", {"axis": 1}, [shape]
        yield "Softmax", {"axis": 7}, [shape]
        yield "LogSoftmax", {"axis": -2}, [shape]
        yield "Dropout", {}, [shape]
        yield "GLU", {"axis": 1}, [shape]
        yield "GLU", {}, [shape]
    yield "BatchNorm", {}, [[10]]
    yield "Linear", {"features": 7, "bias": False}, [[12]]
    yield "Linear", {"features": 1000}, [[4096]]
    yield "Bilinear", {"features": 5}, [[12], [7]]
    yield "Bilinear", {"features": 5, "bias": False}, [[3, 12], [3, 7]]
    yield "Embedding", {"num": 100, "dim": 16}, [[9]]
    yield "Embedding", {"num": 100, "dim": 16}, [[4, 9]]
    for simple in ["ReLU", "ReLU6", "ELU", "CELU", "SELU", "GELU", "SiLU", "Sigmoid", "LogSigmoid", "Tanh", "Mish", "Softplus", "Softsign", "HardSwish", "HardSigmoid", "HardTanh", "LeakyReLU"]:
        yield simple, {}, [[4, 5, 6]]
    for heads, bias in itertools.product([1, 4, 5], [None, False]):
        a = {"heads": heads} if bias is None else {"heads": heads, "bias": bias}
        yield "MultiHeadAttention", a, [[7, 16]]
        yield "MultiHeadAttention", a, [[7, 16], [9, 16]]
        yield "MultiHeadAttention", a, [[7, 16], [9, 12]]
        yield "MultiHeadAttention", a, [[7, 16], [9, 12], [9, 10]]
        yield "MultiHeadAttention", {**a, "average": False}, [[7, 16], [9, 12]]
    yield "OneHot", {"classes": 5}, [[7]]
    for name in ["RNN", "LSTM", "GRU"]:
        for a in grid(layers=[None, 2, 3], bidirectional=[None, True], bias=[None, False], sequence=[None, False]):
            yield name, {"hidden": 10, **a}, [[6, 5]]


def shape_cases():
    image = [6, 8, 10]
    for a in [{}, {"start": 2}, {"end": 2}, {"start": 1, "end": 1}, {"start": 2, "end": -1}, {"start": 3, "end": 2}, {"start": 9}]:
        yield "Flatten", a, [image]
    yield "Flatten", {}, [[5]]
    for shape in [[480], [-1], [6, 80], [-1, 10], [6, -1, 5], [7, -1], [481]]:
        yield "Reshape", {"shape": shape}, [image]
    for order in [[1, 2, 3], [2, 3, 1], [3, 2, 1], [1, 2], [1, 1, 2]]:
        yield "Permute", {"order": order}, [image]
    for a in [{}, {"axis1": 1, "axis2": 2}, {"axis1": 1, "axis2": -1}, {"axis1": 4}]:
        yield "Transpose", a, [image]
    for axis in [1, 2, 3, -1, -2, 5]:
        yield "Squeeze", {"axis": axis}, [[1, 5, 1]]
        yield "Unsqueeze", {"axis": axis}, [[4, 5]]
    for parts in [2, 3, 4, [1, 5], [2, 2, 2], [3, 2]]:
        for axis in [None, -1]:
            yield "Split", ({"parts": parts} if axis is None else {"parts": parts, "axis": axis}), [image]
    for a in [{"start": 1}, {"start": 1, "end": 3}, {"start": -3}, {"end": -1}, {"start": 4, "end": 2}, {"end": 99}, {"step": 2}, {"start": 1, "step": 3, "axis": -1}, {"axis": 4}]:
        yield "Slice", a, [image]
    for a in [{}, {"index": -1}, {"index": 5, "axis": 2}, {"index": 6}, {"index": 0, "axis": -1}]:
        yield "Select", a, [image]
    for index in ["0", "-1", "6", "1:3", ":-2", "::2", "1:, 2", "..., 0", "..., 1:5, 2", "None", ":, None, 3", "0, 0, 0", "0, 0, 0, 0", "2:5:2, ..., ::3", "-3:, -2:"]:
        yield "Index", {"index": index}, [image]
    for axis in [1, 2, 3, 4, -1, 6]:
        yield "Stack", {"axis": axis}, [image, image]
    yield "Stack", {}, [image, [6, 8, 9]]
    for repeats in [[2, 1, 1], [1, 3, 2]]:
        yield "Tile", {"repeats": repeats}, [image]
    for shape in [[6, 8, 10], [6, -1, 10], [6, 9, 10], [6, 5, 10]]:
        yield "Expand", {"shape": shape}, [[6, 1, 10]]
    for a in [{"pad": 1}, {"pad": [1, 2]}, {"pad": [[0, 1], [2, 3]]}, {"pad": 3, "mode": "reflect"}, {"pad": 8, "mode": "reflect"}, {"pad": 8, "mode": "circular"}, {"pad": 9, "mode": "circular"}, {"pad": 12, "mode": "replicate"}, {"pad": [[-1, -2], [0, 0]]}]:
        yield "Pad", a, [image]
    for a in [{"scale": 2}, {"scale": 1.5}, {"scale": 0.3}, {"scale": [2, 3]}, {"size": 20}, {"size": [9, 30]}, {"scale": 2, "mode": "bilinear"}, {"scale": 2.3, "mode": "bicubic"}]:
        yield "Upsample", a, [image]
    yield "Upsample", {"scale": 2}, [[4, 9]]
    yield "Upsample", {"scale": 2}, [[4, 3, 5, 7]]
    for factor in [1, 2, 3]:
        yield "PixelShuffle", {"factor": factor}, [[36, 4, 5]]
        yield "SpaceToDepth", {"factor": factor}, [[4, 6, 12]]
    yield "PixelShuffle", {"factor": 2}, [[6, 4, 5]]
    yield "SpaceToDepth", {"factor": 4}, [[4, 6, 12]]
    for groups in [1, 2, 3, 4]:
        yield "ChannelShuffle", {"groups": groups}, [image]
    yield "Reverse", {}, [image]
    yield "Reverse", {"axis": -1}, [image]
    for name in ["Mean", "Sum", "ReduceMax"]:
        for a in grid(axis=[None, [1], [2, 3], [-1], [-1, -2], [5]], keepdim=[None, True]):
            yield name, a, [image]


def merge_cases():
    pairs = [([6, 8, 10], [6, 8, 10]), ([6, 8, 10], [6, 1, 1]), ([6, 1, 10], [1, 8, 1]), ([6, 8, 10], [6, 8, 1]), ([6, 8, 10], [3, 8, 10]), ([6, 8, 10], [6, 8, 9]), ([4, 5], [1, 5])]
    for name in ["Add", "Sub", "Mul", "Div", "Max", "Min"]:
        for a, b in pairs:
            yield name, {}, [a, b]
    for axis in [None, 1, 2, -1, 7]:
        a = {} if axis is None else {"axis": axis}
        yield "Concat", a, [[6, 8, 10], [6, 8, 10]]
        yield "Concat", a, [[6, 8, 10], [2, 8, 10], [1, 8, 10]]
        yield "Concat", a, [[6, 8, 10], [6, 8, 3]]
    yield "Concat", {}, [[6, 8, 10], [6, 8]]
    for a, b in [([3, 4], [4, 5]), ([7, 3, 4], [7, 4, 5]), ([7, 3, 4], [1, 4, 5]), ([3, 4], [5, 4]), ([7, 3, 4], [6, 4, 5])]:
        yield "MatMul", {}, [a, b]
    yield "MatMul", {"transpose": True}, [[7, 3, 4], [7, 5, 4]]
    yield "MatMul", {"transpose_first": True}, [[7, 4, 3], [7, 4, 5]]
    yield "MatMul", {"transpose_first": True, "transpose": True}, [[4, 3], [5, 4]]
    for equation, shapes in {"ij,jk->ik": [[3, 4], [4, 5]], "bij,bjk->bik": [[2, 3, 4], [2, 4, 5]], "ij->ji": [[3, 4]], "i,j->ij": [[3], [4]], "ij,ij->": [[3, 4], [3, 4]], "ii->i": [[3, 3]]}.items():
        yield "Einsum", {"equation": equation}, shapes
    yield "Einsum", {"equation": "ij,jk->ik"}, [[3, 4], [5, 6]]


MEASURED = {"Conv", "DepthwiseConv", "ConvTranspose", "Linear", "MatMul"}


def measured_macs(operator, attributes, layer, tensors):
    """The sum of outputs with everything 1; None where padding or cutting would falsify it."""
    if operator not in MEASURED or attributes.get("pad", 0) not in (0,) or attributes.get("output_pad", 0) != 0:
        return None
    layer = layer.double()
    for name, weight in layer.named_parameters():
        nn.init.constant_(weight, 0.0 if "bias" in name else 1.0)
    total = layer(*[torch.ones_like(tensor, dtype=torch.float64) for tensor in tensors]).sum().item()
    return round(total / BATCH)


REACHING = {"Conv", "DepthwiseConv", "ConvTranspose", "AvgPool", "Upsample", "PixelShuffle", "SpaceToDepth", "Pad"}


def measured_reach(operator, layer, shapes):
    """[output, first input, last input] along the last axis."""
    if operator not in REACHING:
        return None
    layer = layer.double()
    for weight in layer.parameters():
        nn.init.constant_(weight, 1.0)
    reach = []
    size = layer(torch.zeros(1, *shapes[0], dtype=torch.float64)).shape[-1]
    for output in sorted({0, 1, size // 2, size // 2 + 1, size - 2, size - 1} & set(range(size))):
        tensor = torch.rand(1, *shapes[0], dtype=torch.float64, requires_grad=True)
        layer(tensor)[..., output].sum().backward()
        used = tensor.grad.abs().sum(dim=list(range(tensor.dim() - 1))).nonzero().flatten().tolist()
        if used:
            reach.append([output, used[0], used[-1]])
    return reach


def run(operator, attributes, shapes):
    record = {"operator": operator, "attributes": attributes, "inputs": shapes}
    try:
        # In evaluation mode attention takes a fast path that cannot do without biases.
        layer = MAKERS[operator](attributes, shapes).train(operator == "MultiHeadAttention")
        make = torch.zeros if operator != "Embedding" else (lambda *size: torch.zeros(*size, dtype=torch.long))
        tensors = [make(BATCH, *shape) for shape in shapes]
        with torch.no_grad():
            outputs = layer(*tensors)
            outputs = outputs if isinstance(outputs, list) else [outputs]
            record["outputs"] = [list(output.shape[1:]) for output in outputs]
            if any(output.numel() == 0 for output in outputs):
                raise ValueError("the output is empty")
            buffers = {name: buffer for name, buffer in layer.named_buffers() if "num_batches" not in name}
            record["weights"] = sorted(list(weight.shape) for weight in layer.parameters())
            record["buffers"] = sum(buffer.numel() for buffer in buffers.values())
            macs = measured_macs(operator, attributes, layer, tensors)
            if macs is not None:
                record["macs"] = macs
        reach = measured_reach(operator, layer, shapes) if len(shapes[0]) < 4 else None
        if reach is not None:
            record["reach"] = reach
    except Exception as problem:  # PyTorch refuses it: Netlens must have an issue, too.
        record = {"operator": operator, "attributes": attributes, "inputs": shapes, "error": str(problem).splitlines()[0][:160]}
    return record


def main():
    torch.manual_seed(0)
    cases = itertools.chain(sliding_cases(), layer_cases(), shape_cases(), merge_cases())
    records = [run(*case) for case in cases]
    print('{ "torch": ' + json.dumps(torch.__version__) + ', "cases": [')
    print(",\n".join(json.dumps(record, ensure_ascii=True) for record in records))
    print("] }")
    print(f"{len(records)} cases, {sum('error' in r for r in records)} refused", file=sys.stderr)


if __name__ == "__main__":
    main()
