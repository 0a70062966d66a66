#!/usr/bin/env python3
"""How the time of a run grows with what a plan has many of: measured, fitted, drawn.

usage: run.py COFFER [--only AXIS,...] [--repeats N] [--json FILE] [--svg FILE]
       run.py --json FILE --svg FILE          (draws what was measured before)

User seconds of whole processes on one thread. A run of 64 paths is what a plan takes before and after its paths: reading,
compiling, checking, writing. What a longer run takes more is divided by its paths. Sizes are run in turn, so that a machine
that changes its speed changes all. The exponent is that of a power law fitted to the largest sizes, every repeat a point,
with its 95 % interval; a curve grows faster than n log n where even the lower end is above that of n log n there.
"""
import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "peers"))
import timing  # noqa: E402

import plans  # noqa: E402

FEW = 64
FITTED = 4  # sizes
# Student's t, 97.5 %, by degrees of freedom.
T = {1: 12.71, 2: 4.30, 3: 3.18, 4: 2.78, 5: 2.57, 6: 2.45, 7: 2.36, 8: 2.31, 9: 2.26, 10: 2.23, 14: 2.14, 18: 2.10, 22: 2.07, 26: 2.06}

# Sizes, and how many paths: enough for them to outweigh the clock, few enough to wait for.
AXES = {
    "projects": ([10, 30, 100, 300, 1000, 2000, 5000], lambda n: max(384, 200_000 // n // 64 * 64)),
    "months": ([12, 24, 48, 96, 180, 240, 360], lambda n: 8_000),
    "instruments": ([10, 30, 100, 300, 1000, 3000, 10_000], lambda n: max(640, min(8_000, 2_000_000 // n // 64 * 64))),
    "links": ([400, 1000, 3000, 10_000, 20_000, 40_000], lambda n: 8_000),
    "drivers": ([1, 3, 10, 20, 40, 70, 100], lambda n: 8_000),
    "contenders": ([25, 50, 100, 200, 400, 800], lambda n: max(256, 100_000 // n // 64 * 64)),
    "paths": ([1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000], lambda n: n),
}
OF = {"projects": "projects", "months": "months", "instruments": "debt instruments", "links": "links of 400 activities",
      "drivers": "correlated drivers", "contenders": "projects that contend for a renewable capacity", "paths": "paths"}


def measure(coffer, axis, repeats, work):
    """For every size the user seconds of repeats with few paths and with many."""
    sizes, paths_of = AXES[axis]
    commands = []
    for size in sizes:
        folder = work / f"{axis}-{size}"
        getattr(plans, axis)(folder, size)
        for paths in (FEW, paths_of(size)):
            commands.append([coffer, "run", str(folder), "--paths", str(paths), "--threads", "1", "--quiet",
                             "--out", str(work / f"out-{axis}-{size}")])
    seconds = [[user for _, user in runs] for runs in timing.in_turn(commands, repeats)]
    points = []
    for place, size in enumerate(sizes):
        few, many = seconds[2 * place : 2 * place + 2]
        paths = paths_of(size)
        if axis == "paths":
            points.append({"size": size, "start": few, "by_path": many})  # a whole run
        else:
            points.append({"size": size, "start": few,
                           "by_path": [max(more - less, 1e-4) / (paths - FEW) for less, more in zip(few, many)]})
    return points


def fit(points, key):
    """Exponent of the largest sizes, half of its interval, and the exponent of n log n over them."""
    chosen = points[-FITTED:]
    xs = [math.log(point["size"]) for point in chosen for _ in point[key]]
    ys = [math.log(value) for point in chosen for value in point[key]]
    n = len(xs)
    mean_x, mean_y = sum(xs) / n, sum(ys) / n
    spread = sum((x - mean_x) ** 2 for x in xs)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / spread
    rest = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in zip(xs, ys))
    freedom = n - 2
    t = T[max(each for each in T if each <= freedom)]
    first, last = chosen[0]["size"], chosen[-1]["size"]
    n_log_n = math.log(last * math.log(last) / (first * math.log(first))) / math.log(last / first)
    return slope, t * math.sqrt(rest / freedom / spread), n_log_n


def table(results):
    lines = ["| what grows | from, to | exponent of the paths' time | of the rest | n log n there | |", "|---|---|---|---|---|---|"]
    for axis, points in results.items():
        by_path, start = fit(points, "by_path"), fit(points, "start")
        told = lambda each: f"{each[0]:.2f} ± {each[1]:.2f}"
        faster = [name for name, each in (("paths", by_path), ("the rest", start)) if each[0] - each[1] > each[2]]
        rest = "–" if axis == "paths" else told(start)
        if axis == "paths":
            faster = [name for name in faster if name == "paths"]
        lines.append(f"| {OF[axis]} | {points[-FITTED]['size']:,}–{points[-1]['size']:,} | {told(by_path)} | {rest} | {by_path[2]:.2f} | "
                     f"{'**faster**: ' + ', '.join(faster) if faster else 'no faster'} |")
    return "\n".join(lines)


# --- drawing ----------------------------------------------------------------------------------------------------------

STYLE = """
text { font: 12px system-ui, sans-serif; fill: #333 }
.axis { stroke: #999; fill: none } .grid { stroke: #999; opacity: .25 }
.paths { stroke: #1f6fb4; fill: none; stroke-width: 1.8 } circle.paths { fill: #1f6fb4; stroke: none }
.rest { stroke: #b4561f; fill: none; stroke-width: 1.8 } circle.rest { fill: #b4561f; stroke: none }
.law { stroke: #777; stroke-dasharray: 4 3; fill: none }
@media (prefers-color-scheme: dark) {
 text { fill: #ccc } .axis, .grid, .law { stroke: #888 }
 .paths { stroke: #6db3ec } circle.paths { fill: #6db3ec } .rest { stroke: #eb9d6b } circle.rest { fill: #eb9d6b }
}
"""
WIDTH, HEIGHT, LEFT, TOP = 300, 190, 52, 26


def middle(values):
    return sorted(values)[len(values) // 2]


def seconds_text(value):
    for unit, factor in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= 0.999 * factor:
            return f"{value / factor:.3g} {unit}"
    return f"{value * 1e9:.3g} ns"


def panel(axis, points, x0, y0):
    """One axis of sizes: both curves, log by log, and dotted what n log n would be from the first point that is fitted."""
    curves = {"paths": [middle(point["by_path"]) for point in points]}
    if axis != "paths":
        curves["rest"] = [middle(point["start"]) for point in points]
    sizes = [point["size"] for point in points]
    low = math.floor(math.log10(min(min(each) for each in curves.values())))
    high = math.ceil(math.log10(max(max(each) for each in curves.values())))
    wide, tall = WIDTH - LEFT - 12, HEIGHT - TOP - 30
    x = lambda size: x0 + LEFT + wide * math.log(size / sizes[0]) / math.log(sizes[-1] / sizes[0])
    y = lambda value: y0 + TOP + tall * (high - math.log10(value)) / (high - low)
    out = [f'<text x="{x0 + LEFT}" y="{y0 + 14}" font-weight="600">{OF[axis]}</text>',
           f'<path class="axis" d="M{x0 + LEFT} {y0 + TOP}v{tall}h{wide}"/>']
    for power in range(low, high + 1):
        at = y(10.0**power)
        out.append(f'<path class="grid" d="M{x0 + LEFT} {at:.1f}h{wide}"/>'
                   f'<text x="{x0 + LEFT - 4}" y="{at + 4:.1f}" text-anchor="end">{seconds_text(10.0**power)}</text>')
    for size in (sizes[0], sizes[len(sizes) // 2], sizes[-1]):
        anchor = "end" if size == sizes[-1] else "start" if size == sizes[0] else "middle"
        out.append(f'<text x="{x(size):.1f}" y="{y0 + TOP + tall + 16}" text-anchor="{anchor}">{size:,}</text>')
    for name, values in curves.items():
        first = len(sizes) - FITTED
        law = [values[first] * size * math.log(size) / (sizes[first] * math.log(sizes[first])) for size in sizes[first:]]
        line = lambda pairs: "M" + "L".join(f"{x(size):.1f} {y(value):.1f}" for size, value in pairs if value <= 10.0**high)
        out.append(f'<path class="law" d="{line(zip(sizes[first:], law))}"/>')
        out.append(f'<path class="{name}" d="{line(zip(sizes, values))}"/>')
        out += [f'<circle class="{name}" cx="{x(size):.1f}" cy="{y(value):.1f}" r="2.6"/>' for size, value in zip(sizes, values)]
    return out


def draw(results):
    rows = (len(results) + 1) // 2
    width, height = 2 * WIDTH + 10, rows * HEIGHT + 24
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">',
           "<title>Time of a run against the size of a plan</title>", f"<style>{STYLE}</style>"]
    for place, (axis, points) in enumerate(results.items()):
        out += panel(axis, points, place % 2 * (WIDTH + 10), place // 2 * HEIGHT)
    y = height - 8
    for x, name, words in ((52, "paths", "a path (paths: the run)"), (230, "rest", "reading to writing, without paths"), (470, "law", "n log n")):
        out.append(f'<path class="{name}" d="M{x} {y - 4}h22"/><text x="{x + 28}" y="{y}">{words}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("coffer", nargs="?")
    parser.add_argument("--only", help=", ".join(AXES))
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json")
    parser.add_argument("--svg")
    arguments = parser.parse_args()
    if arguments.coffer:
        chosen = arguments.only.split(",") if arguments.only else list(AXES)
        unknown = set(chosen) - set(AXES)
        if unknown:
            parser.error(f"nothing is known of {', '.join(sorted(unknown))}")
        results = {}
        with tempfile.TemporaryDirectory() as folder:
            for axis in chosen:
                results[axis] = measure(arguments.coffer, axis, arguments.repeats, pathlib.Path(folder))
                for point in results[axis]:
                    print(f"{axis:12} {point['size']:9,}  {seconds_text(middle(point['by_path'])):>8}"
                          f"{' a run ' if axis == 'paths' else ' a path'}  {middle(point['start']):7.3f} s without paths", flush=True)
        if arguments.json:
            pathlib.Path(arguments.json).write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    elif arguments.json and arguments.svg:
        results = json.loads(pathlib.Path(arguments.json).read_text(encoding="utf-8"))
    else:
        parser.error("name the program, or a file of what was measured and one to draw to")
    print(table(results))
    if arguments.svg:
        pathlib.Path(arguments.svg).write_text(draw(results), encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failure:
        sys.exit(f"a run failed: {' '.join(failure.cmd)}")
