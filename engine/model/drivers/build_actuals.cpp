// What happened in the first months of the plan: actuals.csv (docs/model.md section 1, "Known
// months"). Amounts and values are entered where they belong: in flows, drivers and projects.
#include "building.hpp"
#include "coffer/random/elementary.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

enum class ActualKind {
    revenue,
    taxpayers,
    expenditure,
    sources,
    pipelines,
    spending,
    progress,
    drivers
};

const Choices<ActualKind>& actual_kinds() {
    static const Choices<ActualKind> kinds = {
        {"revenue", ActualKind::revenue},         {"taxpayers", ActualKind::taxpayers},
        {"expenditure", ActualKind::expenditure}, {"sources", ActualKind::sources},
        {"pipelines", ActualKind::pipelines},     {"spending", ActualKind::spending},
        {"progress", ActualKind::progress},       {"drivers", ActualKind::drivers}};
    return kinds;
}

/// What one thing was, month by month.
template <class Value>
struct History {
    Position first;  ///< its first row
    std::map<int, std::pair<Value, Position>> months;
};

struct FlowHistory : History<Money> {
    Flow* flow = nullptr;
};

/// Of a project: what it drew from which of its funding rows.
using Drawings = std::map<std::pair<std::size_t, std::size_t>, History<Money>>;

struct Progress {
    std::size_t stage = 0;
    double share = 0.0;
};

class ActualsReader {
  public:
    explicit ActualsReader(Building& building) : building_(building), model_(building.model) {}

    void read() {
        building_.each_row("actuals", [this](FieldReader& row) { read_row(row); });
        const auto table = building_.document.tables.find("actuals");
        const bool any = table != building_.document.tables.end() && !table->second.rows.empty();
        if (model_.known_months > 0 && !any && !building_.is_unread("actuals")) {
            building_.report.error(
                building_.document.settings_at,
                {"有 scenario.as_of，没有执行数", "there is scenario.as_of and no actuals"},
                {"截至那个月发生了什么，没有一行", "no row says what happened up to that month"},
                {"请加 actuals.csv（执行数），或删去 scenario.as_of。",
                 "Add actuals.csv, or delete scenario.as_of."});
        }
        if (building_.report.has_errors()) return;
        enter_flows();
        enter_drivers();
        enter_projects();
    }

  private:
    void read_row(FieldReader& row) {
        const auto kind = row.choice("kind", actual_kinds(), ActualKind::revenue);
        const auto month = row.month("month");
        if (!row.ok() || !month || !is_known(row, *month)) return;
        if (kind == ActualKind::drivers || kind == ActualKind::progress) {
            row.must_be_given({"value"}, {"这一类的执行数是数值", "what happened is a value"});
            row.must_be_blank({"amount"}, {"这一类没有金额", "it has no amount"});
        } else {
            row.must_be_given({"amount"}, {"这一类的执行数是金额", "what happened is an amount"});
            row.must_be_blank({"value"}, {"这一类没有数值", "it has no value"});
        }
        if (kind == ActualKind::spending) {
            row.must_be_given({"source"}, {"项目支出要说用的是谁的钱",
                                           "what a project spends comes from some source"});
        } else {
            row.must_be_blank({"source"}, {"只有项目支出有来源", "only spending has a source"});
        }
        if (kind == ActualKind::progress) {
            row.must_be_given({"stage"}, {"形象进度要说在哪个阶段", "progress is made in a stage"});
        } else {
            row.must_be_blank({"stage"}, {"只有形象进度有阶段", "only progress has a stage"});
        }
        if (!row.ok()) return;
        switch (kind) {
            case ActualKind::revenue:
                return read_flow(row, building_.revenue, model_.revenue, *month,
                                 [](RevenueLine& line) { return &line.flow; });
            case ActualKind::taxpayers:
                return read_flow(row, building_.taxpayers, model_.taxpayers, *month,
                                 [](Taxpayer& taxpayer) { return &taxpayer.output; });
            case ActualKind::expenditure:
                return read_flow(row, building_.expenditure, model_.expenditure, *month,
                                 [&row](ExpenditureLine& line) {
                                     if (!line.of_revenue) return &line.flow;
                                     refuse_share(row);
                                     return static_cast<Flow*>(nullptr);
                                 });
            case ActualKind::sources:
                return read_flow(row, building_.sources, model_.sources, *month,
                                 [&row](Source& source) {
                                     if (!source.unlimited) return &source.arrival;
                                     refuse_unlimited(row);
                                     return static_cast<Flow*>(nullptr);
                                 });
            case ActualKind::pipelines:
                return read_flow(row, building_.pipelines, model_.pipelines, *month,
                                 [](Pipeline& pipeline) { return &pipeline.need; });
            case ActualKind::spending:
                return read_spending(row, *month);
            case ActualKind::progress:
                return read_progress(row, *month);
            case ActualKind::drivers:
                return read_driver(row, *month);
        }
    }

    static void refuse_share(FieldReader& row) {
        row.error("id", {"这一行按收入计提", "the line is a share of revenue"},
                  {"它的金额由收入的执行数算出", "its amount follows from what revenue was"},
                  {"请只写收入的执行数。", "Give what the revenue was."});
    }

    static void refuse_unlimited(FieldReader& row) {
        row.error("id", {"这个来源没有年度额度", "the source has no annual amount"},
                  {"用多少到多少", "it arrives when it is drawn"},
                  {"请写项目支出（spending）。", "Write what projects drew, as spending."});
    }

    [[nodiscard]] bool is_known(FieldReader& row, int month) {
        if (month >= 0 && month < model_.known_months) return true;
        if (building_.document.unread_keys.contains("scenario.as_of")) return false;
        const Text why =
            month < 0 ? say("规划从 {} 开始", "the plan begins in {}", to_string(model_.start()))
            : model_.known_months == 0
                ? Text{"没有写 scenario.as_of（执行截至）", "there is no scenario.as_of"}
                : say("scenario.as_of 是 {}", "scenario.as_of is {}",
                      to_string(month_after(model_.start(), model_.known_months - 1)));
        row.error("month",
                  month < 0 ? Text{"早于规划期", "the month lies before the plan"}
                            : Text{"晚于执行截至月", "the month lies after what is known"},
                  why,
                  month < 0 ? Text{"以前的数请写进期初余额和上年数。",
                                   "What came before belongs into opening balances and bases."}
                            : say("请在 scenario.toml 写 as_of = \"{0}\" 或更晚，或删去这一行。",
                                  "Write as_of = \"{0}\" or later in scenario.toml, or delete the "
                                  "row.",
                                  to_string(month_after(model_.start(), month))));
        return false;
    }

    template <class Value>
    void enter(FieldReader& row, History<Value>& history, int month, Value value) {
        const Position& at = row.at("month");
        if (history.months.empty()) history.first = at;
        const auto [place, is_new] = history.months.emplace(month, std::pair(value, at));
        if (is_new) return;
        row.error("month", {"这个月写了两次", "the month stands twice"},
                  say("已在 {}", "it stands at {}", where(place->second.second)),
                  {"请删去一行。", "Delete one."});
    }

    template <class Entity, class FlowOf>
    void read_flow(FieldReader& row, const Names& names, std::vector<Entity>& entities, int month,
                   FlowOf flow_of) {
        const auto index = building_.refer(row, "id", names);
        const Money amount = row.amount("amount");
        if (!index || *index >= entities.size() || !row.ok()) return;
        Flow* flow = flow_of(entities[*index]);
        if (flow == nullptr) return;
        FlowHistory& history = flows_[{names.table, *index}];
        history.flow = flow;
        enter(row, history, month, amount);
    }

    void read_spending(FieldReader& row, int month) {
        const auto project = building_.refer(row, "id", building_.projects);
        const auto source = building_.refer(row, "source", building_.sources);
        const Money amount = row.amount("amount");
        if (!project || !source || *project >= model_.projects.size() || !row.ok()) return;
        if (!costs(row, model_.projects[*project])) return;
        const auto& funding = model_.projects[*project].funding;
        const auto used = std::find_if(funding.begin(), funding.end(), [&](const Funding& each) {
            return each.source.value == *source;
        });
        if (used == funding.end()) {
            if (building_.is_unread("funding")) return;
            row.error("source",
                      say("项目 {} 不能用来源 {}", "project {} may not draw on source {}",
                          quote(row.raw("id")), quote(row.raw("source"))),
                      {"funding.csv 没有这一对", "funding.csv has no such pair"},
                      {"请在 funding.csv 加一行，或改正来源。",
                       "Add the row to funding.csv, or correct the source."});
            return;
        }
        const auto place = static_cast<std::size_t>(used - funding.begin());
        enter(row, drawings_[{*project, place}], month, amount);
    }

    /// Projects without cost are not known: nothing that is counted follows from them alone.
    [[nodiscard]] static bool costs(FieldReader& row, const Project& project) {
        if (project.total_investment != Money{}) return true;
        row.error("id", say("项目 {} 没有投资", "project {} costs nothing", quote(project.id)),
                  {"不花钱的项目不写执行数", "of a project without cost nothing can be known"},
                  {"请按实际进度改写它的阶段。", "Rewrite its stages as they stand."});
        return false;
    }

    void read_progress(FieldReader& row, int month) {
        const auto index = building_.refer(row, "id", building_.projects);
        const auto kind = row.choice("stage", stage_choices(), StageKind::construction);
        const double share = row.share("value");
        if (!index || *index >= model_.projects.size() || !row.ok()) return;
        const Project& project = model_.projects[*index];
        if (!costs(row, project)) return;
        const auto stage = std::find_if(project.stages.begin(), project.stages.end(),
                                        [&](const Stage& each) { return each.kind == kind; });
        if (stage == project.stages.end()) {
            if (building_.is_unread("stages")) return;
            row.error("stage",
                      say("项目 {} 没有阶段 {}", "project {} has no stage {}", quote(project.id),
                          quote(row.raw("stage"))),
                      {"stages.csv 没有这一行", "stages.csv has no such row"},
                      {"请改正阶段。", "Correct the stage."});
            return;
        }
        const auto place = static_cast<std::size_t>(stage - project.stages.begin());
        enter(row, progress_[*index], month, Progress{place, share});
    }

    void read_driver(FieldReader& row, int month) {
        const auto index = building_.refer(row, "id", building_.drivers);
        if (!index || *index >= model_.drivers.size()) return;
        const bool growth = model_.drivers[*index].kind == Driver::Kind::growth;
        const double value =
            row.ratio("value", 0.0, growth ? ranges::mean_growth : ranges::mean_rate);
        if (row.ok()) enter(row, drivers_[*index], month, value);
    }

    /// Each month must be there: what is not written is not zero.
    template <class Value>
    [[nodiscard]] bool is_whole(const History<Value>& history) {
        std::string missing;
        int count = 0;
        for (int month = 0; month < model_.known_months; ++month) {
            if (history.months.contains(month)) continue;
            if (++count <= 3) {
                missing += (count > 1 ? ", " : "") + to_string(month_after(model_.start(), month));
            }
        }
        if (count == 0) return true;
        if (count > 3) missing += " …";
        building_.report.error(
            history.first, say("执行数缺 {} 个月：{}", "{} months are missing: {}", count, missing),
            {"执行截至月以前各月都要有；没有发生写 0",
             "every month up to scenario.as_of must be there; what did not happen is 0"},
            {"请补上这些月份。", "Add these months."});
        return false;
    }

    void enter_flows() {
        for (auto& [line, history] : flows_) {
            if (!is_whole(history)) continue;
            for (const auto& [month, known] : history.months) {
                history.flow->known.push_back(known.first);
            }
        }
    }

    /// A growth over the same month a year earlier is the rise of the log index over these twelve
    /// months, the year before the plan standing at 0.
    void enter_drivers() {
        for (auto& [index, history] : drivers_) {
            if (!is_whole(history)) continue;
            Driver& driver = model_.drivers[index];
            if (driver.kind == Driver::Kind::rate) {
                for (const auto& [month, known] : history.months) {
                    driver.known.push_back(known.first);
                }
                continue;
            }
            std::vector<double> index_of;
            double mean_index = 0.0, before = 0.0;
            for (const auto& [month, known] : history.months) {
                const auto m = static_cast<std::size_t>(month);
                const double mean = driver.mean[m / 12];
                if (m % 12 == 0) mean_index += random::logarithm(1.0 + mean);
                const double year_before = m >= 12 ? index_of[m - 12] : 0.0;
                index_of.push_back(year_before + random::logarithm(1.0 + known.first));
                const double beyond = index_of.back() - mean_index;
                driver.known.push_back(mean + 12.0 * (beyond - before));
                before = beyond;
            }
        }
    }

    void enter_projects() {
        if (drawings_.empty() && progress_.empty()) return;
        const auto months = static_cast<std::size_t>(model_.known_months);
        for (std::size_t p = 0; p < model_.projects.size(); ++p) {
            Project& project = model_.projects[p];
            if (project.total_investment == Money{}) continue;
            ProjectActuals actuals;
            actuals.drawn.assign(project.funding.size(), std::vector<Money>(months));
            for (std::size_t row = 0; row < project.funding.size(); ++row) {
                const auto drawing = drawings_.find({p, row});
                if (drawing == drawings_.end()) continue;
                for (const auto& [month, known] : drawing->second.months) {
                    actuals.drawn[row][static_cast<std::size_t>(month)] = known.first;
                }
            }
            if (const auto found = progress_.find(p); found != progress_.end()) {
                enter_progress(found->second, project, actuals);
            } else {
                warn_of_standstill(p);
            }
            project.actuals = std::move(actuals);
        }
        check_sources();
    }

    /// Money that was spent without any work: mostly a row that is missing.
    void warn_of_standstill(std::size_t p) {
        const auto drawing = drawings_.lower_bound({p, 0});
        if (drawing == drawings_.end() || drawing->first.first != p) return;
        building_.report.warning(
            drawing->second.first,
            say("项目 {} 有支出，没有形象进度", "project {} spent and has no progress",
                quote(model_.projects[p].id)),
            {"到执行截至月为止当作没有动工，完工会推迟",
             "it is taken to have stood still up to scenario.as_of, so it finishes later"},
            {"请加类别为 progress（形象进度）的一行。", "Add a row of kind progress."});
    }

    void enter_progress(const History<Progress>& history, const Project& project,
                        ProjectActuals& actuals) {
        for (const auto& [month, known] : history.months) {
            const auto& [progress, at] = known;
            if (progress.stage == 0 && progress.share < project.progress) {
                building_.report.error(
                    at, {"形象进度倒退了", "progress goes backwards"},
                    say("{} 的 progress 说规划开始时已完成 {:.4g}%",
                        "progress at {} says that {:.4g} % was done when the plan began",
                        where(building_.projects.entries.at(project.id).at),
                        100.0 * project.progress),
                    {"请核对两处。", "Check both."});
                continue;
            }
            if (!actuals.progress.empty()) {
                const auto& last = actuals.progress.back();
                if (progress.stage < last.stage ||
                    (progress.stage == last.stage && progress.share < last.share)) {
                    const Position& earlier = history.months.at(last.month).second;
                    building_.report.error(
                        at, {"形象进度倒退了", "progress goes backwards"},
                        say("{} 已写到更后", "{} says that it had come further", where(earlier)),
                        {"请核对两行。", "Check both rows."});
                    continue;
                }
            }
            actuals.progress.push_back({month, progress.stage, progress.share});
        }
    }

    /// What was drawn must have arrived.
    void check_sources() {
        for (std::size_t s = 0; s < model_.sources.size(); ++s) {
            const Source& source = model_.sources[s];
            if (source.unlimited) continue;
            const Position* drawn_at = nullptr;
            std::int64_t drawn = 0;
            for (const auto& [place, history] : drawings_) {
                if (model_.projects[place.first].funding[place.second].source.value != s) continue;
                for (const auto& [month, known] : history.months) {
                    drawn += known.first.fen();
                    drawn_at = &known.second;
                }
            }
            if (drawn_at == nullptr || drawn == 0) continue;
            if (source.arrival.known.empty()) {
                building_.report.error(*drawn_at,
                                       say("来源 {} 没有到账的执行数",
                                           "of source {} no arrivals are known", quote(source.id)),
                                       {"用了它的钱，就要知道到了多少",
                                        "projects drew on it, so what arrived must be known too"},
                                       {"请加类别为 sources（资金到账）的各月执行数。",
                                        "Add rows of kind sources for each month."});
                continue;
            }
            std::int64_t arrived = 0;
            for (const Money amount : source.arrival.known) arrived += amount.fen();
            const bool receives =
                std::any_of(model_.receipts.begin(), model_.receipts.end(),
                            [s](const Receipt& receipt) { return receipt.source.value == s; });
            if (drawn <= arrived || receives) continue;
            building_.report.error(
                *drawn_at,
                say("来源 {} 共到账 {}，项目用了 {}",
                    "of source {} {} arrived and projects drew {}", quote(source.id),
                    scenario::exact_money_text(static_cast<double>(arrived) / 100.0,
                                               money_unit(building_.frame.unit)),
                    scenario::exact_money_text(static_cast<double>(drawn) / 100.0,
                                               money_unit(building_.frame.unit))),
                say("到账的执行数在 {}", "what arrived stands at {}",
                    where(flows_.at({building_.sources.table, s}).first)),
                {"请核对到账和支出。", "Check arrivals and spending."});
        }
    }

    Building& building_;
    Model& model_;
    std::map<std::pair<std::string, std::size_t>, FlowHistory> flows_;  ///< by table and index
    std::map<std::size_t, History<double>> drivers_;
    Drawings drawings_;
    std::map<std::size_t, History<Progress>> progress_;
};

}  // namespace

void build_actuals(Building& building) { ActualsReader(building).read(); }

}  // namespace coffer::model
