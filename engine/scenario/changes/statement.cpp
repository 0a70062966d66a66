#include "statement.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "coffer/base/trimmed.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::scenario::changes {
namespace {

std::optional<int> year_of(std::string_view text) {
    int year = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, year);
    if (text.size() != 4 || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return year;
}

/// "2" of "y2".
std::optional<int> plan_year_of(std::string_view text) {
    int year = 0;
    if (!text.starts_with('y')) return std::nullopt;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + 1, end, year);
    if (read.ec != std::errc{} || read.ptr != end || year < 1) return std::nullopt;
    return year;
}

/// "2027" or "2027-2028"; "y2" or "y2-y3", the second and third year of any plan.
std::optional<Years> years_of(const std::string& text) {
    const auto dash = text.find('-');
    if (const auto first = plan_year_of(trimmed(text.substr(0, dash)))) {
        const auto last =
            dash == std::string::npos ? first : plan_year_of(trimmed(text.substr(dash + 1)));
        if (!last || *last < *first) return std::nullopt;
        return Years{*first, *last, true};
    }
    const auto first = year_of(trimmed(text.substr(0, dash)));
    const auto last = dash == std::string::npos ? first : year_of(trimmed(text.substr(dash + 1)));
    if (!first || !last || *last < *first) return std::nullopt;
    return Years{*first, *last};
}

class Parser {
  public:
    Parser(const Statement& statement, Diagnostics& diagnostics)
        : statement_(statement), diagnostics_(diagnostics), text_(trimmed(statement.text)) {}

    std::optional<ParsedStatement> parse() {
        ParsedStatement parsed;
        constexpr std::string_view drop = "drop ";
        constexpr std::string_view drop_zh = "删除 ";
        for (const auto word : {drop, drop_zh}) {
            if (!text_.starts_with(word)) continue;
            parsed.drops = true;
            const std::string place = trimmed(std::string_view(text_).substr(word.size()));
            if (!read_target(place, parsed.target)) return std::nullopt;
            if (parsed.target.table.empty() || !parsed.target.column.empty()) {
                return wrong({"要删除的是表中的行", "rows of a table are dropped"},
                             {"请写成 drop projects[g36]。", "Write drop projects[g36]."});
            }
            return parsed;
        }
        const auto equals = find_operator();
        if (equals == std::string::npos) {
            return wrong({"没有 =、*=、+= 或 -=", "there is no =, *=, += or -="},
                         {"如 treasury.cash_floor=500万 或 revenue[land].base*=0.7。",
                          "Like treasury.cash_floor=500万 or revenue[land].base*=0.7."});
        }
        std::size_t place_end = equals;
        if (equals > 0) {
            const char before = text_[equals - 1];
            if (before == '*') parsed.op = Operator::multiply;
            if (before == '+') parsed.op = Operator::add;
            if (before == '-') parsed.op = Operator::subtract;
            if (parsed.op != Operator::set) --place_end;
        }
        parsed.value = trimmed(std::string_view(text_).substr(equals + 1));
        if (!read_target(trimmed(std::string_view(text_).substr(0, place_end)), parsed.target)) {
            return std::nullopt;
        }
        if (!parsed.target.table.empty() && parsed.target.column.empty()) {
            return wrong({"没有写要改哪一列", "the column to change is missing"},
                         {"如 revenue[land].base=…", "Like revenue[land].base=…"});
        }
        const auto at = parsed.value.rfind('@');
        if (at == std::string::npos || parsed.target.table.empty()) return parsed;
        parsed.years = years_of(trimmed(parsed.value.substr(at + 1)));
        if (!parsed.years) {
            return wrong({"@ 之后须是年份", "years must follow the @"},
                         {"如 @2027、@2027-2028 或 @y2（第二年）。",
                          "Like @2027, @2027-2028 or @y2, the second year."});
        }
        parsed.value = trimmed(parsed.value.substr(0, at));
        return parsed;
    }

  private:
    /// The first `=` outside brackets.
    [[nodiscard]] std::size_t find_operator() const {
        int depth = 0;
        for (std::size_t i = 0; i < text_.size(); ++i) {
            if (text_[i] == '[') ++depth;
            if (text_[i] == ']') --depth;
            if (text_[i] == '=' && depth <= 0) return i;
        }
        return std::string::npos;
    }

    bool read_target(const std::string& place, Target& target) {
        const auto open = place.find('[');
        if (open == std::string::npos) {
            target.key = place;
            if (place.empty()) {
                wrong({"没有写要改什么", "what to change is missing"},
                      {"如 treasury.cash_floor=500万。", "Like treasury.cash_floor=500万."});
            }
            return !place.empty();
        }
        const auto close = end_of_brackets(place, open);
        target.table = trimmed(place.substr(0, open));
        if (close == std::string::npos || target.table.empty()) {
            wrong({"方括号不成对或前面没有表名",
                   "the brackets do not match, or no table stands before them"},
                  {"如 revenue[land].base*=0.7。", "Like revenue[land].base*=0.7."});
            return false;
        }
        const std::string rest = trimmed(place.substr(close + 1));
        if (!rest.empty()) {
            if (rest.front() != '.' || rest.size() == 1) {
                wrong({"方括号之后须是 .列名", "after the brackets comes .column"},
                      {"如 revenue[land].base*=0.7。", "Like revenue[land].base*=0.7."});
                return false;
            }
            target.column = trimmed(rest.substr(1));
        }
        return read_conditions(place.substr(open + 1, close - open - 1), target.conditions);
    }

    /// The bracket that closes the one at `open`.
    static std::size_t end_of_brackets(const std::string& text, std::size_t open) {
        int depth = 0;
        for (std::size_t i = open; i < text.size(); ++i) {
            depth += text[i] == '[' ? 1 : 0;
            if (text[i] == ']' && --depth == 0) return i;
        }
        return std::string::npos;
    }

    /// The next comma outside brackets.
    static std::size_t next_comma(const std::string& text, std::size_t begin) {
        int depth = 0;
        for (std::size_t i = begin; i < text.size(); ++i) {
            depth += text[i] == '[' || text[i] == '(' ? 1 : 0;
            depth -= text[i] == ']' || text[i] == ')' ? 1 : 0;
            if (text[i] == ',' && depth == 0) return i;
        }
        return std::string::npos;
    }

    bool read_conditions(const std::string& text, std::vector<Condition>& conditions) {
        std::size_t begin = 0;
        while (true) {
            const auto comma = next_comma(text, begin);
            const auto end = comma == std::string::npos ? text.size() : comma;
            const auto condition = condition_of(trimmed(text.substr(begin, end - begin)));
            if (!condition) {
                wrong(
                    {"方括号里的条件读不懂", "a condition in the brackets cannot be read"},
                    {"可写编号、*、列=值、列!=值、max(列)、min(列)、in(表[条件].列)，用逗号隔开。",
                     "Write ids, *, column=value, column!=value, max(column), min(column), "
                     "in(table[conditions].column), separated by commas."});
                return false;
            }
            conditions.push_back(*condition);
            if (comma == std::string::npos) return true;
            begin = comma + 1;
        }
    }

    std::optional<Condition> condition_of(const std::string& text) {
        using Kind = Condition::Kind;
        if (text.empty()) return std::nullopt;
        if (text == "*") return Condition{Kind::any, {}, {}};
        for (const auto& [word, kind] :
             {std::pair{"max(", Kind::largest}, std::pair{"min(", Kind::smallest}}) {
            if (!text.starts_with(word)) continue;
            if (!text.ends_with(')')) return std::nullopt;
            return Condition{kind, trimmed(text.substr(4, text.size() - 5)), {}};
        }
        if (text.starts_with("in(")) {
            if (!text.ends_with(')')) return std::nullopt;
            auto place = std::make_shared<Target>();
            if (!read_target(trimmed(text.substr(3, text.size() - 4)), *place)) return std::nullopt;
            if (!place->table.empty() && place->column.empty()) return std::nullopt;
            return Condition{Kind::named, {}, {}, std::move(place)};
        }
        const auto equals = text.find('=');
        if (equals == std::string::npos) return Condition{Kind::id, {}, text};
        const bool differs = equals > 0 && text[equals - 1] == '!';
        const std::string column = trimmed(text.substr(0, differs ? equals - 1 : equals));
        if (column.empty()) return std::nullopt;
        return Condition{differs ? Kind::differs : Kind::equals, column,
                         trimmed(text.substr(equals + 1))};
    }

    std::nullopt_t wrong(Text why, Text suggestion) {
        diagnostics_.error(
            statement_.at,
            say("改动 {} 的写法不对", "the change {} has the wrong form", quote(statement_.text)),
            std::move(why), std::move(suggestion));
        return std::nullopt;
    }

    const Statement& statement_;
    Diagnostics& diagnostics_;
    std::string text_;
};

}  // namespace

std::vector<std::string> factors_of(const Condition& condition) {
    std::vector<std::string> columns;
    for (std::size_t begin = 0; begin <= condition.column.size();) {
        const auto star = std::min(condition.column.find('*', begin), condition.column.size());
        columns.push_back(trimmed(condition.column.substr(begin, star - begin)));
        begin = star + 1;
    }
    return columns;
}

std::optional<ParsedStatement> parse_statement(const Statement& statement,
                                               Diagnostics& diagnostics) {
    return Parser(statement, diagnostics).parse();
}

}  // namespace coffer::scenario::changes
