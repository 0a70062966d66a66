#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/store/store.hpp"

namespace coffer::store {

/// Reads one cell of a row after another. What is of another type reads as 0 or "": the digest of a
/// record tells.
class Cells {
  public:
    explicit Cells(const std::vector<Value>& row) : row_(row) {}

    Cells& operator>>(std::string& to) {
        const auto* text = std::get_if<std::string>(&next());
        to = text == nullptr ? std::string() : *text;
        return *this;
    }
    Cells& operator>>(std::int64_t& to) {
        const auto* number = std::get_if<std::int64_t>(&next());
        to = number == nullptr ? 0 : *number;
        return *this;
    }
    Cells& operator>>(int& to) {
        std::int64_t number = 0;
        *this >> number;
        to = static_cast<int>(number);
        return *this;
    }
    Cells& operator>>(std::optional<double>& to) {
        const Value& value = next();
        const auto* number = std::get_if<double>(&value);
        to = number == nullptr ? std::nullopt : std::optional(*number);
        return *this;
    }
    Cells& operator>>(double& to) {
        std::optional<double> number;
        *this >> number;
        to = number.value_or(0.0);
        return *this;
    }
    Cells& operator>>(Text& to) { return *this >> to.zh >> to.en; }

  private:
    const Value& next() {
        static const Value none;
        return place_ < row_.size() ? row_[place_++] : none;
    }

    const std::vector<Value>& row_;
    std::size_t place_ = 0;
};

}  // namespace coffer::store
