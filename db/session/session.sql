-- Signing in and out, and who is signed in.

-- The salt to derive with, and seconds to wait where tries are throttled.
-- name: session_salt(email text, address text, device text)
SELECT salt, wait FROM access.sign_in_salt(:email, :address, :device);

-- Makes the session if the key is right: the user's id, or NULL.
-- name: session_start(email text, derived_key text, token text, address text, device text, agent text)
SELECT access.sign_in(:email, :derived_key, :token, :address, :device, :agent);

-- name: session_load()
SELECT access.principal();

-- name: session_end()
SELECT access.sign_out();

-- For whoever is signed in: the salt, and seconds to wait.
-- name: session_confirm_salt(address text, device text)
SELECT salt, wait FROM access.confirm_salt(:address, :device);

-- True if the key is right: the session goes on under the new token.
-- name: session_confirm(derived_key text, token text, address text, device text)
SELECT access.confirm(:derived_key, :token, :address, :device);
