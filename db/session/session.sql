-- Signing in and out, and who is signed in.

-- The salt to derive with, and seconds to wait where tries are throttled.
-- name: session_salt(email text, address text, device text)
SELECT salt, wait FROM access.sign_in_salt(:email, :address, :device);

-- The sealed secret of who has a second factor.
-- name: session_sealed(email text)
SELECT access.sign_in_sealed(:email);

-- Makes the session if the key is right, and the code where one is asked for:
-- 'in', 'refused' or 'code_needed'.
-- name: session_start(email text, derived_key text, token text, address text, device text, agent text,
--   coded bool, secret text, step bigint, recovery text)
SELECT access.sign_in_coded(:email, :derived_key, :token, :address, :device, :agent,
                            :coded, :secret, :step, :recovery);

-- name: session_load()
SELECT access.principal();

-- name: session_end()
SELECT access.sign_out();

-- For whoever is signed in: the salt, and seconds to wait.
-- name: session_confirm_salt(address text, device text)
SELECT salt, wait FROM access.confirm_salt(:address, :device);

-- The sealed secret of whoever is signed in.
-- name: session_my_sealed()
SELECT access.my_sealed();

-- The same answers; if 'in', the session goes on under the new token.
-- name: session_confirm(derived_key text, token text, address text, device text,
--   coded bool, secret text, step bigint, recovery text)
SELECT access.confirm_coded(:derived_key, :token, :address, :device,
                            :coded, :secret, :step, :recovery);
