// Which split of a bond quota makes a province's tail least bad.
#include <algorithm>
#include <numeric>

#include "coffer/report/answer_text.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/quota_answer.hpp"
#include "left_out.hpp"
#include "pieces.hpp"

namespace coffer::report {
namespace {

using batch::QuotaOptions;
using batch::QuotaShare;
using batch::QuotaSplit;
using results::Chart;
using results::Drawn;
using results::Quantity;
using results::Sheet;

constexpr std::size_t shares_shown = 20;

/// What is to become less bad, and in what it is measured.
struct QuotaGoal {
    Text name;
    Quantity quantity = Quantity::money;
    bool is_low = false;  ///< the tail lies below: more is better

    QuotaGoal(const QuotaSplit& split, const QuotaOptions& options) {
        if (options.red) {
            quantity = Quantity::probability;
            name = sentence("{} 年末至少 {} 个县为红色的概率",
                            "the probability that at least {1} counties are red at the end of {0}",
                            split.year, *options.red);
            return;
        }
        const auto& info = model::info(options.province.tail);
        quantity = quantity_of(info.unit);
        is_low = batch::bad_side(options.province.tail) == batch::Side::low;
        name = {
            fmt::format("{} 年“{}”合计在最坏的二十分之一路径上的均值", split.year, info.name.zh),
            fmt::format("the mean of {} in {} on the worst twentieth of the paths", info.name.en,
                        split.year)};
    }
};

Text name_of_bonds(const QuotaOptions& options) {
    return options.kind == model::Source::Kind::general_bond ? Text{"一般债券", "general bonds"}
                                                             : Text{"专项债券", "special bonds"};
}

Sheet shares_sheet(const QuotaSplit& split, const QuotaGoal& goal,
                   const results::Telling& telling) {
    const Text unit = unit_name(telling.unit);
    Sheet sheet{"shares",
                {"各县的额度（规划期合计，金额：" + unit.zh + "）",
                 "The quota of each county (over the plan, money in " + unit.en + ")"},
                {{"plan", {"方案", "Plan"}, false, false, true, 34},
                 {"name", {"县", "County"}, false, true, true, 24},
                 {"quota", {"现有", "Now"}},
                 {"quota_then", {"分配后", "Then"}},
                 {"change", {"变化", "Change"}},
                 {"more", {"多一步 [95%]", "One step more [95 %]"}, true},
                 {"less", {"少一步 [95%]", "One step less [95 %]"}, true},
                 {"statement", {}, false, false, false}},
                {},
                {}};
    std::vector<std::size_t> order(split.shares.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const auto change = [&](std::size_t i) {
            return split.shares[i].then - split.shares[i].now;
        };
        return change(a) > change(b);
    });
    const auto effect = [&](const std::optional<statistics::Difference>& difference) {
        if (difference) return change_cell(goal.quantity, *difference);
        return results::change_of(goal.quantity, std::nullopt);
    };
    const std::size_t all = order.size();
    for (std::size_t rank = 0; rank < all; ++rank) {
        const QuotaShare& share = split.shares[order[rank]];
        const auto& county = split.counties[share.county];
        // Who gains most and who gives most.
        const bool shown = rank < shares_shown / 2 || all - rank <= shares_shown / 2;
        sheet.rows.push_back(
            {{results::words(county.plan), results::words(county.name),
              results::amount(Quantity::money, share.now),
              results::amount(Quantity::money, share.then),
              results::change_of(Quantity::money, share.then - share.now), effect(share.more),
              effect(share.less), results::words(share.statement)},
             shown});
    }
    sheet.charts.push_back({.kind = Chart::Kind::dumbbells,
                            .title = {"各县额度，现有与分配后", "Quotas, now and then"},
                            .labels = {"name"},
                            .values = {Drawn{"quota"}, Drawn{"quota_then"}}});
    sheet.notes.push_back(
        {"多一步、少一步：只有这个县变动一步（" +
             told_cell(results::amount(Quantity::money, split.step), telling).zh +
             "）、其余不变时，" + goal.name.zh + "的变化",
         "One step more or less: the change of " + goal.name.en +
             " when this county alone moves by a step of " +
             told_cell(results::amount(Quantity::money, split.step), telling).en});
    return sheet;
}

Sheet moves_sheet(const QuotaSplit& split, const QuotaGoal& goal) {
    Sheet sheet{"moves",
                {"一步一步的调整", "The steps"},
                {{"step", {"步", "Step"}},
                 {"from", {"从", "From"}, false, false, true, 34},
                 {"to", {"到", "To"}, false, false, true, 34},
                 {"goal", {"之后", "Then"}}},
                {},
                {}};
    for (std::size_t i = 0; i < split.moves.size(); ++i) {
        const auto& move = split.moves[i];
        sheet.rows.push_back({{results::amount(Quantity::number, static_cast<double>(i + 1)),
                               results::words(split.counties[move.from].plan),
                               results::words(split.counties[move.to].plan),
                               results::amount(goal.quantity, move.goal)},
                              i < shares_shown});
    }
    sheet.charts.push_back({.kind = Chart::Kind::curve,
                            .labels = {"to"},
                            .values = {Drawn{"goal", 0, goal.name}},
                            .along = "step"});
    sheet.notes.push_back({"“之后”：" + goal.name.zh + "（寻找时所用的路径）",
                           "Then: " + goal.name.en + ", on the paths of the search"});
    return sheet;
}

void add_quota_lead(const QuotaSplit& split, const QuotaOptions& options, const QuotaGoal& goal,
                    const Text& name, results::Answer& answer) {
    const auto& telling = answer.telling;
    const auto told = [&](Quantity quantity, double value) {
        return told_cell(results::amount(quantity, value), telling);
    };
    const Text total = told(Quantity::money, split.total);
    const Text kind = name_of_bonds(options);
    answer.lead.push_back(
        {fmt::format("{}：{} 个县的{}额度共 {}，{} 条路径", name.zh, split.counties.size(), kind.zh,
                     total.zh, split.paths),
         fmt::format("{}: {} counties with a quota of {} of {} in all, {} paths", name.en,
                     split.counties.size(), kind.en, total.en, split.paths)});
    if (!split.left_out.empty()) {
        answer.lead.push_back(sentence(
            "不完整：{1} 个方案中 {0} 个没有计入，见“没有计入合计的方案”。",
            "Not complete: {0} of {1} plans are not in it; see \"Plans that are in no sum\".",
            split.left_out.size(), split.counties.size() + split.left_out.size()));
    }
    const Text before = told(goal.quantity, split.found.before);
    if (split.moves.empty()) {
        answer.lead.push_back({fmt::format("现有的分配已经最好：{}是 {}，移动任何一步都不会改善。",
                                           goal.name.zh, before.zh),
                               fmt::format("The split is best as it is: {} is {}, and no step "
                                           "from one county to another improves it.",
                                           goal.name.en, before.en)});
        return;
    }
    const Text step = told(Quantity::money, split.step);
    const Text after = told(goal.quantity, split.found.after);
    answer.lead.push_back(
        {fmt::format("移动 {} 步（每步 {}）：{}由 {} 变为 {}。", split.moves.size(), step.zh,
                     goal.name.zh, before.zh, after.zh),
         fmt::format("{} steps of {}: {} goes from {} to {}.", split.moves.size(), step.en,
                     goal.name.en, before.en, after.en)});
    Text change = told_cell(change_cell(goal.quantity, split.checked), telling);
    if (change.en.find('[') != std::string::npos) {
        change = {change.zh + "（方括号内为 95% 区间）",
                  change.en + " (95 % interval in brackets)"};
    } else if (!split.checked.interval.low || !split.checked.interval.high) {
        change = {change.zh + "（路径太少，给不出区间）",
                  change.en + " (too few paths for an interval)"};
    }
    answer.lead.push_back(
        {fmt::format("在另外的路径上（种子 {}）：变化 {}。", split.fresh_seed, change.zh),
         fmt::format("On paths of their own (seed {}) it changes by {}.", split.fresh_seed,
                     change.en)});
    const bool better = goal.is_low ? split.checked.change > 0.0 : split.checked.change < 0.0;
    if (!split.checked.clear() || !better) {
        answer.lead.push_back({"这在抽样误差之内：不能说新的分配更好。",
                               "That is within sampling error: it cannot be said that the new "
                               "split is better."});
    }
    if (!split.ended) {
        answer.lead.push_back({"步数用完了，再移动可能还会改善：见 --moves。",
                               "The steps are used up, and more may improve it further: see "
                               "--moves."});
    }
}

}  // namespace

results::Answer quota_answer(const QuotaSplit& split, const QuotaOptions& options, const Text& name,
                             MoneyUnit unit) {
    results::Answer answer;
    answer.telling = {begin_of_year(split.first_year, split.first_month), unit};
    const QuotaGoal goal(split, options);
    add_quota_lead(split, options, goal, name, answer);
    answer.sheets.push_back(shares_sheet(split, goal, answer.telling));
    if (!split.moves.empty()) answer.sheets.push_back(moves_sheet(split, goal));
    if (!split.left_out.empty()) answer.sheets.push_back(left_out_sheet(split.left_out));
    const auto moved = std::find_if(split.shares.begin(), split.shares.end(),
                                    [](const QuotaShare& each) { return !each.statement.empty(); });
    if (moved != split.shares.end()) {
        const auto& county = split.counties[moved->county];
        answer.last.push_back(
            sentence("单独看一个县分配后的情况：coffer run {} --seed {} --set simulation.region={} "
                     "--set '{}'",
                     "One county alone under its new quota: coffer run {} --seed {} --set "
                     "simulation.region={} --set '{}'",
                     printable(county.plan), split.seed, county.region, moved->statement));
    }
    return answer;
}

}  // namespace coffer::report
