// One path as tables and sentences.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "answers/pieces.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/reader_tables.hpp"
#include "coffer/report/replay_files.hpp"
#include "coffer/results/files.hpp"
#include "event_names.hpp"
#include "event_words.hpp"
#include "sections.hpp"

namespace coffer::report {
namespace {

using model::Indicator;
using results::Answered;
using results::AnswerRow;
using results::Quantity;
using results::Sheet;
using statistics::SeriesSummary;

constexpr std::size_t sentences_shown = 40;

results::AnswerColumn column(std::string id, Text title, std::size_t widest = 40) {
    results::AnswerColumn made;
    made.id = std::move(id);
    made.title = std::move(title);
    made.widest = widest;
    return made;
}

class PathTables {
  public:
    explicit PathTables(const ReplayedPath& path)
        : path_(path),
          chinese_{path.figures, path.manifest, Language::chinese},
          english_{path.figures, path.manifest, Language::english},
          names_(path.model, path.manifest.unit) {}

    /// Years side by side; what is zero in every year is left out.
    [[nodiscard]] Sheet figures() const {
        Sheet made = years(path_.manifest.first_year, end());
        for (const auto& [key, row] : by_year()) made.rows.push_back(row);
        return made;
    }

    /// Of what a planner asks for first, a few years in each.
    [[nodiscard]] std::vector<Sheet> main_figures() const {
        auto rows = by_year();
        std::erase_if(rows, [](const auto& row) {
            const auto& [indicator, dimension] = row.first;
            const bool wanted =
                std::count(main_indicators.begin(), main_indicators.end(), indicator) > 0 ||
                indicator == Indicator::cash_min || indicator == Indicator::debt_tier;
            return !wanted || dimension != "total";
        });
        // The tier of a county without debt says nothing.
        if (!rows.contains({Indicator::debt_ratio, "total"})) {
            rows.erase({Indicator::debt_tier, "total"});
        }
        std::vector<Sheet> parts;
        const int first = path_.manifest.first_year;
        for (int begin = first; begin < end() && !rows.empty(); begin += years_across) {
            const int stop = std::min(end(), begin + years_across);
            Sheet part = years(begin, stop);
            for (const auto& [key, row] : rows) {
                const auto cells = row.cells.begin() + heads;
                AnswerRow cut{{row.cells.begin(), cells}};
                cut.cells.insert(cut.cells.end(), cells + (begin - first), cells + (stop - first));
                part.rows.push_back(std::move(cut));
            }
            parts.push_back(std::move(part));
        }
        return parts;
    }

    [[nodiscard]] Sheet targets() const {
        Sheet made{"targets",
                   {"目标", "Targets"},
                   {column("target", {"目标", "Target"}, 34), column("period", {"期间", "Period"}),
                    column("condition", {"条件", "Condition"}, 44),
                    column("on_this_path", {"本路径", "On this path"})},
                   {},
                   {}};
        made.columns[0].wraps = made.columns[2].wraps = true;
        for (const auto& target : path_.figures.targets) {
            made.rows.push_back(
                {{results::words(target.name), results::words(results::period_text(target.span)),
                  results::words({chinese_.condition(target), english_.condition(target)}),
                  results::words(target.probability > 0.0 ? Text{"实现", "met"}
                                                          : Text{"未实现", "missed"})}});
        }
        return made;
    }

    /// Every event and draw.
    [[nodiscard]] Sheet events() const {
        Sheet made{"events",
                   {"事件", "Events"},
                   {column("month", {"月份", "Month"}), column("kind", {"类别", "Kind"}),
                    column("subject", {"对象", "Subject"}), column("id", {"编号", "Id"}),
                    column("event", {"事件", "Event"}), column("amount", {"数额", "Amount"}),
                    column("unit", {"单位", "Unit"}), column("cause", {"原因", "Cause"})},
                   {},
                   {}};
        for (const auto& event : path_.replay.events) {
            const auto amount = names_.amount(event);
            const bool draw = kernel::info(event.kind).draw;
            const EventWords& words = event_words[static_cast<std::size_t>(event.kind)];
            made.rows.push_back(
                {{month(event.month),
                  results::words(draw ? Text{"抽样", "draw"} : Text{"事件", "event"}),
                  results::words(names_.subject(event)), results::words(names_.id(event)),
                  results::words(Text{std::string(words.name_zh), std::string(words.name_en)}),
                  amount.value_or(results::words(std::string())), results::words(unit_of(amount)),
                  results::words(names_.cause(event.cause))}});
        }
        return made;
    }

    /// Balances are of a month here, of a year in the books.
    [[nodiscard]] static Text item_name(const analysis::LedgerRow& row,
                                        const analysis::BookNames& names) {
        if (row.item == "opening") return {"月初余额", "Opening"};
        if (row.item == "closing") return {"月末余额", "Closing"};
        return names.item(row.account, row.item);
    }
    [[nodiscard]] Sheet ledger() const {
        Sheet made{"ledger",
                   {"账目", "Ledger"},
                   {column("month", {"月份", "Month"}), column("account", {"账户", "Account"}),
                    column("item", {"项目", "Item"}), column("amount", {"金额", "Amount"})},
                   {},
                   {}};
        made.columns.back().to_the_fen = true;
        const analysis::BookNames names(path_.model);
        std::map<std::string, Text> accounts;
        std::map<std::pair<std::string, std::string>, Text> items;
        for (const auto& row : path_.replay.ledger) {
            const auto [account, new_account] = accounts.try_emplace(row.account);
            if (new_account) account->second = names.account(row.account);
            const auto [item, new_item] = items.try_emplace({row.account, row.item});
            if (new_item) item->second = item_name(row, names);
            made.rows.push_back(
                {{month(row.month), results::words(account->second), results::words(item->second),
                  results::amount(Quantity::money, row.fen / 100.0)}});
        }
        return made;
    }

    /// What happens as sentences: what tells most first, the same thing in many months once.
    [[nodiscard]] Sheet sentences() const {
        Sheet made{"sentences",
                   {"这条路径上发生了什么", "What happens on this path"},
                   {column("month", {"月份", "Month"}), column("sentence", {"事件", "Event"}, 96)},
                   {},
                   {}};
        made.columns.back().wraps = true;
        struct Told {
            const analysis::EventRow* first = nullptr;
            int last = 0;
            std::size_t times = 0;
            double total = 0.0;
            bool same_cause = true;
        };
        std::vector<Told> told;
        std::map<std::pair<kernel::EventKind, std::string>, std::size_t> places;
        std::size_t happened = 0;
        for (const auto& event : path_.replay.events) {
            const auto& info = kernel::info(event.kind);
            if (info.draw) continue;
            ++happened;
            const auto [place, fresh] =
                places.try_emplace({event.kind, event.subject}, told.size());
            if (fresh || !adds_up(info.amount)) {
                told.push_back({&event, event.month, 1, event.amount, true});
                continue;
            }
            Told& before = told[place->second];
            before.last = event.month;
            before.total += event.amount;
            before.same_cause = before.same_cause && event.why() == before.first->why();
            ++before.times;
        }
        std::stable_sort(told.begin(), told.end(), [](const Told& a, const Told& b) {
            return weight(a.first->kind) < weight(b.first->kind);
        });
        for (const Told& each : told) {
            if (made.rows.size() == sentences_shown) break;
            happened -= each.times;
            made.rows.push_back({{results::words(months(each.first->month, each.last)),
                                  results::words(sentence_of(each))}});
        }
        if (made.rows.empty()) {
            made.notes.push_back({"什么也没有发生。", "Nothing happens."});
        } else if (happened > 0) {
            made.notes.push_back(sentence("另有 {} 个事件，和各次抽样一起见 表/事件.csv",
                                          "{} more events, and every draw, in tables/events.csv",
                                          happened));
        }
        return made;
    }

    [[nodiscard]] results::Telling telling() const {
        return {path_.manifest.start(), path_.manifest.unit};
    }

  private:
    using Key = std::pair<Indicator, std::string>;
    static constexpr int heads = 2;  ///< columns before the years

    [[nodiscard]] int end() const { return path_.manifest.first_year + path_.manifest.years; }
    static Sheet years(int begin, int end) {
        Sheet made{"figures",
                   {"路径指标", "Figures of the path"},
                   {column("indicator", {"指标", "Indicator"}), column("unit", {"单位", "Unit"})},
                   {},
                   {}};
        for (int year = begin; year < end; ++year) {
            const std::string text = std::to_string(year);
            made.columns.push_back(column(text, {text, text}));
        }
        return made;
    }
    /// The rows of all figures but those that are zero in every year, in the register's order. Of
    /// tiers the one that the path is in.
    [[nodiscard]] std::map<Key, AnswerRow> by_year() const {
        std::map<Key, AnswerRow> rows;
        std::set<Key> telling;
        for (const SeriesSummary& series : path_.figures.series) {
            if (series.month != 0) continue;
            const bool tier = model::info(series.indicator).values.is_chance;
            const Key key{series.indicator, tier ? "total" : series.dimension};
            auto& cells = rows[key].cells;
            if (cells.empty()) {
                cells = {results::words(name(key.first, key.second)),
                         results::words(unit_of(key.first))};
                cells.resize(static_cast<std::size_t>(heads + path_.manifest.years));
            }
            const double value = series.summary.mean;
            if (value != 0.0) telling.insert(key);
            if (tier && value == 0.0) continue;
            const int place = heads + series.year - path_.manifest.first_year;
            cells[static_cast<std::size_t>(place)] =
                tier ? results::words(Text{dimension_name(series.dimension, Language::chinese),
                                           dimension_name(series.dimension, Language::english)})
                     : results::amount(quantity_of(series.indicator), value);
        }
        std::erase_if(rows, [&](const auto& row) { return !telling.contains(row.first); });
        return rows;
    }
    [[nodiscard]] Text name(Indicator indicator, const std::string& dimension) const {
        return {chinese_.name(indicator, dimension), english_.name(indicator, dimension)};
    }
    [[nodiscard]] Text unit_of(Indicator indicator) const {
        switch (quantity_of(indicator)) {
            case Quantity::money:
                return unit_name(path_.manifest.unit);
            case Quantity::ratio:
                return {"%", "%"};
            case Quantity::multiple:
                return {"倍", "times"};
            case Quantity::probability:
                return {};
            default:
                return {"个", "number"};
        }
    }
    [[nodiscard]] Text unit_of(const std::optional<Answered>& amount) const {
        if (amount && amount->quantity == Quantity::money) return unit_name(path_.manifest.unit);
        if (amount && amount->quantity == Quantity::months) return {"个月", "months"};
        return {};
    }
    static Answered month(int index) { return results::amount(Quantity::moment, index + 0.5); }
    [[nodiscard]] std::string months(int first, int last) const {
        const std::string from = to_string(month_after(path_.manifest.start(), first));
        return first == last ? from
                             : from + "/" + to_string(month_after(path_.manifest.start(), last));
    }
    static Weight weight(kernel::EventKind kind) {
        return event_words[static_cast<std::size_t>(kind)].weight;
    }
    /// Whether several amounts can be told as one.
    static bool adds_up(kernel::EventAmount amount) {
        using kernel::EventAmount;
        return amount == EventAmount::money || amount == EventAmount::months ||
               amount == EventAmount::number;
    }
    template <class Told>
    [[nodiscard]] Text sentence_of(const Told& told) const {
        if (told.times == 1) return names_.sentence(*told.first);
        const Text all = names_.sentence_of_several(*told.first, told.total, told.same_cause);
        return {fmt::format("{} 次，共：{}", told.times, all.zh),
                fmt::format("{} times, in all: {}", told.times, all.en)};
    }

    const ReplayedPath& path_;
    Report chinese_, english_;
    EventNames names_;
};

}  // namespace

results::Answer replay_tables(const ReplayedPath& path) {
    const PathTables tables(path);
    results::Answer answer;
    answer.telling = tables.telling();
    for (Sheet sheet : {tables.figures(), tables.targets(), tables.events(), tables.ledger()}) {
        if (!sheet.rows.empty()) answer.sheets.push_back(std::move(sheet));
    }
    return answer;
}

results::Answer replay_answer(const ReplayedPath& path) {
    const PathTables tables(path);
    results::Answer answer;
    answer.telling = tables.telling();
    const auto& manifest = path.manifest;
    const std::string seed = std::to_string(manifest.seed);
    const std::string number = std::to_string(manifest.path.value_or(0));
    answer.lead.push_back(
        {fmt::format("{}（{}）  种子 {}  路径 {}：{} 笔账，{} 个事件和抽样",
                     manifest.scenario_name.zh, manifest.scenario_id, seed, number,
                     path.replay.ledger.size(), path.replay.events.size()),
         fmt::format("{} ({})  seed {}  path {}: {} ledger lines, {} events and draws",
                     manifest.scenario_name.en, manifest.scenario_id, seed, number,
                     path.replay.ledger.size(), path.replay.events.size())});
    const auto& targets = path.figures.targets;
    if (!targets.empty()) {
        const auto met = std::count_if(targets.begin(), targets.end(),
                                       [](const auto& target) { return target.probability > 0.0; });
        answer.lead.push_back(sentence("{} 项目标中，这条路径实现 {} 项。",
                                       "Of {} targets this path meets {}.", targets.size(), met));
    }
    answer.sheets = tables.main_figures();
    answer.sheets.push_back(tables.targets());
    answer.sheets.push_back(tables.sentences());
    return answer;
}

}  // namespace coffer::report
