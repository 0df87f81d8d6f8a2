mkdir bin
ln "$BIN/jsc" bin/jsc
mkdir -p lib/jsc/stubs
# An empty zstd frame with a checksum.
printf '\050\265\057\375\044\000\001\000\000\231\351\330\121' > lib/jsc/stubs/linux-x64.zst
