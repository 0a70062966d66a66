#include "event_names.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/args.h>
#include <fmt/format.h>

#include "coffer/analysis/measure.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
#include "coffer/report/replay_files.hpp"
#include "coffer/scenario/schema.hpp"
#include "event_words.hpp"

namespace coffer::report {
namespace {

using kernel::ArgumentKind;
using kernel::EventAmount;
using kernel::EventSubject;
using results::Quantity;

/// A name with its id; the id alone where that is all there is.
Text told(const Text& name, const std::string& id) {
    if (id.empty()) return name;
    const auto in = [&](const std::string& called, const char* open, const char* close,
                        const char* id_open, const char* id_close) {
        if (called.empty() || called == id) return open + id + close;
        return open + called + close + id_open + id + id_close;
    };
    return {in(name.zh, "“", "”", "（", "）"), in(name.en, "\"", "\"", " (", ")")};
}

Text just(const std::string& text) { return {text, text}; }

/// The name of the thing with that id; the id where there is none.
template <class... Lists>
Text name_among(const std::string& id, const Lists&... lists) {
    Text name;
    bool differ = false;
    const auto look = [&](const auto& things) {
        for (const auto& thing : things) {
            if (thing.id != id) continue;
            differ = differ || (!name.zh.empty() && name != thing.name);
            name = thing.name;
        }
    };
    (look(lists), ...);
    return name.zh.empty() || differ ? just(id) : name;
}

/// Income of projects, and what it costs to run them: a row without a name is called like its
/// project.
bool is_income(const std::string& id, const model::Model& model) {
    return std::any_of(model.project_income.begin(), model.project_income.end(),
                       [&](const auto& income) { return income.id == id; });
}

/// What a word of a plan's columns means: in English it is the word itself.
Text word(std::string_view enumeration, const std::string& name) {
    for (const scenario::Word& each : scenario::enumeration(enumeration).words) {
        if (each.name == name) return {each.zh, name};
    }
    return just(name);
}

Text drawing(const std::string& what) {
    if (what == "ramp_up") return {"达产时间", "ramp-up"};
    if (what == "output_factor") return {"产值系数", "output"};
    if (what == "cost_overrun") return {"造价", "cost"};
    if (what == "receipt_amount") return {"到账金额", "amount"};
    if (what == "receipt_delay") return {"到账延迟", "delay"};
    return word("stage", what);
}

std::string after(const std::string& prefix, const std::string& text) {
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

Text filled(std::string_view zh, std::string_view en, const std::vector<Text>& arguments) {
    fmt::dynamic_format_arg_store<fmt::format_context> of_zh, of_en;
    for (const Text& each : arguments) {
        of_zh.push_back(each.zh);
        of_en.push_back(each.en);
    }
    return {fmt::vformat(zh, of_zh), fmt::vformat(en, of_en)};
}

Text months_text(double months) {
    return {fmt::format("{:.1f} 个月", months), fmt::format("{:.1f} months", months)};
}

}  // namespace

EventNames::EventNames(const model::Model& model, MoneyUnit unit)
    : model_(model), books_(model), unit_(unit) {}

Text EventNames::subject(const analysis::EventRow& event) const {
    const std::string& id = event.subject;
    switch (kernel::info(event.kind).subject) {
        case EventSubject::driver:
            return name_among(id, model_.drivers);
        case EventSubject::line:
            if (id == "gdp") return {"地区生产总值", "GDP"};
            if (is_income(id, model_)) return books_.purpose(id);
            return name_among(id, model_.revenue, model_.taxpayers, model_.expenditure,
                              model_.sources, model_.pipelines, model_.economic_series);
        case EventSubject::sector: {
            const std::string sector = after("sector:", id);
            return {"行业“" + sector + "”", "sector \"" + sector + "\""};
        }
        case EventSubject::approval_year: {
            const std::string year = after("approved:", id);
            return {year + " 年批复的项目", "projects approved in " + year};
        }
        case EventSubject::project:
            return name_among(id, model_.projects);
        case EventSubject::fundable:
            return name_among(id, model_.projects, model_.pipelines);
        case EventSubject::receipt:
            return name_among(id, model_.receipts);
        case EventSubject::taxpayer:
            return name_among(id, model_.taxpayers);
        case EventSubject::transfer:
            return name_among(id, model_.account_transfers);
        case EventSubject::funnel:
            return name_among(id, model_.funnels);
        case EventSubject::source:
            return name_among(id, model_.sources);
        case EventSubject::expenditure:
            if (is_income(id, model_)) return books_.purpose(id);
            return name_among(id, model_.expenditure);
        case EventSubject::income:
        case EventSubject::debt_class:
            return books_.purpose(id);
        case EventSubject::plan:
            break;
    }
    if (id == "drivers") return {"全部驱动因素", "All drivers"};
    if (id == "market") return {"债券市场", "Bond market"};
    if (id == "restructuring") return {"财政重整", "Restructuring"};
    if (id == "treasury") return {"国库", "Treasury"};
    return books_.account(id);
}

std::string EventNames::id(const analysis::EventRow& event) {
    switch (kernel::info(event.kind).subject) {
        case EventSubject::sector:
        case EventSubject::approval_year:
        case EventSubject::debt_class:
        case EventSubject::plan:
            return {};
        default:
            return event.subject;
    }
}

Text EventNames::argument(ArgumentKind kind, const kernel::CauseArgument& argument) const {
    const std::string& name = argument.name;
    switch (kind) {
        case ArgumentKind::none:
            break;
        case ArgumentKind::chance:
            return just(fmt::format("{:.4f}", argument.number));
        case ArgumentKind::share:
            return just(percent(argument.number));
        case ArgumentKind::number:
            return just(fmt::format("{:.2f}", argument.number));
        case ArgumentKind::whole:
            return just(fmt::format("{:.0f}", argument.number));
        case ArgumentKind::months:
            return months_text(argument.number);
        case ArgumentKind::moment:
            return just(month_of_moment(argument.number, model_.start()));
        case ArgumentKind::stage:
            return word("stage", name);
        case ArgumentKind::drawing:
            return drawing(name);
        case ArgumentKind::tier:
            return {dimension_name(name, Language::chinese),
                    dimension_name(name, Language::english)};
        case ArgumentKind::account:
            return books_.account(name);
        case ArgumentKind::debt_class:
        case ArgumentKind::purpose:
            return books_.purpose(name);
        case ArgumentKind::hit:
            return analysis::event_name(name);
        case ArgumentKind::capacity:
            if (name == "capital") return {"资本金", "capital"};
            return told(name_among(name, model_.capacities), name);
        case ArgumentKind::project:
            return told(name_among(name, model_.projects), name);
        case ArgumentKind::source:
            return told(name_among(name, model_.sources), name);
        case ArgumentKind::shock:
            return told({}, name);
    }
    return {};
}

Text EventNames::cause(const kernel::Cause& cause) const {
    const auto& kinds = kernel::info(cause.kind).arguments;
    std::vector<Text> arguments;
    for (std::size_t i = 0; i < cause.arguments.size(); ++i) {
        arguments.push_back(argument(kinds[i], cause.arguments[i]));
    }
    const CauseWords& words = cause_words[static_cast<std::size_t>(cause.kind)];
    return filled(words.zh, words.en, arguments);
}

std::optional<results::Answered> EventNames::amount(const analysis::EventRow& event) {
    switch (kernel::info(event.kind).amount) {
        case EventAmount::nothing:
            break;
        case EventAmount::money:
            return results::amount(Quantity::money, event.amount);
        case EventAmount::months:
            return results::amount(Quantity::months, event.amount);
        case EventAmount::moment:
            return results::amount(Quantity::moment, event.amount);
        case EventAmount::month:
            // A month's index as the moment in its middle.
            return results::amount(Quantity::moment, event.amount + 0.5);
        case EventAmount::share:
            return results::amount(Quantity::ratio, event.amount);
        case EventAmount::number:
            return results::amount(Quantity::number, event.amount);
    }
    return std::nullopt;
}

Text EventNames::amount_text(const analysis::EventRow& event, double amount) const {
    switch (kernel::info(event.kind).amount) {
        case EventAmount::nothing:
            break;
        case EventAmount::money:
            return money_text(amount, unit_);
        case EventAmount::months:
            return months_text(amount);
        case EventAmount::moment:
            return just(month_of_moment(amount, model_.start()));
        case EventAmount::month:
            return just(month_of_moment(amount + 0.5, model_.start()));
        case EventAmount::share:
            return just(percent(amount));
        case EventAmount::number:
            return just(fmt::format("{:.4g}", amount));
    }
    return {};
}

Text EventNames::sentence(const analysis::EventRow& event) const {
    return sentence(event, event.amount, {});
}

Text EventNames::sentence_of_several(const analysis::EventRow& first, double total,
                                     bool same_cause) const {
    return sentence(first, total, same_cause ? Text{} : Text{"首次：", "first: "});
}

Text EventNames::sentence(const analysis::EventRow& event, double amount,
                          const Text& before_cause) const {
    const EventWords& words = event_words[static_cast<std::size_t>(event.kind)];
    const Text why = cause(event.cause);
    Text text = filled(words.zh, words.en,
                       {told(subject(event), id(event)), amount_text(event, amount), why});
    const bool plain = cause_words[static_cast<std::size_t>(event.cause.kind)].plain;
    if (words.zh.find("{2}") == std::string_view::npos && !plain) {
        text.zh += "（" + before_cause.zh + why.zh + "）";
        text.en += " (" + before_cause.en + why.en + ")";
    }
    return text;
}

Text event_sentence(const analysis::EventRow& event, const model::Model& model, MoneyUnit unit) {
    return EventNames(model, unit).sentence(event);
}

}  // namespace coffer::report
