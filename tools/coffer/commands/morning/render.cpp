#include "render.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "coffer/report/figures.hpp"
#include "coffer/report/text_table.hpp"

namespace coffer::tool {
namespace {

using batch::Morning;
using batch::Moved;
using batch::Reason;
using report::Align;
using report::TextTable;

struct ReasonName {
    const char* id;
    Text name;
};

const std::array<ReasonName, 6>& reasons() {
    static const std::array<ReasonName, 6> names{
        {{"added", {"新增", "added"}},
         {"removed", {"不再有", "removed"}},
         {"inputs", {"方案文件变了", "files of the plan"}},
         {"changes", {"变体的改动变了", "changes of the variant"}},
         {"settings", {"种子、路径数或保留内容变了", "seed, paths or what is kept"}},
         {"program", {"只是程序变了", "the program only"}}}};
    return names;
}
const ReasonName& name_of(Reason reason) { return reasons()[static_cast<std::size_t>(reason)]; }

const std::map<std::string, Text>& events() {
    static const std::map<std::string, Text> names{
        {"cash_below_floor", {"库款低于底线", "cash below its floor"}},
        {"arrears", {"出现欠付", "arrears"}},
        {"restructuring_general", {"一般债务触发重整", "restructuring (general)"}},
        {"restructuring_special", {"专项债务触发重整", "restructuring (special)"}}};
    return names;
}

class Page {
  public:
    explicit Page(Language language) : language_(language) {}

    [[nodiscard]] std::string say(const char* zh, const char* en) const {
        return language_ == Language::chinese ? zh : en;
    }
    template <class... Arguments>
    void line(const char* zh, const char* en, const Arguments&... arguments) {
        text_ += fmt::format(fmt::runtime(say(zh, en)), arguments...) + "\n";
    }
    void table(const TextTable& table) { text_ += table.render(); }
    [[nodiscard]] std::string item(const std::string& plan, const std::string& variant) const {
        return report::printable(variant.empty() ? plan : plan + " [" + variant + "]");
    }
    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    Language language_;
    std::string text_;
};

constexpr std::size_t most_rows = 20;

template <class Row>
std::size_t shown(const std::vector<Row>& rows) {
    return std::min(rows.size(), most_rows);
}

void rest(const Page& page, std::size_t all, TextTable& table) {
    if (all <= most_rows) return;
    table.add_note(fmt::format(
        fmt::runtime(page.say("……另有 {} 行，见 --json", "... and {} more; --json has them")),
        all - most_rows));
}

std::string moved_id(const Moved& moved, Language language) {
    if (moved.year > 0) {
        const std::string& name = moved.name.in(language);
        return report::printable((name.empty() ? moved.id : name) + " " +
                                 std::to_string(moved.year));
    }
    const auto event = events().find(moved.id);
    return event == events().end() ? moved.id : event->second.in(language);
}

void moved_table(Page& page, const std::vector<Moved>& rows, const std::string& what) {
    TextTable table({{page.say("方案", "plan"), Align::left},
                     {what, Align::left},
                     {page.say("前一夜", "night before")},
                     {page.say("这一夜", "this night")},
                     {page.say("误差", "error")}});
    for (std::size_t i = 0; i < shown(rows); ++i) {
        const Moved& row = rows[i];
        table.add({page.item(row.plan, row.variant), moved_id(row, page.language()),
                   report::probability(row.before), report::probability(row.now),
                   report::percent(row.error)});
    }
    rest(page, rows.size(), table);
    page.table(table);
}

void head(const Morning& morning, Page& page) {
    const auto& counts = morning.counts;
    page.line("{} {}：{} 项，完成 {}，方案有错 {}，失败 {}",
              "{} {}: {} items, done {}, with mistakes {}, failed {}",
              report::printable(morning.night), report::printable(morning.name.in(page.language())),
              counts.all(), counts.done, counts.invalid, counts.failed);
    if (morning.incomplete) {
        page.line("注意：其后的 {} 没有算完", "Note: {}, after it, has not been completed",
                  report::printable(*morning.incomplete));
    }
}

void changes(const Morning& morning, Page& page) {
    if (!morning.before) {
        page.line("之前没有完整的一夜，无从比较",
                  "There is no complete night before it to compare "
                  "with");
        return;
    }
    page.line("与 {} 相比：{} 项没有变", "Against {}: {} items unchanged",
              report::printable(*morning.before), morning.unchanged);
    std::map<Reason, std::size_t> counts;
    for (const auto& change : morning.changes) ++counts[change.reason];
    for (const auto& [reason, count] : counts) {
        page.line("  {}：{} 项", "  {}: {} items", name_of(reason).name.in(page.language()), count);
    }
    std::vector<const batch::PlanChange*> named;
    for (const auto& change : morning.changes) {
        if (change.reason != Reason::program) named.push_back(&change);
    }
    if (named.empty()) return;
    TextTable table({{page.say("方案", "plan"), Align::left},
                     {page.say("原因", "why"), Align::left},
                     {page.say("文件", "files"), Align::left, 60}});
    for (std::size_t i = 0; i < shown(named); ++i) {
        std::string files;
        for (const std::string& file : named[i]->files) files += (files.empty() ? "" : " ") + file;
        table.add({page.item(named[i]->plan, named[i]->variant),
                   name_of(named[i]->reason).name.in(page.language()), report::printable(files)});
    }
    rest(page, named.size(), table);
    page.table(table);
}

void moved(const Morning& morning, Page& page) {
    if (!morning.before) return;
    if (morning.falls.empty()) {
        page.line("没有目标的实现概率下降超过误差", "No target fell by more than its error");
    } else {
        page.line("实现概率下降超过误差的目标 {} 个：",
                  "Targets that fell by more than their error "
                  "({}):",
                  morning.falls.size());
        moved_table(page, morning.falls, page.say("目标", "target"));
    }
    if (!morning.rises.empty()) {
        page.line("上升超过误差的目标 {} 个", "Targets that rose by more than their error: {}",
                  morning.rises.size());
    }
    if (!morning.new_hits.empty()) {
        page.line("发生概率上升超过误差的事件 {} 个：",
                  "Events that have become likelier by more than their error ({}):",
                  morning.new_hits.size());
        moved_table(page, morning.new_hits, page.say("事件", "event"));
    }
}

void troubles(const Morning& morning, Page& page) {
    if (morning.troubles.empty()) return;
    page.line("没有结果的 {} 项：", "Without results ({}):", morning.troubles.size());
    TextTable table({{page.say("方案", "plan"), Align::left},
                     {page.say("错误数", "mistakes")},
                     {page.say("位置", "place"), Align::left},
                     {page.say("第一个", "the first"), Align::left, 60}});
    for (std::size_t i = 0; i < shown(morning.troubles); ++i) {
        const auto& row = morning.troubles[i];
        table.add({page.item(row.plan, row.variant),
                   row.invalid ? std::to_string(row.errors) : page.say("失败", "failed"),
                   report::printable(row.place), report::printable(row.what.in(page.language()))});
    }
    rest(page, morning.troubles.size(), table);
    page.table(table);
}

void worst(const Morning& morning, Page& page) {
    if (morning.worst.empty()) return;
    page.line("最需要关注的方案（不加变体；概率以整个计划期计）：",
              "Plans to look at first (as they are; probabilities over the whole plan):");
    TextTable table({{page.say("方案", "plan"), Align::left},
                     {page.say("名称", "name"), Align::left},
                     {page.say("欠付", "arrears")},
                     {page.say("低于底线", "below floor")},
                     {page.say("末年红档", "red, last year")},
                     {page.say("最低目标", "lowest target")}});
    const auto cell = [](const std::optional<double>& value) {
        return value ? report::probability(*value) : std::string("-");
    };
    for (const auto& row : morning.worst) {
        table.add({report::printable(row.plan), report::printable(row.name.in(page.language())),
                   cell(row.arrears), cell(row.below_floor), cell(row.red),
                   cell(row.lowest_target)});
    }
    page.table(table);
}

using Json = nlohmann::ordered_json;

Json json_of(const Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }
Json json_of(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json json_of(const std::vector<Moved>& rows, const char* id) {
    Json list = Json::array();
    for (const Moved& row : rows) {
        Json json = {{"plan", row.plan}, {"variant", row.variant}, {id, row.id}};
        if (row.year > 0) {
            json["name"] = json_of(row.name);
            json["year"] = row.year;
        }
        json["before"] = row.before;
        json["now"] = row.now;
        json["error"] = row.error;
        list.push_back(std::move(json));
    }
    return list;
}

}  // namespace

std::string morning_text(const Morning& morning, Language language) {
    Page page(language);
    head(morning, page);
    changes(morning, page);
    moved(morning, page);
    troubles(morning, page);
    worst(morning, page);
    return page.text();
}

std::string morning_json(const Morning& morning) {
    const auto& counts = morning.counts;
    Json json = {{"night", morning.night},
                 {"name", json_of(morning.name)},
                 {"before", morning.before ? Json(*morning.before) : Json(nullptr)},
                 {"incomplete", morning.incomplete ? Json(*morning.incomplete) : Json(nullptr)},
                 {"alerts", morning.alerts()},
                 {"items", counts.all()},
                 {"done", counts.done},
                 {"invalid", counts.invalid},
                 {"failed", counts.failed},
                 {"unchanged", morning.unchanged}};
    json["changes"] = Json::array();
    for (const auto& change : morning.changes) {
        json["changes"].push_back({{"plan", change.plan},
                                   {"variant", change.variant},
                                   {"reason", name_of(change.reason).id},
                                   {"files", change.files}});
    }
    json["falls"] = json_of(morning.falls, "target");
    json["rises"] = json_of(morning.rises, "target");
    json["new_hits"] = json_of(morning.new_hits, "event");
    json["troubles"] = Json::array();
    for (const auto& trouble : morning.troubles) {
        json["troubles"].push_back({{"plan", trouble.plan},
                                    {"variant", trouble.variant},
                                    {"state", trouble.invalid ? "invalid" : "failed"},
                                    {"mistakes", trouble.errors},
                                    {"place", trouble.place},
                                    {"what", json_of(trouble.what)}});
    }
    json["worst"] = Json::array();
    for (const auto& standing : morning.worst) {
        json["worst"].push_back({{"plan", standing.plan},
                                 {"name", json_of(standing.name)},
                                 {"p_arrears", json_of(standing.arrears)},
                                 {"p_below_floor", json_of(standing.below_floor)},
                                 {"p_red_last_year", json_of(standing.red)},
                                 {"p_lowest_target", json_of(standing.lowest_target)}});
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace coffer::tool
