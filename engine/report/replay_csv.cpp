#include "coffer/base/calendar.hpp"
#include "coffer/report/replay_files.hpp"
#include "coffer/results/csv.hpp"
#include "coffer/results/numbers.hpp"

namespace coffer::report {

std::vector<results::File> replay_files(const analysis::Replay& replay, Month start) {
    results::CsvWriter ledger("month,account,item,amount");
    for (const analysis::LedgerRow& row : replay.ledger) {
        ledger.raw(to_string(month_after(start, row.month))).text(row.account).text(row.item);
        ledger.raw(results::yuan_from_fen(row.fen));
        ledger.end_row();
    }
    results::CsvWriter events("month,subject,event,cause,amount");
    for (const analysis::EventRow& row : replay.events) {
        events.raw(to_string(month_after(start, row.month))).text(row.subject);
        events.text(row.event()).text(row.why()).value(row.amount);
        events.end_row();
    }
    return {{"ledger.csv", ledger.content_for_spreadsheets()},
            {"events.csv", events.content_for_spreadsheets()}};
}

}  // namespace coffer::report
