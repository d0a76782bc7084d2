"""The features of the recipe mlperf-kws (docs/datasets.md): 49 frames of 10 mel-frequency cepstral coefficients, of batches of one-second sounds."""

import math

import torch

RATE, FRAME, STEP, TRANSFORM, BANDS, LOW, HIGH, FLOOR, COEFFICIENTS = 16_000, 480, 320, 512, 40, 20.0, 4000.0, 1e-6, 10
FRAMES = 1 + (RATE - FRAME) // STEP


def mel(hertz):
    return 1127.0 * math.log(1 + hertz / 700.0)


def band_weights():
    """Triangles on the mel scale: bins x bands; bin 0 counts nowhere."""
    low, width = mel(LOW), (mel(HIGH) - mel(LOW)) / (BANDS + 1)
    weights = torch.zeros(TRANSFORM // 2 + 1, BANDS)
    for bin in range(1, TRANSFORM // 2 + 1):
        at = mel(bin * RATE / TRANSFORM)
        for band in range(BANDS):
            left = low + band * width
            weights[bin, band] = max(0.0, min((at - left) / width, (left + 2 * width - at) / width))
    return weights


class Features(torch.nn.Module):
    """[n, 16000] sounds to [n, 1, 49, 10] coefficients."""

    def __init__(self):
        super().__init__()
        n = torch.arange(FRAME, dtype=torch.float32)
        self.window = 0.5 - 0.5 * torch.cos(2 * math.pi * n / FRAME)
        self.bands = band_weights()
        k, b = torch.meshgrid(torch.arange(BANDS), torch.arange(COEFFICIENTS), indexing="ij")
        self.cosines = math.sqrt(2.0 / BANDS) * torch.cos(math.pi * b * (2 * k + 1) / (2 * BANDS))

    def forward(self, sound):
        greatest = sound.max(dim=1, keepdim=True).values
        sound = sound / torch.where(greatest > 0, greatest, torch.ones_like(greatest))
        frames = sound.unfold(1, FRAME, STEP) * self.window
        logs = torch.log(torch.fft.rfft(frames, TRANSFORM).abs() @ self.bands + FLOOR)
        return (logs @ self.cosines).unsqueeze(1)
