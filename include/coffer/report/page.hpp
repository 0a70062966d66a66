#pragma once
// A page as data: sections of typed blocks. Every kind of result becomes a list of these; how a
// block looks is known to tools/browser/report alone, whose model.ts mirrors this file.
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "coffer/base/calendar.hpp"
#include "coffer/base/money_unit.hpp"
#include "coffer/base/text.hpp"

namespace coffer::report::page {

/// What a number is. Money is in yuan, ratios and probabilities are fractions, a multiple is a
/// ratio that reads as so many times, points are a difference of ratios, a number has fractions, a
/// month is a moment in months since the start of the plan.
enum class Quantity { money, ratio, multiple, probability, points, count, number, month };

/// How a sentence or figure is meant.
enum class Tone { plain, good, warning, bad, note };

/// None is a gap.
using Numbers = std::vector<std::optional<double>>;

struct Sentence {
    Tone tone = Tone::plain;
    Text text;
};

struct TextBlock {
    std::vector<Sentence> items;
};

struct Figure {
    Text label;
    std::optional<double> value;
    Quantity quantity = Quantity::money;
    Text note;
    Tone tone = Tone::plain;
};

/// A few figures that everybody asks for first.
struct FiguresBlock {
    std::vector<Figure> items;
};

/// The colour of a debt tier, or the next of the palette.
enum class Colour { next, green, yellow, orange, red };

struct NamedValues {
    Text name;
    Numbers values;
    Colour colour = Colour::next;
};

/// Quantiles of one quantity, a value for each period in each list.
struct FanBlock {
    Text title, note;
    Quantity quantity = Quantity::money;
    std::vector<std::string> periods;
    Numbers p05, p25, p50, p75, p95;
    std::vector<NamedValues> lines;  ///< thresholds and the like
};

/// Bars that stand on each other, and lines over them.
struct SeriesBlock {
    Text title, note;
    Quantity quantity = Quantity::money;
    std::vector<std::string> periods;
    std::vector<NamedValues> bars;
    std::vector<NamedValues> lines;
};

struct HeatRow {
    Text name;
    Numbers values;
    std::vector<Text> texts = {};  ///< of each cell; written by the page when left out
};

/// A table of numbers with shaded cells.
struct HeatBlock {
    Text title, note;
    Quantity quantity = Quantity::money;
    Text corner;  ///< what the rows are
    std::vector<Text> columns;
    std::vector<HeatRow> rows;
    bool low_is_dark = false;  ///< dark cells are those that need attention
    /// Of each column +1: more of it is better, -1: less is, 0: neither. Then cells are shaded to
    /// two sides of zero, a column by its own largest.
    std::vector<int> good;
};

/// A line across a chart.
struct Mark {
    Text name;
    double value = 0.0;
    bool along = false;  ///< of the axis of x
};

/// A value of each row, with its interval where it has one.
struct RowValues {
    Text name;
    Numbers values, low, high;
};

/// Named rows from top to bottom, values to the right.
struct RowsBlock {
    enum class Shape { bars, points, dumbbells };
    Text title, note;
    Shape shape = Shape::bars;
    Quantity quantity = Quantity::money;
    bool change = false;  ///< numbers carry their sign
    bool logarithmic = false;
    bool small = false;  ///< one of several side by side
    Text corner;         ///< what the rows are
    std::vector<Text> rows;
    std::vector<RowValues> values;
    std::vector<Mark> marks;
};

struct CurvePoint {
    Text name;
    std::optional<double> x, y, low, high;
};

/// Values over another number.
struct CurveBlock {
    Text title, note;
    Text x_name, y_name;
    Quantity x_quantity = Quantity::number, y_quantity = Quantity::money;
    bool joined = true;
    std::vector<CurvePoint> points;
    std::vector<Mark> marks;
};

/// Moments in months since the start of the plan; none where there is none within it.
struct GanttRow {
    std::string id;
    Text name;
    std::optional<double> start, planned;  ///< of the planned schedule
    std::optional<double> p10, p50, p90;   ///< of the finish
    double finished = 0.0;                 ///< probability of finishing within the plan
    std::optional<double> late;            ///< probability of missing a deadline
    double funded = 1.0;                   ///< share of the money that comes
};

struct GanttBlock {
    Text title, note;
    int months = 0;
    std::vector<GanttRow> rows;
};

struct SankeyNode {
    Text name;
    int layer = 0;  ///< from the left
};

struct SankeyLink {
    std::size_t from = 0, to = 0;  ///< places in the list of nodes
    double value = 0.0;
};

struct SankeyBlock {
    Text title, note;
    Quantity quantity = Quantity::money;
    std::vector<SankeyNode> nodes;
    std::vector<SankeyLink> links;
};

/// The middle of a sample and where nine tenths of it lie.
struct Spread {
    double p05 = 0.0, p50 = 0.0, p95 = 0.0;
};

/// A number that is already written, in cells that differ in kind from row to row.
struct Written {
    std::optional<double> value;  ///< to sort by; none stands last
    Text text;
};

/// A table column of text, or of numbers of one quantity.
struct TableColumn {
    Text title;
    std::optional<Quantity> quantity;  ///< none: text
    bool bar = false;                  ///< draw the share beside the number
    bool right = false;                ///< its texts are numbers already written
};

using Cell = std::variant<std::monostate, double, std::string, Text, Spread, Written>;

struct TableBlock {
    Text title, note;
    std::vector<TableColumn> columns;
    std::vector<std::vector<Cell>> rows;   ///< one cell for each column
    bool folded = false;                   ///< shown, and printed, only when it is opened
    std::vector<std::size_t> pinned = {};  ///< rows that stay last when others are sorted
    std::vector<std::size_t> totals = {};  ///< rows set apart: sums, the ends of years
    bool totals_on_paper = false;          ///< too long for it, but for those
};

/// What is not shown, with the reason in `note`.
struct MissingBlock {
    Text title, note;
};

using Block = std::variant<TextBlock, FiguresBlock, FanBlock, SeriesBlock, HeatBlock, RowsBlock,
                           CurveBlock, GanttBlock, SankeyBlock, TableBlock, MissingBlock>;

struct Section {
    std::string id;  ///< ASCII, the anchor of the section
    Text title;
    std::vector<Block> blocks;
};

struct Page {
    Text title, subtitle;
    std::vector<std::pair<Text, Text>> facts;  ///< name and value, under the title
    MoneyUnit unit = MoneyUnit::yi;            ///< in which its tables and charts show money
    Month start;                               ///< moments count from its begin
    std::vector<Section> sections;
    std::string command;  ///< the command line that made it, for readers elsewhere
};

}  // namespace coffer::report::page
