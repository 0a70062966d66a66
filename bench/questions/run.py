#!/usr/bin/env python3
"""What the planner's questions cost, in forecasts of the same plan measured in the same run.

usage: run.py COFFER [--plan FOLDER] [--paths N] [--repeats N] [--only NAME,...]

Whole processes in turn. A forecast is `coffer run`; start-up (a run of one path) is taken off both
sides, since a question reads and writes once however many runs it makes. User time of all threads:
on two cores that other processes share, the clock on the wall would measure those.
"""
import argparse
import pathlib
import statistics
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "peers"))

import timing  # noqa: E402

# Three more stresses than the standard suite has, so that there are twenty.
MORE_STRESSES = """format = 1
[[change]]
id = "land-10"
name_zh = "土地市场下跌10%"
name_en = "Land market down 10 %"
set = ["revenue[account=fund].base*=0.9"]
[[change]]
id = "programmes-10"
name_zh = "专项支出多10%"
name_en = "Programmes cost 10 % more"
set = ["expenditure[programmes].multiplier*=1.1"]
[[change]]
id = "own-20"
name_zh = "本级财政资金少20%"
name_en = "Own fiscal funds 20 % lower"
set = ["sources[fiscal_own].annual*=0.8"]
"""

MANY_DECISIONS = ["--maximise", "P(tg01_fai)", "--subject-to", "P(restructuring_special)<=20%",
                  "--subject-to", "P(arrears)<=4%", "--candidates", "2000"]


class Question:
    """`goal` is in forecasts; `long` ones run once, between two forecasts."""

    def __init__(self, name, arguments, goal, less=0.0, long=False):
        self.name, self.arguments, self.goal, self.less, self.long = name, arguments, goal, less, long


def questions(work):
    suite = ROOT / "scenarios" / "stress" / "standard.toml"
    more = work / "more.toml"
    more.write_text(MORE_STRESSES, encoding="utf-8")
    decisions = ROOT / "scenarios" / "decisions" / "guzhang-2020.toml"
    lever = ["--lever", "revenue[account=fund].base*=1-x", "--for", "P(restructuring_special)<=30%"]
    return [
        Question("stress, 20 cases", ["stress", "--suite", str(suite), "--suite", str(more)], 20),
        Question("solve", ["solve", *lever], 15),
        # One forecast is part of the answer; what is left is making factors again and looking at them.
        Question("explain, factors alone", ["explain", "--target", "tg01_fai", "--quick"], 3, less=1.0),
        Question("explain, groups and all projects", ["explain", "--target", "tg01_fai"], 400, long=True),
        Question("optimise, 2,000 candidates", ["optimise", "--decisions", str(decisions), *MANY_DECISIONS],
                 300, long=True),
    ]


def user_seconds(commands, repeats):
    """Of every command, `repeats` times, in turn."""
    return [[user for _, user in each] for each in timing.in_turn(commands, repeats)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("coffer")
    parser.add_argument("--plan", default=str(ROOT / "scenarios" / "guzhang-2020"))
    parser.add_argument("--paths", type=int, default=10000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", default="", help="beginnings of names, with commas between")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)

        def command(arguments, paths):
            return [options.coffer, arguments[0], options.plan, *arguments[1:], "--paths", str(paths),
                    "--quiet", "--force", "--out", str(work / "out" / arguments[0])]

        startup = command(["run"], 1)
        forecast = command(["run"], options.paths)
        wanted = [part.strip() for part in options.only.split(",") if part.strip()]
        print(f"{options.plan}, {options.paths} paths; user seconds of all threads, less start-up")
        print(f"{'question':34}{'seconds':>10}{'forecast':>10}{'forecasts':>11}{'goal':>7}")
        missed = 0
        for question in questions(work):
            if wanted and not any(question.name.startswith(part) for part in wanted):
                continue
            asked = command(question.arguments, options.paths)
            if question.long:
                before = user_seconds([startup, forecast], options.repeats)
                asking = timing.timed(asked)[1]
                after = user_seconds([startup, forecast], options.repeats)
                start = statistics.median(before[0] + after[0])
                one = statistics.median(before[1] + after[1]) - start
                whole = asking - start
                ratio = whole / one
            else:
                starts, forecasts, asks = user_seconds([startup, forecast, asked], options.repeats)
                start = statistics.median(starts)
                one = statistics.median(forecasts) - start
                whole = statistics.median(asks) - start
                ratio = statistics.median((ask - start) / (single - start)
                                          for ask, single in zip(asks, forecasts))
            ratio -= question.less
            missed += ratio > question.goal
            print(f"{question.name:34}{whole:10.2f}{one:10.3f}{ratio:11.1f}{question.goal:7}"
                  f"{'' if ratio <= question.goal else '  missed'}", flush=True)
        return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
