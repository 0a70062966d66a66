#pragma once
#include <string>
#include <variant>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "command.hpp"

namespace coffer::tool {

/// Text to print on standard output instead of doing anything: help or version.
struct Answer {
    std::string text;
};

/// One command line, read: what to do and how to speak.
struct Call {
    Work work;
    Speech speech;
};

/// Reads `arguments` (without the program's name). When `diagnostics` has errors afterwards, the
/// result means nothing.
[[nodiscard]] std::variant<Call, Answer> read_command_line(
    const std::vector<Command>& commands, const std::vector<std::string>& arguments,
    Language language, Diagnostics& diagnostics);

/// The language that the last valid `--lang` asks for, wherever it stands; Chinese without. Scanned
/// before all else, so that help and mistakes are in that language.
[[nodiscard]] Language language_of(const std::vector<std::string>& arguments);

}  // namespace coffer::tool
