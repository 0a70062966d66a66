#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

#include <support/model_fields.hpp>

namespace coffer::testing {

std::size_t Choices::below(std::size_t bound) {
    if (bytes_ == nullptr) return static_cast<std::size_t>(random_() % bound);
    std::size_t value = 0;
    for (std::size_t reach = 1; reach < bound; reach *= 256) {
        value *= 256;
        if (left_ == 0) continue;
        value += *bytes_++;
        --left_;
    }
    return value % bound;
}

namespace {

using Change = std::function<std::string(Choices&)>;

/// Walks along all places and keeps the change of one of them.
class Walk {
  public:
    explicit Walk(std::size_t wanted) : wanted_(wanted) {}

    [[nodiscard]] std::size_t places() const { return seen_; }
    [[nodiscard]] const Change& found() const { return found_; }

    void add(double& value) {
        offer([&value](Choices& choices) {
            // By their bits: the oracles beside this are compiled for finite numbers.
            const auto infinity = std::bit_cast<double>(std::uint64_t{0x7FF0'0000'0000'0000});
            const auto nan = std::bit_cast<double>(std::uint64_t{0x7FF8'0000'0000'0000});
            const std::array wild = {
                nan,    infinity, -infinity,   -5.0, 17.0, 0.0,    1.0,          1e300,      -1e-9,
                1e-300, -1e300,   value * 1.5, 0.5,  1e6,  -value, value + 1e-3, value / 3.0};
            return put(value, wild[choices.below(wild.size())]);
        });
    }
    void add(int& value) { add_whole(value, {-1, 0, 1, 2, 3, 5, 7, 12, 13, 60, 400, 100'000}); }
    void add(std::size_t& value) {
        add_whole(value, {0, 1, 2, 3, 4, 7, 50, 100'000, std::numeric_limits<std::size_t>::max()});
    }
    void add(std::uint32_t& value) { add_whole(value, {0, 1, 4294967295U}); }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void add(Enum& value) {
        offer([&value](Choices& choices) {
            const std::array wild = {-1, 0, 1, 2, 3, 4, 5, 6, 9, 17, 1'000'000};
            value = static_cast<Enum>(wild[choices.below(wild.size())]);
            return "a word becomes " + std::to_string(static_cast<int>(value));
        });
    }
    void add(bool& value) {
        offer([&value](Choices&) {
            value = !value;
            return std::string(value ? "false becomes true" : "true becomes false");
        });
    }
    void add(Money& value) {
        offer([&value](Choices& choices) {
            // Doubled as a machine does it: beyond the range it wraps, which is wild enough.
            const auto doubled =
                static_cast<std::int64_t>(static_cast<std::uint64_t>(value.fen()) * 2);
            const std::array<std::int64_t, 8> wild = {-1,
                                                      0,
                                                      1,
                                                      value.fen() / 2,
                                                      doubled,
                                                      1LL << 51,
                                                      std::numeric_limits<std::int64_t>::max(),
                                                      std::numeric_limits<std::int64_t>::min()};
            value = Money::from_fen(wild[choices.below(wild.size())]);
            return "an amount becomes " + std::to_string(value.fen()) + " fen";
        });
    }
    void add(std::string& value) {
        offer([&value](Choices& choices) {
            const std::array<std::string, 7> wild = {
                "", "a b", "\xFF", "x\ny", std::string(200, 'x'), "zzz", "\xE4\xB8"};
            value = wild[choices.below(wild.size())];
            return "a text becomes '" + value + "'";
        });
    }
    void add(Rate& value) { add(value.per_year); }
    void add(Text& value) { all(value.zh, value.en); }
    void add(Month& value) { all(value.year, value.month); }
    void add(Position&) {}  // for messages
    template <class Entity>
    void add(Index<Entity>& value) {
        add(value.value);
    }
    template <class First, class Second>
    void add(std::pair<First, Second>& value) {
        all(value.first, value.second);
    }
    template <class Value>
    void add(std::optional<Value>& value) {
        offer([&value](Choices&) {
            if (value) {
                value.reset();
                return std::string("an optional part is taken away");
            }
            if constexpr (std::is_default_constructible_v<Value>) value.emplace();
            return std::string("an optional part appears");
        });
        if (value) add(*value);
    }
    template <class Value, std::size_t size>
    void add(std::array<Value, size>& values) {
        for (Value& each : values) add(each);
    }
    template <class Value>
    void add(std::vector<Value>& values) {
        offer([&values](Choices& choices) {
            switch (choices.below(4)) {
                case 0:
                    values.clear();
                    return std::string("a list is emptied");
                case 1:
                    if (!values.empty()) values.pop_back();
                    return std::string("a list loses its last");
                case 2:
                    if (!values.empty()) values.push_back(Value(values.front()));
                    return std::string("a list repeats its first");
                default:
                    if (values.size() > 1) std::swap(values.front(), values.back());
                    return std::string("a list's first and last change places");
            }
        });
        for (Value& each : values) add(each);
    }

    template <class... Members>
    void all(Members&... members) {
        (add(members), ...);
    }

#define COFFER_MEMBERS(type, ...) \
    void add(model::type& of) {   \
        auto& [__VA_ARGS__] = of; \
        all(__VA_ARGS__);         \
    }
    COFFER_MEMBERS(WaterfallPayment, a, b)
    COFFER_MEMBERS(Spillover, a, b)
    COFFER_MEMBERS(Dimension, a, b, c)
    COFFER_MEMBERS(Driver, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t)
    COFFER_MEMBERS(Crisis, a, b)
    COFFER_MEMBERS(Sensitivity, a, b)
    COFFER_MEMBERS(Shock, a, b, c, d)
    COFFER_MEMBERS(Uncertainty, a, b, c, d, e, f)
    COFFER_MEMBERS(Flow, a, b, c, d, e, f, g, h, i, j)
    COFFER_MEMBERS(ProjectActuals::Point, a, b, c)
    COFFER_MEMBERS(ProjectActuals, a, b)
    COFFER_MEMBERS(ContractDay, a, b)
    COFFER_MEMBERS(PaymentHoliday, a, b, c, d, e)
    COFFER_MEMBERS(LoanTerms, a, b, c, d, e, f, g, h, i, j, k)
    COFFER_MEMBERS(NewDebtTerms, a, b, c, d, e, f, g, h, i, j)
    COFFER_MEMBERS(Capacity, a, b, c, d, e, f)
    COFFER_MEMBERS(Demand, a, b)
    COFFER_MEMBERS(Distribution, a, b, c, d)
    COFFER_MEMBERS(Stage, a, b, c, d, e, f, g, h, i)
    COFFER_MEMBERS(Source, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o)
    COFFER_MEMBERS(Funnel, a, b, c, d, e, f, g, h, i)
    COFFER_MEMBERS(Funding, a, b)
    COFFER_MEMBERS(Receipt, a, b, c, d, e, f, g, h, i)
    COFFER_MEMBERS(Fundable, a, b, c, d, e, f, g, h, i)
    COFFER_MEMBERS(Link, a, b, c, d, e, f, g)
    COFFER_MEMBERS(Settlement, a, b)
    COFFER_MEMBERS(RevenueLine, a, b, c, d, e, f, g, h)
    COFFER_MEMBERS(Taxpayer, a, b, c, d, e, f, g, h, i)
    COFFER_MEMBERS(EconomicSeries, a, b, c, d)
    COFFER_MEMBERS(ExpenditureLine, a, b, c, d, e, f, g, h)
    COFFER_MEMBERS(RevenueShare, a, b, c, d)
    COFFER_MEMBERS(AccountTransfer, a, b, c, d, e, f)
    COFFER_MEMBERS(ProjectIncome, a, b, c, d, e, f, g, h, i)
    COFFER_MEMBERS(Instrument, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)
    COFFER_MEMBERS(Refinancing, a, b, c, d, e, f)
    COFFER_MEMBERS(Coverage, a, b, c, d, e, f, g)
    COFFER_MEMBERS(DebtLimit, a, b)
    COFFER_MEMBERS(Span, a, b)
    COFFER_MEMBERS(Target, a, b, c, d, e, f, g, h)
    COFFER_MEMBERS(Treasury, a, b, c, d, e)
    COFFER_MEMBERS(ProjectPolicy, a, b, c, d, e, f, g, h, i)
    COFFER_MEMBERS(FaiPolicy, a, b, c, d, e)
    COFFER_MEMBERS(CommonFactors, a, b, c, d)
    COFFER_MEMBERS(Tiers, a, b, c)
    COFFER_MEMBERS(TierRule, a, b, c, d)
    COFFER_MEMBERS(TierRules, a, b, c, d)
    COFFER_MEMBERS(DebtPolicy, a, b, c)
    COFFER_MEMBERS(Restructuring, a, b, c, d, e, f, g)
    COFFER_MEMBERS(Platform, a, b, c)
    COFFER_MEMBERS(Reserve, a)
    COFFER_MEMBERS(StabilisationFund, a, b, c)
    COFFER_MEMBERS(Advances, a, b, c)
    COFFER_MEMBERS(BaseYear, a, b)
    COFFER_MEMBERS(Budget, a)
    COFFER_MEMBERS(Economy, a, b, c, d)
    COFFER_MEMBERS(Simulation, a, b, c, d, e, f)
    COFFER_MEMBERS(FramePart, a, b, c, d, e, f, g)
    COFFER_MEMBERS(DriversPart, a, b, c, d, e)
    COFFER_MEMBERS(RevenuePart, a, b, c, d, e, f, g, h, i)
    COFFER_MEMBERS(DebtPart, a, b, c, d, e, f, g, h)
    COFFER_MEMBERS(ProjectsPart, a, b, c, d, e, f, g, h)
    COFFER_MEMBERS(FundingPart, a, b, c)
    COFFER_MEMBERS(TreasuryPart, a, b, c, d, e)
    COFFER_MEMBERS(TargetsPart, a)
#undef COFFER_MEMBERS
    template <class... Part>
    void add(model::Parts<Part...>& of) {
        (add(static_cast<Part&>(of)), ...);
    }
    // Members of a base cannot be bound together with a struct's own.
    void add(model::Pipeline& of) {
        add(static_cast<model::Fundable&>(of));
        add(of.need);
    }
    void add(model::Project& of) {
        add(static_cast<model::Fundable&>(of));
        all(of.stream, of.sector, of.sector_stream, of.total_investment, of.spent_to_date,
            of.first_year_investment, of.progress, of.contractors_carry, of.has_income,
            of.s_curve_a, of.s_curve_b, of.productivity, of.cost_overrun, of.new_output,
            of.tax_rate, of.output_factor, of.output_probability, of.ramp_up, of.stages,
            of.minimum_capital, of.bars_debt, of.actuals);
    }

  private:
    template <class Made>
    void offer(Made&& change) {
        if (seen_++ == wanted_) found_ = std::forward<Made>(change);
    }
    template <class Value>
    static std::string put(Value& value, Value wild) {
        const auto before = std::to_string(value);
        value = wild;
        return before + " becomes " + std::to_string(value);
    }
    template <class Whole>
    void add_whole(Whole& value, std::initializer_list<std::type_identity_t<Whole>> wild) {
        if (seen_ != wanted_) return void(++seen_);
        offer([&value, values = std::vector<Whole>(wild)](Choices& choices) {
            return put(value, values[choices.below(values.size())]);
        });
    }

    std::size_t wanted_;
    std::size_t seen_ = 0;
    Change found_;
};

}  // namespace

std::string change_one(model::Model& model, Choices& choices) {
    Walk count(std::numeric_limits<std::size_t>::max());
    count.add(model);
    const std::size_t place = choices.below(count.places());
    Walk walk(place);
    walk.add(model);
    return std::to_string(place) + ": " + walk.found()(choices);
}

}  // namespace coffer::testing
