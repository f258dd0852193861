"""M8: hospitals and residents by `matching`; each line asked is {places, students, mentors}, lists by index."""
import json
import time
import warnings

from matching.games import HospitalResident
from peer import serve

warnings.simplefilter("ignore")


def run(line):
    asked = json.loads(line)
    # It takes no player with an empty list.
    students = {f"s{index}": [f"m{mentor}" for mentor in wished] for index, wished in enumerate(asked["students"]) if wished}
    mentors = {f"m{index}": [f"s{student}" for student in wished] for index, wished in enumerate(asked["mentors"]) if wished}
    places = {f"m{index}": count for index, count in enumerate(asked["places"]) if f"m{index}" in mentors}
    if not students:
        return {"pairs": None}
    begin = time.perf_counter()
    solution = HospitalResident.create_from_dictionaries(students, mentors, places).solve(optimal="resident")
    seconds = time.perf_counter() - begin
    pairs = [[int(student.name[1:]), int(mentor.name[1:])] for mentor, held in solution.items() for student in held]
    return {"seconds": seconds, "pairs": pairs}


serve(run)
