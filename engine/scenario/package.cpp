#include "coffer/scenario/package.hpp"

#include <ctime>
#include <memory>
#include <zip.h>

#include "coffer/scenario/wording.hpp"
#include "limits.hpp"

namespace coffer::scenario {
namespace {

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Part = std::unique_ptr<zip_file_t, Discard>;

void refuse(const std::string& file, Text problem, Text why, Text suggestion,
            Diagnostics& diagnostics) {
    diagnostics.error({file, 0, 0}, std::move(problem), std::move(why), std::move(suggestion));
}

Archive open_archive(const std::string& bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
    if (archive == nullptr && source != nullptr) zip_source_free(source);
    zip_error_fini(&error);
    return Archive(archive);
}

void refuse_no_archive(const std::string& bytes, const std::string& file,
                       Diagnostics& diagnostics) {
    const bool compound = bytes.starts_with("\xD0\xCF\x11\xE0");  // .xls, .et, or encrypted
    refuse(file, {"这不是 .xlsx 工作簿", "this is no .xlsx workbook"},
           compound ? Text{"它是旧格式（.xls、.et），或设了打开密码",
                           "it has the old format (.xls, .et) or a password"}
                    : Text{"文件不是 zip 压缩包，或已损坏", "it is no zip archive, or damaged"},
           {"请在 Excel 或 WPS 中另存为“Excel 工作簿 (.xlsx)”，不设密码。",
            "Save it as an Excel workbook (.xlsx) without a password."},
           diagnostics);
}

/// Names are only looked up, never opened; but who writes them means harm.
bool leads_out(const std::string& name) {
    return name.empty() || name.front() == '/' || name.find('\\') != std::string::npos ||
           name == ".." || name.starts_with("../") || name.find("/../") != std::string::npos ||
           name.ends_with("/..");
}

bool read_part(zip_t& archive, zip_uint64_t index, std::size_t most, std::string& bytes) {
    const Part part(zip_fopen_index(&archive, index, 0));
    if (!part) return false;
    char buffer[1U << 16U];
    while (bytes.size() <= most) {
        const zip_int64_t got = zip_fread(part.get(), buffer, sizeof buffer);
        if (got < 0) return false;
        if (got == 0) return true;
        bytes.append(buffer, static_cast<std::size_t>(got));
    }
    return true;
}

}  // namespace

std::optional<Package> unpack(const std::string& bytes, const std::string& file,
                              Diagnostics& diagnostics) {
    const Archive archive = open_archive(bytes);
    if (!archive || bytes.empty()) {  // libzip takes nothing for an empty archive
        refuse_no_archive(bytes, file, diagnostics);
        return std::nullopt;
    }
    const Text again = {"请在 Excel 或 WPS 中重新保存。", "Save it again in Excel or WPS."};
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    if (count < 0 || static_cast<std::size_t>(count) > limits::package_parts) {
        refuse(file, say("工作簿有 {} 个部件", "the workbook has {} parts", count),
               say("至多 {} 个", "at most {} are read", limits::package_parts), again, diagnostics);
        return std::nullopt;
    }
    Package package;
    std::size_t room = limits::package_bytes;
    for (zip_int64_t i = 0; i < count; ++i) {
        const auto index = static_cast<zip_uint64_t>(i);
        const char* raw = zip_get_name(archive.get(), index, ZIP_FL_ENC_GUESS);
        const std::string name = raw == nullptr ? "" : raw;
        if (leads_out(name) || package.contains(name)) {
            refuse(file, say("部件名 {} 不对", "the part name {} is wrong", quote(name)),
                   {"名称指向压缩包之外，或出现两次",
                    "it leads out of the archive or stands there twice"},
                   again, diagnostics);
            return std::nullopt;
        }
        if (name.ends_with('/')) continue;
        std::string& part = package[name];
        if (!read_part(*archive, index, room, part)) {
            refuse(file, say("部件 {} 读不出来", "the part {} cannot be read", quote(name)),
                   {"文件已损坏或加密", "the file is damaged or encrypted"}, again, diagnostics);
            return std::nullopt;
        }
        if (part.size() > room) {
            refuse(file,
                   say("工作簿展开后大于 {} MiB", "the workbook unpacks to more than {} MiB",
                       limits::package_bytes >> 20U),
                   {"超出上限，没有读", "beyond the limit, not read"},
                   {"请删去图片和表格下方多余的空行。",
                    "Delete pictures and blank rows below the tables."},
                   diagnostics);
            return std::nullopt;
        }
        room -= part.size();
    }
    return package;
}

namespace {

/// Puts a part into the archive; the archive keeps a pointer to its bytes until it is closed.
bool add_part(zip_t& archive, const std::string& name, const std::string& bytes) {
    zip_source_t* source = zip_source_buffer(&archive, bytes.data(), bytes.size(), 0);
    if (source == nullptr) return false;
    const zip_int64_t index = zip_file_add(&archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    constexpr zip_uint16_t first_of_january_1980 = (0U << 9U) | (1U << 5U) | 1U;
    return zip_file_set_dostime(&archive, static_cast<zip_uint64_t>(index), 0,
                                first_of_january_1980, 0) == 0;
}

std::string bytes_of(zip_source_t* source) {
    std::string bytes;
    if (zip_source_open(source) != 0) return bytes;
    char buffer[1U << 16U];
    zip_int64_t got = 0;
    while ((got = zip_source_read(source, buffer, sizeof buffer)) > 0) {
        bytes.append(buffer, static_cast<std::size_t>(got));
    }
    zip_source_close(source);
    return bytes;
}

}  // namespace

std::optional<std::string> pack(const Package& parts) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* memory = zip_source_buffer_create(nullptr, 0, 0, &error);
    if (memory == nullptr) return std::nullopt;
    zip_source_keep(memory);  // it outlives the archive
    const std::unique_ptr<zip_source_t, decltype(&zip_source_free)> keeper(memory,
                                                                           &zip_source_free);
    zip_t* archive = zip_open_from_source(memory, ZIP_TRUNCATE, &error);
    zip_error_fini(&error);
    if (archive == nullptr) {
        zip_source_free(memory);
        return std::nullopt;
    }
    for (const auto& [name, bytes] : parts) {
        if (!add_part(*archive, name, bytes)) {
            zip_discard(archive);
            return std::nullopt;
        }
    }
    if (zip_close(archive) != 0) {
        zip_discard(archive);
        return std::nullopt;
    }
    return bytes_of(memory);
}

}  // namespace coffer::scenario
