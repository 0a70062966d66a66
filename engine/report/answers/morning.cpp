// What a reader wants to know in the morning.
#include <algorithm>
#include <array>
#include <map>

#include "coffer/analysis/measure.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/morning_answer.hpp"
#include "pieces.hpp"

namespace coffer::report {
namespace {

using batch::Morning;
using batch::Moved;
using batch::Reason;
using results::AnswerColumn;
using results::Chart;
using results::Drawn;
using results::Quantity;
using results::Sheet;

constexpr std::size_t morning_rows = 20;

struct ReasonName {
    const char* id;
    Text name;
};

const ReasonName& reason_name(Reason reason) {
    static const std::array<ReasonName, 6> names{
        {{"added", {"新增", "added"}},
         {"removed", {"不再有", "removed"}},
         {"inputs", {"方案文件变了", "files of the plan"}},
         {"changes", {"变体的改动变了", "changes of the variant"}},
         {"settings", {"种子、路径数或保留内容变了", "seed, paths or what is kept"}},
         {"program", {"只是程序变了", "the program only"}}}};
    return names[static_cast<std::size_t>(reason)];
}

const AnswerColumn column_of_plan{"plan", {"方案", "Plan"}, false, false, true, 34};
const AnswerColumn column_of_variant{"variant", {"变体", "Variant"}, false, false, true, 16};

Sheet changes_sheet(const Morning& morning) {
    Sheet sheet{"changes",
                {"变了的方案", "What changed"},
                {column_of_plan,
                 column_of_variant,
                 {"reason", {"原因", "Why"}, false, true, true, 30},
                 {"files", {"文件", "Files"}, false, false, true, 60}},
                {},
                {}};
    for (const auto& change : morning.changes) {
        // A new program changes every item: told in a sentence.
        if (change.reason == Reason::program) continue;
        std::string files;
        for (const std::string& file : change.files) files += (files.empty() ? "" : " ") + file;
        sheet.rows.push_back(
            {{results::words(change.plan), results::words(change.variant),
              results::words(reason_name(change.reason).name), results::words(files)},
             sheet.rows.size() < morning_rows});
    }
    return sheet;
}

/// Probabilities that moved by more than their error: of targets, or of events.
Sheet moves_of_night(std::string id, Text title, const std::vector<Moved>& moved, bool targets) {
    Sheet sheet{std::move(id), std::move(title), {column_of_plan, column_of_variant}, {}, {}};
    if (targets) {
        sheet.columns.push_back({"target", {}, false, false, false});
        sheet.columns.push_back({"name", {"目标", "Target"}, false, true, true, 34});
        sheet.columns.push_back({"period", {"时期", "Period"}});
    } else {
        sheet.columns.push_back({"event", {}, false, false, false});
        sheet.columns.push_back({"name", {"事件", "Event"}, false, true, true, 34});
    }
    sheet.columns.push_back({"before", {"前一夜", "Night before"}});
    sheet.columns.push_back({"now", {"这一夜", "This night"}});
    sheet.columns.push_back({"change", {"变化", "Change"}});
    sheet.columns.push_back({"error", {"误差", "Error"}});
    for (const Moved& each : moved) {
        results::AnswerRow row{
            {results::words(each.plan), results::words(each.variant), results::words(each.id)},
            sheet.rows.size() < morning_rows};
        if (targets) {
            row.cells.push_back(
                results::words(each.name.zh.empty() ? Text{each.id, each.id} : each.name));
            row.cells.push_back(
                results::words(each.period.empty() ? std::to_string(each.year) : each.period));
        } else {
            row.cells.push_back(results::words(analysis::event_name(each.id)));
        }
        row.cells.push_back(results::amount(Quantity::probability, each.before));
        row.cells.push_back(results::amount(Quantity::probability, each.now));
        row.cells.push_back(results::change_of(Quantity::probability, each.now - each.before));
        row.cells.push_back(results::amount(Quantity::ratio, each.error));
        sheet.rows.push_back(std::move(row));
    }
    Chart chart{.kind = Chart::Kind::dumbbells,
                .labels = {"plan", "variant", "name"},
                .values = {Drawn{"before"}, Drawn{"now"}}};
    if (targets) chart.labels.emplace_back("period");
    for (std::size_t row = 0; row < std::min(morning_rows, sheet.rows.size()); ++row) {
        chart.rows.push_back(row);
    }
    if (!chart.rows.empty()) sheet.charts.push_back(std::move(chart));
    return sheet;
}

Sheet troubles_sheet(const Morning& morning) {
    Sheet sheet{"troubles",
                {"没有结果的方案", "Without results"},
                {column_of_plan,
                 column_of_variant,
                 {"state", {"情况", "State"}, false, true},
                 {"mistakes", {"错误数", "Mistakes"}},
                 {"place", {"位置", "Place"}, false, false, true, 34},
                 {"what", {"第一个", "The first"}, false, true, true, 60, true}},
                {},
                {}};
    for (const auto& each : morning.troubles) {
        sheet.rows.push_back(
            {{results::words(each.plan), results::words(each.variant),
              results::words(each.invalid ? Text{"方案有错", "mistakes"} : Text{"失败", "failed"}),
              results::amount(Quantity::number, static_cast<double>(each.errors)),
              results::words(each.place), results::words(each.what)},
             sheet.rows.size() < morning_rows});
    }
    return sheet;
}

Sheet standings_sheet(const Morning& morning) {
    Sheet sheet{"worst",
                {"最需要关注的方案", "Plans to look at first"},
                {column_of_plan,
                 {"name", {"名称", "Name"}, false, true, true, 34},
                 {"p_arrears", {"欠付", "Arrears"}},
                 {"p_below_floor", {"低于底线", "Below floor"}},
                 {"p_red_last_year", {"末年红档", "Red, last year"}},
                 {"p_lowest_target", {"最低目标", "Lowest target"}}},
                {},
                {}};
    const auto cell = [](const std::optional<double>& value) {
        auto answered = results::amount(Quantity::probability, value);
        if (!value) answered.words = {"–", "–"};
        return answered;
    };
    for (const auto& each : morning.worst) {
        sheet.rows.push_back(
            {{results::words(each.plan), results::words(each.name), cell(each.arrears),
              cell(each.below_floor), cell(each.red), cell(each.lowest_target)}});
    }
    sheet.charts.push_back({.kind = Chart::Kind::points,
                            .labels = {"plan", "name"},
                            .values = {Drawn{"p_arrears", -1}, Drawn{"p_below_floor", -1},
                                       Drawn{"p_red_last_year", -1}, Drawn{"p_lowest_target", 1}}});
    if (!sheet.rows.empty()) {
        sheet.notes.push_back({"不加变体；概率以整个规划期计",
                               "plans as they are; probabilities over the whole plan"});
    }
    return sheet;
}

void add_morning_lead(const Morning& morning, results::Answer& answer) {
    const auto& counts = morning.counts;
    answer.lead.push_back(
        {fmt::format("{} {}：{} 项，完成 {}，方案有错 {}，失败 {}", morning.night, morning.name.zh,
                     counts.all(), counts.done, counts.invalid, counts.failed),
         fmt::format("{} {}: {} items, done {}, with mistakes {}, failed {}", morning.night,
                     morning.name.en, counts.all(), counts.done, counts.invalid, counts.failed)});
    if (morning.incomplete) {
        answer.lead.push_back(sentence("注意：其后的 {} 没有算完",
                                       "Note: {}, after it, has not been completed",
                                       *morning.incomplete));
    }
    if (!morning.before) {
        answer.lead.push_back({"之前没有完整的一夜，无从比较",
                               "There is no complete night before it to compare with"});
        return;
    }
    answer.lead.push_back(sentence("与 {} 相比：{} 项没有变", "Against {}: {} items unchanged",
                                   *morning.before, morning.unchanged));
    std::map<Reason, std::size_t> reasons;
    for (const auto& change : morning.changes) ++reasons[change.reason];
    for (const auto& [reason, count] : reasons) {
        const Text& name = reason_name(reason).name;
        answer.lead.push_back({fmt::format("{}：{} 项", name.zh, count),
                               fmt::format("{}: {} items", name.en, count)});
    }
    if (morning.falls.empty()) {
        answer.lead.push_back(
            {"没有目标的实现概率下降超过误差", "No target fell by more than its error"});
    }
    if (!morning.rises.empty()) {
        answer.lead.push_back(sentence("上升超过误差的目标 {} 个",
                                       "Targets that rose by more than their error: {}",
                                       morning.rises.size()));
    }
}

}  // namespace

std::string id_of(Reason reason) { return reason_name(reason).id; }

results::Answer morning_answer(const Morning& morning) {
    results::Answer answer;
    answer.in_files = false;
    add_morning_lead(morning, answer);
    answer.sheets.push_back(changes_sheet(morning));
    answer.sheets.push_back(moves_of_night(
        "falls", {"实现概率下降超过误差的目标", "Targets that fell by more than their error"},
        morning.falls, true));
    Sheet rises = moves_of_night(
        "rises", {"实现概率上升超过误差的目标", "Targets that rose by more than their error"},
        morning.rises, true);
    for (auto& row : rises.rows) row.shown = false;
    answer.sheets.push_back(std::move(rises));
    answer.sheets.push_back(moves_of_night(
        "new_hits",
        {"发生概率上升超过误差的事件", "Events that have become likelier by more than their error"},
        morning.new_hits, false));
    answer.sheets.push_back(troubles_sheet(morning));
    answer.sheets.push_back(standings_sheet(morning));
    return answer;
}

}  // namespace coffer::report
