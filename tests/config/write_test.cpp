// SPDX-License-Identifier: MIT
// Configs written back: complete, stable, readable again without a word.
#include "pinn/config/write.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config_texts.hpp"

namespace pinn {
namespace {

using test::config_with;
using test::problem_with_line;
using test::read_text;
using testing::HasSubstr;
using testing::Not;

/// Written, read and written again.
void expect_round_trip(const std::string& text, const std::string& folder = "") {
  const ReadConfig first = read_config(text, "a.json", "a", folder, {});
  ASSERT_FALSE(has_errors(first.diagnostics)) << first.source.format(first.diagnostics);
  const std::string written = write_config(first.config);

  const ReadConfig second = read_config(written, "b.json", "b", folder, {});

  EXPECT_EQ(second.source.format(second.diagnostics), "");
  EXPECT_EQ(write_config(second.config), written);
  EXPECT_EQ(second.config.training.conditions_given, first.config.training.conditions_given);
}

TEST(WriteConfig, ComesBackFromEveryStarter) {
  for (const auto& [name, text] : starter_configs()) expect_round_trip(text);
}

constexpr const char* kEveryKey = R"json({
  "$schema": "s.json", "name": "n", "description": "quote \" and \u00e9",
  "problem": {
    "variable": "s", "domain": ["-pi", 0.1], "parameters": {"a": 0.1, "b": "a/3"},
    "definitions": {"q": "a*b"}, "equations": ["y' = -q*y"], "conditions": ["y(0) = 1"],
    "exact": {"y": "exp(-q*s)"}, "observables": {"o": "y^2"}, "guess": {"y": "1"},
    "data": [{"file": "CMakeLists.txt", "variable": "s", "columns": {"y": "c d"},
              "sigma": {"y": 0.5, "o": "col"}}],
    "inputs": {"f": {"file": "CMakeLists.txt", "variable": "s", "column": "v"},
               "g": {"file": "README.md", "variable": "s", "column": "v w",
                     "interpolation": "cubic"}},
    "unknowns": {"v": {"initial": 2.5}, "w": {}}, "solutions": "all",
    "stop_when": "y = 0"
  },
  "network": {"hidden": [3, 4], "activation": "gelu", "fourier_features": 2, "per_state": true},
  "training": {
    "method": "gradient", "seed": 4294967295, "precision": "float32", "derivatives": "jets",
    "conditions": "hard",
    "weights": {"equations": 2, "conditions": 3, "data": 0, "balance": "gradient_norm"},
    "points": {"count": 7, "kind": "sobol", "jitter": 0.3, "edges": "clamp", "resample_every": 9,
               "adapt": "residual"},
    "causal": 0.5, "grow": true,
    "windows": 1,
    "stages": [
      {"optimizer": "sgd", "iterations": 3, "momentum": 0.5, "weight_decay": 0.1},
      {"optimizer": "adamw", "iterations": 1e3, "learning_rate": 0.3, "betas": [0.1, 0.2],
       "schedule": "exponential", "final_learning_rate": 0.01},
      {"optimizer": "lbfgs", "iterations": 2, "learning_rate": 0.5}
    ],
    "stop": {"loss": 1e-9, "patience": 5, "max_seconds": 1.5}, "restarts": 3
  },
  "reference": {"method": "cvode_bdf", "rtol": 1e-9, "atol": 1e-12},
  "accept": {"basis": "exact", "rtol": 0, "atol": {"y": 0.25}, "points": 11},
  "output": {"at": [0.05, 0.1], "extrapolate": [-4, 1], "derivatives": false, "residuals": false,
             "history_every": 3},
  "runtime": {"threads": 2, "device": "auto", "deterministic": false}
})json";

TEST(WriteConfig, ComesBackWithEveryKeyAwayFromItsDefault) {
  expect_round_trip(kEveryKey, PINN_SOURCE_DIR);
}

TEST(WriteConfig, KeepsEveryValue) {
  const ReadConfig read = read_config(kEveryKey, "a.json", "a", PINN_SOURCE_DIR, {});

  const std::string written = write_config(read.config);

  for (const char* part : {"\"description\": \"quote \\\" and \xC3\xA9\"",
                           "\"variable\": \"s\"",
                           "\"b\": 0.03333333333333333",
                           "\"q\": \"a*b\"",
                           "\"exact\": {\"y\": \"exp(-q*s)\"}",
                           "\"guess\": {\"y\": \"1\"}",
                           "\"columns\": {\"y\": \"c d\"}",
                           "\"sigma\": {\"y\": 0.5, \"o\": \"col\"}",
                           "\"column\": \"v\", \"interpolation\": \"linear\"",
                           "\"column\": \"v w\", \"interpolation\": \"cubic\"",
                           "\"stop_when\": \"y = 0\"",
                           "\"v\": {\"initial\": 2.5}",
                           "\"solutions\": \"all\"",
                           "\"hidden\": [3, 4]",
                           "\"activation\": \"gelu\"",
                           "\"fourier_features\": 2",
                           "\"per_state\": true",
                           "\"seed\": 4294967295",
                           "\"precision\": \"float32\"",
                           "\"derivatives\": \"jets\"",
                           "\"weights\": {\"equations\": 2, \"conditions\": 3, \"data\": 0, "
                           "\"balance\": \"gradient_norm\"}",
                           "\"count\": 7",
                           "\"kind\": \"sobol\"",
                           "\"jitter\": 0.3",
                           "\"edges\": \"clamp\"",
                           "\"resample_every\": 9",
                           "\"adapt\": \"residual\"",
                           "\"causal\": 0.5",
                           "\"grow\": true",
                           "\"windows\": 1",
                           "\"momentum\": 0.5",
                           "\"weight_decay\": 0.1",
                           "\"betas\": [0.1, 0.2]",
                           "\"schedule\": \"exponential\"",
                           "\"final_learning_rate\": 0.01",
                           "\"loss\": 1e-09",
                           "\"patience\": 5",
                           "\"max_seconds\": 1.5",
                           "\"restarts\": 3",
                           "\"method\": \"cvode_bdf\"",
                           "\"rtol\": 1e-09",
                           "\"atol\": 1e-12",
                           "\"basis\": \"exact\"",
                           "\"atol\": {\"y\": 0.25}",
                           "\"points\": 11",
                           "\"at\": [0.05, 0.1]",
                           "\"extrapolate\": [-4, 1]",
                           "\"derivatives\": false",
                           "\"residuals\": false",
                           "\"history_every\": 3",
                           "\"threads\": 2",
                           "\"device\": \"auto\"",
                           "\"deterministic\": false"}) {
    EXPECT_THAT(written, HasSubstr(part));
  }
}

TEST(WriteConfig, ComesBackFromUnusedKeysWithoutTheWarning) {
  expect_round_trip(config_with(
      "\"training\": {\"tolerance\": {\"y\": 1e-3}, \"stop\": {\"iterations\": 5}, \"points\": "
      "{\"edges\": \"clamp\", \"resample_every\": 10}}, \"reference\": {\"method\": \"none\", "
      "\"rtol\": 1e-5}, \"output\": {\"at\": \"windows\"}"));
}

TEST(WriteConfig, OfReadoutHasItsOwnKeysAndNotThoseOfGradient) {
  const std::string text = config_with(
      "\"training\": {\"method\": \"readout\", \"windows\": 7, \"tolerance\": {\"y\": 1e-9}, "
      "\"stop\": {\"windows\": 12, \"max_seconds\": 5}}, \"output\": {\"single_network\": true}");
  expect_round_trip(text);

  const std::string written = write_config(read_text(text).config);

  for (const char* part : {"\"method\": \"readout\"",
                           "\"windows\": 7",
                           "\"tolerance\": {\"y\": 1e-09}",
                           "\"max_seconds\": 5, \"windows\": 12",
                           "\"single_network\": true"}) {
    EXPECT_THAT(written, HasSubstr(part));
  }
  for (const char* part : {"stages", "count", "jitter", "restarts", "weights", "history_every"}) {
    EXPECT_THAT(written, Not(HasSubstr(part)));
  }
}

TEST(WriteConfig, PutsInWhatTheStagesLeaveOpen) {
  const std::string text = write_config(read_text(config_with("")).config);
  const std::string given =
      write_config(read_text(config_with("  \"training\": {\"stages\": [{\"optimizer\": \"adam\", "
                                         "\"iterations\": 5, \"schedule\": \"cosine\"}, "
                                         "{\"optimizer\": \"lbfgs\", \"iterations\": 7}]}"))
                       .config);

  EXPECT_THAT(text, HasSubstr("\"iterations\": 300,\n        \"learning_rate\": 0.005"));
  EXPECT_THAT(text, HasSubstr("{\"optimizer\": \"ssbroyden\", \"iterations\": 2000}"));
  EXPECT_THAT(given, HasSubstr("\"final_learning_rate\": 1e-05"));
  EXPECT_THAT(given,
              HasSubstr("{\"optimizer\": \"lbfgs\", \"iterations\": 7, \"learning_rate\": 1}"));
  EXPECT_THAT(text, HasSubstr("\"windows\": \"auto\",\n    \"tolerance\": \"auto\""));
}

TEST(WriteConfig, DoesNotTurnTheDefaultOfConditionsIntoADemand) {
  const std::string given = "\"training\": {\"conditions\": \"hard\"}";
  const std::string line = "\"conditions\": \"hard\"";

  EXPECT_THAT(write_config(read_text(config_with("")).config), Not(HasSubstr(line)));
  EXPECT_THAT(write_config(read_text(config_with(given)).config), HasSubstr(line));
}

TEST(WriteConfig, WritesNumbersExactly) {
  const Config config = read_text(problem_with_line(3, "\"domain\": [0.1, \"4*pi\"],")).config;

  EXPECT_THAT(write_config(config), HasSubstr("\"domain\": [0.1, 12.566370614359172]"));
}

}  // namespace
}  // namespace pinn
