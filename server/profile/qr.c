#include "profile/qr.h"

#include <qrencode.h>

#include "base/str.h"

/* Runs of dark modules, one stroke each. */
static void row_draw(struct str *path, const QRcode *code, int y)
{
    const unsigned char *row = code->data + (size_t)y * (size_t)code->width;

    for (int x = 0; x < code->width;) {
        int from = x;

        while (x < code->width && row[x] & 1)
            x++;
        if (x > from)
            str_addf(path, "M%d %dh%dv1h-%dz", from, y, x - from, x - from);
        else
            x++;
    }
}

struct err *qr_json(struct arena *arena, const char *text,
                    const char **ret_json)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    struct str json;

    if (code == NULL)
        return err_logged(arena, ERR_INTERNAL, "a QR code cannot be made");
    str_init(&json, arena);
    str_addf(&json, "{\"size\":%d,\"path\":\"", code->width);
    for (int y = 0; y < code->width; y++)
        row_draw(&json, code, y);
    str_add(&json, "\"}");
    QRcode_free(code);
    *ret_json = json.data;
    return NULL;
}
