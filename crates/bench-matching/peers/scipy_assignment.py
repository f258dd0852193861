"""M6: SciPy's assignment of square instances; each line asked is a list of costs, row by row."""
import json

import numpy as np
from peer import serve
from scipy.optimize import linear_sum_assignment


def run(line):
    costs = np.array(json.loads(line))
    size = round(len(costs) ** 0.5)
    costs = costs.reshape(size, size)
    return {"optimum": int(costs[linear_sum_assignment(costs)].sum())}


serve(run)
