/*
 * merkle.h - a Merkle tree over a log that only grows (RFC 9162, section 2.1),
 * kept as the hashes of its whole subtrees: all that is needed to add a leaf
 * and to know the root. SHA-256.
 */
#ifndef THROUGHLINE_BASE_MERKLE_H
#define THROUGHLINE_BASE_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MERKLE_HASH 32
#define MERKLE_LEVELS 63

struct merkle {
    uint64_t size; /* leaves; bit n set = there is a whole subtree of 2^n */
    unsigned char subtrees[MERKLE_LEVELS][MERKLE_HASH]; /* by level */
};

/* SHA-256(0x00 || entry). */
void merkle_leaf(const void *entry, size_t length,
                 unsigned char ret_hash[MERKLE_HASH]);

/* `tree` zeroed is the empty tree. */
void merkle_add(struct merkle *tree, const unsigned char leaf[MERKLE_HASH]);

void merkle_root(const struct merkle *tree,
                 unsigned char ret_root[MERKLE_HASH]);

/* The whole subtrees, largest first, MERKLE_HASH bytes each. Returns how many
 * bytes; `ret_frontier` has room for MERKLE_LEVELS of them. */
size_t merkle_frontier(const struct merkle *tree, unsigned char *ret_frontier);

/* The tree again from its size and frontier; false if they do not belong
 * together. */
bool merkle_resume(struct merkle *tree, uint64_t size,
                   const unsigned char *frontier, size_t length);

#endif
