#pragma once
// What is the same on every path of a plan, worked out once.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <support/naive/project_setup.hpp>
#include <support/naive/series.hpp>
#include <support/naive/simulation.hpp>

namespace coffer::naive {

/// A project or a pipeline in the order of allocation.
struct Claimant {
    bool is_project = false;
    std::size_t index = 0;
    const model::Fundable* fundable = nullptr;
};

/// The plan, its projects' curves and schedule, and the rows of the result.
struct Simulator::Setup {
    const model::Model& model;
    int months;
    BetaTables beta_tables;
    std::vector<ProjectSetup> projects;
    std::vector<std::size_t> pipeline_district;
    std::vector<Claimant> claimants;
    std::vector<Sampler> outage_durations;               // by taxpayer
    std::vector<Sampler> receipt_sizes, receipt_delays;  // by receipt
    std::vector<std::vector<double>> mean_log_index;     // by driver, month
    std::vector<std::optional<TailWidth>> tail_widths;   // by driver; none: normal
    std::map<double, TailWidth> spread_widths;           // by degrees of freedom
    // Section 1, known months: drivers that are known, by driver and known one by how much what a
    // known one lacks moves a normal, and by stream of a known flow its gains.
    std::vector<std::size_t> known_drivers;
    std::vector<std::vector<double>> known_gain;
    std::map<std::uint32_t, std::vector<std::vector<double>>> gains;
    /// Of a project whose months are known: what it drew, by funding row and month, and where it
    /// stood at the end of each; `stage` is that of all its stages.
    struct KnownProject {
        int months = 0;
        std::vector<std::vector<double>> drawn;
        std::vector<std::size_t> stage;
        std::vector<double> share;
        double spent(int month) const {
            double sum = 0.0;
            for (const auto& row : drawn) sum += row[static_cast<std::size_t>(month)];
            return sum;
        }
    };
    std::vector<std::optional<KnownProject>> known_projects;  // by project; empty: of none
    std::vector<SeriesName> series;
    double first_year_plan = 0.0;  // sum of first_year_investment
    bool has_asset_lives = false;
    bool has_special_debt = false;
    OptionalSeries optional;
    std::size_t funnel_series = 0;  // the first of seven, with funnels

    explicit Setup(const model::Model& m);
    void order_claimants();

    // Section 1, known months
    class GainsOf;
    void learn_what_is_known();
    void learn_of_project(const model::Project& project);

    // Section 4, planned schedule
    void set_up_project(const model::Project& project);
    void set_up_first_years();
    static void find_land(ProjectSetup& s);
    void find_approval(std::size_t i, const std::vector<double>& planned_start);
    double after_lag(const model::Link& link, double t) const;
    void delay_late_stages(const std::vector<std::vector<double>>& B);
    void plan_schedule(const std::vector<std::vector<double>>& B,
                       std::vector<double>& position_at_12, std::vector<double>& planned_finish,
                       std::vector<std::vector<double>>& planned_start,
                       std::vector<std::vector<double>>* finishes = nullptr) const;

    // Section 8, indicators
    void name_series();
    std::size_t series_of(const std::string& indicator, const std::string& dimension) const;
    std::size_t district_series(const std::string& district) const {
        return series_of("fai", "district:" + district);
    }
    bool defined(std::size_t which, int year) const;
};

}  // namespace coffer::naive
