// Catches: precedence, durations or finish moments that disagree with the published critical-path
// lengths (MPM times) of PSPLIB j30 and j60. Goes the user's way: convert, coffer run,
// projects.csv.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "support/command.hpp"

namespace {

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    return cells;
}

/// finish_p50 of the row `sink`, or an empty text.
std::string sink_finish(const std::filesystem::path& projects) {
    std::ifstream file(projects);
    std::string line;
    std::getline(file, line);
    auto header = cells_of(line);
    std::size_t wanted = header.size();
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (header[i] == "finish_p50") wanted = i;
    }
    while (std::getline(file, line)) {
        const auto cells = cells_of(line);
        if (cells[0] == "sink" && wanted < cells.size()) return cells[wanted];
    }
    return {};
}

}  // namespace

TEST_CASE("PSPLIB j30 and j60: the published critical-path lengths", "[validation][psplib]") {
    const std::filesystem::path data = std::string(COFFER_SHARED_DIR) + "/data/psplib";
    std::ifstream answers(data / "answers.csv");
    if (!answers) {
        WARN("SKIPPED: ../shared/data/psplib is not here");
        return;
    }
    const coffer::testing::WorkFolder work("psplib");
    std::string line;
    std::getline(answers, line);
    int agreeing = 0;
    int files = 0;
    while (std::getline(answers, line)) {
        const auto cells = cells_of(line);
        const auto folder = work.at(cells[0]);
        using namespace coffer::testing;
        REQUIRE(succeeds(program("convert_psplib") + quoted((data / cells[0]).string()) +
                         quoted(folder)));
        REQUIRE(succeeds(program("coffer") + "run " + quoted(folder) + "--paths 1 --quiet --out " +
                         quoted(folder + "-out")));
        const auto finish = sink_finish(folder + "-out/projects.csv");
        ++files;
        CAPTURE(cells[0], finish, cells[2]);
        CHECK(finish == cells[2]);
        if (finish == cells[2]) ++agreeing;
        // Negative control: the best known makespan under resource limits is another number for
        // most networks, so the check does not pass by reading any column.
    }
    CHECK(files == 96);
    CHECK(agreeing == 96);
}
