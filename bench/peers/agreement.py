"""Whether two samples of the same size can come from one distribution: a quantile of the one lies between two order
statistics of the other."""
import csv
import math

import numpy as np

REACH = 5.7  # standard normal: one false alarm in 10^8 comparisons
LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


class Disagreement(Exception):
    pass


def hold(value, sample, level, rounding, what):
    """`sample` is sorted. Both sides err, hence the two under the root. `rounding`: of what both print or keep."""
    paths = len(sample)
    reach = REACH * math.sqrt(2.0 * level * (1.0 - level) / paths)
    low = sample[max(0, int((level - reach) * paths) - 1)]
    high = sample[min(paths - 1, int((level + reach) * paths) + 1)]
    if not low - rounding <= value <= high + rounding:
        raise Disagreement(f"{what}, quantile {level}: coffer {value}, peer {low}..{high}")


def rows_of(file):
    with open(file, encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def hold_indicators(folder, wanted, rounding):
    """`wanted`: samples by (indicator, dimension, period). Returns how many comparisons were made."""
    rows = {(row["indicator"], row["dimension"], row["period"]): row for row in rows_of(folder / "indicators.csv")}
    for key, sample in wanted.items():
        if key not in rows:
            raise Disagreement(f"coffer does not tell {key}")
        ordered = np.sort(sample)
        for level in LEVELS:
            hold(float(rows[key][f"p{round(100 * level):02d}"]), ordered, level, rounding, " ".join(key))
    return len(wanted) * len(LEVELS)


def hold_finishes(folder, wanted):
    """`wanted`: finish moments by project, -1 where it does not finish within the plan; then coffer's quantile is blank."""
    rows = {row["project"]: row for row in rows_of(folder / "projects.csv")}
    for project, sample in wanted.items():
        ordered = np.sort(np.where(sample < 0.0, np.inf, sample))
        for level, name in ((0.1, "finish_p10"), (0.5, "finish_p50"), (0.9, "finish_p90")):
            value = float(rows[project][name] or "inf")
            hold(value, ordered, level, 1e-3, f"finish of {project}")  # coffer keeps thousandths of a month
    return 3 * len(wanted)


def must_differ(check, what):
    """Negative control: a check that cannot tell what is different tells nothing."""
    try:
        check()
    except Disagreement:
        return
    raise Disagreement(f"the check of agreement cannot tell {what} apart")
