#include "coffer/analysis/replay.hpp"

#include "coffer/kernel/simulate.hpp"
#include "coffer/model/names.hpp"

namespace coffer::analysis {

namespace {

class Ledger final : public kernel::Recorder {
  public:
    Ledger(const plan::Plan& plan, Replay& replay) : plan_(plan), replay_(replay) {}

    void opening(int month, kernel::Book book, double fen) override {
        replay_.ledger.push_back({month, name(book), "opening", fen});
    }
    void closing(int month, kernel::Book book, double fen) override {
        replay_.ledger.push_back({month, name(book), "closing", fen});
    }
    void flow(int month, kernel::Book book, kernel::FlowKind /*kind*/, const std::string& item,
              double fen) override {
        replay_.ledger.push_back({month, name(book), item, fen});
    }
    void due(int month, const std::string& debt, double interest, double principal) override {
        replay_.dues.push_back({month, debt, interest, principal});
    }
    void event(int month, const std::string& subject, kernel::EventKind kind,
               const kernel::Cause& cause, double amount) override {
        replay_.events.push_back({month, subject, kind, cause, amount});
    }

  private:
    [[nodiscard]] std::string name(kernel::Book book) const {
        switch (book.kind) {
            case kernel::Book::Kind::cash:
                return model::account_names[book.index];
            case kernel::Book::Kind::pool:
                return "pool:" + plan_.sources[book.index].id;
            case kernel::Book::Kind::debt:
                return std::string("debt:") + model::debt_class_names[book.index];
            case kernel::Book::Kind::arrears:
                return std::string("arrears:") + model::debt_class_names[book.index];
            case kernel::Book::Kind::payables:
                return "payables";
            case kernel::Book::Kind::supplier_payables:
                return "supplier_payables";
            case kernel::Book::Kind::contractor_payables:
                return "contractor_payables";
            case kernel::Book::Kind::platform:
                return "platform";
            case kernel::Book::Kind::reserve:
                return "reserve";
            case kernel::Book::Kind::stabilisation:
                return "stabilisation";
            case kernel::Book::Kind::settlement:
                return "settlement";
            case kernel::Book::Kind::advances:
                return "advances";
            case kernel::Book::Kind::fai:
                return "fai";
        }
        return {};
    }

    const plan::Plan& plan_;
    Replay& replay_;
};

}  // namespace

Replay replay(const plan::Plan& plan, const kernel::Draws& draws, std::uint64_t path) {
    kernel::PathStore store(plan, 1, kernel::Detail::traced);
    return replay(plan, draws, path, store);
}

Replay replay(const plan::Plan& plan, const kernel::Draws& draws, std::uint64_t path,
              kernel::PathStore& store) {
    Replay result;
    Ledger ledger(plan, result);
    kernel::simulate_recorded(plan, draws, path, ledger, store);
    result.out_of_range = store.out_of_range(0, 0) != 0;
    return result;
}

}  // namespace coffer::analysis
