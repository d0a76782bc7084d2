"""Step 2: train the network on WORK/speech.npz, and on real recordings where a folder of them is given. Writes WORK/network.pt.

python3 train.py WORK [--real DIR] [--epochs 60] [--seed 1]

DIR has one folder of WAV files for each class (docs/datasets.md). Of each class, the files that `held_out` names are not trained on.
"""

import argparse
import hashlib
import pathlib
import time

import numpy as np
import torch
from torch import nn

import speech
from features import Features
from network import KeywordNetwork
from words import CLASSES, SILENCE, UNKNOWN

BATCH, RATE = 128, speech.RATE


def held_out(path):
    """Whether a real recording is kept for the final measurement: two fifths, by a hash of class and file name."""
    return hashlib.sha256(f"{path.parent.name}/{path.name}".encode()).digest()[0] % 5 < 2


class Sounds:
    """Clips and their classes, and the random changes under which the network hears them."""

    def __init__(self, clips, labels, noises, seed):
        self.clips, self.labels, self.noises = clips, np.asarray(labels), noises
        self.rng = np.random.default_rng(seed)

    def batches(self):
        order = self.rng.permutation(len(self.clips))
        for start in range(0, len(order) - BATCH // 2, BATCH):
            picked = order[start:start + BATCH]
            yield torch.tensor(np.stack([self.heard(i) for i in picked]), dtype=torch.float32), torch.tensor(self.labels[picked])

    def heard(self, index):
        """One second of the clip: its speed, colour, echo, place and noise are random."""
        rng, sound = self.rng, self.clips[index].astype(np.float64)
        if CLASSES[self.labels[index]] == SILENCE:
            return self.noise() if rng.random() < 0.7 else np.roll(sound, rng.integers(RATE)) + self.noise() * rng.uniform(0, 200)
        if rng.random() < 0.8:
            count = max(400, int(len(sound) / rng.uniform(0.8, 1.25)))
            sound = np.interp(np.linspace(0, len(sound) - 1, count), np.arange(len(sound)), sound)
        if rng.random() < 0.7:
            sound = self.coloured(sound)
        if rng.random() < 0.4:
            delay = int(rng.integers(200, 3000))
            echo = np.zeros(len(sound) + delay)
            echo[:len(sound)] += sound
            echo[delay:] += sound * rng.uniform(0.05, 0.4)
            sound = echo
        if len(sound) >= RATE:
            start = int(rng.integers(0, len(sound) - RATE + 1))
            clip = np.roll(sound[start:start + RATE], int(rng.integers(-1600, 1600)))
        else:
            clip = speech.one_second(sound, rng)
        clip = clip / max(1.0, np.abs(clip).max())
        return clip + self.noise() * 10 ** rng.uniform(-3, -0.6) if rng.random() < 0.85 else clip

    def coloured(self, sound):
        """Through a random smooth filter, as microphones and rooms have, of at most about 12 dB."""
        spectrum = np.fft.rfft(sound)
        at = np.linspace(0, 1, len(spectrum))
        gain = sum(self.rng.uniform(-5, 5) * np.cos(np.pi * k * at) for k in range(1, 5))
        return np.fft.irfft(spectrum * 10 ** (gain / 20), len(sound))

    def noise(self):
        """One second, at most 1."""
        sound = self.noises[self.rng.integers(len(self.noises))].astype(np.float64)
        return np.roll(sound, self.rng.integers(RATE)) / max(1.0, np.abs(sound).max())


def load(work, real, seed):
    """Training clips, their classes, noises, and held-out real clips with classes."""
    stored = np.load(work / "speech.npz")
    samples, lengths = stored["samples"], stored["lengths"]
    ends = np.cumsum(lengths)
    clips = [samples[end - length:end] for end, length in zip(ends, lengths)]
    labels = list(stored["labels"])
    rng = np.random.default_rng([seed, 7])
    noises = [(speech.noise(rng) * 8000).astype(np.int16) for _ in range(400)]
    tests, test_labels = [], []
    for path in sorted(real.glob("*/*.wav")) if real else []:
        if path.parent.name not in CLASSES:
            continue
        clip, label = np.zeros(RATE), CLASSES.index(path.parent.name)
        sound = speech.read_wav(path)[:RATE]
        clip[:len(sound)] = sound
        if held_out(path):
            tests.append(clip)
            test_labels.append(label)
            continue
        repeat = 4 if path.parent.name not in (SILENCE,) else 1
        clips += [clip.astype(np.int16)] * repeat
        labels += [label] * repeat
        if path.parent.name == SILENCE:
            noises.append(clip.astype(np.int16))
    keyword = sum(1 for label in labels if label == 0)
    clips += noises[:keyword]
    labels += [CLASSES.index(SILENCE)] * len(noises[:keyword])
    return clips, labels, noises, tests, test_labels


def accuracy(model, features, clips, labels):
    """The share that is right."""
    if not clips:
        return float("nan")
    model.eval()
    with torch.no_grad():
        scores = model(features(torch.tensor(np.stack(clips), dtype=torch.float32)))
    return float((scores.argmax(dim=1) == torch.tensor(labels)).float().mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--real", type=pathlib.Path)
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    clips, labels, noises, tests, test_labels = load(options.work, options.real, options.seed)
    print(f"{len(clips)} clips to train on, by class {np.bincount(labels, minlength=len(CLASSES))}; {len(tests)} held-out real ones", flush=True)
    sounds, features, model = Sounds(clips, labels, noises, options.seed), Features(), KeywordNetwork(len(CLASSES))
    steps = (len(clips) // BATCH + 1) * options.epochs
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps, pct_start=0.15)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.05)
    for epoch in range(options.epochs):
        model.train()
        started, total, right, count = time.time(), 0.0, 0, 0
        for heard, wanted in sounds.batches():
            with torch.no_grad():
                values = features(heard)
                values = values + 0.3 * torch.randn_like(values)  # int8 steps and more
            scores = model(values)
            loss = loss_of(scores, wanted)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total, right, count = total + float(loss) * len(wanted), right + int((scores.argmax(1) == wanted).sum()), count + len(wanted)
        print(f"epoch {epoch + 1}: loss {total / count:.3f}, training {right / count:.3f}, "
              f"held-out real {accuracy(model, features, tests, test_labels):.3f}, {time.time() - started:.0f} s", flush=True)
        torch.save({"network": model.state_dict(), "epoch": epoch + 1}, options.work / "network.pt")


if __name__ == "__main__":
    main()
