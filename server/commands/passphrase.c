#include "commands/passphrase.h"

#include <sodium.h>

#include "base/str.h"

/* Short, plain, far from one another when read out over the telephone. */
static const char *const words[] = {
    "acorn",    "amber",   "anchor",   "apple",   "april",   "arrow",
    "aspen",    "atlas",   "autumn",   "badger",  "bakery",  "bamboo",
    "banjo",    "barley",  "basil",    "basket",  "beacon",  "bear",
    "beech",    "berry",   "birch",    "biscuit", "blossom", "bonnet",
    "border",   "bottle",  "boulder",  "bramble", "brass",   "bread",
    "breeze",   "brick",   "bridge",   "bronze",  "brook",   "bucket",
    "butter",   "button",  "cabin",    "cactus",  "camel",   "candle",
    "canoe",    "canvas",  "canyon",   "carbon",  "carpet",  "carrot",
    "castle",   "cedar",   "chalk",    "charm",   "cherry",  "chess",
    "chestnut", "cider",   "circle",   "clay",    "cliff",   "clover",
    "coast",    "cobalt",  "cocoa",    "comet",   "copper",  "coral",
    "cotton",   "cradle",  "crane",    "crayon",  "cricket", "crocus",
    "crystal",  "daisy",   "dancer",   "dawn",    "delta",   "denim",
    "desert",   "dolphin", "donkey",   "dragon",  "drum",    "eagle",
    "easel",    "echo",    "elder",    "ember",   "engine",  "falcon",
    "feather",  "fern",    "ferry",    "fiddle",  "field",   "finch",
    "flame",    "flint",   "flower",   "flute",   "forest",  "fossil",
    "fountain", "fox",     "frost",    "garden",  "garlic",  "ginger",
    "glacier",  "globe",   "goblet",   "granite", "grape",   "gravel",
    "grove",    "guitar",  "hamlet",   "hammer",  "harbour", "harvest",
    "hazel",    "heather", "hedge",    "heron",   "hollow",  "honey",
    "horizon",  "hornet",  "island",   "ivory",   "jacket",  "jasper",
    "jigsaw",   "jungle",  "juniper",  "kayak",   "kernel",  "kettle",
    "kite",     "kitten",  "ladder",   "lagoon",  "lantern", "larch",
    "laurel",   "lemon",   "lilac",    "linen",   "lizard",  "lobster",
    "locket",   "lotus",   "lupin",    "magnet",  "magpie",  "mango",
    "maple",    "marble",  "marigold", "market",  "marsh",   "meadow",
    "melon",    "mint",    "mirror",   "mitten",  "monsoon", "mosaic",
    "moss",     "muffin",  "museum",   "nectar",  "nettle",  "nickel",
    "nutmeg",   "oak",     "oasis",    "oatmeal", "ocean",   "olive",
    "onion",    "opal",    "orange",   "orbit",   "orchard", "orchid",
    "otter",    "owl",     "oyster",   "paddle",  "pancake", "paper",
    "parade",   "parrot",  "pasture",  "peach",   "peanut",  "pebble",
    "pelican",  "pencil",  "pepper",   "petal",   "piano",   "pigeon",
    "pillow",   "pine",    "pirate",   "planet",  "plaza",   "plum",
    "pocket",   "pond",    "poplar",   "poppy",   "potato",  "prairie",
    "pumpkin",  "puzzle",  "quartz",   "quill",   "rabbit",  "radish",
    "rain",     "raven",   "ribbon",   "river",   "robin",   "rocket",
    "rose",     "saddle",  "saffron",  "sail",    "salmon",  "sandal",
    "sapphire", "scarf",   "sculpt",   "sequin",  "shadow",  "shell",
    "shore",    "silver",  "skate",    "slate",   "sparrow", "spruce",
    "squirrel", "stable",  "starling", "stone",   "storm",   "stream",
    "sugar",    "summit",  "sunset",   "swan"};

#define WORD_COUNT (sizeof words / sizeof *words)

_Static_assert(WORD_COUNT == 256, "each word stands for eight bits");

const char *passphrase_new(struct arena *arena, int word_count)
{
    struct str phrase;

    str_init(&phrase, arena);
    for (int i = 0; i < word_count; i++) {
        if (i > 0)
            str_add_char(&phrase, '-');
        str_add(&phrase, words[randombytes_uniform(WORD_COUNT)]);
    }
    return phrase.data;
}
