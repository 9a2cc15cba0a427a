#include "http/partner_secret.h"

#include <pthread.h>
#include <sodium.h>

#include "access/session_cookie.h"
#include "base/clock.h"
#include "http/headers.h"

#define WINDOW_MS 60000
#define TRUSTED_MS 3600000
#define SHOWN 12 /* letters of a secret that its owners see in lists, too */
#define BUCKETS 512
#define WAYS 4

struct tally {
    uint64_t who;       /* 0 = free */
    int64_t since_ms;   /* when its minute began */
    int64_t right_ms;   /* when it last was right; 0 = never */
    unsigned int wrong; /* in its minute */
};

static struct tally tallies[BUCKETS][WAYS];
static unsigned char hash_key[crypto_shorthash_KEYBYTES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void key_make(void)
{
    randombytes_buf(hash_key, sizeof hash_key);
}

/* NULL for `secret`: all that comes from the address. */
static uint64_t who_of(const char *address, const char *secret)
{
    unsigned char text[128] = {0};
    unsigned char hash[crypto_shorthash_BYTES];
    uint64_t who;

    pthread_once(&once, key_make);
    snprintf((char *)text, sizeof text, "%.64s%s%.*s", address ? address : "",
             secret ? "/" : "", SHOWN, secret ? secret : "");
    crypto_shorthash(hash, text, sizeof text, hash_key);
    memcpy(&who, hash, sizeof who);
    return who != 0 ? who : 1;
}

/* Under the lock. The one of the bucket that is longest past gives way. */
static struct tally *tally_of(uint64_t who, int64_t now_ms)
{
    struct tally *bucket = tallies[who % BUCKETS];
    struct tally *found = &bucket[0];

    for (int i = 0; i < WAYS; i++) {
        if (bucket[i].who == who) {
            found = &bucket[i];
            break;
        }
        if (bucket[i].since_ms < found->since_ms)
            found = &bucket[i];
    }
    if (found->who != who)
        *found = (struct tally){.who = who, .since_ms = now_ms};
    if (now_ms - found->since_ms >= WINDOW_MS) {
        found->since_ms = now_ms;
        found->wrong = 0;
    }
    return found;
}

static int wait_of(const struct tally *tally, unsigned int most, int64_t now_ms)
{
    if (tally->wrong < most)
        return 0;
    return (int)((tally->since_ms + WINDOW_MS - now_ms + 999) / 1000);
}

static bool trusted(const struct tally *tally, int64_t now_ms)
{
    return tally->right_ms != 0 && now_ms - tally->right_ms < TRUSTED_MS;
}

bool partner_secret_formed(const char *text)
{
    return text != NULL && strlen(text) == PARTNER_SECRET_LENGTH &&
           strncmp(text, PARTNER_SECRET_MARK, strlen(PARTNER_SECRET_MARK)) ==
               0 &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz"
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
               PARTNER_SECRET_LENGTH;
}

int partner_secret_wait(const char *address, const char *secret, int64_t now_ms)
{
    uint64_t one = who_of(address, secret);
    uint64_t all = who_of(address, NULL);
    const struct tally *tally;
    int wait;

    pthread_mutex_lock(&lock);
    tally = tally_of(one, now_ms);
    wait = wait_of(tally, PARTNER_WRONG_MOST, now_ms);
    if (wait == 0 && !trusted(tally, now_ms))
        wait =
            wait_of(tally_of(all, now_ms), PARTNER_WRONG_ADDRESS_MOST, now_ms);
    pthread_mutex_unlock(&lock);
    return wait;
}

void partner_secret_told(const char *address, const char *secret, bool right,
                         int64_t now_ms)
{
    uint64_t one = who_of(address, secret);
    uint64_t all = who_of(address, NULL);
    struct tally *tally;

    pthread_mutex_lock(&lock);
    tally = tally_of(one, now_ms);
    if (right) {
        tally->right_ms = now_ms;
        tally->wrong = 0;
    } else {
        tally->wrong++;
        tally_of(all, now_ms)->wrong++;
    }
    pthread_mutex_unlock(&lock);
}

struct err *partner_key_admit(const struct call *call)
{
    const char *secret = request_bearer(call->request);
    struct err *err;
    int wait;

    if (secret == NULL)
        return NULL;
    if (request_cookie(call->request, SESSION_COOKIE) != NULL)
        return err_new(call->arena, ERR_BAD_REQUEST,
                       "Send an API key or the cookie of a session, not both");
    wait =
        partner_secret_wait(call->client_address, secret, clock_monotonic_ms());
    if (wait == 0)
        return NULL;
    err = err_new(call->arena, ERR_TOO_MANY,
                  "Too many requests with a wrong API key. Wait a minute, then "
                  "try again.");
    err->retry_after = wait;
    return err;
}

struct err *partner_key_answered(const struct call *call, struct err *err)
{
    const char *secret = request_bearer(call->request);

    if (secret == NULL || (err != NULL && err->code != ERR_UNAUTHENTICATED))
        return err;
    partner_secret_told(call->client_address, secret, err == NULL,
                        clock_monotonic_ms());
    return err != NULL ? err_new(call->arena, ERR_KEY_UNKNOWN, NULL) : NULL;
}
