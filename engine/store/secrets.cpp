// Passwords in the URL of a server: what is shown or kept anywhere must not have them.
#include "secrets.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "coffer/store/store.hpp"
#include "postgres/connection.hpp"

namespace coffer::store {
namespace {

constexpr std::string_view mask = "***";

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// %77 as w; what is no such code stays.
std::string decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool code = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                          hex_digit(text[i + 2]) >= 0;
        result += code ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]))
                       : text[i];
        if (code) i += 2;
    }
    return result;
}

std::string in_lower_case(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

struct Span {
    std::size_t begin = 0, end = 0;
};

/// Where passwords stand in the text, from left to right.
std::vector<Span> secrets_of(const std::string& text) {
    // However a scheme is spelled: one that is mistyped is no server's, and its password is one.
    const std::string lower = in_lower_case(text);
    std::size_t scheme = lower.find("postgres");
    const std::size_t slashes =
        scheme == std::string::npos ? std::string::npos : lower.find(":/", scheme);
    if (slashes == std::string::npos) return {};
    // As a path it has but one slash.
    const std::size_t begin = slashes + (lower.compare(slashes, 3, "://") == 0 ? 3 : 2);
    std::vector<Span> spans;
    // The user ends at an @ before the first /, as PostgreSQL reads it, also behind a ?. The last
    // one, and one behind a /: a password with such characters in it is a mistake, but no less one.
    std::size_t at = text.substr(0, text.find('/', begin)).rfind('@');
    if (at == std::string::npos || at < begin)
        at = text.substr(0, text.find('?', begin)).rfind('@');
    if (at == std::string::npos || at < begin) at = begin;
    const std::size_t colon = text.find(':', begin);
    if (colon < at) spans.push_back({colon + 1, at});
    static const std::set<std::string> keys = postgres::secret_keywords();
    for (std::size_t place = text.find('?', at); place < text.size();) {
        const std::size_t end = std::min(text.find('&', place + 1), text.size());
        const std::size_t equals = text.find('=', place);
        if (equals < end && keys.contains(in_lower_case(decoded(
                                std::string_view(text).substr(place + 1, equals - place - 1))))) {
            spans.push_back({equals + 1, end});
        }
        place = end;
    }
    return spans;
}

void replace_all(std::string& text, const std::string& what) {
    for (auto at = text.find(what); !what.empty() && at != std::string::npos;
         at = text.find(what, at + mask.size())) {
        text.replace(at, what.size(), mask);
    }
}

}  // namespace

std::string shown(const std::string& text) {
    std::string result = text;
    const auto spans = secrets_of(text);
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
        result.replace(span->begin, span->end - span->begin, mask);
    }
    return result;
}

std::string without_secrets(std::string message, const std::string& place) {
    for (const Span& span : secrets_of(place)) {
        const std::string secret = place.substr(span.begin, span.end - span.begin);
        replace_all(message, secret);
        replace_all(message, decoded(secret));
        // One with an @ or / in it that is not written as a code is cut there.
        std::string piece;
        for (const char c : secret + "/") {
            if (c != '@' && c != '/' && c != '?' && c != ':') {
                piece += c;
                continue;
            }
            constexpr std::size_t shortest = 3;  // less would be in every other word
            if (piece.size() >= shortest) replace_all(message, piece);
            piece.clear();
        }
    }
    return message;
}

}  // namespace coffer::store
