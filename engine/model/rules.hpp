#pragma once
// Rules between parts of a model that do not ask where it came from: `build` holds documents to
// them, `validate` models made in memory.
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/model/model.hpp"

namespace coffer::model {

/// Whether money can simply arrive in the pool of such a source.
[[nodiscard]] bool takes_receipts(Source::Kind kind);

[[nodiscard]] bool names_nothing(const RevenueShare& of);

/// Whether the figures of a month are known.
[[nodiscard]] bool known_by_month(Indicator indicator, const Dimension& dimension);

/// What the plan has to pay and `listed` does not: whole steps, and by class where the list has no
/// whole one.
[[nodiscard]] std::vector<WaterfallPayment> unlisted_payments(
    const Model& model, const std::vector<WaterfallPayment>& listed);
/// "interest:special".
[[nodiscard]] std::string word_of(const WaterfallPayment& payment);

/// By what factor deviations of drivers grow from month to month in the long run (the spectral
/// radius of their transition matrix); below 1 they die away.
[[nodiscard]] double long_run_growth(const std::vector<Driver>& drivers);

/// A driver that regions share and that would differ between them: positions among the drivers.
struct FollowsLocal {
    std::size_t common = 0;
    std::size_t local = 0;
    bool by_correlation = false;  ///< else by a spillover
};
[[nodiscard]] std::optional<FollowsLocal> common_that_follows_local(const Model& model);

}  // namespace coffer::model
