#include "coffer/base/diagnostic.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace coffer {

std::string cell_name(int row, int column) {
    std::string letters;
    for (; column > 0; column = (column - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
    }
    return letters + std::to_string(row);
}

std::string where(const Position& at) {
    if (!at.sheet.empty()) {
        const std::string sheet = at.file + ":" + at.sheet;
        return at.line > 0 ? sheet + "!" + cell_name(at.line, at.column) : sheet;
    }
    if (at.line <= 0) return at.file;
    return at.file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

std::string format(const Diagnostic& diagnostic, Language language) {
    const bool chinese = language == Language::chinese;
    std::string text = where(diagnostic.at);
    if (!text.empty()) text += ": ";
    if (diagnostic.severity == Severity::error) {
        text += chinese ? "错误：" : "error: ";
    } else {
        text += chinese ? "警告：" : "warning: ";
    }
    text += diagnostic.problem.in(language);
    if (const auto& why = diagnostic.why.in(language); !why.empty()) {
        text += chinese ? "（" + why + "）" : " (" + why + ")";
    }
    if (const auto& suggestion = diagnostic.suggestion.in(language); !suggestion.empty()) {
        text += (chinese ? "。" : ". ") + suggestion;
    }
    return text;
}

void Diagnostics::error(Position at, Text problem, Text why, Text suggestion) {
    entries_.push_back({Severity::error, std::move(at), std::move(problem), std::move(why),
                        std::move(suggestion)});
    ++errors_;
}

void Diagnostics::warning(Position at, Text problem, Text why, Text suggestion) {
    entries_.push_back({Severity::warning, std::move(at), std::move(problem), std::move(why),
                        std::move(suggestion)});
}

void Diagnostics::append(const Diagnostics& more) {
    entries_.insert(entries_.end(), more.entries_.begin(), more.entries_.end());
    errors_ += more.errors_;
}

Diagnostics::Held Diagnostics::hold_back(const std::function<bool(const Diagnostic&)>& follows) {
    Held held;
    std::erase_if(entries_, [&](const Diagnostic& entry) {
        if (!follows(entry)) return false;
        ++(entry.severity == Severity::error ? held.errors : held.warnings);
        return true;
    });
    errors_ -= held.errors;
    return held;
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    std::vector<Diagnostic> result = entries_;
    std::stable_sort(result.begin(), result.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.at.file, a.at.sheet, a.at.line, a.at.column) <
               std::tie(b.at.file, b.at.sheet, b.at.line, b.at.column);
    });
    return result;
}

namespace {

using Letters = std::vector<std::string_view>;

/// Characters of UTF-8: a Chinese one is as much of a word as a Latin one.
Letters letters_of(const std::string& text) {
    Letters letters;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
        letters.emplace_back(text.data() + i, end - i);
        i = end;
    }
    return letters;
}

std::size_t edit_distance(const Letters& a, const Letters& b) {
    std::vector<std::size_t> previous(b.size() + 1);
    std::vector<std::size_t> current(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            current[j] = std::min({replaced, previous[j] + 1, current[j - 1] + 1});
        }
        std::swap(previous, current);
    }
    return previous[b.size()];
}

/// Of ASCII letters, which is what ids and keywords are confused in.
std::string lower_case(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

}  // namespace

std::string nearest(const std::string& word, const std::vector<std::string>& candidates) {
    // Quadratic in the word's length: a hostile cell must not buy minutes of work.
    constexpr std::size_t longest = 64;
    if (word.size() > longest) return {};
    const std::string lower = lower_case(word);
    const Letters letters = letters_of(lower);
    const bool chinese = letters.size() < word.size();
    // Half of a Chinese word is another word; a word that is replaced whole is no slip.
    std::size_t best_distance = chinese ? letters.size() / 2 + 1 : letters.size() / 3 + 2;
    best_distance = std::min(best_distance, std::max<std::size_t>(letters.size(), 1));
    std::string best;
    for (const auto& candidate : candidates) {
        if (candidate.size() > longest) continue;
        const std::string other = lower_case(candidate);
        const std::size_t distance = edit_distance(letters, letters_of(other));
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

}  // namespace coffer
