// Funnels of investment promotion: read, checked, and their indicators.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "building.hpp"
#include "checking.hpp"
#include "coffer/scenario/wording.hpp"
#include "figures/register.hpp"
#include "ranges.hpp"
#include "rules.hpp"

namespace coffer::model {

double Funnel::all_prospects() const {
    double all = std::accumulate(initial.begin(), initial.end(), 0.0);
    for (const double a_month : new_prospects) all += 12.0 * std::ceil(a_month);
    return all;
}

double FundingPart::most_inflow(const Capacity& capacity) const {
    return funnels[capacity.inflow].all_prospects();
}

namespace {

using scenario::quote;
using scenario::say;

void check_count(FieldReader& row, const Funnel& funnel) {
    const double all = funnel.all_prospects();
    if (all <= most_prospects) return;
    row.error(
        "new_prospects",
        say("规划期内意向投资者可达 {:.0f} 家", "there may be {:.0f} prospects within the plan",
            all),
        say("至多 {} 家", "at most {} are allowed", most_prospects),
        {"请分成几个漏斗，或以一批为单位。", "Split them into funnels, or count in batches."});
}

void read_source(Building& building, FieldReader& row, Funnel& funnel) {
    const auto source = building.refer(row, "source", building.sources);
    if (!row.given("source")) {
        row.must_be_blank({"investment"}, {"没有 source，资金不进任何来源",
                                           "without source the money goes nowhere"});
        return;
    }
    row.must_be_given({"investment"},
                      {"有 source 就要有每家的投资额", "the source receives it for each investor"});
    if (!source) return;
    const Source& target = building.model.sources[*source];
    const bool takes = target.kind == Source::Kind::investor && !target.unlimited;
    if (!takes) {
        row.error("source",
                  say("来源 {} 不能收投资者的钱", "source {} cannot take investors' money",
                      quote(target.id)),
                  {"须是给出 annual 的 investor 来源（只靠漏斗时写 0）",
                   "it must be an investor source with annual (0 when only the funnel fills it)"},
                  {"请改正来源。", "Name another source, or give it annual."});
    }
    funnel.source = Index<Source>{*source};
}

}  // namespace

void build_funnels(Building& building) {
    building.each_row("funnels", [&building](FieldReader& row) {
        Funnel funnel;
        funnel.id = Building::define(row, building.funnels);
        funnel.name = row.names();
        funnel.stream = building.stream(row, "funnel", funnel.id);
        const std::array<std::array<const char*, 3>, funnel_steps> fields{
            {{"negotiating", "negotiating_months", "sign_probability"},
             {"signed", "signed_months", "land_probability"},
             {"landed", "landed_months", "arrive_probability"}}};
        for (std::size_t s = 0; s < funnel_steps; ++s) {
            funnel.initial[s] = row.integer(fields[s][0], 0, ranges::prospects);
            funnel.months[s] = row.number(fields[s][1], 1.0, ranges::months_a_step);
            funnel.probability[s] = row.share(fields[s][2]);
        }
        funnel.new_prospects = row.number_series("new_prospects", 0.0, ranges::new_prospects);
        funnel.investment = row.amount("investment");
        read_source(building, row, funnel);
        if (row.ok()) check_count(row, funnel);
        if (!funnel.id.empty()) building.model.funnels.push_back(std::move(funnel));
    });
    Building::sort_by_id(building.model.funnels, building.funnels);
}

std::size_t read_inflow(Building& building, FieldReader& row, Capacity::Kind kind) {
    const auto funnel = building.refer(row, "funnel", building.funnels);
    if (kind == Capacity::Kind::investors) {
        row.must_be_given({"funnel"}, {"投资者来自漏斗", "investors come from a funnel"});
        return funnel.value_or(0);
    }
    if (row.ok() || row.given("kind")) {
        row.must_be_blank({"funnel"}, {"只有 investors 来自漏斗", "only investors come from one"});
    }
    return 0;
}

void validate_funding(Checking& check) {
    static constexpr std::array<std::array<const char*, 3>, funnel_steps> fields{
        {{"negotiating", "negotiating_months", "sign_probability"},
         {"signed", "signed_months", "land_probability"},
         {"landed", "landed_months", "arrive_probability"}}};
    const auto& funnels = check.model.funnels;
    check.ordered("funnels", funnels);
    for (std::size_t i = 0; i < funnels.size(); ++i) {
        const Funnel& funnel = funnels[i];
        const Subject row{"funnels", &funnel.id, i};
        check.stream(row, funnel.stream, "funnel", funnel.id);
        for (std::size_t s = 0; s < funnel_steps; ++s) {
            check.whole(row, fields[s][0], funnel.initial[s], ranges::prospects);
            check.number(row, fields[s][1], funnel.months[s], ranges::months_a_step);
            check.number(row, fields[s][2], funnel.probability[s], ranges::share);
        }
        check.series(row, "new_prospects", funnel.new_prospects, ranges::new_prospects);
        check.amount(row, "investment", funnel.investment);
        check.idle(funnel.investment != Money{}, funnel.source.has_value(), row, "investment",
                   {"没有 source，资金不进任何来源", "without source the money goes nowhere"});
        if (funnel.source) {
            check.refers(row, "source", funnel.source->value, check.model.sources.size());
        }
    }
    const auto& capacities = check.model.capacities;
    for (std::size_t i = 0; i < capacities.size(); ++i) {
        if (capacities[i].kind != Capacity::Kind::investors) continue;
        check.refers({"capacities", &capacities[i].id, i}, "funnel", capacities[i].inflow,
                     funnels.size());
    }
}

namespace {

void check_funnel_source(Checking& check, const Subject& row, const Funnel& funnel) {
    if (const double all = funnel.all_prospects(); all > most_prospects) {
        check.error(
            row, "new_prospects",
            scenario::say("规划期内意向投资者可达 {:.0f} 家",
                          "there may be {:.0f} prospects within the plan", all),
            scenario::say("至多 {} 家", "at most {} are allowed", most_prospects),
            {"请分成几个漏斗，或以一批为单位。", "Split them into funnels, or count in batches."});
    }
    if (!funnel.source) return;
    const Source& target = check.model.sources[funnel.source->value];
    check.must(target.kind == Source::Kind::investor && !target.unlimited, row, "source",
               {"这个来源不能收投资者的钱", "the source cannot take investors' money"},
               {"须是给出 annual 的 investor 来源（只靠漏斗时写 0）",
                "it must be an investor source with annual (0 when only the funnel fills it)"});
}

}  // namespace

void validate_between_funding(Checking& check) {
    const auto& funnels = check.model.funnels;
    for (std::size_t i = 0; i < funnels.size(); ++i) {
        check_funnel_source(check, {"funnels", &funnels[i].id, i}, funnels[i]);
    }
}

std::vector<Dimension::Kind> Funnel::counts() const {
    using Kind = Dimension::Kind;
    constexpr std::array steps = {Kind::negotiating, Kind::signed_up, Kind::landed};
    constexpr std::array left_to = {Kind::newly_signed, Kind::newly_landed, Kind::arrived};
    std::vector<Kind> result;
    bool anybody = std::any_of(new_prospects.begin(), new_prospects.end(),
                               [](double rate) { return rate > 0.0; });
    for (std::size_t step = 0; step < funnel_steps; ++step) {
        anybody = anybody || initial[step] > 0;
        if (!anybody) continue;
        result.insert(result.end(), {steps[step], left_to[step]});
    }
    return result;
}

namespace {

std::optional<Text> without_funnels(const Model& model) {
    if (!model.funnels.empty()) return std::nullopt;
    return Text{"没有 funnels.csv", "there is no funnels.csv"};
}

/// Of all together, then of each among several.
std::vector<Dimension> steps_of_funnels(const Model& model) {
    using Kind = Dimension::Kind;
    std::vector<Dimension> counts = {Kind::negotiating, Kind::signed_up,    Kind::landed,
                                     Kind::arrived,     Kind::newly_signed, Kind::newly_landed};
    for (const Funnel& funnel : model.funnels) {
        if (model.funnels.size() == 1) break;
        for (const Kind count : funnel.counts()) counts.emplace_back(count, funnel.id);
    }
    return counts;
}

std::vector<Dimension> funnels_with_a_source(const Model& model) {
    std::vector<Dimension> dimensions = {Dimension::Kind::total};
    for (const Funnel& funnel : model.funnels) {
        if (model.funnels.size() == 1) break;
        if (funnel.source) dimensions.emplace_back(Dimension::Kind::funnel, funnel.id);
    }
    return dimensions;
}

}  // namespace

std::vector<IndicatorInfo> funding_indicators() {
    using I = Indicator;
    return {
        {I::investment_attracted,
         "investment_attracted",
         Unit::money,
         Better::more,
         {"当年到位的投资者资金", "Money of investors that arrives in the year"},
         {.missing = without_funnels, .dimensions = funnels_with_a_source}},
        {I::prospects,
         "prospects",
         Unit::count,
         Better::more,
         {"年末洽谈、签约、落地的投资者数和当年新签约、新落地、到位数",
          "Investors negotiating, signed and landed at the end of the year, and those who signed, "
          "landed and brought their money in it"},
         {.missing = without_funnels, .dimensions = steps_of_funnels}}};
}

}  // namespace coffer::model
