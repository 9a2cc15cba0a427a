-- One's own account (migrations/functions/16_second_factor.sql, 57_account.sql).

-- name: profile_load()
SELECT access.my_account(), NULL;

-- name: profile_email()
SELECT access.my_email();

-- name: profile_sealed()
SELECT access.my_sealed();

-- name: profile_factor_start(sealed text, secret text)
SELECT access.second_factor_start(:sealed, :secret);

-- name: profile_factor_finish(secret text, step bigint, hashes text[])
SELECT access.second_factor_finish(:secret, :step, :hashes);

-- name: profile_recovery_renew(hashes text[])
SELECT access.recovery_codes_renew(:hashes);

-- name: profile_factor_remove()
SELECT access.second_factor_remove();

-- name: profile_factor_take(user uuid, reason text)
SELECT access.second_factor_take(:user, :reason);

-- name: profile_role_factor(role text, required bool, reason text)
SELECT access.role_second_factor(:role, :required)
  FROM (SELECT set_config('throughline.purpose', :reason, true)) AS said;

-- name: profile_sessions()
SELECT access.my_sessions(), NULL;

-- name: profile_session_end(id uuid)
SELECT access.my_session_end(:id);

-- name: profile_sessions_end()
SELECT access.my_sessions_end();

-- name: profile_user_sessions_end(user uuid, reason text)
SELECT access.user_signed_out(:user, :reason);

-- name: profile_salt(address text, device text)
SELECT salt, wait FROM access.confirm_salt(:address, :device);

-- True if the key is that of the present password.
-- name: profile_password(derived_key text, sealed text, address text, device text)
SELECT access.password_change(:derived_key, :sealed, :address, :device);
