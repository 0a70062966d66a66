#include "coffer/results/folder.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/wait.h>

#include "support/forecast_sample.hpp"

using namespace coffer;
using namespace coffer::results;
using test::contents;
using test::put;
using test::TemporaryFolder;
using testing::read_text;
namespace fs = std::filesystem;

namespace {

const std::vector<File> two_files{{"a.csv", "x\n1\n"}, {"b.csv", ""}};

std::optional<Manifest> write_to(const fs::path& folder, Diagnostics& diagnostics) {
    return write(folder, two_files, test::manifest(), false, [] { return 0.25; }, diagnostics);
}

Claim claim_of(const std::string& command, bool force = false) {
    return {command, test::manifest().scenario_folder, force};
}

void require_refusal(const fs::path& folder) {
    Diagnostics diagnostics;
    CHECK_FALSE(check_folder(folder, claim_of("run"), diagnostics));
    CHECK(diagnostics.error_count() == 1);
    CHECK_FALSE(write_to(folder, diagnostics));
    CHECK(diagnostics.error_count() == 2);
}

/// Takes root's rights away for a while; nothing for anybody else.
class WithoutRoot {
  public:
    WithoutRoot() : before_(::geteuid()) {
        constexpr uid_t nobody = 65534;
        if (before_ == 0) REQUIRE(::seteuid(nobody) == 0);
    }
    ~WithoutRoot() {
        if (::seteuid(before_) != 0) std::abort();
    }
    WithoutRoot(const WithoutRoot&) = delete;
    WithoutRoot& operator=(const WithoutRoot&) = delete;

  private:
    uid_t before_;
};

}  // namespace

TEST_CASE("results appear whole, with a manifest that lists them") {
    const TemporaryFolder temporary;
    const fs::path folder = temporary.path() / "new" / "deep" / "out";
    Diagnostics diagnostics;
    const auto manifest = write_to(folder, diagnostics);
    REQUIRE(manifest);
    CHECK_FALSE(diagnostics.has_errors());
    CHECK(manifest->timings.write == 0.25);
    CHECK(read_text(folder / "a.csv") == "x\n1\n");
    CHECK(read_text(folder / "b.csv").empty());
    const auto json = nlohmann::json::parse(read_text(folder / "manifest.json"));
    REQUIRE(json["files"].size() == 2);
    CHECK(json["files"][0]["name"] == "a.csv");
    CHECK(json["files"][0]["bytes"] == 4);
    // sha256sum of "x\n1\n" and of nothing
    CHECK(json["files"][0]["sha256"] ==
          "daff832f802000e645771a60983c76c963f6ee602a6230e45237bd360e91cc1a");
    CHECK(json["files"][1]["sha256"] ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(json["complete"] == true);
    // Nothing temporary is left beside it.
    CHECK(contents(folder.parent_path()).size() == 4);
}

TEST_CASE("earlier results and empty folders are replaced") {
    const TemporaryFolder temporary;
    const fs::path folder = temporary.path() / "out";
    Diagnostics diagnostics;
    fs::create_directory(folder);
    REQUIRE(write_to(folder, diagnostics));
    Manifest manifest = test::manifest();
    REQUIRE(write(folder, {{"c.csv", "new\n"}}, manifest, false, [] { return 0.0; }, diagnostics));
    CHECK_FALSE(fs::exists(folder / "a.csv"));
    CHECK(read_text(folder / "c.csv") == "new\n");
    CHECK(contents(temporary.path()).size() == 3);  // out, c.csv, manifest.json
    // A trailing slash and a detour name the same folder.
    REQUIRE(write_to(fs::path(temporary.path() / "x" / ".." / "out/").string() + "/", diagnostics));
    CHECK(fs::exists(folder / "a.csv"));
    CHECK(contents(temporary.path()).size() == 4);
}

TEST_CASE("a link to a folder is followed, not replaced") {
    const TemporaryFolder temporary;
    fs::create_directory(temporary.path() / "real");
    fs::create_directory_symlink(temporary.path() / "real", temporary.path() / "link");
    Diagnostics diagnostics;
    REQUIRE(write_to(temporary.path() / "link", diagnostics));
    CHECK(fs::is_symlink(temporary.path() / "link"));
    CHECK(fs::exists(temporary.path() / "real" / "a.csv"));
}

TEST_CASE("folders with anything of the user's are refused and left alone") {
    const TemporaryFolder temporary;
    const fs::path folder = temporary.path() / "out";

    SECTION("a folder with other files") {
        fs::create_directory(folder);
        put(folder / "notes.txt", "mine");
    }
    SECTION("a folder with somebody else's manifest") {
        fs::create_directory(folder);
        put(folder / "manifest.json", R"({"made_by": "another program"})");
    }
    SECTION("earlier results with a file of the user's among them") {
        Diagnostics diagnostics;
        REQUIRE(write_to(folder, diagnostics));
        put(folder / "chart.xlsx", "mine");
    }
    SECTION("earlier results of which a file was changed") {
        Diagnostics diagnostics;
        REQUIRE(write_to(folder, diagnostics));
        put(folder / "a.csv", "x\n2\n");
    }
    SECTION("earlier results of which the manifest was changed") {
        Diagnostics diagnostics;
        REQUIRE(write_to(folder, diagnostics));
        std::string text = read_text(folder / "manifest.json");
        put(folder / "manifest.json", text.replace(text.find("demo"), 4, "mine"));
    }
    SECTION("results that were not finished") {
        fs::create_directory(folder);
        put(folder / "manifest.json", R"({"made_by": "coffer", "format": 3, "command": "run"})");
    }
    SECTION("earlier results with a folder under the name of one of their files") {
        Diagnostics diagnostics;
        REQUIRE(write_to(folder, diagnostics));
        fs::remove(folder / "a.csv");
        fs::create_directory(folder / "a.csv");
        put(folder / "a.csv" / "notes.txt", "mine");
    }
    SECTION("a file") { put(folder, "mine"); }
    const auto before = contents(temporary.path());
    require_refusal(folder);
    CHECK(contents(temporary.path()) == before);
}

TEST_CASE("a folder below a file, and the current folder, are refused") {
    const TemporaryFolder temporary;
    put(temporary.path() / "file", "mine");
    const auto before = contents(temporary.path());
    require_refusal(temporary.path() / "file" / "out");
    require_refusal(".");
    require_refusal("/");
    CHECK(contents(temporary.path()) == before);
}

TEST_CASE("a folder that may not be written is refused beforehand") {
    const TemporaryFolder temporary;
    const fs::path results = temporary.path() / "results";
    Diagnostics diagnostics;
    REQUIRE(write_to(results, diagnostics));
    fs::create_directory(temporary.path() / "empty");
    const auto before = contents(temporary.path());
    fs::permissions(temporary.path(), fs::perms::owner_read | fs::perms::owner_exec |
                                          fs::perms::others_read | fs::perms::others_exec);
    {
        const WithoutRoot unprivileged;
        require_refusal(temporary.path() / "out");
        require_refusal(temporary.path() / "new" / "out");
        require_refusal(temporary.path() / "empty");
        require_refusal(results);
    }
    fs::permissions(temporary.path(), fs::perms::owner_all);
    CHECK(contents(temporary.path()) == before);
}

TEST_CASE("a link to nothing is refused") {
    const TemporaryFolder temporary;
    const fs::path link = temporary.path() / "link";
    fs::create_symlink(temporary.path() / "nothing", link);
    require_refusal(link);
    require_refusal(link.string() + "/");
    require_refusal(link / "out");
    CHECK(fs::is_symlink(link));
    CHECK_FALSE(fs::exists(temporary.path() / "nothing"));
}

TEST_CASE("results of one command do not replace those of the other") {
    const TemporaryFolder temporary;
    const fs::path folder = temporary.path() / "out";
    Manifest replay = test::manifest();
    replay.command = "replay";
    const auto seconds = [] { return 0.0; };
    Diagnostics diagnostics;
    SECTION("a replay's over a run's") {
        REQUIRE(write_to(folder, diagnostics));
        const auto before = contents(temporary.path());
        CHECK_FALSE(check_folder(folder, claim_of("replay"), diagnostics));
        CHECK_FALSE(write(folder, two_files, replay, false, seconds, diagnostics));
        CHECK(contents(temporary.path()) == before);
    }
    SECTION("a run's over a replay's") {
        REQUIRE(write(folder, two_files, replay, false, seconds, diagnostics));
        REQUIRE(write(folder, two_files, replay, false, seconds, diagnostics));
        const auto before = contents(temporary.path());
        require_refusal(folder);
        CHECK(contents(temporary.path()) == before);
    }
}

TEST_CASE("init's rule never replaces anything but an empty folder") {
    const TemporaryFolder temporary;
    const fs::path folder = temporary.path() / "county";
    Diagnostics diagnostics;
    fs::create_directory(folder);
    REQUIRE(write_folder(folder, two_files, std::nullopt, diagnostics));
    CHECK(contents(folder).size() == 2);
    CHECK_FALSE(write_folder(folder, two_files, std::nullopt, diagnostics));
    CHECK(diagnostics.error_count() == 1);
    CHECK(contents(temporary.path()).size() == 3);
}

TEST_CASE("a failure on the way leaves nothing behind") {
    const TemporaryFolder temporary;
    Diagnostics diagnostics;
    SECTION("a name that cannot be a file") {
        const std::vector<File> files{{"a.csv", "1"}, {"no/such/folder.csv", "2"}};
        CHECK_FALSE(write(
            temporary.path() / "new" / "out", files, test::manifest(), false, [] { return 0.0; },
            diagnostics));
    }
    SECTION("a folder name that is too long") {
        CHECK_FALSE(write_to(temporary.path() / "new" / std::string(300, 'x'), diagnostics));
    }
    SECTION("a disk that is full") {
        // Stands in for it: no file may grow beyond two bytes.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
        const rlimit tight{2, before.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &tight) == 0);
        const auto written = write_to(temporary.path() / "new" / "out", diagnostics);
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
        CHECK_FALSE(written);
    }
    SECTION("a folder that may not be written") {
        if (::geteuid() == 0) return;  // root may write anywhere
        fs::permissions(temporary.path(), fs::perms::owner_read | fs::perms::owner_exec);
        CHECK_FALSE(write_to(temporary.path() / "new" / "out", diagnostics));
        fs::permissions(temporary.path(), fs::perms::owner_all);
    }
    CHECK(diagnostics.error_count() >= 1);
    CHECK(contents(temporary.path()).empty());
}

TEST_CASE("a failure leaves earlier results as they were") {
    const TemporaryFolder temporary;
    const fs::path folder = temporary.path() / "out";
    Diagnostics diagnostics;
    REQUIRE(write_to(folder, diagnostics));
    const auto before = contents(temporary.path());
    CHECK_FALSE(write(
        folder, {{"c.csv", "1"}, {"no/such/folder.csv", "2"}}, test::manifest(), false,
        [] { return 0.0; }, diagnostics));
    CHECK(contents(temporary.path()) == before);
}

TEST_CASE("results of another plan folder are kept, wherever both are moved") {
    const TemporaryFolder temporary;
    const fs::path folder = temporary.path() / "here" / "out";
    const auto seconds = [] { return 0.0; };
    Manifest manifest = test::manifest();
    Diagnostics diagnostics;
    for (const char* name : {"here/a/plan", "here/b/plan"}) {
        fs::create_directories(temporary.path() / name);
    }
    manifest.scenario_folder = temporary.at("here/a/plan");
    REQUIRE(write(folder, two_files, manifest, false, seconds, diagnostics));
    const auto claim = [&](const std::string& scenario, bool force = false) {
        return check_folder(folder, Claim{"run", scenario, force}, diagnostics);
    };
    CHECK(claim(temporary.at("here/a/plan/")));
    CHECK(claim(temporary.at("here/b/../a/plan")));
    CHECK_FALSE(claim(temporary.at("here/b/plan")));
    CHECK(claim(temporary.at("here/b/plan"), true));
    REQUIRE(diagnostics.error_count() == 1);
    CHECK(diagnostics.sorted()[0].why.en.find("of another plan") != std::string::npos);

    fs::rename(temporary.path() / "here", temporary.path() / "there");
    const fs::path moved = temporary.path() / "there" / "out";
    CHECK(check_folder(moved, Claim{"run", temporary.at("there/a/plan")}, diagnostics));
    CHECK_FALSE(check_folder(moved, Claim{"run", temporary.at("there/b/plan")}, diagnostics));
}

TEST_CASE("force replaces results with all that was done to them, and nothing else") {
    const TemporaryFolder temporary;
    const fs::path folder = temporary.path() / "out";
    Diagnostics diagnostics;
    REQUIRE(write_to(folder, diagnostics));
    put(folder / "a.csv", "changed");
    put(folder / "notes.txt", "mine");
    REQUIRE(check_folder(folder, claim_of("replay", true), diagnostics));
    Manifest manifest = test::manifest();
    REQUIRE(write(folder, two_files, manifest, true, [] { return 0.0; }, diagnostics));
    CHECK(read_text(folder / "a.csv") == "x\n1\n");
    CHECK_FALSE(fs::exists(folder / "notes.txt"));

    fs::create_directory(temporary.path() / "mine");
    put(temporary.path() / "mine" / "notes.txt", "mine");
    CHECK_FALSE(check_folder(temporary.path() / "mine", claim_of("run", true), diagnostics));
    // The scenario itself, should results have been written around it.
    fs::create_directory(folder / "plan");
    const Claim own{"run", folder / "plan", true};
    CHECK_FALSE(check_folder(folder, own, diagnostics));
    CHECK(diagnostics.error_count() == 2);
}

// A killed process is a child that kills itself when everything but the manifest is written; a
// living one waits there for a pipe.
TEST_CASE("what a killed process left is removed by the next, what a living one writes is not") {
    const TemporaryFolder temporary;
    const fs::path place = temporary.path();
    const auto in_child = [&](const std::string& name, const std::function<void()>& meanwhile) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            Diagnostics diagnostics;
            const auto seconds = [&] {
                meanwhile();
                return 0.0;
            };
            const bool done =
                write(place / name, two_files, test::manifest(), false, seconds, diagnostics)
                    .has_value();
            ::_exit(done ? 0 : 1);
        }
        return child;
    };
    const auto hidden = [&] {
        std::size_t count = 0;
        for (const auto& entry : fs::directory_iterator(place)) {
            count += entry.path().filename().string().starts_with(".coffer-") ? 1u : 0u;
        }
        return count;
    };
    int status = 0;
    const pid_t killed = in_child("killed", [] { ::raise(SIGKILL); });
    REQUIRE(::waitpid(killed, &status, 0) == killed);
    CHECK(WIFSIGNALED(status));
    CHECK(hidden() == 1);

    std::array<int, 2> started{};
    std::array<int, 2> finish{};
    REQUIRE(::pipe(started.data()) == 0);
    REQUIRE(::pipe(finish.data()) == 0);
    char byte = 'x';
    const pid_t living = in_child("living", [&] {
        char other = 'x';
        if (::write(started[1], &other, 1) != 1 || ::read(finish[0], &other, 1) != 1) ::_exit(2);
    });
    REQUIRE(::read(started[0], &byte, 1) == 1);
    CHECK(hidden() == 1);  // the living one has removed the killed one's
    fs::create_directory(place / ".coffer-earlier-1-0");
    Diagnostics diagnostics;
    CHECK(write_to(place / "next", diagnostics));
    CHECK(hidden() == 2);
    REQUIRE(::write(finish[1], &byte, 1) == 1);
    REQUIRE(::waitpid(living, &status, 0) == living);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(fs::exists(place / "living" / "manifest.json"));
    // Set aside by a swap that was interrupted: the only copy of somebody's results.
    CHECK(hidden() == 1);
}
