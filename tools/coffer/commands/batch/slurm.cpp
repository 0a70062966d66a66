#include "slurm.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

#include <sys/wait.h>

#include "coffer/scenario/wording.hpp"

namespace coffer::tool {
namespace {

namespace fs = std::filesystem;

constexpr const char* shard_script =
    "#!/bin/sh\nexec \"$@\" --shard \"$SLURM_ARRAY_TASK_ID\" --quiet\n";
constexpr const char* merge_script = "#!/bin/sh\nexec \"$@\" --merge\n";

/// A log in the folder; Slurm replaces %a by a shard's number, and %% stands for a mere %.
std::string log_in(const fs::path& folder, const std::string& name) {
    std::string pattern;
    for (const char c : folder.string()) pattern += c == '%' ? "%%" : std::string(1, c);
    return "--output=" + pattern + "/" + name;
}

struct Answer {
    int code = -1;
    std::string text;  ///< of both streams
};

/// Runs a program found on PATH.
Answer run_program(std::vector<std::string> words) {
    std::array<int, 2> ends{};
    Answer answer;
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        answer.text = std::strerror(errno);
        return answer;
    }
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(ends[1], STDERR_FILENO);
        ::execvp(arguments.front(), arguments.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    std::array<char, 4096> piece{};
    for (ssize_t got = 1; child > 0 && got != 0;) {
        got = ::read(ends[0], piece.data(), piece.size());
        if (got > 0) answer.text.append(piece.data(), static_cast<std::size_t>(got));
        if (got < 0 && errno != EINTR) break;
    }
    ::close(ends[0]);
    int status = 0;
    while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (child > 0 && WIFEXITED(status)) answer.code = WEXITSTATUS(status);
    while (!answer.text.empty() && answer.text.back() == '\n') answer.text.pop_back();
    return answer;
}

/// The job's number; none, reported, when it was refused.
std::optional<std::string> sbatch(std::vector<std::string> options, const SlurmRequest& request,
                                  const fs::path& script, Diagnostics& diagnostics) {
    std::vector<std::string> words{"sbatch", "--parsable", "--requeue",
                                   "--job-name=" + request.name,
                                   "--chdir=" + request.folder.string()};
    words.insert(words.end(), options.begin(), options.end());
    words.push_back(script.string());
    words.insert(words.end(), request.command.begin(), request.command.end());
    const Answer answer = run_program(words);
    if (answer.code == 0) {
        // "number" or "number;cluster", after what else it may have said.
        const std::string last = answer.text.substr(answer.text.rfind('\n') + 1);
        return last.substr(0, last.find(';'));
    }
    constexpr int not_there = 127;
    diagnostics.error(
        {}, {"任务没有提交", "the jobs were not submitted"},
        answer.code == not_there ? Text{"找不到 sbatch", "there is no sbatch here"}
                                 : scenario::say("sbatch：{}", "sbatch: {}", answer.text),
        {"请在 Slurm 的提交节点上运行；分区、账户等可用 SBATCH_PARTITION 等环境变量指定。",
         "Run it where jobs are submitted to Slurm; SBATCH_PARTITION, SBATCH_ACCOUNT "
         "and the like say where to."});
    return std::nullopt;
}

}  // namespace

std::optional<SlurmJobs> submit(const SlurmRequest& request, Diagnostics& diagnostics) {
    const fs::path shard = request.folder / "shard.sh", merge = request.folder / "merge.sh";
    std::ofstream(shard, std::ios::binary) << shard_script;
    std::ofstream(merge, std::ios::binary) << merge_script;
    std::vector<std::string> options{"--array=1-" + std::to_string(request.shards),
                                     log_in(request.folder, "%a.log"),
                                     "--cpus-per-task=" + std::to_string(request.threads)};
    if (request.memory) {
        constexpr std::uint64_t mebibyte = 1U << 20U;
        options.push_back("--mem=" + std::to_string((*request.memory + mebibyte - 1) / mebibyte) +
                          "M");
    }
    const auto array = sbatch(options, request, shard, diagnostics);
    if (!array) return std::nullopt;
    const auto last =
        sbatch({"--dependency=afterany:" + *array, log_in(request.folder, "merge.log")}, request,
               merge, diagnostics);
    if (!last) {
        run_program({"scancel", *array});
        return std::nullopt;
    }
    return SlurmJobs{*array, *last};
}

}  // namespace coffer::tool
