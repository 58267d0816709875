// SPDX-License-Identifier: MIT
// Stands in for MPI, which SUNDIALS 7 built with MPI names in its core and never calls without a
// communicator: loading the real one would cost every start of the program 28 libraries and 0.15 s.
#include <cstdio>
#include <cstdlib>

// Hidden: LibTorch or another library in the process may bring the real MPI and must get that.
// NOLINTBEGIN(readability-identifier-naming): the names are MPI's.
#define PINN_HIDDEN extern "C" __attribute__((visibility("hidden")))

// Open MPI's handles are the addresses of these; MPICH's are constants, and no symbol is missing.
PINN_HIDDEN char ompi_mpi_comm_null[1];
PINN_HIDDEN char ompi_mpi_double[1];
PINN_HIDDEN char ompi_mpi_long[1];
char ompi_mpi_comm_null[1];
char ompi_mpi_double[1];
char ompi_mpi_long[1];

namespace {

/// Ends the program: a call of MPI without a communicator is a bug, and C cannot be thrown through.
int must_not_be_called(const char* name) {
  std::fprintf(stderr, "pinn-solve: error: SUNDIALS called %s although MPI is not used\n", name);
  std::abort();
}

}  // namespace

#define PINN_NO_MPI(name) \
  PINN_HIDDEN int name(); \
  int name() { return must_not_be_called(#name); }

PINN_NO_MPI(MPI_Abort)
PINN_NO_MPI(MPI_Comm_dup)
PINN_NO_MPI(MPI_Comm_free)
PINN_NO_MPI(MPI_Comm_rank)
PINN_NO_MPI(MPI_Comm_size)
PINN_NO_MPI(MPI_Op_create)
PINN_NO_MPI(MPI_Op_free)
PINN_NO_MPI(MPI_Reduce)
PINN_NO_MPI(MPI_Type_commit)
PINN_NO_MPI(MPI_Type_create_resized)
PINN_NO_MPI(MPI_Type_create_struct)
PINN_NO_MPI(MPI_Type_free)
PINN_NO_MPI(MPI_Type_get_extent)
// NOLINTEND(readability-identifier-naming)
