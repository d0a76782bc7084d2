"""Makes spoken words with espeak-ng: one second of 16 kHz sound each, from many voices, accents, speeds and pitches, seeded."""

import subprocess
import wave

import numpy as np

RATE = 16_000

ACCENTS = ["en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029", "en-us-nyc"]
VOICES = """Adam Alex Alicia Andrea Antonio Auntie Belinda Benjamin Boris Caleb David Denis Diogo Ed Edward Gene Gustave Henrique Hugo
Iven Iven2 Iven3 Jacky John Lee Marcelo Marco Mario Max Michael Michel Miguel Mike Nguyen Pablo Paul Pedro Quincy Rob Robert Steph2
Storm Tweaky Zac anika female1 female2 female4 female5 grandma grandpa klatt klatt2 klatt3 klatt4 male1 male2 male3 male4 male6 male7
norbert sandro shelby travis victor""".split()

# Never used in training: the clips of the repository are spoken by these.
HELD_OUT_VOICES = ["Andy", "Annie", "Linda", "Steph", "Steph3", "female3", "male5", "male8", "klatt5", "Gene2"]


def say(word, voice, accent, speed, pitch):
    """The word as 16-bit samples at 16 kHz, without the silence around it."""
    raw = subprocess.run(
        ["espeak-ng", "-v", f"{accent}+{voice}", "-s", str(speed), "-p", str(pitch), "--stdout", word], capture_output=True, check=True).stdout
    header = raw.find(b"data") + 8  # espeak-ng streams: the sizes in its header are not filled in
    rate = int.from_bytes(raw[24:28], "little")
    sound = np.frombuffer(raw[header:len(raw) - (len(raw) - header) % 2], np.int16).astype(np.float64)
    sound = resample(sound, rate, RATE)
    loud = np.flatnonzero(np.abs(sound) > 0.02 * max(1.0, np.abs(sound).max()))
    return sound[loud[0]:loud[-1] + 1] if len(loud) else sound


def resample(sound, rate, target):
    """By the Fourier transform: nothing above half the lower rate remains."""
    if rate == target:
        return sound
    count = len(sound) * target // rate
    spectrum = np.fft.rfft(sound)
    kept = np.zeros(count // 2 + 1, complex)
    both = min(len(spectrum), len(kept))
    kept[:both] = spectrum[:both]
    return np.fft.irfft(kept, count) * (count / len(sound))


def one_second(sound, rng, rate=RATE):
    """Somewhere in one second of silence; what is longer is cut in its middle part."""
    clip = np.zeros(rate)
    if len(sound) >= rate:
        return sound[:rate].copy()
    start = rng.integers(0, rate - len(sound) + 1) if rng is not None else (rate - len(sound)) // 2
    clip[start:start + len(sound)] = sound
    return clip


def spoken(word, voices, rng):
    """The word by a random voice, as spoken by somebody who is asked for one word. espeak-ng finds no sound for some voices: another is taken then."""
    while True:
        sound = say(word, str(rng.choice(voices)), str(rng.choice(ACCENTS)), int(rng.integers(110, 200)), int(rng.integers(15, 90)))
        if len(sound) > RATE // 20 and np.abs(sound).max() > 100:
            return sound


def noise(rng, count=RATE):
    """Noise of a random colour, with or without hum and clicks."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    frequency = np.maximum(1, np.arange(len(spectrum))) / len(spectrum)
    sound = np.fft.irfft(spectrum * frequency ** -rng.uniform(0, 1.2), count)
    sound /= np.abs(sound).max()
    if rng.random() < 0.4:
        time = np.arange(count) / RATE
        base = rng.choice([50.0, 60.0, 100.0, 120.0, rng.uniform(80, 400)])
        for harmonic in range(1, int(rng.integers(2, 8))):
            sound += rng.uniform(0, 0.5) * np.sin(2 * np.pi * base * harmonic * time + rng.uniform(0, 6.3))
    if rng.random() < 0.2:
        for _ in range(int(rng.integers(1, 6))):
            at = rng.integers(0, count - 200)
            sound[at:at + 200] += rng.standard_normal(200) * np.exp(-np.arange(200) / rng.uniform(5, 60)) * rng.uniform(0.5, 3)
    return sound / np.abs(sound).max()


def read_wav(path):
    """The samples of a 16-bit mono file."""
    with wave.open(str(path), "rb") as file:
        if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != (1, 2, RATE):
            raise SystemExit(f"{path}: must be mono, 16 bit, {RATE} Hz.")
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float64)


def write_wav(path, samples):
    """16-bit mono."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.clip(np.round(samples), -32768, 32767).astype("<i2").tobytes())
