"""The network: the DS-CNN of MLPerf Tiny's keyword spotting (docs/zoo.md), 64 channels, padded as TensorFlow's SAME does."""

import torch
from torch import nn

CHANNELS, BLOCKS = 64, 4


class Layer(nn.Module):
    """Padding, convolution, normalisation, ReLU."""

    def __init__(self, inputs, outputs, kernel, stride, padding, depthwise=False):
        super().__init__()
        self.pad = nn.ZeroPad2d(padding)
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, groups=inputs if depthwise else 1, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.stride, self.depthwise = stride, depthwise

    def forward(self, x):
        return torch.relu(self.norm(self.conv(self.pad(x))))

    def folded(self):
        """Weights and bias with the normalisation folded in."""
        scale = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        return self.conv.weight * scale[:, None, None, None], self.norm.bias - self.norm.running_mean * scale


class KeywordNetwork(nn.Module):
    """[n, 1, 49, 10] to the logarithms of 12 classes' odds."""

    def __init__(self, classes):
        super().__init__()
        layers = [Layer(1, CHANNELS, (10, 4), (2, 2), (1, 1, 4, 5))]
        for _ in range(BLOCKS):
            layers.append(Layer(CHANNELS, CHANNELS, (3, 3), (1, 1), (1, 1, 1, 1), depthwise=True))
            layers.append(Layer(CHANNELS, CHANNELS, (1, 1), (1, 1), (0, 0, 0, 0)))
        self.layers = nn.ModuleList(layers)
        self.dropout = nn.Dropout(0.3)
        self.classifier = nn.Linear(CHANNELS, classes)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.classifier(self.dropout(x.mean(dim=(2, 3))))
