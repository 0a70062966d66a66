#include "connection.hpp"

#include <array>
#include <charconv>
#include <string_view>

#include "coffer/base/from_chars.hpp"
#include "secrets.hpp"

namespace coffer::store::postgres {
namespace {

// Types as the server numbers them (pg_type.dat): part of its protocol.
constexpr Oid boolean = 16, int8 = 20, int2 = 21, int4 = 23, text = 25, float4 = 700, float8 = 701,
              numeric = 1700;

/// ?1 as $1, outside of quotes; ? alone is the next.
std::string in_dollars(const std::string& sql) {
    std::string result;
    result.reserve(sql.size());
    int next = 1;
    char quote = 0;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const char c = sql[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '?') {
            result += '$';
            const bool numbered = i + 1 < sql.size() && sql[i + 1] >= '0' && sql[i + 1] <= '9';
            if (!numbered) result += std::to_string(next++);
            continue;
        }
        result += c;
    }
    return result;
}

std::string without_newline(const char* message) {
    std::string line = message == nullptr ? "" : message;
    while (!line.empty() && (line.back() == '\n' || line.back() == ' ')) line.pop_back();
    return line;
}

/// Parameters in the form that libpq takes.
class Arguments {
  public:
    explicit Arguments(const std::vector<Value>& parameters) {
        texts_.reserve(parameters.size());
        for (const Value& value : parameters) {
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                add(int8, std::to_string(*number));
            } else if (const auto* real = std::get_if<double>(&value)) {
                add(float8, text_of(*real));
            } else if (const auto* string = std::get_if<std::string>(&value)) {
                add(text, storable(*string));
            } else {
                types_.push_back(0);
                places_.push_back(nullptr);
            }
        }
    }
    [[nodiscard]] int count() const { return static_cast<int>(types_.size()); }
    [[nodiscard]] const Oid* types() const { return types_.data(); }
    [[nodiscard]] const char* const* places() const { return places_.data(); }

  private:
    void add(Oid type, std::string value) {
        types_.push_back(type);
        texts_.push_back(std::move(value));
        places_.push_back(texts_.back().c_str());
    }
    std::vector<Oid> types_;
    std::vector<std::string> texts_;  ///< does not move: room was reserved
    std::vector<const char*> places_;
};

}  // namespace

Connection::Connection(const std::string& url) : url_(url) {
    // What the URL says comes last and wins.
    const std::array<const char*, 5> keys{"fallback_application_name", "client_encoding",
                                          "connect_timeout", "dbname", nullptr};
    const std::array<const char*, 5> values{"coffer", "UTF8", "10", url.c_str(), nullptr};
    connection_.reset(::PQconnectdbParams(keys.data(), values.data(), 1));
    if (!connection_) throw std::bad_alloc();
    if (::PQstatus(connection_.get()) != CONNECTION_OK) lost();
    ::PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
    // A host without power is missed within a minute, and its locks open.
    script(
        "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; "
        "SET tcp_keepalives_count = 3; SET extra_float_digits = 1");
}

void Connection::lost() {
    throw Lost(without_secrets(without_newline(::PQerrorMessage(connection_.get())), url_));
}

Result Connection::checked(PGresult* raw) {
    Result result(raw);
    const ExecStatusType status = ::PQresultStatus(raw);
    if (raw != nullptr && status != PGRES_FATAL_ERROR && status != PGRES_BAD_RESPONSE) {
        return result;
    }
    const char* told = raw == nullptr ? nullptr : ::PQresultErrorField(raw, PG_DIAG_SQLSTATE);
    const std::string_view state = told == nullptr ? "" : told;
    // No state at all: the server did not say this. Shut down, crashed or starting up; connection
    // exceptions.
    if (state.empty() || ::PQstatus(connection_.get()) != CONNECTION_OK || state == "57P01" ||
        state == "57P02" || state == "57P03" || state.starts_with("08")) {
        lost();
    }
    const std::string message = without_newline(::PQerrorMessage(connection_.get()));
    // Serialization, deadlock, a key that another has just added.
    if (state == "40001" || state == "40P01" || state == "23505") throw Collision(message);
    throw Failure(message);
}

Result Connection::run(const std::string& sql, const std::vector<Value>& parameters) {
    const Arguments arguments(parameters);
    return checked(::PQexecParams(connection_.get(), in_dollars(sql).c_str(), arguments.count(),
                                  arguments.types(), arguments.places(), nullptr, nullptr, 0));
}

void Connection::script(const std::string& sql) {
    checked(::PQexec(connection_.get(), sql.c_str()));
}

void Connection::begin_copy(const std::string& sql) { script(sql); }

void Connection::copy(const std::string& rows) {
    if (::PQputCopyData(connection_.get(), rows.data(), static_cast<int>(rows.size())) != 1) {
        lost();
    }
}

void Connection::end_copy() {
    if (::PQputCopyEnd(connection_.get(), nullptr) != 1) lost();
    const Result result = checked(::PQgetResult(connection_.get()));
    while (PGresult* more = ::PQgetResult(connection_.get())) ::PQclear(more);
}

void Connection::give_up_copy() noexcept {
    ::PQputCopyEnd(connection_.get(), "given up");
    while (PGresult* more = ::PQgetResult(connection_.get())) ::PQclear(more);
}

std::set<std::string> secret_keywords() {
    std::set<std::string> keywords{"password"};
    PQconninfoOption* all = ::PQconninfoParse("", nullptr);
    for (const PQconninfoOption* each = all; each != nullptr && each->keyword != nullptr; ++each) {
        const std::string_view shown_as = each->dispchar;
        if (shown_as == "*") keywords.insert(each->keyword);
    }
    ::PQconninfoFree(all);
    return keywords;
}

Value value_of(const PGresult& result, int row, int column) {
    if (::PQgetisnull(&result, row, column) != 0) return std::monostate{};
    const char* begin = ::PQgetvalue(&result, row, column);
    const char* end = begin + ::PQgetlength(&result, row, column);
    switch (::PQftype(&result, column)) {
        case boolean:
            return static_cast<std::int64_t>(*begin == 't');
        case int2:
        case int4:
        case int8: {
            std::int64_t number = 0;
            std::from_chars(begin, end, number);
            return number;
        }
        case float4:
        case float8:
        case numeric: {
            double number = 0.0;
            coffer::from_chars(begin, end, number);
            return number;
        }
        default:
            return std::string(begin, end);
    }
}

std::string text_of(double value) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value + 0.0);
    return {digits.data(), end.ptr};
}

}  // namespace coffer::store::postgres
