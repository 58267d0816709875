// SPDX-License-Identifier: MIT
// The history of a training as scalars for TensorBoard.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pinn {

/// CRC-32C (Castagnoli), as event files have it before masking.
std::uint32_t crc32c(std::string_view bytes);

/// An event file: one scalar per row and numeric column of the history, tagged by the column; the
/// step is the column "iteration", the time `started` plus the column "seconds". Cells that
/// are no finite number are left out.
///
/// Shapes:  history_csv: text of a history.csv; started: seconds since 1970.
/// Source:  TFRecord framing and event.proto of TensorFlow.
std::string tensorboard_events(std::string_view history_csv, double started);

}  // namespace pinn
