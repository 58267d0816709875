// SPDX-License-Identifier: MIT
// Edges by halving, states by evaluating what is known.
#include "boundary_mesh.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/expression/evaluate.hpp"

namespace pinn::readout {

namespace {

// Of a window, for the derivatives of a guess by central differences.
constexpr double kDifference = 1e-3;

// Of a guess in a window: its last two Legendre coefficients, and how often a window is halved.
constexpr double kSteep = 1e-3;
constexpr int kMostHalvings = 6;

// A half whose defect is not less than that of its whole by this factor is left as it is: rounding
// of the weights decides, or a corner that no window follows.
constexpr double kLeastGain = 2.0;
constexpr double kMostCorner = 1e6;  ///< Above it a window is halved whatever it brings.

double guess_at(const Problem& problem, std::size_t state, double v) {
  if (state >= problem.guess.size() || !problem.guess[state]) return 0.0;
  const double value = pinn::evaluate<double>(*problem.guess[state], {v});
  return std::isfinite(value) ? value : 0.0;
}

/// k-th derivative by central differences of width step.
double guess_derivative(const Problem& problem, std::size_t state, double v, int k, double step) {
  double sum = 0.0;
  double binomial = 1.0;
  for (int j = 0; j <= k; ++j) {
    const double sign = j % 2 == 0 ? 1.0 : -1.0;
    sum += sign * binomial * guess_at(problem, state, v + (0.5 * k - j) * step);
    binomial = binomial * (k - j) / (j + 1);
  }
  return sum / std::pow(step, k);
}

}  // namespace

std::vector<double> first_edges(double start,
                                double end,
                                std::int64_t count,
                                const std::vector<double>& places) {
  std::vector<double> edges{start};
  for (std::int64_t k = 1; k < count; ++k) {
    edges.push_back(start + (end - start) * static_cast<double>(k) / static_cast<double>(count));
  }
  edges.push_back(end);
  edges.insert(edges.end(), places.begin(), places.end());
  std::sort(edges.begin(), edges.end());
  // an equal edge next to a place of a condition would leave a window of almost no length
  const double least = 1e-6 * (end - start) / static_cast<double>(count);
  std::vector<double> kept;
  for (const double edge : edges) {
    if (kept.empty() || edge - kept.back() > least) {
      kept.push_back(edge);
    } else if (std::find(places.begin(), places.end(), edge) != places.end()) {
      kept.back() = edge;
    }
  }
  return kept;
}

std::vector<double> edges_for_guess(const Problem& problem,
                                    const Tableau& tableau,
                                    std::vector<double> edges) {
  const auto values = [&](std::size_t state, double from, double to) {
    const double hh = 0.5 * (to - from);
    Eigen::VectorXd y(tableau.n_points);
    for (Eigen::Index i = 0; i < y.size(); ++i) {
      y(i) = guess_at(problem, state, from + (tableau.first->points(i) + 1.0) * hh);
    }
    return y;
  };
  for (int round = 0; round < kMostHalvings; ++round) {
    std::vector<double> finer{edges.front()};
    for (std::size_t k = 0; k + 1 < edges.size(); ++k) {
      bool is_steep = false;
      for (std::size_t s = 0; s < problem.guess.size(); ++s) {
        if (!problem.guess[s]) continue;
        const Eigen::VectorXd y = values(s, edges[k], edges[k + 1]);
        const Eigen::Vector2d last = tableau.first->legendre.bottomRows<2>() * y;
        is_steep = is_steep || last.cwiseAbs().sum() > kSteep * y.cwiseAbs().maxCoeff();
      }
      if (is_steep) finer.push_back(0.5 * (edges[k] + edges[k + 1]));
      finer.push_back(edges[k + 1]);
    }
    if (finer.size() == edges.size()) break;
    edges = std::move(finer);
  }
  return edges;
}

MeshState guessed_state(const Problem& problem,
                        const Components& components,
                        const Tableau& tableau,
                        const std::vector<double>& edges) {
  MeshState state;
  state.edges = edges;
  state.u.setZero(components.count, static_cast<Eigen::Index>(edges.size()));
  const double step = kDifference * (edges.back() - edges.front());
  const auto value = [&](int s, double v, int k) {
    return guess_derivative(problem, static_cast<std::size_t>(s), v, k, step);
  };
  for (int s = 0; s < components.n_states(); ++s) {
    const auto index = static_cast<std::size_t>(s);
    for (int d = 0; d < components.order[index]; ++d) {
      for (std::size_t e = 0; e < edges.size(); ++e) {
        state.u(components.begin[index] + d, static_cast<Eigen::Index>(e)) = value(s, edges[e], d);
      }
    }
  }
  for (std::size_t k = 0; k + 1 < edges.size(); ++k) {
    const double hh = 0.5 * (edges[k + 1] - edges[k]);
    Eigen::MatrixXd H(tableau.n_points, components.n_states());
    for (int s = 0; s < components.n_states(); ++s) {
      for (Eigen::Index i = 0; i < tableau.n_points; ++i) {
        const double v = edges[k] + (tableau.first->points(i) + 1.0) * hh;
        H(i, s) = value(s, v, components.order[static_cast<std::size_t>(s)]);
      }
    }
    state.H.push_back(std::move(H));
  }
  return state;
}

MeshState transferred(const Problem& problem,
                      const Components& components,
                      const Tableau& tableau,
                      const std::vector<Window>& windows,
                      const std::vector<double>& edges) {
  MeshState state;
  state.edges = edges;
  state.u.resize(components.count, static_cast<Eigen::Index>(edges.size()));
  const int highest = problem.highest_order();
  std::size_t w = 0;
  for (std::size_t k = 0; k < edges.size(); ++k) {
    while (w + 1 < windows.size() && windows[w].end <= edges[k]) ++w;
    const bool is_last = k + 1 == edges.size();
    std::vector<double> at{edges[k]};
    const double hh = is_last ? 0.0 : 0.5 * (edges[k + 1] - edges[k]);
    for (Eigen::Index i = 0; !is_last && i < tableau.n_points; ++i) {
      at.push_back(edges[k] + (tableau.first->points(i) + 1.0) * hh);
    }
    // the points of a window lie in one of the old ones, if edges are only added
    const std::vector<Eigen::MatrixXd> y = evaluate_window_many(windows[w], at, highest);
    for (int s = 0; s < components.n_states(); ++s) {
      const auto index = static_cast<std::size_t>(s);
      for (int d = 0; d < components.order[index]; ++d) {
        state.u(components.begin[index] + d, static_cast<Eigen::Index>(k)) =
            y[static_cast<std::size_t>(d)](0, s);
      }
    }
    if (is_last) break;
    Eigen::MatrixXd H(tableau.n_points, components.n_states());
    for (int s = 0; s < components.n_states(); ++s) {
      const auto m = static_cast<std::size_t>(components.order[static_cast<std::size_t>(s)]);
      H.col(s) = y[m].col(s).tail(tableau.n_points);
    }
    state.H.push_back(std::move(H));
  }
  return state;
}

std::vector<double> MeshRefinement::refine(const std::vector<double>& edges,
                                           const Eigen::VectorXd& defects) {
  std::vector<double> finer{edges.front()};
  std::vector<Known> halves;
  has_given_up_ = false;
  for (std::size_t k = 0; k + 1 < edges.size(); ++k) {
    const double start = edges[k];
    const double end = edges[k + 1];
    const double defect = defects(static_cast<Eigen::Index>(k));
    const auto known = std::find_if(halves_.begin(), halves_.end(), [&](const Known& half) {
      return half.start == start && half.end == end;
    });
    const bool is_in_vain =
        known != halves_.end() && defect < kMostCorner && defect > known->parent / kLeastGain;
    const double middle = 0.5 * (start + end);
    const bool is_divisible = middle > start && middle < end;
    if (defect > 1.0 && !is_in_vain && is_divisible) {
      finer.push_back(middle);
      halves.push_back({start, middle, defect});
      halves.push_back({middle, end, defect});
    } else {
      has_given_up_ = has_given_up_ || !(defect <= 1.0);
      if (known != halves_.end()) halves.push_back(*known);
    }
    finer.push_back(end);
  }
  halves_ = std::move(halves);
  return finer;
}

}  // namespace pinn::readout
