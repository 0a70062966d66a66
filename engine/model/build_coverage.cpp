// Bonds of one project and what is to pay for them: coverage.csv.
#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

/// The ids of a field, each with its place; reports one that stands there twice.
std::vector<std::pair<std::string, Position>> ids_of(FieldReader& row, const std::string& field) {
    std::vector<std::pair<std::string, Position>> ids;
    for (const SeriesItem& item : split_series(row.text(field))) {
        if (item.text.empty()) continue;
        Position at = row.at(field);
        at.column += item.offset;
        const auto same = [&item](const auto& each) { return each.first == item.text; };
        if (std::any_of(ids.begin(), ids.end(), same)) {
            row.error_at(at, say("{} 写了两次", "{} stands there twice", quote(item.text)),
                         {"同一笔只能算一次", "it counts once"}, {"请删去一个。", "Delete one."});
            continue;
        }
        ids.emplace_back(item.text, at);
    }
    return ids;
}

/// Sorts ids into lists by what they name.
class Finder {
  public:
    struct Space {
        const Names* names;
        std::vector<std::size_t>* into;
    };
    Finder(const Building& building, FieldReader& row, std::set<std::string>& used)
        : building_(building), row_(row), used_(used) {}

    void find(const std::string& field, const std::vector<Space>& spaces) {
        for (const auto& named : ids_of(row_, field)) {
            const auto& id = named.first;
            const auto& at = named.second;
            const auto known = [&id](const Space& space) {
                return space.names->entries.contains(id);
            };
            const auto space = std::find_if(spaces.begin(), spaces.end(), known);
            if (space == spaces.end()) {
                report_unknown(id, at, spaces);
            } else if (!used_.insert(id).second) {
                row_.error_at(
                    at,
                    say("{} 已属于另一个项目", "{} belongs to another project already", quote(id)),
                    {"一笔收入、成本或债券只能属于一个项目",
                     "an income, a cost or a bond belongs to one project"},
                    {"请从一行中删去。", "Delete it from one of the rows."});
            } else {
                space->into->push_back(space->names->entries.at(id).index);
            }
        }
    }

  private:
    void report_unknown(const std::string& id, const Position& at,
                        const std::vector<Space>& spaces) {
        std::vector<std::string> candidates, tables;
        for (const Space& space : spaces) {
            const auto table = space.names->table.substr(0, space.names->table.find('.'));
            if (building_.is_unread(table) || space.names->refused.contains(id)) return row_.fail();
            for (auto& each : space.names->ids()) candidates.push_back(std::move(each));
            tables.push_back(space.names->table);
        }
        const std::string where = scenario::listed(tables);
        row_.error_at(
            at, say("没有名为 {} 的行", "there is nothing named {}", quote(id)),
            say("{} 中没有它", "it is not in {}", where),
            scenario::did_you_mean(id, candidates, {"请改正这个标识。", "Correct the id."}));
    }

    const Building& building_;
    FieldReader& row_;
    std::set<std::string>& used_;
};

/// Months of the plan until the last bond is repaid.
int last_payment(const Model& model, const Coverage& coverage) {
    int last = 0;
    for (const std::size_t i : coverage.instruments) last = std::max(last, model.debt[i].maturity);
    for (const std::size_t i : coverage.sources) {
        const Source& source = model.sources[i];
        int issued = 0;
        for (std::size_t year = 0; year < source.arrival.annual.size(); ++year) {
            if (source.arrival.annual[year] > Money{}) issued = 12 * static_cast<int>(year);
        }
        if (source.debt) last = std::max(last, issued + 12 * source.debt->tenor_years);
    }
    return last;
}

void check_horizon(const Building& building, FieldReader& row, const Coverage& coverage) {
    if (!row.ok()) return;
    const int last = last_payment(building.model, coverage);
    const int end = 12 * building.frame.years;
    if (last < end) return;
    const int last_year = building.frame.first_year + last / 12;
    row.warning("bonds",
                say("债券 {} 年才还清，计划到 {} 年为止",
                    "the bonds are repaid in {}, the plan ends with {}", last_year,
                    building.frame.first_year + building.frame.years - 1),
                {"存续期覆盖倍数只算到计划结束",
                 "coverage over the life counts to the end of the plan only"},
                say("请把 scenario.years 设为 {}。", "Set scenario.years to {}.",
                    last_year - building.frame.first_year + 1));
}

void read_coverage(Building& building, FieldReader& row, Names& names,
                   std::set<std::string>& used) {
    Coverage coverage;
    coverage.id = Building::define(row, names);
    coverage.name = row.names();
    Finder finder(building, row, used);
    std::vector<std::size_t> income_yields, cost_yields;
    finder.find("income",
                {{&building.revenue, &coverage.revenue}, {&building.yields, &income_yields}});
    finder.find("cost",
                {{&building.expenditure, &coverage.expenditure}, {&building.yields, &cost_yields}});
    finder.find("bonds", {{&building.instruments, &coverage.instruments},
                          {&building.sources, &coverage.sources}});
    const auto check_kind = [&](const std::string& field, std::size_t yield, bool is_cost) {
        if (yield >= building.model.yields.size()) return row.fail();
        const Yield& which = building.model.yields[yield];
        if ((which.kind == Yield::Kind::operating_cost) == is_cost) return;
        row.error(field, say("{} 的种类不对", "{} is of the wrong kind", quote(which.id)),
                  {"运营成本写在 cost，其余写在 income",
                   "operating costs stand in cost, the others in income"},
                  {"请移到另一列。", "Move it to the other column."});
    };
    for (const std::size_t yield : income_yields) check_kind("income", yield, false);
    for (const std::size_t yield : cost_yields) check_kind("cost", yield, true);
    coverage.yields = std::move(income_yields);
    coverage.yields.insert(coverage.yields.end(), cost_yields.begin(), cost_yields.end());
    for (const std::size_t source : coverage.sources) {
        if (source >= building.model.sources.size() || building.model.sources[source].debt) {
            continue;
        }
        row.error("bonds",
                  say("来源 {} 不是债务", "source {} is no debt",
                      quote(building.model.sources[source].id)),
                  {"只有债券和贷款有本息", "only bonds and loans have a service"},
                  {"请改正。", "Correct it."});
    }
    check_horizon(building, row, coverage);
    if (!coverage.id.empty()) building.model.coverages.push_back(std::move(coverage));
}

}  // namespace

void build_coverage(Building& building) {
    Names names{"coverage.csv", {"债券项目", "project of bonds"}, {}};
    std::set<std::string> used;
    building.each_row("coverage",
                      [&](FieldReader& row) { read_coverage(building, row, names, used); });
    Building::sort_by_id(building.model.coverages, names);
}

}  // namespace coffer::model
