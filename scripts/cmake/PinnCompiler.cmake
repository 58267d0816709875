# SPDX-License-Identifier: MIT
# How we compile, apart from warnings: build type, compiler cache.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE
      Release
      CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
endif()

# A cache makes a second build short, and its absence is no error. Precompiled headers can only be
# cached when the cache is told not to mind what is hidden in them.
find_program(PINN_CCACHE ccache)
mark_as_advanced(PINN_CCACHE)
if(PINN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${PINN_CCACHE})
endif()
