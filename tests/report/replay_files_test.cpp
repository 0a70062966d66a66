#include "coffer/report/replay_files.hpp"

#include <catch2/catch.hpp>

using namespace coffer;
using namespace coffer::report;

TEST_CASE("a replay's books are exact to the fen") {
    analysis::Replay replay;
    replay.ledger = {{0, "general", "opening", 100.0},
                     {0, "general", "revenue:vat", 2251799813685247.0},
                     {13, "pool:bond", "draw,g01", -1.0}};
    replay.events = {{6, "g01", "short", "=pool \"bond\" empty", 0.1}};
    const auto files = replay_files(replay, {2020, 1});
    CHECK(files.at(0).content ==
          "month,account,item,amount\n"
          "2020-01,general,opening,1.00\n"
          "2020-01,general,revenue:vat,22517998136852.47\n"
          "2021-02,pool:bond,\"draw,g01\",-0.01\n");
    CHECK(files.at(1).content ==
          "month,subject,event,cause,amount\n"
          "2020-07,g01,short,\"'=pool \"\"bond\"\" empty\",0.1\n");
}
