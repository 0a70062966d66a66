#include "coffer/scenario/dimension_kinds.hpp"

#include <algorithm>

#include "coffer/base/contract.hpp"

namespace coffer::scenario {

const std::vector<DimensionWords>& dimension_kinds() {
    using Kind = DimensionKind;
    using Id = DimensionWords::Id;
    static const std::vector<DimensionWords> kinds = {
        {Kind::total, "total", "合计", {"合计", "total"}, Id::none, {}, false, {"总计", "全部"}},
        {Kind::general, "general", "一般债务", {"一般", "general"}},
        {Kind::special, "special", "专项债务", {"专项", "special"}},
        {Kind::green, "green", "绿", {"绿", "green"}},
        {Kind::yellow, "yellow", "黄", {"黄", "yellow"}},
        {Kind::orange, "orange", "橙", {"橙", "orange"}},
        {Kind::red, "red", "红", {"红", "red"}},
        {Kind::named, "named", "列名项目", {"列名项目", "named projects"}},
        {Kind::pipeline, "pipeline", "项目池", {"项目池", "pipelines"}},
        {Kind::negotiating,
         "negotiating",
         "洽谈",
         {"洽谈", "negotiating"},
         Id::optional,
         "funnels"},
        {Kind::signed_up, "signed", "签约", {"签约", "signed"}, Id::optional, "funnels"},
        {Kind::landed, "landed", "落地", {"落地", "landed"}, Id::optional, "funnels"},
        {Kind::arrived, "arrived", "到位", {"到位", "arrived"}, Id::optional, "funnels"},
        {Kind::newly_signed,
         "newly_signed",
         "新签约",
         {"新签约", "newly signed"},
         Id::optional,
         "funnels"},
        {Kind::newly_landed,
         "newly_landed",
         "新落地",
         {"新落地", "newly landed"},
         Id::optional,
         "funnels"},
        {Kind::district, "district", "区域", {"区域 ", "district "}, Id::needed},
        {Kind::series, "series", "经济指标", {}, Id::needed, "economy", true},
        {Kind::funnel, "funnel", "招商漏斗", {}, Id::needed, "funnels", true},
        {Kind::project, "project", "项目", {}, Id::needed, "projects", true},
        {Kind::instrument, "instrument", "债务", {}, Id::needed, "debt", true},
        {Kind::source, "source", "资金来源", {}, Id::needed, "sources", true},
        {Kind::refinancing, "refinancing", "再融资", {"再融资：", "refinancing: "}, Id::needed},
        {Kind::suppliers, "suppliers", "供应商", {"供应商", "suppliers"}},
        {Kind::contractors, "contractors", "施工方", {"施工方", "contractors"}},
        {Kind::three_guarantees, "three_guarantees", "三保", {"“三保”", "three guarantees"}},
        {Kind::life, "life", "存续期", {"life", "life"}},
        {Kind::changed_class, "changed_class", "换了类别", {"changed_class", "changed_class"}}};
    return kinds;
}

const DimensionWords& words_of(DimensionKind kind) {
    const auto& all = dimension_kinds();
    const auto place = static_cast<std::size_t>(kind);
    COFFER_EXPECT(place < all.size() && all[place].kind == kind);
    return all[place];
}

std::optional<DimensionKind> dimension_kind(std::string_view word) {
    for (const DimensionWords& each : dimension_kinds()) {
        if (each.word == word) return each.kind;
    }
    return std::nullopt;
}

}  // namespace coffer::scenario
