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
    // "合计（亿元）", "总计收入"; not "总计划外工程", "小计量泵站".
    static const std::array<std::string, 17> rests = {
        "（",   "(",    "数",   "额",   "行",   "金额", "收入", "支出", "投资",
        "债务", "本金", "贷款", "产值", "资金", "项目", "应",   "为"};
    for (const std::string front : {"合计", "小计", "总计", "共计"}) {
        if (!word.starts_with(front) || word.size() > 24) continue;
        const std::string rest = word.substr(front.size());
        const bool digit = !rest.empty() && rest.front() >= '0' && rest.front() <= '9';
        if (rest.empty() || digit ||
            std::any_of(rests.begin(), rests.end(),
                        [&rest](const std::string& each) { return rest.starts_with(each); })) {
            return true;
        }
    }
    // "Total revenue", "Revenue total": the word by itself, but of something that is summed; a
    // "total station" is an instrument.
    static const std::array<std::string, 22> sums = {
        "revenue",  "income", "expenditure", "spending", "investment", "debt",
        "receipts", "amount", "cost",        "output",   "project",    "source",
        "fund",     "tax",    "of ",         "for ",     "own",        "transfer",
        "general",  "loan",   "three",       "all"};
    std::string lower = text;
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower.ends_with(" total")) return true;
    return lower.starts_with("total ") &&
           std::any_of(sums.begin(), sums.end(), [&lower](const std::string& each) {
               return lower.compare(6, each.size(), each) == 0;
           });
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
