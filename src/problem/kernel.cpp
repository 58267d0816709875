// SPDX-License-Identifier: MIT
// Finds the linear dependence by least squares over random places.
#include "kernel.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <map>
#include <random>

#include "pinn/expression/evaluate.hpp"

namespace pinn::detail {

namespace {

constexpr int kMostDerivatives = 6;
constexpr int kPlaces = 40;
constexpr double kDependent = 1e-11;    // what is left, of the derivative
constexpr double kWholeNumber = 1e-10;  // factors such as -1 that rounding has reached

/// Values of a term at places, each name with a value of its own there.
class Places {
 public:
  Places(std::string x, double start, double end) : x_(std::move(x)), start_(start), end_(end) {}

  Eigen::VectorXd values(const Expression& formula) {
    std::vector<Node> nodes = formula.nodes();
    for (Node& node : nodes) {
      if (node.op != Op::Name) continue;
      const Symbol& symbol = formula.symbols()[static_cast<std::size_t>(node.symbol)];
      const auto [place, is_new] =
          slot_of_.try_emplace({symbol.name, symbol.primes}, static_cast<int>(columns_.size()));
      if (is_new) add_column(symbol.name == x_);
      node.op = Op::Slot;
      node.slot = place->second;
    }
    const Expression bound(std::move(nodes), formula.symbols(), "");
    Eigen::VectorXd values(kPlaces);
    for (int p = 0; p < kPlaces; ++p) {
      std::vector<double> slots;
      for (const std::vector<double>& column : columns_) {
        slots.push_back(column[static_cast<std::size_t>(p)]);
      }
      values(p) = evaluate<double>(bound, slots);
    }
    return values;
  }

 private:
  void add_column(bool is_variable) {
    std::uniform_real_distribution<double> inside(start_, end_);
    std::uniform_real_distribution<double> anywhere(0.2, 1.4);
    std::vector<double> column;
    for (int p = 0; p < kPlaces; ++p) {
      column.push_back(is_variable ? inside(random_) : anywhere(random_));
    }
    columns_.push_back(column);
  }

  std::string x_;
  double start_;
  double end_;
  std::mt19937 random_{1};
  std::map<std::pair<std::string, int>, int> slot_of_;
  std::vector<std::vector<double>> columns_;
};

std::optional<std::vector<double>> dependence(const Eigen::MatrixXd& lower,
                                              const Eigen::VectorXd& next) {
  const double size = next.cwiseAbs().maxCoeff();
  if (size == 0.0) return std::vector<double>(static_cast<std::size_t>(lower.cols()), 0.0);
  const Eigen::VectorXd scales = lower.cwiseAbs().colwise().maxCoeff();
  const Eigen::MatrixXd scaled = lower * scales.cwiseInverse().asDiagonal();
  Eigen::VectorXd factors = scaled.colPivHouseholderQr().solve(next);
  const double left = (scaled * factors - next).cwiseAbs().maxCoeff();
  const double terms = std::max(size, factors.cwiseAbs().maxCoeff());
  if (!(left <= kDependent * terms)) return std::nullopt;
  std::vector<double> result;
  for (Eigen::Index i = 0; i < factors.size(); ++i) {
    const double factor = factors(i) / scales(i);
    const double whole = std::round(factor);
    const bool is_whole = std::abs(factor - whole) <= kWholeNumber * std::max(1.0, std::abs(whole));
    result.push_back(is_whole ? whole : factor);
  }
  return result;
}

}  // namespace

std::optional<ClosedKernel> close_kernel(
    Algebra& algebra, Algebra::Term kernel, const std::string& x, double start, double end) {
  Places places(x, start, end);
  ClosedKernel closed;
  closed.derivatives.push_back(kernel);
  Eigen::MatrixXd values(kPlaces, 1);
  values.col(0) = places.values(algebra.write(kernel));
  for (int m = 1; m <= kMostDerivatives; ++m) {
    const Algebra::Term next =
        algebra.derivative(closed.derivatives.back(), [&](const Node&, const Symbol& symbol) {
          return algebra.number(symbol.name == x ? 1.0 : 0.0);
        });
    const Eigen::VectorXd found = places.values(algebra.write(next));
    if (!values.allFinite() || !found.allFinite()) return std::nullopt;
    if (auto factors = dependence(values, found)) {
      closed.factors = std::move(*factors);
      return closed;
    }
    closed.derivatives.push_back(next);
    values.conservativeResize(Eigen::NoChange, m + 1);
    values.col(m) = found;
  }
  return std::nullopt;
}

}  // namespace pinn::detail
