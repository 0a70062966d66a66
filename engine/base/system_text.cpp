#include "coffer/base/system_text.hpp"

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace coffer {

Text system_text(int error) {
    static constexpr std::array<std::pair<int, const char*>, 14> known{
        {{ENOENT, "没有这个文件夹或文件"},
         {EACCES, "没有权限"},
         {EPERM, "没有权限"},
         {EROFS, "磁盘是只读的"},
         {ENOSPC, "磁盘满了"},
         {ENOTDIR, "不是文件夹"},
         {EISDIR, "是一个文件夹"},
         {EEXIST, "已经有了"},
         {ENOTEMPTY, "文件夹不是空的"},
         {ENAMETOOLONG, "名字太长"},
         {ELOOP, "链接转圈"},
         {EMFILE, "打开的文件太多"},
         {EBUSY, "正被占用"},
         {EIO, "磁盘读写出错"}}};
    const std::string en = std::error_code(error, std::generic_category()).message();
    for (const auto& [number, zh] : known) {
        if (number == error) return {zh, en};
    }
    return {en, en};
}

}  // namespace coffer
