/*
 * session_cookie.h - the name and attributes of the two cookies.
 *
 * `__Host-throughline` holds the session token: 32 random bytes, base64url,
 * of which the database keeps only the SHA-256. `__Host-throughline-device`
 * marks a device that has signed in before, for throttling (R16).
 */
#ifndef THROUGHLINE_ACCESS_SESSION_COOKIE_H
#define THROUGHLINE_ACCESS_SESSION_COOKIE_H

#define SESSION_COOKIE "__Host-throughline"
#define DEVICE_COOKIE "__Host-throughline-device"
#define SESSION_COOKIE_ATTRIBUTES "; Path=/; Secure; HttpOnly; SameSite=Lax"

#endif
