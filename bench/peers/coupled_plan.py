"""The plan bench/plans/coupled as the peers read it: only the columns whose rules they implement, so that a plan
that asks for more is refused instead of being computed differently."""
import csv
import math
import pathlib
import re
import tomllib

CLASSES = ("general", "special", "bank")
ACCOUNTS = ("general", "fund", "state_capital")
STAGES = ("approval", "construction", "commissioning")
NAMES = {"id", "name_zh", "name_en"}
KNOWN = {
    "drivers": {"kind", "mean", "initial", "persistence", "annual_sd"},
    "correlations": {"driver_a", "driver_b", "correlation"},
    "revenue": {"account", "category", "base"},
    "expenditure": {"account", "category", "base"},
    "sensitivities": {"item", "driver", "elasticity"},
    "debt": {"class", "principal", "rate_driver", "rate", "reset_months", "repayment", "payments_per_year", "maturity"},
    "refinancing": {"class", "share", "rate_driver", "rate", "tenor_years", "repayment", "payments_per_year"},
    "sources": {"kind", "annual", "rate_driver", "rate", "tenor_years", "repayment", "payments_per_year"},
    "calendars": {"kind", *"jan feb mar apr may jun jul aug sep oct nov dec".split()},
    "projects": {"priority", "total_investment", "progress", "work_calendar", "cost_overrun", "new_output", "tax_rate",
                 "ramp_up_months"},
    "stages": {"project", "stage", "duration", "cost_share", "not_before"},
    "links": {"from_project", "from_stage", "to_project", "to_stage", "lag_months"},
    "funding": {"project", "source", "rank", "cap"},
}
YUAN = {"元": 1, "万元": 10**4, "亿元": 10**8}


def demand(condition, what):
    if not condition:
        raise ValueError(f"the peers do not implement {what}")


def ratio(text):
    return float(text[:-1]) / 100.0 if text.endswith("%") else float(text)


def rows_of(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    beyond = set(rows[0]) - KNOWN[name] - NAMES
    demand(not beyond, f"{name}: {', '.join(sorted(beyond))}")
    return sorted(rows, key=lambda row: row["id"].encode()) if "id" in rows[0] else rows


def distribution(text):
    """(0, least, mode, most) of a triangular or (1, median, sigma, 0) of a lognormal one."""
    kind, numbers = re.fullmatch(r"(\w+)\((.*)\)", text).groups()
    numbers = [float(number) for number in numbers.split(",")]
    if kind == "triangular":
        return (0, *numbers)
    demand(kind == "lognormal" and len(numbers) == 2, text)
    return (1, numbers[0], math.log(numbers[1] / numbers[0]) / 1.2815515655446004, 0.0)


def year_of_steps(rho):
    """docs/model/drivers.md, A year's growth, for a line whose year is spread evenly: K, c and r."""
    weights = [k / 12 for k in range(1, 12)] + [1.0] + [1.0 - k / 12 for k in range(1, 12)]
    part = lambda n: sum(weights[i] * weights[j] * rho ** abs(i - j) for i in range(n) for j in range(n)) / 144
    c = sum(weights[i] * rho ** (10 - i) for i in range(11)) / 12
    return math.sqrt(part(23)), c, math.sqrt(part(11) - c * c)


def cholesky(matrix):
    lower = [[0.0] * len(matrix) for _ in matrix]
    for i, row in enumerate(matrix):
        for j in range(i + 1):
            rest = row[j] - sum(lower[i][k] * lower[j][k] for k in range(j))
            lower[i][j] = math.sqrt(rest) if i == j else rest / lower[j][j]
    return lower


class Plan:
    """Amounts in fen, rates a year, months counted from the beginning of the plan."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        beyond = {file.stem for file in folder.glob("*.csv")} - set(KNOWN) - {"economy"}
        demand(not beyond, ", ".join(sorted(beyond)))
        settings = tomllib.loads((folder / "scenario.toml").read_text(encoding="utf-8"))
        self.first_year = settings["scenario"]["first_year"]
        self.years = settings["scenario"]["years"]
        self.months = 12 * self.years
        self.fen = 100 * YUAN[settings["scenario"]["unit"]]
        self.read_drivers(folder)
        if "treasury" not in settings:
            return
        treasury, rules = settings["treasury"], settings["projects"]
        demand(treasury["waterfall"] == ["three_guarantees", "interest", "principal", "running_projects", "new_projects",
                                         "other"], "another waterfall")
        self.opening = [self.fen * treasury.get(f"opening_{account}", 0) for account in ACCOUNTS]
        self.floor = self.fen * treasury["cash_floor"]
        self.penalty = ratio(treasury["penalty_rate"])
        self.cost_driver = self.place[rules["cost_driver"]]
        self.threshold = ratio(rules["suspension_threshold"])
        self.after = rules["suspension_after_months"]
        self.pause = rules["suspension_pause_months"]
        self.read_lines(folder)
        self.read_debt(folder)
        self.read_projects(folder)

    def series(self, text, number=ratio):
        values = [number(value) for value in text.split(";")]
        return (values + [values[-1]] * self.years)[: self.years]

    def month(self, text):
        year, month = text.split("-")
        return 12 * (int(year) - self.first_year) + int(month) - 1

    def read_drivers(self, folder):
        rows = rows_of(folder, "drivers")
        self.place = {row["id"]: place for place, row in enumerate(rows)}
        matrix = [[float(i == j) for j in range(len(rows))] for i in range(len(rows))]
        for row in rows_of(folder, "correlations"):
            a, b = self.place[row["driver_a"]], self.place[row["driver_b"]]
            matrix[a][b] = matrix[b][a] = float(row["correlation"])
        self.correlations = matrix
        self.factor = cholesky(matrix)
        self.drivers = []
        for row in rows:
            rho, annual = float(row["persistence"]), ratio(row["annual_sd"])
            growth = row["kind"] == "growth"
            k, c, r = year_of_steps(rho)
            sigma = annual / (k if growth else math.sqrt(2.0 * (1.0 - rho**12)))
            mean = self.series(row["mean"])
            self.drivers.append({
                "growth": growth, "mean": mean, "rho": rho, "sigma": sigma, "innovation": sigma * math.sqrt(1 - rho * rho),
                "first": 0.0 if growth or not row.get("initial") else ratio(row["initial"]) - mean[0],
                "start": (sigma * c, sigma * r) if growth else (0.0, 0.0)})

    def read_lines(self, folder):
        self.lines = []
        sensitivities = rows_of(folder, "sensitivities")
        for name in ("revenue", "expenditure"):
            for row in rows_of(folder, name):
                moves = [(self.place[s["driver"]], float(s["elasticity"])) for s in sensitivities if s["item"] == row["id"]]
                demand(len(moves) == 1, "lines with other than one driver")
                kind = ("own", "transfer", "three_guarantees", "other").index(row["category"])
                self.lines.append({"kind": kind, "account": ACCOUNTS.index(row["account"]),
                                   "base": self.fen * float(row["base"]), "driver": moves[0][0], "elasticity": moves[0][1]})
        self.lines.sort(key=lambda line: line["kind"] >= 2)  # revenue first; expenditure stays in the order of ids

    def terms(self, row):
        bullet = row["repayment"] == "bullet"
        demand(bullet or row["repayment"] == "equal_principal", row["repayment"])
        return {"class": CLASSES.index(row["class"]) if "class" in row else {"special_bond": 1, "bank_loan": 2}[row["kind"]],
                "bullet": bullet, "each": 12 // int(row["payments_per_year"]), "rate": ratio(row["rate"]),
                "driver": self.place[row["rate_driver"]] if row["rate_driver"] else -1}

    def read_debt(self, folder):
        self.debt = []
        for row in rows_of(folder, "debt"):
            demand(row["maturity"].endswith("-12"), "debt that does not mature in December")
            self.debt.append(self.terms(row) | {"principal": self.fen * float(row["principal"]),
                                                "last": self.month(row["maturity"]),
                                                "reset": int(row["reset_months"] or 0)})
        self.refinancing = [self.terms(row) | {"share": ratio(row["share"]), "months": 12 * int(row["tenor_years"])}
                            for row in rows_of(folder, "refinancing")]
        demand(all(way["bullet"] for way in self.refinancing), "refinancing in parts")

    def read_projects(self, folder):
        self.sources = []
        for row in rows_of(folder, "sources"):
            kind = ("fiscal", "special_bond", "bank_loan").index(row["kind"])
            annual = [self.fen * value for value in self.series(row["annual"], float)]
            demand(all(value % 12 == 0 for value in annual), "amounts that months do not share evenly")
            terms = self.terms(row) | {"months": 12 * int(row["tenor_years"])} if kind else None
            self.sources.append({"id": row["id"], "kind": kind, "monthly": [value / 12 for value in annual], "terms": terms})
        self.calendars = [[1.0] * 12]
        calendar = {"": 0}
        for row in rows_of(folder, "calendars"):
            demand(row["kind"] == "work", "profiles")
            calendar[row["id"]] = len(self.calendars)
            self.calendars.append([float(value) for value in list(row.values())[-12:]])
        stages, links, funding = (rows_of(folder, name) for name in ("stages", "links", "funding"))
        rows = sorted(rows_of(folder, "projects"), key=lambda row: (int(row["priority"]), row["id"]))
        number = {row["id"]: place for place, row in enumerate(rows)}
        names = {row["id"]: [s["stage"] for s in sorted((s for s in stages if s["project"] == row["id"]),
                                                        key=lambda s: STAGES.index(s["stage"]))] for row in rows}
        source = {each["id"]: place for place, each in enumerate(self.sources)}
        self.projects = []
        for row in rows:
            running = ratio(row["progress"] or "0")
            mine = sorted((s for s in stages if s["project"] == row["id"]), key=lambda s: STAGES.index(s["stage"]))
            parts = []
            for k, stage in enumerate(mine):
                into = [(number[link["from_project"]],
                         names[link["from_project"]].index(link["from_stage"] or names[link["from_project"]][-1]),
                         float(link["lag_months"]))
                        for link in links if link["to_project"] == row["id"] and link["to_stage"] == stage["stage"]]
                demand(all(link["to_stage"] for link in links), "links that do not name their stage")
                earliest = max(0, self.month(stage["not_before"])) if stage["not_before"] else 0
                gated = bool(into or stage["not_before"]) and not (k == 0 and running > 0)
                parts.append({"duration": distribution(stage["duration"]), "share": ratio(stage["cost_share"]),
                              "gated": gated, "earliest": earliest, "links": into})
            self.projects.append({
                "id": row["id"], "total": self.fen * float(row["total_investment"]), "progress": running,
                "calendar": calendar[row["work_calendar"]], "overrun": distribution(row["cost_overrun"]),
                "output": self.fen * float(row["new_output"] or 0), "tax": ratio(row["tax_rate"] or "0"),
                "ramp": max(1.0, float(row["ramp_up_months"] or 0)), "stages": parts,
                "funding": [(source[f["source"]], ratio(f["cap"]))
                            for f in sorted((f for f in funding if f["project"] == row["id"]), key=lambda f: int(f["rank"]))]})

    def numbers(self):
        """All of it in the order in which coupled.cpp reads it."""
        def flat(value):
            if isinstance(value, dict):
                for key, each in value.items():
                    if key != "id":
                        yield from flat(each)
            elif isinstance(value, (list, tuple)):
                yield len(value)
                for each in value:
                    yield from flat(each)
            else:
                yield float(value) if value is not None else -1.0
        parts = [self.years, self.drivers, self.factor]
        if hasattr(self, "opening"):
            sources = [source | {"terms": [source["terms"]] if source["terms"] else []} for source in self.sources]
            parts += [self.opening, self.floor, self.penalty, self.cost_driver, self.threshold, self.after, self.pause,
                      self.lines, self.debt, self.refinancing, sources, self.calendars, self.projects]
        return [number for part in parts for number in flat(part)]


def write_numbers(plan, file):
    plan = plan if isinstance(plan, Plan) else Plan(plan)
    pathlib.Path(file).write_text("\n".join(repr(float(number)) for number in plan.numbers()) + "\n", encoding="utf-8")
