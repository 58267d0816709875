# SPDX-License-Identifier: MIT
# Where things lie after `cmake --install`, and the packages made from that.
#
# The program looks for the module beside itself, then in ../<libdir>/pinn-solve: an installed tree
# may be moved as a whole.
set(PINN_MODULE_DIR ${CMAKE_INSTALL_LIBDIR}/pinn-solve)

if(TARGET pinn-solve)
  install(TARGETS pinn-solve RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
if(TARGET pinn_torch)
  install(TARGETS pinn_torch LIBRARY DESTINATION ${PINN_MODULE_DIR})
endif()
if(EXISTS ${PROJECT_SOURCE_DIR}/configs)
  install(DIRECTORY configs/ DESTINATION ${CMAKE_INSTALL_DATADIR}/pinn-solve/configs)
endif()
install(FILES docs/pinn-solve.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(
  FILES scripts/completion/pinn-solve.bash
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
  RENAME pinn-solve)
install(FILES scripts/completion/_pinn-solve
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(
  FILES LICENSE
  DESTINATION ${CMAKE_INSTALL_DOCDIR}
  RENAME copyright)

set(CPACK_PACKAGE_VENDOR "The pinn-solve authors")
set(CPACK_PACKAGE_CONTACT "The pinn-solve authors <maintainers@users.noreply.r-seed-cc2a5761.example>")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR TGZ)

# libtorch's soname differs from release to release, so there is one .deb for each.
find_program(PINN_DPKG_SHLIBDEPS dpkg-shlibdeps)
mark_as_advanced(PINN_DPKG_SHLIBDEPS)
if(PINN_DPKG_SHLIBDEPS)
  list(APPEND CPACK_GENERATOR DEB)
  file(STRINGS /etc/os-release pinn_release REGEX "^VERSION_ID=")
  string(REGEX REPLACE "[^0-9.]" "" pinn_release "${pinn_release}")
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_PACKAGE_RELEASE 1~deb${pinn_release})
  set(CPACK_DEBIAN_PACKAGE_SECTION math)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PACKAGE_RECOMMENDS libopenblas0-pthread)
  set(CPACK_DEBIAN_PACKAGE_SUGGESTS gnuplot)
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
endif()
include(CPack)
