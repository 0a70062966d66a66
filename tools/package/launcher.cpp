// coffer of a package: becomes the program that was compiled for the best instruction set this
// machine has. All of them compute the same bits. COFFER_LEVEL names one; a test runs each.
#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <unistd.h>

namespace {

struct Level {
    std::string_view name;
    bool here;
};

/// Best first.
std::array<Level, 3> levels() {
    __builtin_cpu_init();
    return {{{"x86-64-v4", __builtin_cpu_supports("x86-64-v4") != 0},
             {"x86-64-v3", __builtin_cpu_supports("x86-64-v3") != 0},
             {"x86-64", true}}};
}

/// The folder that holds bin/ and libexec/, wherever the package was put.
std::string home() {
    std::array<char, PATH_MAX> path{};
    const ssize_t size = readlink("/proc/self/exe", path.data(), path.size());
    if (size <= 0) return {};
    std::string place(path.data(), static_cast<std::size_t>(size));
    for (int up = 0; up < 2; ++up) place.erase(place.rfind('/'));
    return place;
}

}  // namespace

int main(int /*count*/, char** words) {
    const char* wanted = std::getenv("COFFER_LEVEL");
    if (wanted != nullptr && *wanted == 0) wanted = nullptr;
    for (const Level& level : levels()) {
        if (wanted != nullptr ? level.name != wanted : !level.here) continue;
        if (!level.here) break;
        const std::string program = home() + "/libexec/coffer/" + std::string(level.name);
        execv(program.c_str(), words);
        std::fprintf(stderr, "coffer: %s: %s\n", program.c_str(), std::strerror(errno));
        return 1;
    }
    std::fprintf(stderr, "coffer: 本机没有指令集 %s | this machine has no %s (COFFER_LEVEL)\n",
                 wanted, wanted);
    return 1;
}
