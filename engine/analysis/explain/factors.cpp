#include "coffer/analysis/factors.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "coffer/base/contract.hpp"
#include "coffer/base/stream.hpp"
#include "coffer/model/thing_names.hpp"
#include "coffer/plan/sample.hpp"
#include "coffer/random/normal.hpp"
#include "coffer/random/philox.hpp"

namespace coffer::analysis {
namespace {

using random::Purpose;

/// Paths whose draws are made together.
constexpr int chunk = 64;

/// Uniforms of one number for all paths, under the key that the run used; the median of everything
/// where it held the stream there.
void uniforms_of(const kernel::Draws& draws, std::uint32_t stream, Purpose purpose, int number,
                 std::vector<double>& to) {
    COFFER_EXPECT(draws.steering() == nullptr);
    const auto key = draws.key(stream, purpose);
    if (key.median) {
        std::fill(to.begin(), to.end(), 0.5);
        return;
    }
    double block[chunk];
    for (std::size_t first = 0; first < to.size(); first += chunk) {
        random::draw_uniforms<chunk>(key.seed, first, stream, purpose,
                                     static_cast<std::uint32_t>(number), block);
        const std::size_t count = std::min<std::size_t>(chunk, to.size() - first);
        std::copy_n(block, count, to.begin() + static_cast<std::ptrdiff_t>(first));
    }
}

void to_normals(std::vector<double>& values) {
    for (double& value : values) value = random::normal_quantile(value);
}

/// The yearly mean of a driver's AR(1) deviation from the correlated innovations alone.
std::vector<double> driver_values(const plan::Plan& plan, const Factor& factor,
                                  const kernel::Draws& draws, std::size_t paths) {
    const auto& driver = plan.drivers[factor.driver];
    const auto& weights = plan.correlation_factor[factor.driver];
    std::vector<double> deviation(paths, driver.initial_deviation), sum(paths, 0.0);
    std::vector<double> normals(paths), shock(paths);
    const int last = 12 * (factor.number + 1);
    for (int month = 0; month < last; ++month) {
        std::fill(shock.begin(), shock.end(), 0.0);
        for (std::size_t other = 0; other <= factor.driver; ++other) {
            if (weights[other] == 0.0) continue;
            uniforms_of(draws, plan.drivers[other].stream, Purpose::driver_innovation, month,
                        normals);
            to_normals(normals);
            for (std::size_t path = 0; path < paths; ++path) {
                shock[path] += weights[other] * normals[path];
            }
        }
        for (std::size_t path = 0; path < paths; ++path) {
            deviation[path] =
                driver.persistence * deviation[path] + driver.innovation_sd * shock[path];
            if (month >= last - 12) sum[path] += deviation[path] / 12.0;
        }
    }
    return sum;
}

/// The correlated normals of one number of a shock, added to `to` with `weight`.
void add_shock_normals(const plan::Plan& plan, const std::vector<plan::WeightPlan>& factor,
                       bool yearly, const kernel::Draws& draws, Purpose purpose, int number,
                       double weight, std::vector<double>& to) {
    const std::size_t drivers = yearly ? 0 : plan.drivers.size();
    std::vector<double> normals(to.size());
    for (const auto& [from, share] : factor) {
        const auto stream =
            from < drivers ? plan.drivers[from].stream : plan.shocks[from - drivers].stream;
        uniforms_of(draws, stream, purpose, number, normals);
        to_normals(normals);
        for (std::size_t path = 0; path < to.size(); ++path) {
            to[path] += weight * share * normals[path];
        }
    }
}

/// The log of a line's own luck in a plan year, its months by their shares; without what is known
/// from few years only and without the shares of months.
std::vector<double> luck_values(const plan::Plan& plan, const plan::FlowPlan& flow, int year,
                                const kernel::Draws& draws, std::size_t paths) {
    const auto& walk = plan.walks[flow.walk];
    const auto& shock = plan.shocks[walk.shock];
    std::vector<double> luck(paths, 0.0);
    if (flow.transitory_sd > 0.0) {
        add_shock_normals(plan, shock.year_factor, true, draws, Purpose::flow_noise, year + 1,
                          flow.transitory_sd, luck);
        add_shock_normals(plan, shock.year_factor, true, draws, Purpose::flow_noise, 0,
                          -flow.transitory_sd, luck);
    }
    if (flow.walk_sd == 0.0) return luck;
    const std::size_t column = plan.drivers.size() + flow.walk;
    for (const auto& start : flow.starts) {
        if (start.walk != column) continue;
        add_shock_normals(plan, shock.factor, false, draws, Purpose::start, 0, start.level, luck);
        add_shock_normals(plan, shock.factor, false, draws, Purpose::start, 1, start.rest, luck);
    }
    std::vector<double> deviation(paths, 0.0), index(paths, 0.0), innovation(paths);
    add_shock_normals(plan, shock.factor, false, draws, Purpose::start, 0, 1.0, deviation);
    for (int month = 0; month < 12 * (year + 1); ++month) {
        std::fill(innovation.begin(), innovation.end(), 0.0);
        add_shock_normals(plan, shock.factor, false, draws, Purpose::driver_innovation, month,
                          walk.innovation_sd, innovation);
        const double share =
            month >= 12 * year ? flow.profile[static_cast<std::size_t>(month % 12)] : 0.0;
        for (std::size_t path = 0; path < paths; ++path) {
            deviation[path] = walk.persistence * deviation[path] + innovation[path];
            index[path] += deviation[path] / 12.0;
            luck[path] += flow.walk_sd * share * index[path];
        }
    }
    return luck;
}

/// The table that a line of the plan stands in: what projects bring and cost is compiled into
/// lines.
template <class Line>
const char* table_of(const Line& line, const char* own) {
    return line.income.any() ? "project_income" : own;
}

/// The lines that share one luck, told as the first of them.
struct LinesOfShock {
    LinesOfShock(std::size_t first, Text name_of_first)
        : first_factor(first), name(std::move(name_of_first)) {}

    std::size_t first_factor;  ///< place of its first year among the factors
    Text name;
    std::size_t count = 0;
};

class FactorList {
  public:
    FactorList(const plan::Plan& plan, const model::Model& model, int last_year)
        : plan_(plan), names_(model), last_year_(last_year) {}

    std::vector<Factor> all() {
        drivers();
        for (const auto& line : plan_.revenue) {
            flow("revenue/" + line.id, table_of(line, "revenue"), line.id, line.flow);
        }
        for (const auto& line : plan_.expenditure) {
            flow("expenditure/" + line.id, table_of(line, "expenditure"), line.id, line.flow);
        }
        for (const auto& payer : plan_.taxpayers) {
            flow("taxpayer/" + payer.id, "taxpayers", payer.id, payer.output);
            if (payer.hazard > 0.0) {
                monthly("taxpayer/" + payer.id + "#outage", outage_of(payer.id),
                        payer.output.stream, Purpose::outage_start);
            }
        }
        for (const auto& source : plan_.sources) {
            flow("source/" + source.id, "sources", source.id, source.arrival);
        }
        for (const auto& pipeline : plan_.pipelines) {
            flow("pipeline/" + pipeline.id, "pipelines", pipeline.id, pipeline.need);
        }
        for (const auto& series : plan_.economic_series) {
            flow("economy/" + series.id, "economy", series.id, series.flow);
        }
        receipts();
        projects();
        events();
        return std::move(factors_);
    }

  private:
    [[nodiscard]] std::string year(int plan_year) const {
        return std::to_string(plan_.first_year + plan_year);
    }
    void add(Factor factor) { factors_.push_back(std::move(factor)); }

    void drivers() {
        for (std::size_t d = 0; d < plan_.drivers.size(); ++d) {
            const auto& driver = plan_.drivers[d];
            if (driver.innovation_sd == 0.0) continue;
            for (int y = 0; y <= last_year_; ++y) {
                Factor factor;
                factor.kind = Factor::Kind::driver;
                factor.id = "driver/" + driver.id + "@" + year(y);
                const Text name = names_.of("drivers", driver.id);
                factor.name = {name.zh + " " + year(y), name.en + " " + year(y)};
                factor.stream = driver.stream;
                factor.purpose = Purpose::driver_innovation;
                factor.number = y;
                factor.driver = d;
                add(std::move(factor));
            }
        }
    }

    /// Lines of one shock have the same luck: it is one chance, that of the first of them.
    void flow(const std::string& id, const char* table, const std::string& item,
              const plan::FlowPlan& flow) {
        if (flow.walk_sd == 0.0 && flow.transitory_sd == 0.0) return;
        const auto& shock = plan_.shocks[plan_.walks[flow.walk].shock];
        auto& lines = lines_of_.try_emplace(shock.stream, factors_.size(), names_.of(table, item))
                          .first->second;
        const Text& name = lines.name;
        ++lines.count;
        for (int y = 0; y <= last_year_; ++y) {
            if (lines.count > 1) {
                factors_[lines.first_factor + static_cast<std::size_t>(y)].name = {
                    fmt::format("{}等 {} 项 {} 年的共同波动", name.zh, lines.count, year(y)),
                    fmt::format("{} and {} more, shared luck of {}", name.en, lines.count - 1,
                                year(y))};
                continue;
            }
            Factor factor;
            factor.id = id + "@" + year(y);
            factor.name = {name.zh + " " + year(y) + " 年波动", name.en + ", luck of " + year(y)};
            factor.stream = shock.stream;
            factor.purpose = Purpose::flow_noise;
            factor.number = y;
            factor.flow = &flow;
            add(std::move(factor));
        }
    }

    [[nodiscard]] Text outage_of(const std::string& taxpayer) const {
        const Text name = names_.of("taxpayers", taxpayer);
        return {name.zh + " 停产", name.en + ", outage"};
    }
    void monthly(const std::string& id, const Text& name, std::uint32_t stream, Purpose purpose) {
        Factor factor;
        factor.kind = Factor::Kind::chance;
        factor.id = id;
        factor.name = name;
        factor.stream = stream;
        factor.purpose = purpose;
        factor.number = 12 * (last_year_ + 1);
        add(std::move(factor));
    }

    void single(const std::string& id, const Text& name, std::uint32_t stream, Purpose purpose,
                int number, Factor::Kind kind) {
        Factor factor;
        factor.kind = kind;
        factor.id = id;
        factor.name = name;
        factor.stream = stream;
        factor.purpose = purpose;
        factor.number = number;
        add(std::move(factor));
    }

    void receipts() {
        for (const auto& receipt : plan_.receipts) {
            const Text& name = receipt.name;
            if (receipt.probability < 1.0) {
                single("receipt/" + receipt.id, {name.zh + " 到位与否", name.en + ", comes or not"},
                       receipt.stream, Purpose::receipt_happens, 0, Factor::Kind::receipt);
            }
            single("receipt/" + receipt.id + "#amount", {name.zh + " 金额", name.en + ", amount"},
                   receipt.stream, Purpose::receipt_amount, 0, Factor::Kind::receipt);
        }
    }

    void projects() {
        static const std::map<model::StageKind, Text> stage_names = {
            {model::StageKind::reserve, {"储备", "reserve"}},
            {model::StageKind::approval, {"审批", "approval"}},
            {model::StageKind::land, {"用地", "land"}},
            {model::StageKind::construction, {"施工", "construction"}},
            {model::StageKind::commissioning, {"竣工验收", "commissioning"}}};
        const auto fixed = [](const plan::DistributionPlan& distribution) {
            return distribution.distribution.shape == model::Distribution::Shape::fixed;
        };
        for (const auto& project : plan_.projects) {
            for (std::size_t s = project.first_stage; s <= project.last_stage; ++s) {
                const auto& stage = plan_.stages[s];
                if (stage.closing || fixed(stage.duration)) continue;
                const Text& kind = stage_names.at(stage.kind);
                single("project/" + project.id + "#" + kind.en,
                       {project.name.zh + " " + kind.zh + "工期",
                        project.name.en + ", duration of " + kind.en},
                       project.stream, Purpose::stage_duration, static_cast<int>(stage.kind),
                       Factor::Kind::duration);
                factors_.back().drawn_from = &stage.duration;
                factors_.back().own = project.duration_shocks.own;
            }
            if (fixed(project.overrun)) continue;
            single("project/" + project.id + "#cost",
                   {project.name.zh + " 超概算", project.name.en + ", cost overrun"},
                   project.stream, Purpose::cost_overrun, 0, Factor::Kind::overrun);
            factors_.back().drawn_from = &project.overrun;
            factors_.back().own = project.cost_shocks.own;
        }
        for (const auto& operation : plan_.operations) {
            const Text name = names_.of("projects", operation.id);
            const std::string id = "project/" + operation.id;
            if (!fixed(operation.ramp_up)) {
                single(id + "#ramp_up", {name.zh + " 达产时间", name.en + ", ramp-up"},
                       operation.stream, Purpose::ramp_up, 0, Factor::Kind::duration);
                factors_.back().drawn_from = &operation.ramp_up;
            }
            if (operation.new_output <= 0.0) continue;
            if (!fixed(operation.factor)) {
                single(id + "#output", {name.zh + " 产值系数", name.en + ", output reached"},
                       operation.stream, Purpose::output_factor, 0, Factor::Kind::overrun);
                factors_.back().drawn_from = &operation.factor;
            }
            if (operation.probability < 1.0) {
                single(id + "#begins", {name.zh + " 投产与否", name.en + ", produces or not"},
                       operation.stream, Purpose::output_begins, 0, Factor::Kind::receipt);
            }
        }
        for (const auto& sector : plan_.sectors) {
            single("sector/" + sector.id,
                   {"行业共同因素 " + sector.id, "common to sector " + sector.id}, sector.stream,
                   Purpose::sector_shock, 0, Factor::Kind::common);
        }
        for (const int approved : plan_.approval_years) {
            const std::string when = std::to_string(approved);
            single("approved/" + when,
                   {when + " 年审批项目共同因素", "common to approvals of " + when},
                   plan_.projects_stream, Purpose::approval_year_shock, approved,
                   Factor::Kind::common);
        }
    }

    void events() {
        if (plan_.crisis_entry > 0.0) {
            monthly("crisis", {"危机发生", "crisis"}, plan_.drivers_stream, Purpose::crisis_change);
        }
        if (plan_.tier_rules) {
            monthly("market", {"债券市场关闭", "bond market closes"}, plan_.tier_rules->stream,
                    Purpose::market_change);
        }
        if (plan_.platform && plan_.platform->call_probability > 0.0) {
            monthly("platform", {"平台公司缺口转为财政支出", "platform shortfall called"},
                    plan_.platform->stream, Purpose::contingent_call);
        }
    }

    const plan::Plan& plan_;
    model::ThingNames names_;
    int last_year_;
    std::vector<Factor> factors_;
    std::map<std::uint32_t, LinesOfShock> lines_of_;  ///< by stream
};

/// Hands out shocks to groups: each to the first that has a line of it.
class ShocksLeft {
  public:
    explicit ShocksLeft(const plan::Plan& plan) : plan_(plan), given_(plan.shocks.size(), false) {}

    void give(const plan::FlowPlan& flow, std::vector<Group::Part>& parts) {
        if (flow.walk == plan::nowhere) return;
        const std::size_t shock = plan_.walks[flow.walk].shock;
        if (given_[shock]) return;
        given_[shock] = true;
        parts.push_back({plan_.shocks[shock].stream, {}});
    }

  private:
    const plan::Plan& plan_;
    std::vector<bool> given_;
};

}  // namespace

std::vector<Factor> factors_of(const plan::Plan& plan, const model::Model& model, int last_year) {
    return FactorList(plan, model, last_year).all();
}

std::vector<double> values_of(const plan::Plan& plan, const Factor& factor,
                              const kernel::Draws& draws, std::size_t paths) {
    if (factor.kind == Factor::Kind::driver) return driver_values(plan, factor, draws, paths);
    if (factor.kind == Factor::Kind::noise) {
        auto luck = luck_values(plan, *factor.flow, factor.number, draws, paths);
        for (double& value : luck) value = std::expm1(value);
        return luck;
    }
    std::vector<double> values(paths, 1.0);
    if (factor.kind == Factor::Kind::chance) {
        std::vector<double> uniforms(paths);
        for (int month = 0; month < factor.number; ++month) {
            uniforms_of(draws, factor.stream, factor.purpose, month, uniforms);
            for (std::size_t path = 0; path < paths; ++path) {
                values[path] = std::min(values[path], uniforms[path]);
            }
        }
        return values;
    }
    uniforms_of(draws, factor.stream, factor.purpose, factor.number, values);
    if (factor.kind == Factor::Kind::receipt) return values;
    to_normals(values);
    if (factor.drawn_from != nullptr) {
        // With what it shares with others at its median.
        for (double& value : values) {
            const double normal = factor.own * value;
            value = plan::sample(*factor.drawn_from, random::normal_probability(normal), normal);
        }
    }
    return values;
}

void Group::draw_with(const kernel::Draws::Key& key, kernel::Draws& draws) const {
    for (const Part& part : parts) {
        if (part.purposes.empty()) draws.choose(part.stream, key);
        for (const Purpose purpose : part.purposes) draws.choose(part.stream, purpose, key);
    }
}

std::vector<Group> groups_of(const plan::Plan& plan) {
    Group drivers{"drivers", {"宏观因子", "macro drivers"}, {{plan.drivers_stream, {}}}};
    for (const auto& driver : plan.drivers) drivers.parts.push_back({driver.stream, {}});
    ShocksLeft shocks(plan);
    Group revenue{"revenue", {"收入波动", "revenue noise"}, {}};
    for (const auto& line : plan.revenue) shocks.give(line.flow, revenue.parts);
    for (const auto& series : plan.economic_series) shocks.give(series.flow, revenue.parts);
    Group taxpayers{"taxpayers", {"重点税源（波动与停产）", "taxpayers (noise and outages)"}, {}};
    for (const auto& payer : plan.taxpayers) {
        taxpayers.parts.push_back({payer.output.stream, {}});
        shocks.give(payer.output, taxpayers.parts);
    }
    Group spending{"expenditure", {"支出波动", "expenditure noise"}, {}};
    for (const auto& line : plan.expenditure) shocks.give(line.flow, spending.parts);
    Group money{"money", {"项目资金到位", "money for projects"}, {}};
    for (const auto& source : plan.sources) shocks.give(source.arrival, money.parts);
    for (const auto& pipeline : plan.pipelines) shocks.give(pipeline.need, money.parts);
    for (const auto& receipt : plan.receipts) money.parts.push_back({receipt.stream, {}});
    for (const auto& funnel : plan.funnels) money.parts.push_back({funnel.stream, {}});
    Group durations{"durations", {"项目工期", "project durations"}, {}};
    Group costs{"costs", {"项目造价", "project costs"}, {}};
    Group operations{"operations", {"项目投产达产", "operation of projects"}, {}};
    Group common{"common", {"项目共同因素", "what projects have in common"}, {}};
    Group events{"events",
                 {"停建、缓建、市场与平台事件", "cancellations, hold-backs, market and platform"},
                 {}};
    for (const auto& project : plan.projects) {
        durations.parts.push_back({project.stream, {Purpose::stage_duration}});
        costs.parts.push_back({project.stream, {Purpose::cost_overrun}});
        events.parts.push_back(
            {project.stream, {Purpose::cancellation, Purpose::project_held_back}});
    }
    for (const auto& operation : plan.operations) {
        operations.parts.push_back(
            {operation.stream, {Purpose::ramp_up, Purpose::output_factor, Purpose::output_begins}});
    }
    for (const auto& sector : plan.sectors) common.parts.push_back({sector.stream, {}});
    if (!plan.approval_years.empty()) common.parts.push_back({plan.projects_stream, {}});
    if (plan.tier_rules) events.parts.push_back({plan.tier_rules->stream, {}});
    if (plan.platform) events.parts.push_back({plan.platform->stream, {}});
    std::vector<Group> groups;
    for (Group* group : {&drivers, &revenue, &taxpayers, &spending, &money, &durations, &costs,
                         &operations, &common, &events}) {
        if (!group->parts.empty()) groups.push_back(std::move(*group));
    }
    return groups;
}

namespace {

/// A shock has no name of its own: "land and 2 more, shared luck".
std::optional<Text> lines_of(const plan::Plan& plan, const model::ThingNames& names,
                             std::uint32_t stream) {
    std::optional<Text> name;
    std::size_t count = 0;
    const auto look = [&](const char* table, const std::string& id, const plan::FlowPlan& flow) {
        if (flow.walk_sd == 0.0 && flow.transitory_sd == 0.0) return;
        if (plan.shocks[plan.walks[flow.walk].shock].stream != stream) return;
        if (++count == 1) name = names.of(table, id);
    };
    for (const auto& line : plan.revenue) look(table_of(line, "revenue"), line.id, line.flow);
    for (const auto& line : plan.expenditure)
        look(table_of(line, "expenditure"), line.id, line.flow);
    for (const auto& source : plan.sources) look("sources", source.id, source.arrival);
    for (const auto& pipeline : plan.pipelines) look("pipelines", pipeline.id, pipeline.need);
    if (!name) return name;
    if (count == 1) return Text{name->zh + "的波动", name->en + ", luck"};
    return Text{fmt::format("{}等 {} 项的共同波动", name->zh, count),
                fmt::format("{} and {} more, shared luck", name->en, count - 1)};
}

}  // namespace

std::vector<Group> streams_of(const plan::Plan& plan, const model::Model& model) {
    const model::ThingNames names(model);
    std::vector<Group> streams;
    const auto add = [&](const std::string& kind, const char* table, const std::string& id,
                         std::uint32_t stream) {
        streams.push_back({kind + "/" + id, names.of(table, id), {{stream, {}}}});
    };
    for (const auto& driver : plan.drivers) add("driver", "drivers", driver.id, driver.stream);
    for (const auto& shock : plan.shocks) {
        const auto lines = lines_of(plan, names, shock.stream);
        streams.push_back(
            {"shock/" + shock.id, lines.value_or(Text{shock.id, shock.id}), {{shock.stream, {}}}});
    }
    for (const auto& payer : plan.taxpayers) {
        if (payer.hazard > 0.0) add("taxpayer", "taxpayers", payer.id, payer.output.stream);
    }
    for (const auto& receipt : plan.receipts) {
        add("receipt", "receipts", receipt.id, receipt.stream);
    }
    for (const auto& funnel : plan.funnels) add("funnel", "funnels", funnel.id, funnel.stream);
    for (const auto& project : plan.projects)
        add("project", "projects", project.id, project.stream);
    return streams;
}

}  // namespace coffer::analysis
