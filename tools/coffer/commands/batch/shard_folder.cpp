#include "shard_folder.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX's
#include <system_error>

#include <nlohmann/json.hpp>

#include "coffer/scenario/wording.hpp"

namespace coffer::tool {
namespace {

namespace fs = std::filesystem;

constexpr const char* list_name = "shards.json";

}  // namespace

fs::path write_shard_folder(const fs::path& night_file, const ShardFolder& content) {
    const fs::path whole = fs::absolute(night_file);
    std::string pattern =
        (whole.parent_path() / (whole.stem().string() + ".shards-XXXXXX")).string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw fs::filesystem_error("mkdtemp", pattern,
                                   std::error_code(errno, std::generic_category()));
    }
    nlohmann::ordered_json json{{"night", content.night},
                                {"store", content.store},
                                {"program", content.program},
                                {"shards", nlohmann::ordered_json::array()}};
    for (const batch::Shard& shard : content.shards) {
        auto items = nlohmann::ordered_json::array();
        for (const auto& item : shard)
            items.push_back(nlohmann::ordered_json::array({item.plan, item.variant}));
        json["shards"].push_back(std::move(items));
    }
    std::ofstream stream(fs::path(pattern) / list_name, std::ios::binary);
    stream << json.dump(1) << "\n";
    stream.close();
    if (!stream) {
        throw fs::filesystem_error("write", fs::path(pattern) / list_name,
                                   std::make_error_code(std::errc::io_error));
    }
    return pattern;
}

std::optional<ShardFolder> read_shard_folder(const fs::path& folder, const std::string& program,
                                             Diagnostics& diagnostics) {
    const fs::path file = folder / list_name;
    const auto refuse = [&](const Text& why, Text suggestion) {
        diagnostics.error({file.generic_string(), 0, 0},
                          {"分片读不了", "the shards cannot be read"}, why, std::move(suggestion));
        return std::nullopt;
    };
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    ShardFolder content;
    try {
        const auto json = nlohmann::json::parse(bytes);
        json.at("night").get_to(content.night);
        json.at("store").get_to(content.store);
        json.at("program").get_to(content.program);
        for (const auto& items : json.at("shards")) {
            batch::Shard shard;
            for (const auto& item : items)
                shard.push_back({item.at(0).get<std::string>(), item.at(1).get<std::string>()});
            content.shards.push_back(std::move(shard));
        }
    } catch (const nlohmann::json::exception& error) {
        const std::string what = error.what();
        return refuse(scenario::say("{}", "{}", what),
                      {"请重新运行 coffer batch --slurm。", "Run coffer batch --slurm again."});
    }
    if (content.program != program) {
        return refuse(scenario::say("它由 {} 计划，本程序是 {}",
                                    "{} has planned it, and this is {}", content.program, program),
                      {"各节点请用同一个程序文件。", "Use the same program file on every node."});
    }
    return content;
}

fs::path shard_file(const fs::path& folder, std::size_t number) {
    return folder / (std::to_string(number) + ".db");
}

}  // namespace coffer::tool
