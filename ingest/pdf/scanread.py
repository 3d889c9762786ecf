"""Pictures of lines of text → their text, with how sure each sign is. Needs onnxruntime and a model of rapidocr.

The model (CRNN with CTC) gives a probability for each sign of its alphabet at each of some steps from left to right.
It is run here and not through rapidocr's own class: that gives one mean for a line, which hides the one doubtful
digit, and it would download what is missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from ingest.pdf.scanpage import TALL
from ingest.pdf.scanpixels import Pixels

_BATCH = 2560
"""Pixels of width that go through the model at a time: 16 amounts, or two lines of prose; more costs memory only."""
_STEP = 8
"""Pixels of the model's input a step."""
_CLEAR = 0.99
"""A step whose best sign is as likely as this has no rival."""
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
        self.simple = np.array([i for i, sign in enumerate(self.signs) if not sign or _is_simple(sign)])
        self.figures = np.array([0, *(i for i, sign in enumerate(self.signs) if sign and sign in NUMERIC)])

    def read(self, crops: Sequence[Pixels]) -> list[Reading]:
        """Read lines, each TALL pixels high; the order is kept, lines of like width go through the model together."""
        found: list[Reading] = [Reading("", (), "")] * len(crops)
        widths = [crop.shape[1] for crop in crops]
        order = sorted(range(len(crops)), key=lambda index: widths[index])
        for batch in _batches(order, widths):
            wide = widths[batch[-1]] + -widths[batch[-1]] % _STEP
            images = np.zeros((len(batch), 3, TALL, wide), dtype=np.float32)
            for place, index in enumerate(batch):
                # -1 is ink and 1 is paper; what is beside a narrower line stays 0
                images[place, :, :, : widths[index]] = crops[index] / np.float32(127.5) - 1
            chances = self.session.run(None, {self.session.get_inputs()[0].name: images})[0]
            for place, index in enumerate(batch):
                found[index] = self._decoded(chances[place])
        return found

    def _decoded(self, chances: npt.NDArray[np.float32]) -> Reading:
        """CTC: the best sign of each step, repetitions and blanks left out; a sign is as sure as its best step."""
        best, chance = chances.argmax(axis=1), chances.max(axis=1)
        # what the model gives to forms that no report has is shared among the others
        split = chance < _CLEAR
        simple = chances[np.ix_(split, self.simple)]
        best[split] = self.simple[simple.argmax(axis=1)]
        chance[split] = simple.max(axis=1) / simple.sum(axis=1)
        text, sure = _collapsed(best, chance)
        some = chances[:, self.figures]
        numeric, _ = _collapsed(self.figures[some.argmax(axis=1)], some.max(axis=1))
        return Reading(
            "".join(self.signs[sign] for sign in text), tuple(sure), "".join(self.signs[sign] for sign in numeric)
        )


def _is_simple(sign: str) -> bool:
    """Whether a sign may stand in a report: the model knows traditional and Japanese forms too (決 beside 决)."""
    if "\u3040" <= sign <= "\u30ff":
        return False
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return not "\u2e80" <= sign <= "\ud7ff" and sign.isprintable()
    return True


def _batches(order: Sequence[int], widths: Sequence[int]) -> Iterator[list[int]]:
    """Cut an order by width into runs whose images, all as wide as the widest, stay under the bound."""
    batch: list[int] = []
    for index in order:
        if batch and (len(batch) + 1) * widths[index] > _BATCH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


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
