// SPDX-License-Identifier: MIT
// SHA-256 in the letters of FIPS 180-4.
#include "pinn/util/sha256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace pinn {

namespace {

using Word = std::uint32_t;

constexpr std::size_t kBlockBytes = 64;

/// First 32 bits of the fractional parts of the cube roots of the first 64 primes (section 4.2.2).
constexpr std::array<Word, 64> K{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

Word rotated(Word x, unsigned n) { return (x >> n) | (x << (32U - n)); }

Word word_at(const char* bytes) {
  Word word = 0;
  for (int i = 0; i < 4; ++i) word = (word << 8U) | static_cast<unsigned char>(bytes[i]);
  return word;
}

/// One turn of section 6.2.2.
void absorb(std::array<Word, 8>& H, const char* block) {
  std::array<Word, 64> W{};
  for (std::size_t t = 0; t < 16; ++t) W[t] = word_at(block + 4 * t);
  for (std::size_t t = 16; t < 64; ++t) {
    const Word s0 = rotated(W[t - 15], 7) ^ rotated(W[t - 15], 18) ^ (W[t - 15] >> 3U);
    const Word s1 = rotated(W[t - 2], 17) ^ rotated(W[t - 2], 19) ^ (W[t - 2] >> 10U);
    W[t] = s1 + W[t - 7] + s0 + W[t - 16];
  }
  auto [a, b, c, d, e, f, g, h] = H;
  for (std::size_t t = 0; t < 64; ++t) {
    const Word S1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const Word T1 = h + S1 + ((e & f) ^ (~e & g)) + K[t] + W[t];
    const Word S0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const Word T2 = S0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + T1;
    d = c;
    c = b;
    b = a;
    a = T1 + T2;
  }
  const std::array<Word, 8> step{a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < 8; ++i) H[i] += step[i];
}

/// The last, incomplete block with the padding of section 5.1.1.
std::string padded_tail(std::string_view bytes) {
  std::string tail(bytes.substr(bytes.size() / kBlockBytes * kBlockBytes));
  tail += '\x80';
  while (tail.size() % kBlockBytes != kBlockBytes - 8) tail += '\0';
  const std::uint64_t n_bits = std::uint64_t{bytes.size()} * 8;
  for (int shift = 56; shift >= 0; shift -= 8) {
    tail += static_cast<char>((n_bits >> static_cast<unsigned>(shift)) & 0xffU);
  }
  return tail;
}

}  // namespace

std::string sha256(std::string_view bytes) {
  std::array<Word, 8> H{0x6a09e667,
                        0xbb67ae85,
                        0x3c6ef372,
                        0xa54ff53a,
                        0x510e527f,
                        0x9b05688c,
                        0x1f83d9ab,
                        0x5be0cd19};
  for (std::size_t at = 0; at + kBlockBytes <= bytes.size(); at += kBlockBytes) {
    absorb(H, bytes.data() + at);
  }
  const std::string tail = padded_tail(bytes);
  for (std::size_t at = 0; at < tail.size(); at += kBlockBytes) absorb(H, tail.data() + at);
  std::string digest;
  for (const Word word : H) {
    for (int shift = 28; shift >= 0; shift -= 4) {
      digest += "0123456789abcdef"[(word >> static_cast<unsigned>(shift)) & 0xfU];
    }
  }
  return digest;
}

}  // namespace pinn
