// coffer names: what everything is called in Chinese and in English.
#include "coffer/report/names_page.hpp"
#include "command.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {};

ExitCode execute(const Options& /*options*/, const Speech& speech) {
    if (speech.quiet()) return success;
    return print(report::names_page()) ? success : failure;
}

}  // namespace

Command names() {
    return define<Options>(
        {.name = "names",
         .chapter = Chapter::prepare,
         .summary = {"列出表、列、设置项、取值和指标的中英文名称",
                     "list tables, columns, keys, words and indicators in both languages"},
         .examples = {{"coffer names | less", {"翻看对照表", "read the list"}}},
         .describe = [](Usage& /*usage*/, Options& /*options*/) {},
         .execute = execute});
}

}  // namespace coffer::tool::commands
