#include "coffer/scenario/naming.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>
#include <vector>

#include "cell_text.hpp"
#include "coffer/scenario/schema.hpp"
#include "setting_names.hpp"

namespace coffer::scenario {
namespace {

const std::string settings_table = "scenario";

std::string without_unit(std::string heading) {
    const std::size_t open = std::min(heading.find("（"), heading.find('('));
    if (open != std::string::npos && open > 0) heading.erase(open);
    while (heading.ends_with(' ') || heading.ends_with('*')) heading.pop_back();
    return heading;
}

std::string table_of(const Position& at) {
    if (!at.sheet.empty()) {
        const TableSchema* schema = find_table(at.sheet);
        return schema == nullptr ? settings_table : schema->name;
    }
    const TableSchema* schema = find_table(std::filesystem::path(at.file).stem().string());
    return schema == nullptr ? settings_table : schema->name;
}

bool is_wide(char c) { return static_cast<unsigned char>(c) >= 0x80U; }

bool in_token(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '/' || c == '-' || c == '=' || c == '\'';
}

/// Lower-case letters, digits and _: what columns and words are.
bool is_plain(std::string_view token) {
    return !token.empty() && token[0] >= 'a' && token[0] <= 'z' &&
           std::all_of(token.begin(), token.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

const Word* word_in(const Enumeration& words, std::string_view name) {
    for (const Word& word : words.words) {
        if (word.name == name) return &word;
    }
    return nullptr;
}

const TableSchema* schema_named(const std::string& table) {
    const auto& all = table_schemas();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const TableSchema& each) { return each.name == table; });
    return found == all.end() ? nullptr : &*found;
}

const std::vector<Field>& fields_of(const std::string& table) {
    const TableSchema* schema = schema_named(table);
    return schema == nullptr ? setting_fields() : schema->columns;
}

const Field* field_named(const std::string& table, std::string_view name) {
    if (table == settings_table) return nullptr;
    const auto& fields = fields_of(table);
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field& field) { return field.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

}  // namespace

Naming::Naming(const Document& document)
    : folder_(document.folder.generic_string()), settings_at_(document.settings_at) {
    workbook_ = !document.settings_at.sheet.empty();
    int chinese = 0;
    int files = 0;
    for (const auto& [name, table] : document.tables) {
        Known known{table.at, false, {}};
        int wide = 0;
        for (std::size_t i = 0; i < std::min(table.columns.size(), table.headings.size()); ++i) {
            if (is_ascii(table.headings[i])) continue;
            ++wide;
            known.headings.emplace(table.columns[i], without_unit(table.headings[i]));
        }
        known.chinese = 2 * wide > static_cast<int>(table.headings.size());
        chinese += known.chinese ? 1 : -1;
        files += is_ascii(std::filesystem::path(table.at.file).filename().string()) ? -1 : 1;
        tables_.emplace(name, std::move(known));
    }
    int keys = 0;
    for (const auto& [key, setting] : document.settings) {
        if (!setting.written.empty()) keys += is_ascii(setting.written) ? -1 : 1;
    }
    chinese_settings_ = keys > 0;
    chinese_ = chinese > 0 || (chinese == 0 && chinese_settings_);
    chinese_files_ = files > 0;
}

Position Naming::at_table(const std::string& table) const {
    const auto known = tables_.find(table);
    if (known != tables_.end() && !known->second.at.file.empty()) {
        return {known->second.at.file, 0, 0, known->second.at.sheet};
    }
    if (table == settings_table) return {settings_at_.file, 0, 0, settings_at_.sheet};
    const TableSchema* schema = schema_named(table);
    const std::string zh = schema == nullptr ? table : schema->zh;
    if (workbook_) return {folder_, 0, 0, zh};
    return {(std::filesystem::path(folder_) / ((chinese_files_ ? zh : table) + ".csv"))
                .generic_string(),
            0, 0};
}

Text Naming::file(const std::string& table) const {
    const Position at = at_table(table);
    if (!at.sheet.empty()) return {"工作表“" + at.sheet + "”", "sheet " + at.sheet};
    const std::string name = std::filesystem::path(at.file).filename().string();
    return {name, name};
}

Text Naming::column(const std::string& table, const std::string& column) const {
    const auto known = tables_.find(table);
    if (known != tables_.end()) {
        const auto heading = known->second.headings.find(column);
        if (heading != known->second.headings.end()) return {heading->second, heading->second};
    }
    const Field* field = field_named(table, column);
    const bool chinese = known == tables_.end() ? chinese_ : known->second.chinese;
    if (field == nullptr || !chinese) return {column, column};
    return {without_unit(field->zh), column};
}

/// Goes through the Chinese texts of one message. What a word is depends on what was said before.
class Naming::Rewriter {
  public:
    Rewriter(const Naming& naming, std::string table, const Diagnostic& diagnostic)
        : naming_(naming), table_(std::move(table)) {
        near_ = {table_};
        for (const Text* text : {&diagnostic.problem, &diagnostic.why, &diagnostic.suggestion}) {
            each_token(text->zh, [this](std::string_view token, char, char) {
                if (is_plain(token)) words_.emplace(token);
                if (!token.ends_with(".csv")) return std::string(token);
                const auto* schema = schema_named(std::string(token.substr(0, token.size() - 4)));
                if (schema != nullptr) near_.push_back(schema->name);
                return std::string(token);
            });
        }
    }

    [[nodiscard]] std::string chinese(const std::string& text) {
        return each_token(text, [this](std::string_view token, char before, char after) {
            return in_chinese(std::string(token), before, after);
        });
    }

    [[nodiscard]] std::string english(const std::string& text) {
        return each_token(text, [this](std::string_view token, char, char) {
            return file_of(std::string(token)).en;
        });
    }

  private:
    template <class Replace>
    static std::string each_token(const std::string& text, Replace replace) {
        std::string result;
        for (std::size_t i = 0; i < text.size();) {
            if (const std::size_t past = end_of_quotation(text, i); past > i) {
                result.append(text, i, past - i);
                i = past;
            } else if (!in_token(text[i])) {
                result += text[i++];
            } else {
                std::size_t end = i;
                while (end < text.size() && in_token(text[end])) ++end;
                while (end > i + 1 && text[end - 1] == '.') --end;
                const std::string token = text.substr(i, end - i);
                const std::string name = replace(token, i == 0 ? '\0' : text[i - 1],
                                                 end < text.size() ? text[end] : '\0');
                i = end;
                append(result, token, name);
                // Between Chinese characters stands no blank.
                const bool blank = i + 1 < text.size() && text[i] == ' ' && is_wide(text[i + 1]);
                if (name != token && is_wide(name.back()) && blank) ++i;
            }
        }
        return result;
    }

    static void append(std::string& result, const std::string& token, const std::string& name) {
        if (name == token || name.empty()) {
            result += token;
            return;
        }
        const std::size_t size = result.size();
        if (is_wide(name.front()) && size > 1 && result.back() == ' ' &&
            is_wide(result[size - 2])) {
            result.pop_back();
        }
        result += name;
    }

    /// Past the closing mark of a quotation that opens here, else `begin`.
    static std::size_t end_of_quotation(const std::string& text, std::size_t begin) {
        for (const auto& [open, close] :
             {std::pair<std::string_view, std::string_view>{"\"", "\""}, {"“", "”"}}) {
            if (text.compare(begin, open.size(), open) != 0) continue;
            const std::size_t end = text.find(close, begin + open.size());
            return end == std::string::npos ? text.size() : end + close.size();
        }
        return begin;
    }

    [[nodiscard]] Text file_of(const std::string& token) const {
        if (token == "scenario.toml" && naming_.workbook_) return naming_.file(settings_table);
        if (!token.ends_with(".csv")) return {token, token};
        const TableSchema* schema = schema_named(token.substr(0, token.size() - 4));
        return schema == nullptr ? Text{token, token} : naming_.file(schema->name);
    }

    std::string in_chinese(const std::string& token, char before, char after) {
        if (const Text file = file_of(token); file.zh != token) return file.zh;
        if (after == '(') return token;  // a function: beta(2,2)
        if (const std::string key = key_of(token, before); !key.empty()) return key;
        if (!is_plain(token)) return token;
        const bool of_last = last_ != nullptr && last_->holds.content == Content::choice &&
                             word_in(enumeration(last_->holds.words), token) != nullptr &&
                             field_named(table_, token) == nullptr;
        if (of_last) return word_of(enumeration(last_->holds.words), token);
        if (const std::string column = column_of(token); !column.empty()) return column;
        return any_word(token);
    }

    /// A key of the settings, or a group of them in its brackets.
    [[nodiscard]] std::string key_of(const std::string& token, char before) const {
        if (!naming_.chinese_settings_) return {};
        for (const Field& field : setting_fields()) {
            const std::size_t dot = field.name.find('.');
            if (dot == std::string::npos) continue;
            if (field.name == token) return field.zh;
            const std::size_t zh_dot = field.zh.find('.');
            if (before == '[' && field.name.substr(0, dot) == token) {
                return field.zh.substr(0, zh_dot);
            }
        }
        return {};
    }

    std::string column_of(const std::string& token) {
        for (const std::string& table : near_) {
            const Field* field = field_named(table, token);
            if (field == nullptr) continue;
            last_ = field;
            const std::string name = naming_.column(table, token).zh;
            return name;
        }
        return {};
    }

    [[nodiscard]] bool is_chinese_here() const {
        if (table_ == settings_table) return naming_.chinese_settings_;
        const auto known = naming_.tables_.find(table_);
        return known == naming_.tables_.end() ? naming_.chinese_ : known->second.chinese;
    }

    [[nodiscard]] std::string word_of(const Enumeration& words, const std::string& token) const {
        const Word* word = word_in(words, token);
        return word == nullptr || !is_chinese_here() ? token : word->zh;
    }

    /// A word of the enumeration that has most of what the message says, one of the table first; a
    /// column of whatever table; a key without its group.
    [[nodiscard]] std::string any_word(const std::string& token) const {
        if (!is_chinese_here()) return token;
        const Enumeration* best = nullptr;
        std::size_t most = 0;
        for (const Enumeration& each : enumerations()) {
            if (word_in(each, token) == nullptr) continue;
            std::size_t count = 0;
            for (const std::string& word : words_) count += word_in(each, word) == nullptr ? 0 : 2;
            for (const Field& field : fields_of(table_)) {
                if (field.holds.content == Content::choice && field.holds.words == each.name) {
                    ++count;
                    break;
                }
            }
            if (count <= most) continue;
            best = &each;
            most = count;
        }
        if (best != nullptr) return word_of(*best, token);
        std::set<std::string> names;
        for (const TableSchema& schema : table_schemas()) {
            if (const Field* field = field_named(schema.name, token)) {
                names.insert(without_unit(field->zh));
            }
        }
        if (names.size() == 1) return *names.begin();
        for (const Field& field : setting_fields()) {
            const std::size_t dot = field.name.find('.');
            if (naming_.chinese_settings_ && dot != std::string::npos &&
                field.name.substr(dot + 1) == token) {
                return field.zh.substr(field.zh.find('.') + 1);
            }
        }
        return token;
    }

    const Naming& naming_;
    std::string table_;
    std::vector<std::string> near_;  ///< the table at hand and those the message names
    std::set<std::string> words_;    ///< all that it says
    const Field* last_ = nullptr;    ///< the column named last
};

namespace {

/// "形象进度（形象进度）", where the brackets gave the name of the register.
void drop_echoes(std::string& text) {
    for (std::size_t open = text.find("（"); open != std::string::npos;
         open = text.find("（", open + 1)) {
        const std::size_t close = text.find("）", open);
        if (close == std::string::npos) return;
        const std::size_t begin = open + std::string_view("（").size();
        const std::string inside = text.substr(begin, close - begin);
        if (inside.empty() || open < inside.size()) continue;
        if (text.compare(open - inside.size(), inside.size(), inside) != 0) continue;
        text.erase(open, close + std::string_view("）").size() - open);
    }
}

}  // namespace

void Naming::put_into(Diagnostic& diagnostic) const {
    Rewriter rewriter(*this, table_of(diagnostic.at), diagnostic);
    for (Text* text : {&diagnostic.problem, &diagnostic.why, &diagnostic.suggestion}) {
        text->zh = rewriter.chinese(text->zh);
        drop_echoes(text->zh);
        text->en = rewriter.english(text->en);
    }
}

}  // namespace coffer::scenario
