#include "fronts.hpp"

#include <algorithm>
#include <limits>

namespace coffer::analysis {
namespace {

/// The layer that no other of `left` beats, by the first worth.
std::vector<std::size_t> first_layer(const std::vector<Worth>& points,
                                     const std::vector<std::size_t>& left) {
    std::vector<std::size_t> layer;
    for (const std::size_t i : left) {
        if (!layer.empty() && points[i][1] <= points[layer.back()][1]) continue;
        layer.push_back(i);
    }
    return layer;
}

/// `most` of a layer: the most crowded goes, again and again.
void thin(const std::vector<Worth>& points, std::size_t most, std::vector<std::size_t>& layer) {
    if (most < 2) {
        layer.resize(std::min(most, layer.size()));
        return;
    }
    Worth reach{};
    for (std::size_t k = 0; k < 2; ++k) {
        reach[k] = points[layer.front()][k] - points[layer.back()][k];
        reach[k] = reach[k] < 0.0 ? -reach[k] : reach[k];
    }
    while (layer.size() > most) {
        std::size_t closest = 1;
        double least = std::numeric_limits<double>::max();
        for (std::size_t i = 1; i + 1 < layer.size(); ++i) {
            double room = 0.0;
            for (std::size_t k = 0; k < 2; ++k) {
                if (reach[k] == 0.0) continue;
                const double apart = points[layer[i - 1]][k] - points[layer[i + 1]][k];
                room += (apart < 0.0 ? -apart : apart) / reach[k];
            }
            if (room >= least) continue;
            least = room;
            closest = i;
        }
        layer.erase(layer.begin() + static_cast<std::ptrdiff_t>(closest));
    }
}

}  // namespace

std::vector<std::size_t> layers(const std::vector<Worth>& points, std::size_t most) {
    std::vector<std::size_t> left(points.size());
    for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
    std::stable_sort(left.begin(), left.end(), [&](std::size_t a, std::size_t b) {
        if (points[a][0] != points[b][0]) return points[a][0] > points[b][0];
        return points[a][1] > points[b][1];
    });
    std::vector<std::size_t> chosen;
    while (!left.empty() && chosen.size() < most) {
        auto layer = first_layer(points, left);
        std::vector<std::size_t> rest;
        std::size_t next = 0;
        for (const std::size_t i : left) {
            if (next < layer.size() && layer[next] == i) {
                ++next;
            } else {
                rest.push_back(i);
            }
        }
        left = std::move(rest);
        if (chosen.size() + layer.size() > most) thin(points, most - chosen.size(), layer);
        chosen.insert(chosen.end(), layer.begin(), layer.end());
    }
    return chosen;
}

std::vector<std::size_t> unbeaten(std::size_t count,
                                  const std::function<bool(std::size_t, std::size_t)>& beats) {
    enum class State { open, kept, out };
    std::vector<State> states(count, State::open);
    std::size_t left = count;
    while (left > 0) {
        std::size_t settled = 0, first_open = count;
        for (std::size_t i = 0; i < count; ++i) {
            if (states[i] != State::open) continue;
            bool by_kept = false, by_open = false;
            for (std::size_t other = 0; other < count; ++other) {
                if (other == i || states[other] == State::out || !beats(other, i)) continue;
                (states[other] == State::kept ? by_kept : by_open) = true;
            }
            if (by_kept || !by_open) {
                states[i] = by_kept ? State::out : State::kept;
                ++settled;
            } else {
                first_open = std::min(first_open, i);
            }
        }
        if (settled == 0) {  // a ring within the errors
            states[first_open] = State::kept;
            settled = 1;
        }
        left -= settled;
    }
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < count; ++i) {
        if (states[i] == State::kept) kept.push_back(i);
    }
    return kept;
}

}  // namespace coffer::analysis
