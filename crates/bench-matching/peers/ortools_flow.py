"""M2, M3 and M4: OR-Tools' minimum-cost flow. Usage: ortools_flow.py FOLDER all|KEEP

All pairs, or the best KEEP mentors of each student. Only the call of the solver is timed, not the making of its arcs."""
import sys
import time

import numpy as np
from instance import best, load, scores
from ortools.graph.python import min_cost_flow
from peer import serve

students, mentors, places, bonus = load(sys.argv[1])
count, others = len(students), len(mentors)
if sys.argv[2] == "all":
    kept, values = np.tile(np.arange(others), (count, 1)), scores(students, mentors)
else:
    kept, values = best(students, mentors, int(sys.argv[2]))
keep = kept.shape[1]
source, sink = count + others, count + others + 1
people, offers = np.arange(count), np.arange(others)
tails = np.concatenate([np.full(count, source), np.repeat(people, keep), count + offers, people]).astype(np.int32)
heads = np.concatenate([people, count + kept.reshape(-1), np.full(others, sink), np.full(count, sink)]).astype(np.int32)
room = np.concatenate([np.ones(count), np.ones(count * keep), places, np.ones(count)]).astype(np.int64)
costs = np.concatenate([np.zeros(count), -bonus - values.reshape(-1), np.zeros(others), np.zeros(count)]).astype(np.int64)
supplies = np.zeros(count + others + 2, dtype=np.int64)
supplies[source], supplies[sink] = count, -count
del values, kept


def run(_line):
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, costs)
    flow.set_nodes_supplies(np.arange(len(supplies), dtype=np.int32), supplies)
    begin = time.perf_counter()
    status = flow.solve()
    seconds = time.perf_counter() - begin
    if status != flow.OPTIMAL:
        raise SystemExit(f"status {status}")
    return {"seconds": seconds, "total": -flow.optimal_cost()}


serve(run)
