// The engine of coffer.html, as a worker calls it: a plan's files go in, a request in JSON, and an
// answer in JSON comes back, with files. Nothing is kept from request to request, so that a worker
// can be ended at any moment and another one goes on.
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include "plan.hpp"
#include "question.hpp"

namespace coffer::browser {
namespace {

/// What the worker put in, and what it may take out.
struct Desk {
    Files in;
    std::string answer;
    Files out;
};

Desk& desk() {
    static Desk desk;
    return desk;
}

Json answer(const Json& request, Desk& desk) {
    const std::string what = request.value("do", "");
    if (what == "look") return look(desk.in, request);
    if (what == "edit") return edit(desk.in, request, desk.out);
    if (what == "run") return run(desk.in, request, desk.out);
    if (what == "compare") return compare(desk.in, request, desk.out);
    if (what == "save") return save(desk.in, request, desk.out);
    return {{"unknown", what}};
}

std::string text_at(const char* at, std::size_t size) { return {at, size}; }

}  // namespace
}  // namespace coffer::browser

// The module's door. Sizes and places are those of its memory.
extern "C" {

[[clang::export_name("take_memory")]] void* take_memory(std::size_t bytes) {
    return std::malloc(bytes);
}
[[clang::export_name("give_memory")]] void give_memory(void* memory) { std::free(memory); }

/// Puts a file on the desk.
[[clang::export_name("put")]] void put(const char* name, std::size_t name_size, const char* bytes,
                                       std::size_t size) {
    using namespace coffer::browser;
    desk().in[text_at(name, name_size)] = text_at(bytes, size);
}

/// Answers the request; files that it made can be taken until the next one.
[[clang::export_name("ask")]] void ask(const char* request, std::size_t size) {
    using namespace coffer::browser;
    desk().out.clear();
    desk().answer = json_text(answer(Json::parse(text_at(request, size), nullptr, false), desk()));
    desk().in.clear();
}
[[clang::export_name("answer")]] const char* answer_text() {
    return coffer::browser::desk().answer.data();
}
[[clang::export_name("answer_size")]] std::size_t answer_size() {
    return coffer::browser::desk().answer.size();
}

/// The bytes of a file that the request made; null when it made none of this name.
[[clang::export_name("file")]] const char* file(const char* name, std::size_t size) {
    const auto& out = coffer::browser::desk().out;
    const auto found = out.find(std::string(name, size));
    return found == out.end() ? nullptr : found->second.data();
}
[[clang::export_name("file_size")]] std::size_t file_size(const char* name, std::size_t size) {
    const auto& out = coffer::browser::desk().out;
    const auto found = out.find(std::string(name, size));
    return found == out.end() ? 0 : found->second.size();
}
}
