"""Small Keras models that together use most layers with parameters; see keras_applications.py."""

import keras
from keras import layers

try:
    from keras import ops
except ImportError:  # Keras 2
    ops = None


def sequential_mixed():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.Normalization(mean=[0.5], variance=[0.2]),
            layers.Conv2D(8, (3, 5), strides=(1, 2), padding="same", activation="relu"),
            layers.BatchNormalization(scale=False),
            layers.MaxPooling2D(2, padding="same"),
            layers.DepthwiseConv2D(3, depth_multiplier=2, padding="valid"),
            layers.SeparableConv2D(12, 3, depth_multiplier=2, use_bias=False),
            layers.Conv2DTranspose(6, 4, strides=3, padding="same"),
            layers.Conv2DTranspose(5, 2, strides=3, padding="valid"),
            layers.Conv2DTranspose(5, 3, strides=2, padding="same", output_padding=1),
            layers.PReLU(shared_axes=[1, 2]),
            layers.AveragePooling2D(3, strides=2),
            layers.GroupNormalization(5),
            layers.LayerNormalization(),
            layers.UnitNormalization(),
            layers.SpatialDropout2D(0.1),
            layers.Cropping2D(((1, 0), (2, 1))),
            layers.UpSampling2D(2, interpolation="bilinear"),
            layers.ZeroPadding2D((1, 2)),
            layers.GlobalMaxPooling2D(keepdims=True),
            layers.Flatten(),
            layers.Dense(20, activation="gelu"),
            layers.RepeatVector(3),
            layers.Permute((2, 1)),
            layers.Reshape((4, -1)),
            layers.PReLU(),
            layers.GlobalAveragePooling1D(),
            layers.Dense(10, activation="softmax", use_bias=False),
        ],
        name="mixed",
    )


def sequential_1d():
    return keras.Sequential(
        [
            keras.Input((100, 6)),
            layers.Conv1D(8, 5, padding="causal", dilation_rate=2),
            layers.Conv1D(8, 3, strides=2, groups=2),
            layers.SeparableConv1D(10, 3),
            layers.DepthwiseConv1D(3),
            layers.Conv1DTranspose(4, 3, strides=2),
            layers.MaxPooling1D(2),
            layers.AveragePooling1D(3, padding="same"),
            layers.ZeroPadding1D(2),
            layers.Cropping1D((1, 2)),
            layers.UpSampling1D(2),
            layers.LocallyConnected1D(3, 3) if hasattr(layers, "LocallyConnected1D") else layers.Identity(),
            layers.GlobalMaxPooling1D(),
        ]
    )


def sequential_3d():
    return keras.Sequential(
        [
            keras.Input((12, 14, 16, 2)),
            layers.Conv3D(4, 3, padding="same"),
            layers.MaxPooling3D(2),
            layers.Conv3DTranspose(3, 2, strides=2),
            layers.AveragePooling3D((1, 2, 2)),
            layers.ZeroPadding3D(1),
            layers.Cropping3D(1),
            layers.UpSampling3D((1, 2, 2)),
            layers.GlobalAveragePooling3D(),
        ]
    )


def channels_first():
    inputs = keras.Input((3, 32, 32))
    x = layers.Conv2D(8, 3, data_format="channels_first")(inputs)
    x = layers.BatchNormalization(axis=1)(x)
    x = layers.MaxPooling2D(2, data_format="channels_first")(x)
    x = layers.GlobalAveragePooling2D(data_format="channels_first")(x)
    return keras.Model(inputs, layers.Dense(3)(x))


def recurrent():
    inputs = keras.Input((20,), dtype="int32")
    x = layers.Embedding(1000, 16, mask_zero=True)(inputs)
    x = layers.SpatialDropout1D(0.1)(x)
    x = layers.Bidirectional(layers.LSTM(12, return_sequences=True))(x)
    x = layers.Bidirectional(layers.GRU(6, return_sequences=True), merge_mode="sum")(x)
    x = layers.GRU(7, return_sequences=True, reset_after=False)(x)
    x = layers.SimpleRNN(8, return_sequences=True, use_bias=False)(x)
    x = layers.TimeDistributed(layers.Dense(9))(x)
    x, h, c = layers.LSTM(5, return_state=True, return_sequences=True)(x)
    x = layers.RNN([layers.LSTMCell(4), layers.GRUCell(3)], return_sequences=True)(x)
    x = layers.RNN(layers.SimpleRNNCell(6))(x)
    x = layers.Concatenate()([x, h, c])
    return keras.Model(inputs, layers.Dense(1)(x), name="recurrent")


def attention():
    inputs = keras.Input((10, 24))
    other = keras.Input((6, 18))
    x = layers.MultiHeadAttention(3, 8)(inputs, inputs)
    x = layers.Add()([x, inputs])
    x = layers.LayerNormalization(epsilon=1e-6)(x)
    x = layers.MultiHeadAttention(2, 5, value_dim=7, output_shape=20, use_bias=False)(x, other)
    y, scores = layers.MultiHeadAttention(2, 10)(x, x, return_attention_scores=True)
    y = layers.EinsumDense("abc,cd->abd", output_shape=(None, 20), bias_axes="d")(y)
    z = layers.Attention(use_scale=True)([y, x])
    w = layers.AdditiveAttention()([y, x])
    g = layers.GroupQueryAttention(4, 4, 2)(y, y) if ops else y
    out = layers.Average()([z, w, g])
    out = layers.Dot(axes=(2, 2))([out, y])
    return keras.Model([inputs, other], [out, scores], name="attention")


def shared_and_nested():
    inner_in = keras.Input((16,))
    inner = keras.Model(inner_in, layers.Dense(16, name="inside")(layers.Dense(32)(inner_in)), name="inner")
    left, right = keras.Input((16,), name="left"), keras.Input((16,), name="right")
    dense = layers.Dense(16, name="shared")
    a, b = inner(dense(left)), inner(dense(right))
    tail = keras.Sequential([layers.Dense(4), layers.Dropout(0.5), layers.Dense(2)], name="tail")
    merged = layers.Subtract()([a, b])
    merged = layers.Multiply()([merged, a])
    merged = layers.Maximum()([merged, b])
    return keras.Model([left, right], {"main": tail(merged), "side": layers.Minimum()([a, b])}, name="siamese")


def frozen():
    base = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(4, 3), layers.BatchNormalization()], name="base")
    base.trainable = False
    inputs = keras.Input((32, 32, 3))
    x = base(inputs)
    x = layers.Conv2D(6, 1, trainable=False)(x)
    x = layers.BatchNormalization()(x)
    return keras.Model(inputs, layers.Dense(2)(layers.GlobalAveragePooling2D()(x)), name="frozen")


def operations():
    inputs = keras.Input((8, 8, 4))
    x = inputs * 2.0 + 1.0
    x = ops.relu(x) - inputs
    y = ops.reshape(x, (-1, 64, 4))
    y = ops.matmul(y, ops.transpose(y, (0, 2, 1)))
    y = ops.softmax(y / 3.0)
    z = ops.mean(x, axis=(1, 2), keepdims=True)
    z = ops.concatenate([x, x * z], axis=-1)
    z = z[:, 1:5, :, 0]
    return keras.Model(inputs, [y, z], name="operations")


def video():
    inputs = keras.Input((5, 16, 16, 3))
    x = layers.ConvLSTM2D(4, 3, padding="same", return_sequences=True)(inputs)
    x = layers.ConvLSTM2D(6, 3, strides=2)(x)
    y = layers.TimeDistributed(layers.Conv2D(4, 3))(inputs)
    y = layers.TimeDistributed(layers.GlobalAveragePooling2D())(y)
    return keras.Model(inputs, [x, y], name="video")


def preprocessing():
    inputs = keras.Input((40, 50, 3))
    x = layers.Resizing(32, 36)(inputs)
    x = layers.CenterCrop(28, 30)(x)
    x = layers.RandomFlip()(x)
    x = layers.RandomRotation(0.1)(x)
    x = layers.RandomZoom(0.1)(x)
    x = layers.Normalization()(x)
    x = layers.GaussianNoise(0.1)(x)
    x = layers.AlphaDropout(0.1)(x)
    x = layers.SpectralNormalization(layers.Conv2D(4, 3))(x)
    x = layers.RMSNormalization()(x) if ops else x
    x = layers.LeakyReLU()(x)
    x = layers.ReLU(6.0)(x)
    x = layers.ELU()(x)
    x = layers.Softmax()(x)
    return keras.Model(inputs, x, name="preprocessing")



def more_operations():
    a, b = keras.Input((6, 8)), keras.Input((6, 8))
    x = ops.stack([a, b], axis=1)
    x = ops.moveaxis(x, 1, 3)
    x = ops.swapaxes(x, 1, 2)
    left, right = ops.split(x, 2, axis=-1)
    x = ops.squeeze(left, axis=-1) + ops.floor(ops.squeeze(right, axis=-1))
    x = ops.repeat(x, 2, axis=1)
    x = ops.pad(x, [[0, 0], [1, 2], [0, 0]])
    x = ops.tile(x, (1, 1, 3))
    x = ops.expand_dims(x, -1)
    x = ops.image.resize(x, (10, 12))
    y = ops.einsum("bij,bkj->bik", a, b)
    y = ops.one_hot(ops.argmax(y, axis=-1), 5)
    z = ops.split(a, [2, 5], axis=1)
    w = ops.logsumexp(ops.maximum(a, b) ** 2, axis=-1, keepdims=True)
    return keras.Model([a, b], [x, y, *z, w], name="more_operations")


def sequence_to_sequence():
    source, target = keras.Input((None, 12), name="source"), keras.Input((7, 14), name="target")
    _, h, c = layers.LSTM(16, return_state=True, name="encoder")(source)
    x, _, _ = layers.LSTM(16, return_sequences=True, return_state=True, name="decoder")(target, initial_state=[h, c])
    x = layers.Attention()([x, x])
    return keras.Model([source, target], layers.Dense(14, activation="softmax")(x), name="sequence_to_sequence")


def segmentation():
    inputs = keras.Input((64, 48, 3))
    skips, x = [], inputs
    for filters in [8, 16]:
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        skips.append(x)
        x = layers.MaxPooling2D()(x)
    x = layers.SeparableConv2D(24, 3, padding="same", dilation_rate=2)(x)
    for filters, skip in zip([16, 8], reversed(skips)):
        x = layers.Conv2DTranspose(filters, 3, strides=2, padding="same")(x)
        x = layers.Concatenate()([x, skip])
        x = layers.Conv2D(filters, 3, padding="same", groups=2)(x)
    return keras.Model(inputs, layers.Conv2D(5, 1, activation="softmax")(x), name="segmentation")


def transformer():
    tokens = keras.Input((32,), dtype="int32")
    x = layers.Embedding(500, 24)(tokens)
    if ops:
        x = x + layers.Embedding(32, 24)(ops.arange(0, 32))
    for block in range(2):
        y = layers.MultiHeadAttention(4, 6, dropout=0.1, name=f"attention_{block}")(x, x, use_causal_mask=True)
        x = layers.LayerNormalization(name=f"norm_{block}a")(x + y)
        y = keras.Sequential([layers.Dense(96, activation="gelu"), layers.Dense(24)], name=f"feed_forward_{block}")(x)
        x = layers.LayerNormalization(name=f"norm_{block}b")(x + y)
    image = layers.Reshape((4, 8, 24))(x)
    image = layers.MultiHeadAttention(2, 12, attention_axes=(1, 2))(image, image)
    image = layers.MultiHeadAttention(2, 12, attention_axes=(2,))(image, image)
    return keras.Model(tokens, [layers.Dense(500)(x), image], name="transformer")


def small_models():
    makers = [sequential_mixed, sequential_1d, sequential_3d, channels_first, recurrent, attention, shared_and_nested]
    makers += [frozen, video, preprocessing, sequence_to_sequence, segmentation, transformer]
    if ops:
        makers += [operations, more_operations]
    else:
        import keras2_models

        makers += [keras2_models.tensorflow_operations, keras2_models.only_in_keras2]
    for make in makers:
        yield make.__name__, make
