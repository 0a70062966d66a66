#include <cmath>
#include <numeric>

#include "building.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::model {

double all_prospects(const Funnel& funnel) {
    double all = std::accumulate(funnel.initial.begin(), funnel.initial.end(), 0.0);
    for (const double a_month : funnel.new_prospects) all += 12.0 * std::ceil(a_month);
    return all;
}

namespace {

using scenario::quote;
using scenario::say;

void check_count(FieldReader& row, const Funnel& funnel) {
    const double all = all_prospects(funnel);
    if (all <= most_prospects) return;
    row.error(
        "new_prospects",
        say("计划期内意向投资者可达 {:.0f} 家", "there may be {:.0f} prospects within the plan",
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

}  // namespace coffer::model
