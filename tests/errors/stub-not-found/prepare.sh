mkdir bin
ln "$BIN/jsc" bin/jsc
