#pragma once
#include <charconv>

namespace coffer {

/// std::from_chars of a double, which not every standard library has yet: the same texts read as
/// the same bits everywhere.
std::from_chars_result from_chars(const char* first, const char* last, double& value,
                                  std::chars_format format = std::chars_format::general);

/// How it is done without the library; public for the test that holds the two against each other.
std::from_chars_result from_chars_by_strtod(const char* first, const char* last, double& value,
                                            std::chars_format format);

}  // namespace coffer
