// Catches: funnels and the gates they open whose fields contradict each other and are accepted all
// the same.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

const std::string header =
    "id,name_zh,name_en,negotiating,signed,landed,new_prospects,negotiating_months,"
    "sign_probability,signed_months,land_probability,landed_months,arrive_probability,investment,"
    "source,basis\n";
const std::string town = "town,镇,Town,55,5,,2;1.5,9,30%,5,60%,2.5,85%,3000,money,A2\n";
const std::string capacities =
    "id,name_zh,name_en,kind,amount,funnel,basis\n"
    "arrived,到位,Arrived,investors,,town,A2\n";
const std::string demands = "project,stage,capacity,units,basis\nplant,construction,arrived,1,A2\n";

std::string edited(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    INFO(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string complaints(const std::string& funnels, const std::string& gates = capacities,
                       const std::string& money = "investor,0") {
    auto files = test::minimal_files();
    files["funnels.csv"] = header + funnels;
    files["capacities.csv"] = gates;
    files["demands.csv"] = demands;
    test::replace(files, "sources.csv", "bonds,专项债",
                  "money,投资,Money," + money + ",,,,,,,,A2\nbonds,专项债");
    files["funding.csv"] += "plant,money,2,,A2\n";
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    REQUIRE(document);
    const auto model = model::build(*document, diagnostics);
    CHECK(model.has_value() != diagnostics.has_errors());
    for (const auto& diagnostic : diagnostics.sorted()) CHECK(test::is_complete(diagnostic));
    return test::shown(diagnostics);
}

void check_said(const std::string& said, const std::string& words) {
    CAPTURE(said, words);
    CHECK(said.find(words) != std::string::npos);
}

}  // namespace

TEST_CASE("funnels: the right plan has no complaint", "[model][funnels]") {
    const auto said = complaints(town);
    CAPTURE(said);
    CHECK(said.empty());
}

TEST_CASE("funnels: each mistake is told", "[model][funnels]") {
    check_said(complaints(edited(town, ",9,30%", ",0.5,30%")), "negotiating_months cannot be");
    check_said(complaints(edited(town, "60%", "160%")), "land_probability cannot be");
    check_said(complaints(edited(town, "55", "5.5")), "negotiating cannot be");
    check_said(complaints(edited(town, "2;1.5", "400")), "there may be 14460 prospects");
    check_said(complaints(edited(town, "3000,money", ",money")), "investment is blank");
    check_said(complaints(edited(town, "3000,money", "3000,")), "investment has no meaning");
    check_said(complaints(edited(town, "money", "mony")), "Did you mean");
    check_said(complaints(town, capacities, "investor,"), "cannot take investors' money");
    check_said(complaints(town, capacities, "grant,0"), "cannot take investors' money");
    check_said(complaints(town + town), "is taken");
    check_said(complaints(town, edited(capacities, ",town,", ",twon,")), "Did you mean");
    check_said(complaints(town, edited(capacities, ",town,", ",,")), "funnel is blank");
    check_said(complaints(town, edited(capacities, "investors,,", "investors,3,")),
               "amount has no meaning");
    check_said(complaints(town, edited(capacities, "investors,,town", "quota,3,town")),
               "funnel has no meaning");
    check_said(complaints(town, edited(capacities, "investors,,town", "quota,,")),
               "amount is blank");
    check_said(complaints(edited(town, "55,5,,2;1.5", ",,,")), "has at most 0");
}
