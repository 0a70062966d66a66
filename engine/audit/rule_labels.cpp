// Labels that other rows spell otherwise, and months of calendars.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "coffer/scenario/wording.hpp"
#include "reading.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

using Letters = std::vector<std::string>;

Letters letters_of(const std::string& text) {
    Letters letters;
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) letters.emplace_back();
        if (!letters.empty()) letters.back() += c;
    }
    return letters;
}

/// One letter more, less or other: in a word of two Chinese characters or five letters.
bool nearly(const std::string& a, const std::string& b) {
    const Letters first = letters_of(a);
    const Letters second = letters_of(b);
    const std::size_t least = a.size() == first.size() ? 5 : 2;
    if (first == second || std::min(first.size(), second.size()) < least) return false;
    std::size_t begin = 0;
    while (begin < std::min(first.size(), second.size()) && first[begin] == second[begin]) ++begin;
    std::size_t end = 0;
    while (end + begin < std::min(first.size(), second.size()) &&
           first[first.size() - 1 - end] == second[second.size() - 1 - end]) {
        ++end;
    }
    return first.size() - begin - end <= 1 && second.size() - begin - end <= 1;
}

/// Two characters are a short word: 水利 is not 水务 misspelt.
bool real_sector(const std::string& sector) {
    static const Words words = {"水利", "水务", "农业", "农村", "林业", "牧业", "渔业",
                                "工业", "商业", "文旅", "文化", "旅游", "教育", "交通",
                                "交运", "能源", "环保", "医疗", "医药", "卫生", "住建",
                                "住房", "市政", "园区", "园林", "土储", "土地", "体育",
                                "养老", "民政", "物流", "电力", "电网", "信息"};
    return has_any(sector, words);
}

}  // namespace

Warnings sectors_misspelt(const Tables& tables) {
    Warnings found;
    std::set<std::string> gated;
    for (const Line& line : tables.lines("capital")) gated.insert(line.text("sector"));
    const std::vector<Line> projects = tables.lines("projects");
    for (const Line& project : projects) {
        const std::string& sector = project.text("sector");
        if (sector.empty() || gated.contains(sector)) continue;
        // 水务 and 水利 are two: a word that other projects write too is no slip.
        const auto same =
            std::count_if(projects.begin(), projects.end(),
                          [&sector](const Line& other) { return other.text("sector") == sector; });
        if (same > 1) continue;
        for (const std::string& name : gated) {
            if (!nearly(sector, name) || real_sector(sector)) continue;
            found.push_back({"sector",
                             project.place(),
                             project.at("sector"),
                             say("{} 的行业是 {}", "{} is of the sector {}",
                                 quote(project.text("id")), quote(sector)),
                             {"“资本金”表没有它，不受资本金限制",
                              "capital.csv has no such sector: no capital is asked for"},
                             say("是不是 {}？", "Is {} meant?", quote(name))});
            break;
        }
    }
    return found;
}

Warnings calendars_month_by_month(const Tables& tables) {
    static const std::array<const char*, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};
    constexpr double nothing = 0.03;
    Warnings found;
    for (const Line& line : tables.lines("calendars")) {
        if (line.text("kind") != "work") continue;
        for (std::size_t m = 0; m < months.size(); ++m) {
            const char* month = months[m];
            const auto value = ratio_in(line.text(month));
            if (!value || *value <= 0.0) continue;
            // A month that stops is written 0; at a tenth of the months beside it a point slipped.
            constexpr double far_below = 0.15;
            const double before = ratio_in(line.text(months[(m + 11) % 12])).value_or(0.0);
            const double after = ratio_in(line.text(months[(m + 1) % 12])).value_or(0.0);
            const double least =
                before > 0.0 && after > 0.0 ? std::min(before, after) : std::max(before, after);
            if (*value >= nothing && *value <= 1.5 && *value >= far_below * least) continue;
            found.push_back({"work-calendar",
                             line.place(),
                             line.at(month),
                             say("{} 的 {} 是 {}", "{}: {} is {}", quote(line.text("id")), month,
                                 line.text(month)),
                             {"施工工效在 0 与 1 之间，停工月写 0",
                              "work is done at 0 to 1 of full speed; a month without work is 0"},
                             {"请核对百分号（86% 或 0.86）。", "Check the % sign (86% or 0.86)."}});
        }
    }
    return found;
}

}  // namespace coffer::audit
