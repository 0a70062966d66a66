#include "coffer/kernel/events.hpp"

#include <string_view>

#include "coffer/base/contract.hpp"

namespace coffer::kernel {
namespace {

std::string code_of(ArgumentKind kind, const CauseArgument& argument) {
    if (is_name(kind)) return argument.name;
    if (kind == ArgumentKind::whole) return std::to_string(static_cast<int>(argument.number));
    return std::to_string(argument.number);
}

}  // namespace

std::string code(const Cause& cause) {
    const CauseInfo& of = info(cause.kind);
    std::string text;
    std::string_view rest = of.code;
    for (std::size_t i = 0; i < cause.arguments.size(); ++i) {
        const auto place = rest.find("{}");
        COFFER_EXPECT(place != std::string_view::npos);
        text += rest.substr(0, place);
        text += code_of(of.arguments[i], cause.arguments[i]);
        rest.remove_prefix(place + 2);
    }
    return text += rest;
}

}  // namespace coffer::kernel
