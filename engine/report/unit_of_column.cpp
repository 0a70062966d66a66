#include "unit_of_column.hpp"

#include <algorithm>

#include "coffer/report/figures.hpp"

namespace coffer::report {

CountedIn counted_in(const results::Answered& cell) {
    using results::Quantity;
    if (!cell.value) return CountedIn::itself;
    switch (cell.quantity) {
        case Quantity::money:
            return CountedIn::money;
        case Quantity::months:
            return CountedIn::months;
        case Quantity::ratio:
        case Quantity::probability:
            return cell.change ? CountedIn::points : CountedIn::itself;
        default:
            return CountedIn::itself;
    }
}

Text name_of(CountedIn unit, MoneyUnit money) {
    switch (unit) {
        case CountedIn::money:
            return unit_name(money);
        case CountedIn::points:
            return {"百分点", "points"};
        case CountedIn::months:
            return {"个月", "months"};
        case CountedIn::itself:
            break;
    }
    return {};
}

UnitOfColumn::UnitOfColumn(const results::Sheet& sheet, std::size_t column,
                           const results::Telling& telling)
    : money_(telling.unit) {
    for (const auto& row : sheet.rows) {
        const auto& cell = row.cells[column];
        // Nothing is nothing in any unit.
        if (cell.value && *cell.value != 0.0) units_.insert(counted_in(cell));
    }
    told_beside_ = std::any_of(sheet.columns.begin(), sheet.columns.end(),
                               [](const auto& each) { return each.id == "unit"; });
}

std::string UnitOfColumn::heading(const std::string& title, Language language) const {
    if (units_.size() != 1 || *units_.begin() == CountedIn::itself) return title;
    const std::string unit = name_of(*units_.begin(), money_).in(language);
    if (title.find(unit) != std::string::npos) return title;
    // "Months later", "推迟月数".
    const bool months = *units_.begin() == CountedIn::months;
    if (months && title.find(language == Language::chinese ? "月" : "onths") != std::string::npos) {
        return title;
    }
    return language == Language::chinese ? title + "（" + unit + "）" : title + " (" + unit + ")";
}

std::string UnitOfColumn::after(const results::Answered& cell, Language language) const {
    const CountedIn unit = counted_in(cell);
    if (units_.size() < 2 || told_beside_ || unit == CountedIn::itself) return "";
    return (language == Language::chinese ? "" : " ") + name_of(unit, money_).in(language);
}

std::set<CountedIn> UnitOfColumn::untold() const {
    if (units_.size() < 2 || told_beside_) return {};
    return units_;
}

Text note_of_units(const results::Sheet& sheet, const results::Telling& telling) {
    std::set<CountedIn> untold;
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
        if (sheet.columns[i].shown) untold.merge(UnitOfColumn(sheet, i, telling).untold());
    }
    Text note;
    const auto add = [&](CountedIn unit, const Text& what) {
        const Text name = name_of(unit, telling.unit);
        // The title of the sheet may say so already.
        if (!untold.contains(unit) || sheet.title.en.find(name.en) != std::string::npos) return;
        note.zh += (note.zh.empty() ? "" : "；") + what.zh + "：" + name.zh;
        note.en += (note.en.empty() ? "" : "; ") + what.en + ": " + name.en;
    };
    add(CountedIn::money, {"金额", "Money"});
    add(CountedIn::points, {"概率和比率的变化", "Changes of probabilities and ratios"});
    return note;
}

}  // namespace coffer::report
