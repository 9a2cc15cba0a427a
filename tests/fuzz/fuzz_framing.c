/* Request framing: the verdict does not depend on how the bytes were cut, and
 * nothing is passed on after it is spoilt (R11). */
#include "fuzz.h"
#include "http/framing.h"

#define BODY_MOST 4096

static size_t scan_in_pieces(struct framing *framing, const char *bytes,
                             size_t size, size_t piece)
{
    size_t passed = 0;

    for (size_t at = 0; at < size && !framing->verdict; at += piece) {
        size_t length = size - at < piece ? size - at : piece;
        passed += framing_scan(framing, bytes + at, length);
    }
    return passed;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    struct framing whole, cut;

    framing_init(&whole, BODY_MOST);
    framing_init(&cut, BODY_MOST);
    size_t passed = scan_in_pieces(&whole, bytes, size, size ? size : 1);
    size_t passed_cut = scan_in_pieces(&cut, bytes, size, 1);
    MUST(whole.verdict == cut.verdict);
    MUST(whole.state == cut.state);
    MUST(whole.complete == cut.complete && whole.heads == cut.heads);
    MUST(passed == passed_cut && passed <= size);
    MUST(whole.complete <= whole.begun && whole.heads <= whole.begun);
    if (whole.verdict)
        MUST(framing_ending(&whole) != NULL);
    return 0;
}
