// The books of a path by year: nothing is lost between the ledger and them.
#include "coffer/analysis/books.hpp"

#include <cmath>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "support/scenarios.hpp"

using namespace coffer;

TEST_CASE("the books of the median path balance in every account and year, and follow on") {
    for (const std::string& name : testing::founding_scenarios()) {
        INFO(name);
        const auto model = testing::load_model(name);
        const auto plan = testing::load_plan(name);
        const auto replay = analysis::replay(plan, kernel::Draws::at_median(), 0);
        const auto books = analysis::yearly_books(replay, model);
        struct Year {
            double opening = 0.0, flows = 0.0, closing = 0.0;
        };
        std::map<std::pair<std::string, int>, Year> years;
        std::set<std::string> unnamed;
        for (const auto& row : books) {
            Year& year = years[{row.account, row.year}];
            double& sum = row.item == "opening"   ? year.opening
                          : row.item == "closing" ? year.closing
                                                  : year.flows;
            sum += row.amount;
            // A name that is still an id has been forgotten in the list of words.
            if (row.item_name.zh == row.item) unnamed.insert(row.item);
            if (row.account_name.zh == row.account) unnamed.insert(row.account);
        }
        REQUIRE(years.size() > 20);
        int broken = 0;
        for (const auto& [key, year] : years) {
            if (std::abs(year.opening + year.flows - year.closing) > 0.001) ++broken;
            const auto before = years.find({key.first, key.second - 1});
            if (before != years.end() && std::abs(before->second.closing - year.opening) > 0.001) {
                ++broken;
            }
        }
        CHECK(broken == 0);
        CHECK(unnamed == std::set<std::string>{});
        double drawn = 0.0, in_ledger = 0.0;
        for (const auto& row : books) {
            if (row.item.starts_with("drawn:") && row.amount < 0.0) drawn -= row.amount;
        }
        for (const auto& row : replay.ledger) {
            if (row.item.starts_with("drawn:") && row.fen < 0.0) in_ledger -= row.fen / 100.0;
        }
        CHECK(drawn == Approx(in_ledger).margin(0.01));
        CHECK(drawn > 1e9);
    }
}
