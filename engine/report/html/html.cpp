#include "coffer/report/html.hpp"

#include <stdexcept>

#include "coffer/report/figures.hpp"
#include "page_data.hpp"

namespace coffer::report {
namespace {

/// JSON inside <script>: without "<" nothing in it can end the element or open a comment.
std::string without_markup(std::string_view json) {
    std::string safe;
    safe.reserve(json.size());
    for (const char character : json) {
        if (character == '<') {
            safe += "\\u003c";
        } else {
            safe += character;
        }
    }
    return safe;
}

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char character : printable(text)) {
        switch (character) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            case '\'':
                safe += "&#39;";
                break;
            default:
                safe += character;
        }
    }
    return safe;
}

/// For readers whose viewer runs no scripts, as many mail programs: the sentences.
std::string plain_text(const Gist& gist, Language language) {
    std::string text = "<h1>" + escaped(gist.title.in(language)) + "</h1>\n";
    text +=
        language == Language::chinese
            ? "<p>请用浏览器打开本文件，以查看图表。下面是主要结论。</p>\n<ul>\n"
            : "<p>Open this file in a browser to see the charts. The main findings:</p>\n<ul>\n";
    for (const Text& sentence : gist.sentences) {
        text += "<li>" + escaped(sentence.in(language)) + "</li>\n";
    }
    return text + "</ul>\n";
}

/// Copies the shell piece by piece; what is put in is never looked at again.
class Filling {
  public:
    explicit Filling(std::string_view shell) : rest_(shell) {}

    void put(std::string_view place, std::string_view content) {
        const auto at = rest_.find(place);
        if (at == std::string_view::npos) {
            throw std::invalid_argument("the shell of the page has no " + std::string(place));
        }
        result_ += rest_.substr(0, at);
        result_ += content;
        rest_.remove_prefix(at + place.size());
    }
    std::string finish() { return std::move(result_.append(rest_)); }

  private:
    std::string_view rest_;
    std::string result_;
};

std::string filled(const Gist& gist, std::string_view data, std::string_view shell,
                   Language language) {
    Filling filling(shell);
    filling.put("{{title}}", escaped(gist.title.in(language)));
    filling.put("{{plain}}", plain_text(gist, language));
    filling.put("{{data}}", without_markup(data));
    return filling.finish();
}

Gist gist_of(const page::Page& page) {
    Gist gist{page.title, {}};
    for (const page::Section& section : page.sections) {
        for (const page::Block& block : section.blocks) {
            const auto* const sentences = std::get_if<page::TextBlock>(&block);
            if (sentences == nullptr) continue;
            for (const auto& sentence : sentences->items) gist.sentences.push_back(sentence.text);
        }
    }
    return gist;
}

}  // namespace

std::string html(const page::Page& page, std::string_view shell, Language language) {
    return filled(gist_of(page), page_json(page, language), shell, language);
}

std::optional<std::string> html_of_data(std::string_view data, const std::string& command,
                                        std::string_view shell, Language language) {
    const auto known = known_data(data, command, language);
    if (!known) return std::nullopt;
    return filled(known->gist, known->json, shell, language);
}

}  // namespace coffer::report
