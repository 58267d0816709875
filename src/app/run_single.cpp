// SPDX-License-Identifier: MIT
// One network for the whole domain, from the windows, as wide as its own verdict asks for.
#include <algorithm>
#include <cmath>
#include <utility>

#include "pinn/readout/distil.hpp"
#include "run.hpp"

namespace pinn {

namespace {

/// So near to the windows that what is wrong with the network is wrong with them.
constexpr double kAsGoodAsWindows = 0.01;

// The estimate steps through a model window by window: a single network is cut into pieces with
// that many centres at most, and no more pieces than that however many windows there were.
constexpr int kCentresPerPiece = 16;
constexpr std::size_t kMostPieces = 2000;

/// The same function, cut where the windows end and in between.
Model cut(const Model& single, const Model& windows) {
  const Window& whole = single.windows.front();
  const std::size_t n_windows = windows.windows.size();
  const auto width = static_cast<std::size_t>(whole.networks.front().layers.back().weight.cols());
  const std::size_t parts = (width / kCentresPerPiece + n_windows - 1) / n_windows;
  const std::size_t stride = (n_windows + kMostPieces - 1) / kMostPieces;
  std::vector<double> edges;
  for (std::size_t w = 0; w < n_windows; w += stride) {
    const double from = windows.windows[w].start;
    const double to = windows.windows[std::min(w + stride, n_windows) - 1].end;
    for (std::size_t k = 0; k < parts; ++k) {
      edges.push_back(from + (to - from) * static_cast<double>(k) / static_cast<double>(parts));
    }
  }
  edges.push_back(whole.end);
  Model pieces = single;
  pieces.windows.assign(edges.size() - 1, whole);
  for (std::size_t k = 0; k + 1 < edges.size(); ++k) {
    pieces.windows[k].start = edges[k];
    pieces.windows[k].end = edges[k + 1];
  }
  return pieces;
}

}  // namespace

void Run::distil_windows() {
  const bool asked =
      record_.config.output.single_network && record_.config.training.method == Method::Readout;
  if (!asked || !has_model() || observer_.stop_signal() != 0) return;
  const double begin = seconds_so_far();
  const Model& windows = record_.training->model;
  SingleNetwork best;
  for (int width = kFirstWidth;; width = next_width(width)) {
    Distilled fit = distil(windows, record_.problem, record_.config.accept, width);
    if (std::isnan(best.distance) || fit.distance < best.distance) {
      best.model = std::move(fit.model);
      best.distance = fit.distance;
      best.is_judged = false;
      if (best.distance <= 1.0) judge_single(best);
    }
    const bool is_accepted = best.is_judged && best.verdict.accepted;
    const bool is_done = is_accepted || best.distance <= kAsGoodAsWindows;
    if (is_done || width == kLargestWidth || observer_.stop_signal() != 0) break;
  }
  if (!best.is_judged) judge_single(best);
  best.seconds = seconds_so_far() - begin;
  record_.seconds.solve += best.seconds;
  record_.single = std::move(best);
}

void Run::judge_single(SingleNetwork& single) {
  const Config& config = record_.config;
  std::vector<double> points = record_.estimate->points;
  const std::vector<double> more = window_points(single.model);
  points.insert(points.end(), more.begin(), more.end());
  single.estimate = estimate_error(
      cut(single.model, record_.training->model), record_.problem, std::move(points));
  single.verdict = judge(
      single.model, record_.problem, config, record_.training->hard, reference(), &single.estimate);
  single.is_judged = true;
}

}  // namespace pinn
