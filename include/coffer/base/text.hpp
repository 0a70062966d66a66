#pragma once
#include <string>

namespace coffer {

enum class Language { chinese, english };

/// One message or name in both languages of the product.
struct Text {
    std::string zh;
    std::string en;

    [[nodiscard]] const std::string& in(Language language) const {
        return language == Language::chinese ? zh : en;
    }
    friend bool operator==(const Text&, const Text&) = default;
};

}  // namespace coffer
