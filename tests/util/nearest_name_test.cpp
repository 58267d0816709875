// SPDX-License-Identifier: MIT
#include "pinn/util/nearest_name.hpp"

#include <gtest/gtest.h>

namespace pinn {
namespace {

TEST(EditDistance, CountsEditsAndSwaps) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);  // the textbook case
  EXPECT_EQ(edit_distance("trianing", "training"), 1);
  EXPECT_EQ(edit_distance("", "abc"), 3);
}

TEST(NearestName, FindsAMisspellingAndNothingFarAway) {
  const std::vector<std::string> names{"training", "network", "accept"};
  EXPECT_EQ(nearest_name("trianing", names), "training");
  EXPECT_EQ(nearest_name("Network", names), "network");
  EXPECT_EQ(nearest_name("zzz", names), std::nullopt);
  EXPECT_EQ(nearest_name("", names), std::nullopt);
}

TEST(NearestName, OfOneLetterIsNotAnyOtherLetter) {
  EXPECT_EQ(nearest_name("q", {"k", "t"}), std::nullopt);
  EXPECT_EQ(nearest_name("Y", {"k", "y"}), "y");
  EXPECT_EQ(nearest_name("kk", {"k", "t"}), "k");
}

TEST(DidYouMean, IsEmptyWithoutACandidate) {
  EXPECT_EQ(did_you_mean("lamda", {"lambda"}), "; did you mean \"lambda\"?");
  EXPECT_EQ(did_you_mean("lamda", {}), "");
}

}  // namespace
}  // namespace pinn
