#!/usr/bin/env bash
# docs/data-protection.md is as the reviewed files say. TAP.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec node docs/data-protection.mjs --check
