// Money that comes to far more than may use it, and needs far beyond the money there is.
#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "coffer/scenario/wording.hpp"
#include "reading.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

double total(const std::vector<analysis::Fen>& years) {
    double sum = 0.0;
    for (const analysis::Fen fen : years) sum += static_cast<double>(fen);
    return sum / 100.0;
}

Position place_of(const Tables& tables, const std::string& table, const std::string& id,
                  const char* column) {
    const auto line = tables.find(table, id);
    return line ? line->at(column) : Position{};
}

struct ShortSource {
    Line line;
    std::string column;
    double brought = 0.0;
    double asked = 0.0;
};

/// Of the sources that claims with a gap may use, the one that falls furthest short of what all its
/// users ask of it in their order; none where it is not clear.
std::optional<ShortSource> source_that_fell_short(const Subject& subject) {
    const auto& problem = subject.trial.problem;
    const auto& structure = subject.trial.structure;
    std::set<std::size_t> of_gaps;
    double missing = 0.0;
    for (const auto& gap : structure.gaps) {
        for (const auto& lack : gap.lacks) {
            for (const auto& row : problem.claims[lack.claim].funding) of_gaps.insert(row.source);
        }
    }
    missing = static_cast<double>(structure.shortfall) / 100.0;
    std::optional<ShortSource> worst;
    double lack = 0.0;
    for (const std::size_t source : of_gaps) {
        const auto& supply = problem.supplies[source];
        const auto line = subject.tables.find("sources", supply.id);
        if (supply.unlimited || !line) continue;
        double asked = 0.0;
        for (const auto& claim : problem.claims) {
            for (const auto& row : claim.funding) {
                if (row.source == source) asked += row.cap * total(claim.planned);
            }
        }
        const double brought = total(supply.arrivals);
        const double short_by = asked - brought;
        constexpr double much = 0.5;  // of what is missing
        if (short_by <= much * missing || short_by <= lack) continue;
        lack = short_by;
        worst = ShortSource{*line, line->text("annual").empty() ? "unit_price" : "annual", brought,
                            asked};
    }
    return worst;
}

}  // namespace

Warnings sources_beyond_need(const Subject& subject) {
    constexpr double public_money = 2.5;
    constexpr double private_money = 3.5;  // investors come with their projects, or do not
    const auto& problem = subject.trial.problem;
    std::vector<double> usable(problem.supplies.size(), 0.0);
    for (const auto& claim : problem.claims) {
        const double need = total(claim.planned);
        for (const auto& row : claim.funding) usable[row.source] += row.cap * need;
    }
    Warnings found;
    for (std::size_t i = 0; i < problem.supplies.size(); ++i) {
        const auto& supply = problem.supplies[i];
        const auto line = subject.tables.find("sources", supply.id);
        if (supply.unlimited || !line || line->text("annual").empty()) continue;
        const double money = total(supply.arrivals);
        const std::string& kind = line->text("kind");
        const double far_beyond =
            kind == "investor" || kind == "platform" ? private_money : public_money;
        // What nobody uses at all is another matter, and small pots do no harm.
        if (usable[i] <= 0.0 || money <= far_beyond * usable[i] ||
            money < 0.05 * subject.tables.scale()) {
            continue;
        }
        const Text brought = subject.tables.money(money);
        const Text wanted = subject.tables.money(usable[i]);
        found.push_back(
            {"source-beyond-need",
             line->place(),
             line->at("annual"),
             {fmt::format("{} 规划期内到位 {}，能用它的项目只需要 {}", quote(supply.id), brought.zh,
                          wanted.zh),
              fmt::format("{} brings in {} within the plan; all that may use it need {}",
                          quote(supply.id), brought.en, wanted.en)},
             {"多出的钱一直放着", "the rest is never spent"},
             {"annual 是每年的金额：是不是写了各年合计，或单位不对？",
              "annual is a year's amount: is it a total of all years, or in another unit?"}});
    }
    return found;
}

Warnings needs_beyond_sources(const Subject& subject) {
    const auto& problem = subject.trial.problem;
    const auto& structure = subject.trial.structure;
    if (structure.shortfall <= 0) return {};
    // Where much of what competes for the same money is missing, the largest claim is the place to
    // look; a small gap is nobody's in particular.
    constexpr double much = 0.2;
    const analysis::Claim* largest = nullptr;
    for (const auto& gap : structure.gaps) {
        if (static_cast<double>(gap.shortfall) < much * static_cast<double>(gap.need)) continue;
        for (const auto& lack : gap.lacks) {
            const auto& claim = problem.claims[lack.claim];
            if (largest == nullptr || total(claim.planned) > total(largest->planned)) {
                largest = &claim;
            }
        }
    }
    const Text missing = subject.tables.money(static_cast<double>(structure.shortfall) / 100.0);
    Warning warning{
        "need-beyond-sources",
        "plan/financing",
        {},
        {"计划筹不足资金，缺 " + missing.zh,
         "the plan cannot be financed, " + missing.en + " is missing"},
        {"即使没有任何不确定性，各来源按适用范围、上限和到位年份也不够",
         "even without uncertainty the sources do not suffice, given who may use them, their caps "
         "and the years they arrive in"},
        {"见 coffer check 末尾的资金结构检验。",
         "See the structural test at the end of coffer check."}};
    // Of sources that are short the one that brings nothing, or far less than is asked of it, is
    // the first place to look: the claim is as it was planned.
    const auto short_source = source_that_fell_short(subject);
    // Where a value is named already, neither is the place to look.
    const Warning* const named =
        subject.named_in({"projects", "pipelines", "sources", "funding", "receipts", "debt"});
    // A claim that is most of all that is planned is the likelier slip, else the source is.
    double all = 0.0;
    for (const auto& claim : problem.claims) all += total(claim.planned);
    const bool claim_dominates = largest != nullptr && total(largest->planned) > 0.5 * all;
    const auto claim_cell = [&](const analysis::Claim& claim) {
        return where_in_plan(place_of(subject.tables, claim.pipeline ? "pipelines" : "projects",
                                      claim.id, claim.pipeline ? "annual" : "total_investment")) +
               (claim.pipeline ? " annual " : " total_investment ");
    };
    if (short_source && named == nullptr && !claim_dominates) {
        const Line& line = short_source->line;
        warning.place = line.place();
        warning.at = line.at(short_source->column);
        const Text brought = subject.tables.money(short_source->brought);
        const Text asked = subject.tables.money(short_source->asked);
        warning.why.zh += "；先看 " + quote(line.text("id")) + "：规划期内到位 " + brought.zh +
                          "，按资金安排要用它 " + asked.zh;
        warning.why.en += "; look first at " + quote(line.text("id")) + ": it brings in " +
                          brought.en + ", funding.csv asks it for " + asked.en;
        if (largest != nullptr) {
            warning.why.zh += "；最大的一项是 " + claim_cell(*largest) + quote(largest->id);
            warning.why.en += "; the largest claim is " + claim_cell(*largest) + quote(largest->id);
        }
        warning.meant = {
            "请核对它的 " + short_source->column + "，以及资金安排中的来源；" + warning.meant.zh,
            "Check its " + short_source->column + ", and the sources named in funding.csv. " +
                warning.meant.en};
    } else if (largest != nullptr &&
               (named == nullptr || named->place.ends_with("/" + largest->id))) {
        const std::string table = largest->pipeline ? "pipelines" : "projects";
        warning.place = table + "/" + largest->id;
        warning.at = place_of(subject.tables, table, largest->id,
                              largest->pipeline ? "annual" : "total_investment");
        warning.why.zh += "；最大的一项是 " + quote(largest->id);
        warning.why.en += "; the largest claim is " + quote(largest->id);
        if (short_source && named == nullptr) {
            const std::string cell = where_in_plan(short_source->line.at(short_source->column)) +
                                     " " + short_source->column + " " +
                                     quote(short_source->line.text("id"));
            warning.why.zh += "；来源缺得最多的是 " + cell;
            warning.why.en += "; of the sources most is missing of " + cell;
        }
        warning.meant = {"请核对它的投资额和可用来源的单位；" + warning.meant.zh,
                         "Check its investment and the units of its sources. " + warning.meant.en};
    }
    return {std::move(warning)};
}

}  // namespace coffer::audit
