// The cases outside the project, as they were written down. Catches: a plan that is refused for
// another reason than the one it is known for, or for one that names no way out.
#include <cstdio>
#include <map>

#include <catch2/catch.hpp>

#include "case_plans.hpp"

namespace {

namespace fs = std::filesystem;

/// What the plans say that are refused, by case and folder; all others run.
const std::map<std::string, std::string>& refusals() {
    static const std::map<std::string, std::string> all = {
        // Capitalised interest written as a repayment below zero.
        {"10-moratorium-on-both/scenario", "holiday_interest = capitalised"},
        // The older key for what varies.
        {"25-perfect-correlation/scenario", "annual_sd"},
        {"25-perfect-correlation/scenario-minus-one", "annual_sd"},
        {"28-lognormal-given-by-mean-and-sd/scenario", "lognormal_mean_sd(1.2,0.3)"},
        {"30-total-row-in-a-table/scenario", "a row of totals"},
        {"31-title-above-the-header/scenario-second-header-row", "a second heading"}};
    return all;
}

}  // namespace

TEST_CASE("every case outside runs, or is refused for what it shows", "[cases]") {
    using namespace coffer;
    using namespace coffer::testing;
    const fs::path folder = shared_folder() / "cases";
    if (!fs::exists(folder)) {
        WARN("SKIPPED: ../shared/cases is not here");
        std::puts("SKIPPED: ../shared/cases is not here");
        return;
    }
    std::size_t seen = 0;
    for (const auto& each : fs::directory_iterator(folder)) {
        if (!each.is_directory()) continue;
        for (const auto& plan : fs::directory_iterator(each.path())) {
            const std::string name = plan.path().filename().string();
            if (!plan.is_directory() || !name.starts_with("scenario")) continue;
            ++seen;
            const std::string id = each.path().filename().string() + "/" + name;
            const auto loaded = load_plan_folder(plan.path());
            CAPTURE(id, loaded.said);
            const auto refusal = refusals().find(id);
            CHECK(loaded.refused == (refusal != refusals().end()));
            if (refusal != refusals().end()) {
                CHECK_THAT(loaded.said, Catch::Contains(refusal->second));
            } else if (loaded.model) {
                const auto store = simulated(*loaded.model, 4);
                CHECK((store.out_of_range == 0).all());
            }
        }
    }
    CHECK(seen >= refusals().size());
}
