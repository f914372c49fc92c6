# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Makes every sound that the line ships with: speech with espeak-ng, music and ring tone from a score.

    python tools/make_sounds.py --into data/sounds

Run again, it makes only what is missing or has changed. The same texts give the same files.
"""

import argparse
import hashlib
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import soundfile

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hotline.organisations import samples
from hotline.organisations.clips import Clip, catalogue, number_in_words
from hotline.organisations.sounds import SAMPLE_RATE, shipped_path, wave_bytes, write_atomically
from tools import hold_music

SPEAKER = "espeak-ng"
PROGRESS_EVERY = 100


@dataclass(frozen=True)
class Voice:
    name: str
    words_a_minute: int
    pitch: int

    def order(self, text: str, target: Path) -> list[str]:
        settings = ["-v", self.name, "-s", str(self.words_a_minute), "-p", str(self.pitch)]
        return [SPEAKER, *settings, "-b", "1", "-w", str(target), "--", text]


VOICES = {"da": Voice("da", 140, 42), "en": Voice("en-gb", 145, 42)}  # calmer than its 175 words a minute
RESPELLINGS = {"da": {"borger.dk": "borger punkt d k"}, "en": {"borger.dk": "borger dot D K"}}
TUNES = {"music": hold_music.hold_music, "ring": hold_music.ring_tone}

# Digits are stressed right where the same number in letters is taken for an unknown word; 1 is read as "en".
NUMBERED = re.compile(r"(number|hour|minute)-\d+")
DIGITS = {number_in_words(number, "da"): str(number) for number in range(2, 100)}


@dataclass(frozen=True)
class Task:
    """One file to be made, and what it is made from."""

    clip: Clip
    language: str
    target: Path
    made_from: str


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the sounds that the line ships with.")
    parser.add_argument("--into", type=Path, required=True, metavar="DIR", help="the folder of all sounds")
    root: Path = parser.parse_args().into
    if not shutil.which(SPEAKER):
        print(f"{SPEAKER} is missing. On Debian and Ubuntu: apt install {SPEAKER}", file=sys.stderr)
        return 1
    tasks = list(tasks_for(root))
    stale = stale_among(tasks, record_of(root))
    make_all(stale)
    write_record(root, tasks)
    print(f"Sounds in {root}: {len(stale)} made, {len(tasks) - len(stale)} already there.")
    return 0


def tasks_for(root: Path) -> Iterator[Task]:
    engine = subprocess.run([SPEAKER, "--version"], capture_output=True, text=True, check=True).stdout
    recipe = inspect.getsource(samples)
    tunes = inspect.getsource(hold_music)
    for clip in catalogue().values():
        for language in clip.languages:
            source = tunes if clip.is_wordless else f"{engine}{VOICES[language]}{said(clip, language)}"
            made_from = hashlib.sha256(f"{recipe}{source}".encode()).hexdigest()
            yield Task(clip, language, shipped_path(root, language, clip.key), made_from)


def said(clip: Clip, language: str) -> str:
    """The text as the synthetic voice must be given it to say it right."""
    text = clip.text(language)
    for written, spoken in RESPELLINGS[language].items():
        text = text.replace(written, spoken)
    if language == "da" and NUMBERED.fullmatch(clip.key):
        text = re.sub(r"\w+", lambda word: DIGITS.get(word[0], word[0]), text)
    return text if text.endswith(".") else f"{text},"  # a comma keeps the voice up: more follows


def stale_among(tasks: list[Task], record: dict[str, str]) -> list[Task]:
    return [
        task for task in tasks if record.get(name_of(task)) != task.made_from or not task.target.is_file()
    ]


def make_all(tasks: list[Task]) -> None:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done, _ in enumerate(pool.map(make, tasks), start=1):
            if done % PROGRESS_EVERY == 0 or done == len(tasks):
                print(f"  {done} of {len(tasks)} sounds", flush=True)


def make(task: Task) -> None:
    sound, rate = (
        tune(task.clip) if task.clip.is_wordless else speech(said(task.clip, task.language), task.language)
    )
    write_atomically(task.target, wave_bytes(samples.fit_for_line(sound, rate, task.clip.kind)))


def tune(clip: Clip) -> tuple[samples.Samples, int]:
    return TUNES[clip.key](), SAMPLE_RATE


def speech(text: str, language: str) -> tuple[samples.Samples, int]:
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken.wav"
        subprocess.run(VOICES[language].order(text, spoken), check=True)
        with soundfile.SoundFile(spoken) as sound:
            return sound.read(dtype="float32"), sound.samplerate


def name_of(task: Task) -> str:
    return f"{task.language}/{task.clip.key}"


def record_path(root: Path) -> Path:
    return root / "shipped" / "made.json"


def record_of(root: Path) -> dict[str, str]:
    """What each file was made from, the last time."""
    path = record_path(root)
    record: dict[str, str] = json.loads(path.read_text()) if path.is_file() else {}
    return record


def write_record(root: Path, tasks: list[Task]) -> None:
    record = {name_of(task): task.made_from for task in tasks}
    write_atomically(record_path(root), json.dumps(record, indent=1).encode())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("The sounds are not all made; the next time goes on from here.")
