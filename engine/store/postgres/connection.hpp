#pragma once
// libpq, with results that free themselves and failures that say whether to try again.
#include <libpq-fe.h>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "coffer/store/store.hpp"

namespace coffer::store::postgres {

/// The server went away: whatever was not committed is gone, and may be done again.
class Lost : public Failure {
  public:
    using Failure::Failure;
};

/// Another was at the same rows at the same moment: what was begun is to be begun again.
class Collision : public Failure {
  public:
    using Failure::Failure;
};

struct FreeResult {
    void operator()(PGresult* result) const { ::PQclear(result); }
};
using Result = std::unique_ptr<PGresult, FreeResult>;

/// One connection, made when it is made. Throws Lost when it cannot be.
class Connection {
  public:
    explicit Connection(const std::string& url);

    /// One statement; `parameters` are ?1, ?2 in it.
    Result run(const std::string& sql, const std::vector<Value>& parameters = {});
    /// Several statements, without parameters.
    void script(const std::string& sql);

    void begin_copy(const std::string& sql);
    void copy(const std::string& rows);
    void end_copy();
    /// Leaves a copy in the middle: nothing of it is written. Never throws.
    void give_up_copy() noexcept;

  private:
    struct Close {
        void operator()(PGconn* connection) const { ::PQfinish(connection); }
    };
    Result checked(PGresult* result);
    [[noreturn]] void lost();

    std::string url_;
    std::unique_ptr<PGconn, Close> connection_;
};

/// Keywords of a connection whose values PostgreSQL itself takes for secrets.
[[nodiscard]] std::set<std::string> secret_keywords();

/// The cell as the type that its column has.
[[nodiscard]] Value value_of(const PGresult& result, int row, int column);
/// A double in the fewest digits that read back as the same, without the sign of zero, which other
/// systems do not keep.
[[nodiscard]] std::string text_of(double value);

}  // namespace coffer::store::postgres
