#pragma once
#include <memory>
#include <string>
#include <vector>

#include "coffer/store/store.hpp"
#include "database.hpp"

namespace coffer::store {

/// A store over any database.
[[nodiscard]] std::unique_ptr<Store> make_store(std::unique_ptr<Database> database,
                                                const Terms& terms);

}  // namespace coffer::store
