#include "coffer/results/answer.hpp"

#include "coffer/results/csv.hpp"
#include "json_text.hpp"

namespace coffer::results {
namespace {

Json number_or_null(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

void add_cell(const AnswerColumn& column, const Answered& cell, Json& row) {
    if (cell.quantity == Quantity::words) {
        if (column.bilingual) {
            row[column.id + "_zh"] = cell.words.zh;
            row[column.id + "_en"] = cell.words.en;
        } else {
            row[column.id] = cell.words.en;
        }
        return;
    }
    row[column.id] = number_or_null(cell.value);
    if (!column.interval) return;
    row[column.id + "_low"] = number_or_null(cell.low);
    row[column.id + "_high"] = number_or_null(cell.high);
}

File csv_of(const Sheet& sheet) {
    std::string header;
    const auto head = [&](const std::string& name) {
        header += (header.empty() ? "" : ",") + name;
    };
    for (const AnswerColumn& column : sheet.columns) {
        if (column.bilingual) {
            head(column.id + "_zh");
            head(column.id + "_en");
            continue;
        }
        head(column.id);
        if (column.interval) {
            head(column.id + "_low");
            head(column.id + "_high");
        }
    }
    CsvWriter csv(header);
    for (const AnswerRow& row : sheet.rows) {
        for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
            const AnswerColumn& column = sheet.columns[i];
            const Answered& cell = row.cells[i];
            if (column.bilingual) {
                csv.text(cell.words.zh).text(cell.words.en);
            } else if (cell.quantity == Quantity::words) {
                csv.text(cell.words.en);
                if (column.interval) csv.raw("").raw("");
            } else {
                csv.value(cell.value);
                if (column.interval) csv.value(cell.low).value(cell.high);
            }
        }
        csv.end_row();
    }
    return {sheet.id + ".csv", csv.content_for_spreadsheets()};
}

Json sentences(const std::vector<Text>& texts) {
    Json json = Json::array();
    for (const Text& text : texts) json.push_back({{"zh", text.zh}, {"en", text.en}});
    return json;
}

}  // namespace

Answered words(Text text) {
    Answered cell;
    cell.words = std::move(text);
    return cell;
}

Answered words(const std::string& text) { return words(Text{text, text}); }

Answered amount(Quantity quantity, std::optional<double> value) {
    Answered cell;
    cell.quantity = quantity;
    cell.value = value;
    cell.words = {"-", "-"};
    return cell;
}

Answered change_of(Quantity quantity, std::optional<double> value, std::optional<double> low,
                   std::optional<double> high) {
    Answered cell = amount(quantity, value);
    cell.change = true;
    cell.low = low;
    cell.high = high;
    return cell;
}

std::vector<File> answer_files(const Answer& answer) {
    std::vector<File> files;
    for (const Sheet& sheet : answer.sheets) files.push_back(csv_of(sheet));
    return files;
}

std::string answer_json(const Answer& answer, const Manifest& manifest) {
    Json json = {{"manifest", json_of(manifest)}};
    json["answer"] = sentences(answer.lead);
    for (const Sheet& sheet : answer.sheets) {
        Json rows = Json::array();
        for (const AnswerRow& row : sheet.rows) {
            Json each = Json::object();
            for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
                add_cell(sheet.columns[i], row.cells[i], each);
            }
            rows.push_back(std::move(each));
        }
        json[sheet.id] = std::move(rows);
        if (!sheet.notes.empty()) json[sheet.id + "_notes"] = sentences(sheet.notes);
    }
    json["remarks"] = sentences(answer.last);
    return json_text(json);
}

}  // namespace coffer::results
