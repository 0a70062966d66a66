"""The debt sheet of debt_sheet.py with Numba: one compiled loop over paths and months, nothing in memory but the result.

The compiled code is kept beside this file, so that a run that is timed does not compile.
"""
import argparse
import json

import numba
import numpy as np

from debt_sheet import CORRELATION, LEVELS, MEAN, PERSISTENCE, PRINCIPAL, SPREAD, YEARS, innovation_sds

MONTHS = 12 * YEARS


@numba.njit(cache=True)
def loop(paths, seed, q0, q1):
    np.random.seed(seed)
    across = np.sqrt(1.0 - CORRELATION * CORRELATION)
    principal0, principal1 = PRINCIPAL
    part0, part1 = np.rint(principal0 / MONTHS), np.rint(principal1 / MONTHS)
    mean0, mean1 = MEAN[0] + SPREAD[0], MEAN[1] + SPREAD[1]
    rho0, rho1 = PERSISTENCE
    result = np.empty((YEARS, paths))
    for path in range(paths):
        x0, x1 = 0.0, 0.0
        left0, left1 = float(principal0), float(principal1)
        for year in range(YEARS):
            service = 0.0
            for month in range(12 * year, 12 * year + 12):
                z0, z1 = np.random.normal(), np.random.normal()
                x0 = rho0 * x0 + q0 * z0
                x1 = rho1 * x1 + q1 * (CORRELATION * z0 + across * z1)
                last = month == MONTHS - 1
                paid0 = left0 if last else min(left0, part0)
                paid1 = left1 if last else min(left1, part1)
                service += np.rint(left0 * (mean0 + x0) / 12.0) + np.rint(left1 * (mean1 + x1) / 12.0) + paid0 + paid1
                left0 -= paid0
                left1 -= paid1
            result[year, path] = service
    return result


def simulate(paths, seed):
    return loop(paths, seed, *innovation_sds())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--paths", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sample = simulate(arguments.paths, arguments.seed)
    print(json.dumps((np.quantile(sample, LEVELS, axis=1).T / 100.0).tolist()))


if __name__ == "__main__":
    main()
