// docs/names.md is what `coffer names` prints.
#include "coffer/report/names_page.hpp"

#include <catch2/catch.hpp>

#include "support/folders.hpp"
#include "support/temporary_folder.hpp"

using namespace coffer;

TEST_CASE("docs/names.md is the register of names", "[docs]") {
    const std::string page = testing::read_text(testing::source_folder() / "docs" / "names.md");
    INFO("write it anew: coffer names > docs/names.md");
    CHECK(page == report::names_page());
}
