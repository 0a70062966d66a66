#!/usr/bin/env python3
"""What `coffer run --even-draws` is worth: by how much it lowers the variance of estimates.

usage: even_draws.py COFFER [--paths N] [--seeds N] [PLAN...]

Each plan is run under many seeds with and without --even-draws; the variance over seeds of every yearly
mean and median and of every target's probability is compared. A ratio of 4 means that a quarter of the
paths tells as much. With s seeds a ratio is known to about a factor of exp(2 sqrt(4/s)): medians over many
figures are known better. The last line holds the errors that even draws tell against what they are.
"""
import argparse
import csv
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "peers"))

import timing  # noqa: E402


def rows(file):
    with open(file, encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def figures(folder):
    """Estimates by kind and name, and the standard errors that were told."""
    found, told = {}, {}
    for row in rows(folder / "indicators.csv"):
        if len(row["period"]) != 4:
            continue
        name = (row["indicator"], row["dimension"], row["period"])
        found["mean", name] = float(row["mean"])
        found["median", name] = float(row["p50"])
        found["P95", name] = float(row["p95"])
        told["mean", name] = float(row["se"])
    for row in rows(folder / "targets.csv"):
        found["target", row["target"]] = float(row["probability"])
    return found, told


def variance(values):
    return statistics.variance(values)


def compare(coffer, plan, paths, seeds, work):
    out = work / "out"

    def command(seed, more):
        return [coffer, "run", str(plan), "--paths", str(paths), "--seed", str(seed), "--quiet", "--force",
                "--out", str(out), *more]

    estimates = {True: [], False: []}
    errors = []
    seconds = {True: [], False: []}
    for seed in range(1, seeds + 1):
        for even in (False, True):
            seconds[even].append(timing.timed(command(seed, ["--even-draws"] if even else []))[1])
            found, told = figures(out)
            estimates[even].append(found)
            if even:
                errors.append(told)
    spread = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["even_draws"]
    assert spread is True
    ratios = {}
    shown = []
    for key in estimates[False][0]:
        plain = [run[key] for run in estimates[False] if key in run]
        even = [run[key] for run in estimates[True] if key in run]
        if len(plain) < seeds or len(even) < seeds:
            continue
        before, after = variance(plain), variance(even)
        centre = statistics.fmean(plain)
        if before <= 1e-18 * (1.0 + centre * centre) or after <= 0.0:
            continue
        kind = key[0]
        if kind == "target" and not 0.005 < centre < 0.995:
            continue
        ratios.setdefault(kind, []).append(before / after)
        if kind == "target" or (kind == "mean" and key[1][0] in ("fai", "general_revenue", "fund_revenue",
                                                                "debt_ratio") and key[1][1] == "total"):
            shown.append((key, before / after))
    print(f"{plan.name}: {paths} paths, {seeds} seeds; user time with even draws "
          f"{statistics.median(seconds[True]) / statistics.median(seconds[False]):.2f} of that without")
    for kind, values in ratios.items():
        values.sort()
        quartiles = statistics.quantiles(values, n=4) if len(values) > 3 else [values[0], values[0], values[-1]]
        print(f"  {kind:8} {len(values):5} figures: variance ratio median {quartiles[1]:.2f}, "
              f"quartiles {quartiles[0]:.2f} and {quartiles[2]:.2f}, most {values[-1]:.1f}")
    for (kind, name), ratio in shown:
        print(f"    {kind} {name if isinstance(name, str) else ' '.join(name)}: {ratio:.2f}")
    calibration = []
    for key in errors[0]:
        actual = variance([run[key] for run in estimates[True]])
        said = statistics.fmean(told[key] ** 2 for told in errors if key in told)
        if actual > 0.0 and said > 0.0:
            calibration.append(said / actual)
    print(f"  told error squared over variance of means: median {statistics.median(calibration):.2f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("coffer")
    parser.add_argument("plans", nargs="*", type=pathlib.Path)
    parser.add_argument("--paths", type=int, default=8192)
    parser.add_argument("--seeds", type=int, default=40)
    options = parser.parse_args()
    plans = options.plans or [ROOT / "scenarios" / name for name in ("guzhang-2020", "wanghua-2021")]
    with tempfile.TemporaryDirectory() as name:
        for plan in plans:
            compare(options.coffer, plan, options.paths, options.seeds, pathlib.Path(name))


if __name__ == "__main__":
    main()
