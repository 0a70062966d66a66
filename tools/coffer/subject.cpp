#include "subject.hpp"

namespace coffer::tool {

void SubjectOptions::describe(Usage& usage, const std::string& placeholder, Text figures) {
    usage.option("--target", "ID", word(target),
                 {"目标或事件的编号", "id of a target or an event"});
    usage.option("--figure", placeholder, word(figure), std::move(figures));
    usage.rule([this](Diagnostics& diagnostics) {
        if (target.has_value() != figure.has_value()) return;
        diagnostics.error({},
                          {"--target 和 --figure 要写一个", "write one of --target and --figure"},
                          {"不知道问的是什么", "it says what is asked about"},
                          {"如 --target no_arrears。", "For example --target no_arrears."});
    });
}

std::optional<analysis::Measure> SubjectOptions::read(const analysis::Case& base,
                                                      Diagnostics& diagnostics) const {
    auto measure = analysis::read_measure(figure ? *figure : "P(" + *target + ")", base.plan, at(),
                                          diagnostics);
    if (base.model.simulation.median) {
        diagnostics.error(
            {base.document.folder.string(), 0, 0},
            {"没有不确定性可问", "there is no chance to ask about"},
            {"simulation.draws 为 median，各路径都一样",
             "simulation.draws is median, so all paths are alike"},
            {"请用 --set simulation.draws=random。", "Use --set simulation.draws=random."});
    }
    return measure;
}

}  // namespace coffer::tool
