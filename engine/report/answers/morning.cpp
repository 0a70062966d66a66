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
    static const std::array<ReasonName, 8> names{
        {{"added", {"新增", "added"}},
         {"first", {"首次有结果", "results for the first time"}},
         {"again", {"恢复为上次有结果时的样子", "again as when it last had results"}},
         {"removed", {"不再有", "removed"}},
         {"inputs", {"方案文件变了", "files of the plan"}},
         {"changes", {"变体的改动变了", "changes of the variant"}},
         {"settings", {"种子、路径数或保留内容变了", "seed, paths or what is kept"}},
         {"program", {"只是程序变了", "the program only"}}}};
    return names[static_cast<std::size_t>(reason)];
}

const AnswerColumn column_of_plan{"plan", {"方案", "Plan"}, false, false, true, 34};
const AnswerColumn column_compared{"compared", {"对照的夜", "Compared with"}, false, false, true,
                                   16};
const AnswerColumn column_last{"last", {"上次有结果", "Last results"}, false, false, true, 16};
const AnswerColumn column_of_variant{"variant", {"变体", "Variant"}, false, false, true, 16};

Sheet changes_sheet(const Morning& morning) {
    Sheet sheet{"changes",
                {"变了的方案", "What changed"},
                {column_of_plan,
                 column_of_variant,
                 {"reason", {"原因", "Why"}, false, true, true, 40},
                 column_compared,
                 {"files", {"文件", "Files"}, false, false, true, 60}},
                {},
                {}};
    for (const auto& change : morning.changes) {
        // A new program changes every item: told in a sentence.
        if (change.reason == Reason::program) continue;
        std::string files;
        for (const std::string& file : change.files) files += (files.empty() ? "" : " ") + file;
        sheet.rows.push_back({{results::words(change.plan), results::words(change.variant),
                               results::words(reason_name(change.reason).name),
                               results::words(change.compared), results::words(files)},
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
    sheet.columns.push_back(column_compared);
    sheet.columns.push_back({"before", {"当时", "Then"}});
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
        row.cells.push_back(results::words(each.compared));
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

/// Plans that the night before had and this night has not.
Sheet gone_sheet(const Morning& morning) {
    Sheet sheet{"gone",
                {"不见了的方案", "Plans that have gone"},
                {column_of_plan, {"items", {"项数", "Items"}}, column_last},
                {},
                {}};
    for (const auto& each : morning.gone) {
        sheet.rows.push_back({{results::words(each.plan),
                               results::amount(Quantity::number, static_cast<double>(each.items)),
                               results::words(each.last.empty() ? Text{"从未", "never"}
                                                                : Text{each.last, each.last})},
                              sheet.rows.size() < morning_rows});
    }
    if (!sheet.rows.empty()) {
        sheet.notes.push_back(
            {"方案的文件夹或工作簿已不在，或批量文件的 plans 不再匹配它；这一夜没有它的结果",
             "the folder or workbook is no longer there, or no pattern of the night file reaches "
             "it; this night has no results of it"});
    }
    return sheet;
}

Sheet troubles_sheet(const Morning& morning) {
    Sheet sheet{"troubles",
                {"没有结果的方案", "Without results"},
                {column_of_plan,
                 column_of_variant,
                 {"state", {"情况", "State"}, false, true},
                 column_last,
                 {"mistakes", {"错误数", "Mistakes"}},
                 {"place", {"位置", "Place"}, false, false, true, 34},
                 {"what", {"第一个", "The first"}, false, true, true, 60, true}},
                {},
                {}};
    for (const auto& each : morning.troubles) {
        sheet.rows.push_back(
            {{results::words(each.plan), results::words(each.variant),
              results::words(each.invalid ? Text{"方案有错", "mistakes"} : Text{"失败", "failed"}),
              results::words(each.last.empty() ? Text{"从未", "never"}
                                               : Text{each.last, each.last}),
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
    if (!morning.gone.empty()) {
        answer.lead.push_back(sentence("注意：前一夜有而这一夜不见了的方案 {} 个",
                                       "Note: plans of the night before that have gone: {}",
                                       morning.gone.size()));
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
    const auto older = static_cast<std::size_t>(
        std::count_if(morning.changes.begin(), morning.changes.end(), [&](const auto& change) {
            return !change.compared.empty() && change.compared != *morning.before;
        }));
    if (older > 0) {
        answer.lead.push_back(
            sentence("其中 {} 项前一夜没有结果，与其上次有结果的一夜相比",
                     "Of these, {} had no results the night before and are compared with the last "
                     "night that has them",
                     older));
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
    answer.sheets.push_back(gone_sheet(morning));
    answer.sheets.push_back(troubles_sheet(morning));
    answer.sheets.push_back(standings_sheet(morning));
    return answer;
}

}  // namespace coffer::report
