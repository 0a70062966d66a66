#pragma once
// What the parts of `build` share while a model is being made: the document, the ids read so far
// and the model itself. Each part reads its tables and leaves its entities sorted.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "coffer/model/model.hpp"
#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"
#include "field_reader.hpp"
#include "reporter.hpp"

namespace coffer::model {

/// Ids of one kind of thing, the place where each was defined, and its index when it has one.
struct Names {
    struct Entry {
        Position at;
        std::size_t index = 0;
    };
    /// Of rows of a table, which Chinese messages call what the schema calls it.
    Names(const std::string& table_name, const char* one_of_them)
        : table(table_name + ".csv"), kind{scenario::find_table(table_name)->zh, one_of_them} {}
    explicit Names(Text of_no_table) : kind(std::move(of_no_table)) {}

    std::string table = {};  ///< file that defines them, for messages
    Text kind;               ///< what they are, for messages
    std::map<std::string, Entry> entries = {};
    /// Ids of rows that were refused: whoever names one has made no mistake of their own.
    std::set<std::string> refused = {};

    [[nodiscard]] std::vector<std::string> ids() const {
        std::vector<std::string> all;
        for (const auto& [id, entry] : entries) all.push_back(id);
        return all;
    }
};

/// What of a project only matters while building.
struct ProjectNotes {
    Position at;
    Position first_year_at;
    bool ok = false;
    bool stages_known = true;  ///< each of its rows in stages.csv names a stage of its own
    std::map<StageKind, Position> any_link_at = {};     ///< by stage with the condition `any`
    std::map<StageKind, Position> late_at = {};         ///< by stage that is planned late
    std::optional<Position> ramp_up_at = std::nullopt;  ///< given without new output
};

struct Building {
    Building(const scenario::Document& d, Diagnostics& diagnostics)
        : document(d), report(d, diagnostics) {
        streams.emplace(model.drivers_stream, "plan/drivers");
        streams.emplace(model.projects_stream, "plan/projects");
    }

    const scenario::Document& document;
    Reporter report;
    Frame frame;
    Model model;

    Names drivers{"drivers", "driver"};
    Names calendars{"calendars", "calendar"};
    Names projects{"projects", "project"};
    Names pipelines{"pipelines", "pipeline"};
    Names capacities{"capacities", "capacity"};
    Names funnels{"funnels", "funnel"};
    Names sources{"sources", "source"};
    Names receipts{"receipts", "receipt"};
    Names revenue{"revenue", "revenue line"};
    Names taxpayers{"taxpayers", "taxpayer"};
    Names account_transfers{"account_transfers", "account transfer"};
    Names expenditure{"expenditure", "expenditure line"};
    Names economic_series{"economy", "economic indicator"};
    Names project_income{"project_income", "project income"};
    Names instruments{"debt", "instrument"};

    struct Calendar {
        bool is_profile = true;
        MonthProfile months{};
    };
    std::map<std::string, Calendar> calendar_values;
    std::map<std::uint32_t, std::string> streams;
    Names shocks{{"共同冲击", "shock"}};
    std::map<std::uint32_t, std::string> line_shocks;   ///< by the line's stream
    std::map<std::string, ProjectNotes> project_notes;  ///< by id

    /// Whether a table is there but could not be read: what is missing from it may be in it.
    [[nodiscard]] bool is_unread(const std::string& table_name) const {
        return document.unread.contains(table_name);
    }
    [[nodiscard]] bool is_any_unread() const { return !document.unread.empty(); }

    /// Calls `read` with a reader for each row of a table, in file order.
    template <class Read>
    void each_row(const std::string& table_name, Read read) {
        const auto table = document.tables.find(table_name);
        if (table == document.tables.end()) return;
        const Columns columns(table->second.columns, schema_of(table_name), {},
                              table->second.headings);
        for (const scenario::Row& row : table->second.rows) {
            FieldReader reader(columns, row, frame, report);
            read(reader);
        }
    }
    [[nodiscard]] static const std::vector<scenario::Field>& schema_of(const std::string& table);

    /// Reads the id of a new thing and enters it; reports one that is taken in `names` or in any of
    /// `shared`. The empty string when there is no usable id.
    [[nodiscard]] static std::string define(FieldReader& row, Names& names,
                                            const std::vector<const Names*>& shared = {});

    /// The stream of "kind/id"; reports a hash that another stream has already.
    [[nodiscard]] std::uint32_t stream(FieldReader& row, const std::string& kind,
                                       const std::string& id);

    /// The index of the thing that the field names; reports an unknown id. Nothing when blank.
    [[nodiscard]] std::optional<std::size_t> refer(FieldReader& row, const std::string& field,
                                                   const Names& names) const;
    [[nodiscard]] std::optional<Index<Driver>> refer_driver(FieldReader& row,
                                                            const std::string& field,
                                                            Driver::Kind kind);
    void report_unknown(FieldReader& row, const std::string& field,
                        const std::vector<const Names*>& names) const;

    /// The profile calendar that the field names; even when blank.
    [[nodiscard]] MonthProfile profile(FieldReader& row, const std::string& field);
    /// The work calendar that the field names; full work when blank.
    [[nodiscard]] MonthProfile productivity(FieldReader& row, const std::string& field);

    /// Puts entities in the order of `before` and gives their names the new indices.
    template <class Entity, class Before>
    static void sort_entities(std::vector<Entity>& entities, Names& names, Before before) {
        std::sort(entities.begin(), entities.end(), before);
        for (std::size_t i = 0; i < entities.size(); ++i) names.entries[entities[i].id].index = i;
    }
    template <class Entity>
    static void sort_by_id(std::vector<Entity>& entities, Names& names) {
        sort_entities(entities, names,
                      [](const Entity& a, const Entity& b) { return a.id < b.id; });
    }
};

/// The parts, in the order in which `build` calls them.
void build_settings(Building& building);
void build_drivers(Building& building);
void build_spillovers(Building& building);
void build_calendars(Building& building);
void build_policy(Building& building);  ///< treasury, project policy, tiers, base year
void build_revenue(Building& building);
void build_taxpayers(Building& building);
void build_expenditure(Building& building);
void build_sources(Building& building);
void build_funnels(Building& building);
void build_pipelines(Building& building);
void build_economy(Building& building);
void build_project_income(Building& building);  ///< of projects, once their stages are known
/// Expenditure that is a share of revenue, and transfers between accounts; once all revenue is
/// known.
void build_revenue_shares(Building& building);
void build_account_transfers(Building& building);
void build_sensitivities(Building& building);
void build_shocks(Building& building);  ///< once every line and its drivers are known
void build_correlations(Building& building);
void check_common_drivers(Building& building);
void build_common_factors(Building& building, FieldReader& row);
void check_common_factors(Building& building);  ///< once projects are known
void build_projects(Building& building);
void build_stages(Building& building);
void build_links(Building& building);
/// The place of what fills a capacity of this kind, as its row names it.
[[nodiscard]] std::size_t read_inflow(Building& building, FieldReader& row, Capacity::Kind kind);
void build_capacities(Building& building);  ///< and the demands on them
void build_funding(Building& building);
void build_receipts(Building& building);
void build_capital(Building& building);
void build_debt(Building& building);
void build_refinancing(Building& building);
/// Reads tiers.csv and the keys of scenario.toml that belong to rules on debt.
void build_debt_rules(Building& building, FieldReader& settings);
/// What stands behind mandatory payments.
void build_reserves(Building& building, FieldReader& settings);
void check_reserves(Building& building);  ///< once expenditure is known
/// Reports a field that has a meaning only with the platform company's ledger, where there is none.
bool needs_platform(const Building& building, FieldReader& row, const std::string& field);
void build_debt_limits(Building& building);
void build_waterfall(Building& building);  ///< once all that is to be paid is known
void build_coverage(Building& building);   ///< once all that earns, costs and is owed is known
void build_actuals(Building& building);    ///< once all that may have happened is known
void build_targets(Building& building);
void check_basis(Building& building);

/// What a line takes when its row says nothing: the kind that its place says it is of, and the
/// shock whose luck it shares.
struct LineDefaults {
    std::optional<LineKind> kind;
    std::string shock;
};
/// The columns annual_sd, permanent, half_life_months, month_sd, shock, history_years and like.
void read_uncertainty(Building& building, FieldReader& row, Flow& flow,
                      const LineDefaults& defaults);
void read_driver_uncertainty(FieldReader& row, Driver& driver);

/// Choices that several tables share.
[[nodiscard]] const Choices<Account>& account_choices();
[[nodiscard]] const Choices<DebtClass>& debt_class_choices();
[[nodiscard]] const Choices<StageKind>& stage_choices();
/// The columns of new debt; `debt_class` decides how often it pays when nothing is said. Nothing
/// for a class that is not known.
[[nodiscard]] NewDebtTerms read_new_debt(Building& building, FieldReader& row,
                                         std::optional<DebtClass> debt_class);
/// Those of them, beside `rate`, `tenor_years` and `repayment`, that only debt may have.
[[nodiscard]] const std::vector<std::string>& new_debt_columns();
/// What existing and new debt have in common. `years_known` is whether years since issue can be
/// counted, which several rates need.
void read_loan(Building& building, FieldReader& row, LoanTerms& loan, bool years_known);
/// `payments_per_year`, or what is usual for the class and the tenor (nothing when it is unknown).
void read_payments(FieldReader& row, LoanTerms& loan, std::optional<DebtClass> debt_class,
                   std::optional<int> tenor_months);
/// `principal_per_year`, once the kind of repayment and the payments are known.
void read_principal_payments(FieldReader& row, LoanTerms& loan);
/// `holiday` and `holiday_interest`; the months are the caller's.
[[nodiscard]] std::optional<PaymentHoliday> read_holiday(FieldReader& row, const LoanTerms& loan);
/// The columns of what varies by itself.
[[nodiscard]] const std::vector<std::string>& uncertainty_columns();
/// The ids that sensitivities.csv may name share one space.
[[nodiscard]] std::vector<const Names*> flow_names(const Building& building);
/// `quantity` times the price of one, each year rounded to fen.
[[nodiscard]] YearMoney read_product(FieldReader& row, const std::string& price);
/// `base` times `multiplier`, each year rounded to fen.
[[nodiscard]] YearMoney read_annual(Building& building, FieldReader& row, const std::string& base);

}  // namespace coffer::model
