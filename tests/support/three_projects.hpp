#pragma once
// A plan whose figures have closed forms.
#include "minimal_case.hpp"

namespace coffer::testing {

/// Three projects of 1, 2 and 4 (亿元), each as dear as chance has it, uniform from half to half as
/// much again, paid in the year: investment of 2020 is a sum of three independent uniforms. Taxes
/// have nothing to do with it.
inline analysis::Case three_projects() {
    const test::Files files{
        {"scenario.toml",
         "format = 1\n[scenario]\nid = \"three\"\nname_zh = \"三\"\nname_en = \"Three\"\n"
         "first_year = 2020\nyears = 2\nunit = \"亿元\"\n[simulation]\npaths = 4000\nseed = 1\n"},
        {"revenue.csv",
         "id,name_zh,name_en,account,category,base,annual_sd,basis\n"
         "tax,税收,Taxes,general,own,10,10%,x\n"},
        {"targets.csv",
         "id,name_zh,name_en,indicator,year,relation,value,basis\n"
         "t_fai,投资7亿元,FAI of 700m,fai,2020,>=,7亿,x\n"},
        {"projects.csv",
         "id,name_zh,name_en,priority,total_investment,cost_overrun,fai_share,basis\n"
         "p1,甲,One,1,1,\"uniform(0.5,1.5)\",100%,x\np2,乙,Two,2,2,\"uniform(0.5,1.5)\",100%,x\n"
         "p4,丙,Four,3,4,\"uniform(0.5,1.5)\",100%,x\npn,空,Null,4,1,\"fixed(1)\",0%,x\n"},
        {"stages.csv",
         "project,stage,duration,cost_share,basis\np1,construction,6,100%,x\n"
         "p2,construction,6,100%,x\np4,construction,6,100%,x\npn,construction,6,100%,x\n"},
        {"sources.csv",
         "id,name_zh,name_en,kind,annual,basis\ninv,社会资本,Investors,investor,100,x\n"},
        {"funding.csv",
         "project,source,rank,basis\np1,inv,1,x\np2,inv,1,x\np4,inv,1,x\npn,inv,1,x\n"}};
    Diagnostics diagnostics;
    auto document = scenario::parse_texts(files, "three", {}, diagnostics);
    REQUIRE(document.has_value());
    auto made = analysis::make_case(std::move(*document), diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(made.has_value());
    return std::move(*made);
}

}  // namespace coffer::testing
