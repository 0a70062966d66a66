#include "coffer/base/from_chars.hpp"

#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>
#include <version>

namespace coffer {
namespace {

const char* past_digits(const char* at, const char* last) {
    while (at != last && *at >= '0' && *at <= '9') ++at;
    return at;
}

/// Where a decimal numeral ends; `first` when there is none.
const char* past_numeral(const char* first, const char* last, std::chars_format format) {
    const char* const whole = first != last && *first == '-' ? first + 1 : first;
    const char* at = past_digits(whole, last);
    std::ptrdiff_t digits = at - whole;
    if (at != last && *at == '.') {
        const char* const end = past_digits(at + 1, last);
        digits += end - (at + 1);
        if (digits > 0) at = end;
    }
    if (digits == 0) return first;
    if (format == std::chars_format::fixed || at == last || (*at != 'e' && *at != 'E')) return at;
    const char* exponent = at + 1;
    if (exponent != last && (*exponent == '-' || *exponent == '+')) ++exponent;
    const char* const end = past_digits(exponent, last);
    return end == exponent ? at : end;
}

/// "inf" and "nan", which std::from_chars reads too.
const char* past_word(const char* first, const char* last, double& value) {
    const char* const begin = first != last && *first == '-' ? first + 1 : first;
    std::string word;
    for (const char* at = begin; at != last && word.size() < 8; ++at) {
        word += *at >= 'A' && *at <= 'Z' ? static_cast<char>(*at - 'A' + 'a') : *at;
    }
    for (const std::string_view known : {"infinity", "inf", "nan"}) {
        if (!word.starts_with(known)) continue;
        value = known == "nan" ? std::nan("") : HUGE_VAL;
        if (begin != first) value = -value;
        return begin + known.size();
    }
    return first;
}

}  // namespace

std::from_chars_result from_chars_by_strtod(const char* first, const char* last, double& value,
                                            std::chars_format format) {
    const char* const end = past_numeral(first, last, format);
    if (end == first) {
        const char* const word = past_word(first, last, value);
        return {word, word == first ? std::errc::invalid_argument : std::errc{}};
    }
    // Rounds to nearest, and there is no locale but C's.
    const double read = std::strtod(std::string(first, end).c_str(), nullptr);
    const std::string_view digits(first, static_cast<std::size_t>(end - first));
    const bool nonzero =
        digits.substr(0, digits.find_first_of("eE")).find_first_of("123456789") != digits.npos;
    if (std::isinf(read) || (read == 0.0 && nonzero)) {
        return {end, std::errc::result_out_of_range};
    }
    value = read;
    return {end, std::errc{}};
}

std::from_chars_result from_chars(const char* first, const char* last, double& value,
                                  std::chars_format format) {
#ifdef __cpp_lib_to_chars
    return std::from_chars(first, last, value, format);
#else
    return from_chars_by_strtod(first, last, value, format);
#endif
}

}  // namespace coffer
