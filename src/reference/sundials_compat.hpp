// SPDX-License-Identifier: MIT
// What differs between SUNDIALS 6 and 7, so that no other file has to know.
#pragma once

#include <cvode/cvode.h>
#include <ida/ida.h>
#include <nvector/nvector_serial.h>
#include <sundials/sundials_version.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

#include <type_traits>

namespace pinn::sundials {

static_assert(std::is_same_v<sunrealtype, double>, "SUNDIALS must be built for double precision");

/// 0 if it worked. A context of SUNDIALS 7 would print errors itself: that is taken away.
inline int create_context(SUNContext* context) {
#if SUNDIALS_VERSION_MAJOR >= 7
  const int flag = SUNContext_Create(SUN_COMM_NULL, context);
  return flag == 0 ? static_cast<int>(SUNContext_ClearErrHandlers(*context)) : flag;
#else
  return SUNContext_Create(nullptr, context);
#endif
}

/// Failures come back as flags; nothing is printed.
inline void silence([[maybe_unused]] void* cvode) {
#if SUNDIALS_VERSION_MAJOR < 7
  CVodeSetErrHandlerFn(
      cvode, [](int, const char*, const char*, char*, void*) {}, nullptr);
#endif
  CVodeSetMaxHnilWarns(cvode, -1);
}

inline void silence_ida([[maybe_unused]] void* ida) {
#if SUNDIALS_VERSION_MAJOR < 7
  IDASetErrHandlerFn(
      ida, [](int, const char*, const char*, char*, void*) {}, nullptr);
#endif
}

}  // namespace pinn::sundials
