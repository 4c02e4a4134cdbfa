"""Keras models that are put together from models, wrappers and changed layers; see keras_applications.py."""

import keras
from keras import Input, Model, Sequential, layers

try:
    from keras import ops
except ImportError:  # Keras 2
    ops = None


def dense_model(name, width=4):
    inputs = Input((width,))
    return Model(inputs, layers.Dense(width, name=f"{name}_dense")(inputs), name=name)


def calls_of_models():
    """Which call of a model a tensor comes from is written down in several ways: each call takes another width from here."""
    columns = [Input((4,), name=name) for name in "abc"]
    inner = dense_model("inner")
    x, y, z = (inner(column) for column in columns)
    twice = Sequential([Input((4,)), layers.Dense(4)], name="twice")
    p, q = twice(x), twice(layers.Concatenate(axis=1)([y, z])[:, :4] if ops else y)
    return Model(columns, [layers.Subtract()([x, y]), layers.Add()([y, z]), y, z, x, p, q], name="calls_of_models")


def calls_in_a_row():
    inner = dense_model("inner")
    middle_in = Input((4,))
    middle = Model(middle_in, inner(inner(middle_in)), name="middle")
    inputs = Input((4,))
    return Model(inputs, middle(middle(inputs)), name="calls_in_a_row")


def model_at_each_step():
    frame = Input((16, 16, 3))
    x = layers.Conv2D(4, 3, padding="same", activation="relu")(frame)
    y = layers.Concatenate()([x, layers.Conv2D(2, 1)(frame)])
    y = layers.BatchNormalization()(y)
    y = layers.GlobalAveragePooling2D()(layers.MaxPooling2D()(y))
    branches = Model(frame, layers.Add()([layers.Dense(6)(y), y]), name="branches")
    encoder = Sequential([Input((16, 16, 3)), branches, layers.Dense(5, activation="relu")], name="encoder")
    inputs = Input((7, 16, 16, 3))
    x = layers.TimeDistributed(encoder, name="frames")(inputs)
    return Model(inputs, layers.Bidirectional(layers.LSTM(3))(x), name="model_at_each_step")


def both_directions():
    inputs, images = Input((20, 8)), Input((5, 12, 12, 2))
    uneven = layers.Bidirectional(layers.LSTM(5), backward_layer=layers.GRU(5, go_backwards=True))(inputs)
    mirrored = layers.Bidirectional(layers.LSTM(5), backward_layer=layers.LSTM(5, go_backwards=True))(inputs)
    merged = layers.Bidirectional(layers.ConvLSTM2D(2, 3, padding="same"))(images)
    summed = layers.Bidirectional(layers.ConvLSTM2D(2, 3, return_sequences=True), merge_mode="sum")(images)
    apart = layers.Bidirectional(layers.GRU(6, return_sequences=True), merge_mode=None)(inputs)
    ends = layers.Bidirectional(layers.LSTM(5, return_state=True))(inputs)
    return Model([inputs, images], [uneven, mirrored, merged, summed, *apart, *ends], name="both_directions")


def encodings():
    numbers, codes = Input((3,)), Input((1,))
    bins = layers.Discretization([0.0, 1.0, 2.0])(numbers)
    one = layers.CategoryEncoding(4, output_mode="one_hot")(codes)
    many = layers.CategoryEncoding(5, output_mode="multi_hot")(numbers)
    return Model([numbers, codes], [bins, one, many], name="encodings")


def thawed():
    """A model that is frozen but for its last layers."""
    inputs = Input((8,))
    x = layers.Dense(6, name="early")(inputs)
    base = Model(inputs, layers.Dense(5, name="late")(layers.BatchNormalization()(x)), name="base")
    base.trainable = False
    base.get_layer("late").trainable = True
    outer = Input((8,))
    return Model(outer, layers.Dense(2)(base(outer, training=False)), name="thawed")


def stacked_states():
    inputs = Input((10, 6))
    cells = [layers.LSTMCell(8), layers.GRUCell(4)]
    x, *states = layers.RNN(cells, return_sequences=True, return_state=True)(inputs)
    return Model(inputs, [x, *states], name="stacked_states")


def adapted():
    inputs, tokens = Input((12, 16)), Input((9,))
    dense, table, conv = layers.Dense(8), layers.Embedding(50, 6), layers.Conv1D(4, 3)
    outputs = [dense(inputs), table(tokens), conv(inputs)]
    for layer in [dense, table, conv]:
        layer.enable_lora(2)
    return Model([inputs, tokens], outputs, name="adapted")


def quantized():
    inputs, tokens = Input((16,)), Input((9,))
    model = Model([inputs, tokens], [layers.Dense(4)(layers.Dense(8)(inputs)), layers.Embedding(50, 6)(tokens)], name="quantized")
    model.quantize("int8")
    return model


def hub():
    import keras_hub

    parts = keras_hub.layers
    tokens, encoded = Input((16,), dtype="int32"), Input((9, 24))
    x = parts.TokenAndPositionEmbedding(100, 16, 24)(tokens)
    x = parts.TransformerEncoder(48, 4, normalize_first=True)(x)
    x = parts.TransformerDecoder(48, 4)(x, encoded)
    x = parts.TransformerDecoder(32, 2)(x)
    x = layers.Add()([x, parts.SinePositionEncoding()(x), parts.PositionEmbedding(16)(x)])
    return Model([tokens, encoded], parts.FNetEncoder(32)(x), name="hub")


def composed_models():
    makers = [calls_of_models, calls_in_a_row, model_at_each_step, both_directions, encodings, thawed]
    if ops:
        makers += [stacked_states, adapted, quantized, hub]
    for make in makers:
        yield make.__name__, make
