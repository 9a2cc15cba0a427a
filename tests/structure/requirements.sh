#!/usr/bin/env bash
# docs/security.md says which tests show which requirement. TAP.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec node docs/requirements.mjs --check
