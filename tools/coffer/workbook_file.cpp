#include "workbook_file.hpp"

namespace coffer::tool {

bool write_workbook(const std::optional<std::string>& bytes, const std::filesystem::path& file,
                    report::Existing existing, Diagnostics& diagnostics) {
    if (bytes) return report::write_file(file, *bytes, existing, diagnostics);
    diagnostics.error(
        {file.string(), 0, 0}, {"工作簿没有写成", "the workbook could not be made"},
        {"临时文件夹 /tmp 写不了，或磁盘已满", "/tmp cannot be written, or the disk is full"},
        {"请检查磁盘空间。", "Check disk space."});
    return false;
}

}  // namespace coffer::tool
