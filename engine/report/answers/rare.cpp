#include <algorithm>
#include <cmath>

#include "coffer/report/answer_text.hpp"
#include "coffer/report/names.hpp"
#include "coffer/report/rare_answer.hpp"
#include "pieces.hpp"

namespace coffer::report {
namespace {

using analysis::Rarity;
using results::Chart;
using results::Drawn;
using results::Quantity;
using results::Sheet;

/// "0.0083%": two digits that count, however small.
std::string small_share(double share) {
    const double percent = share * 100.0;
    if (!(percent > 0.0)) return "0%";
    const int decimals = std::max(0, 1 - static_cast<int>(std::floor(std::log10(percent))));
    return fmt::format("{:.{}f}%", percent, decimals);
}

/// "12,000"
std::string rounded_count(double count) {
    const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(count)) - 1.0));
    std::string digits = fmt::format("{:.0f}", std::round(count / unit) * unit);
    for (std::size_t place = digits.size(); place > 3;) {
        place -= 3;
        digits.insert(place, ",");
    }
    return digits;
}

Text event_of(const Rarity& rarity, const plan::Plan& plan) {
    const Text name = name_of(plan, rarity.measure);
    if (rarity.opposite) {
        return {"“" + name.zh + "”不实现", "\"" + name.en + "\" does not come true"};
    }
    return {"“" + name.zh + "”", "\"" + name.en + "\" comes true"};
}

Sheet estimate_sheet(const Rarity& rarity) {
    Sheet sheet{"estimate", {"估计", "The estimate"}, {}, {}, {}};
    sheet.columns = {{"what", {"方法", "How"}, false, true},
                     {"share", {"概率 [95% 区间]", "Probability [95 %]"}, false, true},
                     {"probability", {}, true, false, false},
                     {"paths", {"发生的路径", "Paths with it"}},
                     {"effective", {"有效路径", "Effective"}},
                     {"heaviest", {"最重的一条占", "Heaviest path"}},
                     {"plain_needed", {"普通抽样需要的路径", "Plain paths for as much"}}};
    const auto told = [](double p, const statistics::Interval& interval) {
        return Text{fmt::format("{} [{}, {}]", small_share(p), small_share(*interval.low),
                                small_share(*interval.high)),
                    fmt::format("{} [{}, {}]", small_share(p), small_share(*interval.low),
                                small_share(*interval.high))};
    };
    const auto cell = [](double p, const statistics::Interval& interval) {
        auto of = results::amount(Quantity::probability, p);
        of.low = interval.low;
        of.high = interval.high;
        return of;
    };
    if (rarity.seen > 0) {
        sheet.rows.push_back({{results::words(Text{"移动后加权", "moved and weighed"}),
                               results::words(told(rarity.probability, rarity.interval)),
                               cell(rarity.probability, rarity.interval),
                               results::amount(Quantity::number, static_cast<double>(rarity.seen)),
                               results::amount(Quantity::number, rarity.effective),
                               results::amount(Quantity::ratio, rarity.heaviest),
                               results::words(rounded_count(std::max(1.0, rarity.plain_needed)))}});
    }
    const auto plain = static_cast<double>(rarity.plain_seen);
    const double share = plain / static_cast<double>(rarity.plain_paths);
    sheet.rows.push_back(
        {{results::words(Text{"其中未移动的路径", "paths not moved among them"}),
          results::words(told(share, rarity.plain_interval)), cell(share, rarity.plain_interval),
          results::amount(Quantity::number, plain), results::amount(Quantity::number, plain),
          results::amount(Quantity::ratio, std::nullopt), results::words("")}});
    sheet.charts.push_back(
        {.kind = Chart::Kind::points,
         .title = {"概率和 95% 区间（对数刻度）", "Probability, 95 % interval (logarithmic)"},
         .labels = {"what"},
         .values = {Drawn{"probability", 0, {"概率", "Probability"}}},
         .logarithmic = true});
    sheet.notes.push_back(
        {"有效路径：同样多条权重相等、发生了的路径有同样的精度。未移动的路径不用权重，是对照。",
         "Effective: as many paths with it of one weight would tell as much. Paths that are not "
         "moved need no weights: a check."});
    return sheet;
}

Sheet moved_sheet(const Rarity& rarity) {
    Sheet sheet{"moved",
                {"抽样往哪里移动（标准差）", "Where chances were moved, in standard deviations"},
                {},
                {},
                {}};
    sheet.columns = {{"name", {"因素", "Chance"}, false, true, true, 60},
                     {"shift", {"移动", "Moved by"}}};
    std::size_t shown = 0;
    for (const auto& moved : rarity.moved) {
        sheet.rows.push_back(
            {{results::words(moved.name), results::change_of(Quantity::number, moved.shift)},
             ++shown <= 12});
    }
    sheet.charts.push_back(
        {.kind = Chart::Kind::bars, .labels = {"name"}, .values = {Drawn{"shift"}}});
    return sheet;
}

Sheet rare_case_sheet(const Rarity& rarity) {
    Sheet sheet{
        "rare_case", {"这种情况下的年度指标", "Yearly figures in the rare case"}, {}, {}, {}};
    sheet.columns = {{"indicator", {}, false, false, false},
                     {"name", {"指标", "Indicator"}, false, true, true, 36},
                     {"dimension", {}, false, false, false},
                     {"year", {"年份", "Year"}},
                     {"usual", {"平常均值", "Usual mean"}},
                     {"given", {"此时均值", "Mean in the case"}},
                     {"difference", {"差", "Difference"}},
                     {"distance", {"差/标准差", "In sd"}}};
    add_rows(sheet, rarity.figures);
    sheet.charts.push_back(distance_chart("year"));
    return sheet;
}

}  // namespace

results::Answer rare_answer(const Rarity& rarity, const plan::Plan& plan, std::uint64_t paths,
                            MoneyUnit unit) {
    results::Answer answer;
    answer.telling = {plan.start, unit, plan.months};
    const Text event = event_of(rarity, plan);
    if (rarity.outcome == Rarity::Outcome::never_seen) {
        answer.lead.push_back(
            {event.zh + "的概率说不出：年度共同因素的波动放大到三倍，也几乎不出现。",
             "How rare it is that " + event.en +
                 " cannot be told: it hardly happens even where common chances are three times as "
                 "wide."});
        answer.last.push_back(
            {"它可能根本不会发生，也可能取决于没有移动的因素（工期、造价、逐月事件）；请用 coffer "
             "stress 或 coffer solve 看方案要变到什么程度它才发生。",
             "It may be impossible, or hang on what is not moved (durations, costs, events of "
             "single months); coffer stress and coffer solve tell how far the plan is from it."});
        return answer;
    }
    if (rarity.outcome == Rarity::Outcome::too_few) {
        answer.lead.push_back(
            sentence("{0}的概率说不出：{2} 条路径里有效的只有 {3:.0f} 条，不足 {4:.0f} 条。",
                     "How rare it is that {1} cannot be told: of {2} paths only {3:.0f} count, "
                     "fewer than {4:.0f}.",
                     event.zh, event.en, paths, rarity.effective, analysis::least_effective));
        answer.last.push_back(
            {"请加 --paths；仍不够时，它取决于没有移动的因素（工期、造价、"
             "逐月事件），只能用更多的普通路径。",
             "Take more --paths; if that does not help, it hangs on what is not "
             "moved (durations, costs, events of single months), and plain paths "
             "are the only way."});
        answer.sheets = {estimate_sheet(rarity), moved_sheet(rarity)};
        return answer;
    }
    answer.lead.push_back(sentence(
        "{0}的概率为 {2}（约 {5} 次里有一次），95% 区间 {3} 至 {4}。",
        "The probability that {1} is {2}, once in {5}; 95 % interval {3} to {4}.", event.zh,
        event.en, small_share(rarity.probability), small_share(*rarity.interval.low),
        small_share(*rarity.interval.high), rounded_count(1.0 / rarity.probability)));
    answer.lead.push_back(
        sentence("{0} 条路径里发生 {1} 条，有效 {2:.0f} 条；不移动抽样要 {3} 条路径才同样准。",
                 "It happens on {1} of {0} paths, of which {2:.0f} count; without moving draws it "
                 "would take {3} paths to know it as well.",
                 paths, rarity.seen, rarity.effective, rounded_count(rarity.plain_needed)));
    if (rarity.probability > 1e-2) {
        answer.last.push_back({"它并不罕见：coffer run 就能回答。",
                               "It is not rare: coffer run answers it as well."});
    }
    answer.sheets = {estimate_sheet(rarity), moved_sheet(rarity), rare_case_sheet(rarity)};
    return answer;
}

}  // namespace coffer::report
