"$BIN/jsc" build main.mjs -o app > log
# The last text in the payload is the module's.
offset=$(grep -abo "console.log(1);" app | tail -n 1 | cut -d: -f1)
printf X | dd of=app bs=1 seek="$offset" conv=notrunc 2> log
