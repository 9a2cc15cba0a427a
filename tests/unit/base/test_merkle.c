/* Roots as the Certificate Transparency project publishes them for its eight
 * test leaves. */
#include "tests/unit/suite.h"

#include <sodium.h>
#include <string.h>

#include "base/merkle.h"

static const char *const leaves[] = {
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
};

static const char *const roots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static void leaf_of(size_t i, unsigned char hash[MERKLE_HASH])
{
    unsigned char entry[32];
    size_t length;

    sodium_hex2bin(entry, sizeof entry, leaves[i], strlen(leaves[i]), NULL,
                   &length, NULL);
    merkle_leaf(entry, length, hash);
}

static void root_is(const struct merkle *tree, const char *expected)
{
    unsigned char root[MERKLE_HASH];
    char hex[2 * MERKLE_HASH + 1];

    merkle_root(tree, root);
    sodium_bin2hex(hex, sizeof hex, root, sizeof root);
    ck_assert_str_eq(hex, expected);
}

START_TEST(published_roots)
{
    struct merkle tree = {0};

    root_is(&tree, roots[0]);
    for (size_t i = 0; i < 8; i++) {
        unsigned char hash[MERKLE_HASH];
        leaf_of(i, hash);
        merkle_add(&tree, hash);
        ck_assert_uint_eq(tree.size, i + 1);
        root_is(&tree, roots[i + 1]);
    }
}
END_TEST

/* Put away and taken up again after every leaf, the tree is the same. */
START_TEST(resumed)
{
    struct merkle tree = {0};

    for (size_t i = 0; i < 8; i++) {
        unsigned char hash[MERKLE_HASH];
        unsigned char frontier[MERKLE_LEVELS * MERKLE_HASH];
        size_t length = merkle_frontier(&tree, frontier);
        ck_assert(merkle_resume(&tree, i, frontier, length));
        leaf_of(i, hash);
        merkle_add(&tree, hash);
        root_is(&tree, roots[i + 1]);
    }
}
END_TEST

START_TEST(resumed_wrongly)
{
    unsigned char frontier[4 * MERKLE_HASH] = {0};
    struct merkle tree;

    ck_assert(merkle_resume(&tree, 7, frontier, 3 * MERKLE_HASH));
    ck_assert(!merkle_resume(&tree, 7, frontier, 2 * MERKLE_HASH));
    ck_assert(!merkle_resume(&tree, 7, frontier, 4 * MERKLE_HASH));
    ck_assert(!merkle_resume(&tree, 8, frontier, MERKLE_HASH + 1));
    ck_assert(!merkle_resume(&tree, UINT64_MAX, frontier, sizeof frontier));
    ck_assert(merkle_resume(&tree, 0, frontier, 0));
}
END_TEST

static void libraries_up(void)
{
    ck_assert_int_ge(sodium_init(), 0);
}

int main(void)
{
    const TTest *const tests[] = {published_roots, resumed, resumed_wrongly,
                                  NULL};

    return suite_run("base/merkle", tests, libraries_up, NULL);
}
