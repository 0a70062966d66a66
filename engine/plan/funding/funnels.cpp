#include "funding/funnels.hpp"

#include "figures/slots.hpp"

namespace coffer::plan {

namespace {

/// What is told of a funnel apart from the others.
FunnelSlots add_own_figures(const model::Funnel& funnel, FiguresPart& figures) {
    using model::Indicator;
    const model::Dimension own{model::Dimension::Kind::funnel, funnel.id};
    if (funnel.source) {
        figures.slots.push_back({Indicator::investment_attracted, own});
    }
    for (const auto count : funnel.counts()) {
        figures.slots.push_back({Indicator::prospects, {count, funnel.id}});
    }
    FunnelSlots result{};
    result[0] = find_slot(figures.slots, Indicator::investment_attracted, own);
    for (std::size_t i = 1; i < result.size(); ++i) {
        result[i] = find_slot(figures.slots, Indicator::prospects,
                              {funnel_figures[i].dimension, funnel.id});
    }
    return result;
}

}  // namespace

FunnelsPart compile_funnels(const model::Model& model, FiguresPart& figures) {
    FunnelsPart result;
    add_if_there(model, figures, result.funnel_slots, funnel_figures);
    for (const auto& funnel : model.funnels) {
        FunnelPlan each;
        each.id = funnel.id;
        each.stream = funnel.stream;
        each.initial = funnel.initial;
        each.new_prospects = funnel.new_prospects;
        for (std::size_t s = 0; s < model::funnel_steps; ++s) {
            each.leaving.emplace_back(1.0 / funnel.months[s], model::most_prospects);
            each.going_on.emplace_back(funnel.probability[s], model::most_prospects);
        }
        each.investment = static_cast<double>(funnel.investment.fen());
        if (funnel.source) each.source = funnel.source->value;
        each.own_slots.fill(no_slot);
        if (model.funnels.size() > 1) each.own_slots = add_own_figures(funnel, figures);
        result.funnels.push_back(std::move(each));
    }
    return result;
}

}  // namespace coffer::plan
