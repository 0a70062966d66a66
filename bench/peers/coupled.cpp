// The coupled core of a plan (bench/plans/coupled) as one writes it without a library: one path
// after the other, every rule a loop over the things it is about (docs/model, the parts that the
// plan uses), std::mt19937_64 seeded by path so that a path can be run again, the standard
// library's normals.
//
// usage: coupled NUMBERS PATHS SEED [SAMPLES]
//
// NUMBERS is what coupled_plan.py writes. Prints the quantiles of all figures as JSON; SAMPLES gets
// every path's figures.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <vector>

#include "hand_on.hpp"

namespace {

constexpr int stages_at_most = 3;
constexpr int classes = 3;
constexpr int accounts = 3;
enum Figure {
    fai,
    general_revenue,
    fund_revenue,
    debt_service,
    debt_total,
    cash,
    completed,
    figures
};

double fen(double amount) { return std::nearbyint(amount); }

// --- the plan
// ---------------------------------------------------------------------------------------------------------

std::ifstream numbers;

double number() {
    double value = 0.0;
    if (!(numbers >> value)) {
        std::fprintf(stderr, "coupled: the file of numbers ends too early\n");
        std::exit(1);
    }
    return value;
}
int whole() { return static_cast<int>(number()); }

template <class Read>
auto list(Read read) {
    std::vector<decltype(read())> result(static_cast<std::size_t>(whole()));
    for (auto& each : result) each = read();
    return result;
}

struct Driver {
    bool growth;
    std::vector<double> mean;
    double rho, sigma, innovation, first;
    std::vector<double> start;
};
struct Line {
    int kind, account;  // own, transfer, three_guarantees, other
    double base;
    int driver;
    double elasticity;
};
struct Terms {
    int debt_class;
    bool bullet;
    int each;  // months between payments
    double rate;
    int driver;  // -1: fixed
};
struct Instrument : Terms {
    double principal;
    int last, reset;
};
struct Way : Terms {
    double share;
    int months;
};
struct Source {
    int kind;  // fiscal, special bond, bank loan
    std::vector<double> monthly;
    Terms terms;
    int months;
};
struct Distribution {
    int kind;  // triangular, lognormal
    double a, b, c;
};
struct Link {
    int project, stage;
    double lag;
};
struct Stage {
    Distribution duration;
    double share;
    bool gated;
    double earliest;
    std::vector<Link> links;
};
struct Funding {
    int source;
    double cap;
};
struct Project {
    double total, progress;
    int calendar;
    Distribution overrun;
    double output, tax, ramp;
    std::vector<Stage> stages;
    std::vector<Funding> funding;
};

Terms read_terms() {
    Terms t{};
    t.debt_class = whole();
    t.bullet = whole() != 0;
    t.each = whole();
    t.rate = number();
    t.driver = whole();
    return t;
}

Distribution read_distribution() {
    whole();
    return {whole(), number(), number(), number()};
}

struct Plan {
    int years, months;
    std::vector<Driver> drivers;
    std::vector<std::vector<double>> factor;
    std::vector<double> opening;
    double floor, penalty;
    int cost_driver;
    double threshold;
    int after, pause;
    std::vector<Line> lines;
    std::vector<Instrument> debt;
    std::vector<Way> ways;
    std::vector<Source> sources;
    std::vector<std::vector<double>> calendars;  // C at the beginning of each month
    std::vector<Project> projects;
    std::vector<double> index;   // of the reference path, by driver and year
    std::vector<double> prices;  // of works, on it, by month

    Plan() {
        years = whole();
        months = 12 * years;
        drivers = list([] {
            Driver d{};
            d.growth = whole() != 0;
            d.mean = list(number);
            d.rho = number();
            d.sigma = number();
            d.innovation = number();
            d.first = number();
            d.start = list(number);
            return d;
        });
        factor = list([] { return list(number); });
        opening = list(number);
        floor = number();
        penalty = number();
        cost_driver = whole();
        threshold = number();
        after = whole();
        pause = whole();
        lines = list([] {
            Line l{};
            l.kind = whole();
            l.account = whole();
            l.base = number();
            l.driver = whole();
            l.elasticity = number();
            return l;
        });
        debt = list([] {
            Instrument i{};
            static_cast<Terms&>(i) = read_terms();
            i.principal = number();
            i.last = whole();
            i.reset = whole();
            return i;
        });
        ways = list([] {
            Way w{};
            static_cast<Terms&>(w) = read_terms();
            w.share = number();
            w.months = whole();
            return w;
        });
        sources = list([] {
            Source s{};
            s.kind = whole();
            s.monthly = list(number);
            if (whole() != 0) {
                s.terms = read_terms();
                s.months = whole();
            }
            return s;
        });
        calendars = list([this] {
            const auto productivity = list(number);
            std::vector<double> c{0.0};
            for (int m = 0; m < months; ++m) c.push_back(c.back() + productivity[m % 12]);
            return c;
        });
        projects = list([] {
            Project p{};
            p.total = number();
            p.progress = number();
            p.calendar = whole();
            p.overrun = read_distribution();
            p.output = number();
            p.tax = number();
            p.ramp = number();
            p.stages = list([] {
                Stage s{};
                s.duration = read_distribution();
                s.share = number();
                s.gated = whole() != 0;
                s.earliest = number();
                s.links = list([] {
                    whole();
                    Link l{};
                    l.project = whole();
                    l.stage = whole();
                    l.lag = number();
                    return l;
                });
                return s;
            });
            p.funding = list([] {
                whole();
                Funding f{};
                f.source = whole();
                f.cap = number();
                return f;
            });
            return p;
        });
        for (const auto& driver : drivers) {
            double sum = 0.0;
            for (const double mean : driver.mean) index.push_back(sum += std::log(1.0 + mean));
        }
        double sum = 0.0;
        for (int m = 0; m < months; ++m) {
            prices.push_back(sum += std::log(1.0 + drivers[cost_driver].mean[m / 12]) / 12.0);
        }
    }
    std::size_t columns() const {
        return figures * static_cast<std::size_t>(years) + projects.size();
    }
};

// C and its inverse.
double work(const std::vector<double>& c, double t) {
    const double last = static_cast<double>(c.size() - 1);
    if (t >= last) return c.back() + (t - last);
    const auto m = static_cast<std::size_t>(t);
    return c[m] + (t - static_cast<double>(m)) * (c[m + 1] - c[m]);
}
double moment(const std::vector<double>& c, double done) {
    if (done <= 0.0) return 0.0;
    if (done > c.back()) return static_cast<double>(c.size() - 1) + (done - c.back());
    const auto above = std::lower_bound(c.begin(), c.end(), done - 1e-9);
    const auto m = static_cast<std::size_t>(std::max<std::ptrdiff_t>(above - c.begin(), 1)) - 1;
    return static_cast<double>(m) + std::min(1.0, (done - c[m]) / (c[m + 1] - c[m]));
}

// --- a path
// -----------------------------------------------------------------------------------------------------------

struct Work {
    std::array<double, stages_at_most> begin, length, end, finish;
    std::array<bool, stages_at_most> passed;
    double cost, x, spent_share, cursor, done;
    int stage, last, pause, short_months;
    bool running, asks;
    double target, rise, need, paid, spent;
    std::array<double, 4> drawn;
};
struct Owed {
    double balance, part, counted, rate;
};

class Simulator {
  public:
    explicit Simulator(const Plan& the_plan)
        : plan(the_plan),
          projects(plan.projects.size()),
          owed(plan.debt.size()),
          interest_ladder(static_cast<std::size_t>(plan.months) * classes),
          principal_ladder(interest_ladder.size()),
          pool(plan.sources.size()) {}

    void run(std::uint64_t seed, std::uint64_t path, double* out) {
        random.seed(seed * 1'000'003 + path);
        normal.reset();
        std::fill(out, out + plan.columns(), 0.0);
        begin();
        for (m = 0; m < plan.months; ++m) {
            y = m / 12;
            figure = out + figures * y;
            month();
        }
        for (std::size_t p = 0; p < projects.size(); ++p)
            out[figures * plan.years + p] = projects[p].done;
    }

  private:
    double draw(const Distribution& d) {
        if (d.kind == 1) return d.a * std::exp(d.c == 0.0 ? d.b * normal(random) : 0.0);
        const double u = uniform(random);
        const double split = (d.b - d.a) / (d.c - d.a);
        return u < split ? d.a + std::sqrt(u * (d.c - d.a) * (d.b - d.a))
                         : d.c - std::sqrt((1.0 - u) * (d.c - d.a) * (d.c - d.b));
    }
    void correlated(double* epsilon) {
        const std::size_t n = plan.drivers.size();
        double z[16];
        for (std::size_t d = 0; d < n; ++d) z[d] = normal(random);
        for (std::size_t d = 0; d < n; ++d) {
            epsilon[d] = 0.0;
            for (std::size_t j = 0; j <= d; ++j) epsilon[d] += plan.factor[d][j] * z[j];
        }
    }

    void begin() {
        double first[16], second[16];
        correlated(first);
        correlated(second);
        for (std::size_t d = 0; d < plan.drivers.size(); ++d) {
            const Driver& driver = plan.drivers[d];
            x[d] = driver.growth ? driver.sigma * first[d] : driver.first;
            start[d] = driver.start[0] * first[d] + driver.start[1] * second[d];
            index[d] = 0.0;
        }
        for (std::size_t p = 0; p < projects.size(); ++p) {
            const Project& project = plan.projects[p];
            Work& w = projects[p];
            w = {};
            double end = 0.0;
            for (std::size_t k = 0; k < project.stages.size(); ++k) {
                w.begin[k] = end;
                w.length[k] = draw(project.stages[k].duration);
                w.end[k] = end += w.length[k];
            }
            w.cost = project.total * draw(project.overrun);
            w.x = project.progress * w.end[0];
            w.spent_share = cost_share(project, w, w.x);
            w.running = project.progress > 0.0;
            w.done = -1.0;
        }
        for (std::size_t i = 0; i < owed.size(); ++i) {
            const Instrument& instrument = plan.debt[i];
            const int payments = instrument.last / instrument.each + 1;
            owed[i] = {instrument.principal, fen(instrument.principal / payments), 0.0,
                       instrument.rate};
        }
        balance = {};
        for (const Instrument& instrument : plan.debt)
            balance[instrument.debt_class] += instrument.principal;
        std::fill(interest_ladder.begin(), interest_ladder.end(), 0.0);
        std::fill(principal_ladder.begin(), principal_ladder.end(), 0.0);
        std::fill(pool.begin(), pool.end(), 0.0);
        std::copy(plan.opening.begin(), plan.opening.end(), account.begin());
        interest_arrears = principal_arrears = {};
        payables = 0.0;
    }

    static double cost_share(const Project& project, const Work& w, double at) {
        double sum = 0.0;
        for (std::size_t k = 0; k < project.stages.size(); ++k) {
            if (project.stages[k].share == 0.0 || at <= w.begin[k]) continue;
            const double t = std::min(1.0, (at - w.begin[k]) / w.length[k]);
            sum += project.stages[k].share * t * t * (3.0 - 2.0 * t);
        }
        return sum;
    }

    double treasury() const { return account[0] + account[1] + account[2]; }
    double above_floor() const { return std::max(0.0, treasury() - plan.floor); }

    double pay(int home, double due, double available) {
        double left = std::min(due, available);
        const double wanted = left;
        for (int a = -1; a < accounts; ++a) {
            double& has = account[a < 0 ? home : a];
            const double part = std::min(left, has);
            has -= part;
            left -= part;
        }
        return wanted - left;
    }

    double rate_of(const Terms& terms) const {
        return terms.rate + (terms.driver < 0 ? 0.0 : value[terms.driver]);
    }

    // New debt: everything it will ask for within the plan is written down when it is issued.
    void issue(const Terms& terms, int tenor, double face) {
        if (face <= 0.0) return;
        balance[terms.debt_class] += face;
        const double each = rate_of(terms) * terms.each / 12.0;
        const double part = terms.bullet ? 0.0 : fen(face / (tenor / terms.each));
        double left = face;
        for (int at = terms.each; at <= tenor && m + at < plan.months; at += terms.each) {
            const std::size_t place = static_cast<std::size_t>(m + at) * classes + terms.debt_class;
            interest_ladder[place] += fen(left * each);
            const double repaid = at == tenor ? left : std::min(left, part);
            principal_ladder[place] += repaid;
            left -= repaid;
        }
    }

    void month() {
        move_drivers();
        receive_revenue();
        receive_new_money();
        let_debt_fall_due();
        form_needs();
        pay_in_order();
        progress();
        if (m % 12 == 11) {
            figure[cash] = treasury();
            figure[debt_total] = balance[0] + balance[1] + balance[2] + principal_arrears[0] +
                                 principal_arrears[1] + principal_arrears[2];
        }
    }

    void move_drivers() {
        double epsilon[16];
        correlated(epsilon);
        for (std::size_t d = 0; d < plan.drivers.size(); ++d) {
            const Driver& driver = plan.drivers[d];
            x[d] = driver.rho * x[d] + driver.innovation * epsilon[d];
            value[d] = driver.mean[y] + x[d];
            index[d] += x[d] / 12.0;
            level[d] = plan.index[d * plan.years + y] + index[d] + start[d];
        }
        price = std::exp(plan.prices[m] + index[plan.cost_driver]);
    }

    double flow(const Line& line) const {
        return fen(line.base / 12.0 * std::exp(line.elasticity * level[line.driver]));
    }

    void receive_revenue() {
        for (const Line& line : plan.lines) {
            if (line.kind >= 2) break;
            const double received = flow(line);
            account[line.account] += received;
            if (line.kind == 0)
                figure[line.account == 0 ? general_revenue : fund_revenue] += received;
        }
        for (std::size_t p = 0; p < projects.size(); ++p) {
            const Project& project = plan.projects[p];
            const double done = projects[p].done;
            if (project.output == 0.0 || done < 0.0 || done > m) continue;
            const double tax = fen(project.output / 12.0 *
                                   std::min(1.0, (m + 1 - done) / project.ramp) * project.tax);
            account[0] += tax;
            figure[general_revenue] += tax;
        }
    }

    void receive_new_money() {
        for (std::size_t s = 0; s < pool.size(); ++s) {
            const Source& source = plan.sources[s];
            pool[s] += source.monthly[y];
            if (source.kind == 1) issue(source.terms, source.months, source.monthly[y]);
        }
    }

    void let_debt_fall_due() {
        for (int c = 0; c < classes; ++c) {
            interest_arrears[c] +=
                fen((interest_arrears[c] + principal_arrears[c]) * plan.penalty / 12.0);
            const std::size_t place = static_cast<std::size_t>(m) * classes + c;
            interest_due[c] = interest_ladder[place];
            principal_due[c] = principal_ladder[place];
        }
        for (std::size_t i = 0; i < owed.size(); ++i) {
            const Instrument& instrument = plan.debt[i];
            Owed& o = owed[i];
            if (o.balance == 0.0) continue;
            if (instrument.driver >= 0 && m % instrument.reset == 0) o.rate = rate_of(instrument);
            o.counted += o.balance * o.rate / 12.0;
            if ((instrument.last - m) % instrument.each != 0) continue;
            interest_due[instrument.debt_class] += fen(o.counted);
            o.counted = 0.0;
            const double repaid = m == instrument.last ? o.balance
                                  : instrument.bullet  ? 0.0
                                                       : std::min(o.balance, o.part);
            principal_due[instrument.debt_class] += repaid;
            o.balance -= repaid;
        }
        for (int c = 0; c < classes; ++c) {
            figure[debt_service] += interest_due[c] + principal_due[c];
            balance[c] -= principal_due[c];
        }
        for (const Way& way : plan.ways) {
            const double replaced = fen(way.share * principal_due[way.debt_class]);
            principal_due[way.debt_class] -= replaced;
            issue(way, way.months, replaced);
        }
    }

    bool at_gate(const Project& project, const Work& w) const {
        return project.stages[w.stage].gated && !w.passed[w.stage];
    }

    void form_needs() {
        for (std::size_t p = 0; p < projects.size(); ++p) {
            const Project& project = plan.projects[p];
            Work& w = projects[p];
            const auto& c = plan.calendars[project.calendar];
            w.asks = false;
            w.need = w.paid = 0.0;
            if (w.done >= 0.0) continue;
            if (at_gate(project, w)) {
                const Stage& stage = project.stages[w.stage];
                double opening = stage.earliest;
                for (const Link& link : stage.links) {
                    const Work& from = projects[link.project];
                    opening = link.stage < from.stage
                                  ? std::max(opening, from.finish[link.stage] + link.lag)
                                  : HUGE_VAL;
                }
                if (opening < m + 1) {
                    w.passed[w.stage] = true;
                    w.cursor = std::max(w.cursor, work(c, opening));
                }
            }
            if (w.pause > 0 || at_gate(project, w)) continue;
            w.asks = true;
            w.last = w.stage;
            while (w.last + 1 < static_cast<int>(project.stages.size()) &&
                   !project.stages[w.last + 1].gated)
                ++w.last;
            w.target = std::min(w.end[w.last], w.x + std::max(0.0, c[m + 1] - w.cursor));
            w.rise = std::max(0.0, cost_share(project, w, w.target) - w.spent_share);
            w.need = fen(w.cost * price * w.rise);
        }
    }

    void pay_in_order() {
        payables -= pay(0, payables, treasury());
        for (const Line& line : plan.lines) {
            if (line.kind != 2) continue;
            const double due = flow(line);
            payables += due - pay(line.account, due, treasury());
        }
        pay_debt(interest_arrears, interest_due);
        pay_debt(principal_arrears, principal_due);
        std::fill(bank_drawn.begin(), bank_drawn.end(), 0.0);
        // Who runs is known before anything is paid: a project that starts is new for the whole
        // month.
        for (const bool running : {true, false}) {
            for (std::size_t p = 0; p < projects.size(); ++p) {
                if (projects[p].running == running && projects[p].need > 0.0)
                    fund(plan.projects[p], projects[p]);
            }
        }
        for (const Line& line : plan.lines) {
            if (line.kind == 3) pay(line.account, flow(line), above_floor());
        }
        for (std::size_t s = 0; s < pool.size(); ++s) {
            if (plan.sources[s].kind == 2)
                issue(plan.sources[s].terms, plan.sources[s].months, bank_drawn[s]);
        }
    }

    void pay_debt(std::array<double, classes>& arrears, const std::array<double, classes>& due) {
        for (int c = 0; c < classes; ++c) {
            const double all = arrears[c] + due[c];
            arrears[c] = all - pay(c == 1 ? 1 : 0, all, HUGE_VAL);
        }
    }

    void fund(const Project& project, Work& w) {
        for (std::size_t j = 0; j < project.funding.size(); ++j) {
            const int s = project.funding[j].source;
            const bool fiscal = plan.sources[s].kind == 0;
            double draw =
                std::min(w.need - w.paid,
                         std::ceil(project.funding[j].cap * (w.spent + w.need)) - w.drawn[j]);
            draw = std::min(draw, pool[s]);
            if (fiscal) draw = std::min(draw, above_floor());
            if (draw <= 0.0) continue;
            pool[s] -= draw;
            if (fiscal) pay(0, draw, draw);
            if (plan.sources[s].kind == 2) bank_drawn[s] += draw;
            w.drawn[j] += draw;
            w.paid += draw;
        }
        w.spent += w.paid;
        figure[fai] += w.paid;
    }

    void progress() {
        for (std::size_t p = 0; p < projects.size(); ++p) {
            const Project& project = plan.projects[p];
            Work& w = projects[p];
            if (w.done >= 0.0) continue;
            const auto& c = plan.calendars[project.calendar];
            if (w.pause > 0) {
                --w.pause;
                w.cursor = c[m + 1];
            }
            if (!w.asks) continue;
            const double r = w.need > 0.0 ? w.paid / w.need : 1.0;
            const double before = w.x;
            w.x += r * (w.target - w.x);
            w.spent_share += r * w.rise;
            const auto clock = [&](double b) { return w.cursor + (b - before) / r; };
            bool finished = false;
            const int stages = static_cast<int>(project.stages.size());
            while (r > 0.0 && w.stage < stages && !at_gate(project, w) &&
                   w.x >= w.end[w.stage] - 1e-9) {
                w.finish[w.stage] = std::min(m + 1.0, moment(c, clock(w.end[w.stage])));
                ++w.stage;
                finished = true;
            }
            if (w.stage == stages) {
                w.done = w.finish[stages - 1];
                figure[completed] += 1.0;
            }
            if (r > 0.0 && (w.target > before || finished)) w.running = true;
            const double limit = w.end[w.last];
            w.cursor = r > 0.0 && w.x >= limit - 1e-9 ? clock(limit) : c[m + 1];
            if (w.need > 0.0 && r < plan.threshold) {
                if (++w.short_months >= plan.after) {
                    w.pause = plan.pause;
                    w.short_months = 0;
                }
            } else {
                w.short_months = 0;
            }
        }
    }

    const Plan& plan;
    std::mt19937_64 random;
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform;
    std::vector<Work> projects;
    std::vector<Owed> owed;
    std::vector<double> interest_ladder, principal_ladder, pool;
    std::array<double, 8> bank_drawn{};
    std::array<double, 16> x{}, value{}, index{}, level{}, start{};
    std::array<double, accounts> account{};
    std::array<double, classes> interest_arrears{}, principal_arrears{}, interest_due{},
        principal_due{}, balance{};
    double payables = 0.0, price = 1.0;
    double* figure = nullptr;
    int m = 0, y = 0;
};

}  // namespace

int main(int count, char** words) {
    if (count < 4) {
        std::fprintf(stderr, "usage: coupled NUMBERS PATHS SEED [SAMPLES]\n");
        return 2;
    }
    numbers.open(words[1]);
    const auto paths = static_cast<std::size_t>(std::atoll(words[2]));
    const auto seed = static_cast<std::uint64_t>(std::atoll(words[3]));
    const Plan plan;
    const std::size_t columns = plan.columns();
    std::vector<double> samples(columns * paths);  // a column after the other
    std::vector<double> row(columns);
    Simulator simulator(plan);
    for (std::size_t path = 0; path < paths; ++path) {
        simulator.run(seed, path, row.data());
        for (std::size_t i = 0; i < columns; ++i) samples[i * paths + path] = row[i];
    }
    return hand_on(samples, columns, paths, count > 4 ? words[4] : nullptr);
}
