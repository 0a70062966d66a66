#include <algorithm>

#include "coffer/base/contract.hpp"
#include "coffer/scenario/dimension_kinds.hpp"
#include "coffer/scenario/indicator_names.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::scenario {
namespace {

std::vector<Word> indicator_words() {
    std::vector<Word> words;
    for (const IndicatorName& each : indicator_names()) words.push_back({each.id, each.name.zh});
    return words;
}

std::vector<Word> dimension_words() {
    std::vector<Word> words;
    for (const DimensionWords& each : dimension_kinds()) {
        words.push_back({each.word, each.zh, each.also});
    }
    return words;
}

}  // namespace

// tests/model/words_test.cpp holds each enumeration against what the model accepts.

const std::vector<Enumeration>& enumerations() {
    static const std::vector<Word> accounts = {{"general", "一般公共预算", {"一般账户"}},
                                               {"fund", "政府性基金", {"基金", "基金账户"}},
                                               {"state_capital", "国有资本经营", {"国有资本"}}};
    static const std::vector<Word> repayments = {
        {"bullet", "到期一次还本", {"一次还本", "到期还本"}},
        {"equal_principal", "等额本金", {"等额还本", "等本"}},
        {"level_payment", "等额本息"}};
    static const std::vector<Word> classes = {{"bank", "银行贷款"},
                                              {"platform", "平台债务", {"平台公司债务"}},
                                              {"hidden", "隐性债务"},
                                              {"other", "其他债务", {"其他"}}};
    static const auto with = [](std::vector<Word> words, const std::vector<Word>& more) {
        words.insert(words.end(), more.begin(), more.end());
        return words;
    };
    static const std::vector<Word> statutory = {{"general", "一般债务"}, {"special", "专项债务"}};
    static const std::vector<Enumeration> all = {
        {"yes_no",
         {{"yes", "是", {"有", "TRUE", "true"}},
          {"no", "否", {"无", "没有", "没", "FALSE", "false"}}}},
        {"unit", {{"元", "元"}, {"万元", "万元", {"万"}}, {"亿元", "亿元", {"亿"}}}},
        {"draws", {{"random", "随机"}, {"median", "中位数"}}},
        {"driver_draws", {{"common", "共同"}, {"local", "本地"}}},
        {"driver_kind", {{"growth", "增速", {"增长"}}, {"rate", "利率"}}},
        {"calendar_kind",
         {{"profile", "月度占比", {"占比"}}, {"work", "施工工效", {"工效", "施工"}}}},
        {"actual_kind",
         {{"revenue", "收入"},
          {"taxpayers", "重点税源", {"税源"}},
          {"expenditure", "支出"},
          {"sources", "资金到账", {"到账", "资金来源"}},
          {"pipelines", "项目池"},
          {"spending", "项目支出", {"项目投资", "项目用款"}},
          {"progress", "形象进度", {"进度"}},
          {"drivers", "驱动因素"}}},
        {"stage",
         {{"reserve", "储备", {"谋划储备", "项目储备"}},
          {"approval", "审批", {"前期", "前期手续", "立项审批"}},
          {"land", "用地", {"征地", "征地拆迁"}},
          {"construction", "施工", {"建设", "施工建设", "在建"}},
          {"commissioning", "竣工验收", {"验收", "投产"}}}},
        {"condition", {{"all", "全部"}, {"any", "任一", {"任何一个"}}}},
        {"link_kind",
         {{"finish_start", "完成后开始"},
          {"start_start", "开始后开始"},
          {"finish_finish", "完成后完成"},
          {"start_finish", "开始后完成"}}},
        {"lag_time",
         {{"elapsed", "自然时间", {"日历时间"}},
          {"predecessor", "前项目工作月", {"前项目日历"}},
          {"successor", "后项目工作月", {"后项目日历"}}}},
        {"timing", {{"early", "尽早"}, {"late", "尽晚", {"越晚越好"}}}},
        {"capacity_kind",
         {{"quota", "年度指标", {"指标"}},
          {"throughput", "月处理量"},
          {"renewable", "可周转"},
          {"investors", "招商到位"}}},
        {"unused_capacity", {{"lapses", "作废"}, {"carries_over", "结转"}}},
        {"source_kind",
         {{"fiscal", "财政资金", {"财政", "本级财政资金"}},
          {"grant", "上级补助", {"上级资金", "上级补助资金"}},
          {"special_bond", "专项债券", {"专项债", "地方政府专项债券"}},
          {"general_bond", "一般债券", {"一般债", "地方政府一般债券"}},
          {"platform_bond", "平台债券", {"企业债券"}},
          {"bank_loan", "银行贷款", {"贷款"}},
          {"platform", "平台资金", {"平台公司资金", "平台公司"}},
          {"investor", "社会资本", {"企业自筹", "招商引资"}},
          {"land_quota", "指标交易", {"用地指标交易"}},
          {"asset_disposal", "资产处置", {"资产盘活"}}}},
        {"unused_quota", {{"lapse", "作废"}, {"carry", "结转"}}},
        {"lapsed_to",
         {{"higher_level", "上级收回"},
          {"general", "本级统筹"},
          {"stabilisation", "预算稳定调节基金"}}},
        {"construction_interest", {{"paid", "按期支付"}, {"capitalised", "计入本金", {"资本化"}}}},
        {"new_repayment", with(repayments, {{"declining", "余额比例"}, {"custom", "自定义"}})},
        {"repayment", with(repayments, {{"custom", "自定义"}})},
        {"day_count",
         {{"months", "按月"},
          {"actual/365", "实际天数/365"},
          {"actual/360", "实际天数/360"},
          {"30/360", "30/360"},
          {"30E/360", "30E/360"},
          {"actual/actual", "实际天数/实际天数"},
          {"actual/actual-icma", "实际天数/实际天数（ICMA）"}}},
        {"holiday", {{"both", "本息"}, {"interest", "利息"}, {"principal", "本金"}}},
        {"holiday_interest",
         {{"deferred", "补付", {"递延"}}, {"capitalised", "计入本金"}, {"forgiven", "免除"}}},
        {"payments_per_year",
         {{"1", "1", {"按年", "每年"}},
          {"2", "2", {"按半年", "半年"}},
          {"4", "4", {"按季", "每季"}},
          {"12", "12", {"按月", "每月"}},
          {"maturity", "到期", {"到期一次付息"}}}},
        {"principal_per_year",
         {{"1", "1", {"按年", "每年"}},
          {"2", "2", {"按半年", "半年"}},
          {"4", "4", {"按季", "每季"}},
          {"12", "12", {"按月", "每月"}}}},
        {"account", accounts},
        {"account_or_platform", with(accounts, {{"platform", "平台公司"}})},
        {"revenue_category", {{"own", "自有", {"自有收入"}}, {"transfer", "转移支付"}}},
        {"expenditure_category",
         {{"three_guarantees", "三保", {"“三保”", "“三保”支出"}},
          {"other", "其他", {"其他支出"}},
          {"platform_subsidy", "平台补贴"},
          {"contracted", "合同支出", {"已签合同"}},
          {"remittance", "上解支出", {"上解"}}}},
        {"income_kind",
         {{"operating_revenue", "经营收入"},
          {"tax", "税收"},
          {"operating_cost", "运营成本"},
          {"land_sale", "土地出让"}}},
        {"debt_class", with(statutory, classes)},
        {"statutory_class", statutory},
        {"other_debt_class", classes},
        {"tier",
         {{"green", "绿", {"绿色"}},
          {"yellow", "黄", {"黄色"}},
          {"orange", "橙", {"橙色"}},
          {"red", "红", {"红色"}}}},
        {"tier_measure", {{"statutory", "法定口径"}, {"full_calibre", "全口径"}}},
        {"relation",
         {{">=", "不低于", {"≥", "大于等于", "不少于"}},
          {">", "高于", {"＞", "大于"}},
          {"<=", "不高于", {"≤", "小于等于", "不超过"}},
          {"<", "低于", {"＜", "小于"}}}},
        {"over",
         {{"every", "每期", {"各期", "每年", "每月"}},
          {"any", "任一期", {"任一年", "任一月"}},
          {"sum", "合计", {"总和"}},
          {"mean", "平均"},
          {"min", "最低", {"最小"}},
          {"max", "最高", {"最大"}}}},
        {"waterfall_step",
         {{"three_guarantees", "三保", {"“三保”"}},
          {"interest", "付息", {"利息"}},
          {"principal", "还本", {"本金"}},
          {"running_projects", "在建项目"},
          {"new_projects", "新开工项目"},
          {"other", "其他支出", {"其他"}}}},
        {"fai_land", {{"counted", "计入"}, {"excluded", "不计入"}}},
        {"fai_basis", {{"expenditure", "支出"}, {"progress", "形象进度"}}},
        {"out_of_sequence", {{"retained", "保留逻辑"}, {"override", "进度优先"}}},
        {"capital_commitment", {{"pool", "到位"}, {"year", "当年"}, {"plan", "全期"}}},
        {"distribution",
         {{"fixed", "固定", {"固定值"}},
          {"uniform", "均匀分布", {"均匀"}},
          {"triangular", "三角分布", {"三角"}},
          {"pert", "PERT分布", {"PERT", "计划评审分布"}},
          {"lognormal", "对数正态分布", {"对数正态"}},
          {"lognormal_mean_sd", "对数正态分布均值标准差"}}},
        {"s_curve", {{"beta", "贝塔", {"贝塔分布"}}}},
        {"dimension", dimension_words()},
        {"indicator", indicator_words()},
    };
    return all;
}

const Enumeration& enumeration(std::string_view name) {
    const auto& all = enumerations();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [name](const Enumeration& each) { return each.name == name; });
    COFFER_EXPECT(found != all.end());
    return *found;
}

}  // namespace coffer::scenario
