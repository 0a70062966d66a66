// The door: which system a place belongs to.
#include "coffer/scenario/wording.hpp"
#include "coffer/store/store.hpp"
#include "postgres/postgres_database.hpp"
#include "sql_store.hpp"
#include "sqlite/sqlite_database.hpp"

namespace coffer::store {

bool is_server(const std::string& place) {
    return place.starts_with("postgresql://") || place.starts_with("postgres://");
}

std::unique_ptr<Store> open(const std::string& place, Access access, Diagnostics& diagnostics,
                            const Terms& terms) {
    if (!is_server(place) && access == Access::work) {
        diagnostics.error({place, 0, 0},
                          {"这个存储不能有多个进程", "the store cannot have workers"},
                          {"它是 SQLite 文件，同时只能有一个进程写",
                           "it is an SQLite file, which one process at a time writes"},
                          {"请用 postgresql:// 开头的存储，或用 --slurm。",
                           "Name a store that begins with postgresql://, or use --slurm."});
        return nullptr;
    }
    const Access on_server = access == Access::inspect ? Access::read : access;
    auto database = is_server(place) ? postgres::open(place, on_server, terms, diagnostics)
                                     : sqlite::open(place, access, diagnostics);
    if (!database) return nullptr;
    return make_store(std::move(database), terms);
}

}  // namespace coffer::store
