#!/usr/bin/env python3
"""coffer beside what a user would pick instead, on the same work and the same inputs.

usage: run.py COFFER [--paths N] [--repeats N] [--json FILE]

Before a time is printed, both sides must agree within Monte Carlo error; else the program fails.
"""
import argparse
import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

import debt_sheet
import network
import plans
import timing

HERE = pathlib.Path(__file__).resolve().parent
PLANS = HERE.parent / "plans"


class Disagreement(Exception):
    pass


def agree_on_network(folder, activities, paths, finish):
    """Every activity's p10, p50 and p90 of coffer, held against the order statistics of the peer's
    sample between which the quantile of another sample of that size lies but for one case in 10^8
    (normal quantile 5.7; 276 comparisons, so one false alarm in 400,000 runs)."""
    with open(folder / "projects.csv", encoding="utf-8-sig", newline="") as file:
        rows = {row["project"]: row for row in csv.DictReader(file)}
    for activity in range(activities):
        sample = np.sort(finish[activity])
        row = rows[f"a{activity:03d}"]
        for level, name in zip(network.LEVELS, ("finish_p10", "finish_p50", "finish_p90")):
            reach = 5.7 * math.sqrt(2.0 * level * (1.0 - level) / paths)
            low = sample[max(0, int((level - reach) * paths) - 1)]
            high = sample[min(paths - 1, int((level + reach) * paths) + 1)]
            value = float(row[name])
            if not low - 1e-3 <= value <= high + 1e-3:  # coffer keeps thousandths of a month
                raise Disagreement(f"activity {activity} {name}: coffer {value}, NumPy {low}..{high}")


def measure_network(coffer, paths, repeats, work):
    the_network = network.build()
    plan = work / "network"
    plans.write_network(plan, the_network)
    result = work / "result"
    ours = [coffer, "run", str(plan), "--paths", str(paths), "--threads", "1", "--seed", "1",
            "--quiet", "--out", str(result)]
    subprocess.run(ours, check=True)
    finish = network.simulate(paths, 1, the_network)
    agree_on_network(result, len(the_network[0]), paths, finish)
    # Negative control: a network whose last activity takes a tenth longer must be told apart.
    longer = (the_network[0], *(np.append(part[:-1], 1.1 * part[-1]) for part in the_network[1:]))
    try:
        agree_on_network(result, len(the_network[0]), paths, network.simulate(paths, 1, longer))
    except Disagreement:
        pass
    else:
        raise Disagreement("the check of agreement cannot tell a longer network apart")
    theirs = [sys.executable, str(HERE / "network.py"), "--paths", str(paths)]
    last = theirs + ["--finish-only"]
    seconds = timing.in_turn([ours, theirs, last], repeats)
    return [("network, quantiles of every activity", seconds[1], seconds[0]),
            ("network, quantiles of the last activity", seconds[2], seconds[0])]


def agree_on_debt_sheet(folder, paths, service):
    """Every year's quantiles of the service, as above (119 comparisons, so one false alarm in 800,000 runs).
    Both count whole fen, so that nothing but the draws differs."""
    with open(folder / "indicators.csv", encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file)
                if row["indicator"] == "debt_service" and row["dimension"] == "total" and len(row["period"]) == 4]
    if len(rows) != debt_sheet.YEARS:
        raise Disagreement(f"debt service of {len(rows)} years instead of {debt_sheet.YEARS}")
    for year, row in enumerate(rows):
        sample = np.sort(service[year]) / 100.0
        for level in (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95):
            reach = 5.7 * math.sqrt(2.0 * level * (1.0 - level) / paths)
            low = sample[max(0, int((level - reach) * paths) - 1)]
            high = sample[min(paths - 1, int((level + reach) * paths) + 1)]
            value = float(row[f"p{int(100 * level):02d}"])
            if not low - 0.01 <= value <= high + 0.01:
                raise Disagreement(f"debt service of year {year}, {level}: coffer {value}, NumPy {low}..{high}")


def measure_debt_sheet(coffer, paths, repeats, work):
    result = work / "debt-sheet"
    ours = [coffer, "run", str(PLANS / "debt-sheet"), "--paths", str(paths), "--threads", "1", "--seed", "1",
            "--quiet", "--out", str(result)]
    subprocess.run(ours, check=True)
    service = debt_sheet.simulate(paths, 1)
    agree_on_debt_sheet(result, paths, service)
    agree_on_debt_sheet(result, paths, debt_sheet.simulate_as_published(paths, 2))
    # Negative control: a fiftieth more of what is paid must be told apart.
    try:
        agree_on_debt_sheet(result, paths, 1.02 * service)
    except Disagreement:
        pass
    else:
        raise Disagreement("the check of agreement cannot tell a higher debt service apart")
    fast = [sys.executable, str(HERE / "debt_sheet.py"), "--paths", str(paths)]
    published = fast + ["--published"]
    seconds = timing.in_turn([ours, fast, published], repeats)
    return [("debt sheet, best NumPy", seconds[1], seconds[0]),
            ("debt sheet, NumPy as published", seconds[2], seconds[0])]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("coffer")
    parser.add_argument("--paths", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--json")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        try:
            rows = []
            for measure in (measure_network, measure_debt_sheet):
                rows += measure(arguments.coffer, arguments.paths, arguments.repeats, pathlib.Path(work))
        except Disagreement as trouble:
            sys.exit(f"no times: {trouble}")
    print(f"{arguments.paths} paths, one thread, user seconds of whole processes, {arguments.repeats} runs in turn")
    print(f"{'work':42} {'NumPy':>22} {'coffer':>22}  NumPy/coffer")
    table = []
    for work_name, theirs, ours in rows:
        entry = {"work": work_name, "numpy": timing.summary(theirs), "coffer": timing.summary(ours),
                 "ratio": timing.ratio(theirs, ours)}
        table.append(entry)
        cells = ["{median:.2f} ({least:.2f}-{most:.2f})".format(**entry[side]) for side in ("numpy", "coffer")]
        print(f"{work_name:42} {cells[0]:>22} {cells[1]:>22}  {entry['ratio']:.2f}")
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
