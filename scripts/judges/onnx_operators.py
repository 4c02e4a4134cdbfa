"""Writes one small ONNX model for each operator and form, with the shapes that ONNX itself finds.

Usage: python3 scripts/judges/onnx_operators.py > test/formats/onnx/fixtures/operators.json

Needs onnx, and onnxruntime for the shapes of operators that onnx cannot infer. Each case has the model as base64 and the
shapes of its outputs: from running it where onnxruntime can, else from onnx.shape_inference.
"""

import base64
import json
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

F, I, B = TensorProto.FLOAT, TensorProto.INT64, TensorProto.BOOL
onnxruntime.set_default_logger_severity(4)
CASES = []


def f(*shape):
    return (F, shape)


def i(*shape):
    return (I, shape)


def b(*shape):
    return (B, shape)


def const(values, kind=np.int64):
    return np.array(values, kind)


def case(op, opset, *inputs, outputs=1, domain="", **attributes):
    CASES.append((op, opset, inputs, outputs, domain, attributes))


def build(op, opset, inputs, outputs, domain, attributes):
    names, graph_inputs, initializers = [], [], []
    for index, value in enumerate(inputs):
        name = "" if value is None else f"x{index}"
        names.append(name)
        if isinstance(value, np.ndarray):
            initializers.append(numpy_helper.from_array(value, name))
        elif value is not None:
            graph_inputs.append(helper.make_tensor_value_info(name, value[0], value[1]))
    results = [f"y{index}" for index in range(outputs)]
    node = helper.make_node(op, names, results, name=f"the_{op}", domain=domain, **attributes)
    graph = helper.make_graph([node], "case", graph_inputs, [onnx.ValueInfoProto(name=name) for name in results], initializers)
    opsets = [helper.make_opsetid("", opset)] + ([helper.make_opsetid(domain, 1)] if domain else [])
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8 if opset < 21 else 10 if opset < 25 else 13)
    return model


def shapes_by_running(model, inputs, outputs):
    typed = onnx.shape_inference.infer_shapes(model, data_prop=True)
    session = onnxruntime.InferenceSession(typed.SerializeToString())
    kinds = {F: np.float32, I: np.int64, B: np.bool_, TensorProto.UINT8: np.uint8, TensorProto.INT8: np.int8, TensorProto.INT32: np.int32}
    feed = {
        f"x{index}": np.ones(value[1], kinds[value[0]])
        for index, value in enumerate(inputs)
        if value is not None and not isinstance(value, np.ndarray)
    }
    return [list(value.shape) for value in session.run([f"y{index}" for index in range(outputs)], feed)]


def shapes_by_inference(model):
    inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    result = []
    for output in inferred.graph.output:
        if not output.type.tensor_type.HasField("shape"):
            return None
        dims = output.type.tensor_type.shape.dim
        result.append([dim.dim_value if dim.HasField("dim_value") else None for dim in dims])
    return result


def windows():
    image, volume, signal = f(1, 4, 13, 17), f(1, 4, 7, 9, 11), f(1, 4, 21)
    weight, bias = np.zeros((6, 4, 3, 3), np.float32), np.zeros(6, np.float32)
    for opset in (7, 11, 22):
        case("Conv", opset, image, weight, bias)
        case("Conv", opset, image, weight, strides=[2, 1], pads=[1, 0, 2, 1], dilations=[1, 2])
        case("Conv", opset, image, np.zeros((8, 2, 3, 5), np.float32), group=2, kernel_shape=[3, 5])
        case("Conv", opset, volume, np.zeros((2, 4, 3, 1, 3), np.float32), strides=[2, 2, 2], pads=[1, 0, 1, 1, 0, 1])
        case("Conv", opset, signal, np.zeros((8, 1, 5), np.float32), group=4, dilations=[2])
        for pad in ("SAME_UPPER", "SAME_LOWER", "VALID"):
            case("Conv", opset, image, weight, auto_pad=pad, strides=[2, 3])
            case("MaxPool", opset, image, auto_pad=pad, kernel_shape=[3, 2], strides=[2, 2])
            case("AveragePool", opset, image, auto_pad=pad, kernel_shape=[3, 2], strides=[2, 2])
        case("ConvTranspose", opset, image, np.zeros((4, 6, 3, 3), np.float32), strides=[2, 3], pads=[1, 1, 0, 1])
        case("ConvTranspose", opset, image, np.zeros((4, 3, 4, 4), np.float32), group=2, strides=[2, 2], output_padding=[1, 0])
        case("ConvTranspose", opset, signal, np.zeros((4, 2, 4), np.float32), strides=[3], dilations=[2])
        case("MaxPool", opset, image, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
        case("MaxPool", opset, signal, kernel_shape=[4])
        case("MaxPool", opset, volume, kernel_shape=[2, 2, 2], strides=[2, 2, 2])
        case("AveragePool", opset, image, kernel_shape=[5, 2], strides=[3, 2], pads=[0, 1, 2, 0], count_include_pad=1)
        case("LpPool", opset, image, kernel_shape=[2, 2], strides=[2, 2])
        for op in ("GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool"):
            case(op, opset, image)
            case(op, opset, signal)
    for opset in (11, 22):
        case("MaxPool", opset, image, kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)
        case("MaxPool", opset, image, kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1, pads=[1, 1, 1, 1])
        case("MaxPool", opset, image, kernel_shape=[3, 2], dilations=[2, 2], outputs=2)
        case("AveragePool", opset, f(1, 2, 14, 15), kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1)
    case("ConvTranspose", 11, image, np.zeros((4, 6, 3, 3), np.float32), strides=[2, 2], output_shape=[26, 34])
    case("ConvTranspose", 11, image, np.zeros((4, 6, 3, 3), np.float32), strides=[2, 2], auto_pad="SAME_UPPER")
    case("MaxUnpool", 11, f(1, 1, 2, 2), i(1, 1, 2, 2), kernel_shape=[2, 2], strides=[2, 2])
    case("RoiAlign", 10, f(1, 8, 20, 20), f(5, 4), i(5), output_height=7, output_width=6)
    case("RoiAlign", 16, f(1, 8, 20, 20), f(3, 4), i(3), output_height=2, output_width=2)
    case("MaxRoiPool", 7, f(1, 8, 20, 20), f(5, 5), pooled_shape=[3, 4])
    case("DeformConv", 19, f(1, 4, 8, 8), np.zeros((6, 4, 3, 3), np.float32), f(1, 18, 6, 6))
    case("Col2Im", 18, f(1, 20, 5), const([5, 5]), const([1, 5]))


def products():
    for opset in (7, 13):
        case("MatMul", opset, f(2, 3, 4, 5), f(3, 5, 6))
        case("MatMul", opset, f(5), f(5, 6))
        case("MatMul", opset, f(4, 5), f(5))
        case("MatMul", opset, f(5), f(5))
        case("Gemm", opset, f(3, 4), f(4, 5), f(5))
        case("Gemm", opset, f(4, 3), f(5, 4), f(3, 1), transA=1, transB=1)
    case("Gemm", 11, f(3, 4), f(4, 5))
    for equation, shapes in (
        ("bij,bjk->bik", [(2, 3, 4), (2, 4, 5)]),
        ("i,j->ij", [(3,), (4,)]),
        ("bhqd,bhkd->bhqk", [(1, 2, 3, 4), (1, 2, 5, 4)]),
        ("...ij,...jk->...ik", [(1, 3, 4, 5), (1, 3, 5, 6)]),
        ("ij->ji", [(3, 4)]),
        ("ii->i", [(3, 3)]),
        ("ij,jk", [(3, 4), (4, 5)]),
    ):
        case("Einsum", 12, *[f(*shape) for shape in shapes], equation=equation)
    case("Det", 11, f(2, 3, 3))
    case("MatMulInteger", 10, (TensorProto.UINT8, (2, 4)), (TensorProto.INT8, (4, 3)))
    case("ConvInteger", 10, (TensorProto.UINT8, (1, 2, 5, 5)), np.zeros((3, 2, 3, 3), np.uint8))
    scale, zero = np.float32(0.1), np.uint8(3)
    scale, zero = np.array(scale), np.array(zero)
    case("QLinearConv", 10, (TensorProto.UINT8, (1, 2, 6, 6)), scale, zero, np.zeros((3, 2, 3, 3), np.uint8), scale, zero, scale, zero)
    case("QLinearMatMul", 10, (TensorProto.UINT8, (2, 4)), scale, zero, np.zeros((4, 3), np.uint8), scale, zero, scale, zero)
    case("QuantizeLinear", 13, f(2, 3), scale, zero)
    case("DequantizeLinear", 13, (TensorProto.UINT8, (2, 3)), scale, zero)
    case("DynamicQuantizeLinear", 11, f(2, 3), outputs=3)


def elementwise():
    binary = "Add Sub Mul Div Pow Max Min Mean Sum PRelu".split()
    for op in binary:
        for opset in (8, 14):
            case(op, opset, f(2, 3, 4), f(3, 1))
    for op in binary[:3]:
        case(op, 14, f(3, 1, 5), f(4, 1))
        case(op, 14, f(), f(2, 2))
    for op in ("Less", "Greater", "Equal"):
        case(op, 13, f(2, 3), f(3))
    for op in ("LessOrEqual", "GreaterOrEqual"):
        case(op, 16, f(2, 3), f(2, 1))
    for op in ("And", "Or", "Xor"):
        case(op, 7, b(2, 3), b(3))
    case("Mod", 13, i(2, 3), i(3))
    case("Mod", 13, f(2, 3), f(3), fmod=1)
    case("BitShift", 11, (TensorProto.UINT8, (2, 3)), (TensorProto.UINT8, (3,)), direction="LEFT")
    case("BitwiseAnd", 18, i(2, 3), i(3))
    case("Where", 16, b(2, 1), f(3), f(1, 1))
    unary = """Abs Acos Acosh Asin Asinh Atan Atanh Ceil Celu Cos Cosh Elu Erf Exp Floor HardSigmoid HardSwish Hardmax Identity LeakyRelu
        Log LogSoftmax LpNormalization Mish Neg Reciprocal Relu Round Selu Shrink Sigmoid Sign Sin Sinh Softmax Softplus Softsign Sqrt
        Tan Tanh ThresholdedRelu MeanVarianceNormalization Clip Dropout IsNaN IsInf"""
    for op in unary.split():
        case(op, 18, f(2, 3, 4))
    case("Gelu", 20, f(2, 3))
    case("Not", 13, b(2, 3))
    case("BitwiseNot", 18, i(2, 3))
    case("Clip", 7, f(2, 3), min=0.0, max=6.0)
    case("Clip", 13, f(2, 3), const(0.0, np.float32), const(6.0, np.float32))
    case("Dropout", 7, f(2, 3), ratio=0.3)
    case("Dropout", 13, f(2, 3), const(0.3, np.float32), outputs=2)
    case("Cast", 13, f(2, 3), to=I)
    case("CastLike", 15, f(2, 3), i(1))
    case("CumSum", 14, f(2, 3), const(1))
    case("Trilu", 14, f(3, 4), const(1), upper=0)
    case("LRN", 13, f(1, 5, 4, 4), size=3)


def normalizations():
    vector = np.ones(4, np.float32)
    for opset in (7, 9, 15):
        case("BatchNormalization", opset, f(1, 4, 5, 5), vector, vector, vector, vector)
    case("BatchNormalization", 15, f(2, 4, 5), vector, vector, vector, vector, outputs=3, training_mode=1)
    case("InstanceNormalization", 6 + 1, f(1, 4, 5, 5), vector, vector)
    case("LayerNormalization", 17, f(2, 3, 4), vector, vector)
    case("LayerNormalization", 17, f(2, 3, 4), vector, vector, outputs=3)
    case("GroupNormalization", 21, f(1, 4, 5, 5), vector, vector, num_groups=2)
    case("RMSNormalization", 23, f(2, 3, 4), vector)


def views():
    case("Reshape", 7, f(2, 3, 4), const([0, -1]))
    case("Reshape", 13, f(2, 3, 4), const([4, 0, -1]))
    case("Reshape", 14, f(0, 3, 4), const([3, 4, 0]), allowzero=1)
    case("Transpose", 13, f(2, 3, 4))
    case("Transpose", 13, f(2, 3, 4), perm=[1, 2, 0])
    for axis in (0, 1, 2, 3, -1):
        case("Flatten", 13, f(2, 3, 4), axis=axis)
    case("Flatten", 7, f(1, 3, 4, 5))
    case("Squeeze", 11, f(1, 3, 1, 4), axes=[0])
    case("Squeeze", 11, f(1, 3, 1, 4))
    case("Squeeze", 13, f(1, 3, 1, 4), const([-2]))
    case("Squeeze", 13, f(1, 3, 1, 4))
    case("Unsqueeze", 11, f(3, 4), axes=[0, 3])
    case("Unsqueeze", 13, f(3, 4), const([-1, 0]))
    case("Concat", 7, f(2, 3), f(4, 3), axis=0)
    case("Concat", 13, f(2, 3, 4), f(2, 3, 5), f(2, 3, 1), axis=-1)
    case("Split", 7, f(6, 4), axis=0, split=[1, 2, 3], outputs=3)
    case("Split", 11, f(6, 4), axis=-1, outputs=2)
    case("Split", 13, f(6, 4), const([4, 2]), outputs=2)
    case("Split", 13, f(6, 4), outputs=3)
    case("Split", 18, f(7, 4), num_outputs=3, outputs=3)
    case("Slice", 9, f(10, 8), starts=[1, -3], ends=[7, 1000], axes=[0, 1])
    case("Slice", 9, f(10, 8), starts=[2], ends=[-1])
    case("Slice", 13, f(10, 8), const([1]), const([9]), const([0]), const([3]))
    case("Slice", 13, f(10, 8), const([-1]), const([-(2**63)]), const([1]), const([-1]))
    case("Slice", 13, f(10, 8), const([-2, 6]), const([0, 1]), const([0, 1]), const([-2, -3]))
    case("Slice", 13, f(10, 8), const([5]), const([2]), const([0]))
    case("Expand", 13, f(3, 1), const([2, 1, 6]))
    case("Expand", 13, f(3, 4), const([1]))
    case("Tile", 13, f(3, 4), const([2, 3]))
    case("Pad", 10, f(1, 2, 3, 4), pads=[0, 0, 1, 2, 0, 0, 3, 4])
    case("Pad", 13, f(1, 2, 3, 4), const([0, 0, 1, -1, 0, 1, 3, 4]))
    case("Pad", 18, f(1, 2, 3, 4), const([1, 2, 3, 4]), None, const([-1, 1]))
    case("DepthToSpace", 13, f(1, 8, 2, 3), blocksize=2)
    case("SpaceToDepth", 13, f(1, 2, 4, 6), blocksize=2)
    case("CenterCropPad", 18, f(10, 7), const([8, 9]))
    case("ReverseSequence", 10, f(4, 3), const([1, 2, 3]))


def indexing():
    case("Gather", 13, f(5, 6, 7), i(2, 3))
    case("Gather", 13, f(5, 6, 7), const(1), axis=-1)
    case("Gather", 13, f(5, 6, 7), const([0, 2]), axis=1)
    case("GatherElements", 13, f(3, 3), i(2, 3), axis=0)
    case("GatherND", 13, f(2, 3, 4), const([[0, 1], [1, 0]]))
    case("GatherND", 13, f(2, 3, 4), const([[1], [0]]), batch_dims=1)
    case("ScatterElements", 13, f(3, 3), const([[0, 1, 2]]), f(1, 3))
    case("ScatterND", 13, f(4, 3), const([[0], [2]]), f(2, 3))
    case("TopK", 11, f(3, 10), const([4]), outputs=2)
    case("TopK", 11, f(3, 10), const([2]), axis=0, outputs=2)
    for op in ("ArgMax", "ArgMin"):
        case(op, 13, f(2, 3, 4), axis=1)
        case(op, 13, f(2, 3, 4), axis=-1, keepdims=0)
    case("OneHot", 11, i(2, 3), const(5), const([0.0, 1.0], np.float32))
    case("OneHot", 11, i(2, 3), const(5), const([0.0, 1.0], np.float32), axis=0)


def generators():
    case("Shape", 13, f(2, 3, 4))
    case("Shape", 15, f(2, 3, 4), start=1, end=-1)
    case("Shape", 15, f(2, 3, 4), start=-2)
    case("Size", 13, f(2, 3))
    case("ConstantOfShape", 9, const([2, 3]))
    case("Range", 11, const(2), const(10), const(3))
    case("Range", 11, const(10), const(0), const(-4))
    case("Range", 11, const(0.0, np.float32), const(1.0, np.float32), const(0.3, np.float32))
    case("EyeLike", 9, f(3, 4))
    case("RandomNormal", 1 + 6, shape=[2, 3])
    case("RandomUniformLike", 7, f(2, 3))
    case("Multinomial", 7, f(2, 5), sample_size=3)
    case("Constant", 13, value_ints=[1, 2, 3])
    case("Constant", 13, value_float=1.0)
    case("HannWindow", 17, const(7))
    case("DFT", 17, f(1, 10, 1), axis=1)
    case("DFT", 17, f(1, 10, 1), axis=1, onesided=1)
    case("STFT", 17, f(1, 128, 1), const(8), const(np.ones(16), np.float32), const(16))


def reductions():
    for op in "L1 L2 LogSum LogSumExp Max Mean Min Prod Sum SumSquare".split():
        case("Reduce" + op, 11, f(2, 3, 4), axes=[1, -1])
        case("Reduce" + op, 18, f(2, 3, 4), const([0]), keepdims=0)
    case("ReduceSum", 13, f(2, 3, 4), const([1]))
    case("ReduceSum", 13, f(2, 3, 4))
    case("ReduceSum", 13, f(2, 3, 4), keepdims=0)
    case("ReduceSum", 13, f(2, 3, 4), const([]), noop_with_empty_axes=1)


def resampling():
    scales = const([1.0, 1.0, 2.0, 1.5], np.float32)
    case("Upsample", 7, f(1, 2, 3, 5), scales=[1.0, 1.0, 2.0, 3.0])
    case("Upsample", 9, f(1, 2, 3, 5), scales)
    case("Resize", 10, f(1, 2, 3, 5), scales)
    case("Resize", 11, f(1, 2, 3, 5), const([], np.float32), scales)
    case("Resize", 13, f(1, 2, 3, 5), None, None, const([1, 2, 7, 9]), mode="linear")
    case("Resize", 13, f(1, 2, 3, 5), None, const([1.0, 1.0, 0.6, 0.6], np.float32))
    case("Resize", 18, f(1, 2, 3, 5), None, None, const([8, 9]), axes=[2, 3])
    case("Resize", 18, f(1, 2, 4, 6), None, None, const([8, 9]), axes=[2, 3], keep_aspect_ratio_policy="not_larger")
    case("Resize", 18, f(1, 2, 4, 6), None, None, const([8, 9]), axes=[2, 3], keep_aspect_ratio_policy="not_smaller")
    case("GridSample", 16, f(1, 2, 3, 4), f(1, 5, 6, 2))
    case("AffineGrid", 20, f(1, 2, 3), const([1, 3, 5, 6]))


def recurrent():
    for op, gates in (("LSTM", 4), ("GRU", 3), ("RNN", 1)):
        for opset in (7, 14):
            outputs = 3 if op == "LSTM" else 2
            w, r = np.zeros((1, gates * 6, 5), np.float32), np.zeros((1, gates * 6, 6), np.float32)
            case(op, opset, f(7, 2, 5), w, r, hidden_size=6, outputs=outputs)
            both = (np.concatenate([w, w]), np.concatenate([r, r]), np.zeros((2, 2 * gates * 6), np.float32))
            case(op, opset, f(7, 2, 5), *both, hidden_size=6, direction="bidirectional", outputs=1)


def attention():
    case("Attention", 23, f(1, 4, 10, 8), f(1, 4, 12, 8), f(1, 4, 12, 6))
    case("Attention", 23, f(1, 10, 32), f(1, 12, 32), f(1, 12, 24), q_num_heads=4, kv_num_heads=4)
    case("Attention", 23, f(1, 10, 32), f(1, 12, 16), f(1, 12, 16), q_num_heads=4, kv_num_heads=2)
    case("SwiGLU", 28, f(1, 6, 8), f(1, 6, 8))
    sizes = {"outputs": 2, "q_num_heads": 4, "kv_num_heads": 2}
    case("LinearAttention", 27, f(1, 6, 32), f(1, 6, 16), f(1, 6, 12), update_rule="linear", **sizes)
    case("LinearAttention", 27, f(1, 6, 32), f(1, 6, 16), f(1, 6, 12), None, None, f(1, 6, 2), update_rule="delta", **sizes)
    case("CausalConvWithState", 27, f(1, 4, 9), np.zeros((4, 1, 3), np.float32), outputs=2)
    ms = "com.microsoft"
    one = np.zeros(8, np.float32)
    case("Gelu", 14, f(2, 8), domain=ms)
    case("FastGelu", 14, f(2, 8), one, domain=ms)
    case("BiasGelu", 14, f(2, 8), one, domain=ms)
    case("FusedMatMul", 14, f(2, 3, 4), f(2, 5, 4), domain=ms, transB=1)
    case("Attention", 14, f(1, 6, 8), np.zeros((8, 24), np.float32), np.zeros(24, np.float32), domain=ms, num_heads=2)
    case("SkipLayerNormalization", 14, f(1, 6, 8), f(1, 6, 8), one, one, domain=ms)
    case("MultiHeadAttention", 14, f(1, 6, 8), f(1, 5, 8), f(1, 5, 8), domain=ms, num_heads=2)
    case("GroupQueryAttention", 14, f(1, 6, 32), f(1, 6, 16), f(1, 6, 16), None, None, const([5], np.int32), const(6, np.int32), outputs=3, domain=ms, num_heads=4, kv_num_heads=2)
    case("GroupQueryAttention", 14, f(1, 6, 64), None, None, None, None, const([5], np.int32), const(6, np.int32), outputs=3, domain=ms, num_heads=4, kv_num_heads=2)
    case("FusedConv", 14, f(1, 4, 9, 9), np.zeros((6, 4, 3, 3), np.float32), domain=ms, activation="Relu")
    table = np.zeros((9, 8), np.float32)
    kind = TensorProto.INT32
    case("EmbedLayerNormalization", 14, (kind, (1, 5)), (kind, (1, 5)), table, table, table, one, one, domain=ms, outputs=2)


def main():
    for group in (windows, products, elementwise, normalizations, views, indexing, generators, reductions, resampling, recurrent, attention):
        group()
    results = []
    for op, opset, inputs, outputs, domain, attributes in CASES:
        model = build(op, opset, inputs, outputs, domain, attributes)
        shapes, judge = None, "onnxruntime"
        try:
            shapes = shapes_by_running(model, inputs, outputs)
        except Exception:
            judge = "onnx"
            try:
                shapes = shapes_by_inference(model)
            except Exception as error:
                print("no judge for", op, opset, str(error).splitlines()[0][:160], file=sys.stderr)
        if shapes is not None:
            text = base64.b64encode(model.SerializeToString()).decode()
            results.append({"operator": op, "opset": opset, "attributes": str(attributes), "judge": judge, "outputs": shapes, "model": text})
    json.dump(results, sys.stdout, indent=0)
    print(len(results), "cases", file=sys.stderr)


if __name__ == "__main__":
    main()
