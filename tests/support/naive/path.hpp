#pragma once
// One path: its state, and the steps of a month (section 6 of docs/model) as functions, each in
// the file of its chapter.
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <support/naive/loan.hpp>
#include <support/naive/setup.hpp>

namespace coffer::naive {

/// Amounts in fen; made for one path and run once.
struct Simulator::Path {
    struct ProjectState {
        std::vector<double> B;
        std::vector<double> stage_finish;  // of the stages done
        std::vector<double> stage_start;   // of all stages, negative when not begun
        std::vector<char> passed;          // gates
        std::vector<char> end_open;        // what held back the end of a stage does no more
        double held_until = 0.0;           // moment of the last one that opened
        double at_gate_since = 0.0;        // a: earliest moment of passing the gate it stands at
        bool waits_at_end = false;         // the work of `stage` is done, its finish is held back
        std::size_t stage = 0;             // the first one that is not finished
        double final_cost = 0.0;
        double ramp_up = 1.0;   // months to full operation, at least 1
        double attained = 1.0;  // of the new output
        double x = 0.0;
        double cursor = 0.0;
        double g = 0.0;
        double finish = -1.0;
        bool started = false;  // has worked (or had before the plan)
        bool running = false;  // is served by running_projects
        int short_months = 0;
        int pause = 0;                     // months of suspension left
        bool kept_back = false;            // this month, by fiscal restructuring
        bool kept_back_this_year = false;  // in some month of it
        bool suspended_this_year = false;
        bool cancelled = false;
        bool restarts_now = false;    // its pause is over, and it had begun
        double restart_unpaid = 0.0;  // share of final cost
        double restart_until = 0.0;   // value of C at which it has restarted
        double restart_asked = 0.0;   // of the current month, part of its need
        // of the current month
        bool asks = false;
        std::size_t last = 0;  // stage it may work on
        double limit = 0.0;    // its end
        double target = 0.0;   // x'
        double speed = 1.0;    // v, work for a unit of its time
        double rise = 0.0;     // max(0, G(F(x')) - g)
    };
    /// Units of a renewable capacity from a moment to another, or to no known one.
    struct Holding {
        std::size_t capacity = 0;
        std::size_t project = 0;
        std::size_t stage = 0;
        double units = 0.0;
        double from = 0.0;
        std::optional<double> to;
    };
    struct Claim {
        bool is_project = false;
        double need = 0.0;
        double paid = 0.0;
        double owed = 0.0;             // to contractors, for work of earlier months
        double paid_for_before = 0.0;  // what of `paid` goes to them
        double wants() const { return need + owed; }
        double spent = 0.0;         // so far in the plan
        std::vector<double> drawn;  // so far, by row of funding
        std::vector<double> tied;   // in the source's pool for this claim alone, likewise
        /// A loan that grows by its interest, likewise: balance, this month's drawings, interest
        /// not added yet, month of the first drawing (-1: none).
        std::vector<double> loan, loan_drawn, loan_interest;
        std::vector<int> loan_begun;
        /// Capital that the project brought up and has not drawn yet, by row of funding: this is
        /// how far drawings go that are committed.
        std::vector<double> committed_to;
    };
    /// A receipt that comes on this path.
    struct Promise {
        const model::Receipt* receipt = nullptr;
        double arrives = 0.0;  // a moment
        double size = 0.0;
    };
    /// Debt of a class, existing or new, with what its principal may be replaced by.
    struct Debt {
        DebtClass debt_class = DebtClass::general;
        naive::Loan loan;
        std::optional<int> asset_life_end;
        model::YearSeries share;  // of principal that is refinanced, if not that of its class
        const model::Source* source = nullptr;          // where it is new and no refinancing
        const model::Instrument* instrument = nullptr;  // where it is not
        std::string name{};                             // as a dimension of debt service
    };
    /// Principal that falls due this month and has a right of its own.
    struct Maturing {
        DebtClass debt_class = DebtClass::general;
        std::optional<int> asset_life_end;
        model::YearSeries share;
        double principal = 0.0;
    };
    const Setup& setup;
    const model::Model& model;
    const Draws draws;
    FlatResult& out;
    int m = 0;
    std::size_t y = 0;
    std::vector<double> x, log_index;        // by driver
    std::vector<std::vector<double>> value;  // v(m) by driver, month
    /// What a line has of luck, by its stream.
    // What moved in a year's months so far: unrounded, in whole fen, and what this month adds.
    struct InYear {
        double exact = 0.0, moved = 0.0, now = 0.0;

        // This month's amount in whole fen, so that the year's sum to what they are together.
        double whole(double amount) {
            now = amount;
            return fen(exact + now - moved);
        }
        void pass() {
            moved += whole(now);
            exact += now;
            now = 0.0;
        }
    };
    struct Luck {
        const model::Flow* flow = nullptr;
        double start = 0.0;   // over its base year's sum when the plan begins
        double spread = 1.0;  // how wide this path takes its standard deviation
        double persistence = 0.0, walk_sd = 0.0;
        double deviation = 0.0, index = 0.0;
        double of_year = 0.0;  // exponent that lasts for the year
        double share_mean = 0.0;
        double exponents = 0.0;  // of the year's months, added up
        InYear moved;
        // Of the known months of the year: what was drawn and what was; by year the log between.
        double would_have_been = 0.0, was = 0.0;
        std::vector<double> misses;
    };
    std::map<std::uint32_t, Luck> lucks;
    std::vector<double> driver_spread;
    std::vector<double> driver_luck;  // of the year before, passing
    double gdp_exponents = 0.0, gdp_start = 0.0;
    std::vector<InYear> tax_moved, output_moved;  // by project
    std::vector<InYear> payer_tax_moved;          // by taxpayer
    std::vector<double> land_sold;                // by row of project income; a share
    std::vector<int> outage_left;                 // by taxpayer
    std::array<double, model::account_count> account{};
    std::vector<double> pool;                          // by source
    std::vector<std::vector<double>> untied_arrivals;  // by source and plan year
    std::vector<double> bank_drawn;                    // by source, this month
    std::vector<double> unissued;                      // by source: quota that a limit kept back
    double payables = 0.0;                             // unpaid three guarantees, remittance
    double owed_to_suppliers = 0.0;                    // unpaid contracts
    double year_paid_out = 0.0;                        // what left the treasury this year
    std::vector<double> came_by_line, came_by_payer, came_by_income;       // this month
    std::vector<std::vector<double>> left_of_revenue, left_of_remittance;  // by line, year
    std::vector<double> line_due;  // by expenditure line, this month
    std::vector<Debt> loans;
    std::array<double, model::debt_class_count> interest_arrears{}, principal_arrears{};
    std::array<double, model::debt_class_count> interest_due{}, principal_due{};
    std::vector<ProjectState> projects;
    std::map<const model::Link*, double> foreseen;  // releases of leads, as far as they are
    std::vector<std::array<double, 4>> prospects;   // by funnel: in three steps, arrived this month
    std::vector<double> units_left;  // of each quota (this year) and throughput (this month)
    std::vector<Holding> holdings;
    std::vector<Claim> claims;  // in the order of setup.claimants
    std::vector<double> lacking = std::vector<double>(setup.claimants.size(), 0.0);  // likewise
    double first_year_spending = 0.0;
    std::vector<std::vector<double>> counted;  // FAI by claimant and month, before it is reported
    std::vector<double> innovations;
    bool in_crisis = false;
    std::vector<Maturing> maturing;
    model::Tier last_tier = model::Tier::green;  // in which the year before ended
    bool closed = false;                         // the bond market
    std::vector<double> waiting;                 // by source, bonds that wait for the market
    double company_cash = 0.0;                   // of the platform company
    double set_aside = 0.0;                      // budget reserve
    double fund_for_bad_years = 0.0;             // stabilisation fund
    double owed_above = 0.0;                     // advances of the higher level
    std::vector<double> advanced;                // by month, as they were
    bool in_restructuring = false;
    int clear_years = 0;
    // Of the year: interest falling due, expenditure of the two budgets.
    double year_general_interest = 0.0, year_special_interest = 0.0;
    double year_general_budget = 0.0, year_fund_budget = 0.0;
    double year_special_service = 0.0;
    std::vector<Promise> promises;
    std::vector<double> quota_left = std::vector<double>(model.refinancing.size(), 0.0);
    std::vector<double> bonds_earned, bonds_cost, bonds_owed;  // by project of bonds
    double special_income = 0.0, special_service = 0.0;        // since the plan began
    const std::vector<model::Account> any_account{model::Account::general, model::Account::fund,
                                                  model::Account::state_capital};

    // Sections 6 and 7, the month
    Path(const Setup& s, std::uint64_t seed, std::uint64_t path, FlatResult& result);
    void run();
    void begin_year();
    double expenditure_due(std::size_t i);
    double after_cuts(double planned) const {
        return in_restructuring ? fen(planned * (1.0 - model.restructuring->other_cut)) : planned;
    }
    double operating_due(std::size_t i);
    void count_budget(model::Account of, double paid) {
        if (of == model::Account::general) year_general_budget += paid;
        if (of == model::Account::fund) year_fund_budget += paid;
    }
    void form_needs();
    void settle_with_contractors();
    double settled_now(const std::optional<model::Settlement>& settlement,
                       std::vector<double>& left, double whole) const;
    double owed_to_contractors() const;
    double treasury() const { return account[0] + account[1] + account[2]; }
    double above_floor() const {
        return std::max(0.0, treasury() - amount(model.treasury.cash_floor) - set_aside);
    }
    double planned_general_expenditure() const;
    double reserve_planned() const {
        return model.reserve ? fen(model.reserve->share[y] * planned_general_expenditure()) : 0.0;
    }
    double above_floor_with_reserve() const {
        return std::max(0.0, treasury() - amount(model.treasury.cash_floor));
    }
    void set_the_reserve_aside() {
        if (m % 12 == 0) set_aside = std::min(reserve_planned(), above_floor_with_reserve());
    }
    void let_the_reserve_be_used();
    double advances_not_due() const;
    double general_cash() const { return account[index_of(model::Account::general)]; }
    void return_advances_that_are_due();
    void help_with(double owed, const std::vector<model::Account>& accounts);
    void give_back(double owed, double available);
    void return_advances_from_what_is_left() {
        const double spare = m % 12 == 11 ? above_floor_with_reserve() : above_floor();
        give_back(owed_above, std::min(spare, general_cash()));
    }
    void fill_the_fund();
    double pay(model::Account home, double owed, double available);
    void pay_in_order();
    std::vector<std::size_t> lines_by_rank() const;
    void pay_three_guarantees();
    std::vector<model::Account> accounts_for(std::size_t c) const;
    bool serves(const model::WaterfallPayment& payment, std::size_t c) const;
    void pay_debt(const model::WaterfallPayment& payment,
                  const std::array<double, model::debt_class_count>& due,
                  std::array<double, model::debt_class_count>& owed_before, bool is_interest);
    double pay_company_debt(double old, double due);
    void pay_other();
    void allocate(bool running);
    void end_month();

    // Section 2, drivers
    double spread(double history_years, std::uint32_t stream) const;
    double driver_normal(std::size_t d, Purpose purpose, int number) const;
    double shock_normal(std::size_t s, Purpose purpose, int number, bool yearly) const;
    double start_of(std::size_t d, const model::MonthProfile& profile) const;
    double tail_of(std::size_t d) const;
    void begin_year_of_driver(std::size_t d);
    void move_drivers();

    // Section 1, known months
    bool is_known(const model::Driver& driver) const {
        return static_cast<std::size_t>(m) < driver.known.size();
    }
    bool is_known(const model::Flow& f) const {
        return static_cast<std::size_t>(m) < f.known.size();
    }
    void meet_known_drivers(const std::vector<double>& before);
    double known_deviation(std::size_t d) const;
    void watch(Luck& luck);
    const Setup::KnownProject* known_project(std::size_t i) const {
        if (setup.known_projects.empty() || !setup.known_projects[i]) return nullptr;
        return m < setup.known_projects[i]->months ? &*setup.known_projects[i] : nullptr;
    }
    /// Before that moment nothing begins that is not known to have begun.
    double nothing_new_before(std::size_t i) const {
        return setup.known_projects.empty() || !setup.known_projects[i]
                   ? 0.0
                   : setup.known_projects[i]->months;
    }
    void draw_known();
    void move_to_known(std::size_t i, const Setup::KnownProject& known);
    void wait_for_links(const ProjectSetup& s, ProjectState& p);
    double learnt(const model::Flow& f) const;

    // Section 3, flows
    template <class Do>
    void for_all_flows(Do act) {
        for (const auto& each : model.revenue) act(each.flow);
        for (const auto& each : model.taxpayers) act(each.output);
        for (const auto& each : model.expenditure) act(each.flow);
        for (const auto& each : model.account_transfers) act(each.flow);
        for (const auto& each : model.sources) {
            if (!each.unlimited) act(each.arrival);
        }
        for (const auto& each : model.pipelines) act(each.need);
        for (const auto& each : model.project_income) act(each.flow);
        for (const auto& each : model.economic_series) act(each.flow);
    }
    void begin_luck(const model::Flow& f);
    double month_noise(std::size_t s, int month_of_plan) const {
        return std::sqrt(3.0) *
               (2.0 * draws.u(model.shocks[s].stream, share_of_month, month_of_plan) - 1.0);
    }
    void begin_year_of(Luck& luck);
    void move_luck();
    double exponent_of(const model::Flow& f, const Luck& luck) const;
    static double part_of_year(double whole, const model::MonthProfile& shares, std::size_t now);
    double drawn_flow(const model::Flow& f) const;
    double flow(const model::Flow& f) const;
    double whole_flow(const model::Flow& f, double part = 1.0);
    void pass_whole_flows();
    void receive_revenue();
    double part_of_revenue(const model::RevenueShare& of) const;
    double share_in_flow(const model::ProjectIncome& income) const;
    void count_for_bonds(std::vector<std::size_t> model::Coverage::* list, std::size_t index,
                         double earned, double cost, double owed);
    void receive_project_income(std::size_t i);
    void tax(std::size_t i);
    void count_general_revenue(double received, const std::string& district);

    // Section 4, projects
    void receive_new_money();
    void drop_what_lapsed(std::size_t i, int years);
    void tie(const model::Receipt& receipt, double size);
    double tied_to_others(std::size_t source, const Claim& mine) const;
    static int binomial(int n, double p, double u);
    void attract_investors();
    void note_of_funnel(std::size_t f, const std::string& indicator, const std::string& prefix,
                        double number);
    double together(const ProjectSetup& s, double u, double by_sector, double by_year) const;
    void begin_project(const ProjectSetup& s);
    bool at_gate(const ProjectSetup& s, const ProjectState& p) const {
        return s.gated[p.stage] && p.passed[p.stage] == 0;
    }
    std::optional<double> moment_of(const model::Link& link) const;
    std::optional<double> opening_of(const std::vector<const model::Link*>& links, bool any) const;
    void hold(std::size_t i, std::size_t k, const model::Stage& stage, double from);
    void let_go(std::size_t i, std::size_t k, double moment);
    double held_after(std::size_t capacity, double moment) const;
    bool spare_from(std::size_t capacity, double units, double moment) const;
    void give_up_projects();
    void look_ahead();
    void share_capacities();
    Claim& claim_of(std::size_t project);
    double unpledged(std::size_t s, const Claim& mine);
    bool raise_capital(std::size_t i, std::vector<double>& parts);
    bool take(std::size_t i, const model::Stage& stage, double ready);
    void try_gate(const ProjectSetup& s, ProjectState& p);
    void try_ends(const ProjectSetup& s, ProjectState& p);
    bool held_back(const ProjectSetup& s, const ProjectState& p, std::size_t k) const {
        return !s.into_end[k].empty() && p.end_open[k] == 0;
    }
    double escalation() const;
    bool has_public_money(const model::Fundable& fundable) const;
    double project_need(const ProjectSetup& s, ProjectState& p, double esc);
    double other_money_allowed(const model::Source& source, const Claim& claim) const;
    void fund(const model::Fundable& fundable, Claim& claim);
    void take_from(const model::Fundable& fundable, Claim& claim, std::size_t j, double draw);
    void progress_projects();
    double countable(std::size_t i, const Claim& claim, const ProjectState& before,
                     const ProjectState& after) const;
    void progress(std::size_t i, const Claim& claim);
    void count_completion(std::size_t i);

    // Section 5, debt
    const model::TierRule& tier_rule() const {
        return model.tier_rules->rules[static_cast<std::size_t>(last_tier)];
    }
    void move_market();
    double proceeds(const model::NewDebtTerms& terms, double face);
    double issued(std::size_t source, double planned);
    const model::DebtLimit* limit_of(DebtClass debt_class) const;
    static DebtClass class_of(const model::Source& bond) {
        return bond.kind == model::Source::Kind::special_bond ? DebtClass::special
                                                              : DebtClass::general;
    }
    double owed_in(DebtClass debt_class) const;
    double within_limit(DebtClass debt_class, double wanted) const;
    double issue(std::size_t i, double quota);
    void let_building_loans_grow();
    void take_over(const model::Instrument& instrument);
    void borrow(DebtClass debt_class, double borrowed, const model::NewDebtTerms& terms) {
        borrow(debt_class, borrowed, terms, terms.tenor_months, std::nullopt);
    }
    void borrow(const model::Source& source, double borrowed);
    void borrow(DebtClass debt_class, double borrowed, const model::NewDebtTerms& terms, int term,
                std::optional<int> asset_life_end);
    void serve(Debt& debt);
    void let_debt_fall_due();
    void refinance(DebtClass debt_class);
    void replace(const Maturing& part);
    void borrow_the_deficit();
    void book_bank_loans();

    // Section 8, indicators
    double& annual(std::size_t series, std::size_t year) {
        return out.annual[series * static_cast<std::size_t>(model.years) + year];
    }
    double& year(std::size_t series) { return annual(series, y); }
    double& month(Monthly which) {
        return out
            .monthly[which * static_cast<std::size_t>(setup.months) + static_cast<std::size_t>(m)];
    }
    double growth(std::size_t series, const std::optional<Money>& base);
    void end_year();
    std::size_t tier_number(double ratio) const;
    void close_debt_rules(const std::array<double, model::debt_class_count>& debt, double ratio);
};

}  // namespace coffer::naive
