#include <support/naive/path.hpp>
#include <support/naive/simulation.hpp>

namespace coffer::naive {

Simulator::Simulator(const model::Model& model) : setup_(std::make_unique<const Setup>(model)) {}
Simulator::~Simulator() = default;

void Simulator::run(std::uint64_t seed, std::uint64_t path, FlatResult& result) const {
    Path(*setup_, seed, path, result).run();
}

void Simulator::run(std::uint64_t seed, std::uint64_t path, PathResult& result) const {
    FlatResult flat;
    run(seed, path, flat);
    result = {};
    const model::Model& model = setup_->model;
    for (std::size_t s = 0; s < setup_->series.size(); ++s) {
        const SeriesName& name = setup_->series[s];
        for (int y = 0; y < model.years; ++y) {
            if (!defined(s, y)) continue;
            result.annual[{name.indicator, name.dimension, y}] =
                flat.annual[s * static_cast<std::size_t>(model.years) +
                            static_cast<std::size_t>(y)];
        }
    }
    for (std::size_t which = 0; which < monthly_count; ++which) {
        const auto begin =
            flat.monthly.begin() + static_cast<std::ptrdiff_t>(which) * setup_->months;
        result.monthly[monthly_names[which]].assign(begin, begin + setup_->months);
    }
    for (std::size_t i = 0; i < model.projects.size(); ++i) {
        if (flat.finish[i] >= 0.0) result.finish[model.projects[i].id] = flat.finish[i];
    }
    result.first_hit = flat.first_hit;
}

const std::vector<SeriesName>& Simulator::series() const { return setup_->series; }

bool Simulator::defined(std::size_t series, int year) const {
    return setup_->defined(series, year);
}

PathResult simulate(const model::Model& model, std::uint64_t seed, std::uint64_t path) {
    PathResult result;
    Simulator(model).run(seed, path, result);
    return result;
}

}  // namespace coffer::naive
