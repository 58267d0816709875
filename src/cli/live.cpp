// SPDX-License-Identifier: MIT
// Two panels: the states, and the loss on a logarithmic axis.
#include "live.hpp"

#include <algorithm>

#include "pinn/basis/points.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn::cli {

namespace {

constexpr std::int64_t kPoints = 160;
constexpr int kMostStates = 6;
constexpr std::chrono::milliseconds kSoonest{250};
constexpr int kShareOfTime = 50;  ///< Drawing takes a fiftieth of the time at most.

}  // namespace

std::string Live::draw(const Model& model) {
  const Clock::time_point begin = Clock::now();
  Panel solution;
  solution.x_label = problem_.variable;
  const std::vector<double> points = uniform_points(kPoints, model.start(), model.end());
  const std::vector<Eigen::MatrixXd> values = model.evaluate_many(points, 0);
  for (int s = 0; s < std::min(problem_.n_states(), kMostStates); ++s) {
    const auto state = static_cast<std::size_t>(s);
    const Eigen::VectorXd column = values[0].col(s);
    Curve curve{problem_.states[state].name, points, {column.begin(), column.end()}};
    curve.color = s;
    solution.curves.push_back(curve);
    if (!problem_.exact[state]) continue;
    Curve exact{curve.name + " exact", points, {}, LineKind::Dashed, s};
    for (const double at : points) {
      exact.y.push_back(evaluate<double>(*problem_.exact[state], std::vector<double>{at}));
    }
    solution.curves.push_back(std::move(exact));
  }
  solution.title = "solution after " +
                   std::to_string(static_cast<std::int64_t>(iterations_.back())) + " iterations";
  Panel loss;
  loss.title = "loss " + to_short_text(losses_.back());
  loss.x_label = "iteration";
  loss.log_x = iterations_.size() > 1;
  loss.log_y = true;
  loss.curves.push_back({"loss", iterations_, losses_});
  const std::string text = draw_in_terminal(solution, style_) + draw_in_terminal(loss, style_);
  n_lines_ = static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  const Clock::time_point end = Clock::now();
  next_ = end + std::max<Clock::duration>(kSoonest, kShareOfTime * (end - begin));
  return text;
}

std::string Live::wipe() const {
  return n_lines_ == 0 ? "" : "\r\x1b[" + std::to_string(n_lines_) + "A\x1b[J";
}

}  // namespace pinn::cli
