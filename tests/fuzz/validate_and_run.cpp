// Property: any change of a model in memory is refused by `validate`, or the model is compiled and
// runs: no crash, no exception, no hang, nothing read past its end. The input: how many changes,
// then where and what each is.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "coffer/kernel/simulate.hpp"
#include "coffer/model/validate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/model_fields.hpp"
#include "support/whole_plan.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace coffer;
    static const model::Model whole = testing::model_of(testing::whole_plan_files());
    model::Model model = whole;
    testing::Choices choices(data, size);
    constexpr std::size_t most_changes = 4;
    const std::size_t changes = 1 + choices.below(most_changes);
    for (std::size_t i = 0; i < changes; ++i) {
        static_cast<void>(testing::change_one(model, choices));
    }
    const Diagnostics wrong = model::validate(model);
    for (const auto& diagnostic : wrong.sorted()) {
        if (diagnostic.problem.zh.empty() || diagnostic.problem.en.empty()) std::abort();
    }
    Diagnostics diagnostics;
    const auto plan = plan::compile(model, diagnostics);
    if (plan.has_value() == diagnostics.has_errors()) std::abort();
    if (wrong.has_errors() && plan) std::abort();
    if (!plan) return 0;
    kernel::PathStore store(*plan, 3, kernel::Detail::traced);
    kernel::simulate_paths(*plan, kernel::Draws(1), 0, 3, 1, store);
    return 0;
}
