#pragma once
#include <memory>
#include <string>

#include "coffer/base/diagnostic.hpp"
#include "coffer/store/store.hpp"
#include "database.hpp"

namespace coffer::store::postgres {

/// A database on a server as a store, as `store::open` says.
[[nodiscard]] std::unique_ptr<Database> open(const std::string& url, Access access,
                                             const Terms& terms, Diagnostics& diagnostics);

}  // namespace coffer::store::postgres
