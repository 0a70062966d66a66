"""A debt sheet as a NumPy user would simulate it: two loans whose rates follow two correlated rates month by
month, their service by year, its deciles.

Run as a program it simulates and prints the deciles of every year as JSON. `--published` draws as the
tools that are published do: one call of the legacy generator for all shocks, the whole sample in memory,
a loop over months, np.percentile.
"""
import argparse
import json

import numpy as np

YEARS = 17
LEVELS = tuple(np.arange(1, 10) / 10)
PRINCIPAL = (1_000_000_00, 600_000_00)  # fen
MEAN = (0.035, 0.03)
SPREAD = (0.005, 0.01)
PERSISTENCE = (0.95, 0.9)
ANNUAL_SD = (0.006, 0.004)
CORRELATION = 0.5


def innovation_sds():
    """annual_sd is that of the change over twelve months in the long run (docs/model.md, section 2)."""
    result = []
    for rho, annual in zip(PERSISTENCE, ANNUAL_SD):
        sd = annual / np.sqrt(2.0 * (1.0 - rho**12))
        result.append(sd * np.sqrt(1.0 - rho**2))
    return result


def service(rates_of_month, paths):
    """Service by year: interest of a month on what is left, and equal parts of principal."""
    months = 12 * YEARS
    result = np.zeros((YEARS, paths))
    left = [float(p) for p in PRINCIPAL]
    parts = [np.rint(p / months) for p in PRINCIPAL]
    for month in range(months):
        rates = rates_of_month(month)
        for loan in range(2):
            paid = left[loan] if month == months - 1 else min(left[loan], parts[loan])
            result[month // 12] += np.rint(left[loan] * rates[loan] / 12.0) + paid
            left[loan] -= paid
    return result


def simulate(paths, seed, chunk=8192):
    """In chunks that stay in the cache, drawn by the fast generator."""
    rng = np.random.Generator(np.random.SFC64(seed))
    q = innovation_sds()
    across = np.sqrt(1.0 - CORRELATION**2)
    result = np.empty((YEARS, paths))
    for first in range(0, paths, chunk):
        size = min(chunk, paths - first)
        x = np.zeros((2, size))

        def rates_of(_month):
            z = rng.standard_normal((2, size))
            x[0] *= PERSISTENCE[0]
            x[0] += q[0] * z[0]
            x[1] *= PERSISTENCE[1]
            x[1] += q[1] * (CORRELATION * z[0] + across * z[1])
            return [x[loan] + (MEAN[loan] + SPREAD[loan]) for loan in range(2)]

        result[:, first : first + size] = service(rates_of, size)
    return result


def simulate_as_published(paths, seed):
    months = 12 * YEARS
    q = innovation_sds()
    covariance = [[q[0] ** 2, CORRELATION * q[0] * q[1]], [CORRELATION * q[0] * q[1], q[1] ** 2]]
    shocks = np.random.RandomState(seed).multivariate_normal([0.0, 0.0], covariance, (months, paths))
    x = np.zeros((paths, 2))

    def rates_of(month):
        nonlocal x
        x = x * np.array(PERSISTENCE) + shocks[month]
        return [x[:, loan] + (MEAN[loan] + SPREAD[loan]) for loan in range(2)]

    return service(rates_of, paths)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--paths", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--published", action="store_true")
    arguments = parser.parse_args()
    if arguments.published:
        sample = simulate_as_published(arguments.paths, arguments.seed)
        deciles = np.percentile(sample, [100 * level for level in LEVELS], axis=1)
    else:
        sample = simulate(arguments.paths, arguments.seed)
        deciles = np.quantile(sample, LEVELS, axis=1)
    print(json.dumps((deciles.T / 100.0).tolist()))


if __name__ == "__main__":
    main()
