// SPDX-License-Identifier: MIT
// Points of an iteration: jitter, edges, fixed rows, resampling.
#include "sampler.hpp"

#include <gmock/gmock.h>

#include "tolerances.hpp"
#include "workbench.hpp"

namespace pinn {
namespace {

Window window_of(double start, double end) {
  Window window;
  window.start = start;
  window.end = end;
  return window;
}

PointsConfig uniform_with(double jitter, Edges edges) {
  PointsConfig points;
  points.count = 101;
  points.kind = PointsKind::Uniform;
  points.jitter = jitter;
  points.edges = edges;
  return points;
}

/// A sampler on [0, 2] with the fixed rows 0 and 1.5, ready to draw.
Sampler sampler_with(const PointsConfig& points, std::uint32_t seed = 1) {
  Sampler sampler(points, window_of(0.0, 2.0), {0.0, 1.5}, test::float64_options());
  sampler.reset(seed, at::detail::createCPUGenerator(seed));
  return sampler;
}

torch::Tensor moving(const torch::Tensor& batch) {
  return batch.detach().narrow(0, 0, 101).clone();
}

TEST(Sampler, AppendsTheFixedRowsUnmoved) {
  Sampler sampler = sampler_with(uniform_with(0.3, Edges::Free));

  const torch::Tensor& batch = sampler.draw(1);

  EXPECT_EQ(batch.size(0), 103);
  EXPECT_TRUE(batch.requires_grad());
  EXPECT_EQ(batch[101].item<double>(), 0.0);
  EXPECT_EQ(batch[102].item<double>(), 1.5);
}

TEST(Sampler, DrawsNoiseAnewAroundTheGridInEveryIteration) {
  Sampler sampler = sampler_with(uniform_with(0.01, Edges::Free));
  const torch::Tensor grid = moving(sampler.draw_frozen());

  const torch::Tensor first = moving(sampler.draw(1)) - grid;
  const torch::Tensor second = moving(sampler.draw(2)) - grid;

  // the deviation of 101 samples errs by 7 %; 30 % is over four times that
  EXPECT_NEAR(first.std().item<double>(), 0.01, 0.003);
  EXPECT_NEAR(second.std().item<double>(), 0.01, 0.003);
  EXPECT_FALSE(torch::equal(first, second));
}

TEST(Sampler, LeavesPointsOutsideWhereEdgesAreFree) {
  Sampler sampler = sampler_with(uniform_with(1.0, Edges::Free));

  const torch::Tensor x = moving(sampler.draw(1));

  EXPECT_LT(x.min().item<double>(), 0.0);
  EXPECT_GT(x.max().item<double>(), 2.0);
}

TEST(Sampler, MirrorsPointsAtTheEdgesHoweverFarOutside) {
  Sampler free = sampler_with(uniform_with(5.0, Edges::Free));
  Sampler reflecting = sampler_with(uniform_with(5.0, Edges::Reflect));

  const torch::Tensor outside = moving(free.draw(1));
  const torch::Tensor inside = moving(reflecting.draw(1));

  for (std::int64_t i = 0; i < outside.size(0); ++i) {
    double x = outside[i].item<double>();
    while (x < 0.0 || x > 2.0) x = x < 0.0 ? -x : 4.0 - x;
    EXPECT_NEAR(inside[i].item<double>(), x, test::kFewRoundings);
  }
}

TEST(Sampler, PutsPointsOnTheEdgesWhereTheyAreClamped) {
  Sampler free = sampler_with(uniform_with(1.0, Edges::Free));
  Sampler clamping = sampler_with(uniform_with(1.0, Edges::Clamp));

  const torch::Tensor outside = moving(free.draw(1));
  const torch::Tensor inside = moving(clamping.draw(1));

  EXPECT_TRUE(torch::equal(inside, outside.clamp(0.0, 2.0)));
}

TEST(Sampler, HoldsPointsStillForLbfgsAfterNoise) {
  Sampler sampler = sampler_with(uniform_with(0.3, Edges::Reflect));
  const torch::Tensor grid = moving(sampler.draw_frozen());

  sampler.draw(1);

  EXPECT_TRUE(torch::equal(moving(sampler.draw_frozen()), grid));
}

TEST(Sampler, DrawsRandomPointsAnewWhenAskedTo) {
  PointsConfig points = uniform_with(0.0, Edges::Reflect);
  points.kind = PointsKind::Random;
  points.resample_every = 2;
  Sampler sampler = sampler_with(points);

  const torch::Tensor first = moving(sampler.draw(1));
  const torch::Tensor second = moving(sampler.draw(2));
  const torch::Tensor third = moving(sampler.draw(3));

  EXPECT_TRUE(torch::equal(first, second));
  EXPECT_FALSE(torch::equal(second, third));
}

TEST(Sampler, ValidatesBetweenTheGridPointsAndOnTheFixedRows) {
  const Sampler sampler = sampler_with(uniform_with(0.3, Edges::Free));

  const torch::Tensor batch = sampler.validation_batch();

  EXPECT_EQ(batch.size(0), 100 + 2);
  EXPECT_NEAR(batch[0].item<double>(), 0.01, test::kFewRoundings);
  EXPECT_NEAR(batch[99].item<double>(), 1.99, test::kFewRoundings);
}

}  // namespace
}  // namespace pinn
