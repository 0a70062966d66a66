// Catches: figures that depend on the order of rows in a scenario's files, on their encoding or
// line ends, or on the number of threads. The program is run as a user runs it; its result files
// are compared byte for byte.
#include <array>
#include <cstdint>
#include <iconv.h>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "program.hpp"
#include "support/folders.hpp"

using namespace coffer::tool::test;

namespace {

const std::vector<std::string> founding{"guzhang-2020", "wanghua-2021"};
const std::vector<std::string> result_files{"indicators.csv",
                                            "intervals.csv",
                                            "targets.csv",
                                            "projects.csv",
                                            "joint.csv",
                                            "monthly.csv",
                                            "first_hits.csv",
                                            "first_year.csv",
                                            "names.csv",
                                            "books.csv",
                                            "assumptions.csv",
                                            "funds.csv",
                                            "debt_service.csv",
                                            "balance.csv",
                                            "progress.csv",
                                            "debt_due.csv",
                                            "debt_instruments.csv",
                                            "spending.csv",
                                            "department_progress.csv"};

fs::path original(const std::string& name) {
    return coffer::testing::source_folder() / "scenarios" / name;
}

/// The scenario's files by name; README.md and the like stay behind.
std::map<std::string, std::string> files_of(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const auto extension = entry.path().extension();
        if (extension == ".csv" || extension == ".toml") {
            files[entry.path().filename().string()] = read_text(entry.path());
        }
    }
    return files;
}

bool is_table(const std::string& file) { return file.ends_with(".csv"); }

/// Records with their line ends; a quoted cell may hold line ends of its own.
std::vector<std::string> records(const std::string& text) {
    std::vector<std::string> result;
    std::string record;
    bool quoted = false;
    const auto comment = [&] { return record.starts_with('#'); };
    for (const char c : text) {
        record += c;
        if (c == '"' && !comment()) quoted = !quoted;
        if (c == '\n' && !quoted) {
            result.push_back(record);
            record.clear();
        }
    }
    if (!record.empty()) result.push_back(record + "\n");
    return result;
}

/// The table with its data rows in another order. Header, comments and blank lines stay in place.
std::string shuffled(const std::string& text, std::uint64_t seed) {
    auto lines = records(text);
    std::vector<std::size_t> data;
    bool header = true;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].starts_with('#') || lines[i] == "\n" || lines[i] == "\r\n") continue;
        if (!std::exchange(header, false)) data.push_back(i);
    }
    // Fisher and Yates with a 64-bit congruential generator (Knuth's MMIX).
    std::uint64_t state = seed;
    for (std::size_t i = data.size(); i > 1; --i) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        std::swap(lines[data[i - 1]], lines[data[(state >> 33) % i]]);
    }
    std::string result;
    for (const auto& line : lines) result += line;
    return result;
}

std::string with_crlf(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '\n') result += '\r';
        result += c;
    }
    return result;
}

std::string in_gb18030(const std::string& text) {
    const iconv_t converter = iconv_open("GB18030", "UTF-8");
    if (converter == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error("no GB18030");
    std::string from = text;
    std::string to(4 * text.size() + 4, '\0');
    char* in = from.data();
    char* out = to.data();
    std::size_t in_left = from.size();
    std::size_t out_left = to.size();
    const auto failed = iconv(converter, &in, &in_left, &out, &out_left);
    iconv_close(converter);
    if (failed == static_cast<std::size_t>(-1) || in_left != 0) throw std::runtime_error("iconv");
    to.resize(to.size() - out_left);
    return to;
}

/// A scenario in a folder of its own, run as often as wanted.
class Copy {
  public:
    explicit Copy(const std::map<std::string, std::string>& files) {
        fs::create_directory(place_.path() / "county");
        for (const auto& [name, bytes] : files) put(place_.path() / "county" / name, bytes);
    }
    /// The bytes of every result file.
    [[nodiscard]] std::map<std::string, std::string> run(const std::string& threads) const {
        const Result result = call(place_, {"run", "county", "--quiet", "--paths", "2000",
                                            "--threads", threads, "--out", "results"});
        INFO(result.err);
        REQUIRE(result.code == 0);
        std::map<std::string, std::string> bytes;
        for (const auto& file : result_files) {
            bytes[file] = read_text(place_.path() / "results" / file);
            REQUIRE(bytes[file].size() > 100);
        }
        return bytes;
    }

  private:
    TemporaryFolder place_;
};

void check_same(const std::map<std::string, std::string>& one,
                const std::map<std::string, std::string>& other) {
    for (const auto& file : result_files) {
        INFO(file);
        CHECK((one.at(file) == other.at(file)));  // no print-out of whole files
    }
}

constexpr std::array<const char*, 4> thread_counts{"1", "2", "3", "8"};

}  // namespace

TEST_CASE("the order of rows and the number of threads change no byte of the results") {
    for (const auto& name : founding) {
        const auto files = files_of(original(name));
        const auto reference = Copy(files).run("1");
        {
            INFO(name << ", as it is");
            const Copy copy(files);
            for (const char* threads : {"2", "3", "8"}) check_same(copy.run(threads), reference);
        }
        for (const std::uint64_t seed : {1u, 2u, 20200101u}) {
            auto other = files;
            int changed = 0;
            for (auto& [file, text] : other) {
                if (!is_table(file)) continue;
                const std::string before = text;
                text = shuffled(before, seed);
                REQUIRE(text.size() == before.size());
                if (text != before) ++changed;
            }
            CHECK(changed >= 12);  // some tables have two or three rows only
            const Copy copy(other);
            for (const char* threads : thread_counts) {
                INFO(name << ", seed " << seed << ", threads " << threads);
                check_same(copy.run(threads), reference);
            }
        }
    }
}

TEST_CASE("GB18030 with CRLF and UTF-8 with a byte order mark give the same bytes") {
    for (const auto& name : founding) {
        INFO(name);
        const auto files = files_of(original(name));
        const auto reference = Copy(files).run("2");
        auto chinese = files;
        auto marked = files;
        for (const auto& [file, text] : files) {
            if (!is_table(file)) continue;
            chinese[file] = in_gb18030(with_crlf(shuffled(text, 7)));
            marked[file] = "\xEF\xBB\xBF" + text;
        }
        // The names are Chinese, so the bytes did change, and GB18030 is not UTF-8.
        REQUIRE(chinese.at("projects.csv") != with_crlf(shuffled(files.at("projects.csv"), 7)));
        check_same(Copy(chinese).run("2"), reference);
        check_same(Copy(marked).run("2"), reference);
    }
}

TEST_CASE("a changed amount changes the bytes") {
    // Negative control: the comparison sees a tenth of a project, a thousandth of a debt.
    for (const auto& name : founding) {
        INFO(name);
        const auto files = files_of(original(name));
        const auto reference = Copy(files).run("2");
        const bool guzhang = name == "guzhang-2020";
        const auto edit = [&](const std::string& file, const std::string& from,
                              const std::string& to) {
            auto other = files;
            const auto at = other[file].find(from);
            REQUIRE(at != std::string::npos);
            other[file].replace(at, from.size(), to);
            return Copy(other).run("2");
        };
        const auto project = guzhang ? edit("projects.csv", ",4.5,0.6,2.2,", ",4.6,0.6,2.2,")
                                     : edit("projects.csv", ",15,6.0,3.3,", ",15.1,6.0,3.3,");
        CHECK((project.at("projects.csv") != reference.at("projects.csv")));
        CHECK((project.at("indicators.csv") != reference.at("indicators.csv")));
        const auto debt =
            guzhang ? edit("debt.csv", ",7.90,", ",7.901,") : edit("debt.csv", ",6.00,", ",6.001,");
        CHECK((debt.at("indicators.csv") != reference.at("indicators.csv")));
        CHECK((debt.at("names.csv") == reference.at("names.csv")));
    }
}
