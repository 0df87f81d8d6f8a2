"$BIN/jsc" build main.mjs -o whole > log
head -c -5000 whole > app
