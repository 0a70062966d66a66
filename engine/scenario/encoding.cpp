#include "encoding.hpp"

#include <iconv.h>
#include <string_view>

#include "coffer/scenario/wording.hpp"

namespace coffer::scenario {
namespace {

/// The byte order mark in GB18030.
constexpr std::string_view gb18030_mark = "\x84\x31\x95\x33";

unsigned char byte_at(const std::string& text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

/// Line and column (in characters) behind a valid UTF-8 text.
Position position_after(const std::string& text, const std::string& file) {
    Position at{file, 1, 1};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) {
            ++at.line;
            at.column = 1;
        } else if ((byte_at(text, i) & 0xC0U) != 0x80U) {
            ++at.column;
        }
    }
    return at;
}

std::size_t valid_utf8_prefix(const std::string& text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const std::size_t length = character_length(text, i);
        if (length == 0) break;
        i += length;
    }
    return i;
}

struct Converted {
    std::string text;  ///< what could be converted
    bool whole = false;
};

Converted from_gb18030(const std::string& bytes) {
    Converted result;
    const iconv_t converter = iconv_open("UTF-8", "GB18030");
    // NOLINTNEXTLINE(performance-no-int-to-ptr): what POSIX says iconv_open returns.
    if (converter == reinterpret_cast<iconv_t>(-1)) return result;
    std::string input = bytes;  // iconv wants a writable pointer
    char* from = input.data();
    std::size_t left = input.size();
    constexpr auto failed = static_cast<std::size_t>(-1);
    while (true) {
        char buffer[4096];
        char* to = buffer;
        std::size_t room = sizeof buffer;
        const std::size_t status = iconv(converter, &from, &left, &to, &room);
        result.text.append(buffer, sizeof buffer - room);
        if (status != failed) {
            result.whole = left == 0;
            break;
        }
        if (room == sizeof buffer) break;  // no progress: a byte it cannot convert
    }
    iconv_close(converter);
    return result;
}

/// Whether bytes are Big5, the encoding of traditional characters: nearly all of them are common
/// characters of Big5, and many have a second byte that no simplified character of GB2312 has.
/// Read as GB18030 they would be valid and make no sense.
bool looks_big5(const std::string& bytes) {
    std::size_t characters = 0;
    std::size_t common = 0;
    std::size_t low = 0;
    for (std::size_t i = 0; i < bytes.size();) {
        const unsigned first = byte_at(bytes, i);
        if (first < 0x80U) {
            ++i;
            continue;
        }
        if (first < 0xA1U || first > 0xF9U || i + 1 == bytes.size()) return false;
        const unsigned second = byte_at(bytes, i + 1);
        const bool is_low = second >= 0x40U && second <= 0x7EU;
        if (!is_low && (second < 0xA1U || second > 0xFEU)) return false;
        ++characters;
        low += is_low ? 1 : 0;
        common += first <= 0xC6U ? 1 : 0;
        i += 2;
    }
    return characters >= 4 && 10 * common >= 9 * characters && 5 * low >= characters;
}

/// What of a valid UTF-8 text may be GB18030 instead.
struct Pairs {
    bool possible = false;  ///< all that is not ASCII are two-byte characters that GB2312 has too
    bool words = false;     ///< some stand side by side
};

Pairs pairs_in(const std::string& text) {
    Pairs pairs;
    bool after_pair = false;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = character_length(text, i);
        if (length > 2 || (length == 2 && byte_at(text, i + 1) < 0xA1U)) return {};
        pairs.words = pairs.words || (length == 2 && after_pair);
        after_pair = length == 2;
        pairs.possible = pairs.possible || after_pair;
        i += length;
    }
    return pairs;
}

}  // namespace

bool is_gb18030(const std::string& bytes) {
    return bytes.starts_with(gb18030_mark) || valid_utf8_prefix(bytes) < bytes.size();
}

std::size_t character_length(const std::string& text, std::size_t at) {
    const unsigned char first = byte_at(text, at);
    if (first < 0x80U) return 1;
    std::size_t length = 0;
    unsigned low = 0x80U;  // bounds of the second byte: no overlong forms, surrogates, > U+10FFFF
    unsigned high = 0xBFU;
    if (first >= 0xC2U && first <= 0xDFU) length = 2;
    if (first >= 0xE0U && first <= 0xEFU) length = 3;
    if (first >= 0xF0U && first <= 0xF4U) length = 4;
    if (first == 0xE0U) low = 0xA0U;
    if (first == 0xEDU) high = 0x9FU;
    if (first == 0xF0U) low = 0x90U;
    if (first == 0xF4U) high = 0x8FU;
    if (length == 0 || at + length > text.size()) return 0;
    if (byte_at(text, at + 1) < low || byte_at(text, at + 1) > high) return 0;
    for (std::size_t k = 2; k < length; ++k) {
        if ((byte_at(text, at + k) & 0xC0U) != 0x80U) return 0;
    }
    return length;
}

unsigned forbidden_character(const std::string& text, std::size_t at) {
    const unsigned first = byte_at(text, at);
    if (first == '\t' || first == '\n' || first == '\r') return 0;
    if (first < 0x20U || first == 0x7FU) return first == 0 ? 0xFFFDU : first;
    if (first == 0xC2U && at + 1 < text.size() && byte_at(text, at + 1) < 0xA0U) {
        return byte_at(text, at + 1);  // C1
    }
    if (first != 0xE2U || at + 2 >= text.size()) return 0;
    const unsigned second = byte_at(text, at + 1);
    const unsigned third = byte_at(text, at + 2);
    const unsigned point = 0x2000U | ((second & 0x3FU) << 6U) | (third & 0x3FU);
    const bool turns =
        (point >= 0x202AU && point <= 0x202EU) || (point >= 0x2066U && point <= 0x2069U);
    return turns ? point : 0;
}

std::optional<std::string> to_utf8(const std::string& bytes, const std::string& file,
                                   bool among_gb18030, Diagnostics& diagnostics) {
    const Text save_as = file.ends_with(".csv") ? Text{"请另存为“CSV UTF-8（逗号分隔）”。",
                                                       "Save it as \"CSV UTF-8\"."}
                                                : Text{"请另存为 UTF-8。", "Save it as UTF-8."};
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        diagnostics.error({file, 1, 1}, {"文件是 UTF-16 编码", "the file is UTF-16"},
                          {"只读 UTF-8 或 GB18030", "only UTF-8 and GB18030 are read"}, save_as);
        return std::nullopt;
    }
    const bool marked = bytes.starts_with(gb18030_mark);
    const bool marked_utf8 = bytes.starts_with("\xEF\xBB\xBF");
    std::string text = bytes;
    if (marked) text.erase(0, gb18030_mark.size());
    if (marked_utf8) text.erase(0, 3);
    const std::size_t valid = marked ? 0 : valid_utf8_prefix(text);
    const Pairs pairs = !marked && !marked_utf8 && valid == text.size() ? pairs_in(text) : Pairs{};
    if (pairs.possible && (among_gb18030 || pairs.words)) {
        text = from_gb18030(text).text;
        if (!among_gb18030) {
            diagnostics.warning({file, 1, 1}, {"按 GB18030 读取", "read as GB18030"},
                                {"它的字节也可能是 UTF-8 的生僻字母",
                                 "its bytes may be rare letters of UTF-8 as well"},
                                save_as);
        }
    } else if (valid < text.size() && !marked && looks_big5(text)) {
        diagnostics.error({file, 1, 1}, {"文件是 Big5（繁体）编码", "the file is Big5"},
                          {"只读 UTF-8 或 GB18030", "only UTF-8 and GB18030 are read"}, save_as);
        return std::nullopt;
    } else if (valid < text.size()) {
        Converted converted = from_gb18030(marked_utf8 ? bytes : text);
        if (!converted.whole && marked) {
            diagnostics.error(position_after(converted.text, file),
                              {"这里的字节无法识别", "the bytes here cannot be read"},
                              {"文件标明是 GB18030，但不是有效的 GB18030",
                               "the file is marked as GB18030 and is not valid GB18030"},
                              save_as);
            return std::nullopt;
        }
        if (!converted.whole) {
            // A file that is mostly UTF-8 is a broken UTF-8 file; the place shown is its own.
            const std::string good = text.substr(0, valid);
            const bool looks_utf8 = good.size() >= converted.text.size();
            diagnostics.error(
                position_after(looks_utf8 ? good : converted.text, file),
                say("第 {} 个字节（0x{:02X}）无法识别", "byte {} (0x{:02X}) cannot be read",
                    valid + 1, static_cast<unsigned>(byte_at(text, valid))),
                {"文件既不是有效的 UTF-8，也不是有效的 GB18030",
                 "the file is neither valid UTF-8 nor valid GB18030"},
                save_as);
            return std::nullopt;
        }
        text = std::move(converted.text);
    }
    if (const auto nul = text.find('\0'); nul != std::string::npos) {
        diagnostics.error(position_after(text.substr(0, nul), file),
                          {"文件中有空字符（NUL）", "the file contains a NUL character"},
                          {"这不是文本文件", "this is not a text file"}, save_as);
        return std::nullopt;
    }
    return text;
}

}  // namespace coffer::scenario
