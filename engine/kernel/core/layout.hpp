#pragma once
// How the tables of a block's state lie in memory: all in one piece, one after the other, because
// tables allocated apart would start at the same place of a page, and the same column of all tables
// compete for the same cache lines. First those that every block finds at zero, so that little
// lies between them.
#include <cstddef>
#include <initializer_list>
#include <new>
#include <vector>

#include "coffer/plan/plan.hpp"
#include "core/lanes.hpp"

namespace coffer::kernel {

/// A table of the state; it gets its memory from a Layout.
template <int width>
struct Table : LaneTable<width> {
    Table() : LaneTable<width>(nullptr, width, 0) {}
    using LaneTable<width>::operator=;
};

/// What parts of the state say of their tables, and then the memory of all.
template <int width>
class Layout {
  public:
    using Tables = std::initializer_list<Table<width>*>;

    /// Tables that every block finds at zero; with so many columns each.
    void zeroed(Tables tables, std::size_t columns) { zeroed_.push_back({tables, columns, false}); }
    /// The same by project, then perhaps by pipeline: nothing but money makes those of projects
    /// without cost differ from zero, and they are left as they are.
    void zeroed_where_costs(Tables tables, std::size_t columns) {
        zeroed_.push_back({tables, columns, true});
    }
    /// Tables that a block sets before it reads them, or leaves empty.
    void set_by_steps(Tables tables, std::size_t columns) {
        others_.push_back({tables, columns, false});
    }

    /// Gives all tables their columns.
    void place(const plan::Plan& plan);
    /// Zeros for the next block.
    void clear() {
        for (const auto& range : ranges_) {
            memory_.segment(range.begin, range.end - range.begin).setZero();
        }
    }

  private:
    struct Group {
        std::vector<Table<width>*> tables;
        std::size_t columns = 0;
        bool where_costs = false;
    };
    struct Range {
        Eigen::Index begin = 0, end = 0;
    };

    std::vector<Group> zeroed_, others_;
    Eigen::ArrayXd memory_;
    std::vector<Range> ranges_;
};

template <int width>
void Layout<width>::place(const plan::Plan& plan) {
    // An odd number of columns: see above.
    const auto room = [](const Group& group) { return group.columns | 1; };
    Eigen::Index size = 0;
    for (const auto* groups : {&zeroed_, &others_}) {
        for (const auto& group : *groups) {
            size += static_cast<Eigen::Index>(group.tables.size() * room(group)) * width;
        }
    }
    memory_.setZero(size);
    const auto zeroes = [&](const Group& group, std::size_t column) {
        return !group.where_costs || column >= plan.projects.size() ||
               plan.projects[column].total > 0.0;
    };
    Eigen::Index begin = 0;
    for (const auto* groups : {&zeroed_, &others_}) {
        for (const auto& group : *groups) {
            for (auto* table : group.tables) {
                // How Eigen reseats a view.
                // cppcheck-suppress constStatement
                new (static_cast<LaneTable<width>*>(table)) LaneTable<width>(
                    memory_.data() + begin, width, static_cast<Eigen::Index>(group.columns));
                for (std::size_t column = 0; column < room(group); ++column, begin += width) {
                    if (groups != &zeroed_ || !zeroes(group, column)) continue;
                    if (ranges_.empty() || ranges_.back().end != begin) {
                        ranges_.push_back({begin, begin});
                    }
                    ranges_.back().end = begin + width;
                }
            }
        }
    }
}

}  // namespace coffer::kernel
