#include <support/folders.hpp>

namespace coffer::testing {

std::filesystem::path source_folder() { return COFFER_SOURCE_DIR; }
std::filesystem::path binary_folder() { return COFFER_BINARY_DIR; }
std::filesystem::path shared_folder() { return COFFER_SHARED_DIR; }

}  // namespace coffer::testing
