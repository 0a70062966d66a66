// coffer: the command line. The way of a run is in run.cpp.
#include <exception>
#include <new>
#include <string>
#include <variant>
#include <vector>

#include "command_line.hpp"
#include "request.hpp"
#include "terminal.hpp"

namespace coffer::tool {
namespace {

ExitCode execute(const Request& request) {
    switch (request.command) {
        case Command::run:
            return run(request);
        case Command::check:
            return check(request);
        case Command::replay:
            return replay(request);
        case Command::init:
            return init(request);
    }
    return failure;
}

ExitCode begin(const std::vector<std::string>& arguments) {
    const Language language = language_of(arguments);
    Diagnostics diagnostics;
    const auto read = read_command_line(arguments, language, diagnostics);
    if (diagnostics.has_errors()) {
        print(diagnostics, language, Show::errors);
        return mistake;
    }
    if (const Answer* answer = std::get_if<Answer>(&read)) {
        return print(answer->text) ? success : failure;
    }
    catch_stop_signals();
    return execute(std::get<Request>(read));
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
