// SPDX-License-Identifier: MIT
// Files that are damaged or meant to do harm end in a ConfigError or in a consistent model.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "model/model_file.hpp"

namespace pinn {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// The small model's file with one piece of its header replaced.
std::string with_header_edit(const std::string& from, const std::string& to) {
  auto [header, data] = test::split(to_safetensors(test::small_model()));
  const std::size_t place = header.find(from);
  EXPECT_NE(place, std::string::npos) << from << " in " << header;
  header.replace(place, from.size(), to);
  return test::file_of(header, data);
}

/// What must hold of any model that the reader lets through.
void expect_consistent(const Model& model) {
  ASSERT_FALSE(model.states.empty());
  ASSERT_FALSE(model.windows.empty());
  for (const Window& window : model.windows) {
    ASSERT_LT(window.start, window.end);
    ASSERT_TRUE(window.networks.size() == 1 || window.networks.size() == model.states.size());
    ASSERT_EQ(window.scale.size(), model.n_states());
    ASSERT_EQ(window.offset.rows(), model.n_states());
    ASSERT_EQ(window.factor.rows(), model.n_states());
    for (const Mlp& network : window.networks) {
      ASSERT_EQ(network.n_inputs(), window.input.n_inputs());
    }
  }
  ASSERT_EQ(model.evaluate(model.start(), 1).rows(), model.n_states());
}

/// What a byte may turn into: one bit flipped, the letters of JSON, extremes. (All 256 take 9 s.)
std::string corruptions(char byte) {
  std::string all("\"\\{}[],:-.eE+ 019nt\0\xff", 21);
  for (unsigned bit = 0; bit < 8; ++bit) {
    all.push_back(static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << bit)));
  }
  return all;
}

TEST(ModelFile, TruncatedAnywhereIsRefused) {
  const std::string bytes = to_safetensors(test::small_model());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_THAT(test::error_of(std::string_view(bytes).substr(0, length)),
                StartsWith("m.safetensors: error: not a usable model file: "))
        << length;
  }
  EXPECT_THAT(test::error_of(bytes + "x"), HasSubstr("it has 17 bytes of data, expected 16"));
}

TEST(ModelFile, WithAnyByteOfItsHeaderChangedIsRefusedOrConsistent) {
  const std::string bytes = to_safetensors(test::small_model());
  const std::size_t n_header = bytes.size() - 16;
  std::size_t n_accepted = 0;
  for (std::size_t i = 0; i < n_header; ++i) {
    for (const char byte : corruptions(bytes[i])) {
      std::string corrupt = bytes;
      corrupt[i] = byte;
      try {
        const SavedModel read = parse_safetensors(corrupt, "m.safetensors");
        expect_consistent(read.model);
        ++n_accepted;
      } catch (const ConfigError& e) {
        EXPECT_THAT(e.what(), StartsWith("m.safetensors: error: not a usable model file: "));
      }
    }
  }
  EXPECT_GT(n_accepted, n_header / 10);  // spaces, digits of edges, letters of the variable
}

TEST(ModelFile, WithRandomBytesIsRefusedOrConsistent) {
  const std::string bytes = to_safetensors(test::rich_model());
  std::mt19937_64 generator(5);
  for (int turn = 0; turn < 3000; ++turn) {
    std::string corrupt = bytes;
    for (int i = 0; i < 1 + turn % 4; ++i) {
      corrupt[generator() % corrupt.size()] = static_cast<char>(generator() % 256);
    }
    try {
      expect_consistent(parse_safetensors(corrupt, "m.safetensors").model);
    } catch (const ConfigError& e) {
      EXPECT_THAT(e.what(), StartsWith("m.safetensors: error: not a usable model file: "));
    }
  }
}

TEST(ModelFile, WithAHostileHeaderIsRefusedWithTheReason) {
  const std::string start = "m.safetensors: error: not a usable model file: ";
  const std::string huge = "18446744073709551615";
  struct Hostile {
    std::string bytes;
    std::string message;
  };
  const Hostile table[] = {
      {"", "it has 0 bytes, expected at least 8"},
      {test::length_bytes(~std::uint64_t{0}),
       "its header has " + huge + " bytes, expected at most 100000000"},
      {test::length_bytes(100'000'001),
       "its header has 100000001 bytes, expected at most 100000000"},
      {test::length_bytes(100'000'000) + "{}",
       "it ends inside its header (10 bytes), expected at least 100000008"},
      {test::file_of(""), "its header is not JSON (byte 1), expected a JSON object with tensors"},
      {test::file_of("[]"), "its header is a JSON array, expected an object"},
      {test::file_of("{} x"),
       "its header is not JSON (byte 4), expected a JSON object with tensors"},
      {test::file_of(std::string(1'000'000, '[')),
       "its header is nested deeper than 8 levels, expected a JSON object with tensors"},
      {test::file_of("{\"a\":" + std::string(1'000'000, '[')),
       "its header is nested deeper than 8 levels, expected a JSON object with tensors"},
      {test::file_of("{\"a\":[0" + std::string(5'000'000, ',') + "]}"),
       "its header is not JSON (byte 9), expected a JSON object with tensors"},
      {test::file_of("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}"),
       "its header has the key \"a\" twice, expected a JSON object with tensors"},
      {test::file_of("{\"__metadata__\":[]}"),
       "its __metadata__ is a JSON array, expected an object"},
      {test::file_of("{\"__metadata__\":{\"a\":1}}"),
       "its __metadata__ has a number as \"a\", expected a string"},
      {test::file_of("{\"a\":1}"),
       "tensor \"a\" is not described, expected an object of dtype, shape and data_offsets"},
      {test::file_of("{}", "12345678"),
       "it has 8 bytes of data, expected 0, the end of the last tensor"},
      {test::file_of("{}"),
       "its __metadata__ has no \"format\", expected a file written by pinn-solve"},
      {with_header_edit("model 1", "model 2"),
       "its format is \"pinn-solve model 2\", expected \"pinn-solve model 1\""},
      {with_header_edit("F64", "I64"),
       "tensor \"window.0.0.weight\" has another dtype, expected F64 or F32"},
      {with_header_edit("[1,1]", "[" + huge + "," + huge + "]"),
       "tensor \"window.0.0.weight\" is larger than the file, expected a shape that fits in the "
       "data"},
      {with_header_edit("[1,1]", "[0," + huge + "]"),
       "tensor \"window.0.0.weight\" has a size that is not a positive integer, expected positive "
       "integers"},
      {with_header_edit("[1,1]", "[1,1.0]"),
       "tensor \"window.0.0.weight\" has a size that is not a positive integer, expected positive "
       "integers"},
      {with_header_edit("[1,1]", "[1,1,1]"),
       "tensor \"window.0.0.weight\" has no shape of a vector or matrix, expected one or two "
       "sizes"},
      {with_header_edit("[1,1]", "[1]"),
       "tensor \"window.0.0.weight\" has another shape, expected [any number, 1]"},
      {with_header_edit("[0,8]", "[0,16]"),
       "tensor \"window.0.0.weight\" has 16 bytes, expected 8 by its shape"},
      {with_header_edit("[8,16]", "[0,8]"), "expected 8, the end of the one before it"},
      {with_header_edit("[8,16]", "[16,8]"),
       "tensor \"window.0.0.bias\" stands at 16 to 8, expected a place within the 16 bytes of "
       "data"},
      {with_header_edit("[8,16]", "[8," + huge + "]"),
       "tensor \"window.0.0.bias\" stands at 8 to " + huge +
           ", expected a place within the 16 bytes of data"},
      {with_header_edit("[8,16]", "[-8,16]"),
       "tensor \"window.0.0.bias\" has no data_offsets, expected two non-negative integers"},
      {with_header_edit("0.0.bias", "0.2.bias"),
       "it has no tensor \"window.0.0.bias\", expected all weights and biases"},
      {with_header_edit("0.0.weight", "1.0.weight"),
       "it has no tensor \"window.0.y.0.weight\", expected all weights and biases"},
      {with_header_edit("\"tanh\"", "\"tank\""),
       "its activation is \"tank\", expected one of those of pinn-solve"},
      {with_header_edit("[\\\"y\\\"]", "[]"), "its \"states\" is no list, expected a list"},
      {with_header_edit("[\\\"y\\\"]", "[\\\"y\\\",\\\"y\\\"]"),
       "it has the state \"y\" twice, expected once"},
      {with_header_edit("[\\\"y\\\"]", "[\\\"0\\\"]"),
       "it names a state, variable or input \"0\", expected a name such as \"y\""},
      {with_header_edit("[\\\"y\\\"]", "[\\\"y\\\",\\\"z\\\"]"),
       "window 0 has 1 scales, expected 2, one per state"},
      {with_header_edit("\\\"end\\\":1", "\\\"end\\\":0"),
       "window 0 goes from 0 to 0, expected an increasing interval"},
      {with_header_edit("\\\"end\\\":1", "\\\"end\\\":1e999"),
       "its \"windows\" has a number beyond the range of a double, expected a JSON list"},
      {with_header_edit("\\\"end\\\":1", "\\\"end\\\":null"),
       "window 0 has a null in \"end\", expected a finite number"},
      {with_header_edit("\\\"fourier_features\\\":0", "\\\"fourier_features\\\":2000000000"),
       "window 0 has no valid \"fourier_features\", expected an integer from 0 to 100000"},
      {with_header_edit("\\\"fourier_features\\\":0", "\\\"fourier_features\\\":1"),
       "tensor \"window.0.0.weight\" has another shape, expected [any number, 3]"},
      {with_header_edit("\\\"offset\\\":[[0]]", "\\\"offset\\\":[]"),
       "window 0 has no valid \"offset\", expected 1 lists of numbers, equally long"},
      {with_header_edit("\\\"linear\\\"", "\\\"cubic\\\""),
       "window 0 has another \"argument\", expected \"linear\" or \"saturating\""},
  };
  for (const Hostile& hostile : table) {
    EXPECT_THAT(test::error_of(hostile.bytes), StartsWith(start));
    EXPECT_THAT(test::error_of(hostile.bytes), HasSubstr(hostile.message));
  }
}

TEST(ModelFile, WithAFloodOfValuesIsRefused) {
  std::string flood = "{\"a\":[0";
  for (int i = 0; i < 2'100'000; ++i) flood += ",0";

  EXPECT_THAT(test::error_of(test::file_of(flood + "]}")),
              HasSubstr("its header has more than 2000000 values"));
}

TEST(ModelFile, WithATensorTooManyIsRefused) {
  auto [header, data] = test::split(to_safetensors(test::small_model()));
  header = header.substr(0, header.rfind('}')) +
           R"(,"more":{"dtype":"F64","shape":[1],"data_offsets":[16,24]}})";

  EXPECT_THAT(test::error_of(test::file_of(header, data + "12345678")),
              HasSubstr("it has 3 tensors, expected 2 by its windows, states and inputs"));
}

TEST(ModelFile, WithWeightsThatAreNotFiniteIsRefused) {
  for (const double bad : {std::numeric_limits<double>::infinity(), std::nan("")}) {
    SavedModel saved = test::small_model();
    saved.model.windows[0].networks[0].layers[0].bias(0) = bad;

    EXPECT_EQ(
        test::error_of(to_safetensors(saved)),
        "m.safetensors: error: not a usable model file: tensor \"window.0.0.bias\" has a number "
        "that is not finite, expected finite numbers");
  }
}

TEST(ModelFile, WithASignalThatIsNoneIsRefused) {
  const auto error_with = [](const SavedSignal& signal) {
    SavedModel saved = test::small_model();
    saved.signals = {signal};
    return test::error_of(to_safetensors(saved));
  };
  EXPECT_THAT(error_with({"u", {0.0, 0.0}, {1.0, 2.0}}),
              HasSubstr("the places of input \"u\" do not increase, expected two or more that do"));
  EXPECT_THAT(error_with({"u", {0.0}, {1.0}}), HasSubstr("do not increase"));
  EXPECT_THAT(error_with({"u", {0.0, 1.0}, {1.0}}),
              HasSubstr("tensor \"input.u.values\" has another shape, expected [2]"));
  EXPECT_THAT(error_with({"u", {0.0, 1.0}, {1.0, std::nan("")}}),
              HasSubstr("has a number that is not finite"));
  EXPECT_THAT(error_with({"a.b", {0.0, 1.0}, {1.0, 2.0}}), HasSubstr("names a state, variable or"));
}

TEST(ModelFile, WithAGapBetweenWindowsIsRefused) {
  SavedModel saved = test::rich_model();
  saved.model.windows[1].start = 0.2;

  EXPECT_THAT(test::error_of(to_safetensors(saved)),
              HasSubstr("window 1 starts at 0.2, expected 0.1, the end of the one before it"));
}

TEST(ModelFile, LongNamesAreCutInMessages) {
  const std::string error =
      test::error_of(test::file_of("{\"" + std::string(100'000, 'a') + "\\u0007\":1}"));

  EXPECT_LT(error.size(), 300U);
}

}  // namespace
}  // namespace pinn
