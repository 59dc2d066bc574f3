"""A trained classifier kept in one file that holds numbers and terms, and no code."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from jiesu.mining.classifying.api import VERSION, Known, Model
from jiesu.mining.classifying.calibration import Calibration
from jiesu.mining.classifying.kernel_ridge import Machine
from jiesu.mining.text.terms import Vocabulary


class ModelFileError(ValueError):
    """The file is no model of this version, or only half of one."""


_PARTS: tuple[type[Any], ...] = (Machine, Calibration, Known)


def save(model: Model, path: Path) -> None:
    """Write the model to `path` whole: under another name first, then moved there."""
    about = {"version": VERSION, "labels": model.labels, "terms": model.vocabulary.terms}
    parts: tuple[NamedTuple, ...] = (model.machine, model.calibration, model.known)
    arrays = {name: value for part in parts for name, value in part._asdict().items()}
    half = model.machine.directions.astype(np.float16)
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        np.savez(
            file,
            about=np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), np.uint8),
            rarity=model.vocabulary.rarity,
            bar=model.bar,
            **(arrays | {"directions": half}),
        )
    partial.replace(path)


def load(path: Path) -> Model:
    """Read a model written by `save`; raises `ModelFileError` for anything else."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            about = json.loads(file["about"].tobytes().decode())
            arrays = {name: file[name] for name in file.files if name != "about"}
        version = int(about["version"])
    except FileNotFoundError as missing:
        raise ModelFileError(f"{path}: there is no such file") from missing
    except Exception as broken:
        raise ModelFileError(f"{path} is not a whole model file: train it anew") from broken
    if version != VERSION:
        raise ModelFileError(
            f"{path} is of version {version}, this program reads {VERSION}: train it anew"
        )
    arrays["directions"] = arrays["directions"].astype(np.float32)
    machine, calibration, known = (
        part(*(arrays[name] for name in part._fields)) for part in _PARTS
    )
    known = known._replace(first=float(known.first), last=float(known.last))
    vocabulary = Vocabulary(tuple(about["terms"]), arrays["rarity"])
    labels = tuple(about["labels"])
    return Model(labels, vocabulary, machine, calibration, float(arrays["bar"]), known)
