#include "figures_option.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include "coffer/base/trimmed.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::tool {
namespace {

using scenario::quote;
using scenario::say;

struct Word {
    std::string text;
    std::size_t begin = 0;  ///< in the list
};

/// Words between commas of either script.
std::vector<Word> words_of(std::string_view list) {
    constexpr std::string_view commas[] = {",", "，", "、"};
    std::vector<Word> words;
    for (std::size_t begin = 0; begin <= list.size();) {
        std::size_t end = list.size();
        std::size_t next = list.size() + 1;
        for (const std::string_view comma : commas) {
            const auto found = list.find(comma, begin);
            if (found == std::string_view::npos || found >= end) continue;
            end = found;
            next = found + comma.size();
        }
        words.push_back({std::string(trimmed(list.substr(begin, end - begin))), begin});
        begin = next;
    }
    return words;
}

}  // namespace

void FiguresOption::describe(Usage& usage) {
    usage.option("--figures", "LIST", words(lists),
                 {"只留这些指标（和目标所用的），更快、更省内存；可重复",
                  "keep only these indicators, and those of targets: less time and memory; "
                  "repeatable"});
}

std::set<model::Indicator> FiguresOption::read(const model::Model& model,
                                               Diagnostics& diagnostics) const {
    std::set<model::Indicator> wanted;
    for (const std::string& list : lists) {
        for (const Word& word : words_of(list)) {
            const Position at{"--figures", 1, static_cast<int>(word.begin) + 1};
            const model::IndicatorInfo* found = model::find_indicator(word.text);
            if (found == nullptr) {
                diagnostics.error(
                    at, say("没有指标 {}", "there is no indicator {}", quote(word.text)),
                    {"--figures 后面写指标的代号或名称，用逗号隔开",
                     "--figures takes ids or names of indicators, between commas"},
                    scenario::did_you_mean(word.text, model::names_of_indicators(),
                                           {"指标见 docs/indicators.zh-CN.md。",
                                            "docs/indicators.md lists the indicators."}));
                continue;
            }
            if (auto missing = found->extent.missing(model)) {
                diagnostics.error(at,
                                  say("方案没有指标 {}", "the plan has no indicator {}", found->id),
                                  std::move(*missing),
                                  {"请换一个指标，或在方案中补上。",
                                   "Take another indicator, or add what it needs."});
                continue;
            }
            wanted.insert(found->indicator);
        }
    }
    return wanted;
}

}  // namespace coffer::tool
