"""How a peer talks to the bench: it loads its instance, says `ready`, and then answers each line with one timed run."""
import json
import sys
import time


def serve(run):
    """`run(line)` does the work that is timed and returns a dict of what to compare."""
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        result = run(line)
        seconds = time.perf_counter() - start
        # A run may time a part of itself, where loading an array into a library is not what is compared.
        print(json.dumps({"seconds": seconds, **result}), flush=True)
