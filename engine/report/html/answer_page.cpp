#include "coffer/report/answer_page.hpp"

#include <array>
#include <string_view>

#include "coffer/report/answer_text.hpp"
#include "coffer/report/figures.hpp"
#include "manifest_block.hpp"

namespace coffer::report {
namespace {

struct Question {
    std::string_view command, zh, en;
};

constexpr std::array<Question, 6> questions{{{"compare", "方案比较", "comparison"},
                                             {"stress", "压力测试", "stress test"},
                                             {"solve", "求解", "what it takes"},
                                             {"explain", "归因", "explanation"},
                                             {"repair", "补救", "repair"},
                                             {"optimise", "优化", "optimisation"}}};

Text name_of_question(std::string_view command) {
    for (const Question& question : questions) {
        if (question.command == command) {
            return {std::string(question.zh), std::string(question.en)};
        }
    }
    return {std::string(command), std::string(command)};
}

page::Cell cell_of(const results::Answered& cell, const results::Answer& answer) {
    const Text text{cell_text(cell, answer.telling, Language::chinese),
                    cell_text(cell, answer.telling, Language::english)};
    if (cell.quantity == results::Quantity::words || !cell.value) return text;
    return page::Written{*cell.value, text};
}

page::TableBlock table_of(const results::Sheet& sheet, const results::Answer& answer) {
    page::TableBlock table;
    table.title = sheet.title;
    for (const auto& column : sheet.columns) {
        if (column.shown) table.columns.push_back({column.title, std::nullopt, false});
    }
    for (const auto& row : sheet.rows) {
        std::vector<page::Cell> cells;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (sheet.columns[i].shown) cells.push_back(cell_of(row.cells[i], answer));
        }
        table.rows.push_back(std::move(cells));
    }
    for (const Text& note : sheet.notes) {
        table.note.zh += note.zh;
        table.note.en += (table.note.en.empty() ? "" : " ") + note.en;
    }
    return table;
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
        if (sheet.rows.empty()) continue;
        page.sections.push_back({sheet.id, sheet.title, {table_of(sheet, answer)}});
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
                            {{{"方案", "Plan"}, {manifest.scenario_id, manifest.scenario_id}},
                             {{"命令", "Command"}, {manifest.typed, manifest.typed}}},
                            manifest_block(manifest)});
    page.start = manifest.start();
    return page;
}

}  // namespace coffer::report
