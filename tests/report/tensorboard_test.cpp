// SPDX-License-Identifier: MIT
#include "pinn/report/tensorboard.hpp"

#include <gtest/gtest.h>

namespace pinn {
namespace {

/// The check value of the CRC catalogue for CRC-32/ISCSI.
TEST(Tensorboard, HasTheChecksumOfTheCatalogue) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283U);
  EXPECT_EQ(crc32c(""), 0U);
}

/// Written out by hand: length, its checksum, event, its checksum.
TEST(Tensorboard, BeginsWithTheVersionOfTheFormat) {
  const std::string file = tensorboard_events("iteration,seconds,loss\n", 0.0);

  const std::string event = std::string("\x09") + std::string(8, '\0') +
                            "\x1a\x0d"
                            "brain.Event:2";
  ASSERT_EQ(file.size(), 8 + 4 + event.size() + 4);
  EXPECT_EQ(file.substr(0, 8), std::string("\x18") + std::string(7, '\0'));
  EXPECT_EQ(file.substr(12, event.size()), event);
}

TEST(Tensorboard, WritesOneScalarPerNumber) {
  const std::string file =
      tensorboard_events("iteration,optimizer,seconds,loss,val\n300,adam,0.5,0.25,nan\n", 0.0);

  const std::string value = "\x0a\x04loss\x15" + std::string("\x00\x00\x80\x3e", 4);  // 0.25f
  const std::string summary = std::string("\x0a") + static_cast<char>(value.size()) + value;
  const std::string step("\x10\xac\x02", 3);  // 300 as a varint
  EXPECT_NE(file.find(step + "\x2a" + static_cast<char>(summary.size()) + summary),
            std::string::npos);
  EXPECT_EQ(file.find("val"), std::string::npos);
}

}  // namespace
}  // namespace pinn
