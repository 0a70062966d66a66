#pragma once
// What a question is answered with: sentences, and tables whose cells know what they measure. Text
// for a terminal, CSV and JSON are all written from the same cells (report/answer_text.hpp, below).
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/results/files.hpp"
#include "coffer/results/manifest.hpp"

namespace coffer::results {

enum class Quantity {
    words,
    money,        ///< yuan
    ratio,        ///< 0.12 is 12 %
    probability,  ///< a ratio; a change of it is in percentage points
    number,
    multiple,  ///< so many times: cover
    factor,    ///< a number whose digits matter: the x of a lever
    months,    ///< a length of time
    moment     ///< months since the start of the plan; readers see the month it lies in
};

struct Answered {
    Quantity quantity = Quantity::words;
    bool change = false;  ///< of something: shown with its sign, ratios in percentage points
    std::optional<double> value;
    std::optional<double> low, high;  ///< its 95 % interval
    /// The text of words; else what is said where there is no value.
    Text words;
};

[[nodiscard]] Answered words(Text text);
[[nodiscard]] Answered words(const std::string& text);
[[nodiscard]] Answered amount(Quantity quantity, std::optional<double> value);
[[nodiscard]] Answered change_of(Quantity quantity, std::optional<double> value,
                                 std::optional<double> low = {}, std::optional<double> high = {});

struct AnswerColumn {
    std::string id;
    Text title;
    bool interval = false;   ///< its cells have one: files get <id>_low and <id>_high
    bool bilingual = false;  ///< words that differ by language: files get <id>_zh and <id>_en
    bool shown = true;       ///< in the terminal; files have every column
    std::size_t widest = 40;
    bool wraps = false;       ///< what is longer goes on in the next line; else it is cut
    bool to_the_fen = false;  ///< readers' files have all digits of its money
    /// Its title is a sentence: a terminal heads it "[1]" and tells the title below the table.
    bool numbered = false;
};

struct AnswerRow {
    std::vector<Answered> cells;  ///< one a column
    bool shown = true;
};

/// A line across a chart: a value that is asked for or found.
struct ChartMark {
    Text name;
    double value = 0.0;
    bool along = false;  ///< a value of Chart::along
};

/// A column that is drawn.
struct Drawn {
    std::string column;
    int good = 0;    ///< +1: more of it is better, -1: less is
    Text name = {};  ///< in the legend; the title of the column when left out
};

/// A picture of a sheet, told by its columns. How it looks is known to pages alone.
struct Chart {
    enum class Kind {
        bars,       ///< a bar from zero for each row and value, with its interval
        points,     ///< a mark for each row and value, with its interval
        dumbbells,  ///< a mark for each value, those of a row joined
        curve,      ///< a mark over the number in `along`, joined in its order
        scatter,    ///< the same, not joined
        heat        ///< cells shaded by how good or bad they are
    };
    Kind kind = Kind::bars;
    Text title = {};                       ///< that of the sheet when left out
    std::vector<std::string> labels = {};  ///< columns whose words name a row
    std::vector<Drawn> values = {};
    std::string along = {};
    std::vector<std::string> panels = {};  ///< a chart for each of what these columns say
    std::vector<ChartMark> marks = {};
    std::vector<std::size_t> rows = {};  ///< that are drawn; those that are shown when left out
    bool logarithmic = false;
};

struct Sheet {
    std::string id;  ///< <id>.csv, and the key in JSON
    Text title;
    std::vector<AnswerColumn> columns;
    std::vector<AnswerRow> rows;
    std::vector<Text> notes;
    std::vector<Chart> charts = {};
};

/// How numbers are told to readers.
struct Telling {
    Month start;                     ///< from whose begin moments count
    MoneyUnit unit = MoneyUnit::yi;  ///< of money
    int months = 0;                  ///< of the plan, beyond which no moment is known; 0: no end
};

struct Answer {
    Telling telling;
    std::vector<Text> lead;  ///< sentences that say it all, first
    std::vector<Sheet> sheets;
    std::vector<Text> last;  ///< what to do next, what could not be said
    /// Files have the rows that are not shown; else JSON has them.
    bool in_files = true;
};

/// A CSV file a sheet.
[[nodiscard]] std::vector<File> answer_files(const Answer& answer);
/// The manifest, the sentences, and each sheet by its id as a list of rows.
[[nodiscard]] std::string answer_json(const Answer& answer, const Manifest& manifest);

}  // namespace coffer::results
