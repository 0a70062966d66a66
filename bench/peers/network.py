"""A network of activities with triangular durations, as a NumPy user would simulate it.

Run as a program it simulates and prints the finish quantiles of every activity as JSON, or, with
--finish-only, of the last activity alone.
"""
import argparse
import json

import numpy as np

ACTIVITIES = 92
LEVELS = (0.1, 0.5, 0.9)


def build(activities=ACTIVITIES, seed=92):
    """Predecessors and triangular parameters (months); the same network for every caller. Each
    activity follows one to three of the twelve before it; the last follows all without successor."""
    rng = np.random.default_rng(seed)
    predecessors = [[]]
    for activity in range(1, activities - 1):
        near = range(max(0, activity - 12), activity)
        count = min(len(near), int(rng.integers(1, 4)))
        predecessors.append(sorted(int(p) for p in rng.choice(near, count, replace=False)))
    followed = {p for before in predecessors for p in before}
    predecessors.append([a for a in range(activities - 1) if a not in followed])
    least = np.round(rng.uniform(1.0, 6.0, activities), 2)
    mode = np.round(least * rng.uniform(1.0, 1.6, activities), 2)
    most = np.round(mode * rng.uniform(1.1, 2.0, activities), 2)
    return predecessors, least, mode, most


def simulate(paths, seed, network, chunk=4096):
    """Finish moments, one row an activity. Chunks keep the rows in the cache; one call draws all
    uniforms of a chunk, and the inverse of the distribution function is applied in place."""
    predecessors, least, mode, most = network
    rng = np.random.default_rng(seed)
    split = (mode - least) / (most - least)
    rising = np.sqrt((most - least) * (mode - least))
    falling = np.sqrt((most - least) * (most - mode))
    finish = np.empty((len(predecessors), paths))
    for first in range(0, paths, chunk):
        size = min(chunk, paths - first)
        uniform = rng.random((len(predecessors), size))
        for activity, before in enumerate(predecessors):
            u = uniform[activity]
            duration = np.where(
                u < split[activity],
                least[activity] + rising[activity] * np.sqrt(u),
                most[activity] - falling[activity] * np.sqrt(1.0 - u),
            )
            if before:
                start = finish[before[0], first : first + size]
                for other in before[1:]:
                    start = np.maximum(start, finish[other, first : first + size])
                duration = duration + start
            finish[activity, first : first + size] = duration
    return finish


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--paths", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--finish-only", action="store_true")
    arguments = parser.parse_args()
    finish = simulate(arguments.paths, arguments.seed, build())
    rows = finish[-1:] if arguments.finish_only else finish
    print(json.dumps(np.quantile(rows, LEVELS, axis=1).T.tolist()))


if __name__ == "__main__":
    main()
