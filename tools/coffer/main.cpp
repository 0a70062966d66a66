// coffer: the command line. The commands are in commands/.
#include <exception>
#include <new>
#include <string>
#include <variant>
#include <vector>

#include "coffer/store/store.hpp"
#include "command_line.hpp"
#include "terminal.hpp"

namespace coffer::tool {
namespace {

std::string typed(const std::vector<std::string>& arguments) {
    std::string line = "coffer";
    for (const std::string& argument : arguments) {
        // Pages and manifests keep this line.
        line += " " + shell_word(store::shown(argument));
    }
    return line;
}

ExitCode begin(const std::vector<std::string>& arguments) {
    const Language language = language_of(arguments);
    Diagnostics diagnostics;
    const auto commands = all_commands();
    const auto read = read_command_line(commands, arguments, language, diagnostics);
    if (diagnostics.has_errors()) {
        print(diagnostics, {language, Output::quiet, {}});
        return mistake;
    }
    if (const Answer* answer = std::get_if<Answer>(&read)) {
        return print(answer->text) ? success : failure;
    }
    catch_stop_signals();
    const Call& call = std::get<Call>(read);
    Speech speech = call.speech;
    speech.typed = typed(arguments);
    return call.work(speech);
}

}  // namespace
}  // namespace coffer::tool

int main(int count, char** arguments) {
    try {
        return coffer::tool::begin({arguments + (count > 0 ? 1 : 0), arguments + count});
    } catch (const std::bad_alloc&) {
        coffer::tool::print_error("coffer: 内存不够 | not enough memory\n");
    } catch (const std::exception& error) {
        coffer::tool::print_error(std::string("coffer: ") + error.what() + "\n");
    }
    return coffer::tool::failure;
}
