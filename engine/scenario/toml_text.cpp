#include "toml_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "coffer/base/trimmed.hpp"
#include "coffer/scenario/wording.hpp"
#include "limits.hpp"

namespace coffer::scenario {
namespace {

/// Finds keys of more parts, and values nested deeper, than the parser's recursion can bear. A
/// scanner of TOML that knows strings, comments and brackets, and leaves all else to the parser.
class DepthScanner {
  public:
    explicit DepthScanner(const std::string& text) : text_(text) {}

    /// Line and column where the limit is passed; line 0 when it never is.
    Position find() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '#') {
                while (at_ < text_.size() && text_[at_] != '\n') step();
            } else if (c == '"' || c == '\'') {
                skip_string(c);
            } else {
                pass(c);
                if (outside_ + parts_ > limits::key_parts) return {{}, line_, column_};
                step();
            }
        }
        return {};
    }

  private:
    void step() {
        const char c = text_[at_++];
        if (c == '\n') {
            ++line_;
            column_ = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++column_;
        }
    }

    void pass(char c) {
        if (c == '.') ++parts_;
        if (c == ',' || c == '\n') parts_ = 1;
        if (c == '[' || c == '{') {
            open_.push_back(parts_);
            outside_ += parts_;
            parts_ = 1;
        } else if ((c == ']' || c == '}') && !open_.empty()) {
            outside_ -= open_.back();
            open_.pop_back();
            parts_ = 1;
        }
    }

    bool skip(const std::string& mark) {
        if (text_.compare(at_, mark.size(), mark) != 0) return false;
        for (std::size_t i = 0; i < mark.size(); ++i) step();
        return true;
    }

    void skip_string(char mark) {
        const std::string three(3, mark);
        const bool long_form = skip(three);
        if (!long_form) step();
        while (at_ < text_.size()) {
            if (text_[at_] == '\\' && mark == '"') {
                step();
                if (at_ < text_.size()) step();
            } else if (long_form && skip(three)) {
                // Up to two quotes may stand before the closing three.
                for (int i = 0; i < 2 && at_ < text_.size() && text_[at_] == mark; ++i) step();
                return;
            } else if (!long_form && (text_[at_] == mark || text_[at_] == '\n')) {
                if (text_[at_] == mark) step();
                return;
            } else {
                step();
            }
        }
    }

    const std::string& text_;
    std::size_t at_ = 0;
    int line_ = 1;
    int column_ = 1;
    std::size_t parts_ = 1;          ///< of the key at hand
    std::size_t outside_ = 0;        ///< of the keys around it
    std::vector<std::size_t> open_;  ///< what each open bracket added
};

/// As much of a line as a message holds, without what could repaint a terminal.
std::string short_line(const std::string& line) {
    const std::string quoted = quote(line);
    return quoted.substr(1, quoted.size() - 2);
}

std::string line_at(const std::string& text, std::size_t line) {
    std::size_t begin = 0;
    for (std::size_t i = 1; i < line; ++i) {
        begin = text.find('\n', begin);
        if (begin == std::string::npos) return {};
        ++begin;
    }
    return text.substr(begin, text.find('\n', begin) - begin);
}

struct Mistake {
    Text problem;
    Text why;
    Text suggestion;
};

/// A mark of a Chinese input method, or of a word processor, for one of TOML's own on a line.
std::optional<Mistake> typographic_mark(const std::string& line) {
    struct Mark {
        const char* wide;
        const char* narrow;
    };
    static constexpr std::array<Mark, 14> marks = {{{"“", "\""},
                                                    {"”", "\""},
                                                    {"‘", "\""},
                                                    {"’", "\""},
                                                    {"＂", "\""},
                                                    {"「", "\""},
                                                    {"」", "\""},
                                                    {"＝", "="},
                                                    {"【", "["},
                                                    {"】", "]"},
                                                    {"［", "["},
                                                    {"，", ","},
                                                    {"、", ","},
                                                    {"：", "="}}};
    std::string mended;
    std::string first;
    bool in_quotes = false;  // what stands there may hold any mark
    for (std::size_t i = 0; i < line.size();) {
        in_quotes = in_quotes != (line[i] == '"');
        const auto mark = std::find_if(marks.begin(), marks.end(), [&](const Mark& each) {
            return line.compare(i, std::string_view(each.wide).size(), each.wide) == 0;
        });
        if (in_quotes || mark == marks.end()) {
            mended += line[i++];
            continue;
        }
        if (first.empty()) first = mark->wide;
        mended += mark->narrow;
        i += std::string_view(mark->wide).size();
    }
    if (first.empty()) return std::nullopt;
    // The quotes of a Chinese key are put there by the reader.
    if (mended.front() == '"') {
        mended.erase(0, 1);
        if (const std::size_t end = mended.find('"'); end != std::string::npos)
            mended.erase(end, 1);
    }
    return Mistake{say("这一行有中文标点 {}", "this line has the typographic mark {}", first),
                   {"括号、引号、逗号和等号都要用半角",
                    "brackets, quotation marks, commas and = are half width"},
                   say("请写成 {}。", "Write {} instead.", short_line(mended))};
}

/// What is wrong with a line, as far as it can be told from the line alone.
std::optional<Mistake> mistake_in(const std::string& line) {
    const std::string whole = trimmed(line);
    if (whole.empty()) return std::nullopt;
    if (auto mark = typographic_mark(whole)) return mark;
    const std::size_t equals = whole.find('=');
    if (whole.front() == '[' && whole.back() != ']' && equals == std::string::npos) {
        return Mistake{{"组名的方括号没有成对", "the brackets of a group do not match"},
                       {"一组以 [组名] 开头", "a group begins with its name in brackets"},
                       {"请在组名后补上 ]。", "Add the ] after its name."}};
    }
    if (equals == std::string::npos) {
        return Mistake{{"这一行没有等号", "this line has no ="},
                       {"每行写一个“键 = 值”", "each line is a key = value"},
                       {"请补上等号，或在行首写 # 使它成为注释。",
                        "Add the =, or begin the line with # to make it a comment."}};
    }
    std::string key = trimmed(whole.substr(0, equals));
    std::erase(key, '"');
    std::string value = whole.substr(equals + 1);
    if (value.find('"') == std::string::npos) value = value.substr(0, value.find('#'));
    value = trimmed(value);
    if (value.empty()) {
        return Mistake{say("{} 没有值", "{} has no value", short_line(key)),
                       {"等号后面是空的", "nothing follows the ="},
                       {"请填上，或删去这一行。", "Fill it in, or delete the line."}};
    }
    const bool list = value.front() == '[';
    const auto quotes = std::count(value.begin(), value.end(), '"');
    if (list && (value.back() != ']' || quotes % 2 == 1)) {
        return Mistake{
            say("{} 的列表没有写完整", "the list of {} is not complete", short_line(key)),
            {"方括号或引号没有成对", "its brackets or quotation marks do not match"},
            {"请写成 [\"甲\", \"乙\"] 的样子。", "Write it like [\"a\", \"b\"]."}};
    }
    if (!list && quotes > 0) {
        return Mistake{
            say("{} 的引号没有成对", "the quotation marks of {} do not match", short_line(key)),
            {"一个值用一对引号括住", "a value stands in one pair of quotation marks"},
            {"请只在值的两头各写一个 \"。", "Write one \" at each end of the value."}};
    }
    if (list) return std::nullopt;
    return Mistake{
        say("{} 的值 {} 没有加引号", "the value {1} of {0} has no quotation marks", short_line(key),
            short_line(value)),
        {"只有纯数字可以不加引号", "only plain numbers go without"},
        say("请写成 {0} = \"{1}\"。", "Write {0} = \"{1}\".", short_line(key), short_line(value))};
}

/// The parser tells of a mistake in one of two ways: it throws, or, built without exceptions,
/// returns it.
template <class Wrong>
std::optional<toml::table> parsed(const std::string& text, Wrong wrong) {
#if TOML_EXCEPTIONS
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        wrong(error);
    }
#else
    auto result = toml::parse(text);
    if (result) return std::move(result).table();
    wrong(result.error());
#endif
    return std::nullopt;
}

}  // namespace

std::optional<toml::table> parse_toml(const std::string& text, const std::string& file,
                                      Diagnostics& diagnostics) {
    if (Position deep = DepthScanner(text).find(); deep.line > 0) {
        deep.file = file;
        diagnostics.error(deep,
                          say("键超过 {} 段", "a key of more than {} parts", limits::key_parts),
                          {"超出上限，文件没有读", "beyond the limit; the file was not read"},
                          {"请查阅 docs/scenario.zh-CN.md；键至多两段。",
                           "See docs/scenario.md; a key has at most two parts."});
        return std::nullopt;
    }
    return parsed(text, [&](const toml::parse_error& error) {
        const auto& at = error.source().begin;
        const Position place{file, static_cast<int>(at.line), static_cast<int>(at.column)};
        if (const auto mistake = mistake_in(line_at(text, at.line))) {
            diagnostics.error(
                place, mistake->problem, mistake->why,
                {mistake->suggestion.zh + "改好之后才能检查各表的内容。",
                 mistake->suggestion.en + " What the tables hold can be checked after that."});
            return;
        }
        const std::string description(error.description());
        diagnostics.error(place, {"这一行不是“键 = 值”的写法", "TOML syntax error"},
                          {"TOML：" + description, description},
                          {"文字要加引号，每行一个“键 = 值”。改好之后才能检查各表的内容。",
                           "Quote text, and write one \"key = value\" a line. What the tables hold "
                           "can be checked after that."});
    });
}

std::optional<std::vector<std::string>> parse_toml_list(const std::string& value) {
    const std::string text = "list = " + value;
    if (DepthScanner(text).find().line > 0) return std::nullopt;
    const auto table = parsed(text, [](const toml::parse_error&) {});
    if (!table) return std::nullopt;
    const toml::array* array = (*table)["list"].as_array();
    if (table->size() != 1 || array == nullptr) return std::nullopt;
    if (array->size() > limits::list_items) return std::nullopt;
    std::vector<std::string> items;
    for (const toml::node& node : *array) {
        if (!node.is_string()) return std::nullopt;
        items.push_back(node.as_string()->get());
    }
    return items;
}

std::optional<std::string> scalar_text(const toml::node& node) {
    if (const auto* text = node.as_string()) return trimmed(text->get());
    if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    const auto* number = node.as_floating_point();
    if (number == nullptr) return std::nullopt;
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number->get());
    return std::string(buffer, end.ptr);
}

}  // namespace coffer::scenario
