#include "coffer/scenario/wording.hpp"

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
