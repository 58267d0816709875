// SPDX-License-Identifier: MIT
// Draws points in place: an iteration allocates nothing here.
#include "sampler.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "pinn/basis/points.hpp"

namespace pinn {

namespace {

/// Places where a residual is looked at, for each point that is placed by it.
constexpr std::int64_t kCandidates = 4;

}  // namespace

Sampler::Sampler(const PointsConfig& points,
                 const Window& window,
                 std::vector<double> fixed,
                 const torch::TensorOptions& options)
    : points_(points),
      start_(window.start),
      end_(window.end),
      input_(window.input),
      fixed_(std::move(fixed)),
      options_(options) {}

void Sampler::reset(std::uint32_t seed, const at::Generator& noise) {
  generator_.seed(seed);
  noise_ = noise;
  reach_ = 1.0;
  is_adapted_ = false;
  make_grid();
  const torch::NoGradGuard no_grad;
  batch_ = torch::cat({grid_, to_rows(fixed_)});
  moving_ = batch_.narrow(0, 0, points_.count);
  batch_.set_requires_grad(true);
  is_frozen_ = true;
}

void Sampler::make_grid() {
  grid_values_ = make_points(points_.kind, points_.count, start_, end_, generator_);
  place_grid();
}

void Sampler::set_reach(double part) {
  if (part == reach_) return;
  reach_ = part;
  place_grid();
}

void Sampler::place_grid() {
  grid_ = to_rows(grid_values_);
  is_frozen_ = false;
  if (reach_ == 1.0) return;
  const double start = (start_ - input_.shift) * input_.rate;
  grid_ = (grid_ - start) * reach_ + start;
}

std::int64_t Sampler::n_candidates() const { return kCandidates * points_.count + 1; }

torch::Tensor Sampler::candidate_batch() const {
  std::vector<double> values = uniform_points(n_candidates(), start_, end_);
  values.insert(values.end(), fixed_.begin(), fixed_.end());
  return to_rows(values).set_requires_grad(true);
}

void Sampler::adapt(const std::vector<double>& residuals) {
  const double sum = std::accumulate(residuals.begin(), residuals.end(), 0.0);
  if (!(sum > 0.0)) return;
  const double mean = sum / static_cast<double>(residuals.size());
  const std::vector<double> at = uniform_points(n_candidates(), start_, end_);
  std::vector<double> below{0.0};  // integral of the density up to each candidate
  for (std::size_t i = 1; i < at.size(); ++i) {
    const double density = 1.0 + 0.5 * (residuals[i - 1] + residuals[i]) / mean;
    below.push_back(below.back() + density);
  }
  std::size_t cell = 1;
  for (std::size_t i = 0; i < grid_values_.size(); ++i) {
    const double way = (static_cast<double>(i) + 0.5) / static_cast<double>(grid_values_.size());
    const double wanted = way * below.back();
    while (cell + 1 < at.size() && below[cell] < wanted) ++cell;
    const double part = (wanted - below[cell - 1]) / (below[cell] - below[cell - 1]);
    grid_values_[i] = at[cell - 1] + part * (at[cell] - at[cell - 1]);
  }
  is_adapted_ = true;
  place_grid();
}

torch::Tensor Sampler::to_rows(const std::vector<double>& values) const {
  const auto n_rows = static_cast<std::int64_t>(values.size());
  torch::Tensor rows = torch::empty({n_rows, 1}, torch::kFloat64);
  auto* data = rows.data_ptr<double>();
  for (std::size_t i = 0; i < values.size(); ++i) {
    data[i] = (values[i] - input_.shift) * input_.rate;
  }
  return rows.to(options_);
}

void Sampler::keep_inside() {
  const double a = (start_ - input_.shift) * input_.rate;
  const double b = (end_ - input_.shift) * input_.rate;
  switch (points_.edges) {
    case Edges::Free:
      return;
    case Edges::Clamp:
      moving_.clamp_(a, b);
      return;
    case Edges::Reflect:
      // x -> b - |(x - a) mod 2(b - a) - (b - a)|, right however far outside
      moving_.sub_(a).remainder_(2.0 * (b - a)).sub_(b - a).abs_().neg_().add_(b);
      return;
  }
}

const torch::Tensor& Sampler::draw(std::int64_t iteration) {
  const bool is_drawn_kind = points_.kind == PointsKind::Random ||
                             points_.kind == PointsKind::Sobol || points_.kind == PointsKind::Lhs;
  const bool resample = is_drawn_kind && !is_adapted_ && points_.resample_every > 0 &&
                        iteration > 1 && (iteration - 1) % points_.resample_every == 0;
  if (resample) make_grid();
  if (points_.jitter == 0.0 || points_.count == 0) {
    if (resample) is_frozen_ = false;
    return draw_frozen();
  }
  const torch::NoGradGuard no_grad;
  const double deviation = points_.jitter * input_.rate;
  if (batch_.device().is_cpu()) {
    moving_.normal_(0.0, deviation, noise_).add_(grid_);
  } else {
    // drawn on the CPU, so that every device sees the same points
    const torch::TensorOptions cpu = options_.device(torch::kCPU);
    const torch::Tensor noise = torch::empty({points_.count, 1}, cpu);
    moving_.copy_(noise.normal_(0.0, deviation, noise_)).add_(grid_);
  }
  keep_inside();
  is_frozen_ = false;
  return batch_;
}

const torch::Tensor& Sampler::draw_frozen() {
  if (!is_frozen_) {
    const torch::NoGradGuard no_grad;
    moving_.copy_(grid_);
    is_frozen_ = true;
  }
  return batch_;
}

torch::Tensor Sampler::validation_batch() const {
  std::vector<double> values;
  if (points_.count > 0) values = validation_points(grid_values_, start_, end_);
  values.insert(values.end(), fixed_.begin(), fixed_.end());
  return to_rows(values).set_requires_grad(true);
}

}  // namespace pinn
