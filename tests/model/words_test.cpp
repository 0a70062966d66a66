// The words of the register are those that the model accepts: each column of words is given a wrong
// one, and what the refusal offers is compared.
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/schema.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using namespace coffer::test;
using scenario::Content;
using scenario::Field;

namespace {

constexpr const char* nonsense = "zzzzzzzzzzzzzzzz";

/// The words that a refusal of `nonsense` names, none when it was not refused.
std::set<std::string> offered(const scenario::Document& document) {
    Diagnostics diagnostics;
    static_cast<void>(model::build(document, diagnostics));
    std::set<std::string> words;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        const std::string& why = diagnostic.why.en;
        if (diagnostic.problem.en.find(nonsense) == std::string::npos) continue;
        if (!why.starts_with("one of: ")) continue;
        std::istringstream list(why.substr(8));
        for (std::string word; list >> word;) {
            if (word.ends_with(',')) word.pop_back();
            words.insert(word);
        }
    }
    return words;
}

std::set<std::string> registered(const Field& field) {
    std::set<std::string> words;
    for (const auto& word : scenario::enumeration(field.holds.words).words) words.insert(word.name);
    // "platform" is accepted beside the accounts, in places of its own.
    if (field.holds.words == "account_or_platform") words.erase("platform");
    return words;
}

scenario::Document with_nonsense(const scenario::TableSchema& schema, const Field& field) {
    Diagnostics diagnostics;
    auto document = scenario::parse_texts(minimal_files(), "minimal", {}, diagnostics);
    REQUIRE(document);
    scenario::Table table;
    table.name = schema.name;
    scenario::Row row;
    for (const Field& column : schema.columns) {
        table.columns.push_back(column.name);
        table.headings.push_back(column.name);
        row.cells.push_back({&column == &field ? nonsense : "", {"table.csv", 2, 1}});
    }
    table.rows.push_back(std::move(row));
    document->tables[schema.name] = std::move(table);
    return std::move(*document);
}

}  // namespace

TEST_CASE("The register's words are those that the model accepts", "[names]") {
    std::size_t compared = 0;
    for (const auto& schema : scenario::table_schemas()) {
        for (const Field& field : schema.columns) {
            if (field.holds.content != Content::choice) continue;
            INFO(schema.name << "." << field.name);
            const auto words = offered(with_nonsense(schema, field));
            if (words.empty()) continue;  // refused for another reason, or asked only sometimes
            ++compared;
            // Limits are of statutory debt; the model reads any class and then says so.
            if (field.holds.words == "statutory_class") {
                for (const std::string& word : registered(field)) CHECK(words.contains(word));
                continue;
            }
            CHECK(words == registered(field));
        }
    }
    // Most are reached; were none, the test would say nothing.
    CHECK(compared >= 20);
}

TEST_CASE("Indicators in targets may be called by their Chinese names", "[names]") {
    std::set<std::string> names;
    for (const auto& indicator : model::indicator_register()) {
        INFO(indicator.id);
        CHECK(names.insert(indicator.name.zh).second);
    }
    Files files = minimal_files();
    const auto target = [&](const std::string& indicator) {
        Files changed = files;
        changed["targets.csv"] =
            "编号,指标,年份,关系,目标值\nt," + indicator + ",2022,不高于,1.5\n";
        Diagnostics diagnostics;
        const auto document = scenario::parse_texts(changed, "minimal", {}, diagnostics);
        REQUIRE(document);
        const auto model = model::build(*document, diagnostics);
        INFO(shown(diagnostics));
        return model && model->targets.size() == 1 ? model->targets.front().indicator : "";
    };
    const std::string zh = target("债务率");
    CHECK(zh == "debt_ratio");
    CHECK(zh == target("debt_ratio"));
    CHECK(target("债务绿").empty());
}

// Catches: a dimension that is written in one way and read in another, or a kind without words.
TEST_CASE("dimensions are read as they are written", "[names]") {
    using model::Dimension;
    using Id = scenario::DimensionWords::Id;
    const auto& kinds = scenario::dimension_kinds();
    REQUIRE(kinds.size() == static_cast<std::size_t>(Dimension::Kind::count));
    for (std::size_t place = 0; place < kinds.size(); ++place) {
        const auto& words = kinds[place];
        INFO(words.word);
        CHECK(static_cast<std::size_t>(words.kind) == place);
        CHECK(words.shown.zh.empty() == words.shown_by_id);
        const auto alone = Dimension::parse(words.word);
        CHECK(alone.has_value() == (words.id != Id::needed));
        if (alone) CHECK(alone->text() == words.word);
        const auto of_one = Dimension::parse(words.word + ":a1");
        CHECK(of_one.has_value() == (words.id != Id::none));
        if (of_one) CHECK(*of_one == Dimension{words.kind, "a1"});
        if (of_one) CHECK(of_one->text() == words.word + ":a1");
        CHECK_FALSE(Dimension::parse(words.word + ":"));
    }
    const auto covered = Dimension::parse("project:road:cost+10%");
    REQUIRE(covered);
    CHECK(covered->id == "road");
    CHECK(covered->coverage_case == 2);
    CHECK(covered->text() == "project:road:cost+10%");
    CHECK_FALSE(Dimension::parse("northern"));
    CHECK_FALSE(Dimension::parse(""));
}

// Catches: a thing that messages call otherwise than its own table.
TEST_CASE("Chinese messages call what is not there by the name of its table", "[names]") {
    std::size_t asked = 0;
    for (const auto& schema : scenario::table_schemas()) {
        for (const Field& field : schema.columns) {
            if (field.holds.content != Content::reference) continue;
            INFO(schema.name << "." << field.name);
            Diagnostics diagnostics;
            static_cast<void>(model::build(with_nonsense(schema, field), diagnostics));
            for (const Diagnostic& diagnostic : diagnostics.sorted()) {
                const std::string& problem = diagnostic.problem.zh;
                const auto kinds = problem.find(std::string(nonsense) + "\" 的");
                if (!problem.starts_with("没有名为 ") || kinds == std::string::npos) continue;
                ++asked;
                for (const std::string& table : field.holds.tables) {
                    CHECK_THAT(problem.substr(kinds),
                               Catch::Contains(scenario::find_table(table)->zh));
                }
            }
        }
    }
    CHECK(asked >= 10);
}
