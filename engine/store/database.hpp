#pragma once
// What a store needs of a database: the statements are one set (sql_store.cpp), how they reach a
// database is each system's own.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/store/store.hpp"

namespace coffer::store {

/// Many rows on their way into one table, cell after cell.
class Loader {
  public:
    virtual ~Loader() = default;
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

    virtual void number(std::int64_t value) = 0;
    virtual void real(double value) = 0;
    virtual void text(const std::string& value) = 0;
    virtual void nothing() = 0;
    virtual void end_row() = 0;
    /// After the last row; without it nothing has been written.
    virtual void finish() = 0;

    Loader& operator<<(std::int64_t value) {
        number(value);
        return *this;
    }
    Loader& operator<<(int value) { return *this << static_cast<std::int64_t>(value); }
    Loader& operator<<(double value) {
        real(value);
        return *this;
    }
    Loader& operator<<(const std::optional<double>& value) {
        value ? real(*value) : nothing();
        return *this;
    }
    Loader& operator<<(const std::string& value) {
        text(storable(value));
        return *this;
    }
    Loader& operator<<(const Text& value) { return *this << value.zh << value.en; }

  protected:
    Loader() = default;
};

/// What the statements about the queue spell differently.
struct Dialect {
    bool shared = false;      ///< several may take tasks at once
    std::string free;         ///< nobody holds the task of this row
    std::string live;         ///< somebody does and has been heard of
    std::string now;          ///< since when a lease that begins now holds
    std::string held_until;   ///< and its end
    std::string skip_locked;  ///< ends a SELECT of a row that others may be taking too
};

/// One connection. Parameters are written ?1, ?2 in statements. Throws Failure.
class Database {
  public:
    using Parameters = std::vector<Value>;
    using Row = std::vector<Value>;

    virtual ~Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] virtual const Dialect& dialect() const = 0;
    /// Who we are among those who take tasks; the same for as long as this lives.
    [[nodiscard]] virtual const std::string& name() const = 0;
    /// Does `work` as a whole or not at all. It may be begun more than once: what it leaves behind
    /// outside the database must be the same then.
    virtual void whole(const std::function<void()>& work) = 0;
    /// The same for work that only reads.
    virtual void reading(const std::function<void()>& work) = 0;

    /// Returns the rows changed.
    virtual std::int64_t run(const std::string& sql, const Parameters& parameters) = 0;
    std::int64_t run(const std::string& sql) { return run(sql, {}); }
    /// Everything the statement answers.
    [[nodiscard]] virtual std::vector<Row> rows(const std::string& sql,
                                                const Parameters& parameters) = 0;
    [[nodiscard]] std::vector<Row> rows(const std::string& sql) { return rows(sql, {}); }
    /// The same row by row, for answers larger than memory. The sink may ask for more.
    virtual void stream(const std::string& sql, const Parameters& parameters,
                        const Store::RowSink& sink) = 0;
    /// Several statements without parameters or answers.
    virtual void script(const std::string& sql) = 0;
    /// Within whole(); until it is finished no other statement may run.
    [[nodiscard]] virtual std::unique_ptr<Loader> load(const std::string& table, int columns) = 0;

    /// After a night: what is written lies where it will stay.
    virtual void settle() = 0;
    /// After much was removed.
    virtual void shrink() = 0;
    /// What is damaged below the rows, in words.
    [[nodiscard]] virtual std::vector<Text> damages() = 0;

  protected:
    Database() = default;
};

}  // namespace coffer::store
