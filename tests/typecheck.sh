#!/bin/sh
# mypy names modules after the folder, so it reads the checkout through a link named klynge.
set -eu
mypy=$(realpath "$1")
root=$(cd "$(dirname "$0")/.." && pwd)
alias_dir=$(mktemp -d)
trap 'rm -rf "$alias_dir"' EXIT
ln -s "$root" "$alias_dir/klynge"
cd "$alias_dir"
MYPYPATH=$alias_dir:$root/tests:$root/tests/benchmarks "$mypy" --strict --config-file "$root/pyproject.toml" -p klynge
