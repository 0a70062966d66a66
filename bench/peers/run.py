#!/usr/bin/env python3
"""coffer beside what a user would pick instead, on the same work and the same inputs.

usage: run.py COFFER [--paths N] [--repeats N] [--only WORK,...] [--json FILE]

Before a time is printed, both sides must agree within Monte Carlo error; else the program fails.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import numpy as np

import coupled
import coupled_plan
import debt_sheet
import debt_sheet_numba
import network
import plans
import timing
from agreement import Disagreement, hold, hold_finishes, hold_indicators, must_differ, rows_of

HERE = pathlib.Path(__file__).resolve().parent
PLANS = HERE.parent / "plans"
FEW = 64  # paths of a run that is nothing but its beginning and end


@dataclasses.dataclass
class Work:
    """What is measured: commands by number of paths, coffer's first; `figures` is what coffer need keep for it."""

    name: str
    paths: int
    ours: object
    figures: str
    peers: dict
    comparisons: int = 0


def coffer_run(coffer, plan, out):
    return lambda paths, *more: [coffer, "run", str(plan), "--paths", str(paths), "--threads", "1", "--seed", "1", "--quiet",
                                 "--out", str(out), *more]


def python(script, *words):
    return lambda paths: [sys.executable, str(HERE / script), *words, "--paths", str(paths)]


def compiled(work, name, *libraries):
    """The C++ peers as their authors would build them: g++, whose library draws normals five times faster than clang's
    does, and this machine's own instructions."""
    program = work / name
    subprocess.run(["g++", "-std=c++20", "-O3", "-march=native", str(HERE / f"{name}.cpp"), "-o", str(program), *libraries],
                   check=True)
    return program


def sample_of(program, numbers, paths, seed, file):
    subprocess.run([str(program), str(numbers), str(paths), str(seed), str(file)], check=True)
    return np.fromfile(file).reshape(-1, paths)


def network_work(coffer, paths, work):
    the_network = network.build()
    plan, result = work / "network", work / "network-result"
    plans.write_network(plan, the_network)
    ours = coffer_run(coffer, plan, result)
    subprocess.run(ours(paths), check=True)
    rows = {row["project"]: row for row in rows_of(result / "projects.csv")}

    def agree(finish):
        for activity, sample in enumerate(np.sort(finish, axis=1)):
            for level, name in zip(network.LEVELS, ("finish_p10", "finish_p50", "finish_p90")):
                # coffer keeps thousandths of a month
                hold(float(rows[f"a{activity:03d}"][name]), sample, level, 1e-3, f"activity {activity}")

    agree(network.simulate(paths, 1, the_network))
    longer = (the_network[0], *(np.append(part[:-1], 1.1 * part[-1]) for part in the_network[1:]))
    must_differ(lambda: agree(network.simulate(paths, 1, longer)), "a longer network")
    peers = {"NumPy, quantiles of every activity": python("network.py"),
             "NumPy, quantiles of the last activity": python("network.py", "--finish-only")}
    return Work("network", paths, ours, "projects_completed", peers, 3 * len(rows))


def debt_sheet_work(coffer, paths, work):
    result = work / "debt-sheet-result"
    ours = coffer_run(coffer, PLANS / "debt-sheet", result)
    subprocess.run(ours(paths), check=True)

    def agree(service):
        wanted = {("debt_service", "total", str(2024 + year)): sample / 100.0 for year, sample in enumerate(service)}
        return hold_indicators(result, wanted, 0.01)

    service = debt_sheet.simulate(paths, 1)
    count = agree(service) + agree(debt_sheet.simulate_as_published(paths, 2)) + agree(debt_sheet_numba.simulate(paths, 3))
    must_differ(lambda: agree(1.02 * service), "a debt service that is a fiftieth higher")
    peers = {"NumPy in chunks": python("debt_sheet.py"), "NumPy as published": python("debt_sheet.py", "--published"),
             "Numba": python("debt_sheet_numba.py")}
    return Work("debt sheet", paths, ours, "debt_service", peers, count)


def drivers_work(coffer, paths, work):
    result, numbers = work / "drivers-result", work / "drivers-numbers"
    ours = coffer_run(coffer, PLANS / "drivers", result)
    subprocess.run(ours(paths), check=True)
    coupled_plan.write_numbers(PLANS / "drivers", numbers)
    program = compiled(work, "drivers", "-lQuantLib")
    series = sorted(row["id"] for row in rows_of(PLANS / "drivers" / "economy.csv"))

    def agree(sample):
        years = len(sample) // len(series)
        wanted = {("economy", f"series:{name}", str(2025 + year)): 1e8 * sample[place * years + year]
                  for place, name in enumerate(series) for year in range(years)}
        return hold_indicators(result, wanted, 0.01)

    sample = sample_of(program, numbers, paths, 3, work / "drivers-sample")
    count = agree(sample)
    middle = np.median(sample, axis=1, keepdims=True)
    must_differ(lambda: agree(middle * (sample / middle) ** 1.05), "a spread that is a twentieth wider")
    return Work("six correlated drivers", paths, ours, "economy",
                {"QuantLib": lambda paths: [str(program), str(numbers), str(paths), "1"]}, count)


def coupled_work(coffer, paths, work):
    folder, result, numbers = PLANS / "coupled", work / "coupled-result", work / "coupled-numbers"
    ours = coffer_run(coffer, folder, result)
    subprocess.run(ours(paths), check=True)
    plan = coupled_plan.Plan(folder)
    coupled_plan.write_numbers(plan, numbers)
    program = compiled(work, "coupled")
    names = coupled.FIGURES

    def agree(sample):
        wanted = {(name, "total", str(plan.first_year + year)): sample[len(names) * year + place] / (1.0 if place == 6 else 100.0)
                  for year in range(plan.years) for place, name in enumerate(names)}
        finishes = {project["id"]: row for project, row in zip(plan.projects, sample[len(names) * plan.years :])}
        return hold_indicators(result, wanted, 0.01) + hold_finishes(result, finishes)

    count = agree(sample_of(program, numbers, paths, 2, work / "coupled-sample"))
    count += agree(coupled.simulate(plan, paths, 3))
    dearer = coupled_plan.Plan(folder)
    for line in dearer.lines:
        if line["kind"] == 2:
            line["base"] *= 1.01
    coupled_plan.write_numbers(dearer, work / "dearer-numbers")
    must_differ(lambda: agree(sample_of(program, work / "dearer-numbers", paths, 4, work / "coupled-sample")),
                "a county whose wages are a hundredth higher")
    peers = {"NumPy": python("coupled.py", str(folder)),
             "plain C++, one path after the other": lambda paths: [str(program), str(numbers), str(paths), "1"]}
    return Work("coupled core", paths, ours, ",".join(names), peers, count)


def measure(work, repeats, knows_figures):
    """All commands in turn, each with its paths and with few; user seconds."""
    ours = {"coffer": work.ours}
    if knows_figures:
        ours["coffer --figures"] = lambda paths: work.ours(paths, "--figures", work.figures)
    sides = ours | work.peers
    commands = [command(paths) for command in sides.values() for paths in (work.paths, FEW)]
    seconds = [[user for _, user in runs] for runs in timing.in_turn(commands, repeats)]
    whole = dict(zip(sides, seconds[::2]))
    start = {side: statistics.median(runs) for side, runs in zip(sides, seconds[1::2])}
    for peer in work.peers:
        for side in ours:
            net = lambda which: max(statistics.median(whole[which]) - start[which], 1e-3)
            yield {"work": work.name, "paths": work.paths, "peer": peer, "peer_seconds": timing.summary(whole[peer]),
                   "side": side, "coffer_seconds": timing.summary(whole[side]),
                   "ratio": timing.ratio(whole[peer], whole[side]), "ratio_without_start": net(peer) / net(side)}


def measure_threads(coffer, paths, repeats, work):
    """A whole forecast of guzhang-2020 on one and on two threads: wall seconds, and how many cores the host gave."""
    plan = HERE.parent.parent / "scenarios" / "guzhang-2020"
    command = lambda threads: [coffer, "run", str(plan), "--paths", str(paths), "--threads", str(threads), "--quiet", "--out",
                               str(work / "threads")]
    one, two = timing.in_turn([command(1), command(2)], repeats)
    walls = [[wall for wall, _ in runs] for runs in (one, two)]
    return {"work": "guzhang-2020, two threads against one", "paths": paths, "one_wall_seconds": timing.summary(walls[0]),
            "two_wall_seconds": timing.summary(walls[1]), "ratio": timing.ratio(*walls),
            "cores_of_one": statistics.median(user / wall for wall, user in one),
            "cores_of_two": statistics.median(user / wall for wall, user in two)}


def show(seconds):
    return "{median:.2f} ({least:.2f}-{most:.2f})".format(**seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("coffer")
    parser.add_argument("--paths", type=int, default=100_000, help="of the coupled core a fifth of it")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--only", help="network, debt_sheet, drivers, coupled, threads")
    parser.add_argument("--json")
    arguments = parser.parse_args()
    os.environ.update(timing.ONE_THREAD)
    coffer, paths, repeats = arguments.coffer, arguments.paths, arguments.repeats
    makers = {"network": (network_work, paths), "debt_sheet": (debt_sheet_work, paths), "drivers": (drivers_work, paths),
              "coupled": (coupled_work, max(paths // 5, 1000))}
    chosen = arguments.only.split(",") if arguments.only else [*makers, "threads"]
    unknown = set(chosen) - set(makers) - {"threads"}
    if unknown:
        parser.error(f"there is no work {', '.join(sorted(unknown))}")
    knows_figures = "--figures" in subprocess.run([coffer, "run", "--help"], capture_output=True, text=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        try:
            works = [make(coffer, count, work) for name, (make, count) in makers.items() if name in chosen]
        except Disagreement as trouble:
            sys.exit(f"no times: {trouble}")
        comparisons = sum(each.comparisons for each in works)
        print(f"All sides agree: {comparisons} comparisons, each false once in 10^8 runs of equals; what differs is told apart.")
        print(f"User seconds of whole processes on one thread, {repeats} runs in turn: median (least-most). The last column\n"
              f"leaves out what a run of {FEW} paths takes, imports of Python among it.")
        print(f"{'work, paths: peer':64} {'peer':>18}  {'coffer':>18}  ratio  without start")
        table = []
        for each in works:
            for row in measure(each, repeats, knows_figures):
                table.append(row)
                name = f"{row['work']}, {row['paths']}: {row['peer']}" + ("" if row["side"] == "coffer" else " / --figures")
                print(f"{name:64} {show(row['peer_seconds']):>18}  {show(row['coffer_seconds']):>18}  {row['ratio']:5.1f}  "
                      f"{row['ratio_without_start']:5.1f}", flush=True)
        if "threads" in chosen:
            row = measure_threads(coffer, paths, repeats, work)
            table.append(row)
            print(f"{row['work']}, {paths} paths, wall seconds: {show(row['one_wall_seconds'])} on one, "
                  f"{show(row['two_wall_seconds'])} on two, {row['ratio']:.2f} times as fast")
            if row["cores_of_two"] < 1.9:
                print(f"The host gave two threads {row['cores_of_two']:.2f} cores and one thread {row['cores_of_one']:.2f}: "
                      "the ratio says little about coffer.")
    if not knows_figures:
        print("This coffer has no --figures: it keeps and describes all indicators of a plan.")
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
