#include "coffer/report/answer_page.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "answer_charts.hpp"
#include "coffer/report/answer_text.hpp"
#include "coffer/report/figures.hpp"
#include "manifest_block.hpp"

namespace coffer::report {
namespace {

struct Question {
    std::string_view command, zh, en;
};

constexpr std::array<Question, 9> questions{{{"compare", "方案比较", "comparison"},
                                             {"stress", "压力测试", "stress test"},
                                             {"solve", "求解", "what it takes"},
                                             {"explain", "归因", "explanation"},
                                             {"repair", "补救", "repair"},
                                             {"optimise", "优化", "optimisation"},
                                             {"progress", "序时进度", "progress"},
                                             {"rare", "罕见事件", "rare event"},
                                             {"province", "各县合计", "counties together"}}};

Text name_of_question(std::string_view command) {
    for (const Question& question : questions) {
        if (question.command == command) {
            return {std::string(question.zh), std::string(question.en)};
        }
    }
    return {std::string(command), std::string(command)};
}

page::Cell cell_of(const results::Answered& cell, bool number, const results::Telling& telling) {
    Text text{cell_text(cell, telling, Language::chinese),
              cell_text(cell, telling, Language::english)};
    if (number) return page::Written{cell.value, std::move(text)};
    return text;
}

/// Of the rows that are shown, or of all.
page::TableBlock table_of(const results::Sheet& sheet, const results::Telling& telling, bool all) {
    page::TableBlock table;
    table.title = sheet.title;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
        if (!sheet.columns[i].shown) continue;
        places.push_back(i);
        const bool number = std::any_of(sheet.rows.begin(), sheet.rows.end(), [&](const auto& row) {
            return row.cells[i].quantity != results::Quantity::words;
        });
        table.columns.push_back({sheet.columns[i].title, std::nullopt, false, number});
    }
    for (const auto& row : sheet.rows) {
        if (!all && !row.shown) continue;
        std::vector<page::Cell> cells;
        for (std::size_t i = 0; i < places.size(); ++i) {
            cells.push_back(cell_of(row.cells[places[i]], table.columns[i].right, telling));
        }
        table.rows.push_back(std::move(cells));
    }
    return table;
}

/// Each on a line of its own.
Text notes_of(const results::Sheet& sheet) {
    Text text;
    for (const Text& note : sheet.notes) {
        text.zh += (text.zh.empty() ? "" : "\n") + note.zh;
        text.en += (text.en.empty() ? "" : "\n") + note.en;
    }
    return text;
}

/// What it draws, what readers look for first, and all of it for who opens it.
void add_section(const results::Sheet& sheet, const results::Telling& telling, page::Page& page) {
    page::TableBlock shown = table_of(sheet, telling, false);
    if (sheet.rows.empty() || shown.columns.empty()) return;
    page::Section section{sheet.id, sheet.title, charts_of(sheet, telling)};
    const std::size_t more = sheet.rows.size() - shown.rows.size();
    shown.note = notes_of(sheet);
    // A heat map is the table, with colours.
    for (page::Block& block : section.blocks) {
        auto* const heat = std::get_if<page::HeatBlock>(&block);
        if (heat == nullptr) continue;
        heat->note = shown.note;
        shown.rows.clear();
        break;
    }
    if (!shown.rows.empty()) section.blocks.emplace_back(std::move(shown));
    if (more > 0) {
        page::TableBlock all = table_of(sheet, telling, true);
        all.folded = true;
        const std::string count = std::to_string(all.rows.size());
        all.title = {"全部 " + count + " 行", "All " + count + " rows"};
        section.blocks.emplace_back(std::move(all));
    }
    page.sections.push_back(std::move(section));
}

page::TextBlock sentences(const std::vector<Text>& texts, page::Tone tone) {
    page::TextBlock block;
    for (const Text& text : texts) block.items.push_back({tone, text});
    return block;
}

}  // namespace

page::Page answer_page(const results::Answer& answer, const AnswerFrame& frame) {
    page::Page page;
    page.title = frame.title;
    page.subtitle = frame.subtitle;
    page.facts = frame.facts;
    page.unit = answer.telling.unit;
    page.start = answer.telling.start;
    if (!answer.lead.empty()) {
        page.sections.push_back(
            {"verdict", {"结论", "Verdict"}, {sentences(answer.lead, page::Tone::plain)}});
    }
    for (const results::Sheet& sheet : answer.sheets) {
        add_section(sheet, answer.telling, page);
    }
    page::Section last{"origin", {"说明与出处", "Remarks and origin"}, {}};
    if (!answer.last.empty()) {
        last.blocks.emplace_back(sentences(answer.last, page::Tone::note));
    }
    if (frame.origin) last.blocks.emplace_back(*frame.origin);
    if (!last.blocks.empty()) page.sections.push_back(std::move(last));
    return page;
}

page::Page answer_page(const results::Answer& answer, const results::Manifest& manifest) {
    const Text question = name_of_question(manifest.command);
    const std::string years = std::to_string(manifest.first_year) + "–" +
                              std::to_string(manifest.first_year + manifest.years - 1);
    const std::string paths = std::to_string(manifest.paths);
    const Text unit = unit_name(answer.telling.unit);
    page::Page page = answer_page(
        answer, AnswerFrame{{manifest.scenario_name.zh + " " + question.zh,
                             manifest.scenario_name.en + ": " + question.en},
                            {years + " 年，" + paths + " 条随机路径；金额单位" + unit.zh,
                             years + ", " + paths + " random paths; money in " + unit.en},
                            facts_of(manifest),
                            manifest_block(manifest)});
    page.start = manifest.start();
    page.command = without_folders(manifest.typed);
    return page;
}

}  // namespace coffer::report
