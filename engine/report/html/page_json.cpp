// The data of a page as JSON; tools/browser/report/model.ts mirrors the keys.
#include <cmath>
#include <string_view>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "coffer/report/html.hpp"
#include "page_data.hpp"

namespace coffer::report {
namespace {

using nlohmann::ordered_json;

constexpr int page_format = 2;

/// In a class, so that lists find the function of their items wherever it stands.
struct PageJson {
    static ordered_json json_of(const Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

    static ordered_json json_of(const std::optional<double>& value) {
        // What is not finite has no JSON.
        return value && std::isfinite(*value) ? ordered_json(*value) : ordered_json(nullptr);
    }

    static ordered_json json_of(const page::Numbers& values) {
        ordered_json json = ordered_json::array();
        for (const auto& value : values) json.push_back(json_of(value));
        return json;
    }

    template <class Item>
    static ordered_json list_of(const std::vector<Item>& items) {
        ordered_json json = ordered_json::array();
        for (const Item& item : items) json.push_back(json_of(item));
        return json;
    }

    static std::string_view name_of(page::Quantity quantity) {
        switch (quantity) {
            case page::Quantity::money:
                return "money";
            case page::Quantity::ratio:
                return "ratio";
            case page::Quantity::multiple:
                return "multiple";
            case page::Quantity::probability:
                return "probability";
            case page::Quantity::points:
                return "points";
            case page::Quantity::count:
                return "count";
            case page::Quantity::number:
                return "number";
            case page::Quantity::month:
                return "month";
        }
        return "";
    }

    static std::string_view name_of(page::Tone tone) {
        switch (tone) {
            case page::Tone::plain:
                return "plain";
            case page::Tone::good:
                return "good";
            case page::Tone::warning:
                return "warning";
            case page::Tone::bad:
                return "bad";
            case page::Tone::note:
                return "note";
        }
        return "";
    }

    static std::string_view name_of(page::Colour colour) {
        switch (colour) {
            case page::Colour::next:
                return "";
            case page::Colour::green:
                return "green";
            case page::Colour::yellow:
                return "yellow";
            case page::Colour::orange:
                return "orange";
            case page::Colour::red:
                return "red";
        }
        return "";
    }

    static ordered_json json_of(const page::Sentence& sentence) {
        return {{"tone", name_of(sentence.tone)}, {"text", json_of(sentence.text)}};
    }

    static ordered_json json_of(const page::Figure& figure) {
        return {{"label", json_of(figure.label)},
                {"value", json_of(figure.value)},
                {"quantity", name_of(figure.quantity)},
                {"note", json_of(figure.note)},
                {"tone", name_of(figure.tone)}};
    }

    static ordered_json json_of(const page::NamedValues& values) {
        return {{"name", json_of(values.name)},
                {"values", json_of(values.values)},
                {"colour", name_of(values.colour)}};
    }

    static ordered_json json_of(const page::HeatRow& row) {
        return {{"name", json_of(row.name)},
                {"values", json_of(row.values)},
                {"texts", list_of(row.texts)}};
    }

    static std::string_view name_of(page::RowsBlock::Shape shape) {
        switch (shape) {
            case page::RowsBlock::Shape::bars:
                return "bars";
            case page::RowsBlock::Shape::points:
                return "points";
            case page::RowsBlock::Shape::dumbbells:
                return "dumbbells";
        }
        return "";
    }

    static ordered_json json_of(const page::Mark& mark) {
        return {{"name", json_of(mark.name)}, {"value", mark.value}, {"along", mark.along}};
    }

    static ordered_json json_of(const page::RowValues& values) {
        return {{"name", json_of(values.name)},
                {"values", json_of(values.values)},
                {"low", json_of(values.low)},
                {"high", json_of(values.high)}};
    }

    static ordered_json json_of(const page::CurvePoint& point) {
        return {{"name", json_of(point.name)},
                {"x", json_of(point.x)},
                {"y", json_of(point.y)},
                {"low", json_of(point.low)},
                {"high", json_of(point.high)}};
    }

    static ordered_json json_of(const page::GanttRow& row) {
        return {{"id", row.id},
                {"name", json_of(row.name)},
                {"start", json_of(row.start)},
                {"planned", json_of(row.planned)},
                {"p10", json_of(row.p10)},
                {"p50", json_of(row.p50)},
                {"p90", json_of(row.p90)},
                {"finished", row.finished},
                {"late", json_of(row.late)},
                {"funded", row.funded}};
    }

    static ordered_json json_of(const page::SankeyNode& node) {
        return {{"name", json_of(node.name)}, {"layer", node.layer}};
    }

    static ordered_json json_of(const page::SankeyLink& link) {
        return {{"from", link.from}, {"to", link.to}, {"value", link.value}};
    }

    static ordered_json json_of(const page::TableColumn& column) {
        return {{"title", json_of(column.title)},
                {"kind", column.quantity ? name_of(*column.quantity) : std::string_view("text")},
                {"bar", column.bar},
                {"right", column.right}};
    }

    static ordered_json json_of(const page::Cell& cell) {
        return std::visit(
            [](const auto& value) -> ordered_json {
                using Value = std::decay_t<decltype(value)>;
                if constexpr (std::is_same_v<Value, std::monostate>) {
                    return nullptr;
                } else if constexpr (std::is_same_v<Value, double>) {
                    return json_of(std::optional<double>(value));
                } else if constexpr (std::is_same_v<Value, page::Written>) {
                    return {{"value", json_of(value.value)}, {"text", json_of(value.text)}};
                } else if constexpr (std::is_same_v<Value, page::Spread>) {
                    return {{"p05", value.p05}, {"p50", value.p50}, {"p95", value.p95}};
                } else if constexpr (std::is_same_v<Value, Text>) {
                    return json_of(value);
                } else {
                    return value;
                }
            },
            cell);
    }

    template <class Block>
    static ordered_json headed(std::string_view kind, const Block& block) {
        return {{"kind", kind}, {"title", json_of(block.title)}, {"note", json_of(block.note)}};
    }

    static ordered_json json_of(const page::TextBlock& block) {
        return {{"kind", "text"}, {"items", list_of(block.items)}};
    }

    static ordered_json json_of(const page::FiguresBlock& block) {
        return {{"kind", "figures"}, {"items", list_of(block.items)}};
    }

    static ordered_json json_of(const page::FanBlock& block) {
        ordered_json json = headed("fan", block);
        json["quantity"] = name_of(block.quantity);
        json["periods"] = block.periods;
        json["p05"] = json_of(block.p05);
        json["p25"] = json_of(block.p25);
        json["p50"] = json_of(block.p50);
        json["p75"] = json_of(block.p75);
        json["p95"] = json_of(block.p95);
        json["lines"] = list_of(block.lines);
        return json;
    }

    static ordered_json json_of(const page::SeriesBlock& block) {
        ordered_json json = headed("series", block);
        json["quantity"] = name_of(block.quantity);
        json["periods"] = block.periods;
        json["bars"] = list_of(block.bars);
        json["lines"] = list_of(block.lines);
        return json;
    }

    static ordered_json json_of(const page::HeatBlock& block) {
        ordered_json json = headed("heat", block);
        json["quantity"] = name_of(block.quantity);
        json["corner"] = json_of(block.corner);
        json["columns"] = list_of(block.columns);
        json["rows"] = list_of(block.rows);
        json["low_is_dark"] = block.low_is_dark;
        json["good"] = block.good;
        return json;
    }

    static ordered_json json_of(const page::RowsBlock& block) {
        ordered_json json = headed("rows", block);
        json["shape"] = name_of(block.shape);
        json["quantity"] = name_of(block.quantity);
        json["change"] = block.change;
        json["logarithmic"] = block.logarithmic;
        json["small"] = block.small;
        json["corner"] = json_of(block.corner);
        json["rows"] = list_of(block.rows);
        json["values"] = list_of(block.values);
        json["marks"] = list_of(block.marks);
        return json;
    }

    static ordered_json json_of(const page::CurveBlock& block) {
        ordered_json json = headed("curve", block);
        json["x_name"] = json_of(block.x_name);
        json["y_name"] = json_of(block.y_name);
        json["x_quantity"] = name_of(block.x_quantity);
        json["y_quantity"] = name_of(block.y_quantity);
        json["joined"] = block.joined;
        json["points"] = list_of(block.points);
        json["marks"] = list_of(block.marks);
        return json;
    }

    static ordered_json json_of(const page::GanttBlock& block) {
        ordered_json json = headed("gantt", block);
        json["months"] = block.months;
        json["rows"] = list_of(block.rows);
        return json;
    }

    static ordered_json json_of(const page::SankeyBlock& block) {
        ordered_json json = headed("sankey", block);
        json["quantity"] = name_of(block.quantity);
        json["nodes"] = list_of(block.nodes);
        json["links"] = list_of(block.links);
        return json;
    }

    static ordered_json json_of(const page::TableBlock& block) {
        ordered_json json = headed("table", block);
        json["columns"] = list_of(block.columns);
        json["rows"] = ordered_json::array();
        for (const auto& row : block.rows) json["rows"].push_back(list_of(row));
        json["folded"] = block.folded;
        json["pinned"] = block.pinned;
        json["totals"] = block.totals;
        json["totals_on_paper"] = block.totals_on_paper;
        return json;
    }

    static ordered_json json_of(const page::MissingBlock& block) {
        return headed("missing", block);
    }

    static ordered_json json_of(const page::Section& section) {
        ordered_json blocks = ordered_json::array();
        for (const page::Block& block : section.blocks) {
            blocks.push_back(std::visit([](const auto& held) { return json_of(held); }, block));
        }
        return {
            {"id", section.id}, {"title", json_of(section.title)}, {"blocks", std::move(blocks)}};
    }
};

}  // namespace

std::string page_json(const page::Page& page, Language language) {
    ordered_json facts = ordered_json::array();
    for (const auto& [name, value] : page.facts) {
        facts.push_back({{"name", PageJson::json_of(name)}, {"value", PageJson::json_of(value)}});
    }
    const ordered_json json = {{"format", page_format},
                               {"language", language == Language::chinese ? "zh" : "en"},
                               {"unit", info(page.unit).id},
                               {"start", {{"year", page.start.year}, {"month", page.start.month}}},
                               {"title", PageJson::json_of(page.title)},
                               {"subtitle", PageJson::json_of(page.subtitle)},
                               {"facts", std::move(facts)},
                               {"sections", PageJson::list_of(page.sections)},
                               {"command", page.command}};
    // Names come from files of users: what is not UTF-8 must not stop the page.
    return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::optional<KnownData> known_data(std::string_view data, const std::string& command,
                                    Language language) {
    ordered_json json = ordered_json::parse(data, nullptr, false);
    if (!json.is_object() || json.value("format", ordered_json()) != page_format) {
        return std::nullopt;
    }
    const auto text_of = [](const ordered_json& text) {
        return Text{text.at("zh").get<std::string>(), text.at("en").get<std::string>()};
    };
    try {
        json["language"] = language == Language::chinese ? "zh" : "en";
        json["command"] = command;
        KnownData known{{text_of(json.at("title")), {}}, json.dump()};
        for (const auto& section : json.at("sections")) {
            for (const auto& block : section.at("blocks")) {
                if (block.at("kind") != "text") continue;
                for (const auto& item : block.at("items")) {
                    known.gist.sentences.push_back(text_of(item.at("text")));
                }
            }
        }
        return known;
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

}  // namespace coffer::report
