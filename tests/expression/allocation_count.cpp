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
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace pinn::test {

long n_allocations() { return count; }

}  // namespace pinn::test
