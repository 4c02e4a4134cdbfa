"""Small models of what only Keras 2 has: TensorFlow's functions as layers, and layers that Keras 3 dropped."""

import tensorflow as tf
import keras
from keras import layers


def tensorflow_operations():
    a, b = keras.Input((6, 8)), keras.Input((6, 8))
    x = tf.stack([a, b], axis=1)
    x = tf.transpose(x, (0, 2, 1, 3))
    left, right = tf.split(x, 2, axis=-1)
    x = tf.concat([left, right * 2.0, tf.nn.relu6(left + 3.0)], axis=-1)
    x = tf.reduce_mean(x, axis=[1, 2], keepdims=True)
    y = tf.matmul(a, b, transpose_b=True)
    y = tf.nn.softmax(y / 8.0)
    z = a[:, 0] - b[:, 1, :] + tf.math.reduce_max(a, axis=1)
    w = tf.reshape(tf.expand_dims(a, -1), (-1, 12, 4))
    w = tf.image.resize(tf.expand_dims(w, -1), (10, 12))
    v = tf.cast(tf.pad(a, [[0, 0], [1, 2], [0, 0]]), tf.float16)
    u = tf.matmul(a, b, transpose_a=True)
    return keras.Model([a, b], [x, y, z, w, v, u], name="tensorflow_operations")


def only_in_keras2():
    inputs = keras.Input((12, 14, 3))
    x = layers.LocallyConnected2D(4, (3, 2), strides=(2, 1))(inputs)
    x = layers.ThresholdedReLU(0.5)(x)
    x = layers.Reshape((-1, 4))(x)
    x = layers.LocallyConnected1D(5, 3)(x)
    x = layers.BatchNormalization(renorm=True)(x)
    x = layers.GRU(6, reset_after=False)(x)
    return keras.Model(inputs, x, name="only_in_keras2")
