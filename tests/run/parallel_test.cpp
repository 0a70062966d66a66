// Catches: tasks that begin after the end, a failure that depends on who was first.
#include "coffer/run/parallel.hpp"

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace coffer;

TEST_CASE("of tasks on threads of their own the lowest that throws is told", "[run]") {
    for (const int threads : {1, 2, 7}) {
        std::atomic<int> begun{0};
        const auto task = [&](std::size_t index) {
            ++begun;
            if (index >= 5) throw std::runtime_error(std::to_string(index));
        };
        CHECK_THROWS_WITH(run::for_each_apart(1000, threads, [] { return true; }, task), "5");
        CHECK(begun >= 6);
        CHECK(begun <= 5 + threads);
    }
}

TEST_CASE("tasks on threads of their own are each done once, until told to stop", "[run]") {
    std::vector<std::atomic<int>> done(100);
    run::for_each_apart(
        done.size(), 3, [] { return true; }, [&](std::size_t index) { ++done[index]; });
    for (const auto& each : done) CHECK(each == 1);
    std::atomic<int> begun{0};
    run::for_each_apart(1000, 2, [&] { return begun < 10; }, [&](std::size_t) { ++begun; });
    CHECK(begun >= 10);
    CHECK(begun <= 12);
    run::for_each_apart(0, 4, [] { return true; }, [](std::size_t) { FAIL("there is none"); });
}
