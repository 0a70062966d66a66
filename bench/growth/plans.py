"""Plans of any size, one function for each thing that may be many; all figures made up."""
import csv
import pathlib
import random

YEARS = 5


def _write(folder, years, tables):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    # Enough for all projects: what is to be measured is how many there are, not what becomes of those that lack money.
    cash = 1_000_000 + 3_000 * len(tables.get("projects", ((), ()))[1])
    (folder / "scenario.toml").write_text(
        'format = 1\n[scenario]\nid = "growth"\nfirst_year = 2025\n'
        f'years = {years}\nunit = "万元"\n[treasury]\nopening_general = {cash}\n'
        'waterfall = ["three_guarantees", "interest", "principal", "running_projects", "new_projects", "other"]\n',
        encoding="utf-8")
    for name, (columns, rows) in tables.items():
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)


def _drivers(count):
    """Growths, each correlated with every other."""
    ids = [f"d{i:03d}" for i in range(count)]
    tables = {"drivers": (["id", "kind", "mean", "persistence", "annual_sd"], [[each, "growth", "3%", 0.9, "4%"] for each in ids])}
    if count > 1:
        tables["correlations"] = (["driver_a", "driver_b", "correlation"],
                                  [[a, b, 0.3] for i, a in enumerate(ids) for b in ids[i + 1 :]])
    return tables


def _lines():
    return {"revenue": (["id", "account", "category", "base"], [["tax", "general", "own", 60000], ["grant", "general", "transfer", 50000]]),
            "expenditure": (["id", "category", "account", "base"], [["wages", "three_guarantees", "general", 70000]]),
            "sensitivities": (["item", "driver", "elasticity"], [["tax", "d000", 1], ["grant", "d000", 0.5]])}


def _projects(count, months):
    """Two stages, at work for a year and a half, begun one after the other over the given months; funded from one source
    that has enough, half of them with a loan before it."""
    projects, stages, funding = [], [], []
    for i in range(count):
        name, begin = f"p{i:05d}", months * i // count
        projects.append([name, i + 1, 1200, "lognormal(1,1.2)"])
        stages.append([name, "approval", "triangular(1,2,4)", "0%", f"{2025 + begin // 12}-{1 + begin % 12:02d}"])
        stages.append([name, "construction", "lognormal(14,20)", "100%", ""])
        if i % 2:
            funding.append([name, "loan", 1, "50%"])
        funding.append([name, "budget", 2, "100%"])
    loan = ["loan", "bank_loan", 400 * count, "3.5%", 10, "equal_principal", 4]
    return {"projects": (["id", "priority", "total_investment", "cost_overrun"], projects),
            "stages": (["project", "stage", "duration", "cost_share", "not_before"], stages),
            "funding": (["project", "source", "rank", "cap"], funding),
            "sources": (["id", "kind", "annual", "rate", "tenor_years", "repayment", "payments_per_year"],
                        [["budget", "fiscal", 1500 * count, "", "", "", ""], loan])}


def projects(folder, count):
    _write(folder, YEARS, _drivers(1) | _lines() | _projects(count, 36))


def contenders(folder, count):
    """Projects of which a renewable capacity lets a quarter work at a time."""
    tables = _drivers(1) | _lines() | _projects(count, 36)
    tables["capacities"] = (["id", "kind", "amount"], [["office", "renewable", max(2, count // 4)]])
    tables["demands"] = (["project", "stage", "capacity", "units"],
                         [[f"p{i:05d}", "construction", "office", 1] for i in range(count)])
    _write(folder, YEARS, tables)


def months(folder, count):
    """The same fifty projects of the first years, with ever more years behind them."""
    _write(folder, count // 12, _with_rate(_drivers(4)) | _lines() | _projects(50, 6) | _debt(20))


def _debt(count):
    """Half at fixed rates, half at rates that are set anew every year or quarter."""
    rng = random.Random(1)
    rows = []
    for i in range(count):
        floating = i % 2
        rows.append([f"i{i:05d}", "bank" if floating else "special", 1200, "rate" if floating else "", "0.5%" if floating else "3.2%",
                     rng.choice([3, 12]) if floating else "", "equal_principal" if floating else "bullet", 4 if floating else 2,
                     f"{rng.randrange(2026, 2050)}-{rng.choice([6, 12]):02d}"])
    tables = {"debt": (["id", "class", "principal", "rate_driver", "rate", "reset_months", "repayment", "payments_per_year",
                        "maturity"], rows)}
    return tables


def _with_rate(tables):
    tables["drivers"][1].append(["rate", "rate", "3.5%", 0.95, "0.4%"])
    return tables


def instruments(folder, count):
    _write(folder, YEARS, _with_rate(_drivers(1)) | _lines() | _debt(count))


def links(folder, count, activities=400):
    """A network without money in which activities follow ever more of those before them."""
    rng = random.Random(count)
    pairs = set()
    while len(pairs) < count:
        a, b = sorted(rng.sample(range(activities), 2))
        pairs.add((a, b))
    names = [f"a{i:03d}" for i in range(activities)]
    _write(folder, 30, {
        "projects": (["id", "total_investment"], [[name, 0] for name in names]),
        "stages": (["project", "stage", "duration"], [[name, "construction", "triangular(0.5,0.8,1.5)"] for name in names]),
        "links": (["from_project", "from_stage", "to_project", "to_stage"],
                  [[names[a], "construction", names[b], "construction"] for a, b in sorted(pairs)])})


def drivers(folder, count):
    tables = _drivers(count) | _lines()
    tables["sensitivities"] = (["item", "driver", "elasticity"], [["tax", f"d{i:03d}", 1.0 / count] for i in range(count)])
    _write(folder, YEARS, tables)


def paths(folder, _count):
    _write(folder, YEARS, _drivers(4) | _lines() | _projects(20, 24))
