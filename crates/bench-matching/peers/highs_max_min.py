"""M5: most pairs, the worst-off pair first, then the total, as linear programmes in HiGHS. Usage: highs_max_min.py FOLDER KEEP

First stage: the most pairs; halving the range of scores finds the highest floor on the pairs that allows as many. Second
stage: the best total of the pairs that reach the floor. All programmes have whole solutions. The first run searches the
floor and says how long that took (`search`). What is compared is less: the last programme of the first stage and the
second stage by themselves, as if the floor were known; no two programmes that prove this answer do without them. Only the
calls of HiGHS are timed, not the building of the models."""
import sys
import time

import highspy
import numpy as np
from instance import best, load
from peer import serve

students, mentors, places, _ = load(sys.argv[1])
keep = int(sys.argv[2])
kept, values = best(students, mentors, keep)
student_of = np.repeat(np.arange(len(students)), keep)
mentor_of = kept.reshape(-1)
value_of = values.reshape(-1)
pairs = len(value_of)
columns = np.arange(pairs, dtype=np.int32)


def model():
    """Rows: each student at most once, each mentor's places, and the number of all pairs."""
    lp = highspy.HighsLp()
    rows = len(students) + len(places) + 1
    lp.num_col_, lp.num_row_ = pairs, rows
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.ones(pairs), np.zeros(pairs), np.ones(pairs)
    lp.row_lower_ = np.zeros(rows)
    lp.row_upper_ = np.concatenate([np.ones(len(students)), places, [pairs]]).astype(float)
    index = np.stack([student_of, len(students) + mentor_of, np.full(pairs, rows - 1)], axis=1)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = (3 * np.arange(pairs + 1)).astype(np.int32)
    lp.a_matrix_.index_ = index.reshape(-1).astype(np.int32)
    lp.a_matrix_.value_ = np.ones(3 * pairs)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    # Its fastest for both programmes together: interior point and crossover to a vertex.
    highs.setOptionValue("solver", "ipm")
    highs.passModel(lp)
    return highs


def solve(highs):
    begin = time.perf_counter()
    highs.run()
    seconds = time.perf_counter() - begin
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise SystemExit(highs.modelStatusToString(highs.getModelStatus()))
    return seconds, round(highs.getInfo().objective_function_value)


def floor_at(highs, floor):
    highs.changeColsBounds(pairs, columns, np.zeros(pairs), (value_of >= floor).astype(float))


def total_of(highs, most):
    highs.changeColsCost(pairs, columns, value_of.astype(float))
    highs.changeRowBounds(len(students) + len(places), most, pairs)


def search():
    """Seconds, the most pairs, the floor."""
    highs = model()
    spent, most = solve(highs)
    floors = np.unique(value_of)
    low, high = 0, len(floors) - 1
    while low < high:
        middle = (low + high + 1) // 2
        floor_at(highs, floors[middle])
        seconds, matched = solve(highs)
        spent += seconds
        low, high = (middle, high) if matched == most else (low, middle - 1)
    return spent, most, int(floors[low])


found = None


def run(_line):
    global found
    found = found or search()
    spent, most, worst = found
    first = model()
    floor_at(first, worst)
    seconds, _ = solve(first)
    second = model()
    floor_at(second, worst)
    total_of(second, most)
    more, total = solve(second)
    return {"seconds": seconds + more, "search": spent, "worst": worst, "total": total, "pairs": most}


serve(run)
