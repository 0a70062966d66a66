#include "coffer/scenario/totals.hpp"

#include <algorithm>
#include <array>

namespace coffer::scenario {

std::string bare_word(std::string text) {
    static const std::array<std::string, 12> dropped = {" ",  "\t", "\u3000", "\u00A0", ":", "：",
                                                        "、", "*",  "#",      "-",      "_", "—"};
    for (const std::string& word : dropped) {
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
            text.erase(at, word.size());
        }
    }
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

bool names_a_total(const std::string& text) {
    static const std::array<std::string, 9> ends = {"合计", "小计", "总计", "共计",    "总和",
                                                    "累计", "汇总", "总数", "subtotal"};
    static const std::array<std::string, 5> whole = {"total", "totals", "sum", "grandtotal",
                                                     "总额"};
    static const std::array<std::string, 5> begins = {"其中", "ofwhich", "totalof", "subtotal",
                                                      "sumof"};
    const std::string word = bare_word(text);
    const auto is_end = [&word](const std::string& end) { return word.ends_with(end); };
    const auto is_begin = [&word](const std::string& begin) { return word.starts_with(begin); };
    if (std::find(whole.begin(), whole.end(), word) != whole.end()) return true;
    if (std::any_of(ends.begin(), ends.end(), is_end)) return true;
    if (std::any_of(begins.begin(), begins.end(), is_begin)) return true;
    for (const char* end : {"合计", "小计", "总计", "共计"}) {
        if (word.starts_with(end) && word.size() <= 24) return true;
    }
    // "Total revenue", "Revenue total": the word by itself.
    std::string lower = text;
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return lower.starts_with("total ") || lower.ends_with(" total");
}

bool is_called_total(const std::string& text) {
    static const std::array<std::string, 13> words = {
        "合计", "小计", "总计",  "共计",   "总和",     "累计",      "总数",
        "总额", "sum",  "total", "totals", "subtotal", "grandtotal"};
    std::string word = bare_word(text);
    for (const std::string front : {"以上", "上述", "本页", "全部"}) {
        if (word.starts_with(front)) word.erase(0, front.size());
    }
    while (!word.empty() && word.back() >= '0' && word.back() <= '9') word.pop_back();
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace coffer::scenario
