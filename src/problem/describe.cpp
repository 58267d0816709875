// SPDX-License-Identifier: MIT
// How the problem was understood, in sentences.
#include <algorithm>

#include "draft.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

using detail::counted;

std::string joined(const std::vector<std::string>& items) {
  constexpr std::size_t kMostListed = 12;
  std::string text;
  for (std::size_t i = 0; i < std::min(items.size(), kMostListed); ++i) {
    if (i > 0) text += ", ";
    text += items[i];
  }
  return items.size() > kMostListed ? text + ", ..." : text;
}

std::string states_sentence(const Problem& problem) {
  std::vector<std::string> states;
  for (const State& state : problem.states) {
    states.push_back(state.name + (state.algebraic
                                       ? " (algebraic)"
                                       : " (order " + std::to_string(state.order) + ")"));
  }
  return counted(states.size(), "state") + " of " + problem.variable + " on [" +
         to_text(problem.start) + ", " + to_text(problem.end) + "]: " + joined(states);
}

std::string equations_sentence(const Problem& problem) {
  std::string text = counted(problem.equations.size(), "equation") + ": ";
  text += problem.linear ? "linear" : "nonlinear";
  text += problem.implicit ? ", implicit" : ", solvable for the highest derivatives";
  if (!problem.smooth) text += ", not smooth";
  return text;
}

std::string conditions_sentence(const Problem& problem) {
  std::vector<std::string> texts;
  bool linear = true;
  std::vector<double> points;
  for (const Condition& condition : problem.conditions) {
    texts.push_back(condition.text);
    linear = linear && condition.linear;
    for (const PointValue& value : condition.values) points.push_back(value.at);
  }
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  std::vector<std::string> places;
  places.reserve(points.size());
  for (const double point : points) places.push_back(to_text(point));
  const std::string kind =
      problem.kind == ProblemKind::Ivp ? "initial-value problem, " : "boundary-value problem, ";
  const bool is_cut = problem.start_is_cut || problem.end_is_cut;
  const std::string infinity =
      is_cut ? "; the domain stands for an infinite one, which the verdict checks" : "";
  return kind + counted(texts.size(), "condition") + " at " + problem.variable + " = " +
         joined(places) + (linear ? "" : ", not all linear") + ": " + joined(texts) + infinity;
}

std::string input_sentence(const Input& input) {
  std::string text = "measured input " + input.name;
  if (!input.signal) return text;
  const bool linear = input.signal->interpolation() == Interpolation::Linear;
  return text + ": " + counted(input.signal->at().size(), "value") + " on [" +
         to_text(input.signal->at().front()) + ", " + to_text(input.signal->at().back()) + "], " +
         (linear ? "linear" : "cubic") + " between them";
}

std::string delays_sentence(const Problem& problem) {
  std::vector<std::string> texts;
  for (const Lag& lag : problem.lags) {
    const State& state = problem.states[static_cast<std::size_t>(lag.state)];
    texts.push_back(detail::primed(state.name, lag.derivative) + "(" + problem.variable + " - " +
                    to_text(lag.delay) + ")");
  }
  return counted(texts.size(), "delayed value") +
         ", before the start from the history: " + joined(texts);
}

std::vector<std::string> constraint_sentences(const Problem& problem) {
  std::vector<std::string> sentences;
  if (problem.constraints.empty()) return sentences;
  std::vector<std::string> texts;
  for (const Equation& constraint : problem.constraints) texts.push_back(constraint.text);
  sentences.push_back(counted(texts.size(), "equation") +
                      " without highest derivatives, differentiated and checked: " + joined(texts));
  std::vector<std::string> derived;
  for (const Condition& condition : problem.conditions) {
    if (condition.derived) derived.push_back(condition.text);
  }
  if (!derived.empty()) sentences.push_back("consistent with them: " + joined(derived));
  return sentences;
}

std::string exact_sentence(const Problem& problem) {
  std::vector<std::string> names;
  for (std::size_t s = 0; s < problem.states.size(); ++s) {
    if (problem.exact[s]) names.push_back(problem.states[s].name);
  }
  if (names.empty()) return "no exact solution is given";
  return "exact solution given for " + joined(names);
}

}  // namespace

std::vector<std::string> describe(const Problem& problem) {
  std::vector<std::string> sentences{states_sentence(problem),
                                     equations_sentence(problem),
                                     conditions_sentence(problem),
                                     exact_sentence(problem)};
  std::vector<std::string> derived;
  for (const Equation& equation : problem.equations) {
    if (equation.derived) derived.push_back(equation.text);
  }
  if (!derived.empty()) sentences.push_back("equations derived: " + joined(derived));
  for (const std::string& sentence : constraint_sentences(problem)) sentences.push_back(sentence);
  std::vector<std::string> names;
  for (const Observable& observable : problem.observables) names.push_back(observable.name);
  if (!names.empty())
    sentences.push_back(counted(names.size(), "observable") + ": " + joined(names));
  if (problem.stop_when) sentences.push_back("ends where " + problem.stop_when->text);
  if (!problem.lags.empty()) sentences.push_back(delays_sentence(problem));
  for (const Input& input : problem.inputs) sentences.push_back(input_sentence(input));
  return sentences;
}

}  // namespace pinn
