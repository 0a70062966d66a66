// Catches: alarms about chance, and changes that are called chance; a plan that is silent in the
// morning because the night before had no figures of it, or because it has gone.
#include "coffer/batch/morning.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "store/example.hpp"
#include "support/temporary_folder.hpp"

using namespace coffer;

namespace {

/// In how many of `nights` pairs of independent nights the share moves by more than its error.
int alarms(double before, double now, int paths, int nights) {
    std::mt19937_64 random(7);  // NOLINT(cert-msc51-cpp): the same test every day
    std::binomial_distribution<int> was(paths, before), is(paths, now);
    int count = 0;
    for (int night = 0; night < nights; ++night) {
        const double a = was(random) / static_cast<double>(paths);
        const double b = is(random) / static_cast<double>(paths);
        count += std::abs(b - a) > batch::error_of_change(a, paths, b, paths) ? 1 : 0;
    }
    return count;
}

}  // namespace

TEST_CASE("the error of a change is passed by chance 1 time in 20") {
    // 4000 nights, 200 expected, standard deviation 14: five of them are never left, so this test
    // fails falsely less than once in a million. Near the border the count is lower: lattice.
    CHECK(std::abs(alarms(0.5, 0.5, 10000, 4000) - 200) < 70);
    CHECK(alarms(0.001, 0.001, 10000, 4000) < 270);
    CHECK(alarms(1.0, 1.0, 10000, 4000) == 0);
    // Negative control: three points of a hundred are more than chance on 10,000 paths.
    CHECK(alarms(0.5, 0.47, 10000, 4000) > 3900);
    CHECK(batch::error_of_change(1.0, 1000, 0.99, 1000) < 0.01);
}

TEST_CASE("a worked example of two shares") {
    // 30 of 100 against 45 of 100: z = 2.19 with the pooled variance, so the change of 0.15 is
    // 2.19 standard errors of 0.0684653.
    CHECK(batch::error_of_change(0.30, 100, 0.45, 100) ==
          Approx(1.959963984540054 * 0.0684653).epsilon(1e-5));
}

namespace {

using testing::planned;

/// A night in which each plan is done, but those of content "bad", which have mistakes. The
/// probability of a target is what stands behind the ':' of its content, in hundredths.
void whole_night(store::Store& base, const std::string& label,
                 const std::vector<store::PlannedTask>& plans) {
    base.plan_night(testing::night_of(label), plans);
    while (auto task = base.take(label, {}).task) {
        const std::string& content = task->planned.inputs.plan_sha256;
        if (content.starts_with("bad")) {
            base.finish({{task->task,
                          std::vector<Diagnostic>{
                              {Severity::error, {"scenario.toml", 1, 1}, {"坏", "bad"}, {}, {}}},
                          {}}});
            continue;
        }
        auto record = testing::example_record();
        const auto colon = content.find(':');
        if (colon != std::string::npos) {
            record.targets[0].probability = std::stod(content.substr(colon + 1)) / 100.0;
        }
        base.finish({{task->task, std::move(record), {}}});
    }
    CHECK(base.end_night(label, "later") == store::NightState::complete);
}

batch::Morning morning_of(store::Store& base) {
    Diagnostics diagnostics;
    auto morning = batch::morning(base, std::nullopt, 10, diagnostics);
    REQUIRE(morning);
    return *morning;
}

}  // namespace

TEST_CASE("a plan without figures the night before is compared with the last night that has them") {
    const testing::TemporaryFolder place;
    const auto base = testing::opened(place.at("s.db"), store::Access::batch);
    whole_night(*base, "n1", {planned("a", "A:90"), planned("b", "B:90"), planned("c", "bad C")});
    whole_night(*base, "n2", {planned("a", "bad A"), planned("b", "bad B"), planned("c", "bad C")});
    auto morning = morning_of(*base);
    REQUIRE(morning.troubles.size() == 3);
    CHECK(morning.troubles[0].last == "n1");
    CHECK(morning.troubles[2].last.empty());

    // A third night of mistakes: still since n1. Then one comes back worse, one as it was, one for
    // the first time.
    whole_night(*base, "n3", {planned("a", "bad 2"), planned("b", "bad B"), planned("c", "bad C")});
    CHECK(morning_of(*base).troubles[0].last == "n1");
    whole_night(*base, "n4", {planned("a", "A:40"), planned("b", "B:90"), planned("c", "C:90")});
    morning = morning_of(*base);
    CHECK(morning.before == "n3");
    REQUIRE(morning.changes.size() == 3);
    CHECK(morning.changes[0].reason == batch::Reason::inputs);
    CHECK(morning.changes[0].compared == "n1");
    CHECK(morning.changes[0].files == std::vector<std::string>{"scenario.toml"});
    CHECK(morning.changes[1].reason == batch::Reason::again);
    CHECK(morning.changes[1].compared == "n1");
    CHECK(morning.changes[2].reason == batch::Reason::first);
    REQUIRE(morning.falls.size() == 1);
    CHECK(morning.falls[0].plan == "a");
    CHECK(morning.falls[0].compared == "n1");
    CHECK(morning.falls[0].before == 0.9);
    CHECK(morning.alerts());

    // Negative control: the same once more is no news.
    whole_night(*base, "n5", {planned("a", "A:40"), planned("b", "B:90"), planned("c", "C:90")});
    morning = morning_of(*base);
    CHECK(morning.unchanged == 3);
    CHECK_FALSE(morning.alerts());
}

TEST_CASE("a plan that has gone is told of and alerts, a variant that has gone is a change") {
    const testing::TemporaryFolder place;
    const auto base = testing::opened(place.at("s.db"), store::Access::batch);
    auto under = planned("a", "A under land");
    under.variant = "land";
    auto gone_under = planned("b", "B under land");
    gone_under.variant = "land";
    whole_night(*base, "n1", {planned("a", "A"), under, planned("b", "B"), gone_under});
    whole_night(*base, "n2", {planned("a", "A")});
    auto morning = morning_of(*base);
    REQUIRE(morning.gone.size() == 1);
    CHECK(morning.gone[0].plan == "b");
    CHECK(morning.gone[0].items == 2);
    CHECK(morning.gone[0].last == "n1");
    REQUIRE(morning.changes.size() == 1);
    CHECK(morning.changes[0].reason == batch::Reason::removed);
    CHECK(morning.changes[0].variant == "land");
    CHECK(morning.alerts());

    // It comes back: not new, and compared with the night that had it.
    whole_night(*base, "n3", {planned("a", "A"), planned("b", "B")});
    morning = morning_of(*base);
    REQUIRE(morning.changes.size() == 1);
    CHECK(morning.changes[0].reason == batch::Reason::again);
    CHECK(morning.changes[0].compared == "n1");
    CHECK_FALSE(morning.alerts());
}
