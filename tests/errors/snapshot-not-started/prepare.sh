cp "$BIN/jsc-stub" stub
chmod -x stub
