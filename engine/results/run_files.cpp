#include "coffer/results/core_tables.hpp"
#include "coffer/results/read.hpp"
#include "coffer/results/tables.hpp"

namespace coffer::results {

std::vector<File> run_files(const RunResults& results) {
    auto files = forecast_files(results.forecast);
    files.push_back(books_file(results.books));
    files.push_back(debt_due_file(results.dues));
    files.push_back(spending_file(results.departments));
    files.push_back(assumptions_file(results.assumptions));
    // Made from the others; not read back.
    for (const CoreTable& table : core_tables(results)) files.push_back(core_file(table));
    return files;
}

}  // namespace coffer::results
