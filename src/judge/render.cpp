#include "judge/render.hpp"

#include <fmt/format.h>

#include "golden/report_json.hpp"

namespace yologold {
namespace {

// The stage that broke first: a wrong shape makes everything below meaningless, a wrong slot makes its terms wrong.
const char* first_bad_stage(const Verdict& v) {
  return !v.structure.empty() ? "structure" : !v.assignment.empty() ? "assignment" : !v.terms.empty() ? "terms" : "elements";
}

std::string element_text(const Difference& d) {
  std::string text = fmt::format("{} ({}{})\n      actual {:.17g} = {:a}, golden {:.17g} = {:a}", address_text(d.at), name_of(d.role),
                                 d.truth >= 0 ? ", truth " + std::to_string(d.truth) : "", d.got, d.got, d.want, d.want);
  if (std::isnan(d.want) && d.bound == 0) return text + ": expected NaN, for a NaN among the raw outputs reaches it";
  const std::string limit = d.bound < 0 ? "the tolerance" : fmt::format("its bound {:.3g}", d.bound);
  return text + fmt::format(", {:.4g} ulp of {}, {:.3g} times {}", d.ulps, name_of(d.stored), d.excess, limit);
}

std::string table_text(const Verdict& v) {
  std::string text = fmt::format("    {:<12}{:>5} {:<10}{:>10}{:>10}{:>12}{:>12}\n", "kind", "head", "role", "elements", "failing", "max abs", "max ulp");
  for (const auto& [key, s] : v.slices)
    text += fmt::format("    {:<12}{:>5} {:<10}{:>10}{:>10}{:>12.3g}{:>12.3g}\n", name_of(std::get<0>(key)), std::get<1>(key), name_of(std::get<2>(key)),
                        s.count, s.failures, s.max_abs, s.max_ulp);
  return text;
}

Json element_json(const Difference& d) {
  Json json = address_json(d.at);
  json["role"] = name_of(d.role);
  if (d.truth >= 0) json["truth"] = d.truth;
  json.update(Json{{"actual", number_json(d.got)},
                   {"golden", number_json(d.want)},
                   {"actual_hex", fmt::format("{:a}", d.got)},
                   {"golden_hex", fmt::format("{:a}", d.want)},
                   {"ulps", number_json(d.ulps)},
                   {"excess", number_json(d.excess)}});
  if (d.bound >= 0) json["bound"] = number_json(d.bound);
  return json;
}

}  // namespace

const char* name_of(Role role) {
  switch (role) {
    case Role::positive:
      return "positive";
    case Role::negative:
      return "negative";
    case Role::ignored:
      return "ignored";
    default:
      return "none";
  }
}

std::string render_text(const Verdict& v, const std::string& rerun) {
  // Say the verdict in one line.
  std::string text;
  if (v.passed()) {
    text = fmt::format("{} {}: {} elements, the largest error {:.3g} of its {}\n", v.inconclusive ? "INCONCLUSIVE" : "PASS", v.id, v.elements, v.largest.excess,
                       v.bounded ? "bound" : "tolerance");
    for (const auto& note : v.notes) text += "  note: " + note + "\n";
    return text + decisions_text(v) + bounds_text(v);
  }
  text = fmt::format("FAIL {}: {} differ first", v.id, first_bad_stage(v));
  const bool compared = v.structure.empty() || v.elements > 0;
  if (!compared) text += ", nothing was compared\n";
  if (compared)
    text += fmt::format("; {} of {} elements ", v.failures, v.elements) +
            (v.terms_given ? fmt::format("and {} terms fail\n", v.terms.size()) : "fail, no losses were given\n");
  if (!v.cause.empty()) text += "  cause: " + v.cause + "\n";
  if (!v.where.empty()) text += "  where: " + v.where + "\n";

  // Go through the stages.
  for (const auto& message : v.structure) text += "  structure: " + message + "\n";
  for (const auto& message : v.assignment) text += fmt::format("  assignment{}: {}\n", v.assignment_inferred ? " (from zero patterns)" : "", message);
  for (const auto& t : v.terms)
    text += fmt::format("  term: {}: actual {:.17g} = {:a}, golden {:.17g} = {:a}, {:.4g} ulp\n", t.what, t.got, t.got, t.want, t.want, t.ulps);
  text += decisions_text(v);
  for (const auto& note : v.notes) text += "  note: " + note + "\n";

  // Show the worst elements and the table.
  if (!v.worst.empty()) text += "  worst element: " + element_text(v.worst[0]) + "\n";
  if (v.worst.size() > 1) text += fmt::format("  the {} worst:\n", v.worst.size());
  for (std::size_t i = 0; v.worst.size() > 1 && i < v.worst.size(); ++i) text += fmt::format("    {}. {}\n", i + 1, element_text(v.worst[i]));
  if (v.elements > 0) text += table_text(v);
  text += bounds_text(v);
  return text + "  again: " + rerun + "\n";
}

Json render_json(const Verdict& v, const std::string& rerun) {
  // Say the verdict and its stages.
  Json json{{"id", v.id},
            {"passed", v.passed()},
            {"elements", v.elements},
            {"failures", v.failures},
            {"zeros", v.zeros},
            {"largest_excess", number_json(v.largest.excess)}};
  if (!v.passed()) json["first_bad_stage"] = first_bad_stage(v);
  if (!v.cause.empty()) json["cause"] = v.cause;
  if (!v.where.empty()) json["where"] = v.where;
  json.update(Json{{"structure", v.structure}, {"assignment", v.assignment}, {"assignment_inferred", v.assignment_inferred}, {"notes", v.notes}});
  json["terms_given"] = v.terms_given;
  json["terms"] = Json::array();
  for (const auto& t : v.terms)
    json["terms"].push_back({{"what", t.what}, {"actual", number_json(t.got)}, {"golden", number_json(t.want)}, {"ulps", number_json(t.ulps)}});

  // List the worst elements and the table.
  json["worst"] = Json::array();
  for (const auto& d : v.worst) json["worst"].push_back(element_json(d));
  json["table"] = Json::array();
  for (const auto& [key, s] : v.slices)
    json["table"].push_back({{"kind", name_of(std::get<0>(key))},
                             {"head", std::get<1>(key)},
                             {"role", name_of(std::get<2>(key))},
                             {"elements", s.count},
                             {"failing", s.failures},
                             {"max_abs", number_json(s.max_abs)},
                             {"max_ulp", number_json(s.max_ulp)}});
  if (v.bounded) json["bounds"] = bounds_json(v), json["decisions"] = decisions_json(v);
  json["again"] = rerun;
  return json;
}

}  // namespace yologold
