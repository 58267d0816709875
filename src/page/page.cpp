// SPDX-License-Identifier: MIT
// The sections of a page.
#include "pinn/page/page.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "page_data.hpp"
#include "page_files.hpp"
#include "pinn/page/mathml.hpp"
#include "pinn/plot/svg.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/number_text.hpp"
#include "pinn/util/table.hpp"

namespace pinn {

namespace {

using Json = nlohmann::ordered_json;

std::string paragraph(const std::string& inside, const std::string& more = "") {
  return "<p" + more + ">" + inside + "</p>\n";
}

/// The member at a path, null if there is none.
Json at(const Json& json, std::initializer_list<const char*> path) {
  const Json* now = &json;
  for (const char* key : path) {
    if (!now->is_object() || !now->contains(key)) return nullptr;
    now = &(*now)[key];
  }
  return *now;
}

std::string text_of(const Json& value) {
  if (value.is_null()) return "-";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) return to_short_text(value.get<double>(), 6);
  if (value.is_array()) {
    std::string text;
    for (const Json& item : value) text += (text.empty() ? "" : ", ") + text_of(item);
    return text.empty() ? "-" : text;
  }
  return value.dump();
}

using Rows = std::vector<std::vector<std::string>>;

std::string table(const std::string& caption,
                  const std::vector<std::string>& head,
                  const Rows& rows) {
  std::string html = std::string("<div class=\"scroll\"><table") +
                     (head.empty() ? "" : " class=\"wide\"") + ">\n<caption>" + xml_text(caption) +
                     "</caption>\n";
  if (!head.empty()) {
    html += "<thead><tr>";
    for (const std::string& cell : head) html += "<th scope=\"col\">" + xml_text(cell) + "</th>";
    html += "</tr></thead>\n";
  }
  html += "<tbody>\n";
  for (const auto& row : rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      html += i == 0 ? "<th scope=\"row\">" + xml_text(row[i]) + "</th>"
                     : "<td>" + xml_text(row[i]) + "</td>";
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string heading(const std::string& text) { return "<h2>" + xml_text(text) + "</h2>\n"; }

class Page {
 public:
  explicit Page(const PageInput& input)
      : input_(input),
        run_(Json::parse(input.run_json, nullptr, false)),
        config_(Json::parse(input.config_json, nullptr, false)) {
    if (!run_.is_object() || !run_.contains("verdict")) {
      throw ConfigError("pinn-solve: error: run.json is not that of a run");
    }
    style_.panel_width = 520;
    style_.panel_height = 320;
    style_.panels_per_row = 1;
    panels_ = run_panels({input.tables});
  }

  std::string make() {
    const std::string name = xml_text(text_of(run_["name"]));
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
           name + " - pinn-solve</title>\n<style>\n" + kPageCss +
           "</style>\n</head>\n<body>\n<main>\n" + "<h1>" + name + "</h1>\n" + description() +
           verdict() + problem() + pictures() + evaluator() + figures() + history() +
           environment() + config() + "</main>\n<script type=\"application/json\" id=\"data\">" +
           page_data(input_, panels_, style_) + "</script>\n<script>\n" + kPageJs +
           "</script>\n</body>\n</html>\n";
  }

 private:
  std::string description() const {
    const Json text = at(run_, {"description"});
    return text.is_string() && !text.get<std::string>().empty()
               ? paragraph(xml_text(text.get<std::string>()), " class=\"soft\"")
               : "";
  }

  /// The verdict, or that there is none.
  std::string title() const {
    if (text_of(run_["verdict"]) == "accepted") return "Accepted";
    if (at(run_, {"acceptance", "basis"}).is_string()) return "Not accepted";
    return text_of(run_["status"]) == "running" ? "No verdict: the run is not over, or was killed"
                                                : "No verdict: there is no solution to judge";
  }

  std::string verdict() const {
    const bool accepted = text_of(run_["verdict"]) == "accepted";
    std::string html = std::string("<section class=\"verdict ") +
                       (accepted ? "accepted" : "refused") +
                       "\" aria-label=\"verdict\">\n<strong>" + title() + "</strong>\n";
    const Json acceptance = at(run_, {"acceptance"});
    if (at(acceptance, {"basis"}).is_string()) {
      const std::string basis = text_of(at(acceptance, {"basis"}));
      html +=
          paragraph("Largest error " + text_of(at(acceptance, {"max_error"})) + " against " +
                    (basis == "estimate"    ? "the solution, as the defect tells"
                     : basis == "exact"     ? "the exact solution"
                     : basis == "reference" ? "a classical solver"
                                            : "nothing but the residual") +
                    ", " + text_of(at(acceptance, {"tolerance_ratio"})) + " of the tolerance, at " +
                    text_of(at(acceptance, {"points"})) + " points.");
      const Json estimate = at(acceptance, {"estimated_error"});
      if (estimate.is_number()) html += paragraph("Estimated error " + text_of(estimate) + ".");
    }
    html += paragraph(xml_text(text_of(at(run_, {"message"}))));
    for (const Json& warning : run_.value("warnings", Json::array())) {
      html += paragraph("Warning: " + xml_text(text_of(at(warning, {"message"}))));
    }
    return html + "</section>\n";
  }

  std::string problem() const {
    const Json given = at(config_, {"problem"});
    std::string html = heading("Problem") + "<div class=\"two\">\n<div>\n";
    html += paragraph("Equations on [" + text_of(at(run_, {"problem", "domain"})) + "]",
                      " class=\"soft\"");
    const Json energy = at(given, {"hamiltonian", "energy"});
    const Json lagrangian = at(given, {"lagrangian", "function"});
    if (energy.is_string()) html += equality_mathml("H = " + text_of(energy)) + "\n";
    if (lagrangian.is_string()) html += equality_mathml("L = " + text_of(lagrangian)) + "\n";
    const Json written = at(given, {"equations"});
    for (const Json& equation : written.is_array() ? written : at(run_, {"problem", "equations"})) {
      html += equality_mathml(text_of(equation)) + "\n";
    }
    html += "</div>\n<div>\n" + paragraph("Conditions", " class=\"soft\"");
    for (const Json& condition : at(given, {"conditions"})) {
      html += equality_mathml(text_of(condition)) + "\n";
    }
    const Json consistent = at(run_, {"problem", "consistent"});
    if (consistent.is_array() && !consistent.empty()) {
      html += paragraph("Following from the equations", " class=\"soft\"");
      for (const Json& condition : consistent) html += equality_mathml(text_of(condition)) + "\n";
    }
    html += "</div>\n</div>\n";
    Rows rows;
    const Json parameters = at(given, {"parameters"});
    if (parameters.is_object()) {
      for (const auto& [name, value] : parameters.items()) rows.push_back({name, text_of(value)});
    }
    const Json unknowns = at(run_, {"unknowns"});
    if (unknowns.is_object()) {
      for (const auto& [name, value] : unknowns.items()) {
        const Json number = at(value, {"value"});
        rows.push_back({name + " (determined)",
                        number.is_number() ? to_short_text(number.get<double>(), 15) : "-"});
      }
    }
    if (!rows.empty()) html += table("Parameters", {}, rows);
    return html;
  }

  std::string pictures() const {
    if (panels_.empty()) return "";
    std::string html = heading("Pictures") + "<div class=\"figures\">\n";
    for (std::size_t i = 0; i < panels_.size(); ++i) {
      SvgStyle style = style_;
      style.title = panels_[i].title + " of " + input_.tables.name;
      html += "<figure data-panel=\"" + std::to_string(i) + "\" tabindex=\"0\">\n" +
              draw_svg({panels_[i]}, style) + "<figcaption></figcaption>\n</figure>\n";
    }
    return html + "</div>\n";
  }

  std::string evaluator() const {
    if (input_.model.windows.empty()) return "";
    const double middle = 0.5 * (input_.model.start() + input_.model.end());
    const std::string v = xml_text(input_.tables.variable);
    return "<section class=\"needs-script\">\n" + heading("Ask the network") +
           paragraph("The trained weights are in this page. Values and first derivatives:",
                     " class=\"soft\"") +
           "<div class=\"try\"><label for=\"at\">" + v +
           " =</label> <input id=\"at\" inputmode=\"decimal\" autocomplete=\"off\" value=\"" +
           to_text(middle) +
           "\"></div>\n<pre id=\"answer\" aria-live=\"polite\"></pre>\n</section>\n";
  }

  std::string figures() const {
    Rows rows;
    const Json by_state = at(run_, {"acceptance", "by_state"});
    if (by_state.is_object()) {
      for (const auto& [name, state] : by_state.items()) {
        rows.push_back({name,
                        text_of(at(state, {"max_error"})),
                        text_of(at(state, {"at"})),
                        text_of(at(state, {"max_relative_error"})),
                        text_of(at(state, {"tolerance_ratio"}))});
      }
    }
    std::string html = heading("Check");
    if (!rows.empty()) {
      html += table("By state",
                    {"state",
                     "largest error",
                     "at " + input_.tables.variable,
                     "relative",
                     "of the tolerance"},
                    rows);
    }
    html += conditions();
    rows = {{"residual, rms", text_of(at(run_, {"residual", "rms"}))},
            {"residual, largest", text_of(at(run_, {"residual", "max"}))}};
    const Json reference = at(run_, {"reference"});
    if (reference.is_object() && at(reference, {"solved"}) == Json(true)) {
      rows.push_back({"classical solver",
                      text_of(reference["method"]) + ", " + text_of(at(reference, {"steps"})) +
                          " steps, own error " + text_of(at(reference, {"own_error"}))});
    }
    const Json observables = at(run_, {"observables"});
    if (observables.is_object()) {
      for (const auto& [name, range] : observables.items()) {
        rows.push_back({name,
                        text_of(at(range, {"min"})) + " to " + text_of(at(range, {"max"})) +
                            ", drift " + text_of(at(range, {"drift"}))});
      }
    }
    return html + table("Figures", {}, rows);
  }

  std::string conditions() const {
    if (input_.conditions_csv.empty()) return "";
    const CsvText csv = parse_csv(input_.conditions_csv, "conditions.csv");
    std::vector<std::string> head;
    for (const auto& field : csv.header) head.push_back(field.text);
    Rows rows;
    for (const auto& row : csv.rows) {
      std::vector<std::string> cells;
      for (const auto& field : row) cells.push_back(field.text);
      rows.push_back(std::move(cells));
    }
    return table("Conditions", head, rows);
  }

  std::string history() const {
    Rows rows;
    const Json training = at(run_, {"training"});
    for (const char* key : {"seed",
                            "precision",
                            "windows",
                            "iterations",
                            "best_iteration",
                            "best_loss",
                            "ended_by"}) {
      rows.push_back({key, text_of(at(training, {key}))});
    }
    rows.push_back({"network layers", text_of(at(run_, {"network", "layers"}))});
    rows.push_back({"weights", text_of(at(run_, {"network", "weights"}))});
    const Json statistics = at(training, {"statistics"});
    if (statistics.is_object()) {
      for (const auto& [name, value] : statistics.items()) {
        std::string says = name;
        for (char& c : says) c = c == '_' ? ' ' : c;
        rows.push_back({says, text_of(value)});
      }
    }
    std::string html =
        heading("Training") + table("By method " + text_of(at(run_, {"method", "used"})), {}, rows);
    rows.clear();
    for (const Json& stage : at(training, {"stages"})) {
      rows.push_back({text_of(at(stage, {"optimizer"})),
                      text_of(at(stage, {"iterations"})),
                      text_of(at(stage, {"final_loss"})),
                      text_of(at(stage, {"seconds"})),
                      text_of(at(stage, {"ended_by"}))});
    }
    if (!rows.empty()) {
      html +=
          table("Stages", {"optimizer", "iterations", "final loss", "seconds", "ended by"}, rows);
    }
    return html;
  }

  std::string environment() const {
    Rows rows;
    for (const char* group : {"seconds", "host", "versions"}) {
      const Json values = at(run_, {group});
      if (!values.is_object()) continue;
      for (const auto& [name, value] : values.items()) {
        rows.push_back({std::string(group) + " " + name, text_of(value)});
      }
    }
    rows.push_back({"pinn-solve", text_of(at(run_, {"tool", "version"}))});
    rows.push_back({"started", text_of(at(run_, {"started"}))});
    rows.push_back({"config SHA-256", text_of(at(run_, {"config_sha256"}))});
    return heading("Environment") + table("Time, machine and versions", {}, rows);
  }

  std::string config() const {
    return heading("Once more") +
           paragraph("The command repeats this run from the config below, saved as config.json:") +
           "<pre id=\"command\">pinn-solve config.json -o " + xml_text(input_.tables.name) +
           ".run</pre>\n<p class=\"needs-script\"><button id=\"copy\" type=\"button\">copy the "
           "command</button></p>\n<details><summary>config.json</summary>\n<pre>" +
           xml_text(input_.config_json) + "</pre>\n</details>\n";
  }

  const PageInput& input_;
  Json run_;
  Json config_;
  SvgStyle style_;
  std::vector<Panel> panels_;
};

}  // namespace

std::string make_page(const PageInput& input) { return Page(input).make(); }

}  // namespace pinn
