#include "projects/cycles.hpp"

#include <algorithm>

namespace coffer::model {
namespace {

constexpr std::size_t most_cycles = 10;

/// Depth-first search with a stack of its own: a chain may be longer than the machine's.
class CycleSearch {
  public:
    explicit CycleSearch(const Model& model) {
        for (std::size_t p = 0; p < model.projects.size(); ++p) {
            first_.push_back(nodes_.size());
            for (std::size_t s = 0; s < model.projects[p].stages.size(); ++s) {
                nodes_.push_back({p, s, false});
                nodes_.push_back({p, s, true});
            }
        }
        next_.resize(nodes_.size());
        for (std::size_t i = 0; i + 1 < nodes_.size(); ++i) {
            if (nodes_[i].project == nodes_[i + 1].project) next_[i].push_back(i + 1);
        }
        for (const Link& link : model.links) {
            next_[first_[link.from_project.value] + 2 * link.from_stage +
                  (link.from_start() ? 0 : 1)]
                .push_back(first_[link.to_project.value] + 2 * link.to_stage +
                           (link.to_finish() ? 1 : 0));
        }
        state_.assign(nodes_.size(), State::unseen);
    }

    std::vector<std::vector<StageNode>> search() {
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            if (state_[i] == State::unseen) search_from(i);
        }
        return std::move(cycles_);
    }

  private:
    enum class State { unseen, on_path, done };
    struct Step {
        std::size_t node;
        std::size_t branch;
    };

    void search_from(std::size_t start) {
        path_ = {{start, 0}};
        state_[start] = State::on_path;
        while (!path_.empty()) {
            Step& step = path_.back();
            if (step.branch == next_[step.node].size()) {
                state_[step.node] = State::done;
                path_.pop_back();
                continue;
            }
            const std::size_t to = next_[step.node][step.branch++];
            if (state_[to] == State::unseen) {
                state_[to] = State::on_path;
                path_.push_back({to, 0});
            } else if (state_[to] == State::on_path && cycles_.size() < most_cycles) {
                note_cycle(to);
            }
        }
    }

    void note_cycle(std::size_t closing) {
        std::vector<StageNode> cycle;
        auto step = path_.end();
        while ((--step)->node != closing) {
        }
        for (; step != path_.end(); ++step) cycle.push_back(nodes_[step->node]);
        cycle.push_back(nodes_[closing]);
        cycles_.push_back(std::move(cycle));
    }

    std::vector<StageNode> nodes_;
    std::vector<std::size_t> first_;  ///< first node of each project
    std::vector<std::vector<std::size_t>> next_;
    std::vector<State> state_;
    std::vector<Step> path_;
    std::vector<std::vector<StageNode>> cycles_;
};

}  // namespace

std::vector<std::vector<StageNode>> find_cycles(const Model& model) {
    return CycleSearch(model).search();
}

}  // namespace coffer::model
