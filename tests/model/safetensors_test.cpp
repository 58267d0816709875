// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <random>

#include "model/model_file.hpp"
#include "pinn/util/file.hpp"

namespace pinn {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

void expect_same_bits(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  ASSERT_EQ(a.rows(), b.rows());
  ASSERT_EQ(a.cols(), b.cols());
  EXPECT_EQ(std::memcmp(a.data(), b.data(), sizeof(double) * static_cast<std::size_t>(a.size())),
            0);
}

TEST(ModelFile, ReadsBackBitForBit) {
  const SavedModel saved = test::rich_model();

  const SavedModel read = parse_safetensors(to_safetensors(saved), "m.safetensors");

  EXPECT_EQ(read.config, saved.config);
  EXPECT_EQ(read.model.variable, "x");
  EXPECT_EQ(read.model.states, saved.model.states);
  ASSERT_EQ(read.model.windows.size(), saved.model.windows.size());
  for (std::size_t k = 0; k < saved.model.windows.size(); ++k) {
    const Window& a = saved.model.windows[k];
    const Window& b = read.model.windows[k];
    EXPECT_EQ(a.start, b.start);
    EXPECT_EQ(a.end, b.end);
    EXPECT_EQ(a.input.shift, b.input.shift);
    EXPECT_EQ(a.input.rate, b.input.rate);
    EXPECT_EQ(a.input.fourier_features, b.input.fourier_features);
    EXPECT_EQ(a.input.fourier_start, b.input.fourier_start);
    EXPECT_EQ(a.input.fourier_length, b.input.fourier_length);
    EXPECT_EQ(a.argument, b.argument);
    EXPECT_EQ(a.anchor, b.anchor);
    EXPECT_EQ(a.argument_rate, b.argument_rate);
    expect_same_bits(a.scale, b.scale);
    expect_same_bits(a.offset, b.offset);
    expect_same_bits(a.factor, b.factor);
    ASSERT_EQ(a.networks.size(), b.networks.size());
    for (std::size_t i = 0; i < a.networks.size(); ++i) {
      ASSERT_EQ(a.networks[i].layers.size(), b.networks[i].layers.size());
      EXPECT_EQ(a.networks[i].activation, b.networks[i].activation);
      for (std::size_t l = 0; l < a.networks[i].layers.size(); ++l) {
        expect_same_bits(a.networks[i].layers[l].weight, b.networks[i].layers[l].weight);
        expect_same_bits(a.networks[i].layers[l].bias, b.networks[i].layers[l].bias);
      }
    }
  }
  EXPECT_EQ(to_safetensors(read), to_safetensors(saved));
}

TEST(ModelFile, KeepsEveryActivation) {
  for (const ActivationInfo& info : activations()) {
    SavedModel saved = test::small_model();
    saved.model.windows[0].networks[0].activation = info.activation;

    const SavedModel read = parse_safetensors(to_safetensors(saved), "m.safetensors");

    EXPECT_EQ(read.model.windows[0].networks[0].activation, info.activation);
  }
}

TEST(ModelFile, BeginsItsDataAtAMultipleOfEight) {
  for (const char* state : {"y", "yy", "yyy", "yyyy", "yyyyy"}) {
    SavedModel saved = test::small_model();
    saved.model.states = {state};
    const std::string bytes = to_safetensors(saved);

    EXPECT_EQ(test::split(bytes).first.size() % 8, 0U);
    EXPECT_EQ(test::split(bytes).second.size(), 16U);
  }
}

TEST(ModelFile, TellsItsTensorsAsTheFormatWantsIt) {
  const std::string header = test::split(to_safetensors(test::small_model())).first;

  EXPECT_THAT(header, StartsWith("{\"__metadata__\":{\"format\":\"pinn-solve model 1\","));
  EXPECT_THAT(
      header,
      HasSubstr("\"window.0.0.weight\":{\"dtype\":\"F64\",\"shape\":[1,1],"
                "\"data_offsets\":[0,8]},\"window.0.0.bias\":{\"dtype\":\"F64\",\"shape\":[1],"
                "\"data_offsets\":[8,16]}}"));
}

TEST(ModelFile, ReadsFloat32Tensors) {
  auto [header, data] = test::split(to_safetensors(test::small_model()));
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\"F64\",\"shape\":[1,1],\"data_offsets\":[0,8]",
            "\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]"},
           {"\"F64\",\"shape\":[1],\"data_offsets\":[8,16]",
            "\"F32\",\"shape\":[1],\"data_offsets\":[4,8]"}}) {
    header.replace(header.find(from), from.size(), to);
  }
  const float numbers[2] = {0.1F, -2.5F};
  data.assign(reinterpret_cast<const char*>(numbers), sizeof(numbers));

  const SavedModel read = parse_safetensors(test::file_of(header, data), "m.safetensors");

  const Linear& layer = read.model.windows[0].networks[0].layers[0];
  EXPECT_EQ(layer.weight(0, 0), static_cast<double>(0.1F));
  EXPECT_EQ(layer.bias(0), -2.5);
}

TEST(ModelFile, IsFoundInARunFolder) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("pinn_model_test_" + std::to_string(std::random_device{}()));
  std::filesystem::create_directory(folder);
  const SavedModel saved = test::rich_model();

  write_model(folder / "model.safetensors", saved);

  EXPECT_EQ(to_safetensors(read_model(folder)), to_safetensors(saved));
  EXPECT_EQ(to_safetensors(read_model(folder / "model.safetensors")), to_safetensors(saved));
  EXPECT_THROW(read_model(folder / "none.safetensors"), FileError);
  std::filesystem::remove_all(folder);
}

TEST(ModelFile, KeepsTheSignalsOfItsInputs) {
  SavedModel saved = test::small_model();
  saved.signals = {{"u", {0.0, 0.1, 2.5}, {1.0, -3.0, 0.7}}, {"at", {-1.0, 1.0}, {0.0, 1e-300}}};

  const SavedModel read = parse_safetensors(to_safetensors(saved), "m.safetensors");

  ASSERT_EQ(read.signals.size(), 2U);  // in the order of the names
  EXPECT_EQ(read.signals[0].name, "at");
  EXPECT_EQ(read.signals[0].values, (std::vector<double>{0.0, 1e-300}));
  EXPECT_EQ(read.signals[1].name, "u");
  EXPECT_EQ(read.signals[1].at, (std::vector<double>{0.0, 0.1, 2.5}));
  EXPECT_EQ(read.signals[1].values, (std::vector<double>{1.0, -3.0, 0.7}));
}

TEST(ModelFile, CannotHoldTwoActivations) {
  SavedModel saved = test::rich_model();
  saved.model.windows[0].networks[1].activation = Activation::Sin;

  EXPECT_THROW(to_safetensors(saved), InternalError);
}

}  // namespace
}  // namespace pinn
