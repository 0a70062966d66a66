// In a browser, whose worker keeps a few files in memory (tools/browser/app/wasi.ts).
#include <cstdio>
#include <memory>
#include <unistd.h>

#include "temporary_file.hpp"

namespace coffer::report {

TemporaryFile::TemporaryFile() : path_("/workbook") {}

TemporaryFile::~TemporaryFile() { ::unlink(path_.c_str()); }

std::optional<std::string> TemporaryFile::bytes() const {
    const std::unique_ptr<std::FILE, decltype(&std::fclose)> file(std::fopen(path_.c_str(), "rb"),
                                                                  &std::fclose);
    if (!file) return std::nullopt;
    std::string bytes;
    char buffer[1U << 16U];
    while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get())) {
        bytes.append(buffer, got);
    }
    if (std::ferror(file.get()) != 0) return std::nullopt;
    return bytes;
}

}  // namespace coffer::report
