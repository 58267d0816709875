// SPDX-License-Identifier: MIT
#include "allocation_count.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

long count = 0;

}  // namespace

void* operator new(std::size_t size) {
  ++count;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
/// The library sorts with it; a sanitizer's own would not fit the deletes below.
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  ++count;
  return std::malloc(size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t& /*tag*/) noexcept { std::free(memory); }

namespace pinn::test {

long n_allocations() { return count; }

}  // namespace pinn::test
