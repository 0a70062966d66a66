#include "coffer/report/structure.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

#include "coffer/report/figures.hpp"

namespace coffer::report {

namespace {

using analysis::Fen;
using analysis::Gap;

/// Lists longer than this end in how many are left out.
constexpr std::size_t most_listed = 8;
constexpr std::size_t most_remedies = 3;

class Writer {
  public:
    Writer(const analysis::Structure& structure, const analysis::FinancingProblem& problem,
           int first_year, MoneyUnit unit, Language language)
        : structure_(structure),
          problem_(problem),
          first_year_(first_year),
          unit_(unit),
          language_(language),
          chinese_(language == Language::chinese) {}

    [[nodiscard]] std::string text() const {
        std::string result = headline();
        for (std::size_t i = 0; i < structure_.gaps.size(); ++i) {
            result += gap_text(structure_.gaps[i], i + 1);
        }
        return result;
    }

  private:
    [[nodiscard]] std::string money(Fen fen) const {
        return amount_in(static_cast<double>(fen) / 100.0, unit_);
    }
    [[nodiscard]] std::string unit() const { return unit_name(unit_).in(language_); }
    [[nodiscard]] const char* say(const char* zh, const char* en) const {
        return chinese_ ? zh : en;
    }
    [[nodiscard]] int calendar_year(std::size_t year) const {
        return first_year_ + static_cast<int>(year);
    }
    [[nodiscard]] std::string source(std::size_t index) const {
        const auto& supply = problem_.supplies[index];
        return printable(supply.name.in(language_)) + " (" + supply.id + ")";
    }
    [[nodiscard]] std::string claim(std::size_t index) const {
        const auto& claim = problem_.claims[index];
        return printable(claim.name.in(language_)) + " (" + claim.id + ")";
    }

    [[nodiscard]] std::string headline() const {
        const auto& s = structure_;
        std::string line;
        if (s.shortfall > 0) {
            line =
                fmt::format(fmt::runtime(say("  资金结构检验：不计任何不确定性，规划期内需要 {0} "
                                             "{3}，最多筹到 {1} {3}，缺 {2} {3}\n",
                                             "  Structural test: without any uncertainty the "
                                             "plan needs {0}, at most {1} can be "
                                             "financed, {2} is missing ({3})\n")),
                            money(s.need), money(s.financeable), money(s.shortfall), unit());
        } else if (s.slack >= analysis::most_slack) {
            line = fmt::format(fmt::runtime(say("  资金结构检验：规划期内需要的 {} "
                                                "{}可以筹足，需求翻一番仍能筹足\n",
                                                "  Structural test: the {} the plan needs ({}) "
                                                "can be financed, and "
                                                "twice as much could\n")),
                               money(s.need), unit());
        } else {
            const Fen more = s.need / 1000 * s.slack;
            line = fmt::format(
                fmt::runtime(say("  资金结构检验：规划期内需要的 {0} "
                                 "{3}可以筹足；余度 {1}（各项需求同比例增加 {2} {3}仍能筹足）\n",
                                 "  Structural test: the {0} the plan needs ({3}) can be "
                                 "financed; slack "
                                 "{1} (all needs could grow alike, by {2} together)\n")),
                money(s.need), percent(s.slack / 1000.0), money(more), unit());
        }
        std::vector<std::string> scarcest;
        for (const auto index : s.scarcest) scarcest.push_back(source(index));
        line += list(say("再多，先不够的是：", "beyond that, used up first: "), scarcest);
        const Fen waits = s.financeable - s.on_schedule;
        if (waits > 0) {
            line += fmt::format(
                fmt::runtime(say("    其中 {0} {1}到位晚于计划进度：项目要等以后年度的资金\n",
                                 "    of it {0} arrives later than the planned schedule needs it: "
                                 "projects wait for the money of later years\n")),
                money(waits), unit());
        }
        return line;
    }

    /// "name: entry; entry; ..." with at most so many entries.
    [[nodiscard]] std::string list(const char* title, const std::vector<std::string>& entries,
                                   std::size_t most = most_listed) const {
        if (entries.empty()) return {};
        std::string line = std::string("    ") + title;
        for (std::size_t i = 0; i < std::min(entries.size(), most); ++i) {
            if (i > 0) line += say("；", "; ");
            line += entries[i];
        }
        if (entries.size() > most) {
            line +=
                fmt::format(fmt::runtime(say("；另有 {} 项", "; {} more")), entries.size() - most);
        }
        return line + "\n";
    }

    /// The years of a source in one entry: what arrives by the last of them.
    [[nodiscard]] std::vector<std::string> pools(const Gap& gap) const {
        std::vector<std::string> entries;
        for (std::size_t i = 0; i < gap.pools.size();) {
            const auto& first = gap.pools[i];
            Fen amount = 0;
            std::size_t last = first.year;
            for (; i < gap.pools.size() && gap.pools[i].source == first.source; ++i) {
                amount += gap.pools[i].amount;
                last = gap.pools[i].year;
            }
            const bool cash = problem_.supplies[first.source].short_of_cash;
            const std::string years =
                first.year == last
                    ? std::to_string(calendar_year(last))
                    : fmt::format("{}-{}", calendar_year(first.year), calendar_year(last));
            entries.push_back(fmt::format("{} {} {}{}", source(first.source), years, money(amount),
                                          cash ? say("（受库款限制）", ", limited by cash") : ""));
        }
        if (gap.treasury > 0) {
            entries.push_back(say("可用库款 ", "spare treasury cash ") + money(gap.treasury));
        }
        return entries;
    }

    [[nodiscard]] std::vector<std::string> shares(const Gap& gap) const {
        auto largest = gap.shares;
        std::stable_sort(largest.begin(), largest.end(),
                         [](const auto& a, const auto& b) { return a.amount > b.amount; });
        std::vector<std::string> entries;
        entries.reserve(largest.size());
        for (const auto& share : largest) {
            const std::string from = share.source == analysis::other_money
                                         ? say("非资本金", "money that is no capital")
                                         : source(share.source);
            entries.push_back(fmt::format("{} {} {} {}", from, say("→", "to"), claim(share.claim),
                                          money(share.amount)));
        }
        return entries;
    }

    [[nodiscard]] std::vector<std::string> lacks(const Gap& gap) const {
        std::vector<std::string> entries;
        entries.reserve(gap.lacks.size());
        for (const auto& lack : gap.lacks) {
            const bool pipeline = problem_.claims[lack.claim].pipeline;
            const char* form = pipeline ? say("{0} {1} 年 {2}", "{0} in {1} {2}")
                                        : say("{0} {1} 年底前 {2}", "{0} by the end of {1} {2}");
            entries.push_back(fmt::format(fmt::runtime(form), claim(lack.claim),
                                          calendar_year(lack.year), money(lack.amount)));
        }
        return entries;
    }

    [[nodiscard]] std::vector<std::string> remedies(const Gap& gap) const {
        std::vector<std::string> entries;
        const bool some_close_all =
            !gap.remedies.empty() && gap.remedies.front().closes >= gap.shortfall;
        // Sources that help alike, by the same year, make one entry.
        for (std::size_t i = 0; i < gap.remedies.size();) {
            const auto& remedy = gap.remedies[i];
            if (some_close_all && remedy.closes < gap.shortfall) break;
            if (entries.size() == most_remedies) break;
            std::string names;
            std::size_t alike = 0;
            for (; i < gap.remedies.size() && gap.remedies[i].year == remedy.year &&
                   gap.remedies[i].closes == remedy.closes;
                 ++i, ++alike) {
                if (alike > 0) names += say("、", ", ");
                names += source(gap.remedies[i].source);
            }
            const char* form =
                alike > 1 ? say("以下任一来源 {1} 年底前多到位 {2}：{0}",
                                "raise one of these by {2} by the end of {1}: {0}")
                          : say("{0} {1} 年底前多到位 {2}", "raise {0} by {2} by the end of {1}");
            std::string entry = fmt::format(fmt::runtime(form), names, calendar_year(remedy.year),
                                            money(remedy.closes));
            if (!some_close_all) entry += say("（只补上一部分）", " (closes a part)");
            entries.push_back(entry);
        }
        if (!gap.shares.empty()) {
            entries.emplace_back(say("提高上述上限", "raise the caps named"));
        }
        entries.emplace_back(say("把缺钱的项目缩减、移出规划期或另找来源",
                                 "cut these projects, move them beyond the plan or find them "
                                 "another source"));
        return entries;
    }

    [[nodiscard]] std::string gap_text(const Gap& gap, std::size_t number) const {
        std::string text = fmt::format(
            fmt::runtime(say("  缺口 {0}：{1} {4}（争用同一笔钱的需求 {2}，能用的 {3}）\n",
                             "  Gap {0}: {1} (needs that compete for the same money {2}, money "
                             "they may use {3})\n")),
            number, money(gap.shortfall), money(gap.need), money(gap.need - gap.shortfall), unit());
        text += list(say("用尽：", "used up: "), pools(gap));
        text += list(say("已到上限：", "at their caps: "), shares(gap));
        text += list(say("按优先次序轮到后缺钱：", "short, when served by priority: "), lacks(gap));
        text += list(say("可以：", "closed by: "), remedies(gap), remedies(gap).size());
        return text;
    }

    const analysis::Structure& structure_;
    const analysis::FinancingProblem& problem_;
    int first_year_;
    MoneyUnit unit_;
    Language language_;
    bool chinese_;
};

}  // namespace

std::string structure_text(const analysis::Structure& structure,
                           const analysis::FinancingProblem& problem, int first_year,
                           MoneyUnit unit, Language language) {
    return Writer(structure, problem, first_year, unit, language).text();
}

}  // namespace coffer::report
