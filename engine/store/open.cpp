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

std::string shown(const std::string& place) {
    if (!is_server(place)) return place;
    const auto begin = place.find("://") + 3;
    const auto user_end = place.find('@', begin);
    const auto host_end = place.find_first_of("/?", begin);
    std::string text = place;
    // A password may also be a parameter of the URL.
    for (auto at = text.find("password="); at != std::string::npos;
         at = text.find("password=", at + 1)) {
        const auto value = at + std::string_view("password=").size();
        text.replace(value, std::min(text.find('&', value), text.size()) - value, "***");
    }
    if (user_end != std::string::npos && user_end < host_end) {
        const auto colon = text.find(':', begin);
        if (colon < user_end) text.replace(colon + 1, user_end - colon - 1, "***");
    }
    return text;
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
