#include "coffer/base/calendar.hpp"
#include "coffer/report/csv.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/write.hpp"

namespace coffer::report {

std::vector<File> replay_files(const analysis::Replay& replay, Month start) {
    CsvWriter ledger("month,account,item,amount");
    for (const analysis::LedgerRow& row : replay.ledger) {
        ledger.raw(to_string(month_after(start, row.month))).text(row.account).text(row.item);
        ledger.raw(yuan_from_fen(row.fen));
        ledger.end_row();
    }
    CsvWriter events("month,subject,event,cause,amount");
    for (const analysis::EventRow& row : replay.events) {
        events.raw(to_string(month_after(start, row.month))).text(row.subject);
        events.text(row.event).text(row.cause).value(row.amount);
        events.end_row();
    }
    return {{"ledger.csv", ledger.content_for_spreadsheets()},
            {"events.csv", events.content_for_spreadsheets()}};
}

}  // namespace coffer::report
