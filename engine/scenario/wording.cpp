#include "coffer/scenario/wording.hpp"

#include <algorithm>
#include <cmath>

#include "coffer/base/diagnostic.hpp"
#include "encoding.hpp"

namespace coffer::scenario {

std::string quote(const std::string& text) {
    constexpr std::size_t longest = 40;
    std::string shown = "\"";
    std::size_t characters = 0;
    bool hidden = false;  // the character at hand is replaced
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool begins_character = (byte & 0xC0U) != 0x80U;
        if (begins_character && characters++ == longest) {
            shown += "...";
            break;
        }
        if (begins_character) {
            hidden = byte < 0x20U || forbidden_character(text, i) != 0;
            if (hidden) shown += '?';
        }
        if (!hidden) shown += text[i];
    }
    return shown + "\"";
}

Text did_you_mean(const std::string& word, const std::vector<std::string>& candidates,
                  Text otherwise) {
    // The search costs time for each candidate; in a list this long a guess is of little use.
    constexpr std::size_t most_candidates = 1000;
    const std::string near =
        candidates.size() > most_candidates ? std::string{} : nearest(word, candidates);
    if (near.empty()) return otherwise;
    return say("您是否想写 {}？", "Did you mean {}?", quote(near));
}

std::string plain_number(double value, int digits) {
    const double size = std::abs(value);
    const int before_point = size > 0.0 ? static_cast<int>(std::floor(std::log10(size))) + 1 : 1;
    constexpr int most_decimals = 10;  // a fen in 亿元
    std::string text =
        fmt::format("{:.{}f}", value, std::clamp(digits - before_point, 0, most_decimals));
    if (text.find('.') != std::string::npos) {
        while (text.ends_with('0')) text.pop_back();
        if (text.ends_with('.')) text.pop_back();
    }
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    for (std::size_t at = std::min(text.find('.'), text.size()); at > first + 3; at -= 3) {
        text.insert(at - 3, ",");
    }
    return text;
}

std::string money_text(double yuan, MoneyUnit unit) {
    return plain_number(yuan / info(unit).yuan, 4) + std::string(info(unit).zh);
}

std::string exact_money_text(double yuan, MoneyUnit unit) {
    return plain_number(yuan / info(unit).yuan, 16) + std::string(info(unit).zh);
}

MoneyUnit unit_called(const std::string& word) {
    return money_unit_named(word).value_or(MoneyUnit::yuan);
}

std::string listed(const std::vector<std::string>& words) {
    constexpr std::size_t most = 24;
    std::string all;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i == most) return all + ", ...";
        if (i > 0) all += ", ";
        all += words[i];
    }
    return all;
}

}  // namespace coffer::scenario
