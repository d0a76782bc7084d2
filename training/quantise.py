"""Step 3: quantise the trained network to int8 (weights per channel) and write the .tflite file.

python3 quantise.py WORK OUT.tflite

Activations' ranges are those seen on training clips, but for the outermost 0.01 % of values.
"""

import argparse
import itertools
import pathlib

import numpy as np
import torch

import tflite
from features import Features
from network import BLOCKS, KeywordNetwork
from train import Sounds, load
from words import CLASSES


def quantisation(values):
    """Scale and zero point of an int8 tensor over the range of values, which includes 0."""
    low, high = min(0.0, float(np.quantile(values, 0.0001))), max(0.0, float(np.quantile(values, 0.9999)))
    scale = np.float32((high - low) / 255)
    return float(scale), int(np.clip(round(-128 - low / float(scale)), -128, 127))


def int8_weights(weights, axis):
    """Symmetric int8 weights with one scale for each place along the axis (None: one scale)."""
    others = tuple(i for i in range(weights.ndim) if i != axis)
    scales = (np.abs(weights).max(axis=others, keepdims=True) / 127).astype(np.float32)
    scales = np.maximum(scales, 1e-8)
    return np.clip(np.round(weights / scales), -127, 127).astype(np.int8), scales.reshape(-1)


class Quantiser:
    """Writes layer after layer and keeps the quantisation of the last output."""

    def __init__(self, description):
        self.file = tflite.Writer(description)

    def input(self, name, shape, values):
        self.scale, self.zero = quantisation(values)
        self.last = self.file.tensor(name, shape, tflite.INT8, [self.scale], [self.zero])
        return self.last

    def weighted(self, name, code, weights, bias, axis, shape, values, *fields):
        quantised, scales = int8_weights(weights, axis)
        bias_scales = np.float32(self.scale) * scales
        w = self.file.tensor(f"{name}/weights", weights.shape, tflite.INT8, scales, [0] * len(scales), axis or 0, quantised)
        b = self.file.tensor(f"{name}/bias", bias.shape, tflite.INT32, bias_scales, [0] * len(scales), 0, np.round(bias / bias_scales).astype(np.int32))
        self.output(name, code, [self.last, w, b], shape, *quantisation(values), *fields)

    def output(self, name, code, inputs, shape, scale, zero, *fields):
        self.scale, self.zero = scale, zero
        self.last = self.file.tensor(name, shape, tflite.INT8, [scale], [zero])
        self.file.operator(code, inputs, [self.last], *fields)


def write(model, values):
    """The file's bytes: `values` are features [n, 1, 49, 10] that the network is quantised on."""
    out = Quantiser("Keyword spotting, 12 classes")
    first = out.input("mfcc", [1, 49, 10, 1], values.numpy())
    x, size = values, (49, 10)
    for index, layer in enumerate(model.layers):
        weights, bias = (t.detach().numpy() for t in layer.folded())
        x = layer(x)
        size = tuple(-(-n // s) for n, s in zip(size, layer.stride))
        shape = [1, *size, weights.shape[0]]
        step = [("int8", tflite.SAME), ("int32", layer.stride[1]), ("int32", layer.stride[0])]
        if layer.depthwise:
            out.weighted(f"depthwise_{index // 2}", tflite.DEPTHWISE_CONV_2D, weights.transpose(1, 2, 3, 0), bias, 3, shape, x.numpy(),
                         *step, ("int32", 1), ("int8", tflite.RELU), ("int32", 1), ("int32", 1))
        else:
            out.weighted(f"conv_{index // 2}", tflite.CONV_2D, weights.transpose(0, 2, 3, 1), bias, 0, shape, x.numpy(),
                         *step, ("int8", tflite.RELU), ("int32", 1), ("int32", 1))
    channels = x.shape[1]
    out.output("pool", tflite.AVERAGE_POOL_2D, [out.last], [1, 1, 1, channels], out.scale, out.zero,
               ("int8", tflite.VALID), ("int32", size[1]), ("int32", size[0]), ("int32", size[1]), ("int32", size[0]), ("int8", 0))
    shape = out.file.tensor("flat/shape", [2], tflite.INT32, data=np.array([1, channels], np.int32))
    out.output("flat", tflite.RESHAPE, [out.last, shape], [1, channels], out.scale, out.zero, ("ints", [1, channels]))
    weights, bias = model.classifier.weight.detach().numpy(), model.classifier.bias.detach().numpy()
    out.weighted("classes", tflite.FULLY_CONNECTED, weights, bias, None, [1, len(CLASSES)], model.classifier(x.mean(dim=(2, 3))).detach().numpy(),
                 ("int8", 0), ("int8", 0), ("uint8", 0), ("uint8", 0))
    out.output("probabilities", tflite.SOFTMAX, [out.last], [1, len(CLASSES)], 1 / 256, -128, ("float32", 1.0))
    return out.file.write([first], [out.last])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--real", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    clips, labels, noises, tests, test_labels = load(options.work, options.real, options.seed)
    model = KeywordNetwork(len(CLASSES))
    model.load_state_dict(torch.load(options.work / "network.pt")["network"])
    model.eval()
    features = Features()
    with torch.no_grad():
        batches = itertools.islice(Sounds(clips, labels, noises, options.seed + 1).batches(), 16)
        content = write(model, torch.cat([features(sounds) for sounds, _ in batches]))
    partial = options.out.with_suffix(".partial")
    partial.write_bytes(content)
    partial.replace(options.out)
    print(f"{options.out}: {len(content)} bytes")


if __name__ == "__main__":
    main()
