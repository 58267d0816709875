// SPDX-License-Identifier: MIT
// Finds the name a user probably meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pinn {

/// Number of insertions, deletions, replacements and swaps of neighbours between two words.
/// Source: Damerau 1964, restricted form (optimal string alignment).
int edit_distance(std::string_view a, std::string_view b);

/// The candidate at the smallest distance, if it is close enough to be a misspelling (at most a
/// third of the letters, at least one; another case of the letters counts one); the first on a tie.
std::optional<std::string> nearest_name(std::string_view name,
                                        const std::vector<std::string>& candidates);

/// `; did you mean "NAME"?`, or nothing if no candidate is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace pinn
