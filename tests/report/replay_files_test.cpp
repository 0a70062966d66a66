// Catches: an event, cause, account or item without words in a language; codes that reach readers;
// books of readers that say something else than those of programs.
#include "coffer/report/replay_files.hpp"

#include <regex>

#include <catch2/catch.hpp>

#include "coffer/analysis/books.hpp"
#include "coffer/report/reader_tables.hpp"
#include "coffer/statistics/describe.hpp"
#include "support/contract_county.hpp"
#include "support/debt_terms_county.hpp"
#include "support/reserved_county.hpp"
#include "support/ruled_county.hpp"
#include "support/scenarios.hpp"
#include "support/simulation.hpp"
#include "support/whole_plan.hpp"

using namespace coffer;
using namespace coffer::report;

namespace {

/// Names that are Chinese alone and English alone, so that what is left of other letters is a code.
model::Model with_plain_names(model::Model model) {
    const Text name{"名", "name"};
    const auto call = [&](auto& things) {
        for (auto& thing : things) thing.name = name;
    };
    call(model.drivers), call(model.projects), call(model.pipelines), call(model.sources);
    call(model.receipts), call(model.funnels), call(model.revenue), call(model.taxpayers);
    call(model.expenditure), call(model.account_transfers), call(model.economic_series);
    call(model.project_income), call(model.capacities), call(model.debt);
    return model;
}

/// Text without ids, which stand in quotes or brackets.
std::string without_ids(const std::string& text) {
    static const std::regex id("（[A-Za-z0-9_.-]+）|“[A-Za-z0-9_.-]+”");
    return std::regex_replace(text, id, "");
}
bool has_letters(const std::string& text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}
bool is_chinese(const std::string& text) {
    return !text.empty() && !has_letters(without_ids(text));
}
bool is_english(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80U;
    });
}

struct Path {
    Path(model::Model of, std::uint64_t number)
        : model(std::move(of)),
          plan(testing::compiled(model)),
          store(plan, 1, kernel::Detail::traced) {
        replay = analysis::replay(plan, 1, number, store);
        figures = statistics::describe(plan, store, statistics::Weights(1), store,
                                       [](std::size_t count, const auto& work) {
                                           for (std::size_t i = 0; i < count; ++i) work(i);
                                       });
        manifest.first_year = model.first_year;
        manifest.first_month = model.first_month;
        manifest.years = model.years;
        manifest.unit = MoneyUnit::wan;
    }
    [[nodiscard]] ReplayedPath told() const { return {model, replay, figures, manifest}; }

    model::Model model;
    plan::Plan plan;
    kernel::PathStore store;
    analysis::Replay replay;
    statistics::Forecast figures;
    results::Manifest manifest;
};

std::vector<model::Model> counties() {
    using namespace coffer::testing;
    std::vector<model::Model> all{load_model("minimal"), model_of(whole_plan_files())};
    for (const auto& name : founding_scenarios()) {
        for (auto* make : {ruled_county, reserved_county, debt_terms_county, contract_county}) {
            all.push_back(make(name));
        }
        all.push_back(load_model(name));
    }
    for (auto& model : all) {
        if (!model.drivers.empty()) model.crisis = model::Crisis{0.1, 0.3};
        model.project_policy.cancellation_hazard = 0.05;
    }
    return all;
}

const results::Sheet& sheet_of(const results::Answer& answer, const std::string& id) {
    const auto found = std::find_if(answer.sheets.begin(), answer.sheets.end(),
                                    [&](const auto& sheet) { return sheet.id == id; });
    REQUIRE(found != answer.sheets.end());
    return *found;
}

/// An argument that a cause may have.
kernel::CauseArgument some(kernel::ArgumentKind kind) {
    using kernel::ArgumentKind;
    switch (kind) {
        case ArgumentKind::stage:
        case ArgumentKind::drawing:
            return "construction";
        case ArgumentKind::tier:
            return "red";
        case ArgumentKind::account:
            return "fund";
        case ArgumentKind::debt_class:
            return "special";
        case ArgumentKind::purpose:
            return "deductions";
        case ArgumentKind::hit:
            return "arrears";
        case ArgumentKind::capacity:
            return "capital";
        default:
            return kernel::is_name(kind) ? kernel::CauseArgument("x1") : kernel::CauseArgument(0.5);
    }
}

kernel::Cause some(const kernel::CauseInfo& info) {
    kernel::Cause cause(info.kind);
    for (const auto kind : info.arguments) {
        if (kind != kernel::ArgumentKind::none) cause.arguments.push_back(some(kind));
    }
    return cause;
}

}  // namespace

TEST_CASE("a replay's books are exact to the fen") {
    analysis::Replay replay;
    replay.ledger = {{0, "general", "opening", 100.0},
                     {0, "general", "revenue:vat", 2251799813685247.0},
                     {13, "pool:bond", "draw,g01", -1.0}};
    replay.events = {{6, "g01", kernel::EventKind::receipt,
                      kernel::Cause(kernel::CauseKind::into_pool, {"a \"bond\", new"}), 0.1},
                     {7, "=g01", kernel::EventKind::suspended,
                      kernel::Cause(kernel::CauseKind::funded_below, {0.3, 3.0}), 3.0}};
    const auto files = replay_files(replay, {2020, 1});
    CHECK(files.at(0).content ==
          "month,account,item,amount\n"
          "2020-01,general,opening,1.00\n"
          "2020-01,general,revenue:vat,22517998136852.47\n"
          "2021-02,pool:bond,\"draw,g01\",-0.01\n");
    CHECK(files.at(1).content ==
          "month,subject,event,cause,amount\n"
          "2020-07,g01,receipt,\"into the pool of a \"\"bond\"\", new\",0.1\n"
          "2020-08,'=g01,suspended,funded below 0.300000 of need for 3 months,3\n");
}

TEST_CASE("every kind of event and cause can be said in both languages") {
    const model::Model model;
    std::set<std::string> codes;
    for (const auto& event : kernel::event_register) {
        INFO(event.code);
        CHECK(codes.insert(event.code).second);
        for (const auto& cause : kernel::cause_register) {
            INFO(cause.code);
            const Text told =
                event_sentence({0, "x1", event.kind, some(cause), 1.0}, model, MoneyUnit::wan);
            // What belongs to the plan as a whole has no id, and the one of this test no name.
            CHECK_FALSE(
                has_letters(std::regex_replace(without_ids(told.zh), std::regex("x1"), "")));
            CHECK(is_english(told.en));
            CHECK(told.zh.find('{') == std::string::npos);
        }
    }
}

// The compiler refuses a table in which in_order does not hold.
TEST_CASE("a kind that is not in its table is found") {
    struct Row {
        kernel::EventKind kind{};
    };
    using kernel::EventKind;
    CHECK(kernel::in_order(std::array{Row{EventKind::driver}, Row{EventKind::jump}}));
    CHECK_FALSE(kernel::in_order(std::array{Row{EventKind::driver}, Row{EventKind::crisis_ends}}));
    CHECK_FALSE(kernel::in_order(std::array{Row{EventKind::jump}, Row{}}));
    const analysis::BookNames names{model::Model()};
    CHECK_FALSE(is_chinese(names.item("general", "planted:interest").zh));
    CHECK_FALSE(is_chinese(names.account("planted").zh));
    CHECK(is_chinese(names.item("reserve", "used:deductions").zh));
}

TEST_CASE("readers meet no code in events and books of any county") {
    std::set<kernel::EventKind> seen;
    for (const auto& model : counties()) {
        INFO(model.id);
        for (std::uint64_t number = 0; number < 4; ++number) {
            const Path path(with_plain_names(model), number);
            const auto tables = replay_tables(path.told());
            std::set<std::string> zh, en;
            for (const auto& event : path.replay.events) {
                seen.insert(event.kind);
                const Text told = event_sentence(event, path.model, MoneyUnit::wan);
                zh.insert(told.zh);
                en.insert(told.en);
            }
            for (const char* id : {"events", "ledger"}) {
                const auto& sheet = sheet_of(tables, id);
                for (const auto& row : sheet.rows) {
                    for (std::size_t i = 0; i < row.cells.size(); ++i) {
                        const Text& words = row.cells[i].words;
                        if (words.zh.empty() || sheet.columns[i].id == "id") continue;
                        zh.insert(words.zh);
                        if (words.en != "10,000 yuan") en.insert(words.en);
                    }
                }
            }
            std::erase_if(zh, is_chinese);
            std::erase_if(en, is_english);
            CHECK(zh == std::set<std::string>());
            CHECK(en == std::set<std::string>());
        }
    }
    CHECK(seen.size() > 45);
}

TEST_CASE("the reader's ledger sums to the ledger of programs") {
    for (const auto& name : testing::founding_scenarios()) {
        const Path path(testing::load_model(name), 2);
        const auto tables = replay_tables(path.told());
        const auto files = reader_files(tables, Language::chinese);
        const auto found = std::find_if(files.begin(), files.end(), [](const auto& file) {
            return file.name == "表/账目.csv";
        });
        REQUIRE(found != files.end());
        CHECK(found->content.starts_with("\xEF\xBB\xBF月份,账户,项目,金额（万元）\n"));
        std::istringstream lines(found->content);
        std::string line;
        std::getline(lines, line);
        std::size_t row = 0;
        int different = 0;
        long long sum = 0, expected = 0;
        while (std::getline(lines, line)) {
            const double wan = std::stod(line.substr(line.rfind(',') + 1));
            const double fen = path.replay.ledger.at(row++).fen;
            if (std::llround(wan * 1e6) != std::llround(fen)) ++different;
            sum += std::llround(wan * 1e6);
            expected += std::llround(fen);
        }
        CHECK(row == path.replay.ledger.size());
        CHECK(different == 0);
        CHECK(sum == expected);
    }
}

TEST_CASE("what tells most comes first, and many months are one sentence") {
    using kernel::CauseKind;
    using kernel::EventKind;
    Path path(testing::load_model("minimal"), 0);
    path.replay.events = {
        {0, "road", EventKind::started, CauseKind::first_work, 0.0},
        {1, "upkeep", EventKind::expenditure_cut, CauseKind::no_cash_above_floor, 1031182.81},
        {1, "general", EventKind::unpaid_interest, CauseKind::all_accounts_used_up, 2e6},
        {2, "upkeep", EventKind::expenditure_cut, CauseKind::no_cash_above_floor, 968817.19}};
    path.replay.events.push_back({2, "growth", EventKind::driver, CauseKind::test_hit, 0.05});
    const auto answer = replay_answer(path.told());
    const auto& rows = sheet_of(answer, "sentences").rows;
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].cells[1].words.zh == "一般债务欠付利息 200 万元（各账户的库款用完）");
    CHECK(rows[1].cells[0].words.zh == "2020-02/2020-03");
    CHECK(rows[1].cells[1].words.zh ==
          "2 次，共：“设施养护”（upkeep）被压减支出 200 万元（库款底线以上没有余款）");
    CHECK(rows[1].cells[1].words.en ==
          "2 times, in all: \"Upkeep\" (upkeep) is cut by 200 wan yuan (no cash above the floor)");
    CHECK(rows[2].cells[1].words.en == "\"Road\" (road) starts");
}
