#include "answer_charts.hpp"

#include <algorithm>
#include <map>

#include "coffer/base/contract.hpp"
#include "coffer/report/answer_text.hpp"

namespace coffer::report {
namespace {

using results::Answered;
using results::AnswerRow;
using results::Chart;
using results::Sheet;

page::Quantity drawn_quantity(const Answered& cell) {
    switch (cell.quantity) {
        case results::Quantity::money:
            return page::Quantity::money;
        case results::Quantity::ratio:
            return cell.change ? page::Quantity::points : page::Quantity::ratio;
        case results::Quantity::probability:
            return cell.change ? page::Quantity::points : page::Quantity::probability;
        case results::Quantity::moment:
            return page::Quantity::month;
        case results::Quantity::multiple:
            return page::Quantity::multiple;
        case results::Quantity::number:
        case results::Quantity::factor:
        case results::Quantity::months:
        case results::Quantity::words:
            break;
    }
    return page::Quantity::number;
}

using Rows = std::vector<const AnswerRow*>;

/// A chart with its sheet's columns found by their ids.
class ChartOf {
  public:
    ChartOf(const Sheet& sheet, const Chart& chart, const results::Telling& telling)
        : sheet_(sheet), chart_(chart), telling_(telling) {
        for (const auto& drawn : chart.values) values_.push_back(place_of(drawn.column));
        for (const auto& label : chart.labels) labels_.push_back(place_of(label));
        for (const auto& panel : chart.panels) panels_.push_back(place_of(panel));
        if (!chart.along.empty()) along_ = place_of(chart.along);
    }

    void add_to(std::vector<page::Block>& blocks) const {
        // In the order of their first rows.
        std::vector<std::pair<Text, Rows>> parts;
        for (const AnswerRow* const row : drawn_rows()) {
            const Text name = words_of(*row, panels_);
            auto part = std::find_if(parts.begin(), parts.end(),
                                     [&](const auto& each) { return each.first.zh == name.zh; });
            if (part == parts.end()) part = parts.insert(parts.end(), {name, {}});
            part->second.push_back(row);
        }
        for (const auto& [name, rows] : parts) {
            switch (chart_.kind) {
                case Chart::Kind::bars:
                case Chart::Kind::points:
                case Chart::Kind::dumbbells:
                    blocks.emplace_back(rows_block(name, rows));
                    break;
                case Chart::Kind::curve:
                case Chart::Kind::scatter:
                    blocks.emplace_back(curve_block(name, rows));
                    break;
                case Chart::Kind::heat:
                    blocks.emplace_back(heat_block(name, rows));
                    break;
            }
        }
    }

  private:
    [[nodiscard]] std::size_t place_of(const std::string& column) const {
        const auto found = std::find_if(sheet_.columns.begin(), sheet_.columns.end(),
                                        [&](const auto& each) { return each.id == column; });
        COFFER_EXPECT(found != sheet_.columns.end());
        return static_cast<std::size_t>(found - sheet_.columns.begin());
    }

    [[nodiscard]] Rows drawn_rows() const {
        Rows rows;
        const auto add = [&](const AnswerRow& row) {
            const bool any = std::any_of(values_.begin(), values_.end(), [&](std::size_t place) {
                return row.cells[place].value.has_value();
            });
            if (any) rows.push_back(&row);
        };
        if (!chart_.rows.empty()) {
            for (const std::size_t row : chart_.rows) add(sheet_.rows[row]);
            return rows;
        }
        for (const AnswerRow& row : sheet_.rows) {
            if (row.shown) add(row);
        }
        return rows;
    }

    [[nodiscard]] Text words_of(const AnswerRow& row,
                                const std::vector<std::size_t>& places) const {
        Text text;
        for (const std::size_t place : places) {
            const std::string zh = cell_text(row.cells[place], telling_, Language::chinese);
            if (zh.empty()) continue;
            text.zh += (text.zh.empty() ? "" : " ") + zh;
            text.en += (text.en.empty() ? "" : " ") +
                       cell_text(row.cells[place], telling_, Language::english);
        }
        return text;
    }

    [[nodiscard]] Text title_of(const Text& panel) const {
        if (!panel.zh.empty()) return panel;
        return chart_.title.zh.empty() ? sheet_.title : chart_.title;
    }

    [[nodiscard]] const Answered& first_value(const Rows& rows, std::size_t place) const {
        for (const AnswerRow* const row : rows) {
            if (row->cells[place].value) return row->cells[place];
        }
        return rows.front()->cells[place];
    }

    [[nodiscard]] Text name_of(std::size_t drawn) const {
        const Text& own = chart_.values[drawn].name;
        return own.zh.empty() ? sheet_.columns[values_[drawn]].title : own;
    }

    [[nodiscard]] std::vector<page::Mark> marks() const {
        std::vector<page::Mark> marks;
        for (const auto& mark : chart_.marks) {
            marks.push_back({mark.name, mark.value, mark.along});
        }
        return marks;
    }

    [[nodiscard]] page::RowsBlock rows_block(const Text& panel, const Rows& rows) const {
        page::RowsBlock block;
        block.title = title_of(panel);
        switch (chart_.kind) {
            case Chart::Kind::points:
                block.shape = page::RowsBlock::Shape::points;
                break;
            case Chart::Kind::dumbbells:
                block.shape = page::RowsBlock::Shape::dumbbells;
                break;
            default:
                break;
        }
        const Answered& first = first_value(rows, values_.front());
        block.quantity = drawn_quantity(first);
        block.change = first.change;
        block.logarithmic = chart_.logarithmic;
        block.small = !panels_.empty();
        block.corner = sheet_.columns[labels_.front()].title;
        block.marks = marks();
        for (const AnswerRow* const row : rows) block.rows.push_back(words_of(*row, labels_));
        for (std::size_t drawn = 0; drawn < values_.size(); ++drawn) {
            page::RowValues values{name_of(drawn), {}, {}, {}};
            for (const AnswerRow* const row : rows) {
                const Answered& cell = row->cells[values_[drawn]];
                values.values.push_back(cell.value);
                values.low.push_back(cell.low);
                values.high.push_back(cell.high);
            }
            block.values.push_back(std::move(values));
        }
        return block;
    }

    [[nodiscard]] page::CurveBlock curve_block(const Text& panel, const Rows& rows) const {
        page::CurveBlock block;
        block.title = title_of(panel);
        block.joined = chart_.kind == Chart::Kind::curve;
        block.x_name = sheet_.columns[along_].title;
        block.y_name = name_of(0);
        block.x_quantity = drawn_quantity(first_value(rows, along_));
        block.y_quantity = drawn_quantity(first_value(rows, values_.front()));
        block.marks = marks();
        for (const AnswerRow* const row : rows) {
            const Answered& y = row->cells[values_.front()];
            block.points.push_back(
                {words_of(*row, labels_), row->cells[along_].value, y.value, y.low, y.high});
        }
        if (block.joined) {
            std::stable_sort(block.points.begin(), block.points.end(),
                             [](const auto& a, const auto& b) { return a.x < b.x; });
        }
        return block;
    }

    [[nodiscard]] page::HeatBlock heat_block(const Text& panel, const Rows& rows) const {
        page::HeatBlock block;
        block.title = title_of(panel);
        block.quantity = drawn_quantity(first_value(rows, values_.front()));
        for (const std::size_t place : values_) {
            // Of different kinds: a column by its own largest.
            if (drawn_quantity(first_value(rows, place)) != block.quantity) {
                block.quantity = page::Quantity::number;
            }
        }
        block.corner = sheet_.columns[labels_.front()].title;
        for (std::size_t drawn = 0; drawn < values_.size(); ++drawn) {
            block.columns.push_back(name_of(drawn));
            block.good.push_back(chart_.values[drawn].good);
        }
        for (const AnswerRow* const row : rows) {
            page::HeatRow made{words_of(*row, labels_), {}, {}};
            for (const std::size_t place : values_) {
                const Answered& cell = row->cells[place];
                made.values.push_back(cell.value);
                made.texts.push_back({cell_text(cell, telling_, Language::chinese),
                                      cell_text(cell, telling_, Language::english)});
            }
            block.rows.push_back(std::move(made));
        }
        return block;
    }

    const Sheet& sheet_;
    const Chart& chart_;
    const results::Telling& telling_;
    std::vector<std::size_t> values_, labels_, panels_;
    std::size_t along_ = 0;
};

}  // namespace

std::vector<page::Block> charts_of(const Sheet& sheet, const results::Telling& telling) {
    std::vector<page::Block> blocks;
    for (const Chart& chart : sheet.charts) ChartOf(sheet, chart, telling).add_to(blocks);
    return blocks;
}

}  // namespace coffer::report
