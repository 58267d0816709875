// SPDX-License-Identifier: MIT
// Meshes of windows: the first one, what to begin with on it, and finer ones.
#pragma once

#include <cstdint>
#include <vector>

#include "boundary_solver.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn::readout {

/// `count` equal windows from start to end, and an edge at every place of a condition between.
std::vector<double> first_edges(double start,
                                double end,
                                std::int64_t count,
                                const std::vector<double>& places);

/// The edges with windows halved until the guess has no steep parts in them that their points miss.
std::vector<double> edges_for_guess(const Problem& problem,
                                    const Tableau& tableau,
                                    std::vector<double> edges);

/// The guess of the problem on a mesh, its derivatives by differences; zero where none is given.
MeshState guessed_state(const Problem& problem,
                        const Components& components,
                        const Tableau& tableau,
                        const std::vector<double>& edges);

/// The solution in `windows` on other edges.
///
/// Needs:   increasing windows without gaps, which the edges do not leave.
MeshState transferred(const Problem& problem,
                      const Components& components,
                      const Tableau& tableau,
                      const std::vector<Window>& windows,
                      const std::vector<double>& edges);

/// Halves windows whose defect is above 1, until halving them brings nothing.
class MeshRefinement {
 public:
  /// New edges; the same if there is nothing to halve.
  ///
  /// Shapes:  defects (W)
  std::vector<double> refine(const std::vector<double>& edges, const Eigen::VectorXd& defects);

  /// True if the last refine() found windows above 1 that it left as they are.
  bool has_given_up() const { return has_given_up_; }

 private:
  struct Known {
    double start;
    double end;
    double parent;  ///< Defect of the window that this is a half of.
  };
  std::vector<Known> halves_;
  bool has_given_up_ = false;
};

}  // namespace pinn::readout
