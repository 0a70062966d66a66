#pragma once
#include <memory>
#include <string>

#include "coffer/base/diagnostic.hpp"
#include "coffer/store/store.hpp"
#include "database.hpp"

namespace coffer::store::sqlite {

/// A file as a store, as `store::open` says.
[[nodiscard]] std::unique_ptr<Database> open(const std::string& file, Access access,
                                             Diagnostics& diagnostics);

}  // namespace coffer::store::sqlite
