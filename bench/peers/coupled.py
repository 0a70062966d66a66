"""The coupled core of a plan (bench/plans/coupled) as a NumPy user would simulate it: the month in its order, each step
for a chunk of paths at once.

Run as a program it simulates and prints the quantiles of all figures as JSON.
"""
import argparse
import json

import numpy as np

import coupled_plan
from agreement import LEVELS

FIGURES = ("fai", "general_revenue", "fund_revenue", "debt_service", "debt_total", "cash", "projects_completed")
CHUNK = 8192  # of 256 to 16384 paths none is faster by more than a tenth


def draw(rng, distribution, size):
    kind, a, b, c = distribution
    if kind:
        return a * np.exp(b * rng.standard_normal(size))
    return rng.triangular(a, b, c, size)


class Calendar:
    def __init__(self, productivity, months):
        self.c = np.concatenate([[0.0], np.cumsum(np.resize(productivity, months))])
        self.always = all(share == 1.0 for share in productivity)
        self.at = np.arange(months + 1.0)

    def work(self, moment):
        if self.always:
            return moment
        return np.interp(moment, self.at, self.c) + np.maximum(0.0, moment - self.at[-1])

    def moment(self, done):
        """The smallest moment at which so much is done."""
        if self.always:
            return done
        month = np.minimum(np.maximum(np.searchsorted(self.c, done - 1e-9), 1), len(self.c) - 1) - 1
        c = self.c[month]
        return month + np.minimum(1.0, (done - c) / np.maximum(self.c[month + 1] - c, 1e-300))


class Work:
    """A project on all paths of a chunk."""

    def __init__(self, project, calendar, rng, size):
        self.stages = project["stages"]
        self.calendar = calendar
        lengths = [draw(rng, stage["duration"], size) for stage in self.stages]
        self.ends = np.cumsum(lengths, axis=0)
        self.costed = [(stage["share"], self.ends[k] - lengths[k], lengths[k])
                       for k, stage in enumerate(self.stages) if stage["share"]]
        self.cost = project["total"] * draw(rng, project["overrun"], size)
        self.x = project["progress"] * self.ends[0]
        self.spent_share = self.cost_share(self.x)
        self.running = np.full(size, project["progress"] > 0.0)
        self.cursor, self.spent, self.done = np.zeros(size), np.zeros(size), np.full(size, np.inf)
        self.stage, self.pause, self.short = (np.zeros(size, np.int64) for _ in range(3))
        self.passed = np.array([np.full(size, not stage["gated"]) for stage in self.stages] + [np.full(size, True)])
        self.finish = np.full((len(self.stages), size), np.inf)
        self.drawn = np.zeros((len(project["funding"]), size))
        last = list(range(len(self.stages)))
        for k in reversed(range(len(self.stages) - 1)):
            if not self.stages[k + 1]["gated"]:
                last[k] = last[k + 1]
        self.last = np.array(last + [last[-1]])
        self.lanes = np.arange(size)
        self.over = False

    def cost_share(self, at):
        total = 0.0
        for share, begin, length in self.costed:
            t = np.minimum(np.maximum((at - begin) / length, 0.0), 1.0)  # np.clip takes twice as long
            total = total + share * (t * t * (3.0 - 2.0 * t))
        return total


class Chunk:
    def __init__(self, plan, rng, size):
        self.plan, self.rng, self.size = plan, rng, size
        self.result = np.zeros((plan.years, len(FIGURES), size))
        zeros = lambda *shape: np.zeros((*shape, size))
        factor = np.array(plan.factor)
        first, second = (factor @ rng.standard_normal((len(factor), size)) for _ in range(2))
        column = lambda name: np.array([driver[name] for driver in plan.drivers])[:, None]
        growth = column("growth")
        self.x = np.where(growth, column("sigma") * first, column("first"))
        start = np.array([driver["start"] for driver in plan.drivers])
        self.start = start[:, :1] * first + start[:, 1:] * second
        self.factor, self.rho, self.innovation = factor, column("rho"), column("innovation")
        self.means = np.array([driver["mean"] for driver in plan.drivers])
        self.index = zeros(len(factor))
        self.mean_index = np.cumsum(np.log1p(self.means), axis=1)
        steady = np.repeat(np.log1p(self.means[plan.cost_driver]) / 12.0, 12)
        self.steady_price = np.cumsum(steady)
        calendars = [Calendar(productivity, plan.months) for productivity in plan.calendars]
        self.projects = [Work(project, calendars[project["calendar"]], rng, size) for project in plan.projects]
        self.account = np.repeat(np.array(plan.opening, float)[:, None], size, axis=1)
        self.interest_ladder, self.principal_ladder = (zeros(plan.months, 3) for _ in range(2))
        self.interest_arrears, self.principal_arrears = zeros(3), zeros(3)
        self.balance = zeros(3)
        self.payables, self.pool = zeros(), zeros(len(plan.sources))
        # Existing debt: its balances are the same on all paths, its rates are not.
        self.owed = [each["principal"] for each in plan.debt]
        self.counted = zeros(len(plan.debt))
        self.rates = [each["rate"] for each in plan.debt]
        for each in plan.debt:
            self.balance[each["class"]] += each["principal"]

    def rate_of(self, terms):
        return terms["rate"] + (0.0 if terms["driver"] < 0 else self.value[terms["driver"]])

    def treasury(self):
        return self.account[0] + self.account[1] + self.account[2]

    def above_floor(self):
        return np.maximum(0.0, self.treasury() - self.plan.floor)

    def pay(self, home, due, available):
        left = due if available is None else np.minimum(due, available)
        wanted = left
        for account in (home, *(a for a in range(3) if a != home)):
            part = np.minimum(left, self.account[account])
            self.account[account] -= part
            left = left - part
            if not left.any():
                return wanted
        return wanted - left

    def issue(self, terms, tenor, face):
        self.balance[terms["class"]] += face
        each = self.rate_of(terms) * terms["each"] / 12.0
        part = 0.0 if terms["bullet"] else np.rint(face / (tenor // terms["each"]))
        left = face
        for at in range(self.month + terms["each"], min(self.month + tenor + 1, self.plan.months), terms["each"]):
            self.interest_ladder[at, terms["class"]] += np.rint(left * each)
            if not terms["bullet"] or at == self.month + tenor:
                repaid = left if at == self.month + tenor else np.minimum(left, part)
                self.principal_ladder[at, terms["class"]] += repaid
                left = left - repaid

    def run(self):
        for self.month in range(self.plan.months):
            self.year = self.month // 12
            self.figures = dict(zip(FIGURES, self.result[self.year]))
            self.move_drivers()
            self.receive_revenue()
            self.receive_new_money()
            self.let_debt_fall_due()
            for work in self.projects:
                self.form_need(work)
            self.pay_in_order()
            for work in self.projects:
                self.progress(work)
            if self.month % 12 == 11:
                self.figures["cash"][:] = self.treasury()
                self.figures["debt_total"][:] = self.balance.sum(axis=0) + self.principal_arrears.sum(axis=0)
        finishes = [np.where(np.isinf(work.done), -1.0, work.done) for work in self.projects]
        return np.concatenate([self.result.reshape(-1, self.size), finishes])

    def move_drivers(self):
        self.x *= self.rho
        self.x += self.innovation * (self.factor @ self.rng.standard_normal(self.x.shape))
        self.value = self.means[:, self.year, None] + self.x
        self.index += self.x / 12.0
        self.level = self.mean_index[:, self.year, None] + self.index + self.start
        self.price = np.exp(self.steady_price[self.month] + self.index[self.plan.cost_driver])

    def flow(self, line):
        return np.rint(line["base"] / 12.0 * np.exp(line["elasticity"] * self.level[line["driver"]]))

    def receive_revenue(self):
        for line in self.plan.lines:
            if line["kind"] >= 2:
                break
            received = self.flow(line)
            self.account[line["account"]] += received
            if line["kind"] == 0:
                self.figures["fund_revenue" if line["account"] else "general_revenue"] += received
        for project, work in zip(self.plan.projects, self.projects):
            if project["output"] and work.done.min() <= self.month:
                share = np.minimum(1.0, (self.month + 1.0 - work.done) / project["ramp"])
                tax = np.where(work.done <= self.month, np.rint(project["output"] / 12.0 * share * project["tax"]), 0.0)
                self.account[0] += tax
                self.figures["general_revenue"] += tax

    def receive_new_money(self):
        for place, source in enumerate(self.plan.sources):
            self.pool[place] += source["monthly"][self.year]
            if source["kind"] == 1:
                self.issue(source["terms"], source["terms"]["months"], np.full(self.size, source["monthly"][self.year]))

    def let_debt_fall_due(self):
        self.interest_arrears += np.rint((self.interest_arrears + self.principal_arrears) * (self.plan.penalty / 12.0))
        self.interest_due, self.principal_due = self.interest_ladder[self.month], self.principal_ladder[self.month]
        for place, each in enumerate(self.plan.debt):
            if self.owed[place] == 0.0:
                continue
            if each["driver"] >= 0 and self.month % each["reset"] == 0:
                self.rates[place] = self.rate_of(each)
            self.counted[place] += self.rates[place] * (self.owed[place] / 12.0)
            if (each["last"] - self.month) % each["each"]:
                continue
            self.interest_due[each["class"]] += np.rint(self.counted[place])
            self.counted[place] = 0.0
            payments = each["last"] // each["each"] + 1
            part = 0.0 if each["bullet"] else min(self.owed[place], float(np.rint(each["principal"] / payments)))
            repaid = self.owed[place] if self.month == each["last"] else part
            self.principal_due[each["class"]] += repaid
            self.owed[place] -= repaid
        self.figures["debt_service"] += self.interest_due.sum(axis=0) + self.principal_due.sum(axis=0)
        self.balance -= self.principal_due
        for way in self.plan.refinancing:
            replaced = np.rint(way["share"] * self.principal_due[way["class"]])
            if replaced.any():
                self.principal_due[way["class"]] -= replaced
                self.issue(way, way["months"], replaced)

    def form_need(self, work):
        work.asks = None
        if work.over:
            return
        lanes, month = work.lanes, self.month
        open_now = work.passed[work.stage, lanes]
        if not open_now.all():
            for k, stage in enumerate(work.stages):
                waits = ~open_now & (work.stage == k)
                if not stage["gated"] or not waits.any():
                    continue
                opening = np.full(self.size, stage["earliest"], float)
                for project, from_stage, lag in stage["links"]:
                    opening = np.maximum(opening, self.projects[project].finish[from_stage] + lag)
                passes = waits & (opening < month + 1)
                work.passed[k] |= passes
                cursor = np.maximum(work.cursor, work.calendar.work(np.minimum(opening, 1e6)))
                work.cursor = np.where(passes, cursor, work.cursor)
            open_now = work.passed[work.stage, lanes]
        asks = open_now & (work.pause == 0) & np.isinf(work.done)
        if not asks.any():
            return
        work.asks = asks
        work.limit = work.ends[work.last[work.stage], lanes]
        target = np.minimum(work.limit, work.x + np.maximum(0.0, work.calendar.c[month + 1] - work.cursor))
        work.target = np.where(asks, target, work.x)
        work.rise = np.maximum(0.0, work.cost_share(work.target) - work.spent_share)
        work.need = np.where(asks, np.rint(work.cost * self.price * work.rise), 0.0)
        work.paid = np.zeros(self.size)

    def pay_in_order(self):
        if self.payables.any():
            self.payables -= self.pay(0, self.payables, None)
        for line in self.plan.lines:
            if line["kind"] == 2:
                due = self.flow(line)
                self.payables += due - self.pay(line["account"], due, None)
        for arrears, due in ((self.interest_arrears, self.interest_due), (self.principal_arrears, self.principal_due)):
            for c in range(3):
                owed = arrears[c] + due[c]
                arrears[c] = owed - self.pay(1 if c == 1 else 0, owed, None)
        self.bank_drawn = [np.zeros(self.size) if source["kind"] == 2 else None for source in self.plan.sources]
        for running in (True, False):
            for project, work in zip(self.plan.projects, self.projects):
                if work.asks is not None:
                    need = np.where(work.running == running, work.need, 0.0)
                    if need.any():
                        self.fund(project, work, need)
        for line in self.plan.lines:
            if line["kind"] == 3:
                self.pay(line["account"], self.flow(line), self.above_floor())
        for place, source in enumerate(self.plan.sources):
            if source["kind"] == 2:
                self.issue(source["terms"], source["terms"]["months"], self.bank_drawn[place])

    def fund(self, project, work, need):
        paid = np.zeros(self.size)
        for row, (place, cap) in enumerate(project["funding"]):
            kind = self.plan.sources[place]["kind"]
            part = np.minimum(need - paid, np.ceil(cap * (work.spent + need)) - work.drawn[row])
            part = np.minimum(part, self.pool[place])
            if kind == 0:
                part = np.minimum(part, self.above_floor())
            part = np.where(need > 0.0, np.maximum(part, 0.0), 0.0)
            if not part.any():
                continue
            self.pool[place] -= part
            if kind == 0:
                self.pay(0, part, None)
            elif kind == 2:
                self.bank_drawn[place] += part
            work.drawn[row] += part
            paid += part
        work.spent += paid
        work.paid += paid
        self.figures["fai"] += paid

    def progress(self, work):
        if work.over:
            return
        lanes, month = work.lanes, self.month
        ends_of_month = work.calendar.c[month + 1]
        paused = work.pause > 0
        if paused.any():
            work.pause -= paused
            work.cursor = np.where(paused, ends_of_month, work.cursor)
        if work.asks is None:
            return
        r = np.where(work.need > 0.0, work.paid / np.maximum(work.need, 1.0), 1.0)
        r = np.where(work.asks, r, 0.0)
        before, moves = work.x, r > 0.0
        work.x = before + r * (work.target - before)
        work.spent_share = work.spent_share + r * work.rise
        pace = np.where(moves, r, 1.0)
        finished = np.zeros(self.size, bool)
        for k in range(len(work.stages)):
            ends = moves & (work.stage == k) & work.passed[k] & (work.x >= work.ends[k] - 1e-9)
            if not ends.any():
                continue
            done = np.minimum(month + 1.0, work.calendar.moment(work.cursor + (work.ends[k] - before) / pace))
            work.finish[k] = np.where(ends, done, work.finish[k])
            work.stage = work.stage + ends
            finished |= ends
        if finished.any():
            complete = finished & (work.stage == len(work.stages))
            work.done = np.where(complete, work.finish[-1], work.done)
            self.figures["projects_completed"] += complete
            work.over = not np.isinf(work.done).any()
        work.running |= (moves & (work.target > before)) | finished
        stops = moves & (work.x >= work.limit - 1e-9)
        cursor = np.where(stops, work.cursor + (work.limit - before) / pace, ends_of_month)
        work.cursor = np.where(work.asks, cursor, work.cursor)
        is_short = (work.need > 0.0) & (r < self.plan.threshold)
        work.short = np.where(work.asks, np.where(is_short, work.short + 1, 0), work.short)
        stop = work.short >= self.plan.after
        if stop.any():
            work.pause = np.where(stop, self.plan.pause, work.pause)
            work.short = np.where(stop, 0, work.short)


def simulate(plan, paths, seed, chunk=CHUNK):
    """Figures by year and then finish moments by project, one row each."""
    rng = np.random.Generator(np.random.SFC64(seed))
    return np.concatenate([Chunk(plan, rng, min(chunk, paths - first)).run() for first in range(0, paths, chunk)], axis=1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("plan")
    parser.add_argument("--paths", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chunk", type=int, default=CHUNK)
    arguments = parser.parse_args()
    sample = simulate(coupled_plan.Plan(arguments.plan), arguments.paths, arguments.seed, arguments.chunk)
    print(json.dumps(np.quantile(sample, LEVELS, axis=1).T.tolist()))


if __name__ == "__main__":
    main()
