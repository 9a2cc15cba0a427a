#include "base/merkle.h"

#include <sodium.h>
#include <string.h>

void merkle_leaf(const void *entry, size_t length,
                 unsigned char ret_hash[MERKLE_HASH])
{
    static const unsigned char prefix = 0x00;
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, &prefix, 1);
    crypto_hash_sha256_update(&state, entry, length);
    crypto_hash_sha256_final(&state, ret_hash);
}

static void join(const unsigned char left[MERKLE_HASH],
                 const unsigned char right[MERKLE_HASH],
                 unsigned char ret_hash[MERKLE_HASH])
{
    static const unsigned char prefix = 0x01;
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, &prefix, 1);
    crypto_hash_sha256_update(&state, left, MERKLE_HASH);
    crypto_hash_sha256_update(&state, right, MERKLE_HASH);
    crypto_hash_sha256_final(&state, ret_hash);
}

static bool has_level(const struct merkle *tree, int level)
{
    return tree->size >> level & 1;
}

/* As in adding one to a binary number: equal subtrees join and carry. */
void merkle_add(struct merkle *tree, const unsigned char leaf[MERKLE_HASH])
{
    unsigned char carried[MERKLE_HASH];
    int level = 0;

    memcpy(carried, leaf, sizeof carried);
    for (; has_level(tree, level); level++)
        join(tree->subtrees[level], carried, carried);
    memcpy(tree->subtrees[level], carried, sizeof carried);
    tree->size++;
}

void merkle_root(const struct merkle *tree, unsigned char ret_root[MERKLE_HASH])
{
    bool begun = false;

    crypto_hash_sha256(ret_root, NULL, 0); /* of the empty tree */
    for (int level = 0; level < MERKLE_LEVELS; level++) {
        if (!has_level(tree, level))
            continue;
        if (begun)
            join(tree->subtrees[level], ret_root, ret_root);
        else
            memcpy(ret_root, tree->subtrees[level], MERKLE_HASH);
        begun = true;
    }
}

size_t merkle_frontier(const struct merkle *tree, unsigned char *ret_frontier)
{
    size_t length = 0;

    for (int level = MERKLE_LEVELS - 1; level >= 0; level--) {
        if (!has_level(tree, level))
            continue;
        memcpy(ret_frontier + length, tree->subtrees[level], MERKLE_HASH);
        length += MERKLE_HASH;
    }
    return length;
}

bool merkle_resume(struct merkle *tree, uint64_t size,
                   const unsigned char *frontier, size_t length)
{
    size_t taken = 0;

    *tree = (struct merkle){.size = size};
    if (size >> MERKLE_LEVELS)
        return false;
    for (int level = MERKLE_LEVELS - 1; level >= 0; level--) {
        if (!has_level(tree, level))
            continue;
        if (taken + MERKLE_HASH > length)
            return false;
        memcpy(tree->subtrees[level], frontier + taken, MERKLE_HASH);
        taken += MERKLE_HASH;
    }
    return taken == length;
}
