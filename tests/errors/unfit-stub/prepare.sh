"$BIN/jsc" build main.mjs -o app > log
