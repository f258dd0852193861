"""Reads what cohort.py wrote: scores of all pairs, places of mentors, the bonus of a pair."""
import json
import pathlib

import numpy as np


def load(folder):
    folder = pathlib.Path(folder)
    meta = json.loads((folder / "meta.json").read_text())
    topics = meta["topics"]
    students = np.fromfile(folder / "students.u8", dtype=np.uint8).reshape(-1, topics)
    mentors = np.fromfile(folder / "mentors.u8", dtype=np.uint8).reshape(-1, topics)
    places = np.fromfile(folder / "capacities.u32", dtype="<u4").astype(np.int64)
    return students, mentors, places, meta["match_bonus"]


def scores(students, mentors):
    """Sums below 2^24, so that single precision is exact, and fast."""
    return (students.astype(np.float32) @ mentors.astype(np.float32).T).astype(np.int64)


def best(students, mentors, keep, rows=500):
    """For each student the `keep` best mentors, ties to the lower index: (mentors, scores), each students × keep."""
    kept, values = [], []
    for start in range(0, len(students), rows):
        block = scores(students[start : start + rows], mentors)
        # One number that orders by score and then by index.
        key = block * len(mentors) + (len(mentors) - 1 - np.arange(len(mentors)))
        top = np.argpartition(-key, keep - 1, axis=1)[:, :keep]
        top = np.take_along_axis(top, np.argsort(-np.take_along_axis(key, top, axis=1), axis=1), axis=1)
        kept.append(top)
        values.append(np.take_along_axis(block, top, axis=1))
    return np.concatenate(kept), np.concatenate(values)
