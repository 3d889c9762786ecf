"""Pictures of lines of text → their text, with how sure each sign is. Needs onnxruntime and a model of rapidocr.

The model (CRNN with CTC) gives a probability for each sign of its alphabet at each of some steps from left to right.
It is run here and not through rapidocr's own class: that gives one mean for a line, which hides the one doubtful
digit, and it would download what is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

from ingest.scanpage import Pixels

_TALL = 48
"""Height in pixels of what the model takes."""
_BATCH = 16
_STEP = 8
"""Pixels of the model's input a step."""
NUMERIC = "0123456789.,-%—−()+"


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as read: `sure` holds a probability for each sign of `text`.

    `numeric` is the best reading if nothing but figures and their signs may stand there.
    """

    text: str
    sure: tuple[float, ...]
    numeric: str


class Reader:
    """A loaded model."""

    def __init__(self, model: Path) -> None:
        options: Any = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # documents are read in parallel; more threads only wait for each other
        options.log_severity_level = 3
        self.session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        signs: str = self.session.get_modelmeta().custom_metadata_map["character"]
        self.signs = ("", *signs.splitlines(), " ")
        self.figures = np.array([0, *(i for i, sign in enumerate(self.signs) if sign and sign in NUMERIC)])

    def read(self, crops: Sequence[Pixels]) -> list[Reading]:
        """Read lines; the order is kept, lines of like width go through the model together."""
        found: list[Reading] = [Reading("", (), "")] * len(crops)
        scaled = [_scaled(crop) for crop in crops]
        order = sorted(range(len(crops)), key=lambda index: scaled[index].shape[1])
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            wide = max(scaled[index].shape[1] for index in batch)
            wide += -wide % _STEP
            images = np.zeros((len(batch), 3, _TALL, wide), dtype=np.float32)
            for place, index in enumerate(batch):
                images[place, :, :, : scaled[index].shape[1]] = scaled[index]
            chances = self.session.run(None, {self.session.get_inputs()[0].name: images})[0]
            for place, index in enumerate(batch):
                found[index] = self._decoded(chances[place])
        return found

    def _decoded(self, chances: npt.NDArray[np.float32]) -> Reading:
        """CTC: the best sign of each step, repetitions and blanks left out; a sign is as sure as its best step."""
        text, sure = _collapsed(chances.argmax(axis=1), chances.max(axis=1))
        some = chances[:, self.figures]
        numeric, _ = _collapsed(self.figures[some.argmax(axis=1)], some.max(axis=1))
        return Reading(
            "".join(self.signs[sign] for sign in text), tuple(sure), "".join(self.signs[sign] for sign in numeric)
        )


def _collapsed(best: npt.NDArray[np.int64], chance: npt.NDArray[np.float32]) -> tuple[list[int], list[float]]:
    signs: list[int] = []
    sure: list[float] = []
    before = 0
    for sign, probability in zip(best.tolist(), chance.tolist(), strict=True):
        if sign and sign == before:
            sure[-1] = max(sure[-1], probability)
        elif sign:
            signs.append(sign)
            sure.append(probability)
        before = sign
    return signs, sure


def _scaled(crop: Pixels) -> npt.NDArray[np.float32]:
    """A line at the model's height, -1 for ink to 1 for paper."""
    height, width = crop.shape
    wide = max(_STEP, round(width * _TALL / height))
    size = cv2.resize(crop, (wide, _TALL), interpolation=cv2.INTER_AREA if height > _TALL else cv2.INTER_CUBIC)
    return np.asarray(size, dtype=np.float32) / 127.5 - 1.0
