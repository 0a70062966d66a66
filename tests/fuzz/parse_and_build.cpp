// Property: any bytes give a model, or at least one error diagnostic, and nothing else: no crash,
// no exception, no hang. The input is an archive: each line "=== name" begins a file.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>

#include "coffer/model/build.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"

namespace {

std::map<std::string, std::string> unpack(const std::string& archive) {
    std::map<std::string, std::string> files;
    std::string* file = nullptr;
    std::size_t begin = 0;
    while (begin < archive.size()) {
        const std::size_t end = std::min(archive.find('\n', begin), archive.size() - 1) + 1;
        const std::string line = archive.substr(begin, end - begin);
        if (line.starts_with("=== ")) {
            file = &files[line.substr(4, line.find_last_not_of("\r\n") - 3)];
        } else if (file != nullptr) {
            *file += line;
        }
        begin = end;
    }
    return files;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string archive(reinterpret_cast<const char*>(data), size);
    coffer::Diagnostics diagnostics;
    const auto document = coffer::scenario::parse_texts(unpack(archive), "fuzz", {}, diagnostics);
    if (!document && !diagnostics.has_errors()) std::abort();
    if (!document) return 0;
    const auto model = coffer::model::build(*document, diagnostics);
    if (model.has_value() == diagnostics.has_errors()) std::abort();
    for (const auto& diagnostic : diagnostics.sorted()) {
        if (diagnostic.problem.zh.empty() || diagnostic.problem.en.empty()) std::abort();
    }
    return 0;
}
