# A program that carries the mark of another version: the version begins behind 16 bytes of magic and 4 of format.
objcopy --dump-section .jsc.id=id "$BIN/jsc-stub" copy
rm copy
printf 99.0.0 | dd of=id bs=1 seek=20 conv=notrunc 2> log
objcopy --add-section .jsc.id=id /bin/false stub
