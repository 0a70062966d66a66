#include "text_file.hpp"

#include <fstream>
#include <system_error>

namespace coffer::tool {

bool write_text_file(const std::filesystem::path& file, const std::string& content,
                     const Speech& speech) {
    Diagnostics diagnostics;
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) {
        diagnostics.error({file.string(), 0, 0}, {"文件已经存在", "the file is there already"},
                          {"不会覆盖已有的文件", "a file is never replaced"},
                          {"请换一个名字，或先移走它。", "Name another, or move it away first."});
        print(diagnostics, speech);
        return false;
    }
    const std::filesystem::path part = file.string() + ".part";
    std::ofstream stream(part, std::ios::binary);
    stream << content;
    stream.close();
    std::error_code failed;
    if (stream) std::filesystem::rename(part, file, failed);
    if (stream && !failed) return true;
    std::filesystem::remove(part, ignored);
    diagnostics.error({file.string(), 0, 0}, {"写不了这个文件", "the file cannot be written"},
                      {"目录不存在、没有权限或磁盘已满",
                       "the folder is missing, may not be written, or the disk is full"},
                      {"请检查路径。", "Check the path."});
    print(diagnostics, speech);
    return false;
}

}  // namespace coffer::tool
