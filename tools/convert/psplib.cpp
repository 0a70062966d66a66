// Converts a PSPLIB single-mode network (FILE.sm) into a scenario: every job a project with one
// stage of fixed duration, every arc a finish->start link, a period a month, no randomness and no
// resource limits. The sink's finish is then the critical-path length.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Job {
    int duration = 0;
    std::vector<int> successors;
};

struct Problem {
    int line = 0;
    std::string what;
};

/// A network, or the first thing wrong with the file.
struct Network {
    std::vector<Job> jobs;  ///< job n at n - 1; the first is the source, the last the sink
    std::optional<Problem> problem;
};

constexpr std::size_t most_jobs = 10000;
constexpr int longest_plan_years = 30;

enum class Section { none, precedence, durations };

Network read_network(std::istream& input) {
    Network network;
    Section section = Section::none;
    std::string line;
    int number = 0;
    const auto fail = [&](const std::string& what) { network.problem = {number, what}; };
    while (std::getline(input, line) && !network.problem) {
        ++number;
        if (line.starts_with("***")) {
            section = Section::none;
        } else if (line.starts_with("PRECEDENCE RELATIONS")) {
            section = Section::precedence;
        } else if (line.starts_with("REQUESTS/DURATIONS")) {
            section = Section::durations;
        } else if (section != Section::none) {
            std::istringstream row(line);
            int job = 0;
            if (!(row >> job)) continue;  // headings and rules
            int mode = 0;
            if (job < 1 || static_cast<std::size_t>(job) > most_jobs || !(row >> mode)) {
                fail("a row that is not 'job mode ...'");
            } else if (mode != 1) {
                fail("a job with several modes; only single-mode files (.sm) can be converted");
            } else if (section == Section::precedence) {
                if (static_cast<std::size_t>(job) != network.jobs.size() + 1) {
                    fail("jobs out of order in the precedence relations");
                }
                int count = 0;
                row >> count;
                Job entry;
                for (int successor = 0; count > 0 && row >> successor; --count) {
                    entry.successors.push_back(successor);
                }
                if (count != 0) fail("fewer successors than announced");
                network.jobs.push_back(std::move(entry));
            } else {
                int duration = -1;
                if (static_cast<std::size_t>(job) > network.jobs.size() || !(row >> duration) ||
                    duration < 0) {
                    fail("a duration that is missing, negative or of an unknown job");
                } else {
                    network.jobs[static_cast<std::size_t>(job) - 1].duration = duration;
                }
            }
        }
    }
    if (network.problem) return network;
    if (network.jobs.size() < 2) fail("no 'PRECEDENCE RELATIONS' with at least two jobs");
    for (const auto& job : network.jobs) {
        for (const int successor : job.successors) {
            if (successor < 1 || static_cast<std::size_t>(successor) > network.jobs.size()) {
                fail("a successor that is no job");
            }
        }
    }
    return network;
}

std::string name_of(const Network& network, std::size_t index) {
    if (index == 0) return "source";
    if (index + 1 == network.jobs.size()) return "sink";
    return "job" + std::to_string(index + 1);
}

void write_scenario(const Network& network, const std::string& title,
                    const std::filesystem::path& folder) {
    int total = 0;
    for (const auto& job : network.jobs) total += job.duration;
    // A year of slack: what is released inside a month is seen in the next one.
    const int years = std::min(longest_plan_years, total / 12 + 2);
    std::filesystem::create_directories(folder);
    const auto open = [&](const char* name) {
        std::ofstream file(folder / name);
        file.exceptions(std::ios::failbit | std::ios::badbit);
        return file;
    };
    auto settings = open("scenario.toml");
    settings << "# A PSPLIB project network: one period is one month, no randomness, no money.\n"
             << "format = 1\n\n[scenario]\nid = \"" << title << "\"\nname_zh = \"PSPLIB " << title
             << "\"\nname_en = \"PSPLIB " << title << "\"\nfirst_year = 2000\nyears = " << years
             << "\nunit = \"元\"\n";
    auto projects = open("projects.csv");
    auto stages = open("stages.csv");
    auto links = open("links.csv");
    projects << "id,name_zh,name_en,total_investment,basis\n";
    stages << "project,stage,duration,basis\n";
    links << "from_project,to_project,basis\n";
    for (std::size_t index = 0; index < network.jobs.size(); ++index) {
        const auto id = name_of(network, index);
        const auto number = std::to_string(index + 1);
        projects << id << ",作业 " << number << ",job " << number << ",0,PSPLIB\n";
        stages << id << ",construction," << network.jobs[index].duration << ",PSPLIB\n";
        for (const int successor : network.jobs[index].successors) {
            links << id << ',' << name_of(network, static_cast<std::size_t>(successor) - 1)
                  << ",PSPLIB\n";
        }
    }
}

/// File stems become ids: letters, digits, '-' and '_' stay.
std::string title_of(const std::filesystem::path& file) {
    std::string title = file.stem().string();
    std::replace_if(
        title.begin(), title.end(),
        [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '_'; }, '-');
    return title.empty() ? "network" : title;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() != 2 || arguments[0].starts_with("-")) {
        std::cerr << "usage: psplib FILE.sm DIR\n"
                     "Writes the network of FILE.sm as a coffer scenario into the new folder DIR.\n"
                     "example: tools/convert/psplib j301_1.sm /tmp/j301_1\n";
        return arguments.size() == 1 && arguments[0] == "--help" ? EXIT_SUCCESS : 2;
    }
    const std::filesystem::path file = arguments[0];
    const std::filesystem::path folder = arguments[1];
    std::ifstream input(file);
    if (!input) {
        std::cerr << file.string() << ": error: cannot be read\n";
        return 2;
    }
    const auto network = read_network(input);
    if (network.problem) {
        std::cerr << file.string() << ":" << network.problem->line
                  << ": error: " << network.problem->what << "\n";
        return 2;
    }
    std::error_code ignored;
    if (std::filesystem::exists(folder, ignored) && !std::filesystem::is_empty(folder, ignored)) {
        std::cerr << folder.string() << ": error: is not an empty folder; name a new one\n";
        return 2;
    }
    try {
        write_scenario(network, title_of(file), folder);
    } catch (const std::exception& failure) {
        std::cerr << folder.string() << ": error: cannot be written: " << failure.what() << "\n";
        return 1;
    }
    return EXIT_SUCCESS;
}
