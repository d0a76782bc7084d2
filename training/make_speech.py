"""Step 1: make the synthesised clips. Writes WORK/speech.npz (training) and, with --clips DIR, the 60 held-out clips.

python3 make_speech.py WORK [--clips DIR] [--per-word 300] [--seed 1]
"""

import argparse
import pathlib

import numpy as np

import speech
from words import CLASSES, KEYWORDS, OTHER_WORDS, SILENCE, UNKNOWN


def training_clips(per_word, seed):
    """Words without the silence around them (training puts them anywhere), with their class."""
    sounds, labels = [], []
    for word in KEYWORDS + OTHER_WORDS:
        rng = np.random.default_rng([seed, *word.encode()])
        keyword = word in KEYWORDS
        for _ in range(per_word if keyword else max(1, per_word * 3 // len(OTHER_WORDS))):
            sounds.append(speech.spoken(word, speech.VOICES, rng)[:speech.RATE].astype(np.int16))
            labels.append(CLASSES.index(word if keyword else UNKNOWN))
        print(f"{word}: {len(sounds)} clips", flush=True)
    return sounds, labels


def held_out_clips(folder, seed):
    """Five clips of each class by voices that training never hears, over quiet noise."""
    rng = np.random.default_rng([seed, 60])
    others = rng.choice(OTHER_WORDS, 5, replace=False)
    for name in CLASSES:
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        for index in range(5):
            clip = speech.noise(rng) * rng.uniform(20, 300)
            if name != SILENCE:
                sound = speech.spoken(str(others[index]) if name == UNKNOWN else name, speech.HELD_OUT_VOICES, rng)
                clip += speech.one_second(sound * (rng.uniform(4000, 16000) / np.abs(sound).max()), rng)
            speech.write_wav(target / f"{index}.wav", clip)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--clips", type=pathlib.Path)
    parser.add_argument("--per-word", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.clips:
        held_out_clips(options.clips, options.seed)
    sounds, labels = training_clips(options.per_word, options.seed)
    np.savez(options.work / "speech.npz", samples=np.concatenate(sounds), lengths=[len(s) for s in sounds], labels=labels)


if __name__ == "__main__":
    main()
