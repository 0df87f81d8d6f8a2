# A program that is no stub but carries a stub's mark.
objcopy --dump-section .jsc.id=id "$BIN/jsc-stub" copy
rm copy
objcopy --add-section .jsc.id=id /bin/false stub
