// Converts a PSPLIB single-mode network (FILE.sm) into a scenario: every job a project with one
// stage of fixed duration, every arc a finish->start link, a period a month, no randomness. Without
// resource limits the sink's finish is the critical-path length. With --resources renewable
// resources become capacities, and jobs are served by their latest finish time (the rule LFT).
#include <algorithm>
#include <cstdint>
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
    std::optional<int> duration;
    std::vector<int> requests;  ///< by resource
    std::vector<int> successors;
    int line = 0;  ///< of its precedence relations
};

struct Problem {
    int line = 0;
    std::string what;
};

/// A network, or the first thing wrong with the file.
struct Network {
    std::vector<Job> jobs;       ///< job n at n - 1; the first is the source, the last the sink
    std::vector<int> available;  ///< by resource
    std::optional<Problem> problem;
};

constexpr std::size_t most_jobs = 10000;
constexpr int longest_duration = 1000000;
constexpr int longest_plan_months = 360;  // of coffer
constexpr int slack_months = 24;          // beyond the longest path, so that its end is seen
constexpr std::size_t longest_id = 64;    // of coffer, in bytes

enum class Section { none, precedence, durations, availabilities };

/// What follows job and mode in the precedence relations; the mistake, or nothing.
std::optional<std::string> read_successors(std::istream& row, Job& job) {
    int count = 0;
    if (!(row >> count) || count < 0) return "the number of successors is missing or no number";
    for (int successor = 0; count > 0 && row >> successor; --count) {
        job.successors.push_back(successor);
    }
    if (count != 0) return "fewer successors than announced";
    std::string rest;
    if (row >> rest) return "more than the announced successors";
    return std::nullopt;
}

/// What follows job and mode in the durations; the mistake, or nothing.
std::optional<std::string> read_duration(std::istream& row, Job& job) {
    int months = 0;
    if (!(row >> months) || months < 0 || months > longest_duration) {
        return "a duration that is no number from 0 to " + std::to_string(longest_duration);
    }
    if (job.duration) return "a second duration of the same job";
    job.duration = months;
    for (int units = 0; row >> units;) job.requests.push_back(units);
    return std::nullopt;
}

/// A row of either section; the mistake, or nothing.
std::optional<std::string> read_row(std::istream& row, int job, Section section, int line,
                                    std::vector<Job>& jobs) {
    int mode = 0;
    if (job < 1 || static_cast<std::size_t>(job) > most_jobs || !(row >> mode)) {
        return "a row that is not 'job mode ...'";
    }
    if (mode != 1) return "a job with several modes; only single-mode files (.sm) can be converted";
    const auto number = static_cast<std::size_t>(job);
    if (section == Section::precedence) {
        if (number != jobs.size() + 1) return "jobs out of order in the precedence relations";
        jobs.emplace_back().line = line;
        return read_successors(row, jobs.back());
    }
    if (number > jobs.size()) return "a duration of an unknown job";
    return read_duration(row, jobs[number - 1]);
}

/// Months of the longest path; nothing when the arcs run in a circle.
std::optional<std::int64_t> longest_path(const std::vector<Job>& jobs) {
    std::vector<int> open(jobs.size(), 0);  // predecessors not yet seen
    for (const auto& job : jobs) {
        for (const int successor : job.successors) ++open[static_cast<std::size_t>(successor) - 1];
    }
    std::vector<std::size_t> ready;
    for (std::size_t index = 0; index < jobs.size(); ++index) {
        if (open[index] == 0) ready.push_back(index);
    }
    std::vector<std::int64_t> start(jobs.size(), 0);
    std::int64_t longest = 0;
    std::size_t seen = 0;
    for (; seen < ready.size(); ++seen) {
        const auto& job = jobs[ready[seen]];
        const std::int64_t finish = start[ready[seen]] + job.duration.value_or(0);
        longest = std::max(longest, finish);
        for (const int successor : job.successors) {
            const auto next = static_cast<std::size_t>(successor) - 1;
            start[next] = std::max(start[next], finish);
            if (--open[next] == 0) ready.push_back(next);
        }
    }
    if (seen != jobs.size()) return std::nullopt;
    return longest;
}

/// The latest moment at which each job can finish without prolonging the longest path.
std::vector<std::int64_t> latest_finishes(const std::vector<Job>& jobs) {
    const std::int64_t end = longest_path(jobs).value_or(0);
    std::vector<std::int64_t> latest(jobs.size(), end);
    for (bool moved = true; moved;) {
        moved = false;
        for (std::size_t index = 0; index < jobs.size(); ++index) {
            for (const int successor : jobs[index].successors) {
                const auto next = static_cast<std::size_t>(successor) - 1;
                const std::int64_t start = latest[next] - jobs[next].duration.value_or(0);
                moved = moved || start < latest[index];
                latest[index] = std::min(latest[index], start);
            }
        }
    }
    return latest;
}

/// What is wrong with the resources: rows that do not fit, or a job that asks for more than there
/// is.
std::optional<Problem> resource_problem(const Network& network, int last_line) {
    if (network.available.empty()) return Problem{last_line, "no 'RESOURCEAVAILABILITIES'"};
    for (const auto& job : network.jobs) {
        if (job.requests.size() != network.available.size()) {
            return Problem{job.line, "a job with " + std::to_string(job.requests.size()) +
                                         " requests, but " +
                                         std::to_string(network.available.size()) +
                                         " resources are available"};
        }
        for (std::size_t r = 0; r < job.requests.size(); ++r) {
            if (job.requests[r] < 0) return Problem{job.line, "a request below 0"};
            if (job.requests[r] > network.available[r]) {
                return Problem{job.line, "a job that requests more than is available"};
            }
        }
    }
    return std::nullopt;
}

/// Looks at the network as a whole, once all rows are read.
std::optional<Problem> whole_problem(const std::vector<Job>& jobs, int last_line) {
    if (jobs.size() < 2) {
        return Problem{last_line, "no 'PRECEDENCE RELATIONS' with at least two jobs"};
    }
    for (const auto& job : jobs) {
        for (const int successor : job.successors) {
            if (successor < 1 || static_cast<std::size_t>(successor) > jobs.size()) {
                return Problem{job.line, "a successor that is no job"};
            }
        }
        if (!job.duration) return Problem{job.line, "a job without a duration"};
    }
    const auto months = longest_path(jobs);
    if (!months) return Problem{last_line, "jobs that wait for each other in a circle"};
    if (*months > longest_plan_months - slack_months) {
        return Problem{last_line, "the longest path takes " + std::to_string(*months) +
                                      " months; a plan is at most 30 years, two of them slack"};
    }
    return std::nullopt;
}

Network read_network(std::istream& input, bool resources) {
    Network network;
    Section section = Section::none;
    std::string line;
    int number = 0;
    while (!network.problem && std::getline(input, line)) {
        ++number;
        if (line.starts_with("***")) {
            section = Section::none;
        } else if (line.starts_with("PRECEDENCE RELATIONS")) {
            section = Section::precedence;
        } else if (line.starts_with("REQUESTS/DURATIONS")) {
            section = Section::durations;
        } else if (line.starts_with("RESOURCEAVAILABILITIES")) {
            section = Section::availabilities;
        } else if (section == Section::availabilities) {
            std::istringstream row(line);
            for (int units = 0; row >> units;) network.available.push_back(units);
        } else if (resources && line.find(" N ") != std::string::npos &&
                   section == Section::durations) {
            network.problem = {number, "non-renewable resources, which single-mode files lack"};
        } else if (section != Section::none) {
            std::istringstream row(line);
            int job = 0;
            if (!(row >> job)) continue;  // headings and rules
            if (auto mistake = read_row(row, job, section, number, network.jobs)) {
                network.problem = {number, *mistake};
            }
        }
    }
    if (!network.problem) network.problem = whole_problem(network.jobs, number);
    if (!network.problem && resources) network.problem = resource_problem(network, number);
    return network;
}

std::string name_of(const Network& network, std::size_t index) {
    if (index == 0) return "source";
    if (index + 1 == network.jobs.size()) return "sink";
    return "job" + std::to_string(index + 1);
}

/// Opens a file to write; failures are exceptions, also later ones.
std::ofstream file_for(const std::filesystem::path& path) {
    std::ofstream file(path);
    file.exceptions(std::ios::failbit | std::ios::badbit);
    return file;
}

void write_resources(const Network& network, const std::filesystem::path& folder) {
    auto capacities = file_for(folder / "capacities.csv");
    capacities << "id,name_zh,name_en,kind,amount,basis\n";
    for (std::size_t r = 0; r < network.available.size(); ++r) {
        const auto number = std::to_string(r + 1);
        capacities << 'r' << number << ",资源 " << number << ",resource " << number << ",renewable,"
                   << network.available[r] << ",PSPLIB\n";
    }
    auto demands = file_for(folder / "demands.csv");
    demands << "project,stage,capacity,units,basis\n";
    for (std::size_t index = 0; index < network.jobs.size(); ++index) {
        const auto& requests = network.jobs[index].requests;
        for (std::size_t r = 0; r < requests.size(); ++r) {
            if (requests[r] == 0) continue;
            demands << name_of(network, index) << ",construction,r" << r + 1 << ',' << requests[r]
                    << ",PSPLIB\n";
        }
    }
    capacities.close();
    demands.close();
}

void write_scenario(const Network& network, const std::string& title, bool resources,
                    const std::filesystem::path& folder) {
    std::int64_t total = 0;
    for (const auto& job : network.jobs) total += job.duration.value_or(0);
    // At least a year of slack: what is released inside a month is seen in the next one.
    const auto years = std::min<std::int64_t>(longest_plan_months, total + slack_months) / 12;
    const auto latest = latest_finishes(network.jobs);
    auto settings = file_for(folder / "scenario.toml");
    settings << "# A PSPLIB project network: one period is one month, no randomness, no money.\n"
             << "format = 1\n\n[scenario]\nid = \"" << title << "\"\nname_zh = \"PSPLIB " << title
             << "\"\nname_en = \"PSPLIB " << title << "\"\nfirst_year = 2000\nyears = " << years
             << "\nunit = \"元\"\n";
    auto projects = file_for(folder / "projects.csv");
    auto stages = file_for(folder / "stages.csv");
    auto links = file_for(folder / "links.csv");
    projects << "id,name_zh,name_en," << (resources ? "priority," : "")
             << "total_investment,basis\n";
    stages << "project,stage,duration,basis\n";
    links << "from_project,to_project,basis\n";
    for (std::size_t index = 0; index < network.jobs.size(); ++index) {
        const auto id = name_of(network, index);
        const auto number = std::to_string(index + 1);
        projects << id << ",作业 " << number << ",job " << number << ',';
        if (resources) projects << latest[index] << ',';
        projects << "0,PSPLIB\n";
        stages << id << ",construction," << network.jobs[index].duration.value_or(0) << ",PSPLIB\n";
        for (const int successor : network.jobs[index].successors) {
            links << id << ',' << name_of(network, static_cast<std::size_t>(successor) - 1)
                  << ",PSPLIB\n";
        }
    }
    // Here, where a full disk can still be told; destructors keep silent.
    for (auto* file : {&settings, &projects, &stages, &links}) file->close();
    if (resources) write_resources(network, folder);
}

/// The file's stem as an id of coffer, other bytes as '-'; "network" where that is none.
std::string title_of(const std::filesystem::path& file) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    std::string title = file.stem().string();
    if (title.empty() || title.size() > longest_id || !plain(title.front())) return "network";
    std::replace_if(
        title.begin(), title.end(),
        [&](char c) { return !plain(c) && c != '-' && c != '_' && c != '.'; }, '-');
    return title;
}

/// The folders on the way to `folder` that do not exist yet, the deepest first.
std::vector<std::filesystem::path> missing_folders(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> missing;
    std::error_code ignored;
    for (auto each = folder; !each.empty() && !std::filesystem::exists(each, ignored);
         each = each.parent_path()) {
        missing.push_back(each);
    }
    return missing;
}

/// Takes away what write_scenario left: its files, and the folders made for them.
void remove_partial(const std::filesystem::path& folder,
                    const std::vector<std::filesystem::path>& made) {
    std::error_code ignored;
    for (const char* name : {"scenario.toml", "projects.csv", "stages.csv", "links.csv",
                             "capacities.csv", "demands.csv"}) {
        std::filesystem::remove(folder / name, ignored);
    }
    for (const auto& each : made) std::filesystem::remove(each, ignored);
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    const bool resources = !arguments.empty() && arguments[0] == "--resources";
    if (resources) arguments.erase(arguments.begin());
    if (arguments.size() != 2 || arguments[0].starts_with("-")) {
        std::cerr << "usage: psplib [--resources] FILE.sm DIR\n"
                     "Writes the network of FILE.sm as a coffer plan into the new folder DIR,\n"
                     "with --resources also its renewable resources as capacities.\n"
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
    const auto network = read_network(input, resources);
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
    const auto made = missing_folders(folder);
    try {
        std::filesystem::create_directories(folder);
        write_scenario(network, title_of(file), resources, folder);
    } catch (const std::exception& failure) {
        std::cerr << folder.string() << ": error: cannot be written: " << failure.what() << "\n";
        remove_partial(folder, made);
        return 1;
    }
    return EXIT_SUCCESS;
}
